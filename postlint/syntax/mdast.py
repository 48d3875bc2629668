"""A document's tree as mdast JSON, for any unist tool."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from postlint.syntax import nodes

if TYPE_CHECKING:
    from collections.abc import Callable

    from postlint.document import Document
    from postlint.source import Position

#: Our field names and mdast's.
_FIELDS = {
    "alt": "alt",
    "checked": "checked",
    "depth": "depth",
    "first": "start",
    "identifier": "identifier",
    "kind": "kind",
    "label": "label",
    "lang": "lang",
    "meta": "meta",
    "name": "name",
    "ordered": "ordered",
    "align": "align",
    "reference_type": "referenceType",
    "title": "title",
    "url": "url",
    "value": "value",
}


def to_mdast(document: Document) -> dict[str, Any]:
    """The tree as mdast: JSON values, each node with its ``position``.

    Lines and columns count from 1, offsets from 0, in code points.
    """
    position = document.source.position
    tree = _convert(document.root, position)
    # Iterative: a tree may be deeper than Python's stack.
    stack: list[tuple[nodes.Node, dict[str, Any]]] = [(document.root, tree)]
    while stack:
        node, converted = stack.pop()
        if isinstance(node, nodes.Parent):
            children = [_convert(child, position) for child in node.children]
            converted["children"] = children
            stack.extend(zip(node.children, children, strict=True))
            if isinstance(node, (nodes.List, nodes.ListItem)):
                converted["spread"] = _spread(node, position)
    return tree


def _convert(node: nodes.Node, position: Callable[[int], Position]) -> dict[str, Any]:
    converted: dict[str, Any] = {"type": node.type}
    for ours, theirs in _FIELDS.items():
        if hasattr(node, ours):
            converted[theirs] = getattr(node, ours)
    start, end = position(node.start), position(node.end)
    converted["position"] = {"start": start._asdict(), "end": end._asdict()}
    return converted


def _spread(node: nodes.Node, position: Callable[[int], Position]) -> bool:
    """Whether a blank line parts two children."""
    return any(
        position(after.start).line - position(before.end).line > 1
        for before, after in pairwise(node.children)
    )
