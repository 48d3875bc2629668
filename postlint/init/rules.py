"""Rules of markdownlint and rumdl, and what becomes of them here."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from postlint.init.decisions import Decisions
from postlint.registry import load_registry
from postlint.spelling.vocabulary import as_mapping

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The key that says whether rules are on that are not named.
DEFAULT = "default"
#: The key that names a file to build on.
EXTENDS = "extends"

#: By tag, those of markdownlint's rules that postlint has, too (``tags`` in its ``lib/md*.mjs``).
TAGS = {
    "links": ("MD011", "MD034", "MD042", "MD051", "MD052", "MD053", "MD059"),
    "url": ("MD034",),
    "images": ("MD052", "MD053"),
    "accessibility": ("MD059",),
    "code": ("MD040",),
    "language": ("MD040",),
}
#: By rule and option, the option that means the same, with the rule that it is of here.
_OPTIONS = {
    ("MD052", "shortcut_syntax"): ("undefined-reference", "shortcut", bool),
    ("MD053", "ignored_definitions"): ("unused-definition", "ignore", list),
    ("MD059", "prohibited_texts"): ("non-descriptive-link", "texts", list),
}
#: What a rule's table has besides options.
_SWITCHES = ("enabled", "severity")


def decide_rules(source: str, rules: Mapping[str, Any], known: Mapping[str, str]) -> Decisions:
    """What a table of markdownlint's rules decides; ``known`` is as ``shared_rules`` gives it.

    Its keys are rules, aliases and tags, in any case; of those for one rule the last counts.
    """
    on: dict[str, bool] = dict.fromkeys(known.values(), rules.get(DEFAULT) is not False)
    tables: dict[str, Mapping[str, Any]] = {}
    left: list[str] = []
    unknown: list[str] = []
    for key, value in rules.items():
        if key in (DEFAULT, "$schema"):
            continue
        if key == EXTENDS:
            is_package = not str(value).startswith(".") and "." not in str(value)
            what = "a package, and packages are not read" if is_package else "no file of this site"
            left.append(f'"{EXTENDS}" names {value}, which is {what}')
            continue
        names = rules_named(key, known)
        if not names and _is_on(value) and isinstance(value, Mapping):
            unknown.append(key)
        for name in names:
            on[name] = _is_on(value)
            tables[name] = {"severity": value} if isinstance(value, str) else as_mapping(value)
    tables = {name: table for name, table in tables.items() if on[name]}
    # What is a warning does not fail there, as what is an info does not fail here.
    severities = {
        name: "info" for name, table in tables.items() if table.get("severity") == "warning"
    }
    options: dict[str, dict[str, Any]] = {}
    for name, table in tables.items():
        for option, value in table.items():
            rule, here, kind = _OPTIONS.get((name, option), ("", "", object))
            if rule and isinstance(value, kind):
                options.setdefault(rule, {})[here] = value
            elif option not in _SWITCHES:
                left.append(f'{name}: "{option}" has no counterpart')
    if unknown:
        left.append(f"{', '.join(unknown)}: not checked by postlint")
    off = tuple(name for name, is_on in on.items() if not is_on)
    return Decisions(source, off, severities, options, left=tuple(left))


def rules_named(name: str, known: Mapping[str, str]) -> Sequence[str]:
    """What postlint calls the rules that a name, alias or tag stands for; none it does not know."""
    rule = known.get(name.lower())
    return TAGS.get(name.lower(), ()) if rule is None else (rule,)


@cache
def shared_rules() -> Mapping[str, str]:
    """The rules of markdownlint that postlint has, too: their numbers by name, in lower case."""
    return {
        alias.lower(): rule.aliases[0]
        for rule in load_registry().rules.values()
        for alias in rule.aliases
    }


def _is_on(value: object) -> bool:
    if isinstance(value, Mapping):
        return value.get("enabled") is not False
    return value is not False
