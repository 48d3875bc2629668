"""The English lexicon: which words there are, how frequent, and what is known about each.

Compiled by ``tools/build_lexicon.py`` into a trie and an array beside it, both mapped into
memory rather than read.
"""

from __future__ import annotations

import math
import mmap
from enum import IntEnum
from functools import cache
from pathlib import Path

import marisa_trie
from msgspec import Struct

from postlint.spelling.spaces import APART

DATA = Path(__file__).resolve().parent.parent / "data"

#: Frequencies are stored as Zipf values (log10 of occurrences per billion words) times this.
SCALE = 28
#: Costs of word pairs are stored as negative natural logarithms times this.
PAIR_SCALE = 8
#: Bits of an entry, below its frequency: the tier, then these.
TIER_MASK, NAME, AMERICAN, BRITISH = 0x07, 0x08, 0x10, 0x20


class Tier(IntEnum):
    """How good the word's sources are."""

    #: In no source.
    UNKNOWN = 0
    #: In a list of frequencies made from raw text, which has slips in it too.
    SEEN = 1
    #: In a list of terms, products, people or places, or in an unabridged dictionary.
    TERM = 2
    #: In a large dictionary.
    DICTIONARY = 3
    #: In any dictionary.
    COMMON = 4


class Entry(Struct, frozen=True, order=True):
    tier: Tier
    #: log10 of occurrences per billion words; 0 where it was never seen.
    zipf: float
    #: Only ever written with a capital letter.
    is_name: bool
    #: AMERICAN, BRITISH or 0.
    region: int


UNKNOWN = Entry(Tier.UNKNOWN, 0.0, False, 0)


class Lexicon:
    """Words in lower case, without possessive endings."""

    def __init__(self, folder: Path = DATA, language: str = "en") -> None:
        self._trie = marisa_trie.Trie().mmap(str(folder / f"lexicon-{language}.marisa"))
        self._entries = memoryview(mapped(folder / f"lexicon-{language}.bin")).cast("H")

    def __contains__(self, word: str) -> bool:
        return word in self._trie

    def __getitem__(self, word: str) -> Entry:
        """What is known about a word; ``UNKNOWN`` if nothing."""
        index = self._trie.get(word)
        return UNKNOWN if index is None else decoded(self._entries[index])

    def is_common(self, word: str) -> bool:
        """Whether a word is a letter, or in any dictionary."""
        return len(word) == 1 or self.code(word) & TIER_MASK == Tier.COMMON

    def code(self, word: str) -> int:
        """The packed entry of a word, 0 if it is unknown: for inner loops."""
        index = self._trie.get(word)
        return 0 if index is None else self._entries[index]


@cache
def decoded(code: int) -> Entry:
    zipf = (code >> 8) / SCALE
    return Entry(Tier(code & TIER_MASK), zipf, bool(code & NAME), code & (AMERICAN | BRITISH))


class Misspellings:
    """Known misspellings with their corrections, the likeliest first."""

    def __init__(self, folder: Path = DATA, language: str = "en") -> None:
        self._trie = marisa_trie.BytesTrie().mmap(str(folder / f"misspellings-{language}.marisa"))

    def __getitem__(self, word: str) -> tuple[str, ...]:
        """The corrections of a word in lower case; empty if it is no known misspelling."""
        found = self._trie.get(word)
        if found:
            return tuple(found[0].decode().split(","))
        return (APART[word],) if word in APART else ()


class Counterparts:
    """British spellings of American words and American ones of British words."""

    def __init__(self, folder: Path = DATA, language: str = "en") -> None:
        self._trie = marisa_trie.BytesTrie().mmap(str(folder / f"regional-{language}.marisa"))

    def __getitem__(self, word: str) -> str:
        """The word as it is spelled in the other region; empty if it has no counterpart."""
        found = self._trie.get(word)
        return found[0].decode() if found else ""


class Bigrams:
    """How often one word follows another."""

    def __init__(self, folder: Path = DATA, language: str = "en") -> None:
        self._trie = marisa_trie.Trie().mmap(str(folder / f"bigrams-{language}.marisa"))
        self._costs = mapped(folder / f"bigrams-{language}.bin")

    def log_probability(self, first: str, second: str) -> float | None:
        """Natural logarithm of the pair's share of all pairs; None for a pair too rare to say."""
        index = self._trie.get(f"{first} {second}")
        return None if index is None else -self._costs[index] / PAIR_SCALE


def mapped(path: Path) -> mmap.mmap:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


def log_probability(zipf: float) -> float:
    """Natural logarithm of a word's probability, from its Zipf frequency."""
    return (zipf - 9) * math.log(10)
