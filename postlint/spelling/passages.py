"""Sentences and quotations in another language, within a paragraph or as a short one.

A paragraph that plainly is in another language has many function words of it (``languages``). A
sentence has few; there, it counts as well that most of its words are unknown in the language that
is expected.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from postlint.regexes import lazy_pattern
from postlint.spelling.languages import base, function_words, telling_words

if TYPE_CHECKING:
    from collections.abc import Callable

#: A passage is so many words long at least, with so many function words of another language; or
#: one, where a word that is not known has a letter beyond ASCII.
LEAST_WORDS, LEAST_TELLING = 4, 2
#: At most this share of its words is known in the language that is expected.
MOST_KNOWN = 0.5
#: How many characters before and after a word are looked at.
REACH = 200
_ENDS = lazy_pattern(r"[“”„\"«»()\[\]]|[.!?:;…](?=\s)|\s[—–]\s")
_WORD = lazy_pattern(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


class Passages:
    """Tells passages in another language than the one that is expected."""

    def __init__(self, language: str, is_known: Callable[[str], bool]) -> None:
        self._language = base(language)
        self._is_known = is_known
        self._judge = lru_cache(maxsize=1_000)(self._judged)

    def is_foreign(self, text: str, start: int) -> bool:
        """Whether the sentence or quotation around an offset is in another language."""
        begin, end = max(start - REACH, 0), min(start + REACH, len(text))
        for match in _ENDS.finditer(text, begin, end):
            if match.end() <= start:
                begin = match.end()
            elif match.start() > start:
                end = match.start()
                break
        return self._judge(text[begin:end].lower())

    def _judged(self, passage: str) -> bool:
        words = [word.replace("’", "'") for word in _WORD.findall(passage)]
        if len(words) < LEAST_WORDS:
            return False
        unknown = {word for word in words if not self._is_known(word)}
        if not unknown:
            return False
        own = function_words().get(self._language, frozenset())
        is_accented = any(not word.isascii() for word in unknown)
        for listed in telling_words(self._language).values():
            telling = sum(word in listed for word in words)
            if telling >= LEAST_TELLING or (telling and is_accented):
                known = sum(
                    word in own or (word not in listed and word not in unknown) for word in words
                )
                if known <= MOST_KNOWN * len(words):
                    return True
        return False
