"""Blocks: mistune's block parser, made to follow lines instead of copying them.

mistune parses a container (a quote, a list item) by cutting its text out and parsing that anew:
where the container ends is guessed before its content is known, and positions are lost. Here
the containers stay open and every line is matched against them on the source itself, which is
the algorithm of the appendix of the CommonMark specification: laziness, tabs and nesting come
out as specified, and a node's offsets are simply where it was found.

The grammar is mistune's: a specification of named patterns, compiled into one scanner, each
name with its ``parse_`` method. A pattern is matched at the first character of a line that is
not indentation, up to the end of that line; a method answers whether it took the line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from mistune.block_parser import BlockParser as MistuneBlockParser
from mistune.helpers import BLOCK_TAGS, PRE_TAGS

from postlint.regexes import lazy_pattern
from postlint.syntax import nodes
from postlint.syntax.definitions import normalize_label
from postlint.syntax.entities import unescape
from postlint.syntax.lines import (
    INDENTED,
    QUOTE,
    ROOT,
    Container,
    Content,
    LineState,
    indented_text,
)
from postlint.syntax.paragraphs import ParagraphBlocks
from postlint.syntax.tags import TAG
from postlint.syntax.templates import TemplateBlocks

if TYPE_CHECKING:
    from re import Match

#: Start of an HTML block and what ends it (None: a blank line), CommonMark 4.6.
_HTML_BLOCKS: tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...] = tuple(
    (lazy_pattern(start, re.I), lazy_pattern(end, re.I) if end else None)
    for start, end in (
        (r"<(?:" + "|".join(PRE_TAGS) + r")(?=[ \t>]|$)", "</(?:" + "|".join(PRE_TAGS) + ")>"),
        (r"<!--", "-->"),
        (r"<\?", r"\?>"),
        (r"<![A-Z]", ">"),
        (r"<!\[CDATA\[", r"\]\]>"),
        (r"</?(?:" + "|".join((*BLOCK_TAGS, "search")) + r")(?=[ \t]|/?>|$)", None),
        (TAG + r"[ \t]*$", None),
    )
)
_ANY_TAG = len(_HTML_BLOCKS) - 1
_DIVIDER = lazy_pattern(r"(?:-[ \t]*+)++|(?:_[ \t]*+)++|(?:\*[ \t]*+)++")


class BlockParser(TemplateBlocks, ParagraphBlocks, MistuneBlockParser):
    """Parses the blocks of a source; leaves what is to be parsed inline in the state."""

    state_cls = LineState

    SPECIFICATION = {
        "fenced": r"(?P<fence_1>`{3,}(?=[^`]*$)|~{3,})",
        "heading": r"(?P<heading_1>#{1,6})(?=[ \t]|$)",
        "divider": r"[-_*](?=[ \t]*[-_*])",
        "quote": r">",
        "footnote": r"\[\^(?P<footnote_1>(?:[^\\\[\]\s]|\\.){1,999})\]:[ \t]*",
        "item": r"(?P<item_1>[-+*]|\d{1,9}[.)])(?=[ \t]|$)",
        "html": r"<(?=[!?/A-Za-z])",
        "template": r"\{[{%#]",
        "attributes": r"(?P<attributes_1>\{:[^{}]*\})[ \t]*$",
        "directive": r":{3,}[ \t]*(?:$|[\w{\[].*$)",
        "admonition": r"(?:!!!|\?\?\?\+?)[ \t]+(?P<admonition_1>[\w-]+)"
        r"|===[!+]?[ \t]+[\"'].*[\"'][ \t]*$",
        "math": r"\$\$",
    }
    DEFAULT_RULES: ClassVar[Any] = tuple(SPECIFICATION)
    _item = re.compile(f"(?P<item>{SPECIFICATION['item']})")
    #: Columns of indentation that make code of a line.
    code_indent = 4
    #: What a line of a rule can begin with; other lines are text without further ado.
    START_CHARACTERS = frozenset("`~#-_*>[+0123456789<{:!?=$")

    sc_flag = 0

    def parse(  # type: ignore[override]  # the state is of this parser's own class
        self, state: LineState, rules: list[str] | None = None
    ) -> None:
        """Parse the lines from the state's cursor to its end into ``state.containers[0]``."""
        while state.next_line():
            if not state.all_matched:
                self.close_containers(state, state.matched)
            self.parse_line(state)
        self.close_containers(state, 0)

    def parse_line(self, state: LineState) -> None:
        """Parse what is left of a line after the markers of the containers it continues."""
        while True:
            first, indent = state.indentation()
            if first == state.line_end:
                return
            if indent >= self.code_indent:
                self.parse_indented(state)
                return
            if state.src[first] in self.START_CHARACTERS:
                match = self._match_rule(state, first)
                if match is not None:
                    depth = len(state.containers)
                    if self.parse_method(match, state):
                        if len(state.containers) > depth:
                            continue
                        return
            self.parse_paragraph(state, first)
            return

    def _match_rule(self, state: LineState, first: int) -> Match[str] | None:
        """The rule whose block begins at ``first``, the line's first character."""
        match = self.compile_sc().match(state.src, first, state.line_end)
        if (
            match is not None
            and match.lastgroup == "divider"
            and not self._is_divider(state, first)
        ):
            return self._item.match(state.src, first, state.line_end)
        return match

    def _is_divider(self, state: LineState, first: int) -> bool:
        """Whether the line is a thematic break from ``first`` on.

        Of a line's many nested list items only the first looks: what follows its markers and is
        none keeps the others from being one.
        """
        if first < state.no_divider_before:
            return False
        src = state.src
        match = _DIVIDER.match(src, first, state.line_end)
        assert match is not None
        if match.end() == state.line_end and src.count(src[first], first, match.end()) >= 3:
            return True
        state.no_divider_before = match.end()
        return False

    def close_containers(self, state: LineState, keep: int) -> None:
        """Close the open containers from number ``keep`` on; their ends are known now."""
        while len(state.containers) > keep:
            container = state.containers.pop()
            node, children = container.node, container.children
            end = container.end
            if children and children[-1].end > end:
                end = children[-1].end
            if node.end < end:
                node.end = end
            if isinstance(node, nodes.ListItem):
                owner = state.containers[-1].children[-1]
                owner.end = max(owner.end, end)

    # Containers. Each leaves the state behind its marker, where more blocks may begin.

    def parse_quote(self, match: Match[str], state: LineState) -> bool:
        first, indent = state.indentation()
        quote = nodes.Blockquote(first, first + 1)
        state.append(quote)
        container = Container(QUOTE, quote)
        state.take_quote_marker(container, first, indent)
        self._open(state, container)
        return True

    def parse_item(self, match: Match[str], state: LineState) -> bool:
        first, indent = state.indentation()
        marker = match["item_1"]
        number = int(marker[:-1]) if len(marker) > 1 else None
        siblings = state.container.children
        last = siblings[-1] if siblings else None
        if (
            isinstance(last, nodes.List)
            and last.marker == marker[-1]
            and last.ordered == (number is not None)
        ):
            owner = last
        else:
            owner = nodes.List(first, first, marker[-1], number)
            siblings.append(owner)
        item = nodes.ListItem(first, match.end())
        owner.children.append(item)
        owner.end = match.end()
        state.move_to(match.end(), indent + len(marker))
        content, padding = state.indentation()
        if content == state.line_end:
            state.pos = item.end = owner.end = content
            padding = 1
        elif padding > 4:
            padding = 1
            state.advance(1)
        else:
            state.advance(padding)
        self._open(state, Container(INDENTED, item, indent + len(marker) + padding))
        return True

    def parse_footnote(self, match: Match[str], state: LineState) -> bool:
        first, indent = state.indentation()
        label = match["footnote_1"]
        footnote = nodes.FootnoteDefinition(first, match.end(), label, normalize_label(label))
        state.append(footnote)
        state.env.setdefault("footnotes", {}).setdefault(footnote.identifier, footnote)
        state.move_to(match.end(), indent + match.end() - first)
        self._open(state, Container(INDENTED, footnote, 4))
        return True

    def parse_admonition(self, match: Match[str], state: LineState) -> bool:
        admonition = nodes.ContainerDirective(
            match.start(), state.line_end, match["admonition_1"] or "tab"
        )
        state.append(admonition)
        state.pos = state.line_end
        self._open(state, Container(INDENTED, admonition, 4))
        # An indented container without content ends at a blank line: not this one.
        admonition.children.append(
            nodes.Template(
                match.start(),
                state.line_end,
                state.src[match.start() : state.line_end],
                "directive",
                block=True,
                outputs=False,
            )
        )
        return True

    def _open(self, state: LineState, container: Container) -> None:
        number = len(state.containers)
        if container.kind == QUOTE:
            container.last_quote = number
        else:
            container.last_quote = state.container.last_quote
            container.total_width = state.container.total_width + container.width
        state.containers.append(container)
        state.matched = number + 1

    # Leaves.

    def parse_divider(self, match: Match[str], state: LineState) -> bool:
        state.append(nodes.ThematicBreak(match.start(), state.line_end))
        return True

    def parse_heading(self, match: Match[str], state: LineState) -> bool:
        heading = nodes.Heading(match.start(), state.line_end, len(match["heading_1"]))
        state.append(heading)
        start, end = _stripped(state.src, match.end(), state.line_end)
        text = state.src[start:end]
        opened = text.rstrip("#")
        if opened != text and (not opened or opened[-1] in " \t"):
            text = opened.rstrip(" \t")
        if text:
            state.inline_work.append((heading, Content(text, start)))
        return True

    def parse_fenced(self, match: Match[str], state: LineState) -> bool:
        start, indent = state.indentation()
        fence = match["fence_1"]
        code = nodes.Code(start, state.line_end, "", "fenced")
        code.info_span = _stripped(state.src, match.end(), state.line_end)
        code.opening = (start, code.info_span[1])
        code.info = state.src[slice(*code.info_span)]
        if code.info:
            # Only spaces and tabs end the language: other white space is part of it.
            words = re.split("[ \t]+", code.info, maxsplit=1)
            code.lang = unescape(words[0])
            code.meta = unescape(words[1]) if len(words) > 1 else None
        code.content_start = min(state.next_start, state.cursor_max)
        state.append(code)
        closing = re.compile(f"{fence[0]}{{{len(fence)},}}[ \t]*$")
        lines: list[str] = []
        while state.next_line():
            if not state.all_matched:
                state.leave_line()
                break
            first, width = state.indentation()
            if width < self.code_indent and closing.match(state.src, first, state.line_end):
                code.end = state.line_end
                break
            lines.append(indented_text(state, indent))
            code.end = state.line_end
        else:
            if state.container.last_quote == 0:
                code.end = state.cursor_max
        code.value = "\n".join(lines)
        return True

    def parse_indented(self, state: LineState) -> bool:
        start = state.pos + state.within_tab
        code = nodes.Code(start, state.line_end, "", "indented")
        code.content_start = code.start
        state.append(code)
        lines = [indented_text(state, 4)]
        written = 1
        while state.next_line():
            first, indent = state.indentation()
            if not state.all_matched or (first < state.line_end and indent < 4):
                state.leave_line()
                break
            lines.append(indented_text(state, 4))
            if indent >= 4:
                code.end = state.line_end
                written = len(lines)
        code.value = "\n".join(lines[:written]).rstrip("\n")
        return True

    def parse_html(self, match: Match[str], state: LineState) -> bool:
        kind = self._html_kind(match, state)
        if kind is None:
            return False
        end = _HTML_BLOCKS[kind][1]
        start = state.pos
        html = nodes.Html(start, state.line_end, "", block=True)
        state.append(html)
        lines = [state.src[state.pos : state.line_end]]
        if end is None or not end.search(state.src, match.start(), state.line_end):
            while state.next_line():
                blank = state.indentation()[0] == state.line_end
                if not state.all_matched or (blank and end is None):
                    state.leave_line()
                    break
                lines.append(state.src[state.pos : state.line_end])
                html.end = state.line_end
                if end is not None and end.search(state.src, state.pos, state.line_end):
                    break
            else:
                if end is not None and state.container.last_quote == 0:
                    html.end = state.cursor_max
        html.value = "\n".join(lines)
        return True

    def _html_kind(self, match: Match[str], state: LineState) -> int | None:
        for kind, (start, _) in enumerate(_HTML_BLOCKS):
            if start.match(state.src, match.start(), state.line_end):
                return kind
        return None

    def parse_math(self, match: Match[str], state: LineState) -> bool:
        close = state.find_close("$$", match.end())
        if close < 0 or "\n\n" in state.src[match.end() : close]:
            return False
        end = state.src.find("\n", close)
        end = state.cursor_max if end < 0 else end
        if state.src[close + 2 : end].strip(" \t"):
            return False
        value = state.src[match.end() : close].strip()
        state.append(nodes.Math(match.start(), close + 2, value))
        if close > state.line_end:
            state.skip_to(close)
        return True

    def interrupts(self, state: LineState, first: int) -> bool:
        """Whether a line ends a paragraph: another block begins there (CommonMark 4.8)."""
        match = self._match_rule(state, first)
        if match is None:
            return False
        rule = match.lastgroup
        if rule == "item" and state.all_matched:
            # An empty item, or a number other than 1, begins no list within a paragraph.
            marker = match["item_1"]
            if not state.src[match.end() : state.line_end].strip(" \t"):
                return False
            return len(marker) == 1 or marker[:-1].lstrip("0") == "1"
        if rule == "html":
            kind = self._html_kind(match, state)
            return kind is not None and kind != _ANY_TAG
        if rule == "template":
            return self.opens_template_block(state, first)
        return rule != "math"


def _stripped(src: str, start: int, end: int) -> tuple[int, int]:
    while start < end and src[start] in " \t":
        start += 1
    while end > start and src[end - 1] in " \t":
        end -= 1
    return start, end


def open_root(src: str) -> LineState:
    """A state with a root that spans the source."""
    state = LineState()
    state.process(src)
    state.containers.append(Container(ROOT, nodes.Root(0, len(src))))
    return state
