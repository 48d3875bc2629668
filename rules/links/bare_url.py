"""``bare-url``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from postlint.regexes import lazy_pattern
from postlint.rule import Edit, Example, Finding, Fix, Rule, RuleOptions, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.facts import LinkFact
    from postlint.project import Project

#: Addresses that are shown rather than followed.
_SHOWN = lazy_pattern(
    r"https?://(?:localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|(?:[\w-]+\.)*example\.(?:com|org|net)"
    r"|[\w.-]+\.(?:local|test|invalid|example)\b|[\w-]+(?:[:/]|\Z))",
    re.I,
)
#: What would end the markup around a URL too early, or be markup itself, by what begins it.
_NOT_WITHIN = {
    "<": lazy_pattern(r">"),
    "[": lazy_pattern(r"[\[\]()<>{}`*~\\]|(?<![^\W_])_"),
}
_SITE = {"_config.yml": "title: Rain\n"}


class Options(RuleOptions, frozen=True):
    always: Annotated[
        bool, option("Report bare URLs also where the site generator makes links of them.")
    ] = False


class BareUrl(Rule):
    """A URL stands in the text without markup, and is no link on the page.

    Why it matters: readers have to copy it. GitHub and many site generators make a link of a URL
    in the text; Jekyll, MkDocs, mdBook and Zola do not, so that it is a link in the preview and
    none on the site.

    Use instead: `<https://…>`, or a link with a text that says what is there.

    Reported is what the configuration of the site says will be no link; with `always`, every bare
    URL. Addresses that are shown rather than followed (`localhost`, `example.com`) are left alone.
    """

    name = "bare-url"
    aliases = ("MD034", "no-bare-urls")
    family = "links"
    per_post = True
    fix_safety = (
        "The URL is put in angle brackets: the link readers take it for. There is no fix for one "
        "that has such a bracket itself."
    )
    Options = Options
    valid = (
        Example("See https://rain.dev/gauges.\n", note="GitHub makes a link of it."),
        Example("---\ntitle: Rain\n---\n\nSee <https://rain.dev/gauges>.\n", files=_SITE),
        Example("---\ntitle: Rain\n---\n\nOpen http://localhost:4000 here.\n", files=_SITE),
        Example(
            "---\ntitle: Rain\n---\n\nSee [gauges](https://rain.dev/gauges\n",
            files=_SITE,
            note="What is wrong with it is for `malformed-url` to say.",
        ),
        Example(
            "See https://rain.dev/gauges.\n",
            files=_SITE,
            note="Jekyll makes no page of what has no front matter.",
        ),
    )
    invalid = (
        Example(
            "---\ntitle: Rain\n---\n\nSee https://rain.dev/gauges for more.\n",
            files=_SITE,
            reports=('5:5-5:28 Bare URL "https://rain.dev/gauges" will not be a link',),
            fixed="---\ntitle: Rain\n---\n\nSee <https://rain.dev/gauges> for more.\n",
            note="On a site that Jekyll builds.",
        ),
        Example(
            "See https://rain.dev/gauges.\n",
            reports=('1:5-1:28 Bare URL "https://rain.dev/gauges"',),
            fixed="See <https://rain.dev/gauges>.\n",
            options={"always": True},
        ),
        Example(
            "See https://rain.dev/gauges.\n",
            reports=('1:5-1:28 Bare URL "https://rain.dev/gauges"',),
            fixed="See [https://rain.dev/gauges](https://rain.dev/gauges).\n",
            options={"always": True},
            path="post.mdx",
            note="In MDX, angle brackets are tags.",
        ),
        Example(
            "Is https://rain.dev/a->b the one?\n",
            reports=('1:4-1:25 Bare URL "https://rain.dev/a->b"',),
            options={"always": True},
            note="Angle brackets would end inside of it, so there is no fix.",
        ),
        Example(
            "See https://rain.dev/_a_(b).\n",
            reports=('1:5-1:28 Bare URL "https://rain.dev/_a_(b)"',),
            options={"always": True},
            path="post.mdx",
        ),
    )

    def check_project(self, project: Project) -> Iterator[Finding]:
        for path, result in project.results.items():
            bare = [
                fact for fact in (result.facts.links.links if result.facts else ()) if fact.bare
            ]
            model = project.resolver.model_of(path) if bare else None
            published = model is not None and project.resolver.is_published(path)
            unlinked = published and model is not None and model.links_bare_urls is False
            if not (unlinked or self.options.always):
                continue
            consequence = " will not be a link" if unlinked else ""
            site = project.resolver.place_of(path).site
            is_mdx = path.endswith(".mdx") or (site is not None and site.generator == "docusaurus")
            for fact in bare:
                if fact.verbatim and not _SHOWN.match(fact.url) and not _is_in_link(fact):
                    fix = _in_markup(fact, "[{url}]({url})" if is_mdx else "<{url}>")
                    yield self.report_at(
                        fact.location, f'Bare URL "{fact.url}"{consequence}', fix=fix
                    )


def _is_in_link(fact: LinkFact) -> bool:
    """Whether a link was meant that lacks its ``)``, which ``malformed-url`` reports."""
    place = fact.location
    return place.snippet[: place.start.offset - place.snippet_start].endswith("](")


def _in_markup(fact: LinkFact, markup: str) -> Fix | None:
    if _NOT_WITHIN[markup[0]].search(fact.url):
        return None
    start, end = fact.location.start.offset, fact.location.end.offset
    return Fix((Edit(start, end, markup.format(url=fact.url)),), safe=True)
