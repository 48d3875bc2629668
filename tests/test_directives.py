"""Comments that speak to postlint: what they are, what they disable, and what is unused."""

from __future__ import annotations

from typing import Any
from unittest.mock import Mock

import pytest

from postlint.api import lint_text
from postlint.directives import Directives, parse_directives
from postlint.document import make_document
from postlint.fixing import apply_edits
from postlint.links.online.uses import web_links
from postlint.source import Source

SELECTED = ["empty-section", "empty-link", "missing-code-language", "directives"]


def directives_of(text: str, path: str = "post.md") -> Directives:
    return parse_directives(make_document(Source.from_text(text, path)))


def reported(text: str, path: str = "post.md", **settings: Any) -> list[str]:
    report = lint_text(text, path=path, settings={"select": SELECTED, **settings})
    assert report.failures == ()
    return [f"{finding.location.start.line} {finding.rule}" for finding in report.findings]


# Where directives are read


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("<!-- postlint-disable x, y -- why not -->", "a.md"),
        ("<!--postlint-disable: x y-->", "a.md"),
        ("<!--\n  postlint-disable\n  x\n  y\n-->", "a.md"),
        ("<!-- POSTLINT-Disable x y -->".replace("POSTLINT", "postlint"), "a.md"),
        ("> text <!-- postlint-disable x y --> text", "a.md"),
        ("- <!-- postlint-disable x y -->", "a.md"),
        ("<div><!-- postlint-disable x y --></div>", "a.md"),
        ("<pre>\n<!-- postlint-disable x y -->\n</pre>", "a.md"),
        ("<script>\n<!-- postlint-disable z -->\n</script> <!-- postlint-disable x y -->", "a.md"),
        ("<div><!-- <script> --> <!-- postlint-disable x y --></div>", "a.md"),
        ("{% comment %} postlint-disable x y {% endcomment %}", "a.md"),
        ("{%- comment -%}postlint-disable x y -- why{%- endcomment -%}", "a.md"),
        ("text {# postlint-disable x y #} text", "a.md"),
        ("{% # postlint-disable x y %}", "a.md"),
        ("text {%- # postlint-disable x y -- why -%} text", "a.md"),
        ("{{/* postlint-disable x y */}}", "a.md"),
        ("text {{- /* postlint-disable x y -- why */ -}} text", "a.md"),
        ("{/* postlint-disable x y */}", "a.mdx"),
        ("text {/* postlint-disable x y -- why */} text", "a.mdx"),
    ],
)
def test_a_directive_in_any_comment(text: str, path: str) -> None:
    (directive,) = directives_of(text, path).all
    assert directive.command == "disable"
    assert [name.text for name in directive.names] == ["x", "y"]
    for name in directive.names:
        start, end = name.location.start.offset, name.location.end.offset
        assert text[start:end] == name.text


@pytest.mark.parametrize(
    "text",
    [
        "`<!-- postlint-disable -->`",
        "    <!-- postlint-disable -->",
        "```\n<!-- postlint-disable -->\n```",
        "<!-- this postlint-disable is prose -->",
        "<!-- postlint is a linter -->",
        "postlint-disable x",
        "<!-- postlint-disable",
        "\\<!-- postlint-disable -->",
        # There it is text, which shows on the page.
        "<textarea>\n<!-- postlint-disable -->\n</textarea>",
        "<div><TITLE lang=en><!-- postlint-disable --></TITLE></div>",
        "<script>\n<!-- postlint-disable -->",
        "<style>\n</styles>\n<!-- postlint-disable -->\n</style>",
    ],
)
def test_what_is_no_directive(text: str) -> None:
    assert directives_of(text) == Directives()


def test_words_are_gathered() -> None:
    text = (
        "<!-- postlint-words: foo, bar -->\n\nText <!-- postlint-words baz -- a name -->\n\n"
        "{# postlint-words: qux #}\n"
    )
    assert directives_of(text) == Directives(frozenset({"foo", "bar", "baz", "qux"}))


