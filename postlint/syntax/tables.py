"""GFM tables: https://github.github.com/gfm/#tables-extension-."""

from __future__ import annotations

import re

from postlint.regexes import lazy_pattern

_DELIMITERS = lazy_pattern(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?")
_PIPE = lazy_pattern(r"\\.|\|", re.S)
_SPACE = " \t"


def delimiter_row(line: str) -> list[str | None] | None:
    """The columns' alignments, if the line is a delimiter row."""
    line = line.strip(_SPACE)
    if not _DELIMITERS.fullmatch(line):
        return None
    align: list[str | None] = []
    for cell in line.strip("|").split("|"):
        dashes = cell.strip(_SPACE)
        left, right = dashes.startswith(":"), dashes.endswith(":")
        align.append("center" if left and right else "left" if left else "right" if right else None)
    return align


def split_row(src: str, start: int, end: int) -> list[tuple[int, int, int, int]]:
    """The cells of a row: span with its pipes, as mdast has it, and span of the content.

    A cell begins with the pipe before it; the last one also has the pipe after it.
    """
    while end > start and src[end - 1] in _SPACE:
        end -= 1
    pipes = [m.start() for m in _PIPE.finditer(src, start, end) if src[m.start()] == "|"]
    cell_start = start
    cells = []
    content_start = start
    if pipes and pipes[0] == start:
        content_start = start + 1
        del pipes[0]
    for pipe in pipes:
        cells.append((cell_start, pipe, content_start, pipe))
        cell_start, content_start = pipe, pipe + 1
    if content_start < end or not pipes:
        cells.append((cell_start, end, content_start, end))
    elif cells:
        # The row ends with a pipe, which belongs to the last cell.
        cells[-1] = (cells[-1][0], end, *cells[-1][2:])
    return [(s, e, *_trim(src, a, b)) for s, e, a, b in cells]


def _trim(src: str, start: int, end: int) -> tuple[int, int]:
    while start < end and src[start] in _SPACE:
        start += 1
    while end > start and src[end - 1] in _SPACE:
        end -= 1
    return start, end
