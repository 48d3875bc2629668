"""The settings of one file, put together from the layers that apply to it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from postlint.limits import Limits
from postlint.links.online.options import OnlineOptions
from postlint.paths import display_path
from postlint.registry import ALL, PLUGIN_ERRORS, Registry, UnknownRuleError, describe_error
from postlint.rule import Rule, Severity
from postlint.settings.limits import limits_of
from postlint.settings.links import ONLINE, online_options
from postlint.settings.options import OFF, read_options, read_severity
from postlint.settings.origin import SettingsError
from postlint.settings.reach import is_outside

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from postlint.settings.layers import Layer


class Settings(Struct, frozen=True, eq=False, dict=True):
    """What ``lint_document`` and ``lint_project`` need to know for a file."""

    registry: Registry
    #: The selected rules with their options, by name.
    rules: tuple[Rule, ...] = ()
    flavor: str = "auto"
    #: The folder that root-relative links start from, as paths in reports are written.
    site_root: str | None = None
    #: The least severity at which the run fails.
    fail_on: Severity = Severity.WARNING
    #: Whether URLs are checked, and how.
    online: bool = False
    online_options: OnlineOptions = field(default_factory=OnlineOptions)
    #: What a file may cost before it is given up.
    limits: Limits = Limits()
    #: One line for each rule that is selected but could not be set up, and so is left out.
    failures: tuple[str, ...] = ()
    #: The file with the findings that are known, as paths in reports are written.
    baseline: str | None = None

    @cached_property
    def selected(self) -> frozenset[str]:
        """The names of the selected rules."""
        return frozenset(rule.name for rule in self.rules)

    def rule(self, name: str) -> Rule | None:
        """The rule of that name, when it is selected."""
        return next((rule for rule in self.rules if rule.name == name), None)

    @cached_property
    def document_rules(self) -> tuple[Rule, ...]:
        """The rules that look at single documents."""
        return tuple(rule for rule in self.rules if type(rule).check is not Rule.check)

    @cached_property
    def online_rules(self) -> tuple[Rule, ...]:
        """The rules that need to know what became of URLs."""
        return tuple(rule for rule in self.rules if rule.is_online())

    @cached_property
    def project_rules(self) -> tuple[Rule, ...]:
        """The rules that look across files."""
        return tuple(
            rule for rule in self.rules if type(rule).check_project is not Rule.check_project
        )

    @cached_property
    def withdrawing_rules(self) -> Mapping[str, Rule]:
        """The rules that look at single documents and then at the site, by name."""
        return {rule.name: rule for rule in self.rules if type(rule).holds is not Rule.holds}

    @property
    def rules_across_posts(self) -> tuple[Rule, ...]:
        """The rules that, once all posts are linted, say something that texts alone do not."""
        across = (*self.project_rules, *self.withdrawing_rules.values())
        return tuple(rule for rule in across if self.online or not rule.is_online())


def resolve(layers: Sequence[Layer], registry: Registry) -> Settings:
    """The settings that the layers make, the later ones winning; raises ``SettingsError``.

    A rule that raises while it or its options are made is left out and told in ``failures``.
    """
    selected = registry.defaults
    off: set[str] = set()
    options: dict[str, dict[str, Any]] = {}
    severities: dict[str, Severity] = {}
    values: dict[str, Any] = {}
    links: dict[str, Any] = {}
    limits: dict[str, Any] = {}
    broken: dict[str, str] = {}
    site_root: str | None = None
    baseline: str | None = None
    for layer in layers:
        named_off: set[str] = set()
        for written_as, table in layer.rules.items():
            rule = _rule(written_as, layer, registry)
            severity = read_severity(table, written_as, layer.origin)
            if severity == OFF:
                named_off.add(rule.name)
            elif severity is not None:
                severities[rule.name] = Severity(severity)
                if rule.name in off:
                    selected |= {rule.name}
            try:
                read = read_options(table, rule, written_as, layer.origin)
            except SettingsError:
                raise
            except PLUGIN_ERRORS as error:
                broken[rule.name] = _describe_broken(rule, error)
            else:
                options.setdefault(rule.name, {}).update(read)
        selected = _select(selected, layer, registry) - named_off
        off |= named_off
        values.update(layer.values)
        links.update(layer.links)
        limits.update(layer.limits)
        if "site-root" in layer.values:
            site_root = display_path(layer.origin.folder / layer.values["site-root"])
        if "baseline" in layer.values:
            named = layer.values["baseline"]
            origin = layer.origin
            if named and origin.text and is_outside(origin.folder / named, origin.folder):
                raise origin.error(("baseline",), f'"baseline": {named} is outside of the site')
            baseline = display_path(layer.origin.folder / named) if named else None
    rules: list[Rule] = []
    for name, rule in registry.rules.items():
        if name not in selected or name in broken:
            continue
        try:
            rules.append(rule(rule.Options(**options.get(name, {})), severities.get(name)))
        except PLUGIN_ERRORS as error:
            broken[name] = _describe_broken(rule, error)
    return Settings(
        registry,
        tuple(rules),
        values.get("flavor", "auto"),
        site_root,
        Severity(values.get("fail-on", Severity.WARNING)),
        links.get(ONLINE, False),
        online_options(links),
        limits_of(limits),
        tuple(told for name, told in broken.items() if name in selected),
        baseline,
    )


def _describe_broken(rule: type[Rule], error: BaseException) -> str:
    return f'Rule "{rule.name}" cannot be set up: {describe_error(error, rule)}'


def _rule(name: str, layer: Layer, registry: Registry) -> type[Rule]:
    try:
        return registry.rule(name)
    except UnknownRuleError as error:
        raise _unknown(error, ("rules", name), layer, registry) from None


def _unknown(
    error: UnknownRuleError, keys: tuple[str, ...], layer: Layer, registry: Registry
) -> SettingsError:
    """An unknown rule; when a plugin is missing, that is what has to be said first."""
    if registry.failures:
        return SettingsError(registry.failures[0])
    return layer.origin.error(keys, str(error))


#: How closely a name means a rule: by itself, by its family, or with all others.
_EXACT, _FAMILY, _ALL = 2, 1, 0


def _select(selected: frozenset[str], layer: Layer, registry: Registry) -> frozenset[str]:
    """The selected rules after a layer had its say.

    Within a layer the name that means a rule more closely wins, ``ignore`` when both do alike:
    ``select = ["missing-file"]`` goes before ``ignore = ["links"]``. A rule that is not enabled
    by default is selected only by its own name or alias.
    """
    wanted = dict(_closeness("select", layer, registry))
    extra = dict(_closeness("extend-select", layer, registry))
    ignored = dict(_closeness("ignore", layer, registry))
    chosen = {
        name: closeness
        for name, closeness in wanted.items()
        if closeness == _EXACT or name in registry.defaults
    }
    if "select" not in layer.values:
        # What earlier layers selected yields to any ignore of this one.
        chosen = dict.fromkeys(selected, -1)
    for name, closeness in extra.items():
        if closeness == _EXACT or name in registry.defaults:
            chosen[name] = max(closeness, chosen.get(name, -1))
    return frozenset(
        name for name, closeness in chosen.items() if closeness > ignored.get(name, -2)
    )


def _closeness(key: str, layer: Layer, registry: Registry) -> Iterator[tuple[str, int]]:
    """The rules that the names under a key stand for, those meant more closely later."""
    found: list[tuple[int, str]] = []
    for name in _names(layer.values, key):
        try:
            rules = registry.resolve(name)
        except UnknownRuleError as error:
            raise _unknown(error, (key,), layer, registry) from None
        if name.lower() == ALL:
            closeness = _ALL
        else:
            closeness = _EXACT if registry.names_rule(name) else _FAMILY
        found += [(closeness, rule) for rule in rules]
    for closeness, rule in sorted(found):
        yield rule, closeness


def _names(values: Mapping[str, Any], key: str) -> Sequence[str]:
    names: Sequence[str] = values.get(key, ())
    return names