def test_words_are_right_for_the_speller() -> None:
    settings = {"select": ["spelling"], "rules": {"spelling": {"mode": "strict"}}}
    text = "The frobnicator wrobbled.\n"
    assert len(lint_text(text, settings=settings).findings) == 2
    declared = text + "\n<!-- postlint-words: frobnicator wrobbled -->\n"
    assert lint_text(declared, settings=settings).findings == ()


# What they disable


def test_disable_holds_until_enable() -> None:
    text = (
        "[a]()\n\n<!-- postlint-disable empty-link -->\n\n[b]()\n\n"
        "<!-- postlint-enable empty-link -->\n\n[c]()\n"
    )
    assert reported(text) == ["1 empty-link", "9 empty-link"]


def test_disable_without_enable_holds_to_the_end() -> None:
    assert reported("<!-- postlint-disable -->\n\n[a]()\n\n# Empty") == []


def test_enable_of_one_rule_leaves_the_others_disabled() -> None:
    text = "<!-- postlint-disable -->\n\n[a]()\n\n<!-- postlint-enable MD042 -->\n\n[b]()\n\n# E\n"
    assert reported(text) == ["7 empty-link"]


def test_enable_without_names_enables_all() -> None:
    text = "<!-- postlint-disable links -->\n[a]()\n\n<!-- postlint-enable -->\n\n[b]()\n"
    assert reported(text) == ["6 empty-link"]


@pytest.mark.parametrize("name", ["empty-link", "links", "MD042", "md042", "all", ""])
def test_disable_file_holds_everywhere(name: str) -> None:
    assert reported(f"[a]()\n\n<!-- postlint-disable-file {name} -->\n\n[b]()\n") == []


def test_disable_line_holds_on_its_line() -> None:
    text = "[a]() <!-- postlint-disable-line empty-link -->\n[b]()\n"
    assert reported(text) == ["2 empty-link"]


@pytest.mark.parametrize("between", ["\n", "\n\n", "\n \t\n\n"])
def test_disable_next_line_holds_on_the_next_line_that_is_not_blank(between: str) -> None:
    text = f"<!-- postlint-disable-next-line -->{between}[a]()\n[b]()\n"
    assert [line.split()[1] for line in reported(text)] == ["empty-link"]


def test_disable_next_line_at_the_end_disables_nothing() -> None:
    assert reported("[a]()\n\n<!-- postlint-disable-next-line MD042 -->") == [
        "1 empty-link",
        "3 unused-directive",
    ]


def test_a_finding_is_disabled_by_its_first_line() -> None:
    text = "<!-- postlint-disable-next-line -->\n```\nlong\n```\n"
    assert reported(text) == []


def test_directives_count_for_what_is_found_across_files() -> None:
    text = "[a](no.md)\n\n<!-- postlint-disable-next-line missing-file -->\n[b](no.md)\n"
    report = lint_text(text, settings={"select": ["missing-file", "directives"]})
    assert [finding.location.start.line for finding in report.findings] == [1]


# What is said about them


