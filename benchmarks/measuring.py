"""Runs commands side by side and tells what they cost.

A round runs every command once, so that all meet the same machine, however busy it is with
other things: that is why the ratios of medians mean more than the times themselves. hyperfine,
which measures one command after the other, has a second look where it is installed.
"""

from __future__ import annotations

import json
import os
import resource
import shlex
import shutil
import statistics
import subprocess
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

#: So many rounds the slow ones join.
SLOW_ROUNDS = 2
#: How often memory is looked at; the system keeps what the peak was meanwhile.
_WATCH_SECONDS = 0.05


def _nothing() -> None:
    """What most need to be done before they run."""


@dataclass
class Contestant:
    """A command to measure in a folder; ``prepare`` runs before each time, unmeasured.

    One that is ``slow`` joins two rounds only, and does not warm up.
    """

    name: str
    command: Sequence[str]
    folder: Path
    prepare: Callable[[], object] = _nothing
    environment: dict[str, str] = field(default_factory=dict)
    slow: bool = False
    wall: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    #: Largest resident set of any of its processes, in MB; 0 where it was no larger than ours.
    memory: float = 0.0
    #: The median wall time that hyperfine found; None where it was not asked.
    second_look: float | None = None

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
    for number in range(-warm_up, rounds):
        for contestant in contestants:
            if contestant.slow and not 0 <= number < SLOW_ROUNDS:
                continue
            contestant.prepare()
            wall, processor, memory = _run(contestant)
            if number >= 0:
                contestant.wall.append(wall)
                contestant.processor.append(processor)
                contestant.memory = max(contestant.memory, memory)


def measure_peaks(contestant: Contestant) -> tuple[float, float]:
    """Runs it once, watched; the peaks of its process and of any that it starts, in MB.

    A peak is the largest resident set of one process, as Linux tells it.
    """
    contestant.prepare()
    started = time.perf_counter()
    process = subprocess.Popen(contestant.command, **_surroundings(contestant))
    own = others = 0.0
    while True:
        own = max(own, _peak(process.pid))
        others = max([others, *map(_peak, _children(process.pid))])
        ended, _, usage = os.wait4(process.pid, os.WNOHANG)
        if ended:
            break
        time.sleep(_WATCH_SECONDS)
    process.returncode = 0
    contestant.wall.append(time.perf_counter() - started)
    contestant.processor.append(usage.ru_utime + usage.ru_stime)
    contestant.memory = max(own, others)
    return own, others


def ask_hyperfine(contestants: Sequence[Contestant], runs: int = 10) -> None:
    """The medians of hyperfine, for those that are quick and need no preparation.

    https://github.com/sharkdp/hyperfine; where it is not installed, nobody is asked.
    """
    program = shutil.which("hyperfine")
    for contestant in contestants if program else ():
        if contestant.prepare is not _nothing:
            continue
        with tempfile.TemporaryDirectory() as folder:
            report = Path(folder, "report.json")
            options = ("--shell=none", "--ignore-failure", "--warmup=1", "--style=none")
            command = [program, *options, f"--runs={runs}", f"--export-json={report}"]
            command.append(shlex.join(contestant.command))
            subprocess.run(command, check=True, **_surroundings(contestant))
            contestant.second_look = json.loads(report.read_bytes())["results"][0]["median"]


def _run(contestant: Contestant) -> tuple[float, float, float]:
    """Seconds by the clock, seconds of processor time, and the peak in MB."""
    started = time.perf_counter()
    process = subprocess.Popen(contestant.command, **_surroundings(contestant))
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    wall = time.perf_counter() - started
    # A process begins as a copy of this one, and the system counts that, too.
    ours = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    memory = usage.ru_maxrss / 1024 if usage.ru_maxrss > 1.05 * ours else 0.0
    return wall, usage.ru_utime + usage.ru_stime, memory


def _surroundings(contestant: Contestant) -> dict[str, Any]:
    return {
        "cwd": contestant.folder,
        "env": {**os.environ, **contestant.environment},
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
    }


def _peak(process: int) -> float:
    """The largest resident set of a process so far, in MB; 0 for one that is gone."""
    try:
        status = Path(f"/proc/{process}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    line = next((line for line in status.splitlines() if line.startswith("VmHWM:")), "VmHWM: 0")
    return int(line.split()[1]) / 1024


def _children(process: int) -> Iterator[int]:
    """The processes that a process has started."""
    with suppress(OSError):
        for thread in Path(f"/proc/{process}/task").iterdir():
            yield from map(int, (thread / "children").read_text(encoding="utf-8").split())
