"""Narrows a report down to what a change is answerable for.

A finding belongs to a change if it is on a line that the change made, or if it was not there
before: a link may break because its target is gone, a section be empty because its text is. What
was there before is found out by linting the posts as they were, with the settings of today.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from postlint.changes.git import GitError, Repository
from postlint.changes.lines import unchanged_lines
from postlint.changes.past import Past
from postlint.disk import DiskFiles
from postlint.linting import lint_source
from postlint.project import fails, lint_project
from postlint.source import DecodeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from postlint.project import FileResult, Report
    from postlint.rule import Finding
    from postlint.runner import Run
    from postlint.source import Source


class _Place(NamedTuple):
    """Where a finding starts, and by which rule."""

    path: str
    line: int
    column: int
    rule: str


class _Lines(NamedTuple):
    """A text's digest, the post's path in the past, and what its lines were there, from 0."""

    digest: str
    before: str | None
    unchanged: Mapping[int, int]


class Scope:
    """The change since a commit, the working tree included.

    Methods raise ``GitError``.
    """

    def __init__(self, ref: str, paths: Sequence[str]) -> None:
        """``paths`` are those of the posts or folders that are linted, at least one.

        The change is what came after the history of ``HEAD`` and that of ``ref`` parted.
        """
        self._repository = Repository(_existing_folder(paths[0]))
        for path in paths:
            if self._repository.relative(path) is None:
                top = self._repository.top.as_posix()
                raise GitError(f"{path} is not in the repository at {top}")
        self._past = Past(self._repository, self._repository.merge_base(ref), DiskFiles())
        self._lines: dict[str, _Lines] = {}
        self._known: frozenset[_Place] | None = None

    def close(self) -> None:
        """Ends what runs on behalf of it."""
        self._repository.close()

    def narrowed(self, report: Report, run: Run) -> Report:
        """The report with the findings of the change alone."""
        kept = tuple(
            finding
            for finding in report.findings
            if self.is_on_changed_line(finding, run) or self._is_new(finding, run)
        )
        failed = fails(kept, run.configuration.for_path)
        return replace(report, findings=kept, failed=failed, of_change=True)

    def is_on_changed_line(self, finding: Finding, run: Run) -> bool:
        """Whether any line of a finding is one that the change made."""
        unchanged = self._lines_of(finding.location.path, run).unchanged
        start, end = finding.location.start, finding.location.end
        # The end is exclusive: at the beginning of a line, it is the line before that counts.
        last = end.line - 1 if end.column == 1 and end.line > start.line else end.line
        return any(line - 1 not in unchanged for line in range(start.line, last + 1))

    def has_changed(self, path: str, run: Run) -> bool:
        """Whether a post is not what it was, where it was."""
        return not self._is_same(path, run)

    def _is_new(self, finding: Finding, run: Run) -> bool:
        """Whether a finding on lines that have not changed was not there before."""
        location = finding.location
        lines = self._lines_of(location.path, run)
        line = lines.unchanged[location.start.line - 1] + 1
        place = _Place(lines.before or "", line, location.start.column, finding.rule)
        if self._known is None:
            self._known = frozenset(self._findings_before(run))
        return place not in self._known

    def _lines_of(self, path: str, run: Run) -> _Lines:
        source = _source(path, run)
        digest = "" if source is None else source.digest
        known = self._lines.get(path)
        if known is None or known.digest != digest:
            before, unchanged = self._compared(path, source, run)
            known = self._lines[path] = _Lines(digest, before, unchanged)
        return known

    def _compared(
        self, path: str, source: Source | None, run: Run
    ) -> tuple[str | None, Mapping[int, int]]:
        """The path that a post had, and which lines of it are as they were."""
        if source is None:
            return None, {}
        if self._past.has_same(path, source):
            return path, {line: line for line in range(len(source.line_starts))}
        path_before = self._past.path_of(path)
        before = self._text_before(path_before, run)
        if before is None:
            return None, {}
        return path_before, unchanged_lines(_lines(before), _lines(source))

    def _findings_before(self, run: Run) -> Iterator[_Place]:
        """Where the posts of a run had findings."""
        results = filter(None, (self._result_before(path, run) for path in run.results))
        report = lint_project(
            results,
            run.configuration.for_path,
            files=self._past,
            load_facts=lambda path: self._past.facts(path, run.configuration, run.load_facts),
            verdicts=run.verdicts,
        )
        for finding in report.findings:
            start = finding.location.start
            yield _Place(finding.location.path, start.line, start.column, finding.rule)

    def _result_before(self, path: str, run: Run) -> FileResult | None:
        """The result of a post as it was; None for a new one, or what was no text."""
        if self._is_same(path, run):
            return run.results[path]
        source = self._text_before(self._past.path_of(path), run)
        if source is None:
            return None
        return lint_source(source, run.configuration.for_path(source.path))

    def _text_before(self, path: str | None, run: Run) -> Source | None:
        if path is None:
            return None
        return self._past.source(path, run.configuration.for_path(path))

    def _is_same(self, path: str, run: Run) -> bool:
        source = _source(path, run)
        return source is not None and self._past.has_same(path, source)


def _existing_folder(path: str) -> str:
    """The nearest folder of a path, or above it, that exists."""
    folder = Path(path)
    while not folder.is_dir():
        folder = folder.parent
    return os.fspath(folder)


def _source(path: str, run: Run) -> Source | None:
    """The text of a post; None for one that could not be linted, which may be of any size."""
    result = run.results.get(path)
    if result is None or not result.digest:
        return None
    try:
        return run.source(path)
    except (OSError, DecodeError, ValueError):
        return None


def _lines(source: Source) -> list[str]:
    return [source.line_text(number) for number in range(1, len(source.line_starts) + 1)]
