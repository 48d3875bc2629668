"""Prose: the text a person reads on the page, with exact spans.

Each block gives one run: emphasis markers are gone, escapes and entities decoded, and what is
not prose (code, formulas, templates, URLs, HTML tags) is one object replacement character, so
that the words around it stay apart.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING

from postlint.syntax import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postlint.document import Document

#: Stands for anything within a run that is not prose.
OBJECT = "\ufffc"
#: Front matter that readers see: on the page, in its summary, in search results.
READ_KEYS = ("title", "subtitle", "description", "summary", "excerpt")
#: Elements whose text is not prose.
_SILENT = "code|kbd|samp|var|tt|pre|script|style|svg|textarea|math"
_OPENING = re.compile(rf"<({_SILENT})\b[^>]*(?<!/)>", re.I)
_CLOSING = re.compile(rf"</({_SILENT})\s*>", re.I)
_HTML_PIECE = re.compile(
    r"<!--(?s:.*?)(?:-->|\Z)"
    rf"|<(?P<silent>{_SILENT})\b[^>]*>(?s:.*?)(?:</(?P=silent)\s*>|\Z)"
    r"|<[A-Za-z/!?][^>]*(?:>|\Z)"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|\{\{[^{}]*\}\}|\{%[^{}]*%\}",
    re.I,
)
_SPOKEN_ATTRIBUTE = re.compile(r"\s(?:alt|title)\s*=\s*(?:\"([^\"<>{}]*)\"|'([^'<>{}]*)')", re.I)


@dataclass(frozen=True, slots=True)
class ProseRun:
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
    silent: list[str] = []
    stack = list(reversed(children))
    while stack:
        node = stack.pop()
        if isinstance(node, nodes.Text):
            if silent:
                builder.add(OBJECT, node.start)
            else:
                builder.add_text(node)
        elif isinstance(node, nodes.Html):
            _follow_silence(node.value, silent)
            builder.add(OBJECT, node.start)
        elif isinstance(node, nodes.Break):
            builder.add("\n", node.start)
        elif isinstance(node, nodes.Link) and node.form != "inline":
            builder.add(OBJECT, node.start)
        elif node.children:
            stack.extend(reversed(node.children))
        else:
            builder.add(OBJECT, node.start)
    return builder.run(kind)


def _follow_silence(tag: str, silent: list[str]) -> None:
    """Keep account of the open elements whose text is not prose."""
    opening = _OPENING.match(tag)
    if opening is not None:
        silent.append(opening[1].lower())
        return
    closing = _CLOSING.match(tag)
    if closing is not None and closing[1].lower() in silent:
        del silent[silent.index(closing[1].lower()) :]


def _front_matter_runs(document: Document) -> Iterator[ProseRun]:
    front_matter = document.front_matter
    if front_matter is None:
        return
    for key in READ_KEYS:
        span = front_matter.span(key)
        if span is None:
            continue
        builder = _Builder()
        offset = span[0]
        for line in document.source.text[span[0] : span[1]].splitlines(keepends=True):
            stripped = line.strip()
            if stripped:
                builder.add(stripped + "\n", offset + line.index(stripped))
            offset += len(line)
        run = builder.run("front-matter")
        if run is not None:
            yield run


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
    for html in document.nodes("html"):
        if html.is_comment:
            continue
        for match in _SPOKEN_ATTRIBUTE.finditer(text, html.start, html.end):
            group = 1 if match[1] is not None else 2
            if match[group].strip():
                yield ProseRun("title", match[group], ((0, match.start(group)),))
        if html.block:
            run = _html_text(text, html.start, html.end)
            if run is not None:
                yield run


def _html_text(text: str, start: int, end: int) -> ProseRun | None:
    builder = _Builder()
    position = start
    for piece in _HTML_PIECE.finditer(text, start, end):
        if piece.start() > position:
            builder.add(text[position : piece.start()], position)
        if piece[0].startswith("&"):
            builder.add(unescape(piece[0]), piece.start())
        else:
            builder.add(OBJECT, piece.start())
        position = piece.end()
    if position < end:
        builder.add(text[position:end], position)
    return builder.run("html")
