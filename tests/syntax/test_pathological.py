"""Hostile texts cost in proportion to their length.

Work is counted, not timed: the instructions that the interpreter executes for a text and for one
four times as long. What a single instruction does (a search, a slice, a regular expression) is
not seen here; ``benchmarks/pathological.py`` measures time.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from pathological import INPUTS, MDX_INPUTS

from postlint.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType
    from typing import Any

SIZE = 80
#: Four times the text, with something for what happens in steps.
LIMIT = 5.5


def instructions(text: str, *, mdx: bool) -> int:
    """How many instructions of Python parsing executes."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
        nonlocal count
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        parse(text, mdx=mdx)
    finally:
        sys.settrace(before)
    return count


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
    few = instructions(small, mdx=mdx)
    many = instructions(large, mdx=mdx)
    # What is spent on any text, and on the first of anything, does not count.
    assert many <= LIMIT * max(few, 1000), f"{few} instructions, then {many}"


@pytest.mark.parametrize("make", INPUTS.values(), ids=INPUTS.keys())
def test_depth_is_no_limit(make: Callable[[int], str]) -> None:
    """No text is too deep for Python's stack."""
    root = parse(make(3000)).root
    assert sum(1 for _ in root.walk()) > 0
