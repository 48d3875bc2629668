"""Brands with a capital inside: their slips, and how suggestions write them."""

import pytest
from posts import findings, flagged

from postlint.spelling.brands import brands, is_slip


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("Gihub", "GitHub"),
        ("gihub", "GitHub"),
        ("Javascrpt", "JavaScript"),
        ("Postgrsql", "PostgreSQL"),
        ("Typscript", "TypeScript"),
        ("Kuberentes", "Kubernetes"),
        ("Wordpres", "WordPress"),
        # In capitals of their own.
        ("GitHib", "GitHub"),
        ("JavaScrip", "JavaScript"),
        ("PostgreSLQ", "PostgreSQL"),
        ("TypeScritp", "TypeScript"),
        ("iPhnoe", "iPhone"),
    ],
)
def test_a_brand_is_suggested_as_it_is_written(word: str, first: str) -> None:
    (found,) = findings(f"They have put it on {word} again.")
    assert (found.word, found.confident) == (word, True)
    assert found.suggestions[0] == first
    assert len(set(found.suggestions)) == len(found.suggestions)


def test_in_capitals_a_brand_is_in_capitals() -> None:
    assert [found.suggestions[0] for found in findings("WE LIKE JAVASCRPT A LOT")] == ["JAVASCRIPT"]


def test_a_brand_in_compounds_and_with_endings() -> None:
    assert flagged("A GitHib-hosted one, beside GitHub's own and a GitHub-like one.") == ["GitHib"]
    (found,) = findings("It was TypeScrpt's turn.")
    assert found.word == "TypeScrpt"


@pytest.mark.parametrize("word", ["MacOs", "JavasCript", "GitHUb"])
def test_capitals_that_nobody_uses_are_no_more_than_an_info(word: str) -> None:
    (found,) = findings(f"It runs on {word} here.")
    assert not found.confident
    assert found.suggestions == (brands()[word.lower()][0],)
    # Twice is a choice.
    assert flagged(f"It runs on {word} here, and {word} is good.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Call SetHeader, ReadAll and GetNode, then the TreeWalker of OpenMX and GitHubs.",
        "On macOS and MacOS, with LaTex and VMWare, for URLs, PDFs and APIs.",
        # Another letter in the capitals is another name.
        "OpenGX, OpenCX and OpenVPM are names, as are GraphDL and PostJSS.",
        # The post has it in code.
        "Use GitHib for it.\n\n```\nimport GitHib\n```\n",
        "Mr. McGivern met Mrs. LeFevre and Anna DeWitt.",
    ],
)
def test_other_words_with_a_capital_inside_are_left_alone(text: str) -> None:
    assert flagged(text) == []


def test_capitals_take_part_in_a_slip() -> None:
    assert is_slip("GitHib", "GitHub")
    assert is_slip("GtiHub", "GitHub")
    assert not is_slip("Github", "GitHub")
    assert not is_slip("GitHubX", "GitHub")
    assert not is_slip("GitHubs", "GitHub")
    assert not is_slip("OpenMP", "OpenMPI")


def test_other_languages_leave_capitals_inside_alone() -> None:
    assert flagged("Das ist nicht alles, aber wir haben es mit GitHib gemacht.", "de/a.md") == []
