"""MDX: imports and exports, JSX tags and expressions instead of HTML and templates.

https://mdxjs.com/docs/what-is-mdx/. JSX tags are leaves here, opening and closing ones alike,
so that what is between them is read as the Markdown it is.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar

from postlint.syntax import nodes
from postlint.syntax.blocks import BlockParser
from postlint.syntax.inlines import InlineParser

if TYPE_CHECKING:
    from re import Match

    from postlint.syntax.inlines import InlineState
    from postlint.syntax.lines import LineState

_EXPRESSION_PART = re.compile(r"[{}\"'`]|/\*")
#: What ends a string or a comment, and whether it must do so on its line.
_QUOTED = {
    '"': (re.compile(r"(?:[^\"\\\n]|\\.)*+\""), True),
    "'": (re.compile(r"(?:[^'\\\n]|\\.)*+'"), True),
    "`": (re.compile(r"(?:[^`\\]|\\.)*+`", re.S), False),
    "/*": (re.compile(r"(?s:.*?)\*/"), False),
}
_TAG_START = re.compile(r"<(?:/?[A-Za-z][\w.:-]*(?=[\s/>{])|/?(?=>))")
_TAG_PART = re.compile(r"[^\"'{}<>]+|\"[^\"]*\"|'[^']*'")


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
                end = self._quoted_end(at, match[0])
            elif (known := self._ends.get(at)) is None:
                open_braces.append(at)
            elif known >= 0:
                end = known
            else:
                break
            match = _EXPRESSION_PART.search(self._text, end)
        self._ends.update(dict.fromkeys(open_braces, -1))

    def _quoted_end(self, pos: int, opening: str) -> int:
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
        """Lines up to a blank one at which no brace is open."""
        if match.start() != state.cursor:
            return False
        src, start = state.src, state.cursor
        depth = 0
        end = start
        while True:
            line = src[state.cursor : state.line_end]
            if not line.strip() and depth <= 0:
                state.leave_line()
                break
            depth += sum(line.count(c) for c in "{[(") - sum(line.count(c) for c in "}])")
            end = state.line_end
            if not state.next_line():
                break
        state.append(nodes.MdxImport(start, end, src[start:end]))
        return True

    def parse_mdx_flow(self, match: Match[str], state: LineState) -> bool:
        """Lines that hold nothing but tags and expressions."""
        src, pos = state.src, match.start()
        found: list[nodes.Node] = []
        while True:
            end = tag_end(src, pos) if src[pos] == "<" else expression_end(src, pos)
            if end < 0:
                return False
            kind = nodes.MdxJsx if src[pos] == "<" else nodes.MdxExpression
            found.append(kind(pos, end, src[pos:end]))
            pos = end
            while pos < state.cursor_max and src[pos] in " \t":
                pos += 1
            if pos >= state.cursor_max or src[pos] == "\n":
                break
            if src[pos] not in "<{":
                return False
        for node in found:
            state.append(node)
        if pos > state.line_end:
            state.skip_to(pos)
        return True


class MdxInlineParser(InlineParser):
    """Inlines of an ``.mdx`` file."""

    def parse_angle(self, state: InlineState, pos: int) -> int:
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
