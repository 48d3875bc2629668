"""The report for programs: JSON, described by ``docs/report.schema.json``.

Only ASCII is written, so that every stream can carry it and nothing in it steers a terminal.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from postlint.reporters.rule_pages import rule_url

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from postlint.project import Report, Summary
    from postlint.reporters.context import Context
    from postlint.rule import Finding, Fix
    from postlint.source import Position

#: Raised when a key changes its meaning or goes away; new keys may come without it.
VERSION = 1


def write(report: Report, out: TextIO, context: Context) -> None:
    """Writes the summary and every finding."""
    _write(report, out, "diagnostics", map(_diagnostic, report.findings))


def write_statistics(report: Report, out: TextIO, context: Context) -> None:
    """Writes the summary and, instead of the findings, how many each rule has, most first."""
    counts = ({"rule": rule, "count": count} for rule, count in report.by_rule.items())
    _write(report, out, "statistics", counts)


def _write(report: Report, out: TextIO, key: str, items: Iterable[dict[str, Any]]) -> None:
    """Writes an item a line: quick to write, and a line tool can read it."""
    encode = json.JSONEncoder(separators=(", ", ": ")).encode
    out.write(f'{{\n  "version": {VERSION},\n  "summary": {encode(_summary(report.summary))},\n')
    separator = f'  "{key}": [\n    '
    for item in items:
        out.write(separator + encode(item))
        separator = ",\n    "
    out.write("\n  ]\n}\n" if separator.startswith(",") else f'  "{key}": []\n}}\n')


def _summary(summary: Summary) -> dict[str, int]:
    return {
        "files": summary.files,
        "errors": summary.errors,
        "warnings": summary.warnings,
        "infos": summary.infos,
        "fixable": summary.fixable,
    }


def _diagnostic(finding: Finding) -> dict[str, Any]:
    location = finding.location
    return {
        "path": location.path,
        "rule": finding.rule,
        "severity": finding.severity.value,
        "message": finding.message,
        "start": _position(location.start),
        "end": _position(location.end),
        "suggestions": list(finding.suggestions),
        "fix": _fix(finding.fix) if finding.fix else None,
        "url": rule_url(finding.rule),
    }


def _position(position: Position) -> dict[str, int]:
    return {"line": position.line, "column": position.column, "offset": position.offset}


def _fix(fix: Fix) -> dict[str, Any]:
    edits = [{"start": edit.start, "end": edit.end, "text": edit.text} for edit in fix.edits]
    return {"safe": fix.safe, "edits": edits}
