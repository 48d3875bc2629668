"""Where a report is shown: how wide, in colour or not, and what may be sent there.

A post can hold any character. Those that steer a terminal (escape sequences, carriage returns,
bidirectional overrides) or cannot be seen are replaced by a name one can read, and columns are
counted as a terminal does, so that an underline stands below what it marks.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TextIO

#: The width, in columns, of what is not a terminal: a log, a file, a pipe.
PLAIN_WIDTH = 100
_NARROWEST = 40

_STYLES = {
    "bold": "1",
    "dim": "2",
    "error": "1;31",
    "warning": "1;33",
    "info": "1;34",
    "gutter": "34",
    "help": "36",
    "good": "32",
}

#: What stands where a line was cut.
ELLIPSIS = "..."

_TAB_WIDTH = 4


class Screen(Struct, frozen=True):
    """The width in columns and whether escape sequences for colour are understood."""

    width: int = PLAIN_WIDTH
    color: bool = False

    @classmethod
    def of(cls, out: TextIO, environment: Mapping[str, str]) -> Screen:
        """The screen behind a stream.

        Colour is for terminals; ``NO_COLOR`` (https://no-color.org) forbids it and
        ``FORCE_COLOR`` (https://force-color.org) asks for it anywhere, when they are not empty.
        Emacs runs compilers in a terminal, but shows its escape sequences as text.
        """
        terminal = out.isatty()
        width = PLAIN_WIDTH
        if terminal:
            from shutil import get_terminal_size

            width = get_terminal_size((PLAIN_WIDTH, 0)).columns
        if environment.get("NO_COLOR"):
            color = False
        elif environment.get("FORCE_COLOR"):
            color = True
        else:
            in_emacs = environment.get("INSIDE_EMACS", "").endswith(",compile")
            color = terminal and environment.get("TERM") != "dumb" and not in_emacs
        return cls(max(width, _NARROWEST), color)

    def paint(self, text: str, style: str) -> str:
        """The text in a style, where there is colour."""
        return f"\x1b[{_STYLES[style]}m{text}\x1b[0m" if self.color and text else text


def visible(text: str) -> str:
    """The text with each character that must not or cannot be shown replaced by its name."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(map(_visible_character, text))


def display_width(text: str) -> int:
    """The number of terminal columns of a text that went through ``visible``.

    Wide and fullwidth characters (Unicode Standard Annex 11) take two columns; combining marks,
    joiners and what is joined to an emoji take none.
    """
    return len(text) if text.isascii() else sum(_widths(text))


class Excerpt(Struct, frozen=True):
    """A line as it is shown, and the columns of it to underline, counted from 0."""

    text: str
    start: int
    width: int


def excerpt(line: str, start: int, end: int, width: int, *, prefix: str = "") -> Excerpt:
    """What to show of a line so that ``line[start:end]`` can be seen in at most ``width`` columns.

    ``prefix`` stands before a line that is itself the later part of a longer one. A span without
    characters gets one column; of a span wider than the screen its beginning is shown.
    """
    stop = max(end, start + 1)
    cells, edges = _cells(line.ljust(stop))
    first, last = 0, len(cells)
    if edges[-1] > width - len(prefix):
        first, last = _window(edges, start, stop, width - 2 * len(ELLIPSIS))
    before = ELLIPSIS if first else prefix
    after = ELLIPSIS if last < len(cells) else ""
    return Excerpt(
        (before + "".join(cells[first:last]) + after).rstrip(),
        len(before) + edges[start] - edges[first],
        max(1, edges[min(stop, last)] - edges[start]),
    )


def _window(edges: Sequence[int], start: int, stop: int, room: int) -> tuple[int, int]:
    """The cells to show in ``room`` columns: the span, with more of what is before than after it.

    ``edges[i]`` is the column at which cell ``i`` begins.
    """
    spare = max(0, room - (edges[stop] - edges[start]))
    after = edges[-1] - edges[stop]
    before = max(spare * 2 // 3, spare - after)
    first = bisect_left(edges, edges[start] - before)
    last = bisect_right(edges, edges[first] + room) - 1
    return first, max(last, start + 1)


def _cells(line: str) -> tuple[Sequence[str], Sequence[int]]:
    """How each character of a line is shown, and the columns at which they begin and end.

    Tabs reach to tab stops.
    """
    if line.isascii() and line.isprintable():
        return line, range(len(line) + 1)
    cells: list[str] = []
    edges = [0]
    for character, width in zip(line, _widths(line), strict=True):
        shown = _visible_character(character)
        if character == "\t":
            shown = " " * (_TAB_WIDTH - edges[-1] % _TAB_WIDTH)
        cells.append(shown)
        edges.append(edges[-1] + (width if shown == character else len(shown)))
    return cells, edges


def _visible_character(character: str) -> str:
    code = ord(character)
    if code < 0x20:
        return chr(_CONTROL_PICTURES + code)
    if code == 0x7F:
        return "\N{SYMBOL FOR DELETE}"
    if code < 0x7F:
        return character
    if unicodedata.category(character) in _UNSHOWN or character in _INVISIBLE:
        return f"<U+{code:04X}>"
    return character


#: Controls, lone surrogates, line and paragraph separators.
_UNSHOWN = frozenset({"Cc", "Cs", "Zl", "Zp"})

#: Format characters that turn the direction of what follows, or are not seen at all. The
#: zero-width joiner and non-joiner are left: emoji, Persian and the scripts of India need them.
_INVISIBLE = frozenset(
    "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064"
    "\u2066\u2067\u2068\u2069\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\ufff9\ufffa\ufffb"
)

#: U+2400 to U+241F are pictures of the control characters, in order.
_CONTROL_PICTURES = 0x2400


def _widths(text: str) -> Iterator[int]:
    """The columns of each character."""
    joined = False
    for character in text:
        yield 0 if joined else _width(character)
        joined = character == "\N{ZERO WIDTH JOINER}"


@lru_cache(maxsize=4096)
def _width(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"} or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
