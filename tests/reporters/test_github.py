"""Annotations, read back as GitHub's runner reads them, and the job's summary."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from commands import Command
from commands import commands as parsed
from findings import finding, shown
from hostile import texts
from hypothesis import given

from postlint.project import Failure, Report
from postlint.reporters import Context
from postlint.reporters.github import SHOWN_PER_LEVEL, SUMMARY_BYTES, summary
from postlint.reporters.screen import visible
from postlint.rule import Finding, Severity

if TYPE_CHECKING:
    from pathlib import Path

LINE = "a line with words\n"


def runner(output: str) -> list[Command]:
    """What the runner takes from a step's output, in which nothing but commands may be.

    Any other line would be something that a post has brought in.
    """
    found = list(parsed(output))
    lines = re.split(r"\r\n|[\r\n]", output.removesuffix("\n")) if output else []
    assert len(found) == len(lines)
    assert all(line.startswith("::") for line in lines)
    return found


def many(severity: Severity, count: int) -> list[Finding]:
    """Findings alike but for their paths."""
    return [
        finding(LINE, "words", severity=severity, path=f"{severity}-{number:04}.md")
        for number in range(count)
    ]


def commands(report: Report, **context: Any) -> list[Command]:
    return runner(shown(report, "github", context=Context(**context)))


def test_a_finding_is_an_annotation_at_its_place() -> None:
    one = finding(
        "x\n" + LINE, "line", path="posts/a.md", message="100% wrong", severity=Severity.ERROR
    )
    assert commands(Report((one,))) == [
        Command(
            "error",
            {
                "file": "posts/a.md",
                "line": "2",
                "endLine": "2",
                "col": "3",
                "endColumn": "7",
                "title": "postlint: spelling",
            },
            "100% wrong",
        )
    ]


def test_several_lines_have_no_columns() -> None:
    (command,) = commands(Report((finding("a\nb\n", "a\nb", severity=Severity.INFO),)))
    assert command.name == "notice"
    assert {"line", "endLine", "file", "title"} == command.properties.keys()


def test_paths_begin_at_the_top_of_the_checkout() -> None:
    report = Report((finding(LINE, "line", path="posts/a.md"),))
    environment = {"GITHUB_WORKSPACE": "/home/runner/work/r/r"}
    (command,) = commands(report, environment=environment, folder="/home/runner/work/r/r/blog")
    assert command.properties["file"] == "blog/posts/a.md"


@given(texts, texts)
def test_nothing_in_a_post_is_a_command(path: str, text: str) -> None:
    one = finding(text, text, path=path, message=text)
    failure = Failure(path, text)
    error, warning = commands(Report((one,), failures=(failure,)))
    assert (error.name, warning.name) == ("error", "warning")
    for command in (error, warning):
        # Ends of lines have escapes of their own; the rest is shown as everywhere.
        shown_path = re.sub(r"[^\r\n]+", lambda part: visible(part[0]), path)
        assert command.properties["file"] == shown_path
        assert command.message == visible(text)
    assert warning.properties["title"] == "postlint: spelling"


def test_what_fits_is_shown_without_more_words() -> None:
    report = Report(
        (*many(Severity.ERROR, 10), *many(Severity.WARNING, 10), *many(Severity.INFO, 10))
    )
    assert len(commands(report)) == 30


def test_the_most_severe_come_first_and_the_rest_is_told() -> None:
    report = Report(
        (*many(Severity.INFO, 20), *many(Severity.WARNING, 11), *many(Severity.ERROR, 12)),
        failures=(Failure("z.md", "Binary, not text"),),
    )
    written = commands(report)
    assert [command.name for command in written] == (
        ["error"] * SHOWN_PER_LEVEL + ["warning"] * SHOWN_PER_LEVEL + ["notice"] * SHOWN_PER_LEVEL
    )
    assert written[0].message == "Binary, not text"
    assert written[-1].message == (
        "Not annotated, as GitHub shows no more: 3 errors, 1 warning, 11 infos; the job summary"
        " has all"
    )


def test_of_the_same_severity_changed_lines_come_first() -> None:
    report = Report((*many(Severity.ERROR, 1), *many(Severity.WARNING, 30)))
    written = commands(report, is_changed=lambda one: one.location.path >= "warning-0025")
    files = [command.properties.get("file") for command in written]
    assert files[:6] == ["error-0000.md", *(f"warning-00{n}.md" for n in range(25, 30))]
    assert files[6] == "warning-0000.md"


def test_many_failures_are_counted() -> None:
    failures = tuple(Failure(f"{n}.md", "Binary") for n in range(12))
    *shown_failures, last = commands(Report((), failures=failures))
    assert [command.name for command in shown_failures] == ["error"] * SHOWN_PER_LEVEL
    assert "2 checks that could not be made" in last.message


def test_the_summary_is_added_to_the_steps_own(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    path.write_text("before\n", encoding="utf-8")
    report = Report((finding(LINE, "line"),), paths=("post.md",))
    commands(report, environment={"GITHUB_STEP_SUMMARY": str(path)})
    text = path.read_text(encoding="utf-8")
    assert text.startswith("before\n## postlint\n")
    assert "Something is wrong" in text


def test_a_summary_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    path = str(tmp_path / "none" / "summary.md")
    (command,) = commands(Report(()), environment={"GITHUB_STEP_SUMMARY": path})
    assert command.name == "warning"
    assert command.message == "The summary could not be written: No such file or directory"


@pytest.mark.parametrize("room", [0, 150, 400, 1000, 4000])
def test_a_summary_is_cut_between_findings(room: int) -> None:
    report = Report(tuple(many(Severity.WARNING, 60)), paths=("a.md",))
    text = summary(report, Context(), room)
    told = text.count("Something is wrong")
    rest = re.search(r"and (\d+) more that do not fit", text)
    assert rest
    assert told + int(rest[1]) == 60
    assert len(text.encode()) <= max(room, 120)


def test_a_large_summary_is_as_large_as_github_takes(tmp_path: Path) -> None:
    path = tmp_path / "summary.md"
    path.write_text("é" * 1000, encoding="utf-8")
    report = Report(tuple(many(Severity.WARNING, 20_000)), paths=("a.md",))
    commands(report, environment={"GITHUB_STEP_SUMMARY": str(path)})
    assert SUMMARY_BYTES - 500 < path.stat().st_size <= SUMMARY_BYTES
