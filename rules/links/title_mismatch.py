"""``title-mismatch``."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING
from urllib.parse import unquote

from postlint.links.online import Status, UrlUse, Verdict
from postlint.links.online.uses import is_web_url, page_url
from postlint.regexes import lazy_pattern
from postlint.rule import Example, Finding, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.facts import ReferenceEntry
    from postlint.project import FileResult, Project

_WORD = lazy_pattern(r"[^\W_]+")
#: Words that titles and entries share by chance, and those that begin or end many titles.
_COMMON = frozenset(
    "the and for with from that this into over your our how what why when are was were not you "
    "all can has have its new use using via about more home page site official website welcome "
    "blog docs documentation online http https www com org net html pdf index".split()
)
#: So many letters at the beginning make two words forms of one: "transformer", "transformers".
_STEM = 5
#: A title of fewer words of its own says too little to differ.
_FEWEST_WORDS = 2

_URL = "https://example.org/attention"


def _titled(title: str | None) -> dict[str, Verdict]:
    return {_URL: Verdict(_URL, Status.ALIVE, "200 OK", 0.0, 200, title=title)}


class TitleMismatch(Rule):
    """An entry in a list of references has not one word of the page's title.

    Why it matters: the address may be that of another source, or its page may have been
    replaced.

    Use instead: the address of what the entry names.

    An entry with a single link is compared, in sections called References, Bibliography, Sources,
    Further reading and the like. Common words do not count; forms of a word do, and so do words
    in the URL. Pages without a title of at least two words are left alone.
    """

    name = "title-mismatch"
    family = "links"
    enabled = False
    fix_safety = "No fix: which of the two is wrong is for the author to say."
    valid = (
        Example(
            f"## References\n\n- Vaswani, [Attention is all you need]({_URL})\n",
            verdicts=_titled("Attention Is All You Need - Proceedings"),
        ),
        Example(
            f"## References\n\n1. Vaswani et al. 2017. {_URL}\n",
            verdicts=_titled("Paying attention, by Vaswani"),
        ),
        Example(f"## Notes\n\n- [Soup]({_URL})\n", verdicts=_titled("Attention Is All You Need")),
        Example(f"## References\n\n- [Soup]({_URL})\n", note="Without `--online`."),
    )
    invalid = (
        Example(
            f"## References\n\n- Lovelace, [Notes on the engine]({_URL})\n",
            verdicts=_titled("Parked domain for sale"),
            reports=(
                '3:35-3:64 Entry "Lovelace, Notes on the engine" leads to a page titled '
                '"Parked domain for sale"',
            ),
        ),
    )

    def urls(self, result: FileResult) -> Iterator[UrlUse]:
        for entry in _web_entries(result):
            yield UrlUse(page_url(entry.url), title=True)

    def check_project(self, project: Project) -> Iterator[Finding]:
        verdicts = project.verdicts or {}
        for result in project.results.values():
            for entry in _web_entries(result):
                verdict = verdicts.get(page_url(entry.url))
                title = verdict.title if verdict is not None else None
                if title is not None and _differs(entry, title):
                    yield self.report_at(
                        entry.location, f'Entry "{entry.text}" leads to a page titled "{title}"'
                    )


def _web_entries(result: FileResult) -> Iterator[ReferenceEntry]:
    for entry in result.facts.links.entries if result.facts else ():
        if is_web_url(entry.url) and _words(entry.text):
            yield entry


def _differs(entry: ReferenceEntry, title: str) -> bool:
    of_title = _words(title)
    of_entry = _words(f"{entry.text} {unquote(entry.url)}")
    return len(of_title) >= _FEWEST_WORDS and of_title.isdisjoint(of_entry)


def _words(text: str) -> frozenset[str]:
    """The words of a text that say something, without accents, cut to their stems."""
    folded = "".join(
        character
        for character in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(character)
    )
    words = (word for word in _WORD.findall(folded) if len(word) > 2 and word not in _COMMON)
    return frozenset(word[:_STEM] for word in words)
