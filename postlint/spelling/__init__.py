"""The speller: finds misspelled words in a document and says what was meant.

Nothing is loaded before the first call; what is loaded is shared by all calls of the process.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document
    from postlint.spelling.options import SpellingOptions
    from postlint.spelling.speller import Misspelling

__all__ = ["check"]


def check(document: Document, options: SpellingOptions) -> Iterator[Misspelling]:
    """The misspellings of a document, in the order of its prose; a pure function of both."""
    from postlint.spelling.languages import language_of
    from postlint.spelling.speller import speller_for

    language = language_of(document, options.language)
    if language is not None:
        yield from speller_for(options, language).check(document)
