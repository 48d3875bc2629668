"""What a post, a site and a report cost grows with their size, whatever they are full of.

That parsing does is held by ``tests/syntax/test_pathological.py``; here it is all that comes after.
"""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

import pytest
from counted import instructions

from postlint.api import lint_text
from postlint.project import lint_project
from postlint.reporters import FORMATS, Context, reporter
from postlint.runner import Run
from postlint.settings import Configuration, Overrides
from postlint.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE = 200
#: What four times as much may cost: enough to see a loop within a loop that does next to nothing.
LIMIT = 4.5


def numbered(form: str) -> Callable[[int], str]:
    """Makes texts of so many pieces that differ by their numbers."""
    return lambda size: "".join(form.replace("%", str(number)) for number in range(size))


def framed(before: str, form: str, after: str) -> Callable[[int], str]:
    """The same between other texts."""
    return lambda size: f"{before}{numbered(form)(size)}{after}"


POSTS: dict[str, Callable[[int], str]] = {
    "headings": numbered("## Part %\n\nText.\n\n"),
    "headings that are alike": numbered("## Part\n\nText.\n\n"),
    "empty sections": numbered("## Part %\n\n"),
    "links": numbered("[a page](https://example.org/%) \n"),
    "links to files that are missing": numbered("[a page](gone-%.md)\n\n"),
    "links to anchors": numbered("## Part %\n\n[a part](#part-%)\n\n"),
    "links to anchors that are missing": numbered("## Part %\n\n[a part](#prat-%)\n\n"),
    "definitions": numbered("[x%]: https://example.org/%\n"),
    "definitions that are alike": numbered("[x]: https://example.org/%\n"),
    "references without definitions": numbered("[a page][x%]\n"),
    "footnotes": numbered("Word[^%].\n\n[^%]: Note.\n\n"),
    "misspellings": numbered("You recieve it.\n"),
    "code": numbered("```\nx = %\n```\n\n"),
    "directives": numbered("<!-- postlint-disable-next-line spelling -->\nYou recieve it.\n\n"),
    "directives of no use": numbered(
        "<!-- postlint-disable-next-line spelling -->\nYou have it.\n\n"
    ),
    "switches": numbered(
        "<!-- postlint-disable spelling -->\n\nYou recieve it.\n\n"
        "<!-- postlint-enable spelling -->\n\n"
    ),
    "front matter": framed("---\n", "key%: value\n", "---\n\nText.\n"),
    "front matter that is not plain": framed("---\n", "key%: &a% value\n", "---\n\nText.\n"),
    "lists in front matter": framed("---\na:\n", "  - {a: [%]}\n", "---\n\nText.\n"),
    "deep front matter": framed("---\na: ", "[", "\n---\n\nText.\n"),
    "a long title": framed("---\ntitle: ", "very ", "long\n---\n\nText.\n"),
    "a text in front matter": framed("---\na: >\n", "  very long\n", "---\n\nText.\n"),
    "front matter in TOML": framed("+++\n", "key% = [%]\n", "+++\n\nText.\n"),
    "tables in TOML": framed("+++\n", "[[part]]\na = %\n", "+++\n\nText.\n"),
    "front matter in JSON": framed('{\n"a": 1', ',\n"key%": [%]', "\n}\n\nText.\n"),
    "info strings": numbered("```python title=a%.py {1,%}\nx = %\n```\n\n"),
    "a long info string": framed("```python ", "a%=b ", "\nx = 1\n```\n"),
    "a long URL": framed("[a page](https://example.org/", "a%/?b=", ")\n"),
    "a long address of a file": framed("[a page](", "a%/../", "gone.md#x)\n"),
    "entities": numbered("A&amp;B &copy; &#35;% &lt;\n"),
    "a table": framed("| a | b |\n|---|---|\n", "| teh % | [x](y%.md) |\n", ""),
    "a wide table": lambda size: f"{'| a ' * size}|\n{'|---' * size}|\n{'| b ' * size}|\n",
    "words that are accepted": framed("<!-- postlint-words: ", "wrod% ", "-->\n\nA wrod.\n"),
    "entries": framed("## References\n\n", "- [T %](https://e.org/%)\n", ""),
}


@pytest.mark.parametrize("make", POSTS.values(), ids=POSTS)
def test_posts(make: Callable[[int], str]) -> None:
    small, large = make(SIZE), make(4 * SIZE)
    lint_text(large)  # Imports and caches, of words too.
    few, many = (instructions(lambda text=text: lint_text(text)) for text in (small, large))  # type: ignore[misc]  # of a default
    assert many <= LIMIT * few, f"{few} instructions, then {many}"


@pytest.mark.parametrize("name", FORMATS)
def test_reports(name: str) -> None:
    write = reporter(name).write

    def work(size: int) -> int:
        text = numbered("You recieve [it](gone-%.md).\n\n")(size)
        source = Source.from_text(text, "post.md")
        report = lint_text(text)
        assert len(report.findings) == 2 * size
        context = Context(read_source=lambda path: source)
        return instructions(lambda: write(report, StringIO(), context))

    work(2)
    few, many = work(SIZE), work(4 * SIZE)
    assert many <= LIMIT * few, f"{few} instructions, then {many}"


def test_sites() -> None:
    """Each post has a link to another, one to a heading there, and one that leads nowhere."""

    def work(size: int) -> int:
        run = Run(Configuration(Overrides(isolated=True)))
        run.lint_sources(
            Source.from_text(
                f"# Post\n\n## Part {number}\n\nSee [it](p{(number * 7 + 1) % size}.md),"
                f" [that](p{(number + 1) % size}.md#part-{(number + 1) % size}), [x](gone.md).\n",
                f"p{number}.md",
            )
            for number in range(size)
        )

        def join() -> None:
            report = lint_project(
                run.results,
                run.configuration.for_path,
                files=run._files,
                load_facts=run.load_facts,
            )
            assert len(report.findings) == size

        return instructions(join)

    work(4)
    few, many = work(SIZE), work(4 * SIZE)
    assert many <= LIMIT * few, f"{few} instructions, then {many}"
