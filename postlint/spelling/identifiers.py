"""Words in inline code, which are doubted only where all but certainly wrong.

Identifiers are made of words, and people misspell them as they do others; but a name in code is
right if the program has it, whatever a dictionary says. So only compound and capitalized names
are looked at ("normalize_whitepace", "Rectagle"), and simple ones ("adress") where the post has
the word meant elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.prose import ProseRun
from postlint.regexes import lazy_pattern
from postlint.spelling.evidence import HUMPS
from postlint.spelling.tokens import Case, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document

#: The kind of a run that is inline code.
CODE = "code"
#: The shortest word that is doubted.
_LEAST_LENGTH = 4
#: An identifier: words with humps and underscores. Digits make it a code ("thumbv7neon").
_IDENTIFIER = lazy_pattern(r"\w+")
_LETTERS = lazy_pattern(r"[^\W\d_]+")
#: URLs, e-mail addresses, handles; switches with a letter before the name ("-Zunstable-options").
_NO_IDENTIFIERS = lazy_pattern(r"://|@|(?:^|[\s=\"'])-[A-Za-z][a-z]{3}")
#: A name of people or things, as lists of thanks have it in code ("`Ada Lovelace`").
_NAME = lazy_pattern(r"(?:[A-Z]\w*[ .-]+)+[A-Z]\w*")


def code_runs(document: Document) -> Iterator[ProseRun]:
    """The inline code that may have words in it; what is broken over lines is left out."""
    text = document.source.text
    for code in document.nodes("inlineCode"):
        value = code.value
        if len(value) < _LEAST_LENGTH or _NO_IDENTIFIERS.search(value) or _NAME.fullmatch(value):
            continue
        start = text.find(value, code.start, code.end)
        if start >= 0:
            yield ProseRun(CODE, value, ((0, start),))


def words_in_code(text: str) -> Iterator[Word]:
    """The words of the identifiers in a text; ``part`` says that one is not the whole of a
    simple name in lower case."""
    for match in _IDENTIFIER.finditer(text):
        identifier = match.group()
        if not identifier.isascii() or any(letter.isdigit() for letter in identifier):
            continue
        parts = [
            (letters.start() + hump.start(), hump.group())
            for letters in _LETTERS.finditer(identifier)
            for hump in HUMPS.finditer(letters.group())
        ]
        for start, part in parts:
            if len(part) >= _LEAST_LENGTH:
                at = match.start() + start
                compound = len(parts) > 1 or not part.islower()
                yield Word(at, at + len(part), part.lower(), case_of(part), compound)


def case_of(part: str) -> Case:
    if part.islower():
        return Case.LOWER
    return Case.UPPER if part.isupper() else Case.INITIAL


def is_affixed(name: str, word: str) -> bool:
    """Whether a name is a word with a letter put before or behind it, as names often are."""
    return name[1:] == word or name[:-1] == word
