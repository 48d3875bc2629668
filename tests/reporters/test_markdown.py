"""The Markdown summary, read back by a Markdown parser."""

from __future__ import annotations

from findings import counted, finding, shown
from hostile import HOSTILE, texts
from hypothesis import given

from postlint.document import Document, make_document
from postlint.project import Failure, Report
from postlint.reporters import Context
from postlint.reporters.markdown import escaped
from postlint.reporters.screen import visible
from postlint.rule import Severity
from postlint.source import Source

GITHUB = {
    "GITHUB_SERVER_URL": "https://github.example",
    "GITHUB_REPOSITORY": "o/r",
    "GITHUB_SHA": "abc",
    "GITHUB_WORKSPACE": "/w",
}


def parsed(text: str) -> Document:
    return make_document(Source("summary.md", text))


def test_it_tells_what_was_found_by_rule_and_by_file() -> None:
    text = "one\ntwo\n"
    report = Report(
        (
            finding(text, "two", path="a.md", message="Two is wrong"),
            finding(text, "one", path="b.md", rule="their-rule", severity=Severity.ERROR),
        ),
        failures=(Failure("c.md", "Binary, not text"),),
        paths=("a.md", "b.md", "c.md"),
    )
    written = shown(report, "markdown")
    assert "Found 2 problems in 2 of 3 posts (1 error, 1 warning)" in written
    assert "| `spelling` | 1 |\n| `their-rule` | 1 |\n" in written
    assert "### `a.md`\n\n- ⚠️ 2:1 Two is wrong `spelling`\n" in written
    assert "### `b.md`\n\n- ❌ 1:1 Something is wrong `their-rule`\n" in written
    assert "- ❌ `c.md`: Binary, not text\n" in written


def test_statistics_are_the_table() -> None:
    written = counted(Report((finding("x", "x"),), paths=("post.md",)), "markdown")
    assert "| `spelling` | 1 |" in written
    assert "###" not in written


def test_findings_link_to_their_lines_where_the_job_has_some() -> None:
    one = finding("x\ny\nz", "y\nz", path="a b.md")
    context = Context(environment=GITHUB, folder="/w/blog")
    url = "https://github.example/o/r/blob/abc/blog/a%20b.md?plain=1#L2-L3"
    assert f"[2:1]({url})" in shown(one, "markdown", context=context)
    gitlab = {"CI_PROJECT_URL": "https://gitlab.example/o/r", "CI_COMMIT_SHA": "abc"}
    url = "https://gitlab.example/o/r/-/blob/abc/a%20b.md?plain=1#L2-3"
    assert f"[2:1]({url})" in shown(one, "markdown", context=Context(environment=gitlab))


@given(texts, texts)
def test_nothing_from_a_post_becomes_markup(path: str, text: str) -> None:
    written = shown(finding(text, text, path=path, message=text), "markdown")
    document = parsed(written)
    assert [document.text_of(heading) for heading in document.nodes("heading")] == [
        "postlint",
        " ".join(visible(path).split()),
    ]
    assert len(document.nodes("listItem")) == 1
    assert not document.links
    assert all(html.value == "<!-- -->" for html in document.nodes("html"))
    assert not document.nodes("math") and not document.nodes("inlineMath")


def test_what_is_escaped_reads_as_it_was() -> None:
    for text in HOSTILE:
        document = parsed(f"x {escaped(text)} x")
        shown_text = document.text_of(document.root.children[0])
        assert shown_text == " ".join(f"x {visible(text)} x".split())


def test_nobody_is_mentioned() -> None:
    assert escaped("Ask @octocat") == "Ask @<!-- -->octocat"
