"""Runs the linter over files: reads them, shares them among processes, joins the results."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from postlint.cache.kinds import FACTS
from postlint.cache.packing import pack
from postlint.cache.stamps import note, noted
from postlint.disk import DiskFiles, read_source, size_of
from postlint.paths import is_post
from postlint.project import Failure, Report, lint_project
from postlint.shelf import Results, Shelf

if TYPE_CHECKING:
    from postlint.baseline import Baseline
    from postlint.cache.results import ResultCache
    from postlint.changes.scope import Scope
    from postlint.facts import Facts
    from postlint.links.online import OnlineOptions, UrlUse, Verdict
    from postlint.linting import Linted
    from postlint.settings import Configuration
    from postlint.source import Source

#: Called with the number of files that have been linted since the last call.
Progress = Callable[[int], None]
#: Called with the number of URLs that have been checked and the number of all.
UrlProgress = Callable[[int, int], None]

#: Below so many bytes in all, starting a worker costs more than it saves.
_PARALLEL_BYTES = 1024 * 1024
#: A file of more bytes is linted in a worker in any case: code in C, which nothing else
#: interrupts, may be long about it.
_RISKY_BYTES = 64 * 1024


class Run:
    """The results of a set of files, kept so that changed texts can be linted again."""

    def __init__(
        self,
        configuration: Configuration,
        *,
        jobs: int = 1,
        failures: Iterable[Failure] = (),
        cache: ResultCache | None = None,
        scope: Scope | None = None,
    ) -> None:
        """``failures`` are those from before: they become part of the report.

        ``cache`` has what was made of files before, and takes what is made of them now.
        ``scope`` is the change whose findings are wanted; None: all are.
        """
        self.configuration = configuration
        self.jobs = jobs
        self.failures = set(failures)
        self.scope = scope
        self._cache = cache
        #: Where results and findings go that are too many for memory.
        self._shelf = Shelf(cache.folder if cache is not None else None)
        self.results = Results(self._shelf)
        self._texts: dict[str, Source] = {}
        #: What became of URLs, by the options they were checked with.
        self.verdicts: dict[OnlineOptions, Mapping[str, Verdict]] = {}
        self._files = DiskFiles()
        self._facts: dict[str, Facts | None] = {}
        #: The folders whose sites may be read; None until one has to be known.
        self._sites: tuple[Path, ...] | None = None
        self._baselines: dict[str, Baseline] = {}

    def lint_files(self, paths: Sequence[str], progress: Progress | None = None) -> None:
        """Lints files from disk, in several processes where that pays."""
        advance = progress or (lambda count: None)
        self.results.expect(len(paths))
        unknown = list(self._look_up(paths, advance))
        sizes = {path: size_of(path) for path in unknown}
        for linted in self._lint(unknown, sizes, advance):
            self.results.keep(linted.result, linted.packed)
            self._remember(linted)

    def lint_sources(self, sources: Iterable[Source]) -> None:
        """Lints texts, which from then on stand for the files of the same path.

        A text that has been linted already is not linted again.
        """
        from postlint.linting import lint_source

        for source in sources:
            self._texts[source.path] = source
            known = self.results.get(source.path)
            if known is not None and known.digest == source.digest:
                continue
            settings = self.configuration.for_path(source.path)
            self.results[source.path] = lint_source(source, settings)

    def source(self, path: str) -> Source:
        """The text at a path; raises ``OSError`` or ``DecodeError`` if it has to be read."""
        return self._texts.get(path) or read_source(path)

    def wants_urls(self) -> bool:
        """Whether the settings of any post ask for URLs to be checked."""
        return any(self.configuration.for_path(path).online for path in self.results)

    def keys(self) -> Mapping[str, bytes]:
        """By what the cache finds the results, for a report to be renewed.

        None where a rule looks at the posts of a site as a whole, or known findings are left
        out of the report.
        """
        distinct = {id(found): found for found in map(self.configuration.for_path, self.results)}
        if self._cache is None or any(settings.baseline for settings in distinct.values()):
            return {}
        rules = {rule for found in distinct.values() for rule in found.rules_across_posts}
        complete = all(path in self._cache.keys for path in self.results)
        return self._cache.keys if complete and all(rule.per_post for rule in rules) else {}

    def codes(self) -> Mapping[tuple[str, ...], str]:
        """The fingerprints of code by the places it is in, as far as the cache had to know."""
        return self._cache.codes if self._cache is not None else {}

    def code_files(self) -> set[str]:
        """The files and folders with the code and data that the results come from.

        Those folders are among them where other plugins may be put.
        """
        from postlint.cache.fingerprint import code_files

        registries = [self.configuration.for_path(path).registry for path in self.results]
        # Nearly all posts share one registry.
        distinct = {id(registry): registry for registry in registries}.values()
        files = {file for registry in distinct for file in code_files(registry)}
        folders = {os.path.dirname(file) for file in files}  # noqa: PTH120  # strings, 500 of them
        return files | folders | {folder or "." for folder in sys.path}

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
            self.verdicts[options] = check_urls(
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
            self.verdicts[self.configuration.for_path(path).online_options] = verdicts

    def report(self, only: Collection[str] = ()) -> Report:
        """The report over all results so far, on the change that is wanted; raises ``GitError``.

        With ``only``, it is on those posts alone, among all.
        """
        report = lint_project(
            self.results,
            self.configuration.for_path,
            files=self._files,
            load_facts=self.load_facts,
            verdicts=self.verdicts,
            shelf=self._shelf,
            only=only,
        )
        if any(self.configuration.for_path(path).baseline for path in report.paths):
            from postlint.baseline import without_known

            report = without_known(report, self.configuration.for_path, self._baseline)
        if self.scope is not None:
            report = self.scope.narrowed(report, self)
        return replace(report, failures=tuple(sorted({*report.failures, *self.failures})))

    def _baseline(self, path: str) -> Baseline:
        from postlint.baseline import read_baseline

        if path not in self._baselines:
            self._baselines[path] = read_baseline(path)
        return self._baselines[path]

    def load_facts(self, path: str) -> Facts | None:
        """The facts of a post that is not among the linted; None when they cannot be had."""
        if path not in self._facts:
            self._facts[path] = self._read_facts(path)
        return self._facts[path]

    def _look_up(self, paths: Iterable[str], advance: Progress) -> Iterator[str]:
        """Takes the results that the cache has; the paths of the others."""
        for path in paths:
            stamp = note(path)
            settings = self.configuration.for_path(path)
            result = self._cache.get(path, settings, stamp) if self._cache is not None else None
            if result is None:
                yield path
            else:
                self.results[path] = result
                advance(1)

    def _lint(
        self, paths: Sequence[str], sizes: Mapping[str, int], advance: Progress
    ) -> Iterator[Linted]:
        jobs = min(self.jobs, sum(sizes.values()) // _PARALLEL_BYTES + 1)
        if jobs > 1 or max(sizes.values(), default=0) > _RISKY_BYTES:
            from postlint.workers import lint_in_workers

            yield from lint_in_workers(sizes, jobs, self.configuration, advance)
            return
        from postlint.linting import lint_file

        for path in paths:
            yield lint_file(path, self.configuration)
            advance(1)

    def _remember(self, linted: Linted) -> None:
        if self._cache is not None and linted.digest:
            path = linted.result.path
            packed = linted.packed or pack(linted.result)
            settings = self.configuration.for_path(path)
            self._cache.put(path, settings, linted.digest, packed, stamp=noted().get(path))

    def _url_uses(self) -> dict[OnlineOptions, dict[UrlUse, None]]:
        from postlint.linter import describe_failure
        from postlint.registry import PLUGIN_ERRORS

        uses: dict[OnlineOptions, dict[UrlUse, None]] = {}
        for path, result in self.results.items():
            if self.scope is not None and not self.scope.has_changed(path, self):
                continue  # what has become of its links is none of the change's doing
            settings = self.configuration.for_path(path)
            for rule in settings.online_rules if settings.online else ():
                wanted = uses.setdefault(settings.online_options, {})
                try:
                    wanted.update(dict.fromkeys(rule.urls(result)))
                except PLUGIN_ERRORS as error:
                    self.failures.add(Failure(path, describe_failure(rule, rule.urls, error)))
        return uses

    def _read_facts(self, path: str) -> Facts | None:
        """The facts of a post that is not among the linted."""
        from postlint.linting import facts_in_file

        if not is_post(path) or not self._is_on_a_site(path):
            return None
        stamp = note(path)
        settings = self.configuration.for_path(path)
        known = None
        if self._cache is not None:
            known = self._cache.get(path, settings, stamp) or self._cache.get(
                path, settings, stamp, FACTS
            )
        if known is not None:
            return known.facts
        linted = facts_in_file(path, settings)
        if self._cache is not None and linted.digest:
            packed = pack(linted.result)
            self._cache.put(path, settings, linted.digest, packed, stamp=stamp, kind=FACTS)
        return linted.result.facts

    def _is_on_a_site(self, path: str) -> bool:
        """Whether it is on that of the current folder or of a linted post, links followed."""
        from postlint.settings.reach import is_outside

        if self._sites is None:
            folders = {os.path.dirname(linted) for linted in self.results}  # noqa: PTH120  # many
            self._sites = tuple(Path.cwd() / folder for folder in sorted({"", *folders}))
        return any(not is_outside(path, folder) for folder in self._sites)


class _LastProgress:
    """Passes progress on, and keeps the last of it: less than all, if the check was broken off."""

    def __init__(self, progress: UrlProgress | None) -> None:
        self.last = (0, 0)
        self._progress = progress

    def __call__(self, done: int, total: int) -> None:
        self.last = (done, total)
        if self._progress is not None:
            self._progress(done, total)
