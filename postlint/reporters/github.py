"""Annotations on GitHub: workflow commands, and the job's summary.

A line is a command, ``::error file=posts/a.md,line=3,col=5::Message``, as
https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands says. What is
in a post cannot make one: what separates the parts of a command is escaped, as the runner's own
library does.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from postlint.reporters.markdown import parts
from postlint.reporters.screen import visible
from postlint.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TextIO

    from postlint.project import Failure, Report
    from postlint.reporters.context import Context
    from postlint.rule import Finding

#: GitHub shows so many annotations of a level for each step, and drops the rest.
SHOWN_PER_LEVEL = 10

#: A step's summary has at most so many bytes, or none of it is shown.
SUMMARY_BYTES = 1024 * 1024

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def write(report: Report, out: TextIO, context: Context) -> None:
    """Writes the annotations, and the summary to the file that ``GITHUB_STEP_SUMMARY`` names."""
    for line in commands(report, context):
        out.write(f"{line}\n")
    path = context.environment.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    try:
        _append_summary(report, context, Path(path))
    except OSError as error:
        reason = f"The summary could not be written: {error.strerror}"
        out.write(f"{command('warning', {'title': 'postlint'}, reason)}\n")


def commands(report: Report, context: Context) -> Iterator[str]:
    """The workflow commands: as many as GitHub shows, and one that says what else there is.

    The most severe come first, and of those the ones on changed lines. Checks that could not be
    made are errors.
    """
    ranked = sorted(report.findings, key=lambda finding: not context.is_changed(finding))
    by_severity = {
        severity: [finding for finding in ranked if finding.severity is severity]
        for severity in Severity
    }
    failures = report.failures[:SHOWN_PER_LEVEL]
    room = dict.fromkeys(Severity, SHOWN_PER_LEVEL)
    room[Severity.ERROR] -= len(failures)
    if len(report.failures) > len(failures) or any(
        len(findings) > room[severity] for severity, findings in by_severity.items()
    ):
        # What says so is a notice itself.
        room[Severity.INFO] -= 1
    left: list[Finding] = []
    for failure in failures:
        yield _failure_command(failure, context)
    for severity, findings in by_severity.items():
        yield from (_finding_command(one, context) for one in findings[: room[severity]])
        left += findings[room[severity] :]
    unsaid = _unsaid(left, len(report.failures) - len(failures))
    if unsaid:
        yield command("notice", {"title": "postlint"}, unsaid)


def summary(report: Report, context: Context, room: int) -> str:
    """The summary in Markdown, in at most ``room`` bytes of UTF-8; what is cut off is counted."""
    kept: list[str] = []
    room -= len(_cut_note(len(report.findings)).encode())
    told = 0
    for part in parts(report, context):
        room -= len(part.text.encode("utf-8", "backslashreplace"))
        if room < 0:
            return "".join([*kept, _cut_note(len(report.findings) - told)])
        kept.append(part.text)
        told += part.findings
    return "".join(kept)


def command(name: str, properties: dict[str, str], message: str) -> str:
    """A command as the runner reads it back: escapes in properties, and fewer in the message."""
    written = ",".join(f"{key}={_escaped_property(value)}" for key, value in properties.items())
    return f"::{name} {written}::{_escaped(visible(message))}"


def _append_summary(report: Report, context: Context, path: Path) -> None:
    """Adds to what earlier commands of the step have written there."""
    written = path.stat().st_size if path.exists() else 0
    text = summary(report, context, SUMMARY_BYTES - written)
    with path.open("a", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        file.write(text)


def _cut_note(count: int) -> str:
    return f"\n… and {count:,} more that do not fit here; the log or another format has them all\n"


def _finding_command(finding: Finding, context: Context) -> str:
    location = finding.location
    properties = {
        "file": context.path_in_checkout(location.path),
        "line": str(location.start.line),
        "endLine": str(location.end.line),
    }
    # Of a span over several lines the runner takes no columns. The end is exclusive, as
    # everywhere: the runner wants it no less than the start, which an empty span has.
    if location.start.line == location.end.line:
        properties["col"] = str(location.start.column)
        properties["endColumn"] = str(location.end.column)
    properties["title"] = f"postlint: {finding.rule}"
    return command(_COMMANDS[finding.severity], properties, finding.message)


def _failure_command(failure: Failure, context: Context) -> str:
    properties = {"title": "postlint"}
    if failure.path:
        properties = {"file": context.path_in_checkout(failure.path), **properties}
    return command("error", properties, failure.message)


def _unsaid(findings: Sequence[Finding], failures: int) -> str:
    """What has no annotation, in words; empty when everything has one."""
    counts = {f"{severity.value}": 0 for severity in Severity}
    for finding in findings:
        counts[finding.severity.value] += 1
    counts["check that could not be made"] = failures
    told = [_count(count, noun) for noun, count in counts.items() if count]
    if not told:
        return ""
    return f"Not annotated, as GitHub shows no more: {', '.join(told)}; the job summary has all"


def _count(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {noun}"
    first, _, rest = noun.partition(" ")
    return f"{number:,} {first}s{' ' if rest else ''}{rest}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escaped_property(text: str) -> str:
    """A value as the runner reads it back, but that nothing in it steers who reads the log."""
    return visible(_escaped(text)).replace(":", "%3A").replace(",", "%2C")
