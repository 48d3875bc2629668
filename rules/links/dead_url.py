"""``dead-url``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.links.online import Status, UrlUse, Verdict
from postlint.links.online.uses import checked_links, page_url, web_links
from postlint.rule import Example, Finding, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from postlint.links.online.uses import WebLink
    from postlint.project import FileResult, Project

#: So many of the other posts with the same URL are named.
_NAMED = 3

_ALIVE = Verdict("https://example.org/a", Status.ALIVE, "200 OK", 0.0, 200)
_GONE = Verdict("https://example.org/gone", Status.DEAD, "404 Not Found", 0.0, 404)
_WALL = Verdict("https://example.org/wall", Status.UNSURE, "403 Forbidden", 0.0, 403)
_LATELY = Verdict(
    "https://example.org/a", Status.UNSURE, "503 Service Unavailable", 9.0, 503, alive_at=1.0
)


class DeadUrl(Rule):
    """A URL leads to a page that is gone.

    Why it matters: what the post promises is not there. Readers find out by following the link.

    Use instead: the page's new address, its archived copy, or another source.

    Dead is what is gone for everybody: the server answers 404 or 410, its host does not exist,
    refuses every connection, or shows a certificate that browsers reject. Where a URL cannot be
    told to be dead (403, 429, 5xx, no answer in time, a check for robots), the finding is an
    info, and there is none if the URL was alive within the last month.
    """

    name = "dead-url"
    family = "links"
    fix_safety = "No fix: the suggestion is the address of the archived copy, if there is one."
    valid = (
        Example("[A](https://example.org/a)\n", verdicts={"https://example.org/a": _ALIVE}),
        Example(
            "[A](https://example.org/a)\n",
            verdicts={"https://example.org/a": _LATELY},
            note="A URL that cannot be told to be dead, and was alive a week ago.",
        ),
        Example("[Gone](https://example.org/gone)\n", note="Without `--online`."),
    )
    invalid = (
        Example(
            "See [the guide](https://example.org/gone#setup).\n",
            verdicts={"https://example.org/gone": _GONE},
            reports=('1:17-1:47 Dead URL "https://example.org/gone": 404 Not Found',),
            suggestions=(("https://web.archive.org/web/https://example.org/gone",),),
        ),
        Example(
            "<https://example.org/gone>\n",
            files={"b.md": "[x](https://example.org/gone)\n"},
            verdicts={"https://example.org/gone": _GONE},
            reports=('1:2-1:26 Dead URL "https://example.org/gone": 404 Not Found; also in b.md',),
            note="Other posts that have the same URL are named.",
        ),
        Example(
            "[Wall](https://example.org/wall)\n",
            verdicts={"https://example.org/wall": _WALL},
            reports=(
                '1:8-1:32 Cannot tell whether "https://example.org/wall" is alive: 403 Forbidden',
            ),
            note="Not known to be dead: an info.",
        ),
    )

    def urls(self, result: FileResult) -> Iterator[UrlUse]:
        for fact in web_links(result):
            yield UrlUse(page_url(fact.url))

    def check_project(self, project: Project) -> Iterator[Finding]:
        links = list(checked_links(project))
        posts: dict[str, dict[str, None]] = {}
        for link in links:
            posts.setdefault(page_url(link.fact.url), {})[link.path] = None
        for link in links:
            finding = self._check_link(link, posts)
            if finding is not None:
                yield finding

    def _check_link(self, link: WebLink, posts: Mapping[str, Mapping[str, None]]) -> Finding | None:
        verdict, url = link.verdict, page_url(link.fact.url)
        if verdict.status is Status.DEAD:
            others = [path for path in posts[url] if path != link.path]
            return self.report_at(
                link.fact.location,
                f'Dead URL "{url}": {verdict.reason}{_also_in(others)}',
                suggestions=(verdict.archived,),
            )
        if verdict.status is Status.UNSURE and not verdict.lately_alive:
            return self.report_at(
                link.fact.location,
                f'Cannot tell whether "{url}" is alive: {verdict.reason}',
                severity=Severity.INFO,
            )
        return None


def _also_in(posts: Sequence[str]) -> str:
    if not posts:
        return ""
    more = len(posts) - _NAMED
    named = ", ".join(posts[:_NAMED])
    return f"; also in {named} and {more:,} more" if more > 0 else f"; also in {named}"
