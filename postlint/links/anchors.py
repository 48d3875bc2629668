"""The anchors of a page, and whether a fragment leads to one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postlint.links.nearest import nearest
from postlint.links.slugs import GithubSlugger, loose_slugs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postlint.links.facts import LinkFacts

#: Fragments that are no anchors of the page's text: text fragments, routes of single-page
#: apps, parameters, and the ids of MkDocs's tabs.
_NO_ANCHOR = re.compile(r":~:|\A[/!]|[=&]|\A__")
#: Lines of a file on a code host: ``#L10``, ``#L10-L20``, ``#L10C3-L20C5``.
_LINES = re.compile(r"L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?\Z")
_NUMBERED = re.compile(r"(.+)[-_]\d+\Z")
#: GitHub prefixes the ids it shows; the links to them go without.
_GITHUB_PREFIX = "user-content-"


@dataclass(frozen=True, slots=True)
class Anchors:
    """The anchors of a page.

    ``exact`` are those by GitHub's slugs and the explicit ones; ``loose`` counts, in lower
    case, those that another site generator could make of the headings.
    """

    exact: frozenset[str]
    loose: Mapping[str, int]
    open: bool

    def may_have(self, fragment: str) -> bool:
        """Whether a percent-decoded fragment leads somewhere, in the case it is written."""
        return self._decides_for(fragment, self.exact)

    def may_have_in_any_case(self, fragment: str) -> bool:
        """The same where the case of letters does not matter, as on GitHub's pages."""
        folded = frozenset(anchor.lower() for anchor in self.exact)
        return self._decides_for(fragment.lower(), folded)

    def nearest(self, fragment: str) -> str | None:
        """The anchor that the fragment most likely stands for."""
        return nearest(fragment, self.exact - {""})

    def _decides_for(self, fragment: str, exact: frozenset[str]) -> bool:
        fragment = fragment.removeprefix(_GITHUB_PREFIX)
        if self.open or not fragment or fragment.lower() == "top" or _NO_ANCHOR.search(fragment):
            return True
        if fragment in exact or fragment in self.loose:
            return True
        numbered = _NUMBERED.match(fragment)
        return numbered is not None and self.loose.get(numbered[1], 0) > 1


def anchors_of(facts: LinkFacts) -> Anchors:
    """The anchors of a page from its facts."""
    slugger = GithubSlugger()
    exact = set(facts.ids)
    loose: Counter[str] = Counter()
    for heading in facts.headings:
        if heading.id:
            exact.add(heading.id)
            # What GitHub makes of it, which knows no explicit ids.
            loose.update(loose_slugs(f"{heading.text} {{#{heading.id}}}"))
            continue
        exact.add(slugger.slug(heading.text))
        loose.update(loose_slugs(heading.text) | loose_slugs(heading.label))
    return Anchors(frozenset(exact), loose, facts.open)


def is_line_reference(fragment: str) -> bool:
    """Whether a fragment names lines of a file, as code hosts have it."""
    return _LINES.match(fragment) is not None
