"""Markdown to a tree with exact positions; the only room that imports mistune.

``parse`` is imported on first use, so that importing this package costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from postlint.syntax.tree import Tree


def parse(text: str, *, mdx: bool = False) -> Tree:
    """Parse a post into mdast nodes; see ``postlint.syntax.tree.parse``."""
    from postlint.syntax.tree import parse as parse_text

    return parse_text(text, mdx=mdx)
