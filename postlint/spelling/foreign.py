"""Spelling in the other languages: pyspellchecker's frequency lists behind the same tokenizer.

The lists are small beside what a language has, so an unknown word is reported only when one slip
leads to a word that is far more frequent than the unknown one can be.
"""

from __future__ import annotations

import math
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from postlint.spelling.evidence import technical_words
from postlint.spelling.languages import is_foreign
from postlint.spelling.misspelling import INFO_CONFIDENCE, WARNING_CONFIDENCE, Misspelling
from postlint.spelling.tokens import Case, Compound, Word, is_expressive, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document
    from postlint.spelling.options import SpellingOptions

#: Languages that capitalize their nouns: there a capital is no sign of a name.
_CAPITALIZED_NOUNS = frozenset({"de"})
_LEAST_LENGTH = 4
#: Logarithms of likelihood ratios, as in ``speller``: of a slip at all, and of a new word.
_SLIP_COST, _NEW_WORD = 11.0, 9.0
_LETTER_COST = 2.2
_CAPITAL, _IN_CODE = 4.0, 5.0
_SUGGESTIONS = 5
_VOWELS = frozenset("aeiouyāēīū")


class ForeignSpeller:
    """Checks prose in a language that pyspellchecker has a dictionary for."""

    def __init__(self, options: SpellingOptions, language: str) -> None:
        self._language = language
        self._accepted = options.words
        self._strict = options.mode == "strict"
        self._frequencies = frequencies(language)
        self._total = math.log(sum(self._frequencies.values()))
        self._letters = alphabet(language)

    def check(self, document: Document) -> Iterator[Misspelling]:
        """The misspellings of a document, in the order of its prose."""
        accepted = self._accepted | {word.lower() for word in document.directives.words}
        technical: frozenset[str] | None = None
        for run in document.prose:
            doubts = [word for word in self._unknown(run.text) if word.key not in accepted]
            if not doubts or is_foreign(run.text, self._language):
                continue
            if technical is None:
                technical = technical_words(document)
            for word in doubts:
                ranked, confidence = self._judge(word, word.key in technical)
                if confidence >= INFO_CONFIDENCE:
                    yield Misspelling(
                        *run.span(word.start, word.end),
                        run.text[word.start : word.end],
                        tuple(cased(candidate, word.case) for candidate in ranked[:_SUGGESTIONS]),
                        confidence,
                    )

    def _unknown(self, text: str) -> Iterator[Word]:
        for item in words(text):
            if isinstance(item, Compound) and item.key in self._frequencies:
                continue
            for word in item.parts if isinstance(item, Compound) else (item,):
                if (
                    word.key not in self._frequencies
                    and len(word.key) >= _LEAST_LENGTH
                    and word.case not in (Case.UPPER, Case.MIXED)
                    and not is_expressive(word.key)
                    and all(letter in self._letters for letter in word.key)
                    and not self._is_elided(word.key)
                ):
                    yield word

    def _is_elided(self, key: str) -> bool:
        """Whether an article or pronoun has run into the word ("l'amour", "dell'arte")."""
        _, apostrophe, rest = key.partition("'")
        return bool(apostrophe) and (rest in self._frequencies or len(rest) < _LEAST_LENGTH)

    def _judge(self, word: Word, in_code: bool) -> tuple[list[str], float]:
        scores = {
            candidate: math.log(self._frequencies[candidate]) - self._total - _SLIP_COST
            for candidate in one_slip(word.key, self._letters)
            if candidate in self._frequencies
        }
        ranked = sorted(scores, key=lambda candidate: (-scores[candidate], candidate))
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
        return ranked, max(confidence, WARNING_CONFIDENCE) if self._strict else confidence


@cache
def frequencies(language: str) -> dict[str, int]:
    """How often each word of a language was seen, from pyspellchecker's list."""
    from spellchecker import SpellChecker

    counts: dict[str, int] = SpellChecker(language=language).word_frequency.dictionary
    return counts


@cache
def alphabet(language: str) -> frozenset[str]:
    """The letters of a language: those of its frequent words."""
    counts = frequencies(language)
    common = sorted(counts, key=lambda word: -counts[word])[:20_000]
    return frozenset(
        letter for word in common for letter in word if letter.isalpha() or letter == "'"
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
    stem, *_ = sorted((word, known), key=len)
    if len(word) != len(known):
        return word.startswith(stem) and known.startswith(stem)
    return word[:-1] == known[:-1] and {word[-1], known[-1]} <= _VOWELS


def unaccented(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def cased(word: str, case: Case) -> str:
    return word if case == Case.LOWER else word[:1].upper() + word[1:]
