"""The report for people: each finding with its line, the span underlined, and what to do.

The first line of a finding is ``path:line:column: severity: message [rule]``, the form that
editors and terminals turn into a link.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from postlint.reporters.screen import ELLIPSIS, excerpt, visible
from postlint.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TextIO

    from postlint.project import Report, Summary
    from postlint.reporters.context import Context
    from postlint.reporters.screen import Screen
    from postlint.rule import Edit, Finding, Location


def write(report: Report, out: TextIO, context: Context) -> None:
    """Writes every finding and a summary."""
    screen = context.screen
    for finding in report.findings:
        _write_lines(out, [*finding_lines(finding, screen), ""])
    _write_lines(out, summary_lines(report, screen))


def write_statistics(report: Report, out: TextIO, context: Context) -> None:
    """Writes the number of findings of each rule, most first, and a summary."""
    screen = context.screen
    fixable = Counter(finding.rule for finding in report.findings if finding.fix)
    digits = len(str(max(report.by_rule.values(), default=0)))
    for rule, count in report.by_rule.items():
        number = screen.paint(f"{count:>{digits}}", "bold")
        note = screen.paint(f" ({fixable[rule]} fixable)", "help") if fixable[rule] else ""
        _write_lines(out, [f"{number}  {visible(rule)}{note}"])
    if report.by_rule:
        _write_lines(out, [""])
    _write_lines(out, summary_lines(report, screen))


def finding_lines(finding: Finding, screen: Screen) -> Iterator[str]:
    """The lines that show a finding."""
    start = finding.location.start
    place = f"{visible(finding.location.path)}:{start.line}:{start.column}:"
    severity = screen.paint(f"{finding.severity}:", finding.severity)
    rule = screen.paint(f"[{visible(finding.rule)}]", "dim")
    yield f"{screen.paint(place, 'bold')} {severity} {visible(finding.message)} {rule}"
    margin = " " * (len(str(start.line)) + 1)
    if finding.location.snippet:
        yield from _snippet_lines(finding.location, margin, finding.severity, screen)
    hint = hint_of(finding)
    if hint:
        yield f"{margin} {screen.paint('=', 'gutter')} {screen.paint('help:', 'help')} {hint}"


def _snippet_lines(
    location: Location, margin: str, severity: Severity, screen: Screen
) -> Iterator[str]:
    """The line of the span and, below it, the underline; of a longer span, its first line."""
    line = location.snippet.rstrip("\r\n")
    first = location.start.offset - location.snippet_start
    last = min(location.end.offset - location.snippet_start, max(len(line), first + 1))
    cut_before = location.start.column - 1 > first
    shown = excerpt(
        line,
        first,
        last,
        screen.width - len(margin) - 3,
        prefix=ELLIPSIS if cut_before else "",
    )
    bar = screen.paint("|", "gutter")
    number = screen.paint(f" {location.start.line}", "gutter")
    yield f"{number} {bar} {shown.text}"
    underline = screen.paint("^" * shown.width, severity)
    yield f"{margin} {bar} {' ' * shown.start}{underline}"


def hint_of(finding: Finding) -> str:
    """What the fix would do, and the suggestions that the message and the fix do not name."""
    fix = finding.fix
    words = []
    if fix:
        edits = " and ".join(_edit_words(edit, finding.location) for edit in fix.edits)
        words.append(f"{edits} ({'--fix' if fix.safe else '--fix --unsafe-fixes'})")
    replacements = [edit.text for edit in fix.edits] if fix else []
    others = [text for text in finding.suggestions if text not in replacements]
    if not all(f'"{text}"' in finding.message for text in others):
        choice = _either([f'"{visible(text)}"' for text in others])
        words.append(f"or {choice}" if fix else f"try {choice}")
    return ", ".join(words)


def _edit_words(edit: Edit, location: Location) -> str:
    """What an edit does; what it replaces is named where that is not just what is underlined."""
    new = f'"{visible(edit.text)}"'
    if edit.start == edit.end:
        return f"insert {new}"
    old = "this"
    if (edit.start, edit.end) != (location.start.offset, location.end.offset):
        first, last = (offset - location.snippet_start for offset in (edit.start, edit.end))
        if first >= 0 and last <= len(location.snippet):
            old = f'"{visible(location.snippet[first:last])}"'
    if not edit.text:
        return f"remove {old}"
    return f"replace with {new}" if old == "this" else f"replace {old} with {new}"


def _either(choices: list[str]) -> str:
    *most, last = choices
    return f"{', '.join(most)} or {last}" if most else last


def summary_lines(report: Report, screen: Screen) -> Iterator[str]:
    """What the findings add up to, what was mended, and what could not be done."""
    summary = report.summary
    posts = counted(summary.files, "post")
    if report.fixed:
        yield screen.paint(f"Fixed {counted(report.fixed, 'problem')}", "good")
    if report.findings:
        found = counted(len(report.findings), "problem")
        affected = len({finding.location.path for finding in report.findings})
        brought = f"The change brought {found}" if report.of_change else f"Found {found}"
        yield f"{brought} in {affected:,} of {posts} ({_severities(summary, screen)})" + (
            _fixable(summary)
        )
    elif not report.failures:
        new = "new " if report.known else ""
        none = "The change brought no problems" if report.of_change else f"No {new}problems found"
        yield screen.paint(f"{none} in {posts}", "good")
    if report.known:
        yield f"{counted(report.known, 'known problem')} left out, as the baseline has them"
    if report.gone:
        yield (
            f"{counted(report.gone, 'problem')} of the baseline gone:"
            " postlint baseline --prune takes them out"
        )
    if report.failures:
        failures = counted(len(report.failures), "check")
        yield screen.paint(f"{failures} could not be made, so this is not all", "error")


def _severities(summary: Summary, screen: Screen) -> str:
    counts = {
        Severity.ERROR: summary.errors,
        Severity.WARNING: summary.warnings,
        Severity.INFO: summary.infos,
    }
    return ", ".join(
        screen.paint(counted(count, severity.value), severity)
        for severity, count in counts.items()
        if count
    )


def _fixable(summary: Summary) -> str:
    words = []
    unsafely = summary.fixable - summary.safely_fixable
    if summary.safely_fixable:
        words.append(f"{summary.safely_fixable:,} can be fixed with --fix")
    if unsafely:
        can_be = "more" if words else "can be fixed"
        words.append(f"{unsafely:,} {can_be} with --fix --unsafe-fixes")
    return f"; {', '.join(words)}" if words else ""


def counted(number: int, noun: str) -> str:
    """``1 post``, ``2 posts``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _write_lines(out: TextIO, lines: Iterable[str]) -> None:
    """Writes lines; a character that the stream's encoding lacks becomes its escape."""
    text = "".join(f"{line}\n" for line in lines)
    encoding = getattr(out, "encoding", None) or "utf-8"
    out.write(text.encode(encoding, "backslashreplace").decode(encoding))
