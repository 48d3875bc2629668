"""Paragraphs, and what turns out not to be one: setext headings, definitions, tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.regexes import lazy_pattern
from postlint.syntax import nodes
from postlint.syntax.definitions import normalize_label, read_definitions
from postlint.syntax.lines import Content
from postlint.syntax.tables import delimiter_row, split_row

if TYPE_CHECKING:
    from re import Match

    from postlint.syntax.lines import LineState

_SETEXT = lazy_pattern(r"(?:=+|-+)[ \t]*$")
_TASK_MARKER = lazy_pattern(r"\[([ \txX])\](?:[ \t]+|$)")
_DELIMITERS = lazy_pattern(r"[ \t|:-]*$")
_DELIMITER_STARTS = frozenset("|-:")


class ParagraphBlocks:
    """The rules for lines that no other rule takes; a part of the block parser."""

    if TYPE_CHECKING:
        code_indent: int
        START_CHARACTERS: frozenset[str]

        def interrupts(self, state: LineState, first: int) -> bool:
            """Whether a line ends a paragraph; see ``BlockParser``."""

    def parse_paragraph(self, state: LineState, first: int) -> None:
        """A paragraph from its first line on, with the lines that lazily continue it."""
        src = state.src
        lines = [(first, state.line_end)]
        # Whether the last line could be the head of a table.
        head_row = True
        # It stands in the tree while it is read, so that its container is known not to be empty.
        paragraph = nodes.Paragraph(first, state.line_end)
        state.append(paragraph)
        while state.next_line():
            first, indent = state.indentation()
            if first == state.line_end:
                state.leave_line()
                break
            if indent < self.code_indent:
                char = src[first]
                if state.all_matched:
                    underline = _SETEXT.match(src, first, state.line_end) if char in "=-" else None
                    if underline is not None and not self._definitions_only(src, lines):
                        self._close_heading(state, paragraph, lines, underline)
                        return
                    if char in _DELIMITER_STARTS and head_row and not self.interrupts(state, first):
                        align = self._table_align(state, lines[-1], first)
                        if align is not None:
                            head = lines.pop()
                            self._close_paragraph(state, paragraph, lines)
                            self._parse_table(state, head, align)
                            return
                if char in self.START_CHARACTERS and self.interrupts(state, first):
                    state.leave_line()
                    break
            lines.append((first, state.line_end))
            head_row = state.all_matched and indent < self.code_indent
        self._close_paragraph(state, paragraph, lines)

    def _close_paragraph(
        self, state: LineState, paragraph: nodes.Parent, lines: list[tuple[int, int]]
    ) -> None:
        """Put a paragraph into the tree with what is left of its lines after definitions."""
        # Whatever line ended it, the innermost container is still the paragraph's own.
        state.container.children.pop()
        lines = self._take_definitions(state, lines)
        if not lines:
            return
        if type(paragraph) is nodes.Paragraph:
            self._take_task_marker(state, lines)
        start, end = lines[-1]
        paragraph.start, paragraph.end = lines[0][0], end
        state.append(paragraph)
        while end > start and state.src[end - 1] in " \t":
            end -= 1
        lines[-1] = (start, end)
        state.inline_work.append((paragraph, Content.from_lines(state.src, lines)))

    def _take_task_marker(self, state: LineState, lines: list[tuple[int, int]]) -> None:
        """Take ``[x]`` off the lines of a paragraph with which a list item begins."""
        start, end = lines[0]
        item = state.container.node
        if state.src[start] != "[" or not isinstance(item, nodes.ListItem) or item.children:
            return
        marker = _TASK_MARKER.match(state.src, start, end)
        if marker is None or (marker.end() == end and len(lines) == 1):
            return
        item.checked = marker[1] in "xX"
        if marker.end() == end:
            del lines[0]
        else:
            lines[0] = (marker.end(), end)

    def _close_heading(
        self,
        state: LineState,
        paragraph: nodes.Paragraph,
        lines: list[tuple[int, int]],
        underline: Match[str],
    ) -> None:
        depth = 1 if underline[0][0] == "=" else 2
        siblings, start = state.container.children, paragraph.start
        heading = nodes.Heading(start, paragraph.end, depth, setext=True)
        number = len(siblings) - 1
        self._close_paragraph(state, heading, lines)
        # As in mdast it begins where its lines began: with the definitions that stood there.
        heading.children[:] = siblings[number:-1]
        siblings[number:] = [heading]
        heading.start, heading.end = start, underline.end()

    def _definitions_only(self, src: str, lines: list[tuple[int, int]]) -> bool:
        if src[lines[0][0]] != "[":
            return False
        text = Content.from_lines(src, lines).text
        found = read_definitions(text)
        return bool(found) and found[-1].next_start >= len(text)

    def _take_definitions(
        self, state: LineState, lines: list[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """Make nodes of the definitions at the head of a paragraph; return its other lines."""
        if not lines or state.src[lines[0][0]] != "[":
            return lines
        content = Content.from_lines(state.src, lines)
        found = read_definitions(content.text)
        if not found:
            return lines
        for text in found:
            start, end = content.span((text.label_span[0] - 1, text.end))
            node = nodes.Definition(
                start, end, text.label, normalize_label(text.label), text.url, text.title
            )
            node.label_span = content.span(text.label_span)
            node.url_span = content.span(text.url_span)
            if text.title_span is not None:
                node.title_span = content.span(text.title_span)
            state.append(node)
            state.env["ref_links"].setdefault(node.identifier, node)
        rest = found[-1].next_start
        if rest >= len(content.text):
            return []
        return lines[content.text.count("\n", 0, rest) :]

    def _table_align(
        self, state: LineState, head: tuple[int, int], first: int
    ) -> list[str | None] | None:
        """The alignments of the table that a head row and the line at ``first`` begin."""
        src = state.src
        if not _DELIMITERS.match(src, first, state.line_end):
            return None
        line = src[first : state.line_end]
        if "|" not in line and ":" not in line and "|" not in src[head[0] : head[1]]:
            return None
        align = delimiter_row(line)
        if align is None or len(split_row(src, *head)) != len(align):
            return None
        return align

    def _parse_table(
        self, state: LineState, head: tuple[int, int], align: list[str | None]
    ) -> None:
        table = nodes.Table(head[0], state.line_end, align)
        state.append(table)
        self._add_row(state, table, *head)
        while state.next_line():
            first, indent = state.indentation()
            if (
                first == state.line_end
                or indent >= self.code_indent
                or not state.all_matched
                or (state.src[first] in self.START_CHARACTERS and self.interrupts(state, first))
            ):
                state.leave_line()
                break
            self._add_row(state, table, first, state.line_end)
            table.end = state.line_end

    def _add_row(self, state: LineState, table: nodes.Table, start: int, end: int) -> None:
        row = nodes.TableRow(start, end)
        table.children.append(row)
        for cell_start, cell_end, text_start, text_end in split_row(state.src, start, end):
            cell = nodes.TableCell(cell_start, cell_end)
            row.children.append(cell)
            if text_start < text_end:
                text = state.src[text_start:text_end]
                state.inline_work.append((cell, Content(text, text_start)))
