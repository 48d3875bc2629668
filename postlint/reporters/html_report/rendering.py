"""A post as content of a page, with its findings in place.

Content is lists and strings, which the page's script makes elements and text of: a string is
text; ``["em", {"c": "x"}, "text"]`` is an element with children. There is no markup in it that
could be interpreted. The keys of an element are ``c`` (its class), ``t`` (its title), ``f`` (the
numbers of the findings it shows) and ``start`` (the first number of an ordered list).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postlint.reporters.html_report.marks import Marks
from postlint.syntax import nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from postlint.document import Document

#: A string, or ``[tag, attributes, *children]``.
Content = str | list[Any]

#: What is shown as it is written, in a block of its own.
_RAW_BLOCKS = (
    nodes.Yaml,
    nodes.Toml,
    nodes.Json,
    nodes.Definition,
    nodes.Math,
    nodes.MdxImport,
)

#: What lies deeper than so many nodes is shown as it is written.
_DEEPEST = 60


def render(document: Document, spans: Iterable[tuple[int, int, int]]) -> list[dict[str, Any]]:
    """The blocks of a post in order, each with the numbers of its findings.

    A span is ``(number, start, end)``. A block is ``{"n": content, "f": [number, ...]}``; the
    findings of what is between two blocks belong to the one before.
    """
    spans = sorted(spans, key=lambda span: span[1:])
    renderer = _Renderer(document, Marks(spans))
    children = document.root.children
    if not children:
        numbers = [number for number, _, _ in spans]
        return [{"n": ["p", {"c": "raw"}, "There is nothing in this post"], "f": numbers}]
    blocks = [renderer.render(child) for child in children]
    found: list[list[int]] = [[] for _ in blocks]
    block = 0
    for number, start, _ in spans:
        while block + 1 < len(children) and children[block + 1].start <= start:
            block += 1
        found[block].append(number)
    return [{"n": content, "f": numbers} for content, numbers in zip(blocks, found, strict=True)]


class _Renderer:
    def __init__(self, document: Document, marks: Marks) -> None:
        self._document = document
        self._source = document.source
        self._marks = marks
        self._depth = 0

    def render(self, node: nodes.Node) -> Content:
        """The content of a node.

        A finding of which nothing can be seen in the text, such as one about the destination
        of a link, marks the innermost element that it lies in.
        """
        make = _RENDERERS.get(type(node), _Renderer._raw)
        if self._depth > _DEEPEST:
            make = _Renderer._raw
        self._depth += 1
        content = make(self, node)
        self._depth -= 1
        numbers = self._marks.take_unshown(node.start, node.end)
        if numbers:
            if isinstance(content, str) or not content[0]:
                content = ["span", {}, content]
            content[1]["f"] = [*content[1].get("f", ()), *numbers]
        return content

    def _children(self, children: Sequence[nodes.Node]) -> list[Content]:
        content: list[Content] = []
        for child in children:
            made = self.render(child)
            # Text comes in pieces, which need no element around them.
            content += made[2:] if isinstance(made, list) and made[:2] == ["", {}] else [made]
        return content

    def _written(self, start: int, end: int) -> list[Content]:
        """The source between two offsets, with its marks."""
        text = self._source.text
        return [
            _marked(text[first:last], numbers)
            for first, last, numbers in self._marks.runs(start, end)
        ]

    def _raw(self, node: nodes.Node) -> Content:
        block = getattr(node, "block", isinstance(node, _RAW_BLOCKS))
        return ["pre" if block else "span", {"c": "raw"}, *self._written(node.start, node.end)]

    def _text(self, node: nodes.Text) -> Content:
        if node.segments is None:
            return ["", {}, *self._written(node.start, node.end)]
        content: list[Any] = ["", {}]
        ends = [(len(node.value), node.end)]
        for (first, offset), (last, after) in zip(
            node.segments, [*node.segments[1:], *ends], strict=True
        ):
            piece = node.value[first:last]
            if len(piece) == after - offset:
                content += [
                    _marked(piece[start - offset : end - offset], numbers)
                    for start, end, numbers in self._marks.runs(offset, after)
                ]
            else:
                # An entity, or a line's end with what is dropped of the next line.
                content.append(self._inexact(piece, offset, after))
        return content

    def _inexact(self, piece: str, start: int, end: int) -> Content:
        """Text that is not in step with the source it comes from."""
        numbers: dict[int, None] = {}
        for _, _, found in self._marks.runs(start, end):
            numbers.update(dict.fromkeys(found))
        return _marked(piece, tuple(numbers))

    def _heading(self, node: nodes.Heading) -> Content:
        # The page has headings above those of the posts.
        tag = f"h{min(node.depth + 2, 6)}"
        return [tag, {"c": f"depth-{node.depth}"}, *self._children(node.children)]

    def _list(self, node: nodes.List) -> Content:
        if node.first is None:
            return ["ul", {}, *self._children(node.children)]
        return ["ol", {"start": node.first}, *self._children(node.children)]

    def _item(self, node: nodes.ListItem) -> Content:
        box = [] if node.checked is None else ["☑ " if node.checked else "☐ "]
        attributes = {"c": "task"} if box else {}
        return ["li", attributes, *box, *self._children(node.children)]

    def _table(self, node: nodes.Table) -> Content:
        rows = [self._row(row, "td" if index else "th") for index, row in enumerate(node.children)]
        table: Content = ["table", {}, ["thead", {}, *rows[:1]], ["tbody", {}, *rows[1:]]]
        return ["div", {"c": "scroll"}, table]

    def _row(self, row: nodes.Node, tag: str) -> Content:
        return ["tr", {}, *([tag, {}, *self._children(cell.children)] for cell in row.children)]

    def _code(self, node: nodes.Code) -> Content:
        opening: list[Content] = []
        if node.kind != "indented":
            start, end = node.opening
            opening = [["figcaption", {"c": "raw"}, *self._written(start, end)]]
        code: Content = ["pre", {}, ["code", {}, *self._code_lines(node)]]
        return ["figure", {"c": "code"}, *opening, code]

    def _code_lines(self, node: nodes.Code) -> list[Content]:
        """The code without the indentation and quote markers that its lines have in the post."""
        if not node.value:
            return []
        content: list[Content] = []
        first = self._source.position(node.content_start).line
        for number, shown in enumerate(node.value.split("\n"), first):
            if number > len(self._source.line_starts):
                break
            line = self._source.line_text(number)
            start = self._source.line_starts[number - 1]
            # Where tabs were expanded the line is shown as it is written.
            skipped = len(line) - len(shown) if line.endswith(shown) else 0
            content += [*self._written(start + skipped, start + len(line)), "\n"]
        return content

    def _inline_code(self, node: nodes.InlineCode) -> Content:
        text = self._source.text[node.start : node.end]
        ticks = len(text) - len(text.lstrip("`"))
        return ["code", {}, *self._written(node.start + ticks, node.end - ticks)]

    def _link(self, node: nodes.Link) -> Content:
        return ["span", {"c": "link", "t": node.url}, *self._children(node.children)]

    def _link_reference(self, node: nodes.LinkReference) -> Content:
        definition = self._document.definitions.get(node.identifier)
        title = definition.url if definition else ""
        return ["span", {"c": "link", "t": title}, *self._children(node.children)]

    def _image(self, node: nodes.Image) -> Content:
        return self._picture(node.alt_nodes, node.url, self._written(*node.url_span))

    def _image_reference(self, node: nodes.ImageReference) -> Content:
        definition = self._document.definitions.get(node.identifier)
        url = definition.url if definition else ""
        return self._picture(node.alt_nodes, url, [url])

    def _picture(self, alt: list[nodes.Node], url: str, name: list[Content]) -> Content:
        """Images are not loaded: the report works without what is beside it."""
        described = ["span", {"c": "alt"}, *self._children(alt)] if alt else ""
        return ["span", {"c": "image", "t": url}, described, ["span", {"c": "raw"}, *name]]

    def _footnote(self, node: nodes.FootnoteDefinition) -> Content:
        label = ["sup", {}, f"[{node.label}]"]
        return ["div", {"c": "footnote"}, label, *self._children(node.children)]

    def _footnote_reference(self, node: nodes.FootnoteReference) -> Content:
        return ["sup", {}, *self._written(node.start, node.end)]

    def _directive(self, node: nodes.ContainerDirective) -> Content:
        name = ["p", {"c": "raw"}, node.name]
        return ["div", {"c": "admonition"}, name, *self._children(node.children)]


def _marked(text: str, numbers: tuple[int, ...]) -> Content:
    return ["mark", {"f": list(numbers)}, text] if numbers else text


def _element(tag: str) -> Callable[[_Renderer, Any], Content]:
    """What renders a node as an element with the node's children and nothing else."""

    def render(renderer: _Renderer, node: nodes.Parent) -> Content:
        return [tag, {}, *renderer._children(node.children)]

    return render


#: What a node becomes; nodes that are not here are shown as they are written.
_RENDERERS: dict[type[nodes.Node], Callable[[_Renderer, Any], Content]] = {
    nodes.Paragraph: _element("p"),
    nodes.Emphasis: _element("em"),
    nodes.Strong: _element("strong"),
    nodes.Delete: _element("del"),
    nodes.Blockquote: _element("blockquote"),
    nodes.Break: lambda renderer, node: ["br", {}],
    nodes.ThematicBreak: lambda renderer, node: ["hr", {}],
    nodes.Text: _Renderer._text,
    nodes.Heading: _Renderer._heading,
    nodes.List: _Renderer._list,
    nodes.ListItem: _Renderer._item,
    nodes.Table: _Renderer._table,
    nodes.Code: _Renderer._code,
    nodes.InlineCode: _Renderer._inline_code,
    nodes.Link: _Renderer._link,
    nodes.LinkReference: _Renderer._link_reference,
    nodes.Image: _Renderer._image,
    nodes.ImageReference: _Renderer._image_reference,
    nodes.FootnoteDefinition: _Renderer._footnote,
    nodes.FootnoteReference: _Renderer._footnote_reference,
    nodes.ContainerDirective: _Renderer._directive,
}
