"""Whether edits changed only what they meant to: the check behind every safe fix."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from itertools import accumulate, groupby
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.syntax.nodes import Code, Literal, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from postlint.document import Document
    from postlint.rule import Edit
    from postlint.syntax.nodes import Node

#: What makes a node more than its type and span; a node has some of them.
_ATTRIBUTES = (
    "align",
    "alt",
    "checked",
    "depth",
    "first",
    "id",
    "identifier",
    "info",
    "kind",
    "name",
    "outputs",
    "reference_type",
    "title",
    "url",
    "value",
)
#: By attribute, where it is written: an edit there may change it, and nothing else.
_WRITTEN_IN = {
    "identifier": "label_span",
    "info": "opening",
    "title": "title_span",
    "url": "url_span",
}
#: What ends of nodes may gain or lose when something beside them goes.
_BLANK = " \t\n\r>"


def preserves(before: Document, after: Document, edits: Sequence[Edit]) -> bool:
    """Whether the page outside the edits is the same before and after.

    ``edits`` are in order and do not overlap. What an edit replaces may have other words, but
    has to be as many nodes of the same types with the same attributes; what it deletes goes
    whole, and nothing comes instead. Of a node that touches an edit, or has it inside, only the
    attribute that is written there may change. All else must be there as it was, at the place
    to which the edits moved it, and so must the text around the edits.
    """
    shifts = [0, *accumulate(len(edit.text) - (edit.end - edit.start) for edit in edits)]
    old_spans = [(edit.start, edit.end) for edit in edits]
    new_spans = [
        (edit.start + shift, edit.start + shift + len(edit.text))
        for edit, shift in zip(edits, shifts, strict=False)
    ]
    deleting = {index for index, edit in enumerate(edits) if not edit.text.strip()}
    old = _Outline.of(before, old_spans)
    new = _Outline.of(after, new_spans)
    ends = [edit.end for edit in edits]
    text = after.source.text

    def moved(offset: int) -> int:
        passed = bisect_right(ends, offset)
        if passed < len(edits) and edits[passed].start < offset:
            return min(offset + shifts[passed], new_spans[passed][1])
        return offset + shifts[passed]

    def place(start: int, end: int) -> tuple[int, int]:
        """A span without the blank at its ends."""
        while start < end and text[start] in _BLANK:
            start += 1
        while start < end and text[end - 1] in _BLANK:
            end -= 1
        return start, end

    return (
        Counter(node for node in old.replaced if node.edit not in deleting) == Counter(new.replaced)
        and Counter(
            (node.kind, node.attributes, place(moved(node.start), moved(node.end)))
            for node in old.touched
        )
        == Counter(
            (node.kind, node.attributes, place(node.start, node.end)) for node in new.touched
        )
        and Counter(
            (node.kind, node.attributes, moved(node.start), moved(node.end))
            for node in old.untouched
        )
        == Counter((node.kind, node.attributes, node.start, node.end) for node in new.untouched)
        and old.texts == new.texts
    )


class _Node(Struct, frozen=True):
    """A node as it is compared; ``kind`` is its type after those of the nodes it is in.

    ``edit`` is the number of the edit that replaces it.
    """

    kind: str
    start: int
    end: int
    attributes: str
    edit: int = -1


class _Outline(Struct, frozen=True):
    """The nodes of a tree by what edits do to them.

    ``texts`` is what nodes of text say that touch an edit, without that and without whitespace.
    """

    replaced: list[_Node]
    touched: list[_Node]
    untouched: list[_Node]
    texts: list[tuple[str, str]]

    @classmethod
    def of(cls, document: Document, spans: list[tuple[int, int]]) -> _Outline:
        source = document.source.text
        wide = list(_widened(source, spans))
        starts = [start for start, _ in wide]
        ends = [end for _, end in wide]
        replaced, touched, untouched = [], [], []
        texts: list[tuple[str, str]] = []
        for node, kind in _with_kinds(document.root):
            first = bisect_left(ends, node.start)
            last = bisect_right(starts, node.end)
            if first >= last:
                untouched.append(_Node(kind, node.start, node.end, _attributes(node)))
                continue
            if isinstance(node, Text):
                texts.append((kind, _outside(node, source, spans[first:last])))
                continue
            edit = _around(node, spans, first, last)
            if edit is not None:
                # The same wherever in the replacement it stands.
                replaced.append(_Node(kind, 0, 0, _attributes(node), edit))
                continue
            changing = _changing(node, spans[first:last])
            touched.append(_Node(kind, node.start, node.end, _attributes(node, changing)))
        return cls(replaced, touched, untouched, list(_joined(texts)))


def _with_kinds(root: Node) -> Iterator[tuple[Node, str]]:
    """All nodes in order, each with its type after those of the nodes it is in."""
    stack = [(root, root.type)]
    while stack:
        node, kind = stack.pop()
        yield node, kind
        stack += [(child, f"{kind} {child.type}") for child in reversed(node.children)]


def _widened(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans with the whitespace around them."""
    for start, end in spans:
        wide_start, wide_end = start, end
        while wide_start and text[wide_start - 1].isspace():
            wide_start -= 1
        while wide_end < len(text) and text[wide_end].isspace():
            wide_end += 1
        yield wide_start, wide_end


def _around(node: Node, spans: list[tuple[int, int]], first: int, last: int) -> int | None:
    """The number of the edit, of some, that has the whole node in it."""
    for number in range(first, last):
        start, end = spans[number]
        if start <= node.start < end and node.end <= end:
            return number
    return None


def _changing(node: Node, spans: list[tuple[int, int]]) -> set[str]:
    """The attributes of a node that edits in it may change."""
    changing = set()
    for start, end in spans:
        if end <= node.start or start >= node.end:
            continue
        written = (
            attribute
            for attribute, field in _WRITTEN_IN.items()
            if _has(getattr(node, field, None), start, end)
            and not (isinstance(node, Code) and node.kind == "indented")
        )
        changing.add(next(written, "value" if isinstance(node, (Literal, Code)) else "alt"))
    return changing


def _has(span: tuple[int, int] | None, start: int, end: int) -> bool:
    return span is not None and span[0] <= start and end <= span[1]


def _outside(node: Text, source: str, spans: list[tuple[int, int]]) -> str:
    """What a text says around edits, without whitespace."""
    segments = node.segments or [(0, node.start)]
    parts = []
    for number, (index, offset) in enumerate(segments):
        is_last = number + 1 == len(segments)
        length = (len(node.value) if is_last else segments[number + 1][0]) - index
        value = node.value[index : index + length]
        for start, end in reversed(spans):
            # What begins in an edit, or is an entity that has one in it, is not looked at.
            value = value[: max(start - offset, 0)] + value[max(end - offset, 0) :]
        parts.append(value)
    return "".join("".join(parts).split())


def _joined(texts: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Texts in a row as one: removing what stands between two joins them."""
    said = (text for text in texts if text[1])
    for kind, group in groupby(said, key=lambda text: text[0]):
        yield kind, "".join(text for _, text in group)


def _attributes(node: Node, without: Iterable[str] = ()) -> str:
    """What a node is, but for some attributes."""
    return repr([None if name in without else getattr(node, name, None) for name in _ATTRIBUTES])
