"""The example blog: every defect that the rules know, and nothing else, is found in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from postlint.api import lint_paths
from postlint.registry import load_registry
from postlint.reporters.rule_pages import rule_url

if TYPE_CHECKING:
    import pytest

    from postlint.rule import Rule

ROOT = Path(__file__).parents[1]


def test_the_report_on_the_examples_is_as_reviewed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "examples" / "posts")
    report = lint_paths(["."])
    found = [
        f"{finding.location.path}:{finding.location.start.line}:{finding.location.start.column}"
        f" {finding.rule}: {finding.message}"
        for finding in report.findings
    ]
    reviewed = (ROOT / "tests" / "examples.txt").read_text(encoding="utf-8").splitlines()
    assert found == reviewed
    assert not report.failures


def test_every_rule_finds_something_in_the_examples() -> None:
    report = lint_paths([str(ROOT / "examples" / "posts")])
    expected = {
        name
        for name, rule in load_registry().rules.items()
        if rule.enabled and rule_url(name) and not needs_more_than_posts(rule)
    }
    assert expected - set(report.by_rule) == set()


def needs_more_than_posts(rule: type[Rule]) -> bool:
    """Whether a rule finds something only on the web, or in what is known of a site."""
    examples = [example for example in rule.invalid if not example.options]
    return all(example.verdicts or "_config.yml" in example.files for example in examples)
