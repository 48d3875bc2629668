"""The noisy channel: what a word was meant to be, and how sure that is.

For a word as typed, every word that might have been meant has a score, the logarithm of
P(meant) · P(typed | meant); against them stands the word itself, P(typed as it should be). The
margin between the best and the word itself is what a finding's confidence is made of.
"""

from __future__ import annotations

import math
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.spelling.candidates import WordGraph
from postlint.spelling.channel import ALPHABET, COST_SCALE, SIZE, SlipModel
from postlint.spelling.derivation import Derivations, is_inflection
from postlint.spelling.languages import function_words
from postlint.spelling.lexicon import (
    DATA,
    UNKNOWN,
    Bigrams,
    Counterparts,
    Entry,
    Lexicon,
    Misspellings,
    Tier,
    log_probability,
    mapped,
)
from postlint.spelling.spaces import APART

if TYPE_CHECKING:
    from pathlib import Path

#: -log of the share of words that have a slip.
SLIP_RATE = 6.0
#: What a second slip in a word costs beyond its own improbability.
SECOND_SLIP = 4.0
#: What an ending put to a known word costs as a slip: words are made that way ("launchy").
ENDING = 1.5
#: -log of the share of words that no lexicon has.
NEW_WORD_RATE = 9.5
#: How far the letters of a new word follow the lexicon's; how far each is worth the same.
LETTER_SHARE, LETTER_COST = 0.5, 1.5
#: How much likelier a slip is that people are known to make: by letter beyond the first few, and
#: at most; a short one may as well be a name or an abbreviation.
LISTED_PER_LETTER, LISTED_FREE, LISTED = 2.2, 2.0, 16.0
#: Corrections in a list are in order: what each place costs.
PLACE = 1.0
#: Zipf frequencies assumed of words too rare for the frequency list, by tier.
RARE = {Tier.UNKNOWN: 0.0, Tier.SEEN: 0.0, Tier.TERM: -1.0, Tier.DICTIONARY: 0.3, Tier.COMMON: 1.0}
#: A word seen in raw text only may itself be a slip.
SEEN_DISCOUNT = 3.0
#: Two words written as one: -log of its probability; the same where it is no known slip.
JOINED, JOINED_UNLISTED = 8.0, 12.0
#: A noun compound closed up: -log of its probability.
CLOSED_COMPOUND = 3.0
#: How much likelier it is that nothing but an apostrophe was left out ("doesnt").
APOSTROPHE = 6.0
CONTEXT_WEIGHT, CONTEXT_LIMIT = 0.7, 4.0
_VOWELS = frozenset("aeiouy")
SUGGESTIONS, SUGGESTION_RANGE, KEPT = 5, 9.0, 20
#: No word two slips away scores more than this: the best of 178 posts had -26.8, and
#: its neighbours add to that.
FAR_LIMIT = -24.0
#: The shortest word that is taken for two slips.
FAR_LENGTH = 5

#: Two words written as one that make a new compound: how frequent and long they are.
PART_ZIPF, PART_LENGTH = 3.5, 4


class Candidate(Struct, frozen=True):
    """A word that may have been meant, with the logarithm of its score (without context)."""

    word: str
    score: float
    #: On a list of known misspellings as the correction of this one.
    listed: bool = False


class Reading(Struct, frozen=True):
    """A word without its context: what it is and what it may have been."""

    key: str
    entry: Entry
    #: Score of the word itself.
    itself: float
    candidates: tuple[Candidate, ...]


