"""What ``postlint baseline`` does: records today's findings, or takes out those that are gone."""

from __future__ import annotations

from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.baseline import (
    DEFAULT_NAME,
    Baseline,
    entries_of,
    folder_of,
    match,
    read_baseline,
    to_json,
    waits_for_web,
)
from postlint.cache.folder import replace_file
from postlint.command import FAILED, OK, complain, overrides_from
from postlint.commands.checking import CheckRequest
from postlint.commands.performing import lint_for
from postlint.reporters.screen import visible
from postlint.reporters.text import counted
from postlint.settings import Configuration

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from postlint.baseline import Entry
    from postlint.rule import Finding

    #: Makes the new entries of a file from its findings, its path, and the baseline as it was.
    EntriesFor = Callable[[Sequence[Finding], str, Baseline], list[Entry]]

#: With this no finding is known, so that all are recorded.
_NONE_KNOWN = 'baseline=""'


def record_findings(paths: Sequence[str], config: Sequence[str], *, isolated: bool) -> int:
    """Writes a baseline of all findings in the paths; returns the exit status.

    What it has of posts outside of the paths stays. Raises ``SettingsError``.
    """
    return _Update(paths, config, isolated=isolated).write(_recorded)


def prune_findings(paths: Sequence[str], config: Sequence[str], *, isolated: bool) -> int:
    """Takes out of the baseline what is no longer found, and adds nothing; returns the status.

    Raises ``SettingsError``.
    """
    return _Update(paths, config, isolated=isolated).write(_pruned)


class _Update:
    """A run over the paths, and the baselines that it bears on."""

    def __init__(self, paths: Sequence[str], config: Sequence[str], *, isolated: bool) -> None:
        self._named: set[str] = set()
        self._configuration = Configuration(overrides_from(config, isolated=isolated))
        self._run, self._report = lint_for(
            CheckRequest(paths=tuple(paths), config=(*config, _NONE_KNOWN), isolated=isolated)
        )

    def write(self, entries_for: EntriesFor) -> int:
        """Writes each baseline with the entries that a function makes of each file."""
        for failure in self._report.failures:
            complain(f"{failure.path}: {failure.message}" if failure.path else failure.message)
        if self._report.failures:
            complain("no baseline was written: it would lack what could not be checked")
            return FAILED
        found: dict[str, dict[str, list[Finding]]] = defaultdict(dict)
        for path in self._report.paths:
            found[self._file_for(path)][path] = []
        for finding in self._report.findings:
            path = finding.location.path
            found[self._file_for(path)].setdefault(path, []).append(finding)
        return max(
            (self._write_one(file, of_file, entries_for) for file, of_file in found.items()),
            default=OK,
        )

    def _file_for(self, path: str) -> str:
        named = self._configuration.for_path(path).baseline
        if named is None:
            return DEFAULT_NAME
        self._named.add(named)
        return named

    def _write_one(
        self, file: str, found: Mapping[str, list[Finding]], entries_for: EntriesFor
    ) -> int:
        folder = folder_of(file)
        old = read_baseline(file) if Path(file).exists() else Baseline(folder)
        entries = {
            name: listed for name, listed in old.entries.items() if old.on_disk(name).exists()
        }
        for path, findings in found.items():
            name, settings = old.path_of(path), self._run.configuration.for_path(path)
            unseen = (e for e in old.entries.get(name, ()) if waits_for_web(e, settings))
            entries[name] = (*unseen, *entries_for(findings, path, old))
        new = Baseline(folder, entries)
        try:
            replace_file(Path(file), to_json(new).encode())
        except OSError as error:
            complain(f"{file}: {error.strerror}")
            return FAILED
        self._tell(file, old, new)
        return OK

    def _tell(self, file: str, old: Baseline, new: Baseline) -> None:
        before, after = _count(old), _count(new)
        posts = sum(map(bool, new.entries.values()))
        added, gone = sum((after - before).values()), sum((before - after).values())
        changes = f" ({added:,} new, {gone:,} gone)" if before else ""
        recorded = counted(sum(after.values()), "problem")
        print(f"{visible(file)} has {recorded} in {counted(posts, 'post')}{changes}")
        if file not in self._named:
            print(f'To use it, put baseline = "{file}" at the top of postlint.toml')


def _recorded(findings: Sequence[Finding], path: str, old: Baseline) -> list[Entry]:
    return entries_of(findings, old)


def _pruned(findings: Sequence[Finding], path: str, old: Baseline) -> list[Entry]:
    known = set(match(findings, path, old).known)
    entries = entries_of(findings, old)
    return [entry for entry, it in zip(entries, findings, strict=True) if it in known]


def _count(baseline: Baseline) -> Counter[tuple[str, str, str]]:
    """How often a file has what, whatever is beside it."""
    return Counter(
        (path, entry.rule, entry.text)
        for path, entries in baseline.entries.items()
        for entry in entries
    )
