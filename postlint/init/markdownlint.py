"""What markdownlint was told: ``.markdownlint.*`` and ``.markdownlint-cli2.*``.

https://github.com/DavidAnson/markdownlint#optionsconfig and
https://github.com/DavidAnson/markdownlint-cli2#configuration say what the keys mean.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from postlint.init.decisions import Decisions, carry_patterns
from postlint.init.globs import from_root
from postlint.init.reading import find, read_ini, read_table, read_text, table_in
from postlint.init.rules import EXTENDS, decide_rules, shared_rules
from postlint.settings.origin import SettingsError
from postlint.settings.reach import is_outside
from postlint.spelling.vocabulary import as_mapping, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from postlint.init.decisions import Site

#: In each of the two lists the first one found counts, as in markdownlint-cli2.
_RUNNERS = (".markdownlint-cli2.jsonc", ".markdownlint-cli2.yaml")
_OWN = (
    ".markdownlint.jsonc",
    ".markdownlint.json",
    ".markdownlint.yaml",
    ".markdownlint.yml",
    ".markdownlintrc",
)
#: Programs, which are not run for what they say.
_PROGRAMS = (
    ".markdownlint-cli2.cjs",
    ".markdownlint-cli2.mjs",
    ".markdownlint.cjs",
    ".markdownlint.mjs",
)
_IGNORE_FILE = ".markdownlintignore"
#: Keys of the runner that change what is found, and mean nothing to postlint.
_FOREIGN = ("customRules", "markdownItPlugins", "frontMatter", "noInlineConfig")
#: Files may extend each other so often.
_LONGEST_EXTENDS = 10


def read_markdownlint(site: Site) -> Iterator[Decisions]:
    """What markdownlint's files in the folder decide; raises ``SettingsError``."""
    folder = site.folder
    for name in _PROGRAMS:
        if find(folder, [name]):
            yield Decisions(name, left=("is a program, and programs are not run",))
    own = find(folder, _OWN)
    runner = find(folder, _RUNNERS)
    if runner:
        yield _read_runner(runner, read_table(folder, runner), site, own)
    else:
        table = table_in(folder, "package.json", "markdownlint-cli2")
        if table:
            yield _read_runner("package.json", table, site, own)
    if own:
        yield decide_rules(own, _extended(folder, own, _own_table(folder, own), ()), shared_rules())
    if find(folder, [_IGNORE_FILE]):
        lines = map(str.strip, read_text(folder, _IGNORE_FILE).splitlines())
        given = [line for line in lines if line and not line.startswith("#")]
        patterns = carry_patterns(given, lambda line: (line,), site)
        yield Decisions(_IGNORE_FILE, excluded=patterns.kept, left=patterns.left)


def _read_runner(source: str, table: Mapping[str, Any], site: Site, own: str | None) -> Decisions:
    """What markdownlint-cli2 was told; a file of markdownlint's own goes before its rules."""
    rules = {} if own else as_mapping(table.get("config"))
    decided = decide_rules(source, _extended(site.folder, source, rules, ()), shared_rules())
    globs = list(texts(table.get("globs")))
    # A glob may be taken back with a "#" as well as with a "!".
    taken_back = [glob[1:] for glob in globs if glob.startswith(("!", "#"))]
    patterns = carry_patterns([*texts(table.get("ignores")), *taken_back], from_root, site)
    left = [*decided.left, *patterns.left]
    left += [f'"{key}" has no counterpart' for key in _FOREIGN if key in table]
    paths = [glob for glob in globs if not glob.startswith(("!", "#"))]
    if any(glob not in ("**/*.md", "**/*.{md,markdown}") for glob in paths):
        left.append(f'"globs" ({", ".join(paths)}): name such paths on the command line')
    return replace(decided, excluded=patterns.kept, left=tuple(left))


def _own_table(folder: Path, name: str) -> Mapping[str, Any]:
    """The rules in a file of markdownlint's own; ``.markdownlintrc`` is JSON or INI."""
    try:
        return read_table(folder, name)
    except SettingsError:
        if not name.endswith("rc") or read_text(folder, name).lstrip().startswith("{"):
            raise
    switches = {"true": True, "false": False}
    rules: dict[str, Any] = {}
    for section, values in read_ini(folder, name).items():
        read = {key: switches.get(value.lower(), value) for key, value in values.items()}
        rules.update(read if section.startswith("\0") else {section: read})
    return rules


def _extended(
    folder: Path, source: str, rules: Mapping[str, Any], seen: tuple[str, ...]
) -> Mapping[str, Any]:
    """The rules with those of the file that they extend below them."""
    named = rules.get(EXTENDS)
    if not isinstance(named, str):
        return rules
    path = folder / named
    known = named.endswith((".json", ".jsonc", ".yaml", ".yml"))
    if not known or not path.is_file() or is_outside(path, folder):
        return rules
    if named in seen or len(seen) == _LONGEST_EXTENDS:
        raise SettingsError(f'{source}: "extends" leads back to {named}')
    below = _extended(path.parent, named, read_table(folder, named), (*seen, named))
    return {**below, **{key: value for key, value in rules.items() if key != EXTENDS}}
