"""The nearest right name to a wrong one, for messages and suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable
    from difflib import SequenceMatcher

#: Names are near when at most two characters were changed, or this share of them.
_FEW_CHANGES, _SHARE_CHANGED = 2, 0.2
#: ... and at least this share of them is common (difflib's ratio).
_COMMON = 0.7
#: Names longer than this are not worth the quadratic comparison.
_LONGEST = 120
#: So many comparisons are made with one set of names, about half a second's worth: a page with
#: thousands of wrong links needs no suggestion for each.
_COMPARISONS = 50_000

_NON_ALPHANUMERIC = lazy_pattern(r"[\W_]+")


class Names:
    """The right names, indexed so that the nearest to a wrong one is found again and again.

    Names that differ only in case, punctuation and spaces are nearest; among others the
    similarity counts. Names that differ in their digits are never near: ``part-1`` is not meant
    to be ``part-2``. Of several equally near the first in order of the alphabet.
    """

    def __init__(self, known: Iterable[str]) -> None:
        self._by_squashed: dict[str, str] = {}
        #: By digits: the other characters of the names, and the names.
        self._by_digits: dict[str, list[tuple[str, str]]] = {}
        self._comparisons = _COMPARISONS
        for name in sorted(set(known)):
            squashed = _squash(name)
            if not squashed:
                continue
            if self._by_squashed.setdefault(squashed, name) is name and len(name) <= _LONGEST:
                self._by_digits.setdefault(_digits(name), []).append((squashed, name))

    def nearest(self, name: str) -> str | None:
        """The name that a wrong one most likely stands for, or None when none is near."""
        wanted = _squash(name)
        if not wanted or len(name) > _LONGEST:
            return None
        if wanted in self._by_squashed or not self._comparisons:
            return self._by_squashed.get(wanted)
        from difflib import SequenceMatcher

        changes = max(_FEW_CHANGES, _SHARE_CHANGED * len(wanted))
        similar = [
            pair
            for pair in self._by_digits.get(_digits(name), ())
            if abs(len(pair[0]) - len(wanted)) <= changes
        ]
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(wanted)
        best, best_ratio = None, _COMMON
        similar = similar[: self._comparisons]
        self._comparisons -= len(similar)
        for squashed, candidate in similar:
            matcher.set_seq1(squashed)
            if matcher.real_quick_ratio() <= best_ratio or matcher.quick_ratio() <= best_ratio:
                continue
            ratio = matcher.ratio()
            if ratio > best_ratio and _changes(matcher) <= changes:
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
