"""The report for reviewdog: its diagnostic format (``rdjson``), with fixes as suggestions.

Columns count bytes of UTF-8 there, and a range ends before its end, as is said in
https://github.com/reviewdog/reviewdog/blob/master/proto/rdf/reviewdog.proto.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from postlint.reporters.places import byte_column
from postlint.reporters.rule_pages import HOME_PAGE, rule_url
from postlint.reporters.screen import visible

if TYPE_CHECKING:
    from typing import TextIO

    from postlint.project import Report
    from postlint.reporters.context import Context
    from postlint.rule import Finding, Fix, Severity
    from postlint.source import Position, Source


def write(report: Report, out: TextIO, context: Context) -> None:
    """Writes the findings; those of a post that can no longer be read have lines only."""
    source_of = lru_cache(maxsize=1)(context.source)
    document: dict[str, Any] = {
        "source": {"name": "postlint", "url": HOME_PAGE},
        "diagnostics": [
            _diagnostic(finding, source_of(finding.location.path)) for finding in report.findings
        ],
    }
    worst = min((finding.severity for finding in report.findings), key=_rank, default=None)
    if worst is not None:
        document["severity"] = worst.name
    json.dump(document, out, indent=2)
    out.write("\n")


def _rank(severity: Severity) -> int:
    return severity.rank


def _diagnostic(finding: Finding, source: Source | None) -> dict[str, Any]:
    location = finding.location
    code = {"value": finding.rule}
    url = rule_url(finding.rule)
    if url is not None:
        code["url"] = url
    diagnostic: dict[str, Any] = {
        "message": visible(finding.message),
        "location": {
            "path": location.path,
            "range": _range(location.start, location.end, source),
        },
        "severity": finding.severity.name,
        "code": code,
    }
    if finding.fix is not None and source is not None:
        diagnostic["suggestions"] = [_suggestion(finding.fix, source)]
    return diagnostic


def _range(start: Position, end: Position, source: Source | None) -> dict[str, Any]:
    if source is None:
        return {"start": {"line": start.line}, "end": {"line": end.line}}
    return {
        "start": {"line": start.line, "column": byte_column(start, source)},
        "end": {"line": end.line, "column": byte_column(end, source)},
    }


def _suggestion(fix: Fix, source: Source) -> dict[str, Any]:
    """The edits as one: several suggestions would be a choice, but edits belong together."""
    edits = sorted(fix.edits, key=lambda edit: (edit.start, edit.end))
    offset = start = edits[0].start
    parts = []
    for edit in edits:
        parts += [source.text[offset : edit.start], edit.text]
        offset = edit.end
    span = _range(source.position(start), source.position(offset), source)
    return {"range": span, "text": "".join(parts)}
