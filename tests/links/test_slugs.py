"""Slugs against the tables that github-slugger itself produced (tools/build_github_slugs.py)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from postlint.links.slugs import GithubSlugger, github_slug, loose_slugs

TABLE: dict[str, Any] = json.loads(
    (Path(__file__).parent / "github_slugs.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("page", TABLE["pages"], ids=lambda page: page[0][0] or "empty")
def test_pages_get_the_slugs_of_github_slugger(page: list[list[str]]) -> None:
    slugger = GithubSlugger()
    assert [[text, slugger.slug(text)] for text, _ in page] == page


@pytest.mark.parametrize("name", ["kept", "dropped"])
def test_every_character_is_kept_or_dropped_as_by_github_slugger(name: str) -> None:
    wrong = [
        hex(code)
        for first, last in TABLE[name]
        for code in range(first, last + 1)
        if bool(github_slug(chr(code))) != (name == "kept")
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("heading", "slug", "generator"),
    [
        ("What's new?", "what-s-new", "Zola"),
        ("What's new?", "whats-new", "Python-Markdown"),
        ("1. Set up", "set-up", "kramdown without GFM, Pandoc"),
        ("Foo & Bar", "foo-bar", "Python-Markdown, Goldmark's joined hyphens"),
        ("Foo & Bar", "foo-and-bar", "slugify packages"),
        ("Über uns", "uber-uns", "Zola"),
        ("v1.2.3", "v1.2.3", "Pandoc"),
        ("snake_case", "snake-case", "VitePress, Docutils"),
        (":rocket: Launch", "launch", "generators that render emoji first"),
    ],
)
def test_loose_slugs_cover(heading: str, slug: str, generator: str) -> None:
    assert slug in loose_slugs(heading), generator


def test_loose_slugs_do_not_join_words() -> None:
    assert "setup" not in loose_slugs("Set up")
