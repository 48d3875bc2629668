"""The JUnit report, read by junitparser."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findings import finding, shown
from hostile import texts
from hypothesis import given
from junitparser import Error, Failure, JUnitXml, TestCase, TestSuite

from postlint import project
from postlint.project import Report
from postlint.rule import Severity

if TYPE_CHECKING:
    from pathlib import Path


def suites(report: Report) -> dict[str, list[TestCase]]:
    """The cases of each suite; the counts of the report are checked on the way."""
    xml = JUnitXml.fromstring(shown(report, "junit").encode())
    found: dict[str, list[TestCase]] = {}
    for suite in xml:
        assert isinstance(suite, TestSuite)
        cases = list(suite)
        found[suite.name] = cases
        assert suite.tests == len(cases)
        assert suite.failures == sum(
            isinstance(one, Failure) for case in cases for one in case.result
        )
        assert suite.errors == sum(isinstance(one, Error) for case in cases for one in case.result)
    assert xml.tests == sum(map(len, found.values()))
    return found


def test_a_suite_a_post_and_a_case_a_finding() -> None:
    bad = finding("one\ntwo\n", "two", path="bad.md", severity=Severity.ERROR, message="<Two>")
    found = suites(Report((bad,), paths=("bad.md", "good.md")))
    assert list(found) == ["bad.md", "good.md"]
    (case,) = found["bad.md"]
    assert (case.name, case.classname) == ("spelling at 2:1", "bad.md")
    (failure,) = case.result
    assert (failure.message, failure.type) == ("<Two>", "error")
    assert failure.text.splitlines() == [
        "bad.md:2:1: error: <Two> [spelling]",
        " 2 | two",
        "   | ^^^",
    ]
    assert found["good.md"][0].is_passed


def test_what_could_not_be_checked_is_an_error() -> None:
    failures = (
        project.Failure("", "Plugin is broken"),
        project.Failure("a.md", "Binary, not text"),
    )
    found = suites(Report((), failures=failures, paths=("a.md",)))
    assert [one.message for case in found["a.md"] for one in case.result] == ["Binary, not text"]
    assert [one.message for case in found["postlint"] for one in case.result] == [
        "Plugin is broken"
    ]


@given(texts, texts)
def test_any_text_is_well_formed(path: str, text: str) -> None:
    written = suites(Report((finding(text, text, path=path, message=text),), paths=(path,)))
    assert sum(map(len, written.values())) == 1


def test_it_can_be_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "report.xml"
    path.write_text(shown(finding("é", "é", path="é.md"), "junit"), encoding="utf-8")
    (suite,) = JUnitXml.fromfile(str(path))
    assert suite.name == "é.md"
