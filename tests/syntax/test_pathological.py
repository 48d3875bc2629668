"""Hostile texts cost in proportion to their length.

Work is counted, not timed: the instructions that the interpreter executes for a text and for one
four times as long. What a single instruction does (a search, a slice, a regular expression) is
not seen here; ``benchmarks/hostile_texts.py`` measures time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from counted import LIMIT, instructions
from pathological import INPUTS, MDX_INPUTS

from postlint.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 80


@pytest.mark.parametrize(
    ("make", "mdx"),
    [
        *(pytest.param(make, False, id=name) for name, make in INPUTS.items()),
        *(pytest.param(make, True, id=f"MDX: {name}") for name, make in MDX_INPUTS.items()),
    ],
)
def test_work_grows_with_length(make: Callable[[int], str], mdx: bool) -> None:
    small, large = make(SIZE), make(4 * SIZE)
    parse(make(SIZE - 1), mdx=mdx)  # Imports and caches.
    few = instructions(lambda: parse(small, mdx=mdx))
    many = instructions(lambda: parse(large, mdx=mdx))
    # What is spent on any text, and on the first of anything, does not count.
    assert many <= LIMIT * max(few, 1000), f"{few} instructions, then {many}"


@pytest.mark.parametrize("make", list(INPUTS.values()), ids=list(INPUTS))
def test_depth_is_no_limit(make: Callable[[int], str]) -> None:
    """No text is too deep for Python's stack."""
    root = parse(make(3000)).root
    assert sum(1 for _ in root.walk()) > 0
