"""What gives a heading a text."""

from __future__ import annotations

import pytest
from postlint_rules.sections.empty_heading import EmptyHeading

from postlint.document import make_document
from postlint.source import Source


def count(text: str, path: str = "post.md") -> int:
    return len(list(EmptyHeading().check(make_document(Source.from_text(text, path)))))


@pytest.mark.parametrize(
    "heading",
    ["# a", "# `a`", "# ![a](b)", "# [](a) b", "# $x$", "# {{ title }}", "# :tada:", "# [[Page]]",
     '# <img src="a">', "# &amp;", "# ![a]\n\n[a]: b", "a\n==="],
)  # fmt: skip
def test_text(heading: str) -> None:
    assert count(heading + "\n") == 0


@pytest.mark.parametrize(
    "heading",
    ["#", "###### ", "# #", "# ![](b)", "# [](a)", "# <!-- a -->", '# <a name="b"></a>',
     "# {% assign a = 1 %}", "- #", "> ##"],
)  # fmt: skip
def test_no_text(heading: str) -> None:
    assert count(heading + "\n") == 1


def test_mdx() -> None:
    assert count("# <Title />\n", "post.mdx") == 0
    assert count("# {title}\n", "post.mdx") == 0
    assert count("# {/* later */}\n", "post.mdx") == 1
