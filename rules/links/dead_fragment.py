"""``dead-fragment``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.links.online import Status, UrlUse, Verdict
from postlint.links.online.uses import page_url, web_links
from postlint.rule import Example, Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.project import FileResult, Project


def _page(url: str, **anchors: bool) -> dict[str, Verdict]:
    return {url: Verdict(page_url(url), Status.ALIVE, "200 OK", 0.0, 200, anchors=anchors)}


class DeadFragment(Rule):
    """The page at a URL is there, but has no such anchor.

    Why it matters: readers land at the top of a page, often a long one, and look for what the
    link named.

    Use instead: the anchor that the section has now, or the URL without the fragment.

    A page has an anchor if an element has it as its `id` or `name`, with or without GitHub's
    prefix `user-content-`, or if the page itself links to it or has it in a script's data. Left
    alone are text fragments (`#:~:text=`), routes of single-page apps (`#/` and `#!`), lines and
    comments on code hosts, pages that scripts build, and what is not HTML.
    """

    name = "dead-fragment"
    family = "links"
    fix_safety = "No fix: which section was meant is for its author to say."
    valid = (
        Example(
            "[Set up](https://example.org/guide#setup)\n",
            verdicts=_page("https://example.org/guide#setup", setup=True),
        ),
        Example(
            "[Set up](https://example.org/guide#setup)\n",
            verdicts=_page("https://example.org/guide#setup"),
            note="A page that scripts build does not tell.",
        ),
        Example("[Set up](https://example.org/guide#setup)\n", note="Without `--online`."),
    )
    invalid = (
        Example(
            "See [the guide](https://example.org/guide#setup).\n",
            verdicts=_page("https://example.org/guide#setup", setup=False),
            reports=('1:17-1:48 No anchor "#setup" on the page at https://example.org/guide',),
        ),
    )

    def urls(self, result: FileResult) -> Iterator[UrlUse]:
        from postlint.links.online.pages import anchor_of

        for fact in web_links(result):
            if anchor_of(fact.url.partition("#")[2]) is not None:
                yield UrlUse(fact.url)

    def check_project(self, project: Project) -> Iterator[Finding]:
        from postlint.links.online.pages import anchor_of

        verdicts = project.verdicts or {}
        for result in project.results.values():
            for fact in web_links(result):
                page, _, fragment = fact.url.partition("#")
                verdict = verdicts.get(fact.url)
                anchor = anchor_of(fragment)
                if verdict is None or anchor is None or verdict.anchors.get(anchor, True):
                    continue
                yield self.report_at(fact.location, f'No anchor "#{anchor}" on the page at {page}')
