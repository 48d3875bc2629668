"""What spell checkers were told: cspell, typos, codespell and Vale.

What their keys mean is in https://cspell.org/docs/Configuration/properties,
https://github.com/crate-ci/typos/blob/master/docs/reference.md,
https://github.com/codespell-project/codespell#usage and https://vale.sh/docs/keys/vocab.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from postlint.init.decisions import Decisions, carry_patterns
from postlint.init.globs import from_anywhere, from_fnmatch
from postlint.init.reading import TOP, find, read_ini, read_table, read_text, table_in
from postlint.regexes import lazy_pattern
from postlint.spelling.vocabulary import (
    CSPELL_NAMES,
    TYPOS_NAMES,
    as_mapping,
    cspell_imports,
    cspell_table_words,
    is_cspell_file,
    plain_words,
    texts,
    typos_words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from postlint.init.decisions import Site

_SPELLING = ("spelling",)
#: Folders that cspell looks in besides the first.
_CSPELL_FOLDERS = (".vscode", ".config")
#: Keys that allow words by rules instead of naming them, or forbid some.
_CSPELL_MISSED = ("ignoreRegExpList", "includeRegExpList", "languageSettings", "flagWords")
#: Patterns of cspell's own for what is no prose here, either.
_NO_PROSE = frozenset(("urls", "email", "hexdigits", "base64", "urlencoded", "commithash", "sha"))
_TYPOS_MISSED = ("extend-ignore-re", "extend-ignore-identifiers-re", "extend-ignore-words-re")
_CODESPELL_MISSED = ("ignore-regex", "exclude-file", "dictionary")
_CODESPELL_FILES = (".codespellrc", "setup.cfg")
#: Where Vale keeps the words of a vocabulary, below its styles; the second until version 3.
_VALE_WORDS = ("config/vocabularies/{}/accept.txt", "Vocab/{}/accept.txt")

#: What can be a word of postlint's, names with dots and hyphens included.
_WORD = lazy_pattern(r"[^\W\d_][\w.'’-]*")
_REGIONAL = lazy_pattern(r"en[-_](?:us|gb)", re.I)


def read_cspell(site: Site) -> Iterator[Decisions]:
    """What cspell's configuration decides; raises ``SettingsError``."""
    folder = site.folder
    name = find(folder, CSPELL_NAMES)
    if name:
        # Every run reads the words of such a file for itself.
        yield _cspell(name, read_table(folder, name), (), site)
        return
    name = find(folder, [f"{place}/{file}" for place in _CSPELL_FOLDERS for file in CSPELL_NAMES])
    table = read_table(folder, name) if name else table_in(folder, "package.json", "cspell")
    if table:
        source = name or "package.json"
        words = _words(cspell_table_words(table, (folder / source).parent))
        yield _cspell(source, table, words, site)


def _cspell(source: str, table: Mapping[str, Any], words: tuple[str, ...], site: Site) -> Decisions:
    ignored, left = _unchecked(texts(table.get("ignorePaths")), from_anywhere, site)
    for override in map(as_mapping, table.get("overrides") or ()):
        names = override.get("filename")
        if override.get("enabled") is False:
            more, told = _unchecked(
                [names] if isinstance(names, str) else texts(names), from_anywhere, site
            )
            ignored |= more
            left += told
    for key in _CSPELL_MISSED:
        given = [item for item in _named(table.get(key)) if item.lower() not in _NO_PROSE]
        left += _missed(key, given)
    left += _other_imports(table, (site.folder / source).parent)
    left += _other_dictionaries(table)
    language = str(table.get("language") or "")
    return Decisions(
        source,
        off=_SPELLING if table.get("enabled") is False else (),
        ignored=ignored,
        words=words,
        shares_words=not words,
        language=_regional(language),
        left=tuple(left),
    )


def _other_imports(table: Mapping[str, Any], folder: Path) -> Iterator[str]:
    for named in cspell_imports(table):
        if not is_cspell_file(folder / named, folder):
            yield f'"import" names {named}, which is no file of this site'


def _other_dictionaries(table: Mapping[str, Any]) -> Iterator[str]:
    for definition in table.get("dictionaryDefinitions") or ():
        path = as_mapping(definition).get("path")
        if isinstance(path, str) and not path.endswith(".txt"):
            yield f"the dictionary {path} is not read, only those that are .txt files"


