"""A line a finding, ``path:line:column: message [rule]``: for editors' problem matchers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.reporters.screen import visible

if TYPE_CHECKING:
    from typing import TextIO

    from postlint.project import Report
    from postlint.reporters.context import Context


def write(report: Report, out: TextIO, context: Context) -> None:
    """Writes the findings, and nothing when there are none."""
    paint = context.screen.paint
    for finding in report.findings:
        start = finding.location.start
        place = f"{visible(finding.location.path)}:{start.line}:{start.column}:"
        rule = f"[{visible(finding.rule)}]"
        out.write(f"{paint(place, 'bold')} {visible(finding.message)} {paint(rule, 'dim')}\n")
