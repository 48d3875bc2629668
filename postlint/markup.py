"""HTML within posts: its tags, without what is in comments and in elements that hold no prose."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

#: Elements whose text is not prose.
SILENT_ELEMENTS = "code|kbd|samp|var|tt|pre|script|style|svg|textarea|math"
_PIECE = lazy_pattern(
    r"<!--(?s:.*?)(?:-->|\Z)"
    rf"|<(?P<silent>{SILENT_ELEMENTS})\b[^>]*>(?s:.*?)(?:</(?P=silent)\s*>|\Z)"
    r"|(?P<tag><[A-Za-z/!?][^>]*(?:>|\Z))"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|\{\{[^{}]*\}\}|\{%[^{}]*%\}",
    re.I,
)


def pieces(text: str, start: int, end: int) -> Iterator[Match[str]]:
    """What is not text in a span of HTML: tags (group "tag"), entities, comments, code."""
    return _PIECE.finditer(text, start, end)


def tags(text: str, start: int, end: int) -> Iterator[Match[str]]:
    """The tags in a span of HTML, but for those in comments and of code."""
    return (piece for piece in pieces(text, start, end) if piece["tag"] is not None)
