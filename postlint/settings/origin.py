"""Where a setting was written, so that an error can name the file and the line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_KEY = r"""(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')"""
_DOTTED = rf"{_KEY}(?:[ \t]*\.[ \t]*{_KEY})*"
_HEADER = lazy_pattern(rf"[ \t]*\[\[?[ \t]*({_DOTTED})[ \t]*\]")
_ASSIGNMENT = lazy_pattern(rf"[ \t]*({_DOTTED})[ \t]*=")
_ONE_KEY = lazy_pattern(_KEY)
#: Comments and strings within a line, and the quotes that begin one of several lines.
_COMMENT_OR_QUOTES = lazy_pattern(r"""#.*|"{3}|'{3}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")
#: The rest of a string of several lines, by its quotes; the last of it may be quotes, too.
_REST = {
    '"""': lazy_pattern(r'(?:[^"\\]|\\.|"(?!""))*"{3,5}'),
    "'''": lazy_pattern(r"(?:[^']|'(?!''))*'{3,5}"),
}


#: The label of an origin that is the command line: errors name the option instead.
OPTIONS = "--"
#: The options that are not called what their keys are.
_OPTION_NAMES = {"extend-exclude": "exclude"}


class SettingsError(Exception):
    """Configuration that cannot be used, said in one line with its file and line."""


class ValueMistakeError(Exception):
    """What a value must be, or what is wrong with it, in words."""


class Origin(Struct, frozen=True):
    """A configuration file, or an option that stands for one.

    ``prefix`` is the table that holds the settings (``("tool", "postlint")``); relative paths
    start from ``folder``, patterns are relative to ``base``.
    """

    label: str
    folder: Path
    base: Path
    text: str = ""
    prefix: tuple[str, ...] = ()

    def within(self, *keys: str) -> Origin:
        """The origin of a table inside this one."""
        return replace(self, prefix=(*self.prefix, *keys))

    def error(self, keys: tuple[str, ...], message: str) -> SettingsError:
        """An error about the value at a path of keys."""
        if not self.text:
            option = _OPTION_NAMES.get(keys[0], keys[0])
            label = f"--{option}" if self.label == OPTIONS else self.label
            return SettingsError(f"{label}: {message}")
        line = line_of(self.text, (*self.prefix, *keys))
        return SettingsError(f"{self.label}:{line}: {message}")

    def inside(self, keys: tuple[str, ...]) -> str:
        """`` in [table]``, for the messages about a key of that table; empty for the top."""
        path = (*self.prefix, *keys)
        return f" in [{'.'.join(map(_quoted, path))}]" if path else ""


def did_you_mean(value: str, known: Iterable[str]) -> str:
    """``; did you mean "x"?`` when one of the known values is near, else what there is."""
    known = list(known)
    from difflib import get_close_matches

    close = get_close_matches(value.lower(), known, n=1)
    if close:
        return f'; did you mean "{close[0]}"?'
    return f"; it can be {', '.join(sorted(known))}" if len(known) <= _FEW else ""


#: So many values an error may list.
_FEW = 16


def line_of(text: str, keys: tuple[str, ...]) -> int:
    """The line, from 1, on which TOML sets a key, or the longest beginning of its path."""
    best, best_length = 1, 0
    for line, path in _paths(text):
        length = _common(path, keys)
        # A deeper key shows its table as well, but the first line that does is the one wanted.
        if length > best_length:
            best, best_length = line, length
    return best


def _paths(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The line and full path of every table header and key; values are not parsed."""
    table: tuple[str, ...] = ()
    closing = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not closing:
            header = _HEADER.match(line)
            assignment = None if header else _ASSIGNMENT.match(line)
            if header:
                table = _split(header[1])
                yield number, table
            elif assignment:
                yield number, (*table, *_split(assignment[1]))
        closing = _open_quotes(line, closing)


def _open_quotes(line: str, closing: str) -> str:
    """The quotes of the string that goes on after the line; empty without one.

    ``closing`` are those of the string that the line begins in.
    """
    pos = 0
    while True:
        if closing:
            rest = _REST[closing].match(line, pos)
            if rest is None:
                return closing
            pos = rest.end()
        found = _COMMENT_OR_QUOTES.search(line, pos)
        if found is None:
            return ""
        pos = found.end()
        closing = found[0] if found[0] in _REST else ""


def _split(dotted: str) -> tuple[str, ...]:
    return tuple(key.strip("\"'") for key in _ONE_KEY.findall(dotted))


def _common(path: tuple[str, ...], keys: tuple[str, ...]) -> int:
    count = 0
    for one, other in zip(path, keys, strict=False):
        if one != other:
            break
        count += 1
    return count


def _quoted(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else f'"{key}"'
