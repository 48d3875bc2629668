"""Runs commands side by side and tells what they cost.

A round runs every command once, so that all meet the same machine, however busy it is with
other things: that is why the ratios of medians mean more than the times themselves.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path


@dataclass
class Contestant:
    """A command to measure in a folder; ``prepare`` runs before each time, unmeasured."""

    name: str
    command: Sequence[str]
    folder: Path
    prepare: Callable[[], object] = lambda: None
    environment: dict[str, str] = field(default_factory=dict)
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    #: Largest resident set of any of its processes, in MB.
    memory: float = 0.0

    @property
    def seconds(self) -> float:
        """The median wall time."""
        return statistics.median(self.wall)

    @property
    def processor_seconds(self) -> float:
        """The median of user and system time, all processes together."""
        return statistics.median(self.processor)


def measure(contestants: Sequence[Contestant], rounds: int, warm_up: int = 1) -> None:
    """Runs each command once in every round; those that warm up come first and do not count."""
    for number in range(warm_up + rounds):
        for contestant in contestants:
            contestant.prepare()
            wall, processor, memory = _run(contestant)
            if number >= warm_up:
                contestant.wall.append(wall)
                contestant.processor.append(processor)
                contestant.memory = max(contestant.memory, memory)


def _run(contestant: Contestant) -> tuple[float, float, float]:
    started = time.perf_counter()
    process = subprocess.Popen(
        contestant.command,
        cwd=contestant.folder,
        env={**os.environ, **contestant.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    wall = time.perf_counter() - started
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024
