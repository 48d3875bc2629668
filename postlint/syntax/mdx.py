"""MDX: imports and exports, JSX tags and expressions instead of HTML and templates.

https://mdxjs.com/docs/what-is-mdx/. JSX tags are leaves here, opening and closing ones alike,
so that what is between them is read as the Markdown it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from postlint.regexes import lazy_pattern
from postlint.syntax import nodes
from postlint.syntax.blocks import BlockParser
from postlint.syntax.inlines import InlineParser

if TYPE_CHECKING:
    from re import Match

    from postlint.syntax.inlines import InlineState
    from postlint.syntax.lines import LineState

_EXPRESSION_PART = lazy_pattern(r"[{}\"'`]|/\*")
#: What ends a string or a comment, and whether it must do so on its line.
_QUOTED = {
    '"': (lazy_pattern(r"(?:[^\"\\\n]|\\.)*+\""), True),
    "'": (lazy_pattern(r"(?:[^'\\\n]|\\.)*+'"), True),
    "`": (lazy_pattern(r"(?:[^`\\]|\\.)*+`", re.S), False),
    "/*": (lazy_pattern(r"(?s:.*?)\*/"), False),
}
_ESM_PART = lazy_pattern(r"[{\"'`]|/\*|\n[ \t]*(?=\n)")
_TAG_START = lazy_pattern(r"<(?:/?[A-Za-z][\w.:-]*(?=[\s/>{])|/?(?=>))")
_TAG_PART = lazy_pattern(r"[^\"'{}<>]+|\"[^\"]*\"|'[^']*'")


class Expressions:
    """Where the expressions of a text end; each brace is looked at once."""

    def __init__(self, text: str) -> None:
        self._text = text
        #: For the offset of a ``{`` that of the end, or -1.
        self._ends: dict[int, int] = {}
        #: For what opens a string or a comment, up to where it is known not to close.
        self._unclosed: dict[str, int] = {}

    def end(self, pos: int) -> int:
        """The offset behind the ``}`` that closes the ``{`` at ``pos``, or -1."""
        if pos not in self._ends:
            self._scan(pos)
        return self._ends[pos]

    def _scan(self, pos: int) -> None:
        open_braces: list[int] = []
        match = _EXPRESSION_PART.search(self._text, pos)
        while match is not None:
            at, end = match.span()
            if match[0] == "}":
                self._ends[open_braces.pop()] = end
                if not open_braces:
                    return
            elif match[0] != "{":
                end = self.quoted_end(at, match[0])
            elif (known := self._ends.get(at)) is None:
                open_braces.append(at)
            elif known >= 0:
                end = known
            else:
                break
            match = _EXPRESSION_PART.search(self._text, end)
        self._ends.update(dict.fromkeys(open_braces, -1))

    def quoted_end(self, pos: int, opening: str) -> int:
        """Where a string or a comment ends, or where its opening does if it is none."""
        after = pos + len(opening)
        if pos < self._unclosed.get(opening, -1):
            return after
        pattern, closing_line = _QUOTED[opening]
        match = pattern.match(self._text, after)
        if match is not None:
            return match.end()
        line_end = self._text.find("\n", pos) if closing_line else -1
        self._unclosed[opening] = len(self._text) if line_end < 0 else line_end
        return after


#: The expressions of the text at hand: block and inline rules ask about one text many times.
_expressions = lru_cache(maxsize=2)(Expressions)


def tag_end(text: str, pos: int) -> int:
    """Where the JSX tag at ``pos`` ends, or -1 when there is none."""
    start = _TAG_START.match(text, pos)
    if start is None:
        return -1
    pos = start.end()
    while pos < len(text):
        char = text[pos]
        if char == ">":
            return pos + 1
        if char == "{":
            pos = expression_end(text, pos)
            if pos < 0:
                return -1
            continue
        part = _TAG_PART.match(text, pos)
        if part is None:
            return -1
        pos = part.end()
    return -1


def expression_end(text: str, pos: int) -> int:
    """Where the ``{`` at ``pos`` is closed, or -1."""
    return _expressions(text).end(pos)


class MdxBlockParser(BlockParser):
    """Blocks of an ``.mdx`` file."""

    SPECIFICATION = {
        **{
            name: pattern
            for name, pattern in BlockParser.SPECIFICATION.items()
            if name not in ("html", "template", "attributes", "admonition")
        },
        "mdx_esm": r"(?:import|export)\b(?=[ \t{*\"'])",
        "mdx_flow": r"[<{]",
    }
    DEFAULT_RULES: ClassVar[Any] = tuple(SPECIFICATION)
    START_CHARACTERS = BlockParser.START_CHARACTERS | {"i", "e"}
    code_indent = 1 << 30

    def parse_mdx_esm(self, match: Match[str], state: LineState) -> bool:
        """Imports and exports up to a blank line that is in no expression."""
        if match.start() != state.cursor:
            return False
        start, end = match.start(), _esm_end(state.src, match.start())
        state.append(nodes.MdxImport(start, end, state.src[start:end]))
        state.skip_to(end)
        return True

    def parse_mdx_flow(self, match: Match[str], state: LineState) -> bool:
        """Lines that hold nothing but tags, expressions and comments."""
        found = _flow_nodes(state.src, match.start())
        for node in found:
            state.append(node)
        if found and found[-1].end > state.line_end:
            state.skip_to(found[-1].end)
        return bool(found)

    def interrupts(self, state: LineState, first: int) -> bool:
        """Whether a line ends a paragraph: imports do not, and tags only on lines of their own."""
        if state.src[first] in "<{":
            return bool(_flow_nodes(state.src, first))
        return state.src[first] not in "ie" and super().interrupts(state, first)


def _esm_end(src: str, start: int) -> int:
    """Where the imports and exports at an offset end, their last line ending left out."""
    pos = start
    while True:
        match = _ESM_PART.search(src, pos)
        if match is None:
            return len(src.rstrip("\n"))
        if match[0] == "{":
            end = expression_end(src, match.start())
            pos = end if end >= 0 else match.end()
        elif match[0].startswith("\n"):
            return match.start()
        else:
            pos = _expressions(src).quoted_end(match.start(), match[0])


def _flow_nodes(src: str, pos: int) -> list[nodes.Node]:
    """The tags and expressions from an offset to the end of a line; empty if text is among them."""
    found: list[nodes.Node] = []
    while True:
        node = _flow_node(src, pos)
        if node is None:
            return []
        found.append(node)
        pos = node.end
        while pos < len(src) and src[pos] in " \t":
            pos += 1
        if pos >= len(src) or src[pos] == "\n":
            return found
        if src[pos] not in "<{":
            return []


def _flow_node(src: str, pos: int) -> nodes.Node | None:
    if src.startswith("<!--", pos):
        # No MDX, but what older versions of it took and their sites still have.
        close = src.find("-->", pos)
        return nodes.Html(pos, close + 3, src[pos : close + 3], block=True) if close >= 0 else None
    jsx = src[pos] == "<"
    end = tag_end(src, pos) if jsx else expression_end(src, pos)
    if end < 0:
        return None
    return (nodes.MdxJsx if jsx else nodes.MdxExpression)(pos, end, src[pos:end])


class MdxInlineParser(InlineParser):
    """Inlines of an ``.mdx`` file."""

    def parse_angle(self, state: InlineState, pos: int) -> int:
        if state.src.startswith("<!--", pos):
            return super().parse_angle(state, pos)
        end = tag_end(state.src, pos)
        if end < 0:
            return 0
        state.items.append(nodes.MdxJsx(state.base + pos, state.base + end, state.src[pos:end]))
        return end

    def parse_brace(self, state: InlineState, pos: int) -> int:
        end = expression_end(state.src, pos)
        if end < 0:
            return 0
        state.items.append(
            nodes.MdxExpression(state.base + pos, state.base + end, state.src[pos:end])
        )
        return end
