"""Text nodes: pieces of an inline run joined, and offsets carried over line prefixes."""

from __future__ import annotations

from bisect import bisect_right
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from postlint.syntax import nodes

if TYPE_CHECKING:
    from postlint.syntax.lines import Content


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
        offset = base + piece_start
        if value == "\n":
            # White space before a line ending is not shown.
            offset = base + piece_end - 1
        elif value is not None and text.startswith("\\", piece_start):
            # In an escape the character stands after the backslash.
            offset += 1
        segments.append((index, offset))
        shown = text[piece_start:piece_end] if value is None else value
        values.append(shown)
        index += len(shown)
    return nodes.Text(base + start, base + end, "".join(values), segments)


def cut_text(node: nodes.Text, start: int, stop: int) -> nodes.Text:
    """The part of a text between two indexes of its value."""
    value = node.value[start:stop]
    if node.segments is None:
        return nodes.Text(node.start + start, node.start + stop, value)
    first = bisect_right(node.segments, start, key=itemgetter(0)) - 1
    index, offset = node.segments[first]
    segments = [(0, offset + start - index)]
    for index, offset in islice(node.segments, first + 1, None):
        if index >= stop:
            break
        segments.append((index - start, offset))
    last_index, last_offset = segments[-1]
    end = node.end if stop == len(node.value) else last_offset + stop - start - last_index
    return nodes.Text(segments[0][1] if start else node.start, end, value, segments)


def relocate(found: list[nodes.Node], content: Content) -> None:
    """Move nodes whose offsets are indexes of a content's text to where they are in the source."""
    stack = list(found)
    while stack:
        node = stack.pop()
        if isinstance(node, nodes.Text):
            node.segments = _relocated_segments(node, content)
        node.start, node.end = content.span((node.start, node.end))
        for name in nodes.SPAN_FIELDS:
            span = getattr(node, name, None)
            if span is not None:
                setattr(node, name, content.span(span))
        stack.extend(node.children)
        stack.extend(getattr(node, "alt_nodes", ()))


def _relocated_segments(node: nodes.Text, content: Content) -> list[tuple[int, int]] | None:
    assert content.lines is not None
    own = node.segments or [(0, node.start)]
    moved: list[tuple[int, int]] = []
    for number, (index, at) in enumerate(own):
        stop = own[number + 1][0] if number + 1 < len(own) else len(node.value)
        moved.append((index, content.offset(at)))
        line = content.line_at(at) + 1
        while line < len(content.lines) and content.lines[line][0] - at < stop - index:
            line_index, line_offset = content.lines[line]
            moved.append((index + line_index - at, line_offset))
            line += 1
    return None if len(moved) == 1 and node.segments is None else moved
