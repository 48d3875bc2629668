"""What fills a section, and what does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from postlint_rules.sections.empty_section import EmptySection, Options

from postlint.document import make_document
from postlint.source import Source


def messages(text: str, path: str = "post.md", **options: object) -> list[str]:
    rule = EmptySection(Options(**options))
    return [found.message for found in rule.check(make_document(Source.from_text(text, path)))]


@pytest.mark.parametrize(
    "content",
    [
        "Text",
        "- item",
        "1. [ ] task",
        "> quote",
        "![](a.png)",
        "`code`",
        "```\ncode\n```",
        "```\n```",
        "    code",
        "| a |\n| --- |",
        "<iframe src='a'></iframe>",
        "<!-- a --><p>b</p>",
        "$$\nx\n$$",
        "[[Page]]",
        "{{ content }}",
        "{% include posts.html %}",
        '{{< figure src="a.png" >}}',
        "::: gallery\n:::",
        "!!! note\n    Text",
        "* TOC\n{:toc}",
        "Text [^1]\n\n[^1]: Note",
    ],
)
def test_content(content: str) -> None:
    assert messages(f"# Results\n\n{content}\n\n# End\n\nText\n") == []


@pytest.mark.parametrize(
    "content",
    [
        ":::note\n:::",
        "!!! note",
        "",
        "<!-- comment -->",
        "<!-- two\n\nparagraphs -->",
        "<!-- one --> <!-- two -->",
        "Results\n===\n\n<!-- a",
        "[a]: /b",
        "[^1]: A footnote",
        "---",
        "{: .wide}",
        "{% comment %} later {% endcomment %}",
        "{% assign a = 1 %}",
        "{# later #}",
        '<a id="results-2"></a>',
        "</details>",
        "-",
        "> <!-- later -->",
    ],
)
def test_no_content(content: str) -> None:
    assert messages(f"# Results\n\n{content}\n")[-1:] == ['Section "Results" is empty']


def test_mdx_imports_and_comments_are_no_content() -> None:
    text = "# Results\n\nimport A from './a'\n\n{/* later */}\n"
    assert messages(text, "post.mdx") == ['Section "Results" is empty']
    assert messages(text + "\n<A />\n", "post.mdx") == []


def test_parents_of_empty_sections_are_empty() -> None:
    text = "# A\n\n## B\n\n### C\n\n## D\n\nText\n\n# E\n\n## F\n"
    assert messages(text) == [f'Section "{name}" is empty' for name in "BCEF"]


def test_next_section_of_a_higher_rank_ends_it() -> None:
    assert messages("### A\n\n# B\n\nText\n") == ['Section "A" is empty']


def test_headings_in_other_blocks_begin_no_section() -> None:
    assert messages("# A\n\n> ## B\n\n# C\n\n- ## D\n") == []


@pytest.mark.parametrize(
    "heading",
    ["1.2.3", "v2.0", "[1.2.0] - 2024-05-01", "1.2.0 (May 2024)", "Version 3.1, 2020-01-01",
     "Unreleased", "Master (Unreleased)", "1.0.0-rc.1"],
)  # fmt: skip
def test_changelogs_list_what_changed_nothing(heading: str) -> None:
    assert messages(f"# Changelog\n\nAll.\n\n## {heading}\n\n## Older\n\nText\n") == []


@pytest.mark.parametrize("heading", ["1.2 Setup", "What is new in 1.73.0", "2024-05-01", "Version"])
def test_a_number_does_not_make_a_changelog(heading: str) -> None:
    assert messages(f"## {heading}\n\n## Older\n\nText\n") == [f'Section "{heading}" is empty']


def test_a_heading_that_never_ends() -> None:
    assert len(messages("# 1.0" + "-" * 50_000 + "\n")) == 1


def test_signatures_share_text_only_with_one_another() -> None:
    assert messages("## `a()`\n\n## `a(b)`, `a(c)`\n\nText\n") == []
    assert messages("## `a()`\n\n## See also\n\nText\n") == ['Section "a()" is empty']
    assert messages("## `a()`\n\n### `b()`\n\n## `c()`\n") != []
    assert messages("## `a()`\n\n## `b()`\n") == [
        'Section "a()" is empty',
        'Section "b()" is empty',
    ]


def test_slides_may_be_a_heading_alone() -> None:
    slides = "---\nmarp: true\n---\n\n# Welcome\n\n---\n\n# Thanks\n"
    assert messages(slides) == []
    assert len(messages(slides.replace("true", "false"))) == 2


def test_allowed_headings() -> None:
    assert messages("# To be filled\n", allow=("TO BE",)) == []
    assert messages("# Unreleased\n", allow=()) == ['Section "Unreleased" is empty']


def test_introduction() -> None:
    text = "# A\n\n<!-- intro -->\n\n## B\n\nText\n\n# C\n\nText\n\n## D\n\nText\n"
    assert messages(text, require_introduction=True) == [
        'Section "A" has nothing before its first subsection'
    ]


def test_a_heading_without_text_is_another_rules_business() -> None:
    assert messages("#\n") == []


def test_deep_nesting() -> None:
    assert messages("# A\n\n" + "> " * 2_000 + "text\n") == []


def test_the_post_it_began_with() -> None:
    post = (Path(__file__).parent / "outline.md").read_text(encoding="utf-8")
    assert messages(post) == [
        'Section "Prompt Tuning" is empty',
        'Section "Fine-tuning" is empty',
        'Section "Adapters (Lora)" is empty',
    ]
