"""MDX: imports and exports, JSX tags and expressions instead of HTML and templates.

https://mdxjs.com/docs/what-is-mdx/. JSX tags are leaves here, opening and closing ones alike,
so that what is between them is read as the Markdown it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from postlint.syntax import nodes
from postlint.syntax.blocks import BlockParser
from postlint.syntax.inlines import InlineParser

if TYPE_CHECKING:
    from re import Match

    from postlint.syntax.inlines import InlineState
    from postlint.syntax.lines import LineState

_BRACE_OR_STRING = re.compile(
    r"[{}]|\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`|/\*(?s:.*?)\*/"
)
_TAG_START = re.compile(r"<(?:/?[A-Za-z][\w.:-]*(?=[\s/>{])|/?(?=>))")
_TAG_PART = re.compile(r"[^\"'{}<>]+|\"[^\"]*\"|'[^']*'")


def expression_end(text: str, pos: int) -> int:
    """Where the ``{`` at ``pos`` is closed, or -1."""
    depth = 0
    for match in _BRACE_OR_STRING.finditer(text, pos):
        if match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth -= 1
            if depth == 0:
                return match.end()
    return -1


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
            end = self._end(state, pos)
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

    def _end(self, state: LineState, pos: int) -> int:
        """Where a tag or an expression ends; one that never does is looked for only once."""
        if pos >= state.absent.get("mdx", state.cursor_max):
            return -1
        find = tag_end if state.src[pos] == "<" else expression_end
        end = find(state.src, pos)
        if end < 0 and find is expression_end:
            state.absent["mdx"] = pos
        return end


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
