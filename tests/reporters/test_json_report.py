"""The JSON report and its published schema."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from findings import counted, finding, shown
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from postlint.project import Report
from postlint.reporters import rule_pages
from postlint.rule import Edit, Fix, Severity

SCHEMA = Path(__file__).parents[2] / "docs" / "report.schema.json"


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture
def report(monkeypatch: pytest.MonkeyPatch) -> Report:
    text = "LLMs:\n\nthe traiing data\n"
    bad = finding(
        text,
        "traiing",
        path="posts/llm.md",
        message='"traiing" is misspelled; did you mean "training"?',
        suggestions=("training", "trailing"),
        fix=Fix((Edit(11, 18, "training"),)),
    )
    other = finding(text, "data", rule="their-rule", severity=Severity.INFO)
    pages = {"spelling": "https://example.org/spelling"}
    monkeypatch.setattr("postlint.reporters.json_report.rule_url", pages.get)
    return Report((bad, other), paths=("posts/llm.md", "post.md"))


def test_the_report_is_what_the_design_says(report: Report) -> None:
    assert json.loads(shown(report, "json")) == {
        "version": 1,
        "summary": {"files": 2, "errors": 0, "warnings": 1, "infos": 1, "fixable": 1},
        "diagnostics": [
            {
                "path": "posts/llm.md",
                "rule": "spelling",
                "severity": "warning",
                "message": '"traiing" is misspelled; did you mean "training"?',
                "start": {"line": 3, "column": 5, "offset": 11},
                "end": {"line": 3, "column": 12, "offset": 18},
                "suggestions": ["training", "trailing"],
                "fix": {"safe": False, "edits": [{"start": 11, "end": 18, "text": "training"}]},
                "url": "https://example.org/spelling",
            },
            {
                "path": "post.md",
                "rule": "their-rule",
                "severity": "info",
                "message": "Something is wrong",
                "start": {"line": 3, "column": 13, "offset": 19},
                "end": {"line": 3, "column": 17, "offset": 23},
                "suggestions": [],
                "fix": None,
                "url": None,
            },
        ],
    }


def test_statistics_stand_in_the_place_of_the_diagnostics(report: Report) -> None:
    written = json.loads(counted(report, "json"))
    assert written["statistics"] == [
        {"rule": "spelling", "count": 1},
        {"rule": "their-rule", "count": 1},
    ]
    assert "diagnostics" not in written


def test_reports_follow_the_schema(report: Report, validator: Draft202012Validator) -> None:
    empty = Report((), paths=("post.md",))
    for text in (
        shown(report, "json"),
        counted(report, "json"),
        shown(empty, "json"),
        counted(empty, "json"),
    ):
        validator.validate(json.loads(text))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["version"], 2),
        (["summary", "files"], -1),
        (["diagnostics", 0, "severity"], "fatal"),
        (["diagnostics", 0, "start", "line"], 0),
        (["diagnostics", 0, "rule"], "No Rule"),
        (["diagnostics", 0, "fix", "edits"], []),
        (["diagnostics", 0, "colour"], "red"),
        (["statistics"], []),
    ],
)
def test_the_schema_rejects_what_is_no_report(
    report: Report, validator: Draft202012Validator, path: list[Any], value: Any
) -> None:
    document = json.loads(shown(report, "json"))
    place = document
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    assert not validator.is_valid(document)


#: What a file name may hold: bytes that are not UTF-8 are low surrogates in Python.
ANYTHING = st.characters() | st.characters(
    min_codepoint=0xDC80, max_codepoint=0xDCFF, categories=["Cs"]
)


@given(st.text(ANYTHING, min_size=1))
def test_any_text_survives_and_only_ascii_is_written(text: str) -> None:
    bad = finding(text, text, path=text, message=text, suggestions=(text,))
    written = shown(Report((bad,), paths=(text,)), "json")
    assert written.isascii()
    (item,) = json.loads(written)["diagnostics"]
    assert [item["path"], item["message"], item["suggestions"]] == [text, text, [text]]


def test_a_diagnostic_is_a_line(report: Report) -> None:
    items = [line for line in shown(report, "json").splitlines() if line.startswith("    {")]
    assert len(items) == len(report.findings)


def test_own_rules_have_a_page_and_unknown_ones_none() -> None:
    page = rule_pages.rule_url("empty-section")
    assert page == f"{rule_pages.RULE_PAGES}empty-section.md"
    assert rule_pages.rule_url("rule-of-somebody-else") is None
