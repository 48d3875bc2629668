"""The concise report, read back by a problem matcher's pattern."""

from __future__ import annotations

import re

from findings import finding, shown
from hostile import texts
from hypothesis import given

from postlint.project import Report
from postlint.reporters.screen import visible

#: As in an editor's problem matcher: file, line, column, message, code.
MATCHER = re.compile(r"^(.+?):(\d+):(\d+): (.*) \[([a-z0-9-]+)\]$")


def test_a_line_a_finding() -> None:
    text = "one\ntwo three\n"
    report = Report(
        (
            finding(text, "one", message='"one" is wrong', path="posts/a.md"),
            finding(text, "three", rule="empty-link", path="posts/b c.md"),
        )
    )
    assert shown(report, "concise") == (
        'posts/a.md:1:1: "one" is wrong [spelling]\n'
        "posts/b c.md:2:5: Something is wrong [empty-link]\n"
    )


def test_nothing_found_is_nothing_said() -> None:
    assert shown(Report((), paths=("a.md",)), "concise") == ""


@given(texts)
def test_no_message_can_forge_a_line(text: str) -> None:
    written = shown(finding(text, text, message=text), "concise")
    (line,) = re.split(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]", written.removesuffix("\n"))
    match = MATCHER.match(line)
    assert match
    assert match.groups() == ("post.md", "1", "1", visible(text), "spelling")
