"""Where the block parser is: a line of the source and the containers open there."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from mistune.core import BlockState

if TYPE_CHECKING:
    from re import Match, Pattern

    from postlint.syntax.nodes import Node, Parent

QUOTE = "quote"
INDENTED = "indented"
ROOT = "root"


class Container:
    """An open block that holds others.

    ``kind`` says how a line continues it: a quote by its marker, an indented container (list
    item, footnote, admonition) by ``width`` columns of indentation, the root always. ``end`` is
    the offset up to which its own markers reach. Of it and those it is in, ``last_quote`` is the
    number, counted from the root, of the innermost quote (0: there is none), and
    ``total_width`` the width of those within that quote.
    """

    __slots__ = ("children", "end", "kind", "last_quote", "node", "total_width", "width")

    def __init__(self, kind: str, node: Parent, width: int = 0) -> None:
        self.kind = kind
        self.node = node
        self.children: list[Node] = node.children
        self.width = width
        self.end = node.end
        self.last_quote = 0
        self.total_width = 0


class Content:
    """What a leaf block hands to the inline parser.

    ``text`` is the block's lines without what its containers put before them. ``lines`` is None
    where that is a slice of the source beginning at ``start``; otherwise it has a pair ``(index
    in text, offset in source)`` for each line.
    """

    __slots__ = ("lines", "start", "text")
    _BEYOND = 1 << 62

    def __init__(self, text: str, start: int, lines: list[tuple[int, int]] | None = None) -> None:
        self.text = text
        self.start = start
        self.lines = lines

    @classmethod
    def from_lines(cls, src: str, spans: list[tuple[int, int]]) -> Content:
        """The content of a block whose lines have these spans in the source."""
        start, end = spans[0]
        for next_start, next_end in spans[1:]:
            if next_start != end + 1:
                break
            end = next_end
        else:
            return cls(src[start:end], start)
        index = 0
        lines = []
        for line_start, line_end in spans:
            lines.append((index, line_start))
            index += line_end - line_start + 1
        return cls("\n".join([src[s:e] for s, e in spans]), start, lines)

    def offset(self, index: int) -> int:
        """The offset in the source of the character at an index of the text."""
        if self.lines is None:
            return self.start + index
        line_index, line_offset = self.lines[self.line_at(index)]
        return line_offset + index - line_index

    def span(self, span: tuple[int, int]) -> tuple[int, int]:
        """The span in the source of a span of the text; prefixes of lines in it are included."""
        start = self.offset(span[0])
        return start, (self.offset(span[1] - 1) + 1 if span[1] > span[0] else start)

    def line_at(self, index: int) -> int:
        """The number in ``lines`` of the line that holds an index."""
        assert self.lines is not None
        return bisect_right(self.lines, (index, self._BEYOND)) - 1


class LineState(BlockState):
    """The block parser's cursor: a line, how far it is read, and the open containers.

    ``cursor`` is the offset of the line and ``line_end`` that of its line ending; ``pos`` and
    ``column`` are where the rest of the line begins once the markers of the containers that it
    continues (the first ``matched`` of ``containers``) are taken off. ``column`` counts from 0
    and may lie within the tab at ``pos``.
    """

    def __init__(self, parent: Any = None) -> None:
        super().__init__(parent)
        self.pos = 0
        self.column = 0
        self.line_end = -1
        self.next_start = 0
        # What ``indentation`` found last; it holds until ``pos`` is beyond it.
        self.first = -1
        self.first_column = 0
        self.containers: list[Container] = []
        self.matched = 1
        self.pending = False
        self.inline_work: list[tuple[Parent, Content]] = []
        self.has_tabs = False
        #: Whether ``pos`` is at a tab of which some columns are taken.
        self.within_tab = False
        #: Where markers have been looked for from, and where they were found (-1: nowhere).
        self.found: dict[str, tuple[int, int]] = {}
        self.matches: dict[Pattern[str], tuple[int, Match[str] | None]] = {}
        #: No thematic break begins before this offset, on the line that holds it.
        self.no_divider_before = 0

    def process(self, src: str) -> None:
        super().process(src)
        self.has_tabs = "\t" in src

    @property
    def container(self) -> Container:
        """The innermost open container."""
        return self.containers[-1]

    @property
    def all_matched(self) -> bool:
        """Whether the line continues every open container."""
        return self.matched == len(self.containers)

    def append(self, node: Node) -> None:
        """Add a block to the innermost container."""
        self.containers[-1].children.append(node)

    def next_line(self) -> bool:
        """Go to the next line, or stay on one that was left; False at the end of the source."""
        if self.pending:
            self.pending = False
            return True
        start = self.next_start
        if start >= self.cursor_max:
            return False
        self.cursor = self.pos = start
        self.column = 0
        self.within_tab = False
        self.first = -1
        end = self.src.find("\n", start)
        if end < 0:
            end = self.cursor_max
        self.line_end = end
        self.next_start = end + 1
        if len(self.containers) > 1:
            self._match_containers()
        return True

    def skip_to(self, offset: int) -> None:
        """Continue with the line after the one that holds ``offset``."""
        end = self.src.find("\n", offset)
        self.next_start = self.cursor_max if end < 0 else end + 1
        self.pending = False

    def leave_line(self) -> None:
        """Let the next call of ``next_line`` give this line again."""
        self.pending = True

    def indentation(self) -> tuple[int, int]:
        """The offset of the first character that is not indentation, and its columns."""
        src, pos, end = self.src, self.pos, self.line_end
        if pos <= self.first:
            return self.first, self.first_column - self.column
        if pos >= end or src[pos] not in " \t":
            return pos, 0
        column = self.column
        while pos < end:
            char = src[pos]
            if char == " ":
                column += 1
            elif char == "\t":
                column += 4 - column % 4
            else:
                break
            pos += 1
        self.first, self.first_column = pos, column
        return pos, column - self.column

    def advance(self, columns: int) -> None:
        """Move ``pos`` over so many columns of indentation, perhaps into a tab."""
        if not self.has_tabs:
            self.pos += columns
            self.column += columns
            return
        src = self.src
        self.within_tab = False
        while columns > 0:
            if src[self.pos] != "\t":
                self.pos += 1
                self.column += 1
                columns -= 1
                continue
            width = 4 - self.column % 4
            if width > columns:
                self.column += columns
                self.within_tab = True
                return
            self.pos += 1
            self.column += width
            columns -= width

    def find_close(self, marker: str, start: int) -> int:
        """The offset of a marker at or after ``start``, or -1; asked again it costs little."""
        searched, found = self.found.get(marker, (0, -2))
        if searched <= start and (start <= found or found == -1):
            return found
        found = self.src.find(marker, start)
        self.found[marker] = start, found
        return found

    def search_close(self, pattern: Pattern[str], start: int) -> Match[str] | None:
        """The first match of a pattern at or after ``start``; asked again it costs little."""
        searched, match = self.matches.get(pattern, (self.cursor_max + 1, None))
        if searched <= start and (match is None or start <= match.start()):
            return match
        match = pattern.search(self.src, start)
        self.matches[pattern] = start, match
        return match

    def _match_containers(self) -> None:
        containers = self.containers
        last_quote = containers[-1].last_quote
        for index in range(1, len(containers)):
            if index > last_quote and self.indentation()[0] == self.line_end:
                self._match_blank(index)
                return
            if not self._continues(containers[index]):
                self.matched = index
                return
        self.matched = len(containers)

    def _match_blank(self, index: int) -> None:
        """Match a blank line with the containers from number ``index`` on, none of them a quote.

        It continues them all, but a list item that has begun with a blank line itself; only the
        innermost container can be empty.
        """
        containers = self.containers
        self.matched = len(containers) - (not containers[-1].children)
        first, indent = self.indentation()
        width = containers[-1].total_width - containers[index - 1].total_width
        if indent > width:
            self.advance(width)
        else:
            self.move_to(first, indent)

    def _continues(self, container: Container) -> bool:
        """Whether the line goes on with a container; if so, take its marker off."""
        first, indent = self.indentation()
        if container.kind == QUOTE:
            if indent > 3 or first == self.line_end or self.src[first] != ">":
                return False
            self.take_quote_marker(container, first, indent)
            return True
        if first == self.line_end:
            # The quote further in ends, which the line does not continue.
            self.move_to(first, indent)
            return True
        if indent < container.width:
            return False
        self.advance(container.width)
        return True

    def take_quote_marker(self, container: Container, marker: int, indent: int) -> None:
        """Move over ``>`` and the space after it, which may be a column of a tab."""
        self.move_to(marker + 1, indent + 1)
        if self.pos < self.line_end and self.src[self.pos] in " \t":
            self.advance(1)
        container.end = self.pos
        if self.indentation()[0] == self.line_end:
            container.end = self.line_end

    def move_to(self, offset: int, columns: int) -> None:
        """Move ``pos`` to an offset so many columns further on, which is not within a tab."""
        self.pos = offset
        self.column += columns
        self.within_tab = False


def indented_text(state: LineState, columns: int) -> str:
    """The rest of the line without at most so many columns of indentation.

    What is left over of a tab stands as spaces (CommonMark 2.2).
    """
    src, pos, column, end = state.src, state.pos, state.column, state.line_end
    within_tab = state.within_tab
    stop = column + columns
    while column < stop and pos < end and src[pos] in " \t":
        width = 4 - column % 4 if src[pos] == "\t" else 1
        within_tab = column + width > stop
        if within_tab:
            column = stop
            break
        column += width
        pos += 1
    if within_tab:
        return " " * (4 - column % 4) + src[pos + 1 : end]
    return src[pos:end]
