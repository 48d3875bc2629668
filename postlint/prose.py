"""Prose: the text a person reads on the page, with exact spans.

Each block gives one run: emphasis markers are gone, escapes and entities decoded, and what is
not prose (code, formulas, templates, URLs, HTML tags) is one object replacement character, so
that the words around it stay apart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from html import unescape
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.markup import SILENT_ELEMENTS, pieces, tags
from postlint.regexes import lazy_pattern
from postlint.syntax import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postlint.document import Document

#: Stands for anything within a run that is not prose.
OBJECT = "\ufffc"
#: Front matter that readers see: on the page, in its summary, in search results.
READ_KEYS = ("title", "subtitle", "description", "summary", "excerpt")
_OPENING = lazy_pattern(rf"<({SILENT_ELEMENTS})\b[^>]*(?<!/)>", re.I)
_CLOSING = lazy_pattern(rf"</({SILENT_ELEMENTS})\s*>", re.I)
#: What is no prose in a value of front matter, its line breaks, and what quotes make of it.
_VALUE_PIECE = lazy_pattern(
    r"[ \t]*(?P<line>\r\n|\n|\r)[ \t]*"
    r"|(?P<object>\{\{[^{}]*\}\}|\{%[^{}]*%\}|`[^`\r\n]+`|</?[A-Za-z][^<>\r\n]*>)"
    r"|(?P<escape>\\(?:u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|.))|(?P<apostrophe>'')"
)
_SPOKEN_ATTRIBUTE = lazy_pattern(
    r"\s(?:alt|title|caption)\s*=\s*(?:\"([^\"<>{}]*)\"|'([^'<>{}]*)')", re.I
)


class ProseRun(Struct, frozen=True):
    """The reading text of one block.

    ``kind`` is "paragraph", "heading", "cell", "alt", "title", "front-matter" or "html".
    ``segments`` are pairs ``(index in text, offset in source)``, ascending: from each index on,
    text and source run in step until the next pair.
    """

    kind: str
    text: str
    segments: tuple[tuple[int, int], ...]

    def offset(self, index: int) -> int:
        """The offset in the source of the character at an index."""
        place = bisect_right(self.segments, (index, 1 << 62)) - 1
        start, offset = self.segments[place]
        return offset + index - start

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the source of ``text[start:end]``, markers within it included."""
        return self.offset(start), self.offset(end - 1) + 1


def collect_prose(document: Document) -> Iterator[ProseRun]:
    """All runs of a document; those of a kind are in document order."""
    yield from _front_matter_runs(document)
    for kind, blocks in (
        ("heading", document.nodes("heading")),
        ("paragraph", document.nodes("paragraph")),
        ("cell", document.nodes("tableCell")),
    ):
        for block in blocks:
            run = _run(kind, block.children)
            if run is not None:
                yield run
    for alt_nodes in (
        *(image.alt_nodes for image in document.nodes("image")),
        *(image.alt_nodes for image in document.nodes("imageReference")),
    ):
        run = _run("alt", alt_nodes)
        if run is not None:
            yield run
    yield from _title_runs(document)
    yield from _html_runs(document)


class _Builder:
    __slots__ = ("length", "parts", "segments")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.segments: list[tuple[int, int]] = []
        self.length = 0

    def add(self, text: str, offset: int) -> None:
        self.segments.append((self.length, offset))
        self.parts.append(text)
        self.length += len(text)

    def add_text(self, node: nodes.Text) -> None:
        if node.segments is None:
            self.add(node.value, node.start)
            return
        for index, offset in node.segments:
            self.segments.append((self.length + index, offset))
        self.parts.append(node.value)
        self.length += len(node.value)

    def run(self, kind: str) -> ProseRun | None:
        text = "".join(self.parts)
        if not text.strip(OBJECT + " \n\t"):
            return None
        return ProseRun(kind, text, tuple(self.segments))


