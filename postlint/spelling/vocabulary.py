"""A site's own words: what other spell checkers were told, and which words are unknown.

Read are the files that people have already: cspell's configuration, typos' configuration,
Hunspell's personal dictionaries, and plain lists. All words are lower case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from postlint.cache.stamps import note
from postlint.disk import LARGEST_WORD_LIST, read_regular_file
from postlint.regexes import lazy_pattern
from postlint.settings.reach import is_outside
from postlint.spelling import check
from postlint.tables import parse_json, parse_toml, parse_yaml

if TYPE_CHECKING:
    from pathlib import Path

    from postlint.document import Document
    from postlint.spelling.options import SpellingOptions

#: Configurations that may lie beside the posts or above them, by the reader for their words.
CSPELL_NAMES = (
    "cspell.json", ".cspell.json", "cspell.jsonc", ".cspell.jsonc", "cspell.config.json",
    "cspell.config.jsonc", "cspell.yaml", ".cspell.yaml", "cspell.yml", ".cspell.yml",
    "cspell.config.yaml", "cspell.config.yml", ".cspell.config.yaml", ".cspell.config.yml",
)  # fmt: skip
TYPOS_NAMES = ("typos.toml", "_typos.toml", ".typos.toml")
#: Configurations of cspell may import each other so often.
_MOST_FILES = 100

_JSON_COMMENT = lazy_pattern(r'("(?:[^"\\]|\\.)*")|//[^\n]*|/\*(?s:.*?)\*/')
_NOT_BREAK = lazy_pattern(r"[^\n]")
_TRAILING_COMMA = lazy_pattern(r'("(?:[^"\\]|\\.)*")|,(?=\s*[\]}])')


class VocabularyError(Exception):
    """A file of words that cannot be read, said in one line."""


class UnknownWord(Struct, frozen=True):
    """A word of the posts that no dictionary has.

    ``suspicion`` is the probability that it is a slip (0 to 1); ``suggestions`` what it may be
    instead. ``path`` and ``line`` (from 1) are where it comes first, ``context`` is that line.
    """

    word: str
    count: int
    suspicion: float
    suggestions: tuple[str, ...]
    path: str
    line: int
    context: str

    @property
    def is_safe(self) -> bool:
        """Whether it may be learnt without a look: nothing suggests that it is a slip."""
        return self.suspicion == 0.0


def words_of_folder(folder: Path) -> frozenset[str]:
    """The words that configurations of other spell checkers in a folder allow.

    Raises VocabularyError for a file that cannot be read.
    """
    found: set[str] = set()
    for name in (*CSPELL_NAMES, *TYPOS_NAMES):
        path = folder / name
        if _is_there(path, folder):
            found.update(words_of_file(path))
    for name, read in _SHARED.items():
        path = folder / name
        if _is_there(path, folder):
            # Whatever is wrong with the file is for others to tell.
            with suppress(OSError, ValueError):
                found.update(lower(read(_text(path), path)))
    return frozenset(found)


def _is_there(path: Path, folder: Path) -> bool:
    note(path)
    return path.is_file() and not is_outside(path, folder)


def words_of_file(path: Path) -> frozenset[str]:
    """The words of a file of any known kind; one that is none is a list of lines.

    Raises VocabularyError if it cannot be read or parsed.
    """
    try:
        if path.name in CSPELL_NAMES:
            return lower(cspell_words(path))
        if path.name in TYPOS_NAMES:
            return lower(typos_words(parse_toml(_text(path))))
        lines = _text(path).splitlines()
    except (OSError, ValueError) as error:
        raise VocabularyError(f"cannot read {path}: {_reason(error)}") from error
    return lower(hunspell_words(lines) if path.suffix == ".dic" else plain_words(lines))


def cspell_words(path: Path, read: set[Path] | None = None) -> Iterator[str]:
    """The words a cspell configuration lists, those of its text dictionaries included.

    Those of the files of the site that it imports, too. Each is read once; ``read`` has those
    that were, and gets what is read here.
    """
    read = set() if read is None else read
    read.add(path.resolve())
    text = _text(path)
    if path.suffix in (".yaml", ".yml"):
        data = parse_yaml(text)
    else:
        data = parse_json(without_comments(text))
    yield from cspell_table_words(as_mapping(data), path.parent, read)


def cspell_table_words(
    data: Mapping[str, Any], folder: Path, read: set[Path] | None = None
) -> Iterator[str]:
    """The words in cspell's settings, paths in which start from a folder."""
    read = set() if read is None else read
    for name in cspell_imports(data):
        imported = folder / name
        note(imported)
        if is_cspell_file(imported, folder) and _is_new(imported, read):
            yield from cspell_words(imported, read)
    for key in ("words", "userWords", "ignoreWords"):
        yield from texts(data.get(key))
    for override in _mappings(data.get("overrides")):
        yield from texts(override.get("words"))
    for definition in _mappings(data.get("dictionaryDefinitions")):
        yield from texts(definition.get("words"))
        named = definition.get("path")
        if isinstance(named, str) and named.endswith(".txt"):
            listed = folder / named
            note(listed)
            if listed.is_file() and not is_outside(listed, folder) and _is_new(listed, read):
                read.add(listed.resolve())
                yield from plain_words(_text(listed).splitlines())


def _is_new(path: Path, read: set[Path]) -> bool:
    return path.resolve() not in read and len(read) < _MOST_FILES


