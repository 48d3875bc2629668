"""What is a placeholder, and what only looks like one."""

from __future__ import annotations

import pytest
from postlint_rules.sections.placeholder_section import Options, PlaceholderSection

from postlint.document import make_document
from postlint.source import Source


def messages(text: str, *placeholders: str) -> list[str]:
    rule = PlaceholderSection(Options(placeholders))
    return [found.message for found in rule.check(make_document(Source.from_text(text)))]


@pytest.mark.parametrize(
    "content",
    [
        "TODO",
        "todo.",
        "**TODO**",
        "[TODO]",
        "(TBD)",
        "> TBD",
        "- [ ] To do",
        "*Coming soon!*",
        "Coming soon…",
        ":construction: Under construction :construction:",
        "🚧 WIP 🚧",
        "...",
        "…",
        "???",
        "TODO: describe the setup and [link](a.md) to it",
        "FIXME(ann): numbers",
        "Lorem ipsum dolor sit amet.\n\nLorem ipsum again.",
        "<!-- later -->\n\nTODO",
        "This section is under construction.",
        "To be written",
    ],
)
def test_placeholder(content: str) -> None:
    (message,) = messages(f"# Setup\n\n{content}\n\n# End\n\nText\n")
    assert message.startswith('Section "Setup" is only a placeholder: ')


@pytest.mark.parametrize(
    "content",
    [
        "",
        "Text",
        "TODO lists help",
        "Todo: buy milk",
        "Coming soon to a theatre near you",
        "TODO\n\nText",
        "`TODO`",
        "`...`",
        "![TODO](a.png)",
        "```\nTODO\n```",
        "🎉",
        "-",
        "N/A",
        "None",
        "{{ todo }} TODO",
        "- TODO\n- Write the parser",
        "<p>TODO</p>",
    ],
)
def test_content(content: str) -> None:
    assert messages(f"# Setup\n\n{content}\n\n# End\n\nText\n") == []


def test_placeholder_before_subsections() -> None:
    assert messages("# Guide\n\nTBD\n\n## Setup\n\nText\n") == [
        'Section "Guide" begins with a placeholder: "TBD"'
    ]


def test_further_placeholders_in_any_case_and_punctuation() -> None:
    text = "# Setup\n\n**Watch** this space!\n"
    assert messages(text) == []
    assert len(messages(text, "Watch this space.")) == 1


def test_long_placeholders_are_shortened_between_words() -> None:
    (message,) = messages("# A\n\nTODO: " + "word " * 100 + "\n")
    assert message.endswith('word…"')
    assert len(message) < 100
    (message,) = messages("# A\n\nTODO:" + "x" * 100 + "\n")
    assert len(message) < 100


def test_deep_nesting() -> None:
    assert len(messages("# A\n\n" + "> " * 2_000 + "TODO\n")) == 1
