"""The nearest right name to a wrong one, for messages and suggestions."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

#: The share of common characters (difflib's ratio) from which on a name is near.
_NEAR = 0.75
#: Names longer than this, and more of them than that, are not worth the quadratic comparison.
_LONGEST = 120
_MOST = 5000

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
    best, best_ratio = None, _NEAR
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
        if ratio > best_ratio:
            best, best_ratio = candidate, ratio
    return best


def _squash(name: str) -> str:
    return _NON_ALPHANUMERIC.sub("", name).casefold()


def _digits(name: str) -> str:
    return "".join(filter(str.isdigit, name))
