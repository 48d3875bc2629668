"""The SARIF report: valid against the published schema, and its fixes apply."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
from findings import finding, shown
from hostile import HOSTILE, texts
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator
from published import published

from postlint.project import Failure, Report
from postlint.registry import load_registry
from postlint.reporters import Context
from postlint.rule import Edit, Fix, Severity
from postlint.source import Source

TEXT = "LLMs:\n\nthe traiing dáta\n"


def log(report: Report, **context: Any) -> dict[str, Any]:
    context = {"rules": load_registry().rules, **context}
    written: dict[str, Any] = json.loads(shown(report, "sarif", context=Context(**context)))
    return written


def results(report: Report, **context: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = log(report, **context)["runs"][0]["results"]
    return found


@pytest.fixture(scope="module")
def validator() -> Draft4Validator:
    schema = published("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json")
    return Draft4Validator(json.loads(schema.read_text(encoding="utf-8")))


def test_it_follows_the_published_schema(validator: Draft4Validator) -> None:
    found = [
        finding(
            text, text, path=text, message=text, fix=Fix((Edit(0, 1, text),)), severity=severity
        )
        for text, severity in zip(HOSTILE, list(Severity) * len(HOSTILE), strict=False)
    ]
    failures = (Failure("", "Plugin is broken"), Failure("a b.md", "Binary"))
    job = {"CI_PROJECT_URL": "https://gitlab.example/ana/blog", "CI_COMMIT_SHA": "1" * 40}
    for report in (Report(tuple(found), failures), Report(())):
        for environment in ({}, job):
            read = {"read_source": lambda path: Source(path, "some text\n")}
            validator.validate(log(report, **read, environment=environment))


def test_a_result_tells_where_what_and_how_to_mend_it() -> None:
    bad = finding(TEXT, "traiing", path="a b/é.md", fix=Fix((Edit(11, 18, "training"),), safe=True))
    (result,) = results(Report((bad,)), read_source=lambda path: Source(path, TEXT))
    place = result["locations"][0]["physicalLocation"]
    region = {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 12}
    assert place["artifactLocation"] == {"uri": "a%20b/%C3%A9.md", "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {**region, "snippet": {"text": "traiing"}}
    assert place["contextRegion"]["snippet"]["text"] == "the traiing dáta"
    assert result["level"] == "warning"
    (change,) = result["fixes"][0]["artifactChanges"]
    assert change["replacements"] == [
        {"deletedRegion": region, "insertedContent": {"text": "training"}}
    ]


def test_rules_bring_their_help() -> None:
    (driver,) = (run["tool"]["driver"] for run in log(Report((finding(TEXT, "dáta"),)))["runs"])
    (rule,) = driver["rules"]
    assert rule["id"] == "spelling"
    assert "## Why it matters" in rule["help"]["markdown"]
    assert rule["helpUri"].endswith("/spelling.md")
    assert rule["defaultConfiguration"] == {"level": "warning"}


def test_rules_have_what_code_scanning_asks_of_them() -> None:
    """GitHub wants a full description; a name that is the same as the id is against the rules."""
    found = tuple(finding(TEXT, "dáta", rule=name) for name in load_registry().rules)
    (run,) = log(Report(found))["runs"]
    for rule in run["tool"]["driver"]["rules"]:
        assert rule["fullDescription"]["text"].startswith(rule["shortDescription"]["text"])
        assert rule.get("name", "").lower() != rule["id"]


def test_it_tells_what_is_checked_out() -> None:
    environment = {
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_REPOSITORY": "ana/blog",
        "GITHUB_SHA": "1" * 40,
    }
    (run,) = log(Report(()), environment=environment)["runs"]
    assert run["versionControlProvenance"] == [
        {
            "repositoryUri": "https://github.com/ana/blog",
            "revisionId": "1" * 40,
            "mappedTo": {"uriBaseId": "%SRCROOT%"},
        }
    ]


def test_a_rule_that_is_not_known_has_its_name() -> None:
    report = Report((finding(TEXT, "dáta", rule="their-rule"),))
    (rule,) = log(report)["runs"][0]["tool"]["driver"]["rules"]
    assert rule == {"id": "their-rule", "name": "TheirRule"}


def test_what_could_not_be_done_is_told() -> None:
    (run,) = log(Report((), failures=(Failure("a.md", "Binary, not text"),)))["runs"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is False
    (told,) = invocation["toolExecutionNotifications"]
    assert told["message"]["text"] == "Binary, not text"


@pytest.mark.parametrize(
    ("path", "environment", "uri"),
    [
        ("a#b?.md", {}, "a%23b%3F.md"),
        ("a:b.md", {}, "a%3Ab.md"),
        ("/x/a.md", {}, "file:///x/a.md"),
        ("C:/x/a.md", {}, "file:///C:/x/a.md"),
        ("p/\udcff.md", {}, "p/%FF.md"),
        ("p/a.md", {"GITHUB_WORKSPACE": "/w"}, "blog/p/a.md"),
        ("/elsewhere/a.md", {"GITHUB_WORKSPACE": "/w"}, "file:///elsewhere/a.md"),
    ],
)
def test_paths_are_uris(path: str, environment: dict[str, str], uri: str) -> None:
    report = Report((finding("x", "x", path=path),))
    (result,) = results(report, environment=environment, folder="/w/blog")
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == uri
    assert ("uriBaseId" in artifact) == (not uri.startswith("file:"))


@given(st.text("aé𐐀\n ", min_size=1, max_size=30), st.data())
def test_replacements_do_what_the_fix_does(text: str, data: st.DataObject) -> None:
    start, end = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
    bad = finding(text, text, fix=Fix((Edit(start, end, "new"),)))
    (result,) = results(Report((bad,)), read_source=lambda path: Source(path, text))
    (replacement,) = result["fixes"][0]["artifactChanges"][0]["replacements"]
    region = replacement["deletedRegion"]
    lines = [0, *(match.end() for match in re.finditer("\n", text))]
    first = lines[region["startLine"] - 1] + region["startColumn"] - 1
    last = lines[region["endLine"] - 1] + region["endColumn"] - 1
    assert (first, last) == (start, end)


@given(texts, texts)
def test_any_text_survives(path: str, text: str) -> None:
    one = finding(text, text, path=path, message=text)
    first, second = results(Report((one, one)))
    assert first["partialFingerprints"] != second["partialFingerprints"]
    uri = first["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert re.fullmatch(r"[A-Za-z0-9/._~%:-]*", uri)
    if not path.startswith("/") and path.isascii():
        assert unquote(uri) == path


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("No definition of {0}", "No definition of {{0}}"),
        ("See [this](4)", r"See \[this\](4)"),
        ("Tag {{ page.url }} and [x]", "Tag {{ page.url }} and [x]"),
    ],
)
def test_messages_are_no_templates_and_have_no_links(message: str, text: str) -> None:
    (result,) = results(Report((finding("x", "x", message=message),)))
    assert result["message"] == {"text": text}
