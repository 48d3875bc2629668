"""The HTML report: what is in the file, and how posts become its content."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pytest
from findings import finding, shown
from hostile import HOSTILE, texts
from hypothesis import given
from hypothesis import strategies as st

from postlint.document import make_document
from postlint.project import Failure, Report
from postlint.reporters import Context
from postlint.reporters.html_report.marks import Marks
from postlint.reporters.html_report.rendering import render
from postlint.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping

POSTS = sorted((Path(__file__).parents[2] / "examples" / "posts").glob("*.md*"))


class Page(HTMLParser):
    """The elements of a page, and the content of its scripts by their ids."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.scripts: dict[str, str] = {}
        self._script: str | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append(dict(attrs))
        if tag == "script":
            self._script = dict(attrs).get("id") or "program"
            self.scripts[self._script] = ""

    def handle_data(self, data: str) -> None:
        if self._script is not None:
            self.scripts[self._script] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._script = None


def page(report: Report, texts: Mapping[str, str] = MappingProxyType({})) -> Page:
    def read(path: str) -> Source:
        if path not in texts:
            raise FileNotFoundError(path)
        return Source(path, texts[path])

    return Page(shown(report, "html", context=Context(read_source=read)))


def visible_text(content: Any) -> str:
    if isinstance(content, str):
        return content
    return "".join(map(visible_text, content[2:]))


def marked(content: Any) -> dict[int, str]:
    """The text that shows each finding."""
    found: dict[int, str] = {}
    if isinstance(content, list):
        for number in content[1].get("f", ()):
            found[number] = visible_text(content)
        for child in content[2:]:
            for number, text in marked(child).items():
                found[number] = found.get(number, "") + text
    return found


def marks_of(text: str, *spans: tuple[int, int], path: str = "post.md") -> dict[int, str]:
    """The text that marks each span in a rendered post."""
    numbered = [(number, *span) for number, span in enumerate(spans)]
    found: dict[int, str] = {}
    for block in render(make_document(Source(path, text)), numbered):
        for number, shown_text in marked(block["n"]).items():
            found[number] = found.get(number, "") + shown_text
    return found


def span(text: str, part: str) -> tuple[int, int]:
    start = text.index(part)
    return start, start + len(part)


# The file


def test_the_file_is_whole_and_allows_nothing_else() -> None:
    text = "the traiing data\n"
    written = page(Report((finding(text, "traiing"),), paths=("post.md",)), {"post.md": text})
    (policy,) = (item["content"] for item in written.attributes if item.get("http-equiv"))
    digest = base64.b64encode(hashlib.sha256(written.scripts["program"].encode()).digest()).decode()
    assert policy is not None
    assert "default-src 'none'" in policy
    assert f"script-src 'sha256-{digest}'" in policy
    assert "unsafe" not in policy
    assert not {"link", "img", "iframe", "object", "base"} & set(written.tags)
    for attributes in written.attributes:
        assert not {"src", "style", "onclick", "onload"} & attributes.keys()


def test_what_is_known_of_the_findings_is_in_the_overview() -> None:
    text = "the traiing data\n"
    report = Report(
        (finding(text, "traiing"),), (Failure("b.md", "Binary, not text"),), ("post.md", "b.md")
    )
    overview = json.loads(page(report, {"post.md": text}).scripts["overview"])
    assert overview["posts"] == [["post.md", 1]]
    assert overview["findings"] == [["spelling", "warning", "Something is wrong", 1, 5, 0, ""]]
    assert overview["failures"] == [["b.md", "Binary, not text"]]
    assert overview["summary"]["files"] == 2


@given(texts, texts)
def test_nothing_from_a_post_becomes_an_element(path: str, text: str) -> None:
    innocent = page(Report((finding("x", "x"),)), {"post.md": "x"})
    report = Report((finding(text, text, path=path, message=text),))
    written = page(report, {path: text})
    assert written.tags == innocent.tags
    assert written.scripts["program"] == innocent.scripts["program"]
    json.loads(written.scripts["overview"])
    json.loads(written.scripts["post-0"])


