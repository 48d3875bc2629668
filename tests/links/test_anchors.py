"""The anchors of a page, from its text."""

from __future__ import annotations

import pickle

import pytest

from postlint.document import make_document
from postlint.facts import LinkFacts
from postlint.links.anchors import Anchors, anchors_of, is_line_reference
from postlint.links.facts import collect
from postlint.source import Source


def facts(text: str, path: str = "post.md") -> LinkFacts:
    return collect(make_document(Source.from_text(text, path)))


def anchors(text: str, path: str = "post.md") -> Anchors:
    return anchors_of(facts(text, path))


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("## Set up\n", "set-up"),
        ("Set up\n------\n", "set-up"),
        ("> ## In a quote\n", "in-a-quote"),
        ("- ## In a list\n", "in-a-list"),
        ("## Foo\n\n## Foo 1\n\n## Foo\n", "foo-2"),
        ("## The `code` and *stress*\n", "the-code-and-stress"),
        ("## [A link](https://example.com) &amp; more\n", "a-link--more"),
        ("## ![Logo](logo.svg) Name\n", "-name"),
        ("## ![Logo](logo.svg) Name\n", "logo-name"),
        ("## <a name='x'></a>Title\n", "title"),
        ("## <a name='x'></a>Title\n", "x"),
        ("## 日本語\n", "日本語"),
        ("## Title {#own}\n", "own"),
        ("## Title\n{: #own}\n", "own"),
        ("## Title {: #own .class }\n", "own"),
        ("## Title <!-- {#own} -->\n", "own"),
        ("## Title :id=own\n", "own"),
        ("(own)=\n## Title\n", "own"),
        ('<h2 align="center">A <em>title</em></h2>\n', "a-title"),
        ('<div ID="Own">\n', "Own"),
        ("Text <span id=own>here</span>\n", "own"),
        ('{{< figure id="own" >}}\n', "own"),
        ("Text[^note]\n\n[^note]: Note.\n", "fn-note"),
        ("Text[^note]\n\n[^note]: Note.\n", "fnref:1"),
        ("## Title\n", "user-content-title"),
        ("## Title\n", "top"),
        ("## Title\n", "readme"),
        ("## Title\n", ":~:text=some%20words"),
        ("## Title\n", "/route/of/an/app"),
        ("## Dup\n\n## Dup\n", "dup_1"),
        ("## I-unsound 🦀 issues 🛠️\n", "i-unsound-crab-issues-tools"),
    ],
)
def test_page_has(text: str, fragment: str) -> None:
    assert anchors(text).may_have(fragment)


@pytest.mark.parametrize(
    ("text", "fragment"),
    [
        ("## Set up\n", "setup"),
        ("## Set up\n", "Set-up"),
        ("## Set up\n", "set-up-1"),
        ("## Dup\n\n## Dup\n", "dup-3"),
        ("## Title {#own}\n", "title"),
        ("```\n## Code\n```\n", "code"),
        ("<!-- ## Comment -->\n", "comment"),
        ("<!-- <a id='own'></a> -->\n", "own"),
        ("## A 🦀\n", "b-crab"),
        ("Text[^note]\n\n[^note]: Note.\n", "fn-other"),
        ("<p data-id='own'>\n", "own"),
        ("## Title\n", "comments"),
    ],
)
def test_page_has_not(text: str, fragment: str) -> None:
    assert not anchors(text).may_have(fragment)


def test_github_pages_do_not_distinguish_case() -> None:
    page = anchors('## Set up\n\n<a id="Own"></a>\n')
    assert page.may_have_in_any_case("SET-Up")
    assert page.may_have_in_any_case("own")
    assert not page.may_have_in_any_case("setup")


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("{% include table.html %}\n", "post.md"),
        ("{{ content }}\n", "post.md"),
        ("{{% readfile table.md %}}\n", "post.md"),
        ("## {{ page.title }}\n", "post.md"),
        ("--8<-- 'table.md'\n", "post.md"),
        ("```{include} table.md\n```\n", "post.md"),
        ("::: rain.gauge.Gauge\n    options:\n", "post.md"),
        ("::: mkdocs-click\n    :module: rain.cli\n", "post.md"),
        ('<a id="{{ name }}"></a>\n', "post.md"),
        ("import Table from './_table.mdx'\n\n<Table />\n", "post.mdx"),
        ("## Results\n", "post.qmd"),
    ],
)
def test_pages_that_may_have_any_anchor(text: str, path: str) -> None:
    assert facts(text, path).open
    assert anchors(text, path).may_have("anything")


