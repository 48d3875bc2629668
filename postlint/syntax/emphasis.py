"""Emphasis, strong emphasis and strikethrough, by the specification's delimiter algorithm.

CommonMark 0.31.2, appendix, "process emphasis"; strikethrough as GFM has it. A run of
delimiters is an item between other items of a flat list. Resolving only notes on each run what
it opens and closes; the tree is then built in one pass. No list is spliced and every search for
an opener has a floor, so that the work is linear in the number of runs.
"""

from __future__ import annotations

import unicodedata
from typing import Any

from postlint.syntax.nodes import Delete, Emphasis, Parent, Strong

_WHITESPACE = frozenset(" \t\n\r\f\u00a0")
_ASCII_PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")


class Delimiter:
    """A run of ``*``, ``_`` or ``~`` at ``start:end`` of the content.

    ``left`` and ``right`` bound what no match has used yet; ``closes`` and ``opens`` are the
    matches, in the order in which they were made: inner ones first.
    """

    __slots__ = (
        "can_close",
        "can_open",
        "char",
        "closes",
        "end",
        "left",
        "opens",
        "previous",
        "right",
        "size",
        "start",
    )

    def __init__(self, char: str, start: int, end: int, can_open: bool, can_close: bool) -> None:
        self.char = char
        self.start = self.left = start
        self.end = self.right = end
        self.size = end - start
        self.can_open = can_open
        self.can_close = can_close
        self.opens: list[tuple[type[Parent], int]] = []
        self.closes: list[int] = []
        self.previous: Delimiter | None = None


def flanking(text: str, start: int, end: int, char: str) -> tuple[bool, bool]:
    """Whether a run of delimiters can open and can close (CommonMark 6.2)."""
    before = _kind(text[start - 1]) if start else 0
    after = _kind(text[end]) if end < len(text) else 0
    # Punctuation on the inner side needs white space or punctuation on the outer side.
    left = after != 0 and (after != 1 or before != 2)
    right = before != 0 and (before != 1 or after != 2)
    if char == "_":
        return left and (not right or before == 1), right and (not left or after == 1)
    return left, right


def _kind(char: str) -> int:
    """0 for white space, 1 for punctuation, 2 for anything else."""
    if char < "\x80":
        if char.isalnum():
            return 2
        return 0 if char in _WHITESPACE else 1 if char in _ASCII_PUNCTUATION else 2
    category = unicodedata.category(char)
    if category[0] in "PS":
        return 1
    return 0 if category == "Zs" else 2


def resolve(delimiters: list[Delimiter]) -> None:
    """Match openers and closers of a sequence of runs; note the matches on them."""
    floors: dict[tuple[str, bool, int], int] = {}
    #: For each run the run before it that is still in the running; skips those that are used.
    before = list(range(-1, len(delimiters) - 1))
    index = 0
    while index < len(delimiters):
        closer = delimiters[index]
        if not closer.can_close or closer.left >= closer.right:
            index += 1
            continue
        tilde = closer.char == "~"
        key = (closer.char, closer.can_open, closer.size if tilde else closer.size % 3)
        floor = floors.get(key, -1)
        at = before[index]
        while at > floor:
            opener = delimiters[at]
            if opener.char == closer.char and opener.can_open and _fit(opener, closer):
                break
            at = before[at]
        if at <= floor:
            floors[key] = before[index]
            if not closer.can_open and index + 1 < len(delimiters):
                # It can match nothing later either: take it out.
                before[index + 1] = before[index]
            index += 1
            continue
        opener = delimiters[at]
        _match(opener, closer)
        # Runs between the two can match no more.
        before[index] = at if opener.left < opener.right else before[at]
        if closer.left >= closer.right:
            if index + 1 < len(delimiters):
                before[index + 1] = before[index]
            index += 1


def _fit(opener: Delimiter, closer: Delimiter) -> bool:
    if opener.char == "~":
        return opener.size == closer.size and opener.left < opener.right
    if not (opener.can_close or closer.can_open):
        return True
    both = opener.size + closer.size
    return both % 3 != 0 or (opener.size % 3 == 0 and closer.size % 3 == 0)


def _match(opener: Delimiter, closer: Delimiter) -> None:
    kind: type[Parent]
    if opener.char == "~":
        kind, used = Delete, opener.size
    elif opener.right - opener.left >= 2 and closer.right - closer.left >= 2:
        kind, used = Strong, 2
    else:
        kind, used = Emphasis, 1
    opener.right -= used
    closer.left += used
    opener.opens.append((kind, opener.right))
    closer.closes.append(closer.left)


def build(items: list[Any], base: int) -> list[Any]:
    """Nest the items of a flat list by the matches noted on its delimiters.

    Items are delimiters, nodes and text pieces; in the result, what is left of a delimiter is a
    text piece ``(start, end, None)``. ``base`` is added to the offsets of the new nodes.
    """
    result: list[Any] = []
    open_nodes: list[tuple[Parent, list[Any]]] = []
    for item in items:
        if type(item) is not Delimiter:
            result.append(item)
            continue
        for end in item.closes:
            node, outer = open_nodes.pop()
            node.children = result
            node.end = end + base
            outer.append(node)
            result = outer
        if item.left < item.right:
            result.append((item.left, item.right, None))
        for kind, start in reversed(item.opens):
            open_nodes.append((kind(start + base, start + base), result))
            result = []
    return result
