"""Runs the linter over files: reads them, shares them among processes, joins the results."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.discovery import is_post
from postlint.project import Facts, Failure, FileResult, Report, lint_project
from postlint.settings import Configuration, Overrides
from postlint.source import DecodeError, Source

if TYPE_CHECKING:
    from postlint.links.online import OnlineOptions, UrlUse, Verdict

#: Called with the number of files that have been linted since the last call.
Progress = Callable[[int], None]
#: Called with the number of URLs that have been checked and the number of all.
UrlProgress = Callable[[int, int], None]

#: A batch of so many bytes keeps a worker busy for some tenths of a second.
_BATCH_BYTES = 512 * 1024
_BATCH_FILES = 200
#: Below so many bytes in all, starting a worker costs more than it saves.
_PARALLEL_BYTES = 1024 * 1024
#: Characters; a longer file is not the configuration of a site.
_LARGEST_CONFIGURATION = 1024 * 1024


class DiskFiles:
    """The file system, as ``Project`` sees it; folders are listed once."""

    def __init__(self) -> None:
        self.entries = lru_cache(maxsize=None)(self._entries)
        self.exists = lru_cache(maxsize=None)(self._exists)
        self.read = lru_cache(maxsize=None)(self._read)

    def _entries(self, folder: str) -> frozenset[str]:
        try:
            return frozenset(os.listdir(folder))  # noqa: PTH208  # names, not paths, are wanted
        except (OSError, ValueError):
            return frozenset()

    def _exists(self, path: str) -> bool:
        try:
            return Path(path).exists()
        except (OSError, ValueError):
            return False

    def _read(self, path: str) -> str | None:
        try:
            with Path(path).open(encoding="utf-8", errors="replace") as file:
                text = file.read(_LARGEST_CONFIGURATION + 1)
        except (OSError, ValueError):
            return None
        return text if len(text) <= _LARGEST_CONFIGURATION else None


class Run:
    """The results of a set of files, kept so that changed texts can be linted again."""

    def __init__(
        self,
        configuration: Configuration,
        *,
        jobs: int = 1,
        failures: Iterable[Failure] = (),
    ) -> None:
        """``failures`` are those from before: they become part of the report."""
        self.configuration = configuration
        self.jobs = jobs
        self.failures = set(failures)
        self.results: dict[str, FileResult] = {}
        self._texts: dict[str, Source] = {}
        self._verdicts: dict[OnlineOptions, Mapping[str, Verdict]] = {}
        self._files = DiskFiles()
        self._facts: dict[str, Facts | None] = {}

    def lint_files(self, paths: Sequence[str], progress: Progress | None = None) -> None:
        """Lints files from disk, in several processes where that pays."""
        sizes = {path: _size(path) for path in paths}
        jobs = min(self.jobs, sum(sizes.values()) // _PARALLEL_BYTES + 1)
        advance = progress or (lambda count: None)
        if jobs > 1:
            batches = _batches(sizes)
            results = _lint_in_workers(batches, jobs, self.configuration.overrides, advance)
        else:
            results = _lint_here(paths, self.configuration, advance)
        for result in results:
            self.results[result.path] = result

    def lint_sources(self, sources: Iterable[Source]) -> None:
        """Lints texts, which from then on stand for the files of the same path.

        A text that has been linted already is not linted again.
        """
        from postlint.linter import lint_document

        for source in sources:
            self._texts[source.path] = source
            known = self.results.get(source.path)
            if known is not None and known.digest == source.digest:
                continue
            settings = self.configuration.for_path(source.path)
            self.results[source.path] = lint_document(source, settings)

    def source(self, path: str) -> Source:
        """The text at a path; raises ``OSError`` or ``DecodeError`` if it has to be read."""
        return self._texts.get(path) or read_source(path)

    def check_urls(
        self,
        *,
        cache_dir: str | None = None,
        refresh: bool = False,
        progress: UrlProgress | None = None,
    ) -> None:
        """Checks the URLs of posts whose settings say so, for the rules that ask for them.

        ``cache_dir`` is the folder in which verdicts are remembered, None for none; ``refresh``
        is to ask again whatever is remembered. When it is interrupted (Ctrl-C) the report has
        what was known by then.
        """
        from postlint.links.online import check_urls

        for options, uses in self._url_uses().items():
            progress_seen = _LastProgress(progress)
            self._verdicts[options] = check_urls(
                uses,
                replace(options, cache_dir=cache_dir, refresh=refresh),
                progress=progress_seen,
            )
            done, total = progress_seen.last
            if done < total:
                self.failures.add(
                    Failure("", f"Interrupted: {done:,} of {total:,} URLs were checked")
                )
                return

    def know_urls(self, verdicts: Mapping[str, Verdict]) -> None:
        """Takes these verdicts for those of a check, for all posts whose settings ask for one."""
        for path in self.results:
            self._verdicts[self.configuration.for_path(path).online_options] = verdicts

    def report(self) -> Report:
        """The report over all results so far."""
        report = lint_project(
            self.results.values(),
            self.configuration.for_path,
            files=self._files,
            load_facts=self._load_facts,
            verdicts=self._verdicts,
        )
        return replace(report, failures=tuple(sorted({*report.failures, *self.failures})))

    def _url_uses(self) -> dict[OnlineOptions, dict[UrlUse, None]]:
        from postlint.linter import describe_failure

        uses: dict[OnlineOptions, dict[UrlUse, None]] = {}
        for path, result in self.results.items():
            settings = self.configuration.for_path(path)
            for rule in settings.online_rules if settings.online else ():
                wanted = uses.setdefault(settings.online_options, {})
                try:
                    wanted.update(dict.fromkeys(rule.urls(result)))
                except Exception as error:
                    self.failures.add(Failure(path, describe_failure(rule, rule.urls, error)))
        return uses

    def _load_facts(self, path: str) -> Facts | None:
        if path not in self._facts:
            self._facts[path] = self._read_facts(path)
        return self._facts[path]

    def _read_facts(self, path: str) -> Facts | None:
        from postlint.linter import facts_of

        if not is_post(path):
            return None
        try:
            source = read_source(path)
        except (OSError, DecodeError, ValueError):
            return None
        return facts_of(source, self.configuration.for_path(path))


class _LastProgress:
    """Passes progress on, and keeps the last of it: less than all, if the check was broken off."""

    def __init__(self, progress: UrlProgress | None) -> None:
        self.last = (0, 0)
        self._progress = progress

    def __call__(self, done: int, total: int) -> None:
        self.last = (done, total)
        if self._progress is not None:
            self._progress(done, total)


def read_source(path: str) -> Source:
    """The text of a file; raises ``OSError`` or ``DecodeError``."""
    return Source.from_bytes(Path(path).read_bytes(), path)


def lint_file(path: str, configuration: Configuration) -> FileResult:
    """The result of a file; that it cannot be read is part of the result."""
    from postlint.linter import lint_document

    try:
        source = read_source(path)
    except DecodeError as error:
        return _unreadable(path, str(error))
    except (OSError, ValueError) as error:
        return _unreadable(path, getattr(error, "strerror", None) or str(error))
    return lint_document(source, configuration.for_path(path))


def _unreadable(path: str, message: str) -> FileResult:
    return FileResult(path, failures=(Failure(path, message),))


def _lint_here(
    paths: Iterable[str], configuration: Configuration, advance: Progress
) -> Iterator[FileResult]:
    for path in paths:
        yield lint_file(path, configuration)
        advance(1)


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except (OSError, ValueError):
        return 0


def _batches(sizes: dict[str, int]) -> list[list[str]]:
    """The paths in batches of similar size, the largest files first so that none is last."""
    batches: list[list[str]] = []
    room = 0
    for path in sorted(sizes, key=lambda path: (-sizes[path], path)):
        if not batches or room < sizes[path] or len(batches[-1]) >= _BATCH_FILES:
            batches.append([])
            room = _BATCH_BYTES
        batches[-1].append(path)
        room -= sizes[path]
    return batches


def _lint_in_workers(
    batches: list[list[str]], jobs: int, overrides: Overrides, advance: Progress
) -> Iterator[FileResult]:
    """Results in the order in which they are ready."""
    lost: list[str] = []
    with _workers(min(jobs, len(batches)), overrides) as pool:
        waiting: dict[Future[list[FileResult]], list[str]] = {}
        for batch in batches:
            try:
                waiting[pool.submit(_lint_batch, batch)] = batch
            except BrokenProcessPool:
                lost += batch
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                batch = waiting.pop(future)
                try:
                    results = future.result()
                except BrokenProcessPool:
                    lost += batch
                    continue
                yield from results
                advance(len(batch))
    yield from _lint_one_by_one(sorted(lost), overrides, advance)


def _lint_one_by_one(
    paths: list[str], overrides: Overrides, advance: Progress
) -> Iterator[FileResult]:
    """What was under way or waiting when a worker died, a file at a time.

    So only the file that kills its worker is not linted.
    """
    while paths:
        with _workers(1, overrides) as pool:
            while paths:
                path = paths.pop(0)
                try:
                    results = pool.submit(_lint_batch, [path]).result()
                except BrokenProcessPool:
                    yield _unreadable(path, "Not linted: its worker process was killed")
                    advance(1)
                    break
                yield from results
                advance(1)


@contextmanager
def _workers(count: int, overrides: Overrides) -> Iterator[ProcessPoolExecutor]:
    """Processes that have the configuration; what they have not begun by the end is dropped."""
    pool = ProcessPoolExecutor(count, initializer=_start_worker, initargs=(overrides, sys.path))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


#: The configuration of a worker process.
_worker: Configuration | None = None


def _start_worker(overrides: Overrides, path: list[str]) -> None:
    global _worker  # noqa: PLW0603  # an initializer has no other way to hand over
    # Ctrl-C goes to the whole group; only the parent answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.path[:] = path
    _worker = Configuration(overrides)


def _lint_batch(paths: list[str]) -> list[FileResult]:
    assert _worker is not None
    return [lint_file(path, _worker) for path in paths]
