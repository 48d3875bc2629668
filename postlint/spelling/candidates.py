"""Which words could have been meant: a walk through a word graph that tolerates slips.

The graph is a minimal automaton of the words worth suggesting, in one array that is mapped into
memory. A node is a 32-bit set of the letters that go on from it, and behind it an edge for each,
in the order of the letters: whether a word ends there, and the index of the node it leads to.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from postlint.spelling.lexicon import DATA, mapped

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LETTERS = "\0abcdefghijklmnopqrstuvwxyz'"
#: An edge: its lowest bit says that a word ends behind it, the others where it leads.
WORD_END, CHILD_SHIFT = 1, 1
#: A node without letters, for the ends of words that nothing goes on from; the start node.
NOWHERE, ROOT = 0, 1
_CODES = {letter: code for code, letter in enumerate(LETTERS) if code}
#: No node has it.
_NO_LETTER = 31
#: By a letter's code: the set of all letters before it.
_BELOW = tuple((1 << code) - 1 for code in range(_NO_LETTER + 1))

#: A way that has had its slip: the edge it has come to, its letters up to and with the slip, and
#: where it goes on in what was typed.
_Way = tuple[int, str, int]


class WordGraph:
    """The words worth suggesting."""

    def __init__(self, folder: Path = DATA, language: str = "en") -> None:
        self._graph = memoryview(mapped(folder / f"graph-{language}.bin")).cast("I")

    def within(self, word: str, slips: int) -> set[str]:
        """The words that differ from ``word`` in at most so many slips: one or two.

        A slip is a letter left out, added, or replaced, or two neighbours exchanged. With two
        slips the first letter is taken to be right, or exchanged with the second.
        """
        typed = [_CODES.get(letter, _NO_LETTER) for letter in word]
        found: set[str] = set()
        start = ROOT << CHILD_SHIFT
        if slips == 1:
            self._one_slip(typed, 0, start, "", found)
        else:
            self._two_slips(typed, start, found)
        return found

    def _two_slips(self, typed: list[int], edge: int, found: set[str]) -> None:
        """Walk along the typed word; behind its first letter, one slip and then another."""
        graph, one_slip = self._graph, self._one_slip
        length = len(typed)
        prefix = ""
        for at in range(length):
            node = edge >> CHILD_SHIFT
            letters = graph[node]
            code = typed[at]
            if at:
                one_slip(typed, at + 1, edge, prefix, found)
                for letter, following in self._edges(node):
                    one_slip(typed, at, following, prefix + letter, found)
                    if _CODES[letter] != code:
                        one_slip(typed, at + 1, following, prefix + letter, found)
            if at + 1 < length and letters >> typed[at + 1] & 1 and code != typed[at + 1]:
                middle = self._follow(node, typed[at + 1]) >> CHILD_SHIFT
                if graph[middle] >> code & 1:
                    longer = prefix + LETTERS[typed[at + 1]] + LETTERS[code]
                    one_slip(typed, at + 2, self._follow(middle, code), longer, found)
            if not letters >> code & 1:
                return
            edge = self._follow(node, code)
            prefix += LETTERS[code]
        for letter, following in self._edges(edge >> CHILD_SHIFT):
            one_slip(typed, length, following, prefix + letter, found)

    def _one_slip(self, typed: list[int], at: int, edge: int, prefix: str, found: set[str]) -> None:
        """The words that go on from an edge like ``typed[at:]``, with one slip or none.

        One walk follows all ways at once: along the letters as they were typed, and beside it
        each way that has had its slip.
        """
        graph = self._graph
        length = len(typed)
        ways: list[_Way] = []
        for here in range(at, length):
            node = edge >> CHILD_SHIFT
            letters = graph[node]
            code = typed[here]
            after = typed[here + 1] if here + 1 < length else 0
            if ways:
                ways = self._going_on(ways, code)
            # A letter too many was typed here.
            if letters >> after & 1 if after else edge & WORD_END:
                ways.append((edge, prefix, here + 1))
            names = letters_of(letters)
            for place, following in enumerate(graph[node + 1 : node + 1 + len(names)]):
                ahead = graph[following >> CHILD_SHIFT]
                # This letter was left out.
                if ahead >> code & 1:
                    way = self._follow(following >> CHILD_SHIFT, code)
                    ways.append((way, prefix + names[place], here))
                # It was typed in place of another.
                if ahead >> after & 1 if after else following & WORD_END:
                    ways.append((following, prefix + names[place], here + 1))
            # It was exchanged with the next.
            if after and letters >> after & 1 and code != after:
                middle = self._follow(node, after) >> CHILD_SHIFT
                if graph[middle] >> code & 1:
                    longer = prefix + LETTERS[after] + LETTERS[code]
                    exchanged = (self._follow(middle, code), longer, here + 2)
                    self._finish([exchanged], typed, here + 2, found)
            if not letters >> code & 1:
                self._finish(ways, typed, here + 1, found)
                return
            edge = self._follow(node, code)
            prefix += LETTERS[code]
        self._finish(ways, typed, length, found)
        if edge & WORD_END:
            found.add(prefix)
        for letter, following in self._edges(edge >> CHILD_SHIFT):
            if following & WORD_END:
                found.add(prefix + letter)

    def _finish(self, ways: list[_Way], typed: list[int], at: int, found: set[str]) -> None:
        """The words at the ends of ways that go on like ``typed[at:]``."""
        for code in typed[at:]:
            if not ways:
                return
            ways = self._going_on(ways, code)
        for edge, begins, rest in ways:
            if edge & WORD_END:
                found.add(begins + "".join(map(LETTERS.__getitem__, typed[rest:])))

    def _going_on(self, ways: list[_Way], code: int) -> list[_Way]:
        """The ways that have a letter next, one letter on."""
        graph = self._graph
        below = _BELOW[code]
        return [
            (graph[node + 1 + (graph[node] & below).bit_count()], begins, rest)
            for edge, begins, rest in ways
            if graph[node := edge >> CHILD_SHIFT] >> code & 1
        ]

    def _follow(self, node: int, code: int) -> int:
        """The edge of a letter that the node has."""
        return self._graph[node + 1 + (self._graph[node] & _BELOW[code]).bit_count()]

    def _edges(self, node: int) -> Iterator[tuple[str, int]]:
        """The letters that go on from a node, each with its edge."""
        letters = letters_of(self._graph[node])
        return zip(letters, self._graph[node + 1 : node + 1 + len(letters)], strict=True)


@lru_cache(maxsize=20_000)
def letters_of(node: int) -> str:
    """The letters of a node's set, in order."""
    return "".join(letter for code, letter in enumerate(LETTERS) if node >> code & 1)
