"""Does what ``postlint check`` was asked: lints, mends or shows what would be mended, reports."""

from __future__ import annotations

import os
import sys
from contextlib import closing, contextmanager
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, TextIO, cast

from msgspec.structs import replace

from postlint.cache.printing import Packer, Printed
from postlint.command import FAILED, FOUND, OK, STDIN, STDIN_NAME, complain, discard
from postlint.discovery import Discovered, discover, without_excluded
from postlint.paths import display_path
from postlint.project import Failure
from postlint.runner import Progress, Run
from postlint.source import DecodeError, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from postlint.cache.replay import Memory, PastRun
    from postlint.cache.results import ResultCache
    from postlint.changes.scope import Scope
    from postlint.commands.checking import CheckRequest
    from postlint.fixing import Outcome
    from postlint.project import Report
    from postlint.settings import Configuration

    #: Makes the run of a request and sees that its files are linted.
    Lint = Callable[[CheckRequest, ResultCache | None, Scope | None], Run]

#: So much of what is printed is kept as it is, in code points.
_LONG_COPY = 1024 * 1024
#: From so many files on, a run is long enough for a progress bar.
_LONG_RUN = 200


def perform(
    request: CheckRequest, memory: Memory | None = None, past: PastRun | None = None
) -> int:
    """Does what was asked and returns the exit status; raises ``SettingsError``.

    ``memory`` takes the report, where it is one that can be given again. ``past`` is a run since
    which few posts have changed.
    """
    if memory is not None and past is not None and past.changed:
        status = _renew(past, request, memory)
        if status is not None:
            return status
    return perform_with(_lint, request, memory)


def _renew(past: PastRun, request: CheckRequest, memory: Memory) -> int | None:
    """Reports on what a past run comes to by now; None when all has to be looked at."""
    from postlint.renewal import renew

    with opened_cache(request) as cache:
        if cache is None:
            return None
        cache.codes.update(past.codes)
        run = Run(request.configuration(), jobs=request.jobs or _processors(), cache=cache)
        report = renew(past, run, cache)
        if report is None:
            return None
        status, printed = _conclude(report, run, request)
        memory.renew(past, report, printed, cache.keys)
        return status


def perform_with(lint: Lint, request: CheckRequest, memory: Memory | None = None) -> int:
    """Does what was asked with the results that ``lint`` brings; else as ``perform``."""
    with opened_cache(request) as cache, _scope(request) as scope:
        run = lint(request, cache, scope)
        if run.wants_urls():
            _check_urls(run, request)
            memory = None
        if request.fix or request.diff:
            return _mend(run, request)
        return _report(run, request, memory)


def lint_for(request: CheckRequest) -> tuple[Run, Report]:
    """The run of a request that is about files, and its report; raises ``SettingsError``."""
    with opened_cache(request) as cache:
        run = _lint(request, cache, None)
        if run.wants_urls():
            _check_urls(run, request)
        return run, run.report()


@contextmanager
def _scope(request: CheckRequest) -> Iterator[Scope | None]:
    """The change that is asked about; what Git cannot tell is raised as ``SettingsError``."""
    if request.changed_since is None:
        yield None
        return
    from postlint.changes.git import GitError
    from postlint.changes.scope import Scope
    from postlint.settings import SettingsError

    paths = request.paths or (".",)
    if paths == (STDIN,):
        paths = (request.stdin_filename or STDIN_NAME,)
    try:
        with closing(Scope(request.changed_since, paths)) as scope:
            yield scope
    except GitError as error:
        raise SettingsError(f"--changed-since: {error}") from error


@contextmanager
def opened_cache(request: CheckRequest) -> Iterator[ResultCache | None]:
    """The cache of a request that is about files; None when it is not to be used."""
    folder = request.cache_folder()
    if folder is None or request.paths == (STDIN,):
        yield None
        return
    from postlint.cache.patterns import PatternCache
    from postlint.cache.results import ResultCache
    from postlint.installed import remember_in

    remember_in(folder)
    with closing(PatternCache(folder)), closing(ResultCache(folder)) as results:
        yield results


def _report(run: Run, request: CheckRequest, memory: Memory | None) -> int:
    report = run.report()
    if memory is None or not report.paths or report.failures:
        return conclude(report, run, request, sys.stdout)
    status, printed = _conclude(report, run, request)
    if printed or isinstance(report.findings, tuple):
        memory.remember(report, printed, run.code_files(), run.keys(), run.codes())
    return status


def _conclude(report: Report, run: Run, request: CheckRequest) -> tuple[int, dict[str, Printed]]:
    """Writes the reports; the exit status, and what was printed by the name of its form."""
    name = request.printed_as(sys.stdout)
    if not name:
        return conclude(report, run, request, sys.stdout), {}
    copy = _Copy(sys.stdout)
    status = conclude(report, run, request, cast("TextIO", copy))
    return status, {name: copy.printed()}


