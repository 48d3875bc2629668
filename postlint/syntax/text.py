"""Text nodes: pieces of an inline run joined, and offsets carried over line prefixes."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from postlint.syntax import nodes


def join_text(items: list[Any], text: str, base: int) -> list[nodes.Node]:
    """Turn runs of adjacent text pieces into ``Text`` nodes, at every depth."""
    result: list[nodes.Node] = []
    stack: list[tuple[list[Any], list[nodes.Node], nodes.Parent | None]] = [(items, result, None)]
    while stack:
        pieces_and_nodes, out, parent = stack.pop()
        pieces: list[tuple[int, int, str | None]] = []
        for item in pieces_and_nodes:
            if type(item) is tuple:
                pieces.append(item)
                continue
            if pieces:
                out.append(_text_node(pieces, text, base))
                pieces = []
            out.append(item)
            if type(item) in _BUILT:
                inner: list[nodes.Node] = []
                stack.append((item.children, inner, item))
        if pieces:
            out.append(_text_node(pieces, text, base))
        if parent is not None:
            parent.children = out
    return result


_BUILT = frozenset({nodes.Emphasis, nodes.Strong, nodes.Delete})


def _text_node(pieces: list[tuple[int, int, str | None]], text: str, base: int) -> nodes.Text:
    start, end = pieces[0][0], pieces[-1][1]
    if all(value is None for _, _, value in pieces):
        return nodes.Text(base + start, base + end, text[start:end])
    values: list[str] = []
    segments: list[tuple[int, int]] = []
    index = 0
    for piece_start, piece_end, value in pieces:
        # In an escape the character stands after the backslash.
        escape = value is not None and text.startswith("\\", piece_start)
        segments.append((index, base + piece_start + escape))
        shown = text[piece_start:piece_end] if value is None else value
        values.append(shown)
        index += len(shown)
    return nodes.Text(base + start, base + end, "".join(values), segments)


class LineMap:
    """Carries indexes into a block's joined lines over to offsets in the source."""

    def __init__(self, lines: list[tuple[int, int]]) -> None:
        self._indexes = [index for index, _ in lines]
        self._offsets = [offset for _, offset in lines]

    def start(self, index: int) -> int:
        """The offset of the character at an index."""
        line = bisect_right(self._indexes, index) - 1
        return self._offsets[line] + index - self._indexes[line]

    def end(self, index: int) -> int:
        """The offset just after the character before an index."""
        return self.start(index - 1) + 1 if index else self._offsets[0]

    def relocate(self, found: list[nodes.Node]) -> None:
        """Move nodes whose offsets are indexes to where they are in the source."""
        stack = list(found)
        while stack:
            node = stack.pop()
            if isinstance(node, nodes.Text):
                node.segments = self._segments(node)
            start = node.start
            node.start = self.start(start)
            node.end = self.end(node.end) if node.end > start else node.start
            for name in ("url_span", "title_span", "label_span"):
                span = getattr(node, name, None)
                if span is not None:
                    setattr(node, name, self.span(span))
            stack.extend(node.children)
            alt = getattr(node, "alt_nodes", None)
            if alt:
                stack.extend(alt)

    def span(self, span: tuple[int, int]) -> tuple[int, int]:
        """The span in the source of a span of indexes."""
        start = self.start(span[0])
        return start, self.end(span[1]) if span[1] > span[0] else start

    def _segments(self, node: nodes.Text) -> list[tuple[int, int]] | None:
        own = node.segments or [(0, node.start)]
        moved: list[tuple[int, int]] = []
        for number, (index, at) in enumerate(own):
            stop = own[number + 1][0] if number + 1 < len(own) else len(node.value)
            moved.append((index, self.start(at)))
            line = bisect_right(self._indexes, at)
            while line < len(self._indexes) and self._indexes[line] - at < stop - index:
                moved.append((index + self._indexes[line] - at, self._offsets[line]))
                line += 1
        if len(moved) == 1 and node.segments is None:
            return None
        return moved
