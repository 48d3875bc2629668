"""Which language a post is in, and which paragraphs are in another."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from postlint.regexes import lazy_pattern
from postlint.spelling.lexicon import DATA
from postlint.spelling.options import ENGLISH, OTHERS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from postlint.document import Document
    from postlint.prose import ProseRun

_FRONT_MATTER_KEYS = ("lang", "locale", "language")
_TAG = lazy_pattern(r"([a-z]{2,3})(?:[-_]([a-z]{2,4}))?(?:[-_.@].*)?", re.I)
_WORD = lazy_pattern(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: Folders named like languages that are often something else.
_AMBIGUOUS_FOLDERS = frozenset(
    {"as", "is", "no", "to", "go", "or", "my", "so", "am", "ai", "ml", "bin"}
)
#: English whose spelling is British, by country.
_BRITISH_COUNTRIES = frozenset({"GB", "UK", "AU", "NZ", "IE", "IN", "ZA"})

#: A text is in another language if it has that many of its function words, at that share of
#: all words, and so many times as many as the expected language has.
#: With that share of the expected language's function words, others need not be tried.
_PLAIN_SHARE = 0.3
_LEAST_HITS, _LEAST_SHARE, _LEAST_RATIO = 3, 0.2, 1.5
#: How many runs of a post's prose are looked at to tell its language; how many, and of what length
#: in code points, may be enough.
_MOST_RUNS, _FIRST_RUNS, _FIRST_LENGTH = 200, 12, 400


class UnknownLanguageError(ValueError):
    """A configured language that has no dictionary."""

    def __init__(self, tag: str) -> None:
        super().__init__(
            f'no dictionary for language "{tag}"; there is {", ".join(ENGLISH + OTHERS)}'
        )


def language_of(document: Document, configured: str = "") -> str | None:
    """The language to check a document in: one of ENGLISH and OTHERS, or None for none of them.

    What is configured holds. Else the front matter says it, or a folder of the path, if the text
    does not contradict it; else the text itself.
    """
    if configured:
        language = supported(configured)
        if language is None:
            raise UnknownLanguageError(configured)
        return language
    declared = declared_language(document)
    if declared is not None:
        return supported(declared)
    folder = folder_language(document.path)
    if folder is not None:
        found = _language_of_prose(document, folder)
        return supported(folder) if found in (None, base(folder)) else supported(found or "en")
    return supported(_language_of_prose(document, "en") or "en")


def _language_of_prose(document: Document, expected: str) -> str | None:
    """The language a post's text plainly is in; None if that cannot be said.

    How it begins is enough where that is long, and in the language that is expected.
    """
    begins = _joined(document.prose[:_FIRST_RUNS])
    if len(begins) >= _FIRST_LENGTH and detected(begins, expected) == base(expected):
        return base(expected)
    return detected(_joined(document.prose[:_MOST_RUNS]), expected)


def _joined(runs: Iterable[ProseRun]) -> str:
    return "\n".join(run.text for run in runs)


def declared_language(document: Document) -> str | None:
    """The tag in the post's front matter."""
    if document.front_matter is None:
        return None
    for key in _FRONT_MATTER_KEYS:
        value = document.front_matter.data.get(key)
        if isinstance(value, str) and _TAG.fullmatch(value.strip()):
            return value.strip()
    return None


def folder_language(path: str) -> str | None:
    """The innermost folder that is named like a language, or a suffix as in ``post.fr.md``."""
    *folders, name = path.split("/")
    stem = name.split(".")
    for part in (*(stem[1:-1]), *reversed(folders)):
        match = _TAG.fullmatch(part)
        if (
            match
            and part.lower() not in _AMBIGUOUS_FOLDERS
            and base(part) in function_words()
            and len(part) <= 7
        ):
            return part
    return None


def base(tag: str) -> str:
    match = _TAG.fullmatch(tag)
    return match[1].lower() if match else tag.lower()


def supported(tag: str) -> str | None:
    """The dictionary for a language tag, None if there is none."""
    match = _TAG.fullmatch(tag.strip())
    if match is None:
        return None
    language, country = match[1].lower(), (match[2] or "").upper()
    if language == "en":
        if country == "US":
            return "en-US"
        return "en-GB" if country in _BRITISH_COUNTRIES else "en"
    return language if language in OTHERS else None


def is_foreign(text: str, language: str) -> bool:
    """Whether a paragraph plainly is in another language than the post."""
    expected = base(language)
    return detected(text, expected) not in (None, expected)


def detected(text: str, expected: str) -> str | None:
    """The language a text plainly is in; None if that cannot be said.

    Counted are the function words (the commonest words of a language) that the text has. Other
    scripts than the Latin speak for themselves.
    """
    found = _WORD.findall(text.lower())
    if not found:
        return None
    table = function_words()
    own = base(expected)
    own_hits = _hits(found, table.get(own, frozenset()))
    if own_hits >= _PLAIN_SHARE * len(found):
        return own
    if len(found) < _LEAST_HITS:
        return None
    counts = Counter(chain.from_iterable(_told_by(word, own) for word in found))
    telling = max(counts.values(), default=0)
    if telling < max(_LEAST_HITS, _LEAST_SHARE * len(found)):
        return own if own_hits > telling else None
    # Of languages alike, the one with more of the words that the expected one has as well, and
    # rather one that has a dictionary.
    alike = [each for each in table if counts[each] == telling]
    best = max(alike, key=lambda each: (_hits(found, table[each]), each in OTHERS))
    return best if _hits(found, table[best]) >= _LEAST_RATIO * max(own_hits, 1) else own


def _hits(found: list[str], listed: frozenset[str]) -> int:
    return sum(map(listed.__contains__, found))


@cache
def telling_words(own: str) -> dict[str, frozenset[str]]:
    """The function words of other languages, without those they share with one's own."""
    table = function_words()
    listed = table.get(own, frozenset())
    return {language: words - listed for language, words in table.items() if language != own}


@lru_cache(maxsize=20_000)
def _told_by(word: str, own: str) -> tuple[str, ...]:
    """The languages that have a word among their telling ones."""
    return tuple(language for language, words in telling_words(own).items() if word in words)


@cache
def function_words() -> dict[str, frozenset[str]]:
    """The commonest words of each language, from the compiled table."""
    lines = (DATA / "function-words.txt").read_text("utf-8").splitlines()
    pairs: Iterable[tuple[str, str, str]] = (line.partition(" ") for line in lines)
    return {language: frozenset(listed.split()) for language, _, listed in pairs}
