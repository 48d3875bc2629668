"""Workers that die, are stuck, run out of memory, or cannot be had: the rest is linted."""

from __future__ import annotations

import multiprocessing
import os
import signal
from typing import TYPE_CHECKING, Any

import pytest

from postlint import limits, runner, workers
from postlint.api import lint_paths, lint_text
from postlint.project import Failure
from postlint.settings import SettingsError

if TYPE_CHECKING:
    from pathlib import Path

    from postlint.project import Report

#: A rule that does what the text of a post says.
OBEDIENT = """\
import faulthandler, os, signal, time
from postlint.rule import Rule

def hold_up_signals():
    # As C code does that is long about something: no handler of Python runs meanwhile.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGALRM, signal.SIGINT})
    time.sleep(3600)

class Obedient(Rule):
    name = "obedient"

    def check(self, document):
        text = document.source.text
        if "be stuck" in text:
            hold_up_signals()
        if "dawdle" in text:
            while True:
                try:
                    time.sleep(3600)
                except Exception:
                    pass
        if "be killed" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "crash" in text:
            faulthandler.disable()
            os.abort()
        if "devour" in text:
            bytearray(1 << 62)
        return iter(())
"""

posix_only = pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "obedient.py").write_text(OBEDIENT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def in_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers for the smallest amount of work, several files in a batch, little patience."""
    monkeypatch.setattr(runner, "_PARALLEL_BYTES", 1)
    monkeypatch.setattr(workers, "_BATCH_FILES", 3)
    monkeypatch.setattr(workers, "_GRACE_SECONDS", 0.1)


def lint(jobs: int = 2, **limits: Any) -> Report:
    settings = {
        "plugins": ["obedient.py"],
        "select": ["obedient", "empty-link"],
        "limits": limits,
    }
    return lint_paths(["."], settings=settings, jobs=jobs)


def write(site: Path, **texts: str) -> None:
    """Posts with a finding each, some with an order."""
    for number in range(8):
        (site / f"{number}.md").write_text("[link]()\n", encoding="utf-8")
    for name, text in texts.items():
        (site / f"{name}.md").write_text(f"[link]()\n\n{text}\n", encoding="utf-8")


def check(report: Report, *failures: tuple[str, str]) -> None:
    """The failures are told, and all but their files are linted."""
    assert report.failures == tuple(Failure(path, message) for path, message in failures)
    assert [finding.location.path for finding in report.findings] == [
        f"{number}.md" for number in range(8)
    ]


@posix_only
@pytest.mark.usefixtures("in_workers")
@pytest.mark.parametrize("order", ["be killed", "crash"])
def test_one_that_dies_costs_its_file(site: Path, order: str) -> None:
    write(site, a=order, b=order)
    message = "Not linted: its worker process was killed"
    check(lint(), ("a.md", message), ("b.md", message))


@posix_only
@pytest.mark.usefixtures("in_workers")
def test_one_that_no_signal_interrupts_is_replaced(site: Path) -> None:
    write(site, a="be stuck " + "x " * 20_000, b="be stuck")
    check(
        lint(**{"file-time": 1}),
        # Of a long file it is known what its time was spent on.
        ("a.md", 'Too costly: not done after 1 s, in rule "obedient"'),
        ("b.md", "Too costly: not done after 1 s, in reading the post"),
    )


@posix_only
@pytest.mark.usefixtures("in_workers")
def test_what_runs_too_long_is_given_up(site: Path) -> None:
    write(site, a="dawdle")
    check(lint(**{"file-time": 1}), ("a.md", 'Too costly: not done after 1 s, in rule "obedient"'))


@posix_only
def test_what_runs_too_long_is_given_up_without_workers_too(site: Path) -> None:
    write(site, a="dawdle")
    message = 'Too costly: not done after 0.2 s, in rule "obedient"'
    check(lint(jobs=1, **{"file-time": 0.2}), ("a.md", message))
    settings = {"plugins": ["obedient.py"], "limits": {"file-time": "0.2s"}}
    assert lint_text("dawdle", settings=settings).failures == (Failure("post.md", message),)
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


@posix_only
def test_a_large_file_has_a_worker_of_its_own(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_GRACE_SECONDS", 0.1)
    write(site, a="be stuck " + "x " * 40_000)
    message = 'Too costly: not done after 1 s, in rule "obedient"'
    check(lint(jobs=1, **{"file-time": 1}), ("a.md", message))


@pytest.mark.parametrize("jobs", [1, 2])
def test_out_of_memory_is_told(site: Path, jobs: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if jobs > 1:
        monkeypatch.setattr(runner, "_PARALLEL_BYTES", 1)
    write(site, a="devour")
    check(lint(jobs=jobs), ("a.md", "Not linted: out of memory"))


@posix_only
@pytest.mark.usefixtures("in_workers")
@pytest.mark.parametrize("started", [0, 1])
def test_where_no_process_can_be_started_files_are_linted_all_the_same(
    site: Path, monkeypatch: pytest.MonkeyPatch, started: int
) -> None:
    left = iter(range(started))
    genuine = multiprocessing.Process.start

    def start(process: multiprocessing.Process) -> None:
        if next(left, None) is None:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        genuine(process)

    monkeypatch.setattr(multiprocessing.Process, "start", start)
    write(site, **({"a": "be killed"} if started else {}))
    failures = [("a.md", "Not linted: its worker process was killed")] if started else []
    check(lint(), *failures)


def test_no_process_is_left_behind(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "_PARALLEL_BYTES", 1)
    write(site)
    check(lint())
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_large_file_is_not_read(site: Path, jobs: int) -> None:
    write(site)
    with (site / "a.md").open("wb") as file:
        file.truncate(100_000_000)
    check(lint(jobs), ("a.md", "Too large: 100,000,000 bytes, and the limit is 5,000,000"))
    # The limit is for each file as its settings have it.
    (site / "a.md").write_text("x " * 60, "utf-8")
    check(
        lint(jobs, **{"file-size": "0.1kB"}),
        ("a.md", "Too large: 120 bytes, and the limit is 100"),
    )


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (
            {"file-size": 0},
            '"file-size" in [limits] must be a number of bytes, or a size such as "500kB" or "5MB"',
        ),
        ({"file-time": 0}, '"file-time" in [limits] must be more than 0 seconds'),
        ({"time": 1}, 'unknown key "time" in [limits]; did you mean "file-time"?'),
    ],
)
def test_limits_are_checked(table: dict[str, Any], message: str) -> None:
    with pytest.raises(SettingsError) as raised:
        lint(**table)
    assert str(raised.value) == f"settings: {message}"


def test_a_time_limit_leaves_the_alarm_of_others_alone() -> None:
    if not hasattr(signal, "setitimer"):
        with limits.time_limit(0.01):
            return
    signal.setitimer(signal.ITIMER_REAL, 1000)
    try:
        with limits.time_limit(0.01):
            assert signal.getitimer(signal.ITIMER_REAL)[0] > 100
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