def test_a_name_that_is_not_used_is_reported_and_the_others_kept() -> None:
    text = "[a]() <!-- postlint-disable-line empty-section,MD042, empty-section -->\n"
    report = lint_text(text, settings={"select": SELECTED})
    assert [finding.message for finding in report.findings] == [
        'Nothing is disabled by "empty-section" here',
        'Nothing is disabled by "empty-section" here',
    ]
    fixes = {finding.fix for finding in report.findings}
    assert len(fixes) == 1
    (fix,) = fixes
    assert fix is not None
    assert fix.safe
    assert apply_edits(text, fix.edits) == "[a]() <!-- postlint-disable-line MD042 -->\n"


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("<!-- postlint-disable MD042 -->\n\nText.\n", "\nText.\n"),
        ("Text.\n\n<!-- postlint-disable MD042 -->", "Text.\n\n"),
        ("Text. <!-- postlint-disable-line MD042 -->\n", "Text.\n"),
        ("Text <!-- postlint-disable-line MD042 --> text.\n", "Text text.\n"),
        ("<!-- postlint-disable-line MD042 --> <b>text</b>\n", "<b>text</b>\n"),
        ("One\n<!-- postlint-disable-line MD042 -->\ntwo\n", "One\n\ntwo\n"),
        (
            "One\r\n\r\n<!-- postlint-disable-line MD042 -->\r\n\r\ntwo\r\n",
            "One\r\n\r\n\r\ntwo\r\n",
        ),
        ("{% comment %}postlint-disable MD042{% endcomment %}\n\nText.\n", "\nText.\n"),
        ("> <!-- postlint-disable MD042 -->\n", ">\n"),
    ],
)
def test_a_directive_that_is_not_used_is_reported_and_can_be_removed(text: str, fixed: str) -> None:
    report = lint_text(text, settings={"select": SELECTED})
    (finding,) = report.findings
    assert finding.rule == "unused-directive"
    assert finding.fix is not None
    assert apply_edits(text, finding.fix.edits) == fixed


def test_an_mdx_comment_goes_with_its_braces() -> None:
    text = "Text {/* postlint-disable-line MD042 */} text.\n"
    (finding,) = lint_text(text, path="a.mdx", settings={"select": SELECTED}).findings
    assert finding.fix is not None
    assert apply_edits(text, finding.fix.edits) == "Text text.\n"


def test_the_web_links_of_a_post_are_gathered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not for each directive: a post may have many of both."""
    gathered = Mock(wraps=web_links)
    monkeypatch.setattr("postlint.suppression.web_links", gathered)
    line = "[a](http://e.com) <!-- postlint-disable-line empty-section -->\n\n"
    assert sum("unused-directive" in found for found in reported(line * 20)) == 20
    assert gathered.call_count == 1


def test_an_enable_that_enables_nothing_is_unused() -> None:
    report = lint_text("<!-- postlint-enable links -->\n", settings={"select": SELECTED})
    assert [f.message for f in report.findings] == []
    report = lint_text("<!-- postlint-enable empty-link -->\n", settings={"select": SELECTED})
    assert [f.message for f in report.findings] == ["Nothing is enabled by this directive"]


def test_only_rules_that_ran_can_call_a_directive_unused() -> None:
    text = "<!-- postlint-disable-file spelling, links, all, empty-link -->\n\nText.\n"
    report = lint_text(text, settings={"select": SELECTED})
    assert [f.message for f in report.findings] == ['Nothing is disabled by "empty-link" here']


def test_unknown_names_and_commands_are_reported_in_place() -> None:
    text = (
        "[a]()\n<!-- postlint-disable-file emtpy-link, MD042 -->\n<!-- postlint-disable-lines -->\n"
    )
    report = lint_text(text, settings={"select": SELECTED})
    assert [(f.rule, f.location.start.column, f.message) for f in report.findings] == [
        ("invalid-directive", 28, 'No rule is called "emtpy-link"; nearest is "empty-link"'),
        (
            "invalid-directive",
            1,
            'No directive is called "postlint-disable-lines"; nearest is "postlint-disable-line"',
        ),
    ]


def test_what_is_said_about_directives_is_disabled_only_by_name() -> None:
    assert reported("<!-- postlint-disable-file nonesuch -->\n<!-- postlint-disable -->\n") != []
    text = "<!-- postlint-disable-file directives -->\n\n<!-- postlint-disable nonesuch -->\n"
    assert reported(text) == []


def test_reports_about_directives_can_be_deselected() -> None:
    text = "<!-- postlint-disable nonesuch, empty-link -->\n"
    assert reported(text, ignore=["directives"]) == []
    assert reported(text, ignore=["unused-directive"]) == ["1 invalid-directive"]
