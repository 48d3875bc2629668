"""Hostile texts cost in proportion to their length.

Work is counted, not timed: the instructions that the interpreter executes for a text and for one
four times as long. What a single instruction does (a search, a slice, a regular expression) is
not seen here; ``benchmarks/hostile_texts.py`` measures time.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

import pytest
from pathological import INPUTS, MDX_INPUTS

from postlint.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType
    from typing import Any

SIZE = 80
#: Four times the text, with something for what happens in steps.
LIMIT = 5.5


def instructions(text: str, *, mdx: bool) -> int:
    """How many instructions of Python parsing executes."""
    executed = count()
    with counting(lambda: next(executed)):
        parse(text, mdx=mdx)
    return next(executed)


if sys.version_info >= (3, 12):

    @contextmanager
    def counting(call: Callable[[], object]) -> Iterator[None]:
        """Call a function for every instruction that is executed."""
        monitoring, tool = sys.monitoring, 4
        monitoring.use_tool_id(tool, "postlint")
        monitoring.register_callback(
            tool, monitoring.events.INSTRUCTION, lambda code, offset: call() and None
        )
        monitoring.set_events(tool, monitoring.events.INSTRUCTION)
        try:
            yield
        finally:
            monitoring.set_events(tool, 0)
            monitoring.free_tool_id(tool)

else:

    @contextmanager
    def counting(call: Callable[[], object]) -> Iterator[None]:
        """Call a function for every instruction that is executed."""

        def trace(frame: FrameType, event: str, argument: Any) -> Callable[..., Any]:
            frame.f_trace_opcodes, frame.f_trace_lines = True, False
            if event == "opcode":
                call()
            return trace

        before = sys.gettrace()
        sys.settrace(trace)
        try:
            yield
        finally:
            sys.settrace(before)


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


@pytest.mark.parametrize("make", list(INPUTS.values()), ids=list(INPUTS))
def test_depth_is_no_limit(make: Callable[[int], str]) -> None:
    """No text is too deep for Python's stack."""
    root = parse(make(3000)).root
    assert sum(1 for _ in root.walk()) > 0
