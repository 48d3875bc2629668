"""``insecure-url``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.links.online import Status, UrlUse, Verdict
from postlint.links.online.uses import checked_links, page_url, web_links
from postlint.rule import Edit, Example, Finding, Fix, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.facts import LinkFact
    from postlint.links.online.uses import WebLink
    from postlint.project import FileResult, Project


def _alive(*urls: str) -> dict[str, Verdict]:
    return {url: Verdict(url, Status.ALIVE, "200 OK", 0.0, 200, final_url=url) for url in urls}


class InsecureUrl(Rule):
    """A URL begins with `http:`, and works with `https:` as well.

    Why it matters: what goes over http can be read, and changed, by everybody on the way.

    Use instead: `https:`.

    That https works is known because it was tried, or because the http address leads there. A
    permanent redirect to https is reported by [moved-url](moved-url.md).
    """

    name = "insecure-url"
    family = "links"
    severity = Severity.INFO
    fix_safety = (
        "The page at the https address was there; that it is the same page was not checked."
    )
    valid = (
        Example(
            "[A](https://example.org/a)\n",
            verdicts=_alive("https://example.org/a"),
        ),
        Example(
            "[A](http://example.org/a)\n",
            verdicts=_alive("http://example.org/a"),
            note="The https address does not work.",
        ),
        Example("[A](http://example.org/a)\n", note="Without `--online`."),
    )
    invalid = (
        Example(
            "See [the guide](http://example.org/guide#setup).\n",
            verdicts=_alive("http://example.org/guide", "https://example.org/guide"),
            reports=('1:17-1:47 "http://example.org/guide" works with https, too',),
            suggestions=(("https://example.org/guide#setup",),),
            fixed="See [the guide](https://example.org/guide#setup).\n",
        ),
    )

    def urls(self, result: FileResult) -> Iterator[UrlUse]:
        for fact in web_links(result):
            if _is_insecure(fact):
                yield UrlUse(page_url(fact.url), https=True)

    def check_project(self, project: Project) -> Iterator[Finding]:
        for link in checked_links(project):
            if _is_insecure(link.fact) and _works_with_https(link, project):
                yield self._report(link.fact)

    def _report(self, fact: LinkFact) -> Finding:
        start = fact.location.start.offset
        return self.report_at(
            fact.location,
            f'"{page_url(fact.url)}" works with https, too',
            suggestions=(_secure(fact.url),),
            fix=Fix((Edit(start, start + len("http"), "https"),)) if fact.verbatim else None,
        )


def _is_insecure(fact: LinkFact) -> bool:
    """``www.example.org`` in a text has no scheme that could be changed."""
    return fact.url.lower().startswith("http://") and (
        fact.verbatim or not fact.url.startswith("http://www.")
    )


def _works_with_https(link: WebLink, project: Project) -> bool:
    url = page_url(link.fact.url)
    if link.verdict.status is not Status.ALIVE or link.verdict.moved_to is not None:
        return False
    if link.verdict.final_url == _secure(url):
        return True
    found = (project.verdicts or {}).get(_secure(url))
    return found is not None and found.status is Status.ALIVE and not _leads_back(found)


def _leads_back(verdict: Verdict) -> bool:
    return verdict.final_url.startswith("http:")


def _secure(url: str) -> str:
    return f"https{url[len('http') :]}"
