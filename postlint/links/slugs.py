"""The ids that headings get: what follows the ``#`` in a link to them.

``GithubSlugger`` is GitHub's way, as the npm package ``github-slugger`` documents it by tests
against github.com. ``loose_slugs`` are those that other site generators could make of the same
heading, for callers who do not know which of them builds the site.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

#: General categories of the characters that stay: letters, marks, digits, letter-like numbers
#: and connectors such as the underscore (Unicode's and Ruby's ``\p{Word}``).
_WORD_CATEGORIES = frozenset("Lu Ll Lt Lm Lo Mn Mc Me Nd Nl Pc".split())
#: Letters in circles and squares: symbols by category, but alphabetic.
_ALPHABETIC_SYMBOLS = (
    range(0x24B6, 0x24EA),
    range(0x1F130, 0x1F14A),
    range(0x1F150, 0x1F16A),
    range(0x1F170, 0x1F18A),
)

_NON_WORD = lazy_pattern(r"[\W_]+")
_NON_WORD_BUT_UNDERSCORE = lazy_pattern(r"\W+")
_SPACES_AND_DASHES = lazy_pattern(r"[\s-]+")
_NOT_SPACED_WORD = lazy_pattern(r"[^\w\s-]")
_NOT_IDENTIFIER = lazy_pattern(r"[^\w\s.-]")
_BEFORE_FIRST_LETTER = lazy_pattern(r"^[\W\d_]+")
#: Emoji and their like, with what joins and modifies them; dingbats, arrows, pictographs.
_SYMBOLS = lazy_pattern("[\u200d\ufe0f\u20e3\u2190-\u21ff\u2300-\u2bff\U0001f000-\U0001faff]+")
_SHORTCODE = lazy_pattern(r":[\w+-]+:")


class GithubSlugger:
    """Gives the headings of one page their ids, in the order of the page.

    A slug that is taken gets the first free suffix ``-1``, ``-2``, ...; a heading whose own
    text ends like that takes part in the count, as on GitHub.
    """

    def __init__(self) -> None:
        self._occurrences: dict[str, int] = {}

    def slug(self, text: str) -> str:
        """The id of the next heading, given its text without markup."""
        original = result = github_slug(text)
        while result in self._occurrences:
            self._occurrences[original] += 1
            result = f"{original}-{self._occurrences[original]}"
        self._occurrences[result] = 0
        return result


def github_slug(text: str) -> str:
    """A heading's slug before duplicates are numbered.

    In lower case, without all that is not a word character, a space or a hyphen; each space
    then becomes a hyphen. Characters newer than Unicode 13 are judged by Python's tables.
    """
    return text.lower().translate(_GITHUB)


def loose_slugs(text: str) -> frozenset[str]:
    """What other site generators could make of a heading's text, in lower case.

    Covers the families of algorithms rather than each version: punctuation dropped or turned
    into hyphens, hyphens in a row kept or joined, a head of digits kept or dropped, accents
    kept or not (kramdown, Goldmark, Zola, mdBook, Pandoc, Python-Markdown, markdown-it-anchor,
    VitePress, Docutils).
    """
    slugs: set[str] = set()
    for variant in _variants(text.lower()):
        slugs.add(github_slug(variant))
        slugs.add(_NON_WORD.sub("-", variant).strip("-"))
        slugs.add(_NON_WORD_BUT_UNDERSCORE.sub("-", variant).strip("-"))
        slugs.add(_SPACES_AND_DASHES.sub("-", _NOT_SPACED_WORD.sub("", variant)).strip("-"))
        slugs.add(_SPACES_AND_DASHES.sub("-", _NOT_SPACED_WORD.sub(" ", variant)).strip("-"))
        slugs.add(_SPACES_AND_DASHES.sub("-", _NOT_IDENTIFIER.sub("", variant)).strip("-"))
        slugs.add(variant.strip().replace(" ", "-"))
    slugs.discard("")
    return frozenset(slugs)


def words_around_symbols(text: str) -> tuple[str, ...] | None:
    """The slugs of what stands before, between and after emoji; None where there are none.

    Some generators spell emoji out (Zola makes ``crab`` of a crab), each with names of its own.
    """
    parts = _SYMBOLS.split(text.lower())
    if len(parts) == 1:
        return None
    return tuple(_NON_WORD.sub("-", part).strip("-") for part in parts)


def _variants(text: str) -> Iterable[str]:
    """The text, without accents, without ``:emoji:``, without what precedes a first letter."""
    yield text
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    yield bare
    yield _SHORTCODE.sub("", text)
    yield _BEFORE_FIRST_LETTER.sub("", bare)
    yield bare.replace("&", " and ")
    # Typographic quotes, dashes and dots, which a generator may have made of plain ones.
    yield text.replace("--", "–")


def _keeps(character: str) -> bool:
    return unicodedata.category(character) in _WORD_CATEGORIES or any(
        ord(character) in symbols for symbols in _ALPHABETIC_SYMBOLS
    )


class _GithubTable(dict[int, str]):
    """A translation table that learns each character when it is first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = replacement = character if _keeps(character) else ""
        return replacement


_GITHUB = _GithubTable({ord(" "): "-", ord("-"): "-"})
