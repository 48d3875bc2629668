"""Where the findings of a post lie in its text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: The numbers of the findings that a piece of text belongs to.
Numbers = tuple[int, ...]


class Marks:
    """Cuts text where findings begin and end, and knows which of them have been shown.

    A span is the number of a finding with its offsets; one without characters counts as the
    character behind it.
    """

    def __init__(self, spans: Iterable[tuple[int, int, int]]) -> None:
        self._spans = sorted((start, max(end, start + 1), number) for number, start, end in spans)
        self._starts = [start for start, _, _ in self._spans]
        self._edges = sorted({edge for start, end, _ in self._spans for edge in (start, end)})
        self._within = self._numbers_between_edges()
        self._shown: set[int] = set()

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int, Numbers]]:
        """The parts of a span, each with the findings it belongs to, which are now shown."""
        while start < end:
            index = bisect_right(self._edges, start)
            stop = min(self._edges[index], end) if index < len(self._edges) else end
            numbers = self._within[index]
            self._shown.update(numbers)
            yield start, stop, numbers
            start = stop

    def take_unshown(self, start: int, end: int) -> Numbers:
        """The findings within a span that nothing shows yet; from now on they are shown."""
        first = bisect_left(self._starts, start)
        last = bisect_left(self._starts, end)
        numbers = tuple(
            number
            for _, stop, number in self._spans[first:last]
            if stop <= max(end, start + 1) and number not in self._shown
        )
        self._shown.update(numbers)
        return numbers

    def _numbers_between_edges(self) -> list[Numbers]:
        """Item ``i`` has the findings from edge ``i - 1`` to edge ``i``."""
        within: list[Numbers] = [()]
        starting: dict[int, list[int]] = {}
        ending: dict[int, list[int]] = {}
        for start, end, number in self._spans:
            starting.setdefault(start, []).append(number)
            ending.setdefault(end, []).append(number)
        current: dict[int, None] = {}
        for edge in self._edges:
            for number in ending.get(edge, ()):
                current.pop(number, None)
            current.update(dict.fromkeys(starting.get(edge, ())))
            within.append(tuple(sorted(current)))
        return within
