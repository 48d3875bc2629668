"""What ``postlint check`` does: lint, mend or show what would be mended, and report."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass, replace
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO

import click

from postlint.cli import FAILED, FOUND, OK, STDIN, complain, discard, overrides_from
from postlint.discovery import Discovered, discover
from postlint.fixing import Allowed, Outcome, diff, fix, write
from postlint.paths import cache_folder, display_path
from postlint.project import Failure
from postlint.reporting import Output
from postlint.runner import Progress, Run
from postlint.settings import Configuration
from postlint.source import DecodeError, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postlint.project import Report

#: From so many files on, a run is long enough for a progress bar.
_LONG_RUN = 200

#: What standard input is called when nobody says.
_STDIN_NAME = "<stdin>"


@dataclass(frozen=True)
class CheckRequest:
    """The options of ``postlint check``, as the command line has them."""

    paths: tuple[str, ...] = ()
    config: tuple[str, ...] = ()
    isolated: bool = False
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    extend_select: Sequence[str] = ()
    exclude: Sequence[str] = ()
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    format_name: str = "text"
    output: str | None = None
    output_file: Sequence[tuple[str, str]] = ()
    statistics: bool = False
    quiet: bool = False
    fail_on: str | None = None
    exit_zero: bool = False
    stdin_filename: str | None = None
    jobs: int | None = None
    online: bool | None = None
    refresh: bool = False
    cache_dir: str | None = None
    no_cache: bool = False

    def outputs(self) -> list[Output]:
        """The reports to write: those to files first, so that they are there when one is read."""
        outputs = [Output(name, path) for name, path in self.output_file]
        if self.output is not None or not self.quiet:
            outputs.append(Output(self.format_name, self.output, self.statistics))
        return outputs

    def configuration(self) -> Configuration:
        """The configuration that the options ask for; raises ``SettingsError``."""
        values: dict[str, Any] = {
            "select": self.select,
            "ignore": self.ignore,
            "extend-select": self.extend_select,
            "extend-exclude": self.exclude,
            "fail-on": self.fail_on,
        }
        given = {key: value for key, value in values.items() if value}
        if self.online is not None:
            given["links"] = {"online": self.online}
        return Configuration(overrides_from(self.config, isolated=self.isolated, values=given))


def perform_check(request: CheckRequest) -> int:
    """Does what was asked and returns the exit status; raises ``SettingsError``."""
    run = _lint(request)
    _check_urls(run, request)
    if not (request.fix or request.diff):
        return _conclude(run.report(), run, request, sys.stdout)
    outcome = fix(run, Allowed.UNSAFE if request.unsafe_fixes else Allowed.SAFE)
    for finding in outcome.refused:
        start = finding.location.start
        complain(
            f"{finding.location.path}:{start.line}:{start.column}: fix of {finding.rule} left"
            " undone: it would change more of the page than it means to"
        )
    if request.diff:
        return _show_diff(outcome)
    if request.paths == (STDIN,):
        _print_mended(run, outcome)
        return _conclude(outcome.report, run, request, sys.stderr)
    return _conclude(_write_changes(outcome), run, request, sys.stdout)


def _lint(request: CheckRequest) -> Run:
    """The run, its files linted."""
    configuration = request.configuration()
    if request.paths == (STDIN,):
        run = Run(configuration)
        name = request.stdin_filename
        path = display_path(name) if name else _STDIN_NAME
        try:
            run.lint_sources([Source.from_bytes(sys.stdin.buffer.read(), path)])
        except DecodeError as error:
            run.failures.add(Failure(path, str(error)))
        return run
    discovered = discover(request.paths or (".",), configuration)
    if not discovered.paths and not discovered.failures:
        complain(f"no posts in {', '.join(request.paths) or 'this folder'}")
    run = Run(configuration, jobs=request.jobs or _processors(), failures=discovered.failures)
    with _progress_bar(discovered, request) as progress:
        run.lint_files(discovered.paths, progress)
    return run


def _check_urls(run: Run, request: CheckRequest) -> None:
    """Checks URLs where that is asked for, with a progress bar where somebody sees it."""
    cache_dir = None if request.no_cache else request.cache_dir or cache_folder()
    if request.quiet or not sys.stderr.isatty():
        run.check_urls(cache_dir=cache_dir, refresh=request.refresh)
        return
    with click.progressbar(length=0, label="Checking URLs", file=sys.stderr) as bar:

        def show(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        run.check_urls(cache_dir=cache_dir, refresh=request.refresh, progress=show)


def _processors() -> int:
    """The number of processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _progress_bar(discovered: Discovered, request: CheckRequest) -> Iterator[Progress | None]:
    """A progress bar on standard error, where somebody is there to see it."""
    if request.quiet or len(discovered.paths) < _LONG_RUN or not sys.stderr.isatty():
        yield None
        return
    with click.progressbar(
        length=len(discovered.paths), label="Linting", file=sys.stderr, update_min_steps=10
    ) as bar:
        yield bar.update


def _conclude(report: Report, run: Run, request: CheckRequest, stream: TextIO) -> int:
    """Writes the reports, tells what failed, and returns the exit status."""
    for output in request.outputs():
        try:
            output.write(report, run, stream)
        except BrokenPipeError:
            # Who reads the report (head, less) has seen enough; the exit status still counts.
            discard(stream)
        except OSError as error:
            complain(f"{output.path or 'standard output'}: {error.strerror}")
            return FAILED
    for failure in report.failures:
        complain(f"{failure.path}: {failure.message}" if failure.path else failure.message)
    if report.failures:
        return FAILED
    return FOUND if report.failed and not request.exit_zero else OK


def _show_diff(outcome: Outcome) -> int:
    """Prints the changes; as with diff, the exit status is 1 when there are any."""
    text = "".join(map(diff, outcome.changes))
    _print_exactly(text.encode("utf-8", "surrogateescape"))
    for failure in outcome.report.failures:
        complain(f"{failure.path}: {failure.message}" if failure.path else failure.message)
    if outcome.report.failures:
        return FAILED
    return FOUND if outcome.changes else OK


def _write_changes(outcome: Outcome) -> Report:
    """Writes the mended files; the report has what could not be written as failures."""
    failures = []
    for change in outcome.changes:
        try:
            write(change)
        except OSError as error:
            message = error.strerror or str(error)
            failures.append(Failure(change.before.path, f"Not mended: {message}"))
    report = outcome.report
    return replace(report, failures=tuple(sorted((*report.failures, *failures))))


def _print_mended(run: Run, outcome: Outcome) -> None:
    """Prints standard input as it is after the fixes."""
    for path in outcome.report.paths:
        source = run.source(path)
        _print_exactly(source.encode(source.text))


def _print_exactly(data: bytes) -> None:
    """Bytes to standard output, with no translation of line endings."""
    try:
        if isinstance(sys.stdout, TextIOWrapper):
            sys.stdout.flush()
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            sys.stdout.write(data.decode("utf-8", "surrogateescape"))
    except BrokenPipeError:
        discard(sys.stdout)
