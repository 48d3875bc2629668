"""Finds the rules there are, and the rules that a name stands for.

Rules come from the entry points of the group ``postlint.rules`` (a rule class, a module, or a
package whose modules are all looked at; postlint's own rules come this way, too), and from
files and folders that a configuration names.
"""

from __future__ import annotations

import sys
from functools import cache, cached_property, partial
from importlib import import_module
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_file_location
from pkgutil import iter_modules
from types import CodeType, MappingProxyType, ModuleType, TracebackType
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.cache.stamps import note
from postlint.digests import digest_of
from postlint.installed import Plugin, installed_plugins
from postlint.paths import display_path
from postlint.regexes import lazy_pattern
from postlint.rule import Rule, RuleOptions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

ENTRY_POINT_GROUP = "postlint.rules"
#: The package with the rules that come with postlint.
OWN_RULES = "postlint_rules"

#: What a plugin may raise without stopping the run; ``sys.exit`` is an accident there, too.
PLUGIN_ERRORS = (Exception, SystemExit)

#: The name that stands for all rules.
ALL = "all"

#: What the names of modules loaded from a file begin with.
_FILE_MODULE = "postlint_plugin_"

_RULE_NAME = lazy_pattern(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


class UnknownRuleError(Exception):
    """No rule, family or alias has the name; ``nearest`` is the one most like it, if any is."""

    def __init__(self, name: str, nearest: str | None) -> None:
        self.name = name
        self.nearest = nearest
        hint = f'; did you mean "{nearest}"?' if nearest else "; see postlint rules"
        super().__init__(f'unknown rule "{name}"{hint}')


class PluginError(Exception):
    """A plugin that cannot be loaded, said in one line."""


class Registry(Struct, frozen=True, dict=True):
    """The rules by name, and one line for each plugin that could not be loaded."""

    rules: Mapping[str, type[Rule]]
    failures: tuple[str, ...] = ()

    @cached_property
    def families(self) -> Mapping[str, tuple[str, ...]]:
        """The names of each family's rules."""
        families: dict[str, list[str]] = {}
        for name, rule in self.rules.items():
            families.setdefault(rule.family, []).append(name)
        return MappingProxyType({family: tuple(names) for family, names in families.items()})

    @cached_property
    def defaults(self) -> frozenset[str]:
        """The rules that run unless configured otherwise."""
        return frozenset(name for name, rule in self.rules.items() if rule.enabled)

    @cached_property
    def online(self) -> frozenset[str]:
        """The rules that need to know what became of URLs."""
        return frozenset(name for name, rule in self.rules.items() if rule.is_online())

    def resolve(self, name: str) -> tuple[str, ...]:
        """The names of the rules that a name, alias, family or ``"all"`` stands for.

        Where a rule and a family share a name, the rule is meant. Raises ``UnknownRuleError``.
        """
        key = name.lower()
        if key == ALL:
            return tuple(self.rules)
        if self.names_rule(name):
            return (self._by_name[key],)
        if key in self.families:
            return self.families[key]
        raise UnknownRuleError(name, self._nearest(key, (*self._by_name, *self.families, ALL)))

    def names_rule(self, name: str) -> bool:
        """Whether this is the name or an alias of a rule, and so means that rule alone."""
        return name.lower() in self._by_name

    def rule(self, name: str) -> type[Rule]:
        """The rule of a name or alias; raises ``UnknownRuleError``."""
        key = self._by_name.get(name.lower())
        if key is None:
            raise UnknownRuleError(name, self._nearest(name.lower(), self._by_name))
        return self.rules[key]

    @cached_property
    def _by_name(self) -> Mapping[str, str]:
        """Rule names by name and alias, in lower case; names go before aliases."""
        aliases = {
            alias.lower(): name for name, rule in self.rules.items() for alias in rule.aliases
        }
        return aliases | {name: name for name in self.rules}

    def _nearest(self, name: str, names: Iterable[str]) -> str | None:
        spelled = {alias.lower(): alias for rule in self.rules.values() for alias in rule.aliases}
        from difflib import get_close_matches

        matches = get_close_matches(name, list(names), n=1)
        return spelled.get(matches[0], matches[0]) if matches else None


@cache
def load_registry(plugins: tuple[Path, ...] = ()) -> Registry:
    """The registry of all installed rules and those of the given files and folders.

    What cannot be loaded is left out and told in ``failures``.
    """
    from postlint.suppression import InvalidDirective, UnusedDirective

    rules: dict[str, type[Rule]] = {}
    failures: list[str] = []
    _add(rules, (InvalidDirective, UnusedDirective))
    for label, load in _sources(plugins):
        try:
            _add(rules, load())
        except PLUGIN_ERRORS as error:
            failures.append(f"Plugin {label} cannot be loaded: {describe_error(error)}")
    return Registry(MappingProxyType(dict(sorted(rules.items()))), tuple(failures))


def describe_error(error: BaseException, blame: CodeType | type | None = None) -> str:
    """An exception in one line, with the file and line it came from.

    ``blame`` is the function or class that is to blame: the last line of its file in the
    traceback is named rather than one in a library that it called; the function or class itself
    where it has none.
    """
    kind = type(error).__name__
    message = " ".join(str(error).split())
    told = f"{kind}: {message}" if message else kind
    if isinstance(error, PluginError):
        return message
    if isinstance(error, SyntaxError) and error.filename:
        return f"{kind}: {error.msg} ({display_path(error.filename)}:{error.lineno})"
    place = _place(error.__traceback__, blame)
    return f"{told} ({place})" if place else told


def _place(traceback: TracebackType | None, blame: CodeType | type | None) -> str:
    last = ""
    file, line = _definition(blame)
    blamed = f"{display_path(file)}:{line}" if file else ""
    while traceback is not None:
        path = traceback.tb_frame.f_code.co_filename
        if not path.startswith("<frozen "):
            last = f"{display_path(path)}:{traceback.tb_lineno}"
            if path == file:
                blamed = last
        traceback = traceback.tb_next
    return blamed or last


def _definition(blame: CodeType | type | None) -> tuple[str, int]:
    """The file and line in which a function or class is defined; an empty name without one."""
    if blame is None:
        return "", 0
    if isinstance(blame, CodeType):
        return blame.co_filename, blame.co_firstlineno
    from inspect import getsourcefile, getsourcelines

    try:
        return getsourcefile(blame) or "", getsourcelines(blame)[1]
    except (OSError, TypeError):
        return "", 0


def _sources(plugins: tuple[Path, ...]) -> Iterator[tuple[str, Callable[[], list[type[Rule]]]]]:
    """What each plugin is called in messages, and what loads it.

    A package or folder comes in parts, a module each, so that a broken one does not take the
    others along. Postlint's own rules come first: what they are called, no other rule can be.
    """
    for point in sorted(installed_plugins(ENTRY_POINT_GROUP), key=_own_first):
        label = f'"{point.name}"'
        yield label, partial(_from_entry_point, point)
        package = sys.modules.get(point.module)
        if not point.attr and package is not None:
            for name in _modules_in(package):
                yield label, partial(_from_module, name)
    for path in plugins:
        note(path)
        if path.is_dir():
            files = sorted(path.glob("*.py"))
            for file in files:
                yield display_path(file), partial(_from_file, file)
            yield display_path(path), partial(_expect_rules, files)
        else:
            yield display_path(path), partial(_from_path, path)


def _own_first(point: Plugin) -> tuple[bool, str]:
    return point.value != OWN_RULES, point.name


def _modules_in(package: ModuleType) -> Iterator[str]:
    """The modules of a package, however deep.

    Whoever takes a name imports the module before the next: a package that could not be
    imported is not looked into.
    """
    for found in iter_modules(getattr(package, "__path__", ()), f"{package.__name__}."):
        yield found.name
        inner = sys.modules.get(found.name)
        if found.ispkg and inner is not None:
            yield from _modules_in(inner)


def _add(rules: dict[str, type[Rule]], found: Iterable[type[Rule]]) -> None:
    """Adds rules; raises ``PluginError`` for one whose name or alias another rule has."""
    taken = {alias.lower(): rule for rule in rules.values() for alias in (rule.name, *rule.aliases)}
    for rule in found:
        _check_declaration(rule)
        name = rule.name
        for alias in (name, *rule.aliases):
            other = taken.setdefault(alias.lower(), rule)
            if other is rule:
                continue
            if alias == other.name == name:
                raise PluginError(f'rule "{name}" exists already, in {_home(other)}')
            raise PluginError(f'rule "{name}": "{alias}" means the rule "{other.name}" already')
        if not hasattr(rule, "family"):
            rule.family = _family(rule.__module__)
        rules[name] = rule


def _check_declaration(rule: type[Rule]) -> None:
    """Raises ``PluginError`` for a rule whose class does not say what others rely on."""
    name, aliases = getattr(rule, "name", ""), rule.aliases
    options: object = rule.Options
    wrong = ""
    if not isinstance(name, str) or not _RULE_NAME.match(name) or name == ALL:
        wrong = f'"{name}" is no kebab-case rule name'
    elif not isinstance(aliases, tuple) or not all(isinstance(alias, str) for alias in aliases):
        wrong = "its aliases must be a tuple of strings"
    elif not (isinstance(options, type) and issubclass(options, RuleOptions)):
        wrong = "its Options must be RuleOptions"
    elif len(options.__struct_defaults__) < len(options.__struct_fields__):
        wrong = "each of its Options must have a default"
    if wrong:
        raise PluginError(f"class {rule.__qualname__}: {wrong}")


def _home(rule: type[Rule]) -> str:
    """Where a rule comes from: the file that a configuration names, or the module."""
    module = rule.__module__
    file = getattr(sys.modules.get(module), "__file__", None)
    return display_path(file) if file and module.startswith(_FILE_MODULE) else module


def _family(module: str) -> str:
    """The package a module is in, or the module itself where it is in none."""
    if module.startswith(_FILE_MODULE):
        module = module.rpartition(_FILE_MODULE)[2].partition("_")[2]
    return module.split(".")[-2 if "." in module else 0].replace("_", "-")


def _from_entry_point(point: Plugin) -> list[type[Rule]]:
    """The rule of an entry point, or those of its module; a package's modules come apart."""
    loaded = point.load()
    if isinstance(loaded, type) and issubclass(loaded, Rule):
        return [loaded]
    if not isinstance(loaded, ModuleType):
        raise PluginError(f"{point.value} is neither a module nor a rule")
    return _rules_in(loaded)


def _from_module(name: str) -> list[type[Rule]]:
    return _rules_in(import_module(name))


def _from_path(path: Path) -> list[type[Rule]]:
    """The rules of a file, of which there must be some."""
    if not path.is_file():
        raise PluginError("there is no such file or folder")
    rules = _from_file(path)
    if not rules:
        raise PluginError("it has no rules")
    return rules


def _from_file(path: Path) -> list[type[Rule]]:
    return _rules_in(_load_file(path))


def _expect_rules(files: Sequence[Path]) -> list[type[Rule]]:
    """No further rules; raises ``PluginError`` if none of the files of a folder has any.

    Where a file could not be loaded, that has been told, and nobody knows what is in it.
    """
    modules = [sys.modules.get(_module_name(file)) for file in files]
    if not any(module is None or _rules_in(module) for module in modules):
        raise PluginError("it has no rules")
    return []


def _module_name(path: Path) -> str:
    """What the module in a file is called: as no installed module is."""
    digest = digest_of(str(path.resolve()).encode(errors="surrogateescape"))
    return f"{_FILE_MODULE}{digest[:12]}_{path.stem}"


def _load_file(path: Path) -> ModuleType:
    name = _module_name(path)
    if name in sys.modules:
        return sys.modules[name]
    spec = spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise PluginError("it is no Python file")
    if isinstance(spec.loader, SourceFileLoader):
        spec.loader = _UncompiledLoader(name, str(path))
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


class _UncompiledLoader(SourceFileLoader):
    """Neither writes what it has compiled beside a file, nor runs what it finds there."""

    def get_code(self, fullname: str) -> CodeType:
        path = self.get_filename(fullname)
        code: CodeType = self.source_to_code(self.get_data(path), path)
        return code


def _rules_in(module: ModuleType) -> list[type[Rule]]:
    """The rule classes that a module defines; those without a name are bases of others."""
    return [
        value
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, Rule)
        and value.__module__ == module.__name__
        and hasattr(value, "name")
    ]
