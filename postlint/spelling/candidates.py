"""Which words could have been meant: a walk through a word graph that tolerates slips.

The graph is a minimal automaton of the words worth suggesting, in one array of edges that is
mapped into memory. An edge is a 32-bit number: a letter, whether a word ends behind it, whether
it is the last of its node's edges, and the index of the first edge of the node it leads to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.spelling.lexicon import DATA, mapped

if TYPE_CHECKING:
    from pathlib import Path

LETTERS = "\0abcdefghijklmnopqrstuvwxyz'"
LETTER_MASK, WORD_END, LAST_EDGE, CHILD_SHIFT = 0x1F, 0x20, 0x40, 7
#: Where the edges of the start node begin; 0 stands for a node without edges.
ROOT = 1
#: How many nodes to keep unpacked before starting afresh: a matter of 10 MB.
REMEMBERED_NODES = 30_000
_CODES = {letter: code for code, letter in enumerate(LETTERS) if code}

#: A node as the walk sees it: letter code → (whether a word ends there, index of the child).
_Node = dict[int, tuple[bool, int]]


class WordGraph:
    """The words worth suggesting."""

    def __init__(self, folder: Path = DATA, language: str = "en") -> None:
        self._edges = memoryview(mapped(folder / f"graph-{language}.bin")).cast("I")
        self._nodes: dict[int, _Node] = {}

    def within(self, word: str, slips: int) -> set[str]:
        """The words that differ from ``word`` in at most so many slips.

        A slip is a letter left out, added, or replaced, or two neighbours exchanged. With two
        slips or more the first letter is taken to be right, or exchanged with the second.
        """
        typed = [_CODES.get(letter, 0) for letter in word]
        found: set[str] = set()
        self._walk(typed, 0, ROOT, "", slips, found, fixed_start=slips > 1)
        return found

    def _node(self, index: int) -> _Node:
        node = self._nodes.get(index)
        if node is None:
            node = {}
            edges = self._edges
            at = index
            while True:
                edge = edges[at]
                node[edge & LETTER_MASK] = (bool(edge & WORD_END), edge >> CHILD_SHIFT)
                if edge & LAST_EDGE:
                    break
                at += 1
            if len(self._nodes) > REMEMBERED_NODES:
                self._nodes.clear()
            self._nodes[index] = node
        return node

    def _walk(
        self,
        typed: list[int],
        at: int,
        index: int,
        prefix: str,
        slips: int,
        found: set[str],
        *,
        fixed_start: bool = False,
    ) -> None:
        """Match ``typed[at:]`` from a node on; each call spends one slip somewhere."""
        length = len(typed)
        while True:
            node = self._node(index) if index else {}
            code = typed[at] if at < length else 0
            if not (fixed_start and not prefix):
                # A letter too many was typed here.
                if code:
                    self._resume(typed, at + 1, index, prefix, slips - 1, found)
                following = typed[at + 1] if at + 1 < length else 0
                for letter, (ends, child) in node.items():
                    # With the last slip, the next letter must be right: most need not be tried.
                    ahead = self._node(child) if child else {}
                    longer = prefix + LETTERS[letter]
                    # This letter was left out.
                    if slips > 1 or code in ahead or not code:
                        self._resume(typed, at, child, longer, slips - 1, found, ends=ends)
                    # Another was typed in its place.
                    if (
                        code
                        and letter != code
                        and (slips > 1 or following in ahead or not following)
                    ):
                        self._resume(typed, at + 1, child, longer, slips - 1, found, ends=ends)
            if at + 1 < length and code != typed[at + 1]:
                step = node.get(typed[at + 1])
                if step:
                    second = (self._node(step[1]) if step[1] else {}).get(code)
                    if second:
                        longer = prefix + LETTERS[typed[at + 1]] + LETTERS[code]
                        self._resume(
                            typed, at + 2, second[1], longer, slips - 1, found, ends=second[0]
                        )
            step = node.get(code)
            if step is None:
                return
            prefix += LETTERS[code]
            at += 1
            index = step[1]
            if at == length:
                if step[0]:
                    found.add(prefix)
                if slips and index:
                    for letter, (ends, child) in self._node(index).items():
                        self._resume(
                            typed, at, child, prefix + LETTERS[letter], slips - 1, found, ends=ends
                        )
                return

    def _resume(
        self,
        typed: list[int],
        at: int,
        index: int,
        prefix: str,
        slips: int,
        found: set[str],
        *,
        ends: bool = False,
    ) -> None:
        """Go on after a slip: with more of them, or letter by letter."""
        length = len(typed)
        if at == length:
            if ends:
                found.add(prefix)
            if slips and index:
                for letter, (word_ends, child) in self._node(index).items():
                    self._resume(
                        typed, at, child, prefix + LETTERS[letter], slips - 1, found, ends=word_ends
                    )
            return
        if not index:
            return
        if slips:
            self._walk(typed, at, index, prefix, slips, found)
            return
        nodes = self._nodes
        start = at
        while at < length:
            node = nodes.get(index) or self._node(index)
            step = node.get(typed[at])
            if step is None:
                return
            at += 1
            ends, index = step
            if not index:
                break
        if at == length and ends:
            found.add(prefix + "".join(LETTERS[code] for code in typed[start:]))