def read_typos(site: Site) -> Iterator[Decisions]:
    """What typos' configuration decides; raises ``SettingsError``."""
    name = find(site.folder, TYPOS_NAMES)
    if name:
        table = read_table(site.folder, name)
        words: tuple[str, ...] = ()
    else:
        table = table_in(site.folder, "pyproject.toml", "tool", "typos")
        words = _words(typos_words(table))
    if not table:
        return
    # Its patterns are those of .gitignore.
    given = texts(as_mapping(table.get("files")).get("extend-exclude"))
    ignored, left = _unchecked(given, lambda pattern: (pattern,), site)
    default = as_mapping(table.get("default"))
    for key in _TYPOS_MISSED:
        left += _missed(key, _named(default.get(key)))
    corrected = [
        word
        for key in ("extend-words", "extend-identifiers")
        for word, right in as_mapping(default.get(key)).items()
        if word != right
    ]
    if corrected:
        left.append(f"corrections of one's own have no counterpart: {', '.join(corrected)}")
    yield Decisions(
        name or "pyproject.toml [tool.typos]",
        ignored=ignored,
        words=words,
        shares_words=name is not None,
        language=_regional(str(default.get("locale") or "")),
        left=tuple(left),
    )


def read_codespell(site: Site) -> Iterator[Decisions]:
    """What codespell's configuration decides; raises ``SettingsError``."""
    for source, table in _codespell_tables(site):
        words = _words(_items(table.get("ignore-words-list")))
        given = _items(table.get("skip"))
        ignored, left = _unchecked(given, from_fnmatch, site)
        files = []
        for name in _items(table.get("ignore-words")):
            if find(site.folder, [name]):
                files.append(name)
            else:
                left.append(f'"ignore-words": there is no file {name}')
        left += [f'"{key}" has no counterpart' for key in _CODESPELL_MISSED if table.get(key)]
        yield Decisions(
            source, ignored=ignored, words=words, words_files=tuple(files), left=tuple(left)
        )


def _codespell_tables(site: Site) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name in _CODESPELL_FILES:
        if find(site.folder, [name]):
            table = read_ini(site.folder, name).get("codespell")
            if table:
                yield name, table
    table = table_in(site.folder, "pyproject.toml", "tool", "codespell")
    if table:
        yield "pyproject.toml [tool.codespell]", table


def read_vale(site: Site) -> Iterator[Decisions]:
    """The words that Vale was told; raises ``SettingsError``."""
    name = find(site.folder, [".vale.ini", "_vale.ini"])
    if name is None:
        return
    table = read_ini(site.folder, name)[TOP]
    styles = table.get("stylespath", "styles").strip()
    files, left = [], []
    for vocabulary in _items(table.get("vocab")):
        file = find(site.folder, [f"{styles}/{place.format(vocabulary)}" for place in _VALE_WORDS])
        if file is None:
            left.append(f"the vocabulary {vocabulary} is not below {styles}")
            continue
        files.append(file)
        lines = plain_words(read_text(site.folder, file).splitlines())
        patterns = [line for line in lines if not _WORD.fullmatch(line) and " " not in line]
        if patterns:
            left.append(f"{file}: regular expressions are no words: {', '.join(patterns)}")
    yield Decisions(name, words_files=tuple(files), left=tuple(left))


def _named(value: object) -> list[str]:
    """The texts of a list, or what else there is, as something that cannot be shown."""
    return list(texts(value)) or ([""] if value else [])


def _missed(key: str, items: list[str]) -> Iterator[str]:
    """A sentence on what a key has, if it has something."""
    if items:
        shown = ", ".join(item for item in items if item)
        yield f'"{key}" has no counterpart{f": {shown}" if shown else ""}'


def _unchecked(
    given: Iterable[str], convert: Callable[[str], tuple[str, ...]], site: Site
) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """The patterns of posts whose spelling is not checked, and what is to be told."""
    patterns = carry_patterns(given, convert, site)
    kept = [pattern for pattern in patterns.kept if not pattern.startswith("!")]
    left = [
        f'"{pattern}" would take back another pattern'
        for pattern in patterns.kept
        if pattern.startswith("!")
    ]
    return dict.fromkeys(kept, _SPELLING), [*patterns.left, *left]


def _words(given: Iterable[str]) -> tuple[str, ...]:
    """Words in alphabetical order, each once, without what never is one in prose."""
    return tuple(sorted({word for word in given if _WORD.fullmatch(word)}, key=str.casefold))


def _items(value: object) -> list[str]:
    """The items of a list, which may be written with commas or on several lines."""
    items = texts(value) if isinstance(value, list) else re.split(r"[,\n]", str(value or ""))
    return [item.strip() for item in items if item.strip()]


def _regional(tags: str) -> str:
    """American or British English, if a list of tags says one of them."""
    found = {tag.lower() for tag in _REGIONAL.findall(tags)}
    if len(found) != 1:
        return ""
    language, country = found.pop().replace("_", "-").split("-")
    return f"{language}-{country.upper()}"
