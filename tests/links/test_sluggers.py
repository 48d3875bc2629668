"""Ids of headings against what the renderers themselves gave (tools/build_slug_tables.py)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from postlint.document import make_document
from postlint.links.anchors import anchors_of
from postlint.links.facts import collect
from postlint.links.sluggers import make_slugger
from postlint.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.facts import LinkFacts

TABLES = Path(__file__).parent / "slugs"
RENDERERS = sorted(path.stem for path in TABLES.glob("*.json"))


def table(renderer: str) -> Iterator[list[list[str]]]:
    yield from json.loads((TABLES / f"{renderer}.json").read_text(encoding="utf-8"))


def facts(text: str) -> LinkFacts:
    return collect(make_document(Source.from_text(text, "post.md")))


@pytest.mark.parametrize("renderer", RENDERERS)
def test_headings_get_the_ids_of_the_renderer(renderer: str) -> None:
    for page in table(renderer):
        slugger = make_slugger(renderer)
        assert slugger is not None
        found = facts("\n\n".join(f"## {source}" for source, _ in page) + "\n").headings
        assert len(found) == len(page)
        ids = [slugger.slug(heading) for heading in found]
        assert list(zip((source for source, _ in page), ids, strict=True)) == [
            (source, unquote(identifier)) for source, identifier in page
        ]


def test_there_is_a_table_for_every_renderer_that_needs_one() -> None:
    assert {"docusaurus", "hugo", "kramdown-gfm", "mkdocs", "vitepress"} <= set(RENDERERS)


def test_an_unknown_renderer_has_no_slugger() -> None:
    assert make_slugger("typewriter") is None


@pytest.mark.parametrize(
    ("renderer", "fragment", "there"),
    [
        ("kramdown-gfm", "2-two", True),
        ("kramdown", "two", True),
        ("kramdown-gfm", "two", False),
        ("mkdocs", "a-b", True),
        ("hugo", "a--b", True),
        ("hugo", "a-b", False),
        ("vitepress", "_2-two", True),
        ("hugo", "own", True),
        (None, "a-b", True),
        ("typewriter", "a--b", True),
    ],
)
def test_only_the_renderers_own_ids_count(renderer: str, fragment: str, there: bool) -> None:
    page = facts("## 2. Two\n\n## A & B\n\n## Explicit {#own}\n")
    assert anchors_of(page, renderer).may_have(fragment) is there


@pytest.mark.parametrize("renderer", RENDERERS)
def test_many_equal_headings_cost_no_more_each(renderer: str) -> None:
    slugger = make_slugger(renderer)
    assert slugger is not None
    (heading,) = facts("## Same\n").headings
    assert len({slugger.slug(heading) for _ in range(20_000)}) == 20_000