def _run(kind: str, children: Sequence[nodes.Node]) -> ProseRun | None:
    if len(children) == 1 and type(children[0]) is nodes.Text:
        text = children[0]
        return ProseRun(kind, text.value, tuple(text.segments or ((0, text.start),)))
    builder = _Builder()
    silent = _Silence()
    stack = list(reversed(children))
    while stack:
        node = stack.pop()
        if isinstance(node, nodes.Text):
            if silent:
                builder.add(OBJECT, node.start)
            else:
                builder.add_text(node)
        elif isinstance(node, nodes.Html):
            silent.follow(node.value)
            builder.add(OBJECT, node.start)
        elif isinstance(node, nodes.Break):
            builder.add("\n", node.start)
        elif isinstance(node, nodes.Link) and node.form != "inline":
            builder.add(OBJECT, node.start)
        elif node.children:
            stack.extend(reversed(node.children))
        elif isinstance(node, nodes.WikiLink) and node.alias:
            builder.add(node.alias, node.end - len("]]") - len(node.alias))
        else:
            builder.add(OBJECT, node.start)
    return builder.run(kind)


class _Silence:
    """The open elements whose text is not prose."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._counts: Counter[str] = Counter()

    def __bool__(self) -> bool:
        return bool(self._open)

    def follow(self, tag: str) -> None:
        """Open or close what a tag opens or closes; what was left open within closes with it."""
        opening = _OPENING.match(tag)
        closing = None if opening else _CLOSING.match(tag)
        if opening is not None:
            self._open.append(opening[1].lower())
            self._counts[opening[1].lower()] += 1
        elif closing is not None and self._counts[closing[1].lower()]:
            name = ""
            while name != closing[1].lower():
                name = self._open.pop()
                self._counts[name] -= 1


def _front_matter_runs(document: Document) -> Iterator[ProseRun]:
    front_matter = document.front_matter
    if front_matter is None:
        return
    for key in READ_KEYS:
        span = front_matter.span(key)
        run = None if span is None else _value_run(document.source.text, *span)
        if run is not None:
            yield run


def _value_run(text: str, start: int, end: int) -> ProseRun | None:
    """The prose of a value; the quote before it says which escapes it may have."""
    builder = _Builder()
    quote = text[start - 1 : start]
    for piece in _VALUE_PIECE.finditer(text, start, end):
        shown = OBJECT
        if piece["line"]:
            shown = "\n"
        elif piece["apostrophe"]:
            shown = "'" if quote == "'" else "''"
        elif piece["escape"]:
            shown = _unescaped(piece["escape"]) if quote == '"' else piece["escape"]
        if piece.start() > start:
            builder.add(text[start : piece.start()], start)
        builder.add(shown, piece.start())
        start = piece.end()
    if start < end:
        builder.add(text[start:end], start)
    return builder.run("front-matter")


def _unescaped(escape: str) -> str:
    if escape[1] in "ux":
        return chr(int(escape[2:], 16))
    return {"n": "\n", "t": "\t", "r": "\r"}.get(escape[1], escape[1])


def _title_runs(document: Document) -> Iterator[ProseRun]:
    spans = (
        *(link.title_span for link in document.nodes("link")),
        *(image.title_span for image in document.nodes("image")),
        *(definition.title_span for definition in document.nodes("definition")),
    )
    for span in spans:
        if span is not None and span[0] < span[1]:
            start, end = span
            yield ProseRun("title", document.source.text[start:end], ((0, start),))


def _html_runs(document: Document) -> Iterator[ProseRun]:
    text = document.source.text
    for template in document.nodes("template"):
        if template.outputs:
            yield from _attribute_runs(text, template.start, template.end)
    for node in (*document.nodes("html"), *document.nodes("mdxJsx")):
        for tag in tags(text, node.start, node.end):
            yield from _attribute_runs(text, tag.start(), tag.end())
        if isinstance(node, nodes.Html) and node.block:
            run = _html_text(text, node.start, node.end)
            if run is not None:
                yield run


def _attribute_runs(text: str, start: int, end: int) -> Iterator[ProseRun]:
    """What readers are told by the attributes of a tag or the parameters of a template."""
    for match in _SPOKEN_ATTRIBUTE.finditer(text, start, end):
        group = 1 if match[1] is not None else 2
        if match[group].strip():
            yield ProseRun("title", match[group], ((0, match.start(group)),))


def _html_text(text: str, start: int, end: int) -> ProseRun | None:
    builder = _Builder()
    position = start
    for piece in pieces(text, start, end):
        if piece.start() > position:
            builder.add(text[position : piece.start()], position)
        builder.add(unescape(piece[0]) if piece["entity"] else OBJECT, piece.start())
        position = piece.end()
    if position < end:
        builder.add(text[position:end], position)
    return builder.run("html")
