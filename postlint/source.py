"""Bytes to text, and offsets to lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

_LINE_ENDING = re.compile(r"\r\n|\n|\r")
_BOM = "\ufeff"


class Position(NamedTuple):
    """A place in a text: line and column count from 1, offset from 0, all in code points."""

    line: int
    column: int
    offset: int


@dataclass(frozen=True)
class Source:
    """A post's text as it was read: line endings kept, a byte order mark set aside.

    ``path`` is the path to report, with forward slashes. All offsets are in code points
    into ``text``.
    """

    path: str
    text: str
    bom: bool = field(default=False)

    @classmethod
    def from_text(cls, text: str, path: str = "<text>") -> Source:
        """A source from decoded text; a leading byte order mark is set aside."""
        if text.startswith(_BOM):
            return cls(path, text[1:], bom=True)
        return cls(path, text)

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line starts; LF, CRLF and CR end a line."""
        return [0, *(match.end() for match in _LINE_ENDING.finditer(self.text))]

    def position(self, offset: int) -> Position:
        """The line and column of an offset (0 to the length of the text, inclusive)."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1, offset)

    def line_text(self, line: int) -> str:
        """The text of a line, counted from 1, without its line ending."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")
