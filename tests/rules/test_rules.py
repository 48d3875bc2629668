"""Every rule does what its own examples say, and every rule is documented."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from postlint.discovery import discover
from postlint.fixing import Allowed, fix
from postlint.registry import load_registry
from postlint.runner import Run
from postlint.settings import Configuration, Overrides

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from postlint.project import Report
    from postlint.rule import Example, Finding, Rule

REGISTRY = load_registry()
RULES = list(REGISTRY.rules.values())


def examples(kind: str) -> Iterator[Any]:
    for rule in RULES:
        for number, example in enumerate(getattr(rule, kind), 1):
            yield pytest.param(rule, example, id=f"{rule.name}-{number}")


def run_example(rule: type[Rule], example: Example, folder: Path) -> Run:
    """Lints the example's files in an empty folder, by this rule alone."""
    for path, text in {**example.files, example.path: example.text}.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    options = {key.replace("_", "-"): value for key, value in example.options.items()}
    settings: dict[str, Any] = {"rules": {rule.name: options}}
    if rule.family != "directives":
        # Rules about directives need the others, which the directives are about.
        settings["select"] = [rule.name]
    settings["links"] = {"online": example.verdicts is not None}
    configuration = Configuration(Overrides(isolated=True, values=settings))
    discovered = discover([".", example.path], configuration)
    run = Run(configuration, failures=discovered.failures)
    run.lint_files(discovered.paths)
    if example.verdicts is not None:
        run.know_urls(example.verdicts)
    return run


def of_rule(report: Report, rule: type[Rule], path: str) -> list[Finding]:
    assert report.failures == ()
    return [
        finding
        for finding in report.findings
        if finding.rule == rule.name and finding.location.path == path
    ]


def described(finding: Finding) -> str:
    start, end = finding.location.start, finding.location.end
    return f"{start.line}:{start.column}-{end.line}:{end.column} {finding.message}"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(("rule", "example"), list(examples("valid")))
def test_valid_example_is_not_reported(rule: type[Rule], example: Example, folder: Path) -> None:
    report = run_example(rule, example, folder).report()
    assert [described(finding) for finding in of_rule(report, rule, example.path)] == []


@pytest.mark.parametrize(("rule", "example"), list(examples("invalid")))
def test_invalid_example_is_reported(rule: type[Rule], example: Example, folder: Path) -> None:
    findings = of_rule(run_example(rule, example, folder).report(), rule, example.path)
    assert example.reports, "an invalid example says what is reported"
    assert [described(finding) for finding in findings] == list(example.reports)
    if example.suggestions is not None:
        assert [finding.suggestions for finding in findings] == list(example.suggestions)


@pytest.mark.parametrize(("rule", "example"), list(examples("invalid")))
def test_invalid_example_is_mended(rule: type[Rule], example: Example, folder: Path) -> None:
    run = run_example(rule, example, folder)
    outcome = fix(run, Allowed.UNSAFE)
    assert outcome.report.failures == ()
    assert outcome.refused == ()
    mended = run.source(example.path).text
    assert mended == (example.text if example.fixed is None else example.fixed)
    assert fix(run, Allowed.UNSAFE).changes == (), "mending twice changes nothing more"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_is_documented(rule: type[Rule]) -> None:
    summary, _, rest = (rule.__doc__ or "").partition("\n")
    assert re.match(r"[A-Z\"`].*[.…]$", summary), "the first line is a sentence"
    assert "Why it matters:" in rest
    assert "Use instead:" in rest
    assert rule.valid
    assert rule.invalid
    for option in rule.option_fields():
        assert option.doc, f"option {option.name} has documentation"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_fix_safety_is_documented_where_there_is_a_fix(rule: type[Rule]) -> None:
    has_fix = any(example.fixed is not None for example in rule.invalid)
    assert rule.fix_safety or not has_fix


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_messages_have_the_house_style(rule: type[Rule]) -> None:
    for example in rule.invalid:
        for report in example.reports:
            message = report.partition(" ")[2]
            assert message[:1].isupper() or message[:1] in "\"“`'", message
            assert not message.endswith("."), message


def test_names_and_aliases_are_unique() -> None:
    names = [name.lower() for rule in RULES for name in (rule.name, *rule.aliases)]
    assert sorted(names) == sorted(set(names))
    for family, rules in REGISTRY.families.items():
        assert family not in names or family in rules, "a family may only be named like its rule"


def test_every_plugin_loads() -> None:
    assert REGISTRY.failures == ()
