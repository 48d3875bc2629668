"""The text of nodes without their markup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.syntax import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable


def plain_text(found: Iterable[nodes.Node]) -> str:
    """What a reader sees of nodes, an image's alternative text included (mdast-util-to-string)."""
    parts: list[str] = []
    stack = list(found)[::-1]
    while stack:
        node = stack.pop()
        if isinstance(node, (nodes.Text, nodes.InlineCode, nodes.InlineMath, nodes.Code)):
            parts.append(node.value)
        elif isinstance(node, (nodes.Image, nodes.ImageReference)):
            parts.append(node.alt)
        elif isinstance(node, nodes.Break):
            parts.append("\n")
        elif isinstance(node, nodes.WikiLink):
            parts.append(node.value.rpartition("|")[2])
        else:
            stack.extend(reversed(node.children))
    return "".join(parts)
