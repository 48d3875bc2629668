"""The anchors of a page, and whether a fragment leads to one."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.facts import HeadingFact  # noqa: TC001  # the struct reads its fields' types
from postlint.links.nearest import Names
from postlint.links.sluggers import Slugger, make_sluggers
from postlint.links.slugs import GithubSlugger, loose_slugs, words_around_symbols
from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postlint.facts import LinkFacts

#: Fragments that are no anchors of the page's text: text fragments, routes of single-page
#: apps, parameters, and the ids of MkDocs's tabs.
_NO_ANCHOR = lazy_pattern(r":~:|\A[/!]|[=&]|\A__")
#: Lines of a file on a code host: ``#L10``, ``#L10-L20``, ``#L10C3-L20C5``.
_LINES = lazy_pattern(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?\Z")
#: So many headings with emoji are looked at one by one.
_MOST_SPELLED = 500
_NUMBERED = lazy_pattern(r"(.+)[-_](\d{1,9})\Z")
#: Hosts prefix the ids on their pages (GitHub, Bitbucket); links work with and without.
_HOST_PREFIX = lazy_pattern(r"\A(?:user-content|markdown-header)-")
#: Anchors of every page, and of a repository's front page on GitHub.
_ALWAYS = frozenset({"top", "readme"})
#: Anchors that the layouts of sites often have around the text.
_LAYOUT = frozenset(
    "about comments contact content disqus_thread footer header main markdown-toc menu nav "
    "newsletter respond search sidebar subscribe table-of-contents toc webmentions".split()
)


class Anchors(Struct, frozen=True, dict=True):
    """The anchors of a page.

    ``exact`` are the explicit ones and those by the slugs of the site's generator, or of GitHub
    where it is not known; then ``headings`` are those of which any generator may make its own.
    ``open`` and ``rendered`` are those of the page's ``LinkFacts``.
    """

    exact: frozenset[str]
    headings: tuple[HeadingFact, ...]
    open: bool
    rendered: bool

    def may_have(self, fragment: str) -> bool:
        """Whether a percent-decoded fragment leads somewhere, in the case it is written."""
        return self._decides_for(fragment, self.exact)

    def may_have_in_any_case(self, fragment: str) -> bool:
        """The same where the case of letters does not matter, as on GitHub's pages."""
        return self._decides_for(fragment.lower(), self._in_lower_case)

    def nearest(self, fragment: str) -> str | None:
        """The anchor that the fragment most likely stands for."""
        return self._names.nearest(fragment)

    def _duplicates(self, slug: str) -> int:
        """The highest number that a duplicate of a slug may get: some count from 1, some from 2."""
        count = self._loose.get(slug, 0)
        return count if count > 1 else 0

    @cached_property
    def _loose(self) -> Mapping[str, int]:
        """Counts what some generator could make of the headings, in lower case."""
        loose: Counter[str] = Counter()
        for heading in self.headings:
            if heading.id:
                # What GitHub makes of it, which knows no explicit ids.
                loose.update(loose_slugs(f"{heading.text} {{#{heading.id}}}"))
            else:
                loose.update(loose_slugs(heading.text) | loose_slugs(heading.label))
        return loose

    @cached_property
    def _spelled(self) -> tuple[tuple[str, ...], ...]:
        """The words around the emoji of each heading, which a generator may spell out."""
        around = (words_around_symbols(heading.text) for heading in self.headings)
        return tuple(islice(filter(None, around), _MOST_SPELLED))

    @cached_property
    def _in_lower_case(self) -> frozenset[str]:
        return frozenset(anchor.lower() for anchor in self.exact)

    @cached_property
    def _names(self) -> Names:
        return Names(self.exact)

    def _decides_for(self, fragment: str, exact: frozenset[str]) -> bool:
        fragment = _HOST_PREFIX.sub("", fragment)
        if self.open or fragment.lower() in _ALWAYS or _NO_ANCHOR.search(fragment):
            return True
        if self.rendered and fragment in _LAYOUT:
            return True
        if fragment in exact or fragment in self._loose:
            return True
        numbered = _NUMBERED.match(fragment)
        if numbered is not None and 0 < int(numbered[2]) <= self._duplicates(numbered[1]):
            return True
        return any(_has_words(fragment, words) for words in self._spelled)


def anchors_of(facts: LinkFacts, renderer: str | None = None) -> Anchors:
    """The anchors of a page from its facts.

    ``renderer`` is the name of the slugger by which the site's generator makes ids; None where
    the generator is not known, or may have been told to make them in another way.
    """
    sluggers = make_sluggers(renderer) if renderer is not None else ()
    if sluggers:
        exact = frozenset().union(*(_exact_anchors(facts, slugger) for slugger in sluggers))
        return Anchors(exact, (), facts.open, facts.rendered)
    return Anchors(_github_anchors(facts), facts.headings, facts.open, facts.rendered)


def is_line_reference(fragment: str) -> bool:
    """Whether a fragment names lines of a file, as code hosts have it."""
    return _LINES.match(fragment) is not None


def _exact_anchors(facts: LinkFacts, slugger: Slugger) -> frozenset[str]:
    exact = set(facts.ids)
    for heading in facts.headings:
        if heading.id:
            exact.add(heading.id)
        elif heading.is_html:
            # Most renderers leave HTML as it is; some plugins do not.
            exact |= loose_slugs(heading.text)
        else:
            exact.add(slugger.slug(heading))
    exact.discard("")
    return frozenset(exact)


def _github_anchors(facts: LinkFacts) -> frozenset[str]:
    slugger = GithubSlugger()
    return frozenset(
        (*facts.ids, *(heading.id or slugger.slug(heading.text) for heading in facts.headings))
    )


def _has_words(fragment: str, words: tuple[str, ...]) -> bool:
    """Whether a fragment has these words in order, the first at its start, the last at its end."""
    position = 0
    for word in words:
        found = fragment.find(word, position)
        if found < 0 or (position == 0 and found > 0 and word is words[0]):
            return False
        position = found + len(word)
    return any(words) and fragment.endswith(words[-1])
