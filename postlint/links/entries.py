"""The entries of a post's list of references: what each says, and the URL it gives."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from postlint.facts import ReferenceEntry
from postlint.location import locate
from postlint.regexes import lazy_pattern
from postlint.syntax import nodes
from postlint.syntax.plain import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document, DocumentLink, Section

_TITLE = lazy_pattern(
    r"(?:\d+\W+)?(?:(?:list of |the |selected )?(?:references|bibliography|works cited|sources|"
    r"literature|citations)(?: (?:and|&) (?:notes|links|resources|sources|further reading))?|"
    r"(?:further|additional|recommended) (?:reading|resources))\W*",
    re.I,
)
#: How a paragraph begins that is an entry: ``[1]``, ``1.``, ``[Knuth74]``.
_LABEL = lazy_pattern(r"\[[^\]\n]{1,30}\]|\(?\d{1,3}[.)\]]")
_URL = lazy_pattern(r"https?://\S+|www\.\S+", re.I)


def reference_entries(document: Document) -> Iterator[ReferenceEntry]:
    """The entries, in document order, of all sections that are lists of references."""
    spans = [
        (block.start, block.end, block)
        for section in reference_sections(document)
        for block in _entries(section)
    ]
    if not spans:
        return
    links = [link for link in document.links if link.kind == "link"]
    starts = [link.start for link in links]
    for start, end, block in spans:
        inside = links[bisect_left(starts, start) : bisect_left(starts, end)]
        if len(inside) == 1:
            yield _entry(document, block, inside[0])


def reference_sections(document: Document) -> Iterator[Section]:
    """The sections that are lists of references by their headings, in document order."""
    for section in document.all_sections:
        if _TITLE.fullmatch(document.text_of(section.heading)):
            yield section


def _entries(section: Section) -> Iterator[nodes.Node]:
    """The items of lists, and paragraphs that begin with a label."""
    for block in section.content:
        if isinstance(block, nodes.List):
            yield from block.children
        elif isinstance(block, nodes.Paragraph) and _LABEL.match(plain_text([block])):
            yield block


def _entry(document: Document, block: nodes.Node, link: DocumentLink) -> ReferenceEntry:
    start, end = link.url_span
    if start == end:
        start, end = link.start, link.end
    paragraphs = [node for node in block.walk() if isinstance(node, nodes.Paragraph)]
    text = " ".join(map(document.text_of, paragraphs))
    text = " ".join(_URL.sub(" ", text).split())
    return ReferenceEntry(link.url, text, locate(document.source, start, end))
