"""Spelling in the other languages: frequency lists behind the same tokenizer.

The lists are pyspellchecker's; ``tools/build_other_words.py`` adds what they lack.

The lists are small beside what a language has, so an unknown word is reported only when one slip
leads to a word that is far more frequent than the unknown one can be.
"""

from __future__ import annotations

import heapq
import math
import unicodedata
from collections import Counter
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import marisa_trie

from postlint.spelling.channel import common_ends
from postlint.spelling.evidence import words_beside_prose, words_in_inline_code
from postlint.spelling.languages import is_foreign
from postlint.spelling.lexicon import DATA, SCALE, log_probability
from postlint.spelling.misspelling import INFO_CONFIDENCE, WARNING_CONFIDENCE, Misspelling
from postlint.spelling.passages import Passages
from postlint.spelling.tokens import Case, Compound, Word, is_expressive, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from postlint.document import Document
    from postlint.spelling.options import SpellingOptions

#: Languages that capitalize their nouns: there a capital is no sign of a name.
_CAPITALIZED_NOUNS = frozenset({"de"})
#: Shorter words are not doubted.
LEAST_LENGTH = 4
#: Logarithms of likelihood ratios, as in ``speller``: of a slip at all, and of a new word.
_SLIP_COST, _TWIST_COST, _NEW_WORD = 11.0, 8.0, 9.0
_LETTER_COST = 2.2
_CAPITAL, _IN_CODE = 4.0, 5.0
_SUGGESTIONS = 5
#: Other forms of a word have another ending, up to that many letters; so many endings are counted.
_ENDING_LENGTH, _ENDINGS = 3, 100
#: A letter put in, left out or replaced makes another word as well. It is a warning only within
#: the stem and where the word meant is frequent (a logarithm: Zipf 4); else it is so sure.
_FREQUENT, _DOUBTFUL = log_probability(4.0), 0.9
_VOWELS = frozenset("aeiouyāēīūаеёиоуыэюя")


class ForeignSpeller:
    """Checks prose in a language that pyspellchecker has a dictionary for."""

    def __init__(self, options: SpellingOptions, language: str) -> None:
        self._language = language
        self._accepted = options.words
        self._strict = options.mode == "strict"
        self._words = WordList(language)
        self._letters = alphabet(language)
        self._passages = Passages(language, self._words.__contains__)
        self._candidates = lru_cache(maxsize=20_000)(self._find_candidates)

    def check(self, document: Document) -> Iterator[Misspelling]:
        """The misspellings of a document, in the order of its prose."""
        accepted = self._accepted | {word.lower() for word in document.directives.words}
        technical: frozenset[str] | None = None
        for run in document.prose:
            doubts = [word for word in self._unknown(run.text) if word.key not in accepted]
            if not doubts or is_foreign(run.text, self._language):
                continue
            if technical is None:
                technical = words_beside_prose(document) | words_in_inline_code(document)
            for word in doubts:
                ranked, confidence = self._judge(word, word.key in technical)
                if confidence < INFO_CONFIDENCE:
                    continue
                if not self._passages.is_foreign(run.text, word.start):
                    yield Misspelling(
                        *run.span(word.start, word.end),
                        run.text[word.start : word.end],
                        tuple(cased(candidate, word.case) for candidate in ranked[:_SUGGESTIONS]),
                        confidence,
                    )

    def _unknown(self, text: str) -> Iterator[Word]:
        for item in words(text):
            if isinstance(item, Compound) and item.key in self._words:
                continue
            for word in item.parts if isinstance(item, Compound) else (item,):
                if (
                    word.key not in self._words
                    and len(word.key) >= LEAST_LENGTH
                    and word.case not in (Case.UPPER, Case.MIXED)
                    and not is_expressive(word.key)
                    and all(letter in self._letters for letter in word.key)
                    and not self._is_elided(word.key)
                ):
                    yield word

    def _is_elided(self, key: str) -> bool:
        """Whether an article or pronoun has run into the word ("l'amour", "dell'arte")."""
        _, apostrophe, rest = key.partition("'")
        return bool(apostrophe) and (rest in self._words or len(rest) < LEAST_LENGTH)

    def _is_ending(self, word: str, known: str) -> bool:
        """Whether a word is like one that is known but for an ending that many words have."""
        start, end, _ = common_ends(word, known)
        return (
            start >= LEAST_LENGTH
            and len(word) - end < _ENDING_LENGTH
            and word[-2:] in endings(self._language)
        )

    def _find_candidates(self, key: str) -> dict[str, float]:
        """The known words one slip away, with their scores, the best first."""
        scores = {
            candidate: self._words.log_probability(candidate)
            - (_TWIST_COST if is_twist(key, candidate) else _SLIP_COST)
            for candidate in one_slip(key, self._letters)
            if candidate in self._words
        }
        return dict(sorted(scores.items(), key=lambda pair: (-pair[1], pair[0])))

    def _judge(self, word: Word, in_code: bool) -> tuple[list[str], float]:
        scores = self._candidates(word.key)
        ranked = list(scores)
        if not ranked:
            return [], WARNING_CONFIDENCE if self._strict else 0.0
        if is_inflection(word.key, ranked[0]) and not self._strict:
            return ranked, 0.0
        itself = -_NEW_WORD - _LETTER_COST * len(word.key)
        if word.case == Case.CAPITAL and self._language not in _CAPITALIZED_NOUNS:
            itself += _CAPITAL
        if in_code:
            itself += _IN_CODE
        confidence = 1 / (1 + math.exp(min(itself - scores[ranked[0]], 50.0)))
        if not is_twist(word.key, ranked[0]) and not self._strict:
            frequent = self._words.log_probability(ranked[0]) >= _FREQUENT
            if not frequent and self._is_ending(word.key, ranked[0]):
                return ranked, 0.0
            if not (frequent and is_inside(word.key, ranked[0])):
                confidence = min(confidence, _DOUBTFUL)
        return ranked, max(confidence, WARNING_CONFIDENCE) if self._strict else confidence


