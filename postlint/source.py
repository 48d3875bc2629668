"""Bytes to text, and offsets to lines and columns."""

from __future__ import annotations

import codecs
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, count
from operator import add
from typing import NamedTuple

from msgspec import Struct

from postlint.digests import digest_of
from postlint.regexes import lazy_pattern

_LINE_ENDING = lazy_pattern(r"\r\n|\n|\r")
_BOM = "\ufeff"

#: Byte order marks; that of UTF-32 begins like that of UTF-16.
_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: So much of a file is looked at to tell whether it is text, in bytes.
_SAMPLE = 8192
#: Text may have a stray NUL; of binary data and UTF-16 it is a good part.
_NULS_IN_BINARY = 0.05


class DecodeError(Exception):
    """Bytes that are no text, said in one line that names the offset in bytes."""


class Position(NamedTuple):
    """A place in a text: line and column count from 1, offset from 0, all in code points."""

    line: int
    column: int
    offset: int


class Source(Struct, frozen=True, dict=True):
    """A post's text as it was read: line endings kept, a byte order mark set aside.

    ``path`` is the path to report, with forward slashes. All offsets are in code points
    into ``text``. ``bom`` and ``encoding`` say what ``encode`` has to restore.
    """

    path: str
    text: str
    bom: bool = False
    encoding: str = "utf-8"

    @classmethod
    def from_bytes(cls, data: bytes, path: str) -> Source:
        """A source from the content of a file.

        It is UTF-8, or what its byte order mark says. Raises ``DecodeError``.
        """
        mark, encoding = next(
            ((mark, encoding) for mark, encoding in _ENCODINGS if data.startswith(mark)),
            (b"", "utf-8"),
        )
        sample = data[:_SAMPLE]
        if encoding == "utf-8" and sample.count(0) > len(sample) * _NULS_IN_BINARY:
            raise DecodeError(_binary(data))
        try:
            text = data[len(mark) :].decode(encoding)
        except UnicodeDecodeError as error:
            offset = error.start + len(mark)
            if encoding != "utf-8":
                name = encoding[:6].upper()
                raise DecodeError(
                    f"Not valid {name}, which its byte order mark says it is: byte offset {offset}"
                ) from error
            if 0 in sample:
                raise DecodeError(_binary(data)) from error
            line = data.count(b"\n", 0, offset) + 1
            raise DecodeError(
                f"Not valid UTF-8: byte 0x{data[offset]:02x} at byte offset {offset}, line {line}"
            ) from error
        return cls(path, text, bool(mark), encoding)

    def encode(self, text: str) -> bytes:
        """Another text as this source's file would hold it."""
        return ((_BOM if self.bom else "") + text).encode(self.encoding)

    @classmethod
    def from_text(cls, text: str, path: str = "<text>") -> Source:
        """A source from decoded text; a leading byte order mark is set aside."""
        if text.startswith(_BOM):
            return cls(path, text[1:], bom=True)
        return cls(path, text)

    @property
    def digest(self) -> str:
        """A short name for the text: the same for equal texts, and for no others."""
        return digest_of(self.text.encode("utf-8", "surrogatepass"))

    @cached_property
    def line_starts(self) -> list[int]:
        """The offset at which each line starts; LF, CRLF and CR end a line."""
        if "\r" in self.text:
            return [0, *(match.end() for match in _LINE_ENDING.finditer(self.text))]
        lengths = list(map(len, self.text.split("\n")))
        return [0, *map(add, accumulate(lengths[:-1]), count(1))]

    def position(self, offset: int) -> Position:
        """The line and column of an offset (0 to the length of the text, inclusive)."""
        line = bisect_right(self.line_starts, offset)
        return Position(line, offset - self.line_starts[line - 1] + 1, offset)

    def line_span(self, line: int) -> tuple[int, int]:
        """The offsets at which a line, counted from 1, starts and ends, its ending left out."""
        start = self.line_starts[line - 1]
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return start, end

    def line_text(self, line: int) -> str:
        """The text of a line, counted from 1, without its line ending."""
        start, end = self.line_span(line)
        return self.text[start:end]


def _binary(data: bytes) -> str:
    offset = data.index(0)
    if data[1:2] == b"\0" or data[:1] == b"\0":
        return f"UTF-16 without a byte order mark, or binary: NUL at byte offset {offset}"
    return f"Binary, not text: NUL at byte offset {offset}"
