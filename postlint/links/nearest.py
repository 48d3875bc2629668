"""The nearest right name to a wrong one, for messages and suggestions."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Names are near when at most two characters were changed, or this share of them.
_FEW_CHANGES, _SHARE_CHANGED = 2, 0.2
#: ... and at least this share of them is common (difflib's ratio).
_COMMON = 0.7
#: Names longer than this, and more of them than that, are not worth the quadratic comparison.
_LONGEST, _MOST = 120, 5000

_NON_ALPHANUMERIC = re.compile(r"[\W_]+")


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The known name that ``name`` most likely stands for, or None when none is near.

    Names that differ only in case, punctuation and spaces are nearest; among others the
    similarity counts. Names that differ in their digits are never near: ``part-1`` is not
    meant to be ``part-2``. Of several equally near the first in order of the alphabet.
    """
    wanted = _squash(name)
    if not wanted or len(name) > _LONGEST:
        return None
    digits = _digits(name)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(wanted)
    best, best_ratio = None, _COMMON
    for candidate in sorted(known)[:_MOST]:
        squashed = _squash(candidate)
        if squashed == wanted:
            return candidate
        if len(candidate) > _LONGEST or _digits(candidate) != digits:
            continue
        matcher.set_seq1(squashed)
        if matcher.real_quick_ratio() <= best_ratio or matcher.quick_ratio() <= best_ratio:
            continue
        ratio = matcher.ratio()
        if ratio > best_ratio and _changes(matcher) <= max(
            _FEW_CHANGES, _SHARE_CHANGED * len(wanted)
        ):
            best, best_ratio = candidate, ratio
    return best


def _changes(matcher: SequenceMatcher[str]) -> int:
    """How many characters were replaced, inserted or deleted."""
    return sum(
        max(end_1 - start_1, end_2 - start_2)
        for kind, start_1, end_1, start_2, end_2 in matcher.get_opcodes()
        if kind != "equal"
    )


def _squash(name: str) -> str:
    return _NON_ALPHANUMERIC.sub("", name).casefold()


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))
