"""What of a post puts something on the page, shared by the rules about sections."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postlint.regexes import lazy_pattern
from postlint.syntax import nodes

if TYPE_CHECKING:
    from collections.abc import Iterable

_COMMENT = lazy_pattern(r"<!--.*?(?:-->|\Z)|\{/\*.*?(?:\*/\}|\Z)", re.DOTALL)
#: Closing tags and empty anchors show nothing.
_INVISIBLE_TAG = lazy_pattern(r"</[\w:.-]+\s*>|<(?:a|span)\s[^<>]*>(?=\s*</(?:a|span)\s*>|\s*\Z)")

#: The first line of GitHub's alerts, which only colours what is in the quote.
_ALERT = lazy_pattern(r"\s*\[![A-Za-z]+\]\s*")

_INVISIBLE = (
    nodes.Break,
    nodes.Definition,
    nodes.FootnoteDefinition,
    nodes.Json,
    nodes.MdxImport,
    nodes.ThematicBreak,
    nodes.Toml,
    nodes.Yaml,
)

#: Boxes around what is within them; other directives (a gallery, say) may be all of it.
_ADMONITIONS = frozenset(
    "note tip info warning danger caution important hint attention error success question "
    "details abstract quote example bug failure".split()
)

#: Whatever is in them: a table shows its cells, and a footnote stands elsewhere on the page.
_CONTENT_PARENTS = (nodes.FootnoteDefinition, nodes.Table)


def has_content(found: Iterable[nodes.Node]) -> bool:
    """Whether any of the nodes shows a reader something."""
    stack = list(found)
    while stack:
        node = stack.pop()
        if isinstance(node, nodes.Parent) and not isinstance(node, _CONTENT_PARENTS):
            stack.extend(node.children)
        elif _shows_something(node):
            return True
    return False


def is_visible_markup(markup: str) -> bool:
    """Whether HTML or JSX is more than comments, closing tags and empty anchors."""
    return bool(_INVISIBLE_TAG.sub("", _COMMENT.sub("", markup)).strip())


def _shows_something(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Text):
        return bool(node.value.strip()) and not _ALERT.fullmatch(node.value)
    if isinstance(node, (nodes.Html, nodes.MdxJsx, nodes.MdxExpression)):
        return is_visible_markup(node.value)
    if isinstance(node, nodes.Template):
        return node.outputs or (node.kind == "directive" and _directive_shows(node.value))
    return not isinstance(node, _INVISIBLE)


def _directive_shows(line: str) -> bool:
    """Whether the opening line of a directive shows something: a title, or what it stands for."""
    name, *title = line.strip(":!?+ \t").split(None, 1) or ("",)
    return bool(title) or (bool(name) and name.lower() not in _ADMONITIONS)
