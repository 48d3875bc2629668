"""The baseline: findings that were there when a site adopted postlint, and are no news.

It is a JSON file that the setting ``baseline`` names, with a line for each finding. A finding of
a run is known if its fingerprint is there. Where a line was edited beside it, fingerprints differ;
so what is left over is matched by rule and marked text, as often as the baseline has it.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from postlint.cache.stamps import note
from postlint.disk import read_regular_file
from postlint.fingerprint import VERSION, fingerprints, marked_text
from postlint.project import fails
from postlint.settings.origin import SettingsError
from postlint.tables import parse_json

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from postlint.project import Report
    from postlint.rule import Finding
    from postlint.settings import Settings

#: The name of the file when the configuration names none.
DEFAULT_NAME = "postlint-baseline.json"

#: So much of a marked text tells what a finding is about, in code points.
_LONGEST_TEXT = 80


class Entry(NamedTuple):
    """A finding that is known: its rule, the text it marks, and its fingerprint."""

    rule: str
    text: str
    fingerprint: str


class Baseline(Struct, frozen=True):
    """The known findings by the path of their file, relative to the baseline's folder."""

    folder: Path
    entries: Mapping[str, tuple[Entry, ...]] = {}

    def path_of(self, path: str) -> str:
        """A path of a report as the baseline has it."""
        try:
            return Path(os.path.relpath(path, self.folder)).as_posix()
        except ValueError:
            return path  # on another drive

    def on_disk(self, path: str) -> Path:
        """Where the file of an entry is."""
        return self.folder / path


class Matched(Struct, frozen=True):
    """The findings of a file that are known, those that are new, and entries that are neither."""

    known: tuple[Finding, ...]
    new: tuple[Finding, ...]
    gone: tuple[Entry, ...]


def read_baseline(path: str) -> Baseline:
    """The baseline in a file; raises ``SettingsError``, also when there is none."""
    note(path)
    try:
        data = parse_json(read_regular_file(path))
    except FileNotFoundError:
        raise SettingsError(f'{path}: no such baseline; "postlint baseline" writes it') from None
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise SettingsError(f"{path}: not a baseline: {error}") from error
    version = data.get("version") if isinstance(data, dict) else None
    if version != VERSION:
        told = "no version" if version is None else f"version {version!r}"
        raise SettingsError(f'{path}: {told} of a baseline; "postlint baseline" writes {VERSION}')
    try:
        entries = {
            str(file): tuple(_entry(item) for item in items)
            for file, items in data["findings"].items()
        }
    except (KeyError, TypeError, AttributeError):
        raise SettingsError(f"{path}: not a baseline: its findings are damaged") from None
    return Baseline(folder_of(path), entries)


def folder_of(path: str) -> Path:
    """The absolute folder of a file, links in it not followed: paths of reports follow none."""
    return Path(os.path.normpath(Path.cwd() / path)).parent


def to_json(baseline: Baseline) -> str:
    """The baseline as a file has it: sorted, and each finding on a line of its own."""
    files = []
    for path, entries in sorted(baseline.entries.items()):
        lines = ",\n".join(f"      {_dumps(entry._asdict())}" for entry in sorted(entries))
        if lines:
            files.append(f"    {_dumps(path)}: [\n{lines}\n    ]")
    inside = ",\n".join(files)
    findings = f"{{\n{inside}\n  }}" if files else "{}"
    return f'{{\n  "version": {VERSION},\n  "findings": {findings}\n}}\n'


def entries_of(findings: Sequence[Finding], baseline: Baseline) -> list[Entry]:
    """What the baseline has of findings, which come in the order of a report."""
    names = fingerprints(findings, baseline.path_of)
    return [
        Entry(finding.rule, marked_text(finding)[:_LONGEST_TEXT], name)
        for finding, name in zip(findings, names, strict=True)
    ]


def match(findings: Sequence[Finding], path: str, baseline: Baseline) -> Matched:
    """Tells the findings of a file that are known from those that are new."""
    left = dict(enumerate(baseline.entries.get(baseline.path_of(path), ())))
    if not left:
        return Matched((), tuple(findings), ())
    own = dict(enumerate(entries_of(findings, baseline)))
    known = {*_taken(own, left, lambda entry: entry.fingerprint)}
    rest = {index: entry for index, entry in own.items() if index not in known}
    known.update(_taken(rest, left, lambda entry: entry[:2]))
    return Matched(
        tuple(finding for index, finding in enumerate(findings) if index in known),
        tuple(finding for index, finding in enumerate(findings) if index not in known),
        tuple(left.values()),
    )


def without_known(
    report: Report,
    settings_of: Callable[[str], Settings],
    baseline_of: Callable[[str], Baseline],
) -> Report:
    """The report without the findings that the baseline of their file has.

    ``baseline_of`` gives the baseline in the file of that path; it raises ``SettingsError``.
    """
    kept: list[Finding] = []
    known = gone = 0
    by_path = _by_path(report.findings)
    for path in sorted({*by_path, *report.paths}):
        findings = by_path.get(path, [])
        settings = settings_of(path)
        if settings.baseline is None:
            kept += findings
            continue
        matched = match(findings, path, baseline_of(settings.baseline))
        kept += matched.new
        known += len(matched.known)
        gone += sum(_was_looked_for(entry, settings) for entry in matched.gone)
    if not known and not gone:
        return report
    in_order = tuple(sorted(kept, key=lambda finding: finding.sort_key))
    return replace(
        report, findings=in_order, failed=fails(in_order, settings_of), known=known, gone=gone
    )


def _was_looked_for(entry: Entry, settings: Settings) -> bool:
    """Whether this run would have found it again."""
    return settings.rule(entry.rule) is not None and not waits_for_web(entry, settings)


def waits_for_web(entry: Entry, settings: Settings) -> bool:
    """Whether it is about a URL, and URLs were not checked."""
    rule = settings.rule(entry.rule)
    return rule is not None and rule.is_online() and not settings.online


def _by_path(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    by_path: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_path[finding.location.path].append(finding)
    return by_path


def _taken(
    own: Mapping[int, Entry], left: dict[int, Entry], key: Callable[[Entry], Any]
) -> Iterator[int]:
    """The indices of those entries that are among others by a key, which loses them."""
    by_key: dict[Any, list[int]] = defaultdict(list)
    for index, entry in left.items():
        by_key[key(entry)].append(index)
    for index, entry in own.items():
        alike = by_key.get(key(entry))
        if alike:
            del left[alike.pop(0)]
            yield index


def _entry(item: Mapping[str, Any]) -> Entry:
    rule, text, fingerprint = item["rule"], item["text"], item["fingerprint"]
    if not all(isinstance(value, str) for value in (rule, text, fingerprint)):
        raise TypeError
    return Entry(rule, text, fingerprint)


def _dumps(value: object) -> str:
    """JSON with letters as they are, but for those that UTF-8 cannot have."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace").decode()
