"""References that lead nowhere: brackets that would be a link if their label were defined."""

from __future__ import annotations

from msgspec import Struct


class UndefinedReference(Struct):
    """``[text][label]``, ``[label][]``, ``[label]`` or ``[^label]`` without a definition.

    In the tree it is text, as in mdast. ``reference_type`` is "full", "collapsed", "shortcut"
    or "footnote"; ``label_span`` is the span of the label within its brackets.
    """

    start: int
    end: int
    label: str
    identifier: str
    reference_type: str
    label_span: tuple[int, int]
    image: bool = False
