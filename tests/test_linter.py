"""One document: findings, facts, and rules that raise."""

from __future__ import annotations

import pickle
from pathlib import Path
from textwrap import dedent

import pytest

from postlint.api import lint_paths, lint_text
from postlint.linter import lint_document
from postlint.project import Failure
from postlint.settings import Configuration, Overrides
from postlint.source import Source

PLUGIN = """\
    from postlint.rule import Rule

    class Raises(Rule):
        name = "raises"

        def check(self, document):
            for heading in document.nodes("heading"):
                yield self.report(heading, "A heading")
                helper(heading)

    class RaisesAcrossFiles(Rule):
        name = "raises-across-files"

        def check_project(self, project):
            raise KeyError("x")
            yield

    class OutOfBounds(Rule):
        name = "out-of-bounds"

        def check(self, document):
            yield self.report((0, 10**6), "Too far")

    def helper(heading):
        return heading.depth / 0
    """


@pytest.fixture
def plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools/our_rules.py").write_text(dedent(PLUGIN), encoding="utf-8")
    return "tools/our_rules.py"


def test_a_result_is_findings_directives_and_facts() -> None:
    settings = Configuration(Overrides(isolated=True)).for_path("a.md")
    text = "# Title\n\n[a]() <!-- postlint-disable-line -->\n"
    result = lint_document(Source.from_text(text, "a.md"), settings)
    assert result.path == "a.md"
    assert [finding.rule for finding in result.findings] == ["empty-link"]
    assert len(result.directives) == 1
    assert result.facts is not None
    assert result.failures == ()
    assert pickle.loads(pickle.dumps(result)) == result


@pytest.mark.parametrize("text", ["", "\n", "\ufeff", "\0", "\r", "---\n---\n", "\ud800"])
def test_odd_texts_are_linted(text: str) -> None:
    report = lint_text(text)
    assert report.failures == ()
    assert report.paths == ("post.md",)


def test_a_rule_that_raises_is_told_and_the_others_run(plugin: str) -> None:
    report = lint_text("# A\n\n[a]()\n", settings={"plugins": [plugin]})
    assert report.failures == (
        Failure("", "Rule \"raises-across-files\" failed: KeyError: 'x' (tools/our_rules.py:15)"),
        Failure(
            "post.md",
            'Rule "out-of-bounds" failed: ValueError: span 0-1000000 is not in a text of 11'
            " (tools/our_rules.py:21)",
        ),
        Failure(
            "post.md",
            'Rule "raises" failed: ZeroDivisionError: division by zero (tools/our_rules.py:25)',
        ),
    )
    assert [finding.rule for finding in report.findings] == ["raises", "empty-link"]


def test_a_rule_withdraws_what_its_site_explains(plugin: str) -> None:
    Path(plugin).write_text(
        dedent("""\
        from postlint.rule import Rule

        class Heading(Rule):
            name = "heading"

            def check(self, document):
                for heading in document.nodes("heading"):
                    yield self.report(heading, document.text_of(heading))

            def holds(self, finding, project):
                return {"Held": True, "Withdrawn": False}[finding.message]
        """),
        encoding="utf-8",
    )
    settings = {"plugins": [plugin], "select": ["heading"]}
    report = lint_text("# Held\n\n# Withdrawn\n\n# Unknown\n", settings=settings)
    assert [finding.message for finding in report.findings] == ["Held", "Unknown"]
    told = "Rule \"heading\" failed: KeyError: 'Unknown' (tools/our_rules.py:11)"
    assert report.failures == (Failure("", told),)


UNSOUND = """\
    import sys
    from typing import Annotated

    from postlint.rule import Edit, Fix, Rule, RuleOptions, option

    class Exits(Rule):
        name = "exits"

        def check(self, document):
            sys.exit(3)

    class NoMessage(Rule):
        name = "no-message"

        def check(self, document):
            yield self.report((0, 1), None)

    class NoFix(Rule):
        name = "no-fix"

        def check(self, document):
            yield self.report((0, 1), "Text", fix=Fix((Edit(0, 99, ""),)))

    class NoFinding(Rule):
        name = "no-finding"

        def check_project(self, project):
            yield "text"

    class NoStart(Rule):
        name = "no-start"

        def __init__(self, options=None, severity=None):
            raise OSError("no model")

    class Checked(Rule):
        name = "checked"

        class Options(RuleOptions, frozen=True):
            most: Annotated[int, option("The most.")] = 3

            def __post_init__(self):
                if self.most < 1:
                    raise ValueError("most must be positive")

    class Untold(Rule):
        name = "untold"

        class Options(RuleOptions, frozen=True):
            names: Annotated[set, option("Names.")] = ()
    """

#: Rule, its options, and how it is told.
UNSOUND_RULES = [
    ("exits", {}, "failed: SystemExit: 3 (tools/our_rules.py:10)"),
    (
        "no-message",
        {},
        "failed: TypeError: the message must be of type str, not None (tools/our_rules.py:15)",
    ),
    ("no-fix", {}, "failed: ValueError: span 0-99 is not in a text of 5 (tools/our_rules.py:21)"),
    (
        "no-finding",
        {},
        "failed: TypeError: reported 'text', which is no Finding (tools/our_rules.py:27)",
    ),
    ("no-start", {}, "cannot be set up: OSError: no model (tools/our_rules.py:34)"),
    (
        "checked",
        {"most": 0},
        "cannot be set up: ValueError: most must be positive (tools/our_rules.py:44)",
    ),
    (
        "untold",
        {"names": ["x"]},
        "cannot be set up: TypeError: options cannot have the type <class 'set'>"
        " (tools/our_rules.py:46)",
    ),
]


@pytest.mark.parametrize(("rule", "options", "told"), UNSOUND_RULES)
def test_whatever_a_plugin_does_is_told_and_the_others_run(
    plugin: str, tmp_path: Path, rule: str, options: dict[str, int], told: str
) -> None:
    (tmp_path / plugin).write_text(dedent(UNSOUND), encoding="utf-8")
    settings = {"plugins": [plugin], "select": [rule, "empty-link"], "rules": {rule: options}}
    report = lint_text("[a]()", settings=settings)
    assert [failure.message for failure in report.failures] == [f'Rule "{rule}" {told}']
    assert [finding.rule for finding in report.findings] == ["empty-link"]


def test_no_directive_is_called_unused_where_a_rule_failed(plugin: str) -> None:
    text = "<!-- postlint-disable raises-across-files, empty-link -->\n\nText.\n"
    settings = {"plugins": [plugin], "ignore": ["raises", "out-of-bounds"]}
    report = lint_text(text, settings=settings)
    assert [finding.message for finding in report.findings] == [
        'Nothing is disabled by "empty-link" here'
    ]
    report = lint_text("# A\n" + text, settings={"plugins": [plugin]})
    assert [finding.rule for finding in report.findings] == ["raises"]


def test_a_failure_in_a_worker_is_told_alike(plugin: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# A\n" + "Text. " * 300_000, encoding="utf-8")
    (tmp_path / "b.md").write_text("# B\n" + "Text. " * 300_000, encoding="utf-8")
    settings = {"plugins": [plugin], "select": ["raises"]}
    one = lint_paths(["a.md", "b.md"], settings=settings)
    assert lint_paths(["a.md", "b.md"], settings=settings, jobs=2) == one
    assert len(one.failures) == 2