@pytest.mark.parametrize(
    "text",
    [
        "Version {{ site.version }} is out.\n",
        "[Home]({{ site.url }})\n",
        "{% comment %} ## No {% endcomment %}\n",
        "```liquid\n{% include x %}\n```\n",
        "## Title {#own}\n",
        "::: note\nIt rains.\n:::\n",
        "Names such as ::: rain.gauge are explained.\n",
    ],
)
def test_pages_whose_anchors_are_known(text: str) -> None:
    assert not facts(text).open


@pytest.mark.parametrize(
    "text",
    [
        "(fig:rain)=\n",
        "```{figure} rain.png\n:label: fig:rain\n```\n",
        ":::{table} Rain\n:name: fig:rain\n:::\n",
        "$$\nr = 2\n$$ (fig:rain)\n",
    ],
)
def test_labels_of_myst(text: str) -> None:
    assert anchors(text).may_have("fig:rain")
    assert not anchors(text).may_have("fig:snow")


def test_symbols_of_contributions_lead_nowhere_on_purpose() -> None:
    table = '<td><a href="#ideas-ada" title="Ideas">🤔</a> [📆](#projectManagement-ada)</td>'
    start, end = (f"<!-- ALL-CONTRIBUTORS-LIST:{word} -->" for word in ("START", "END"))
    listed = anchors(f"{start}\n<table><tr>{table}</tr></table>\n{end}\n")
    assert listed.may_have("ideas-ada")
    assert listed.may_have("projectManagement-ada")
    assert not listed.may_have("ideas-bob")
    assert not anchors(f"<table><tr>{table}</tr></table>\n").may_have("ideas-ada")


def test_layouts_have_anchors_of_their_own() -> None:
    assert anchors("---\ntitle: A\n---\n\nText\n").may_have("comments")


def test_lines_of_code() -> None:
    assert all(map(is_line_reference, ["L1", "L10-L20", "L1C2-L3C4", "L10-20"]))
    assert not any(map(is_line_reference, ["l1", "L", "Linux", "L1-", "L10x"]))


def test_links_are_gathered_once_each_with_their_place() -> None:
    text = (
        "[a](x.md), ![b](<y z.png>), [c][r], [d][r], <img src='i&amp;j.png'>, [e](q\\_r.md)\n\n"
        "[r]: z.md\n[unused]: none.md\n"
    )
    links = {fact.url: fact for fact in facts(text).links}
    assert list(links) == ["x.md", "y z.png", "z.md", "i&j.png", "q_r.md"]
    spans = {
        url: text[fact.location.start.offset : fact.location.end.offset]
        for url, fact in links.items()
    }
    assert spans["y z.png"] == "y z.png"
    assert spans["z.md"] == "z.md"
    assert links["z.md"].location.start.line == 3
    assert [fact.kind for fact in links.values()] == ["link", "image", "link", "html", "link"]
    assert [fact.verbatim for fact in links.values()] == [True, True, True, False, False]


def test_a_link_without_destination_stands_where_it_is() -> None:
    (link,) = facts("See [this]().\n").links
    assert (link.url, link.location.start.offset, link.location.end.offset) == ("", 4, 12)


def test_facts_can_be_cached() -> None:
    found = facts("---\nslug: x\n---\n\n# A\n\n[a](#a) [^1]\n\n[^1]: n\n")
    assert pickle.loads(pickle.dumps(found)) == found
    assert found.placed
    assert found.anchors >= {"a", "fn-1"}


def test_an_empty_post_has_no_facts() -> None:
    assert facts("") == LinkFacts()
