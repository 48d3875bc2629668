"""What other posts may need to know about a post, gathered once when it is linted.

Facts are kept in caches and travel between processes and machines, so they are plain values:
arrays of strings and numbers when they are packed.
"""

from __future__ import annotations

from msgspec import Struct

from postlint.rule import Location  # noqa: TC001  # packing reads the fields' types


class LinkFact(Struct, frozen=True, array_like=True):
    """A destination: ``url`` after escapes and entities, not percent-decoded.

    ``kind`` is "link", "image", "html" or "front-matter". ``location`` is where the destination
    stands, which for a reference is in its definition, or the whole link where it has none.
    ``verbatim`` says that the source has the URL letter by letter at the location, so that parts
    can be edited; ``bare`` that it is a URL in the text, without any markup.
    """

    url: str
    kind: str
    location: Location
    verbatim: bool
    bare: bool = False


class HeadingFact(Struct, frozen=True, array_like=True):
    """A heading: its text without markup and images, and its explicit id, or "".

    ``label`` is the text with the images' alternative texts in it, from which some generators
    make the slug; ``source`` is the heading as it is written, from which others make it, or ""
    where that is its text. A heading in HTML has its tags there.
    """

    text: str
    id: str
    label: str
    source: str = ""

    @property
    def is_html(self) -> bool:
        return self.source.startswith("<h")


class ReferenceEntry(Struct, frozen=True, array_like=True):
    """An entry with a single link: ``text`` is all it says, URLs left out.

    ``location`` is where the URL stands.
    """

    url: str
    text: str
    location: Location


class LinkFacts(Struct, frozen=True, array_like=True):
    """The links of a post and what links may lead to in it.

    ``entries`` are those of its list of references.
    ``ids`` are the explicit ones in HTML and attribute lists, and those of footnotes. ``open``
    says that the page may have anchors that its text does not show: it includes other files or
    computes headings. ``rendered`` says that there is front matter, so that some generator makes
    the page, and ``placed`` that the front matter gives it a URL of its own; ``placing`` are the
    values that say which.
    """

    links: tuple[LinkFact, ...] = ()
    headings: tuple[HeadingFact, ...] = ()
    entries: tuple[ReferenceEntry, ...] = ()
    ids: frozenset[str] = frozenset()
    open: bool = False
    rendered: bool = False
    placed: bool = False
    placing: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def anchors(self) -> frozenset[str]:
        """The fragments that lead somewhere on this page as GitHub shows it."""
        from postlint.links.anchors import anchors_of

        return anchors_of(self).exact


class Facts(Struct, frozen=True, array_like=True):
    """What other files may need to know about a file."""

    links: LinkFacts