class WordList:
    """The words of a language with their frequencies: pyspellchecker's, and what they lack."""

    def __init__(self, language: str) -> None:
        self._counts = frequencies(language)
        self._total = math.log(sum(self._counts.values()))
        path = words_path(language)
        self._others = marisa_trie.RecordTrie("<B")
        if path.exists():
            self._others.mmap(str(path))

    def __contains__(self, word: str) -> bool:
        return word in self._counts or word in self._others

    def log_probability(self, word: str) -> float:
        """Natural logarithm of a word's share of all words; the word is in the list."""
        count = self._counts.get(word)
        if count is not None:
            return math.log(count) - self._total
        ((zipf,),) = self._others[word]
        return log_probability(zipf / SCALE)


def words_path(language: str) -> Path:
    """The file with what pyspellchecker's list of a language lacks."""
    return DATA / f"words-{language}.marisa"


def is_twist(word: str, known: str) -> bool:
    """Whether two letters are exchanged, or one is doubled or has lost its double.

    Hardly any word is made from another that way.
    """
    start, end, end_known = common_ends(word, known)
    typed, meant = word[start:end], known[start:end_known]
    if len(typed) == len(meant) == 2:
        return typed == meant[::-1]
    doubled = typed + meant
    return len(doubled) == 1 and word[start - 1 : start] == doubled


def is_inside(word: str, known: str) -> bool:
    """Whether two words differ behind the first letter and before where endings are."""
    start, end, _ = common_ends(word, known)
    return start > 0 and len(word) - end >= _ENDING_LENGTH


@cache
def endings(language: str) -> frozenset[str]:
    """The last two letters of many words of a language."""
    counts = Counter(word[-2:] for word in common_words(language) if len(word) > LEAST_LENGTH)
    return frozenset(ending for ending, _ in counts.most_common(_ENDINGS))


@cache
def common_words(language: str) -> tuple[str, ...]:
    counts = frequencies(language)
    return tuple(heapq.nlargest(20_000, counts, key=counts.__getitem__))


@cache
def frequencies(language: str) -> dict[str, int]:
    """How often each word of a language was seen, from pyspellchecker's list."""
    from spellchecker import SpellChecker

    counts: dict[str, int] = SpellChecker(language=language).word_frequency.dictionary
    return counts


@cache
def alphabet(language: str) -> frozenset[str]:
    """The letters of a language: those of its frequent words."""
    return frozenset(
        letter
        for word in common_words(language)
        for letter in word
        if letter.isalpha() or letter == "'"
    )


def one_slip(word: str, letters: frozenset[str]) -> set[str]:
    """All strings one slip away: a letter left out, added, replaced, or two exchanged."""
    halves = [(word[:cut], word[cut:]) for cut in range(len(word) + 1)]
    found = {left + right[1:] for left, right in halves if right}
    found.update(left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1)
    found.update(left + letter + right[1:] for left, right in halves if right for letter in letters)
    found.update(left + letter + right for left, right in halves for letter in letters)
    found.discard(word)
    return found


def is_inflection(word: str, known: str) -> bool:
    """Whether two words differ by an ending, or an accent put on, that the list may lack."""
    if word != unaccented(word) == unaccented(known):
        return True
    stem, longer = sorted((word, known), key=len)
    if longer == stem + stem[-1:]:
        # No ending is the last letter over again.
        return False
    if len(word) != len(known):
        return word.startswith(stem) and known.startswith(stem)
    return word[:-1] == known[:-1] and {word[-1], known[-1]} <= _VOWELS


def unaccented(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def cased(word: str, case: Case) -> str:
    return word if case == Case.LOWER else word[:1].upper() + word[1:]
