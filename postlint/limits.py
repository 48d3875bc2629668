"""What a single file may cost, so that one hostile post does not hold up all others."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    import signal
    from collections.abc import Iterator
else:
    import _signal as signal  # what signal takes from C, without its enums

#: What the time is spent on until the first rule is run.
READING = "reading the post"


class Limits(Struct, frozen=True):
    """The most that a file may have, in bytes, and take, in seconds of the clock."""

    file_size: int = 5_000_000
    file_time: float = 30.0


class TooCostlyError(BaseException):
    """A file's time is up.

    It is no ``Exception``, so that no rule that handles those can hold it up.
    """


def too_costly(phase: str, limits: Limits) -> str:
    """The line about a file whose time was up in ``phase``: READING or the name of a rule."""
    where = phase if phase == READING else f'rule "{phase}"'
    return f"Too costly: not done after {limits.file_time:g} s, in {where}"


def too_large(size: int, limits: Limits) -> str:
    """The line about a file that has too many bytes."""
    return f"Too large: {size:,} bytes, and the limit is {limits.file_size:,}"


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raises ``TooCostlyError`` in what it encloses once that has run so long.

    It interrupts Python code and the matching of patterns. What else is written in C goes on to
    its end, and without signals (on Windows, in a thread) there is no limit at all: a worker
    process is then stopped from outside.
    """
    if not _has_alarm() or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return
    before = signal.signal(signal.SIGALRM, _time_is_up)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _time_is_up(*_: Any) -> None:
    raise TooCostlyError


def _has_alarm() -> bool:
    return hasattr(signal, "setitimer") and _is_main_thread()


def _is_main_thread() -> bool:
    threading = sys.modules.get("threading")
    return threading is None or threading.current_thread() is threading.main_thread()