class _Copy:
    """Writes to a stream and keeps what was written, packed when it is long."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._parts: list[str] = []
        self._length = 0
        self._packer: Packer | None = None

    def printed(self) -> Printed:
        """All that was written."""
        if self._packer is None:
            return "".join(self._parts)
        self._packer.add("".join(self._parts))
        return self._packer.packed()

    def write(self, text: str) -> int:
        self._parts.append(text)
        self._length += len(text)
        if self._length > _LONG_COPY:
            self._packer = self._packer or Packer()
            self._packer.add("".join(self._parts))
            self._parts, self._length = [], 0
        return self._stream.write(text)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def _mend(run: Run, request: CheckRequest) -> int:
    from postlint.fixing import Allowed, fix

    outcome = fix(run, Allowed.UNSAFE if request.unsafe_fixes else Allowed.SAFE)
    for finding in outcome.refused:
        start = finding.location.start
        complain(
            f"{finding.location.path}:{start.line}:{start.column}: fix of {finding.rule} left"
            " undone: it would change more of the page than it means to"
        )
    if request.diff:
        return _show_diff(outcome, request)
    if request.paths == (STDIN,):
        _print_mended(run, outcome)
        return conclude(outcome.report, run, request, sys.stderr)
    return conclude(_write_changes(outcome), run, request, sys.stdout)


def _lint(request: CheckRequest, cache: ResultCache | None, scope: Scope | None) -> Run:
    """The run, its files linted."""
    configuration = request.configuration()
    if request.paths == (STDIN,):
        run = Run(configuration, scope=scope)
        name = request.stdin_filename
        path = display_path(name) if name else STDIN_NAME
        try:
            run.lint_sources([Source.from_bytes(sys.stdin.buffer.read(), path)])
        except DecodeError as error:
            run.failures.add(Failure(path, str(error)))
        return run
    return lint_discovered(
        discover_for(request, configuration), request, configuration, cache, scope
    )


def discover_for(request: CheckRequest, configuration: Configuration) -> Discovered:
    """The posts that a request is about; that there are none is told on standard error."""
    paths = request.paths or (".",)
    if request.force_exclude:
        paths = without_excluded(paths, configuration)
    discovered = discover(paths, configuration)
    if paths and not discovered.paths and not discovered.failures:
        complain(f"no posts in {', '.join(request.paths) or 'this folder'}")
    return discovered


def lint_discovered(
    discovered: Discovered,
    request: CheckRequest,
    configuration: Configuration,
    cache: ResultCache | None,
    scope: Scope | None = None,
) -> Run:
    """The run over what was discovered, linted, with a progress bar where somebody sees it."""
    run = Run(
        configuration,
        jobs=request.jobs or _processors(),
        failures=discovered.failures,
        cache=cache,
        scope=scope,
    )
    with _progress_bar(discovered, request) as progress:
        run.lint_files(discovered.paths, progress)
    return run


def _check_urls(run: Run, request: CheckRequest) -> None:
    """Checks URLs where that is asked for, with a progress bar where somebody sees it."""
    cache_dir = request.cache_folder()
    if request.quiet or not sys.stderr.isatty():
        run.check_urls(cache_dir=cache_dir, refresh=request.refresh)
        return
    import click

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
    import click

    with click.progressbar(
        length=len(discovered.paths), label="Linting", file=sys.stderr, update_min_steps=10
    ) as bar:
        yield bar.update


def conclude(report: Report, run: Run, request: CheckRequest, stream: TextIO) -> int:
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


def _show_diff(outcome: Outcome, request: CheckRequest) -> int:
    """Prints the changes; as with diff, the exit status is 1 when there are any."""
    from postlint.fixing import diff
    from postlint.reporters.text import counted

    text = "".join(map(diff, outcome.changes))
    print_exactly(text.encode("utf-8", "surrogateescape"))
    if outcome.changes and not request.quiet:
        problems = counted(outcome.report.fixed, "problem")
        complain(f"would fix {problems} in {counted(len(outcome.changes), 'post')}")
    for failure in outcome.report.failures:
        complain(f"{failure.path}: {failure.message}" if failure.path else failure.message)
    if outcome.report.failures:
        return FAILED
    return FOUND if outcome.changes and not request.exit_zero else OK


def _write_changes(outcome: Outcome) -> Report:
    """Writes the mended files; the report has what could not be written as failures."""
    from postlint.fixing import write
    from postlint.replacing import remove_leftovers

    places = {*outcome.report.paths, *(os.path.realpath(c.before.path) for c in outcome.changes)}
    remove_leftovers({os.path.dirname(place) for place in places})  # noqa: PTH120  # hot
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
        print_exactly(source.encode(source.text))


def print_exactly(data: bytes) -> None:
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
