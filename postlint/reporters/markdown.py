"""The report as Markdown: a summary for a comment, a wiki or a job's page.

Where the environment says which commit of which repository this is, findings link to their
lines. Nothing from a post becomes markup, a mention or a link.
"""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from postlint.regexes import lazy_pattern
from postlint.reporters.places import line_url
from postlint.reporters.screen import Screen, visible
from postlint.reporters.text import summary_lines
from postlint.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TextIO

    from postlint.project import Report
    from postlint.reporters.context import Context
    from postlint.rule import Finding

_ICONS = {Severity.ERROR: "❌", Severity.WARNING: "⚠️", Severity.INFO: "ℹ️"}

_PUNCTUATION = lazy_pattern(r"[\\`*_\[\]<>|~&$#!(){}]")
#: What GitHub's Markdown makes a mention or an address of, without any markup.
_AT = lazy_pattern(r"@(?=\w)")
_BARE_URL = lazy_pattern(r"(?i)(?<=[a-z]):(?=//)|(?<=www)\.|(?<=mailto):|(?<=xmpp):")


class Part(NamedTuple):
    """Text that makes sense only as a whole, and the number of findings it tells of."""

    text: str
    findings: int = 0


def write(report: Report, out: TextIO, context: Context) -> None:
    """Writes what was found, by rule and by file."""
    for part in parts(report, context):
        out.write(part.text)


def write_statistics(report: Report, out: TextIO, context: Context) -> None:
    """Writes how many findings each rule has."""
    out.write(_head(report))


def parts(report: Report, context: Context) -> Iterator[Part]:
    """The summary in parts, so that it can be cut between them."""
    yield Part(_head(report))
    for failure in report.failures:
        path = f"{_code(failure.path)}: " if failure.path else ""
        yield Part(f"- {_ICONS[Severity.ERROR]} {path}{escaped(failure.message)}\n")
    if report.failures:
        yield Part("\n")
    by_path = groupby(report.findings, lambda finding: finding.location.path)
    for path, findings in by_path:
        yield Part(f"### {_code(path)}\n\n")
        for finding in findings:
            yield Part(_item(finding, context), findings=1)
        yield Part("\n")


def escaped(text: str) -> str:
    """Text that is shown as it is; it stays on its line."""
    text = _PUNCTUATION.sub(r"\\\g<0>", visible(text))
    # A backslash before @ would not stop a mention; something between it and the name does.
    return _BARE_URL.sub(r"\\\g<0>", _AT.sub("@<!-- -->", text))


def _head(report: Report) -> str:
    lines = ["## postlint", "", *summary_lines(report, Screen()), ""]
    if report.by_rule:
        lines += ["| Rule | Findings |", "| :--- | ---: |"]
        lines += [f"| {_code(rule)} | {count:,} |" for rule, count in report.by_rule.items()]
        lines += [""]
    return "\n".join(lines) + "\n"


def _item(finding: Finding, context: Context) -> str:
    location = finding.location
    place = f"{location.start.line}:{location.start.column}"
    url = line_url(location, context)
    link = f"[{place}]({url})" if url else place
    icon = _ICONS[finding.severity]
    return f"- {icon} {link} {escaped(finding.message)} {_code(finding.rule)}\n"


def _code(text: str) -> str:
    """A code span that holds any text: its fence is longer than what is within."""
    text = visible(text)
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[:1] in ("`", " ") or text[-1:] in ("`", " ") else ""
    return f"{fence}{pad}{text}{pad}{fence}"