@pytest.mark.parametrize("text", HOSTILE)
def test_only_ascii_is_written(text: str) -> None:
    assert shown(Report((finding(text, text, message=text),)), "html").isascii()


def test_a_post_that_cannot_be_read_is_shown_by_its_lines() -> None:
    (block,) = json.loads(page(Report((finding("a\nb bad c\n", "bad"),))).scripts["post-0"])
    assert visible_text(block["n"]) == "b bad c"
    assert marked(block["n"]) == {0: "bad"}
    assert block["f"] == [0]


# Posts


@pytest.mark.parametrize(
    ("text", "part", "shown_as"),
    [
        ("Some *traiing* data", "traiing", "traiing"),
        ("Some *trai*ing data", "trai*ing", "traiing"),
        ("A `fliter` here", "fliter", "fliter"),
        ("Fish &amp; chps", "chps", "chps"),
        ("Fish &amp; chips", "&amp;", "&"),
        ("A \\*star\\* wrng", "wrng", "wrng"),
        ("> one\n> to wrng\n", "to wrng", "to wrng"),
        ("---\ntitle: wrng\n---\n", "wrng", "wrng"),
        ("<div>wrng</div>\n", "wrng", "wrng"),
        ("- a\n\n  ```py\n  wrng\n  ```\n", "wrng", "wrng"),
        ("```\nx\n```\n", "```", "```"),
        ("    indented wrng\n", "wrng", "wrng"),
        ("| a | b |\n| - | - |\n| c | wrng |\n", "wrng", "wrng"),
        ("A [link](gone.md) here", "gone.md", "link"),
        ("A [link](gone.md 'title') here", "title", "link"),
        ("An ![image](gone.png) here", "gone.png", "gone.png"),
        ("# Wrng {#id}\n", "Wrng", "Wrng"),
        ("a\n\n[label]: gone.md\n", "gone.md", "gone.md"),
        ("a[^1]\n\n[^1]: wrng\n", "wrng", "wrng"),
    ],
)
def test_a_finding_is_marked_in_place(text: str, part: str, shown_as: str) -> None:
    assert marks_of(text, span(text, part)) == {0: shown_as}


def test_findings_may_overlap_and_be_empty() -> None:
    text = "one two three"
    assert marks_of(text, (0, 7), (4, 13), (8, 8)) == {0: "one two", 1: "two three", 2: "t"}


def test_a_finding_between_blocks_belongs_to_the_one_before() -> None:
    text = "one\n\n\n\ntwo\n"
    document = make_document(Source("post.md", text))
    assert [block["f"] for block in render(document, [(7, 5, 5), (8, 7, 8)])] == [[7], [8]]


def test_an_empty_post_still_shows_its_findings() -> None:
    (block,) = render(make_document(Source("post.md", "")), [(0, 0, 0)])
    assert block["f"] == [0]


def test_deep_posts_are_shown() -> None:
    text = "> " * 900 + "deep wrng"
    (block,) = render(make_document(Source("post.md", text)), [(0, len(text) - 4, len(text))])
    assert marked(block["n"])[0].endswith("wrng")
    json.dumps(block)


@pytest.mark.parametrize("path", POSTS, ids=lambda path: path.name)
def test_every_word_of_a_real_post_can_be_marked(path: Path) -> None:
    source = Source.from_bytes(path.read_bytes(), path.name)
    words = [match.span() for match in re.finditer(r"\w+", source.text)]
    spans = [(number, *word) for number, word in enumerate(words)]
    blocks = render(make_document(source), spans)
    found = set().union(*(marked(block["n"]) for block in blocks))
    assert found == set(range(len(words)))
    assert sorted(number for block in blocks for number in block["f"]) == list(range(len(words)))


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 8)), max_size=6))
def test_runs_cover_the_text_with_the_findings_it_has(pairs: list[tuple[int, int]]) -> None:
    spans = [(number, start, start + length) for number, (start, length) in enumerate(pairs)]
    offset = 0
    for start, end, numbers in Marks(spans).runs(0, 25):
        assert start == offset < end
        offset = end
        for number, first, last in spans:
            assert (number in numbers) == (first <= start and end <= max(last, first + 1))
    assert offset == 25
