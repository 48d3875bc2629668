"""Whether edits changed only what they meant to: the check behind every safe fix."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import accumulate
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postlint.document import Document
    from postlint.rule import Edit
    from postlint.syntax.nodes import Node

#: What makes a node more than its type and span; a node has some of them.
_ATTRIBUTES = (
    "alt",
    "checked",
    "depth",
    "first",
    "identifier",
    "info",
    "kind",
    "ordered",
    "outputs",
    "reference_type",
    "title",
    "url",
    "value",
)


def preserves(before: Document, after: Document, edits: Sequence[Edit]) -> bool:
    """Whether the tree outside the edits is the same before and after.

    ``edits`` are in order and do not overlap. Nodes that lie within an edit may change as they
    like; of nodes that touch one, whitespace not counted, the types must stay, and those of the
    nodes they are in; all others must be there with the same attributes, at the place to which
    the edits moved them.
    """
    shifts = list(accumulate(len(edit.text) - (edit.end - edit.start) for edit in edits))
    old_spans = [(edit.start, edit.end) for edit in edits]
    new_spans = [
        (edit.start + shift, edit.start + shift + len(edit.text))
        for edit, shift in zip(edits, [0, *shifts], strict=False)
    ]
    old = _Outline.of(before, old_spans)
    new = _Outline.of(after, new_spans)
    ends = [edit.end for edit in edits]

    def moved(offset: int) -> int:
        passed = bisect_right(ends, offset)
        return offset + (shifts[passed - 1] if passed else 0)

    there = Counter(
        (kind, moved(start), moved(end), attributes)
        for kind, start, end, attributes in old.untouched
    )
    return old.touched == new.touched and there == Counter(new.untouched)


class _Outline(Struct, frozen=True):
    """The nodes of a tree: those that touch an edit by type, the others in full.

    A type is that of a node after those of the nodes it is in.
    """

    touched: Counter[str]
    untouched: list[tuple[str, int, int, str]]

    @classmethod
    def of(cls, document: Document, spans: list[tuple[int, int]]) -> _Outline:
        text = document.source.text
        wide = list(_widened(text, spans))
        starts = [start for start, _ in wide]
        ends = [end for _, end in wide]
        touched: Counter[str] = Counter()
        untouched = []
        for node, kind in _with_kinds(document.root):
            first = _first_at_or_after(ends, node.start)
            if first == len(wide) or starts[first] > node.end:
                untouched.append((kind, node.start, node.end, _attributes(node)))
                continue
            within = starts[first] <= node.start and node.end <= ends[first]
            # Removing what stands between two texts joins them.
            if not within and node.type != "text":
                touched[kind] += 1
        return cls(touched, untouched)


def _with_kinds(root: Node) -> Iterator[tuple[Node, str]]:
    """All nodes, each with its type after those of the nodes it is in."""
    stack = [(root, root.type)]
    while stack:
        node, kind = stack.pop()
        yield node, kind
        stack += [(child, f"{kind} {child.type}") for child in node.children]


def _widened(text: str, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The spans with the whitespace around them."""
    for start, end in spans:
        wide_start, wide_end = start, end
        while wide_start and text[wide_start - 1].isspace():
            wide_start -= 1
        while wide_end < len(text) and text[wide_end].isspace():
            wide_end += 1
        yield wide_start, wide_end


def _first_at_or_after(values: list[int], value: int) -> int:
    """The index of the first of ascending values that is not smaller."""
    return bisect_right(values, value - 1)


def _attributes(node: Node) -> str:
    return repr([getattr(node, name, None) for name in _ATTRIBUTES])
