"""From a text to a tree: front matter, blocks, inlines; offsets those of the text given."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.regexes import lazy_pattern
from postlint.syntax import nodes
from postlint.syntax.blocks import BlockParser, open_root
from postlint.syntax.frontmatter import read_front_matter
from postlint.syntax.inlines import InlineParser
from postlint.syntax.text import relocate

if TYPE_CHECKING:
    from collections.abc import Callable

    from postlint.syntax.references import UndefinedReference

_CRLF = lazy_pattern("\r\n")


class Tree(Struct):
    """A parsed post."""

    root: nodes.Root
    front_matter: nodes.Yaml | nodes.Toml | nodes.Json | None
    #: By identifier; the first definition of a label counts.
    definitions: dict[str, nodes.Definition] = {}
    footnotes: dict[str, nodes.FootnoteDefinition] = {}
    undefined_references: list[UndefinedReference] = []


def parse(text: str, *, mdx: bool = False) -> Tree:
    """Parse a post. Line endings may be LF, CRLF or CR; offsets are into ``text``."""
    src = text
    if "\r" in text:
        src = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in src:
        src = src.replace("\0", "\ufffd")
    tree = _parse_normalized(src, mdx=mdx)
    if len(src) != len(text):
        _shift_for_crlf(tree, text)
    return tree


@cache
def _parsers(mdx: bool) -> tuple[BlockParser, InlineParser]:
    if mdx:
        from postlint.syntax.mdx import MdxBlockParser, MdxInlineParser

        return MdxBlockParser(), MdxInlineParser()
    return BlockParser(), InlineParser()


def _parse_normalized(src: str, *, mdx: bool) -> Tree:
    block, inline = _parsers(mdx)
    state = open_root(src)
    root = state.containers[0].node
    assert isinstance(root, nodes.Root)
    front_matter = read_front_matter(src)
    if front_matter is not None:
        state.append(front_matter)
        state.next_start = front_matter.end + 1
    block.parse(state)
    tree = Tree(
        root,
        front_matter,
        state.env["ref_links"],
        state.env.get("footnotes", {}),
    )
    for node, content in state.inline_work:
        mapped = content.lines is not None
        children, done = inline.parse_content(
            content.text, 0 if mapped else content.start, state.env
        )
        if mapped:
            relocate(children, content)
            for reference in done.undefined:
                reference.start, reference.end = content.span((reference.start, reference.end))
                reference.label_span = content.span(reference.label_span)
        if isinstance(node, nodes.TableCell) and "\\|" in content.text:
            _unescape_pipes(children)
        node.children.extend(children)
        if done.undefined:
            tree.undefined_references.extend(done.undefined)
        if done.attribute_id and isinstance(node, nodes.Heading):
            node.id = done.attribute_id
    tree.undefined_references.sort(key=lambda reference: (reference.start, reference.end))
    return tree


def _unescape_pipes(children: list[nodes.Node]) -> None:
    """In a table's cell a pipe is escaped even in code (GFM 4.10)."""
    for child in children:
        for node in child.walk():
            if isinstance(node, nodes.InlineCode):
                node.value = node.value.replace("\\|", "|")


def _shift_for_crlf(tree: Tree, text: str) -> None:
    """Move all offsets from the text with LF to the text with CRLF."""
    # Every CRLF before an offset shifts it by one; ``ends`` are their offsets with LF.
    ends = [match.start() - number for number, match in enumerate(_CRLF.finditer(text))]

    def at(offset: int) -> int:
        return offset + bisect_right(ends, offset - 1)

    def span(pair: tuple[int, int]) -> tuple[int, int]:
        return at(pair[0]), at(pair[1])

    stack: list[nodes.Node] = [tree.root]
    while stack:
        node = stack.pop()
        segments_start = node.start
        node.start, node.end = at(node.start), at(node.end)
        for name in nodes.SPAN_FIELDS:
            pair = getattr(node, name, None)
            if pair is not None:
                setattr(node, name, span(pair))
        if isinstance(node, nodes.Text):
            if node.segments is not None or "\n" in node.value:
                node.segments = _shift_segments(node, segments_start, at)
        elif isinstance(node, nodes.Code):
            node.content_start = at(node.content_start)
        stack.extend(node.children)
        stack.extend(getattr(node, "alt_nodes", ()))
    tree.root.end = len(text)
    for reference in tree.undefined_references:
        reference.start, reference.end = at(reference.start), at(reference.end)
        reference.label_span = span(reference.label_span)


def _shift_segments(
    node: nodes.Text, start: int, at: Callable[[int], int]
) -> list[tuple[int, int]]:
    """Segments with one more after each line ending: it is one character of the value."""
    own = node.segments or [(0, start)]
    moved: list[tuple[int, int]] = []
    for number, (index, offset) in enumerate(own):
        stop = own[number + 1][0] if number + 1 < len(own) else len(node.value)
        moved.append((index, at(offset)))
        newline = node.value.find("\n", index, stop - 1)
        while newline >= 0:
            moved.append((newline + 1, at(offset + newline + 1 - index)))
            newline = node.value.find("\n", newline + 1, stop - 1)
    return moved
