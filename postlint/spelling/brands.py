"""Names with a capital inside ("GitHub", "macOS"): how they are written, and slips of them.

Compiled by ``tools/build_brands.py``. Other words with a capital inside are identifiers, which
are nobody's business; one that is a slip away from a brand, capitals and all, is the brand.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from postlint.spelling.channel import common_ends
from postlint.spelling.lexicon import DATA, Tier
from postlint.spelling.tokens import Case

if TYPE_CHECKING:
    from postlint.spelling.correction import Candidate, Corrector

BRANDS = DATA / "brands-en.txt"
#: Shorter brands have other names one letter away.
LEAST_LENGTH = 6
#: How sure it is that a brand in capitals of its own ("MacOs") is a slip, where the post does so
#: once.
MISCAPITALIZED = 0.7


@cache
def brands() -> dict[str, tuple[str, ...]]:
    """The ways in which a brand is written, the best first, by its lower-case form."""
    lines = BRANDS.read_text("utf-8").splitlines()
    return {line.partition(" ")[0].lower(): tuple(line.split()) for line in lines}


def cased(word: str, case: Case) -> str:
    """A suggestion in the case of the word it replaces; brands are written in their own way."""
    if case == Case.UPPER:
        return word.upper()
    written = brands().get(word.lower())
    if written is not None:
        return written[0]
    return word if case == Case.LOWER else word[:1].upper() + word[1:]


class BrandReader:
    """Which brand a word with a capital inside was meant to be."""

    def __init__(self, corrector: Corrector) -> None:
        self._corrector = corrector
        self.doubts = lru_cache(maxsize=20_000)(self._doubts)

    def _doubts(self, spelled: str) -> bool:
        """Whether a word may be a slip of a brand."""
        return is_miscapitalized(spelled) or bool(self.meant(spelled))

    def meant(self, spelled: str) -> list[Candidate]:
        """The brands one slip away, the likeliest first."""
        key = spelled.lower()
        if key in brands() or self._corrector.entry(key).tier >= Tier.TERM:
            return []
        return [
            candidate
            for candidate in self._corrector.read(key).candidates
            if len(candidate.word) >= LEAST_LENGTH
            and any(is_slip(spelled, brand) for brand in brands().get(candidate.word, ()))
        ]


def is_miscapitalized(spelled: str) -> bool:
    """Whether a word is a brand with a capital inside, but not where anybody has it."""
    written = brands().get(spelled.lower())
    return written is not None and spelled not in written


def is_slip(spelled: str, brand: str) -> bool:
    """Whether one slip, capitals and all, turns a brand into a word.

    Capitals put in, left out or replaced make other names of a family ("OpenMP", "OpenMPI",
    "OpenMM"), and so do letters before and behind.
    """
    start, end, end_brand = common_ends(spelled, brand)
    typed, meant = spelled[start:end], brand[start:end_brand]
    if not start or (typed and not meant and end == len(spelled)):
        return False
    if len(typed) == len(meant) == 2:
        return typed == meant[::-1]
    return len(typed) <= 1 and len(meant) <= 1 and (typed + meant).islower()
