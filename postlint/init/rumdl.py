"""What rumdl was told: ``.rumdl.toml``, or its part of ``pyproject.toml``.

https://github.com/rvben/rumdl/blob/main/docs/global-settings.md says what the keys mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from postlint.init.decisions import carry_patterns
from postlint.init.globs import from_anywhere
from postlint.init.reading import find, read_table, table_in
from postlint.init.rules import DEFAULT, decide_rules, rules_named, shared_rules
from postlint.spelling.vocabulary import as_mapping, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postlint.init.decisions import Decisions, Site

_NAMES = (".rumdl.toml", "rumdl.toml", ".config/rumdl.toml")


#: Rules that markdownlint lacks, and what they are called here.
_ONLY_RUMDL = {"md057": "missing-file", "existing-relative-links": "missing-file"}


def read_rumdl(site: Site) -> Iterator[Decisions]:
    """What rumdl's configuration decides; raises ``SettingsError``."""
    name = find(site.folder, _NAMES)
    if name:
        table = read_table(site.folder, name)
    else:
        table = table_in(site.folder, "pyproject.toml", "tool", "rumdl")
    if not table:
        return
    known = {**shared_rules(), **_ONLY_RUMDL}
    values = {**table, **as_mapping(table.get("global"))}
    decided = decide_rules(name or "pyproject.toml [tool.rumdl]", _rules(table, values), known)
    excluded = carry_patterns(texts(values.get("exclude")), from_anywhere, site)
    left = [*decided.left, *excluded.left]
    ignored: dict[str, tuple[str, ...]] = {}
    for glob, listed in as_mapping(table.get("per-file-ignores")).items():
        names = tuple(
            dict.fromkeys(one for item in texts(listed) for one in rules_named(item, known))
        )
        if names:
            patterns = carry_patterns([glob], from_anywhere, site)
            left += patterns.left
            ignored.update(dict.fromkeys(patterns.kept, names))
    yield replace(decided, excluded=excluded.kept, ignored=ignored, left=tuple(left))


def _rules(table: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The rules as markdownlint would have them: by name, whether they are on or their options."""
    enabled = [*texts(values.get("enable"))]
    rules: dict[str, Any] = {DEFAULT: not enabled}
    rules.update(dict.fromkeys(enabled, True))
    for key, value in table.items():
        if key.lower().startswith("md"):
            rules[key] = value if not enabled or key in enabled else False
    rules.update(dict.fromkeys(texts(values.get("extend-enable")), True))
    for name in (*texts(values.get("disable")), *texts(values.get("extend-disable"))):
        rules[name] = False
    return rules
