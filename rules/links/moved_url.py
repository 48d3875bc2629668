"""``moved-url``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.links.moves import as_destination, is_catch_all, same_page
from postlint.links.online import Status, UrlUse, Verdict
from postlint.links.online.uses import checked_links, page_url, web_links
from postlint.rule import Edit, Example, Finding, Fix, Rule, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.facts import LinkFact
    from postlint.links.online.uses import WebLink
    from postlint.project import FileResult, Project


def _moved(url: str, moved_to: str) -> dict[str, Verdict]:
    return {
        url: Verdict(url, Status.ALIVE, "200 OK", 0.0, 200, final_url=moved_to, moved_to=moved_to)
    }


class MovedUrl(Rule):
    """A URL leads to its page by a permanent redirect.

    Why it matters: the link works as long as somebody keeps the redirect up. Each visit takes a
    request more, and one over http shows everybody on the way what is read.

    Use instead: the address that the redirect leads to.

    Only redirects that call themselves permanent count (301 and 308); a temporary one (302, 303,
    307) says that the old address is the right one.
    """

    name = "moved-url"
    family = "links"
    severity = Severity.INFO
    fix_safety = (
        "Safe where it is the same page: https for http, with or without `www.`, a trailing "
        "slash, `index.html` or `.html`, the case of letters. Other addresses want a look. There "
        "is no fix where the redirect leads to a home, login or search page."
    )
    valid = (
        Example(
            "[A](https://example.org/a)\n",
            verdicts={
                "https://example.org/a": Verdict(
                    "https://example.org/a", Status.ALIVE, "200 OK", 0.0, 200
                )
            },
        ),
        Example("[A](http://example.org/a)\n", note="Without `--online`."),
        Example(
            "See www.example.org for more.\n",
            verdicts=_moved("http://www.example.org", "https://www.example.org/"),
            note="An address without a scheme, which cannot say https.",
        ),
    )
    invalid = (
        Example(
            "See [the guide](http://example.org/guide#setup).\n",
            verdicts=_moved("http://example.org/guide", "https://www.example.org/guide/"),
            reports=(
                '1:17-1:47 "http://example.org/guide" has moved to '
                '"https://www.example.org/guide/"',
            ),
            suggestions=(("https://www.example.org/guide/#setup",),),
            fixed="See [the guide](https://www.example.org/guide/#setup).\n",
        ),
        Example(
            "[Guide]\n\n[guide]: <https://example.org/guide> 'The guide'\n",
            verdicts=_moved("https://example.org/guide", "https://example.net/docs/guide"),
            reports=(
                '3:11-3:36 "https://example.org/guide" has moved to '
                '"https://example.net/docs/guide"',
            ),
            fixed="[Guide]\n\n[guide]: <https://example.net/docs/guide> 'The guide'\n",
        ),
        Example(
            "[Guide](https://example.org/guide)\n",
            verdicts=_moved("https://example.org/guide", "https://example.org/"),
            reports=('1:9-1:34 "https://example.org/guide" has moved to "https://example.org/"',),
            note="All that is gone may be sent to the home page: look at it.",
        ),
    )

    def urls(self, result: FileResult) -> Iterator[UrlUse]:
        for fact in web_links(result):
            yield UrlUse(page_url(fact.url))

    def check_project(self, project: Project) -> Iterator[Finding]:
        for link in checked_links(project):
            moved_to = link.verdict.moved_to
            if moved_to is not None and not _says_the_same(link.fact, moved_to):
                yield self._report(link, moved_to)

    def _report(self, link: WebLink, moved_to: str) -> Finding:
        fact, old = link.fact, page_url(link.fact.url)
        message = f'"{old}" has moved to "{page_url(moved_to)}"'
        if is_catch_all(old, moved_to):
            return self.report_at(fact.location, message)
        new = as_destination(page_url(moved_to)) + fact.url[len(old) :]
        return self.report_at(
            fact.location, message, suggestions=(new,), fix=_replace(fact, old, new)
        )


def _says_the_same(fact: LinkFact, moved_to: str) -> bool:
    """Whether the link cannot say otherwise: ``www.example.org`` has no scheme to change."""
    without_scheme = not fact.verbatim and fact.url.startswith("http://www.")
    return without_scheme and same_page(fact.url, moved_to)


def _replace(fact: LinkFact, old: str, new: str) -> Fix | None:
    if not fact.verbatim:
        return None
    edit = Edit(fact.location.start.offset, fact.location.end.offset, new)
    return Fix((edit,), safe=same_page(old, new))