class Corrector:
    """The English noisy channel over the compiled data."""

    def __init__(self, folder: Path = DATA) -> None:
        self._folder = folder
        self.lexicon = Lexicon(folder)
        self.misspellings = Misspellings(folder)
        self._derivations = Derivations(self.lexicon)
        #: The reading of a word, with candidates one slip away.
        self.read = lru_cache(maxsize=20_000)(self._read)
        #: The same with two slips: slower, and seldom needed.
        self.read_far = lru_cache(maxsize=20_000)(self._read_far)

    @cached_property
    def counterparts(self) -> Counterparts:
        return Counterparts(self._folder)

    @cached_property
    def bigrams(self) -> Bigrams:
        return Bigrams(self._folder)

    @cached_property
    def _graph(self) -> WordGraph:
        return WordGraph(self._folder)

    @cached_property
    def _slips(self) -> SlipModel:
        return SlipModel(self._folder)

    @cached_property
    def _trigrams(self) -> bytes:
        return mapped(self._folder / "trigrams-en.bin")[:]

    def entry(self, key: str) -> Entry:
        """The lexicon's entry for a word, or for the word it is regularly derived from."""
        if key in APART:
            return UNKNOWN
        entry = self.lexicon[key]
        if entry.tier > Tier.TERM or self._lacks_apostrophe(key):
            return entry
        if entry.tier == Tier.TERM:
            # A plural is as frequent as its singular lets expect.
            return entry if entry.zipf else max(entry, self._derivations.plural(key) or entry)
        return self._derivations[key] or entry

    def _lacks_apostrophe(self, key: str) -> bool:
        """Whether a word is known to be a contraction without it: "thats" is no plural."""
        return key.endswith("s") and any("'" in word for word in self.misspellings[key])

    def is_novel(self, key: str) -> bool:
        """Whether nothing is known of a word, not even as a misspelling."""
        return self.entry(key).tier <= Tier.SEEN and not self.misspellings[key]

    def _read(self, key: str) -> Reading:
        entry = self.entry(key)
        near = self._graph.within(key, 1)
        if entry.tier == Tier.TERM:
            near = {word for word in near if not is_inflection(key, word)}
        if _VOWELS.isdisjoint(key):
            # Abbreviations and handles are one letter from others ("lcnr", "lcnt").
            near = {word for word in near if not _VOWELS.isdisjoint(word)}
        scores = {word: self._score(word, key) for word in near}
        listed = self.misspellings[key]
        for place, word in enumerate(listed):
            score = scores.get(word)
            if score is None:
                score = self._pair_score(word) - JOINED if " " in word else self._score(word, key)
            if "'" in word and word.replace("'", "") == key:
                score += APOSTROPHE
            scores[word] = score + listed_bonus(key) - PLACE * place
        if entry.tier == Tier.UNKNOWN:
            for word, score in self._splits(key):
                if not function_words()["en"].isdisjoint(word.split()):
                    scores.setdefault(word, score - JOINED_UNLISTED)
        return Reading(key, entry, self._itself(key, entry), ranked(key, scores, listed))

    def _read_far(self, key: str) -> Reading:
        near = self.read(key)
        scores = {word: self._score(word, key) - SECOND_SLIP for word in self._graph.within(key, 2)}
        scores.update((candidate.word, candidate.score) for candidate in near.candidates)
        return Reading(key, near.entry, near.itself, ranked(key, scores, self.misspellings[key]))

    def _score(self, word: str, typed: str) -> float:
        ending = ENDING if typed.startswith(word) else 0.0
        return self.prior(self.lexicon[word]) - self._slips.cost(typed, word) - SLIP_RATE - ending

    def prior(self, entry: Entry) -> float:
        return log_probability(entry.zipf or RARE[entry.tier])

    def _itself(self, key: str, entry: Entry) -> float:
        if entry.tier == Tier.UNKNOWN:
            letters = LETTER_SHARE * self.letter_cost(key) + LETTER_COST * len(key)
            new = -NEW_WORD_RATE - letters
            return max(new, self._compound_score(key))
        discount = SEEN_DISCOUNT if entry.tier == Tier.SEEN else 0.0
        return self.prior(entry) - discount

    def letter_cost(self, key: str) -> float:
        """-log of the probability of a new word's letters, each after the two before it."""
        first = second = 0
        total = 0
        for letter in (*key, ALPHABET[0]):
            third = max(ALPHABET.find(letter), 0)
            total += self._trigrams[(first * SIZE + second) * SIZE + third]
            first, second = second, third
        return total / COST_SCALE

    def _splits(self, key: str) -> list[tuple[str, float]]:
        """Two common words that are found side by side, with their score."""
        found = []
        for cut in range(1, len(key)):
            left, right = key[:cut], key[cut:]
            if (len(left) < 2 and left not in "ai") or (len(right) < 2):
                continue
            score = self._pair_score(f"{left} {right}")
            if score > -math.inf:
                found.append((f"{left} {right}", score))
        return found

    def _compound_score(self, key: str) -> float:
        """Score of a word as a new compound of two words (codebase)."""
        function = function_words()["en"]
        scores = [score for pair, score in self._splits(key) if function.isdisjoint(pair.split())]
        for cut in range(PART_LENGTH, len(key) - PART_LENGTH + 1):
            parts = [self.lexicon[key[:cut]], self.lexicon[key[cut:]]]
            if all(part.tier == Tier.COMMON and part.zipf >= PART_ZIPF for part in parts):
                scores.append(sum(self.prior(part) for part in parts))
        return max(scores, default=-math.inf) - CLOSED_COMPOUND

    def _pair_score(self, words: str) -> float:
        left, _, right = words.partition(" ")
        together = self.bigrams.log_probability(left, right)
        return -math.inf if together is None else together

    def context_bonus(self, word: str, before: str, after: str) -> float:
        """How much likelier a word is between two others than by itself, as a logarithm."""
        bonus = 0.0
        first, last = word.partition(" ")[0], word.rpartition(" ")[2]
        if before:
            bonus += self._attraction(before, first)
        if after:
            bonus += self._attraction(last, after)
        return CONTEXT_WEIGHT * bonus

    def _attraction(self, first: str, second: str) -> float:
        together = self.bigrams.log_probability(first, second)
        if together is None:
            return 0.0
        apart = self.prior(self.lexicon[first]) + self.prior(self.lexicon[second])
        return min(max(together - apart, -1.0), CONTEXT_LIMIT)


def listed_bonus(key: str) -> float:
    return min(LISTED_PER_LETTER * (len(key) - LISTED_FREE), LISTED)


def ranked(key: str, scores: dict[str, float], listed: tuple[str, ...]) -> tuple[Candidate, ...]:
    """The candidates worth keeping, the best first."""
    scores.pop(key, None)
    best = max(scores.values(), default=0.0)
    kept = [item for item in scores.items() if item[1] > best - SUGGESTION_RANGE - CONTEXT_LIMIT]
    kept.sort(key=lambda item: (-item[1], item[0]))
    return tuple(Candidate(word, score, word in listed) for word, score in kept[:KEPT])
