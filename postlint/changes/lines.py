"""Which lines of a text are new.

Lines that occur once in either text are the anchors of the comparison, as in Bram Cohen's
patience diff; what lies between two of them is compared in the same way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

#: Without anchors, texts of so many pairs of lines are compared line by line; of larger ones all
#: lines are new, as the time it takes grows with the cube.
_MOST_PAIRS = 20_000
#: Texts made to be hard to compare could nest deeper.
_DEEPEST = 30


class _Span(NamedTuple):
    """A part of either text, by its first line and the line after its last."""

    before: int
    before_end: int
    after: int
    after_end: int
    depth: int


def unchanged_lines(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """The lines of the later text that were in the earlier one, and which they were there.

    Lines count from 0. A line is unchanged only if all unchanged lines are in the same order.
    """
    found: dict[int, int] = {}
    spans = [_Span(0, len(before), 0, len(after), 0)]
    while spans:
        span = _without_ends(spans.pop(), before, after, found)
        if span.before == span.before_end or span.after == span.after_end:
            continue
        anchors = list(_anchors(span, before, after)) if span.depth < _DEEPEST else []
        if anchors:
            spans += _between(anchors, span)
            found.update((later, earlier) for earlier, later in anchors)
        elif (span.before_end - span.before) * (span.after_end - span.after) <= _MOST_PAIRS:
            found.update(_compared(span, before, after))
    return found


def _without_ends(
    span: _Span, before: Sequence[str], after: Sequence[str], found: dict[int, int]
) -> _Span:
    """The span without the lines that its parts begin and end with alike, which are added."""
    first, first_end, later, later_end, depth = span
    while first < first_end and later < later_end and before[first] == after[later]:
        found[later] = first
        first, later = first + 1, later + 1
    while first < first_end and later < later_end and before[first_end - 1] == after[later_end - 1]:
        first_end, later_end = first_end - 1, later_end - 1
        found[later_end] = first_end
    return _Span(first, first_end, later, later_end, depth)


def _anchors(span: _Span, before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Lines that occur once in either part: the most of them that are in the same order."""
    earlier = _once(before, span.before, span.before_end)
    later = _once(after, span.after, span.after_end)
    pairs = [(number, later[line]) for line, number in earlier.items() if line in later]
    # The longest rising sequence (patience sorting): the last card of each pile, and of each
    # card the one of the pile before on which it builds.
    tops: list[int] = []
    piles: list[int] = []
    below: list[int | None] = []
    for index, (_, number) in enumerate(pairs):
        pile = bisect_left(tops, number)
        below.append(piles[pile - 1] if pile else None)
        tops[pile : pile + 1] = [number]
        piles[pile : pile + 1] = [index]
    chain: list[int] = []
    last = piles[-1] if piles else None
    while last is not None:
        chain.append(last)
        last = below[last]
    for index in reversed(chain):
        yield pairs[index]


def _once(lines: Sequence[str], start: int, end: int) -> dict[str, int]:
    """The lines that occur once, in order, and where."""
    counts = Counter(lines[start:end])
    return {
        line: number for number, line in enumerate(lines[start:end], start) if counts[line] == 1
    }


def _between(anchors: Sequence[tuple[int, int]], span: _Span) -> Iterator[_Span]:
    before, after = span.before, span.after
    for earlier, later in (*anchors, (span.before_end, span.after_end)):
        yield _Span(before, earlier, after, later, span.depth + 1)
        before, after = earlier + 1, later + 1


def _compared(
    span: _Span, before: Sequence[str], after: Sequence[str]
) -> Iterator[tuple[int, int]]:
    matcher = SequenceMatcher(
        None, before[span.before : span.before_end], after[span.after : span.after_end], False
    )
    for earlier, later, size in matcher.get_matching_blocks():
        for offset in range(size):
            yield span.after + later + offset, span.before + earlier + offset
