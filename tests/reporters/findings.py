"""Findings and reports for the tests of the reporters."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from postlint.location import locate
from postlint.project import Report
from postlint.reporters import Context, Screen, reporter
from postlint.rule import Finding, Severity
from postlint.source import Source

if TYPE_CHECKING:
    from postlint.rule import Fix


def finding(
    text: str,
    marked: str,
    *,
    path: str = "post.md",
    rule: str = "spelling",
    severity: Severity = Severity.WARNING,
    message: str = "Something is wrong",
    suggestions: tuple[str, ...] = (),
    fix: Fix | None = None,
) -> Finding:
    """A finding whose span is the first occurrence of ``marked`` in a post with this text."""
    start = text.index(marked)
    location = locate(Source(path, text), start, start + len(marked))
    return Finding(rule, severity, message, location, suggestions, fix)


def shown(
    report: Report | Finding,
    format: str = "text",
    screen: Screen | None = None,
    context: Context | None = None,
) -> str:
    """What a reporter writes of a report, or of a report with one finding."""
    if isinstance(report, Finding):
        report = Report((report,), paths=(report.location.path,))
    out = StringIO()
    reporter(format).write(report, out, context or Context(screen or Screen()))
    return out.getvalue()


def counted(report: Report, format: str = "text") -> str:
    """What a reporter writes with ``--statistics``."""
    out = StringIO()
    reporter(format).write_statistics(report, out, Context())
    return out.getvalue()
