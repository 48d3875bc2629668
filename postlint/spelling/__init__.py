"""The speller: finds misspelled words in a document and says what was meant.

Nothing is loaded before the first call; what is loaded is shared by all calls of the process.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document
    from postlint.spelling.misspelling import Misspelling
    from postlint.spelling.options import SpellingOptions

__all__ = ["Speller", "check"]


class Speller(Protocol):
    """Checks documents of one language."""

    def check(self, document: Document) -> Iterator[Misspelling]:
        """The misspellings of a document, in the order of its prose."""
        ...


def check(document: Document, options: SpellingOptions) -> Iterator[Misspelling]:
    """The misspellings of a document, in the order of its prose; a pure function of both."""
    from postlint.spelling.languages import language_of

    language = language_of(document, options.language)
    if language is not None:
        yield from _speller(options, language).check(document)


@lru_cache(maxsize=32)
def _speller(options: SpellingOptions, language: str) -> Speller:
    if language.startswith("en"):
        from postlint.spelling.speller import EnglishSpeller

        return EnglishSpeller(options, language)
    from postlint.spelling.foreign import ForeignSpeller

    return ForeignSpeller(options, language)
