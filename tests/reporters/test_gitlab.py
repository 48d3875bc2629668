"""The Code Quality report, by what GitLab's documentation requires of each issue."""

from __future__ import annotations

import json
from typing import Any

from findings import finding, shown
from hostile import texts
from hypothesis import given
from jsonschema import Draft202012Validator

from postlint.project import Report
from postlint.reporters import Context
from postlint.rule import Severity

#: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
ISSUES = Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": r"^(?!\./)"},
                        "lines": {
                            "type": "object",
                            "required": ["begin"],
                            "properties": {"begin": {"type": "integer", "minimum": 1}},
                        },
                    },
                },
            },
        },
    }
)


def issues(report: Report, context: Context | None = None) -> list[dict[str, Any]]:
    written: list[dict[str, Any]] = json.loads(shown(report, "gitlab", context=context))
    ISSUES.validate(written)
    return written


def test_an_issue_a_finding() -> None:
    text = "one\ntwo three\nfour\n"
    wide = finding(text, "three\nfour", severity=Severity.ERROR, message="Too wide")
    narrow = finding(text, "one", rule="their-rule", severity=Severity.INFO)
    first, second = issues(Report((narrow, wide)))
    assert first["check_name"] == "their-rule"
    assert first["severity"] == "info"
    assert second["description"] == "Too wide"
    assert second["severity"] == "major"
    assert second["location"] == {"path": "post.md", "lines": {"begin": 2, "end": 3}}
    assert issues(Report(())) == []


def test_fingerprints_survive_edits_elsewhere() -> None:
    (before,) = issues(Report((finding("one\ntwo\n", "two"),)))
    (after,) = issues(Report((finding("new\n\none\n  two\n", "two"),)))
    assert before["fingerprint"] == after["fingerprint"]
    assert before["location"] != after["location"]


def test_paths_begin_at_the_top_of_the_checkout() -> None:
    context = Context(environment={"CI_PROJECT_DIR": "/builds/site"}, folder="/builds/site/blog")
    (issue,) = issues(Report((finding("x", "x", path="posts/a.md"),)), context)
    assert issue["location"]["path"] == "blog/posts/a.md"


@given(texts, texts)
def test_any_text_is_valid(path: str, text: str) -> None:
    one = finding(text, text, path=path, message=text)
    names = {issue["fingerprint"] for issue in issues(Report((one, one)))}
    assert len(names) == 2
