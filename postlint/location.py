"""From offsets to what a report shows: line, column and the line itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.rule import Location

if TYPE_CHECKING:
    from postlint.source import Source

#: The longest snippet kept, in code points: posts are often written one paragraph a line.
SNIPPET_LENGTH = 400


def locate(source: Source, start: int, end: int) -> Location:
    """The location of a span of offsets (code points, end exclusive).

    The snippet is the line the span starts in; of a longer line than ``SNIPPET_LENGTH`` it is
    the part around the start of the span.
    """
    first, last = source.position(start), source.position(end)
    line_start, line_end = source.line_span(first.line)
    if line_end - line_start > SNIPPET_LENGTH:
        length = min(max(end - start, 0), SNIPPET_LENGTH)
        before = (SNIPPET_LENGTH - length) // 2
        line_start = max(line_start, min(start - before, line_end - SNIPPET_LENGTH))
        line_end = line_start + SNIPPET_LENGTH
    return Location(source.path, first, last, source.text[line_start:line_end], line_start)
