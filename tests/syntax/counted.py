"""Work counted, not timed: the instructions that the interpreter executes."""

from __future__ import annotations

import gc
import sys
import threading
from contextlib import contextmanager
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import CodeType, FrameType
    from typing import Any

#: What four times as much may cost, with something for what happens in steps.
LIMIT = 5.5


def instructions(work: Callable[[], object]) -> int:
    """How many instructions of Python are executed by some work.

    Neither other threads' nor those of finalizers that the garbage collector may run meanwhile.
    """
    executed = count()
    collecting = gc.isenabled()
    gc.disable()
    try:
        with _counting(lambda: next(executed)):
            work()
    finally:
        if collecting:
            gc.enable()
    return next(executed)


if sys.version_info >= (3, 12):

    @contextmanager
    def _counting(call: Callable[[], object]) -> Iterator[None]:
        """Call a function for every instruction that is executed."""
        monitoring, tool, thread = sys.monitoring, 4, threading.get_ident()

        def on_instruction(code: CodeType, offset: int) -> None:
            if threading.get_ident() == thread:  # Events come from every thread.
                call()

        monitoring.use_tool_id(tool, "postlint")
        monitoring.register_callback(tool, monitoring.events.INSTRUCTION, on_instruction)
        monitoring.set_events(tool, monitoring.events.INSTRUCTION)
        try:
            yield
        finally:
            monitoring.set_events(tool, 0)
            monitoring.free_tool_id(tool)

else:

    @contextmanager
    def _counting(call: Callable[[], object]) -> Iterator[None]:
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
