"""A minimal acyclic automaton of a list of words, packed as ``postlint.spelling.candidates``
reads it.

Built by Daciuk and others' incremental algorithm for sorted words ("Incremental construction of
minimal acyclic finite-state automata", Computational Linguistics 26, 2000).
"""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from postlint.spelling.candidates import CHILD_SHIFT, LETTERS, NOWHERE, ROOT, WORD_END

if TYPE_CHECKING:
    from collections.abc import Iterable


class State:
    __slots__ = ("edges", "final")

    def __init__(self) -> None:
        self.edges: dict[str, State] = {}
        self.final = False

    def signature(self) -> tuple[object, ...]:
        return (self.final, *((letter, id(state)) for letter, state in self.edges.items()))


def minimal(words: Iterable[str]) -> State:
    """The start state of the automaton of the words."""
    root = State()
    register: dict[tuple[object, ...], State] = {}
    unchecked: list[tuple[State, str, State]] = []
    previous = ""

    def minimize(depth: int) -> None:
        while len(unchecked) > depth:
            parent, letter, child = unchecked.pop()
            parent.edges[letter] = register.setdefault(child.signature(), child)

    for word in sorted(set(words)):
        common = 0
        while common < min(len(word), len(previous)) and word[common] == previous[common]:
            common += 1
        minimize(common)
        state = unchecked[-1][2] if unchecked else root
        for letter in word[common:]:
            child = State()
            state.edges[letter] = child
            unchecked.append((state, letter, child))
            state = child
        state.final = True
        previous = word
    minimize(0)
    return root


def packed(words: Iterable[str]) -> bytes:
    """The automaton as an array of 32-bit numbers: node after node, the start at ``ROOT``."""
    root = minimal(words)
    places: dict[int, int] = {}
    states: list[State] = []
    stack, size = [root], ROOT
    while stack:
        state = stack.pop()
        if id(state) in places or not state.edges:
            continue
        places[id(state)] = size
        size += 1 + len(state.edges)
        states.append(state)
        stack.extend(state.edges.values())
    graph = array("I", [0] * ROOT)
    for state in states:
        edges = sorted(
            ((LETTERS.index(letter), child) for letter, child in state.edges.items()),
            key=lambda edge: edge[0],
        )
        graph.append(sum(1 << code for code, _ in edges))
        for _, child in edges:
            end = WORD_END if child.final else 0
            graph.append(places.get(id(child), NOWHERE) << CHILD_SHIFT | end)
    return graph.tobytes()