def cspell_imports(data: Mapping[str, Any]) -> tuple[str, ...]:
    """The files and packages that cspell's settings build on."""
    named = data.get("import")
    return (named,) if isinstance(named, str) else tuple(texts(named))


def is_cspell_file(path: Path, folder: Path) -> bool:
    """Whether what is imported is a file of the site that can be read, and no program."""
    known = path.suffix in (".json", ".jsonc", ".yaml", ".yml")
    return known and path.is_file() and not is_outside(path, folder)


def editor_words(text: str, _: Path) -> Iterator[str]:
    """The words that cspell was told in the settings of an editor."""
    data = as_mapping(parse_json(without_comments(text)))
    for key in ("cSpell.words", "cSpell.userWords", "cSpell.ignoreWords"):
        yield from texts(data.get(key))


def package_words(text: str, path: Path) -> Iterator[str]:
    """The words in cspell's part of a package's description."""
    data = as_mapping(as_mapping(parse_json(text)).get("cspell"))
    return cspell_table_words(data, path.parent, {path.resolve()})


def pyproject_words(text: str, _: Path) -> Iterator[str]:
    """The words in typos' part of a Python project's description."""
    return typos_words(as_mapping(as_mapping(parse_toml(text).get("tool")).get("typos")))


#: Files that are others' as well, where cspell and typos may have been told words.
_SHARED: dict[str, Callable[[str, Path], Iterator[str]]] = {
    ".vscode/settings.json": editor_words,
    "package.json": package_words,
    "pyproject.toml": pyproject_words,
}


def typos_words(data: Mapping[str, Any]) -> Iterator[str]:
    """Words and identifiers that a typos configuration maps to themselves."""
    sections = [data.get("default"), *as_mapping(data.get("type")).values()]
    for section in sections:
        for key in ("extend-words", "extend-identifiers"):
            for word, corrected in as_mapping(as_mapping(section).get(key)).items():
                if word == corrected:
                    yield word


def hunspell_words(lines: Iterable[str]) -> Iterator[str]:
    """The words of a ``.dic`` file, flags and the count on its first line left out."""
    for line in lines:
        word = re.split(r"(?<!\\)/|\t", line.strip())[0].replace("\\/", "/")
        # Personal dictionaries forbid a word by a star in front of it.
        if word and not word.isdigit() and not word.startswith("*"):
            yield word


def plain_words(lines: Iterable[str]) -> Iterator[str]:
    """One word a line; ``#`` begins a comment, ``!`` a forbidden word."""
    for line in lines:
        word = line.partition("#")[0].strip()
        if word and not word.startswith("!"):
            yield word.strip("*+")


def unknown_words(
    documents: Iterable[tuple[Document, SpellingOptions]],
) -> tuple[UnknownWord, ...]:
    """The words that no dictionary has, the most suspicious first, then the most frequent.

    Each document comes with the options that hold for it.
    """
    found: dict[str, UnknownWord] = {}
    for document, options in documents:
        strict, typos = replace(options, mode="strict"), replace(options, mode="typos")
        suspects = {item.start: item for item in check(document, typos)}
        for item in check(document, strict):
            suspect = suspects.get(item.start)
            suspicion = suspect.confidence if suspect is not None else 0.0
            key = item.word.lower()
            known = found.get(key)
            if known is None:
                line = document.source.position(item.start).line
                context = document.source.line_text(line).strip()
                found[key] = UnknownWord(
                    item.word, 1, suspicion, item.suggestions, document.path, line, context
                )
            else:
                suspicion = max(known.suspicion, suspicion)
                found[key] = replace(known, count=known.count + 1, suspicion=suspicion)
    return tuple(
        sorted(found.values(), key=lambda word: (-word.suspicion, -word.count, word.word.lower()))
    )


def learnt(lines: Iterable[str], unknown: Iterable[UnknownWord]) -> str:
    """A words file with the safe ones of the unknown words added: sorted, one word a line.

    Comments at the head of the file stay there.
    """
    kept = [line.rstrip() for line in lines if line.strip()]
    comments = [line for line in kept if line.startswith("#")]
    words = {line.lower(): line for line in kept if not line.startswith("#")}
    for word in unknown:
        if word.is_safe:
            words.setdefault(word.word.lower(), word.word)
    listed = [words[key] for key in sorted(words)]
    return "".join(f"{line}\n" for line in (*comments, *listed))


def _text(path: Path) -> str:
    data = read_regular_file(str(path), LARGEST_WORD_LIST)
    if len(data) > LARGEST_WORD_LIST:
        raise ValueError("too long for a list of words")
    return data.decode("utf-8-sig")


def _reason(error: OSError | ValueError) -> str:
    """Why a file could not be read, without the path that the system repeats."""
    if isinstance(error, UnicodeDecodeError):
        return f"not UTF-8: byte offset {error.start}"
    return getattr(error, "strerror", None) or str(error)


def lower(words: Iterable[str]) -> frozenset[str]:
    return frozenset(word.lower() for word in words)


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, str))


def _mappings(value: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(value, list):
        yield from (item for item in value if isinstance(item, Mapping))


def as_mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def without_comments(text: str) -> str:
    """JSON as editors write it (comments, trailing commas) as JSON, each thing in its place."""
    plain = _JSON_COMMENT.sub(lambda match: match[1] or _NOT_BREAK.sub(" ", match[0]), text)
    return _TRAILING_COMMA.sub(lambda match: match[1] or " ", plain)
