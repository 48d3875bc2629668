"""Words in real text: what of a prose run is a word to check, and what is none of our business.

A run is cut at white space; most pieces are a word with punctuation around it. What remains is
taken apart (compounds, alternatives, words in brackets) or left alone (URLs, paths, identifiers,
handles, numbers, codes).
"""

from __future__ import annotations

import re
import unicodedata
from enum import IntEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

#: Where inline code, math, a template or an image stood.
OBJECT = "\ufffc"
SOFT_HYPHEN = "\u00ad"

#: Words with more hyphens than phrases have ("state-of-the-art") are file names and slugs.
PHRASE = 4

#: A line may end within a hyphenated word.
_PIECE = lazy_pattern(
    r"(?:[^-\s\ufffc\u2013\u2014\u2015\u2026\u200b]++|-(?!-)|(?<=[^\W\d_][-‐])\r?\n(?=[a-z]))++"
)
#: What may stand around a word: quotes, brackets, stops.
_AROUND = "\"'“”‘’‚„«»‹›()[]{}<>.,;:!?¿¡*_~`´|…·•†‡§¶°™®©/\\=+-−"
_OPENING = "\"'“‘„«‹([{<*_~`|¿¡"
_SENTENCE_END = ".!?:"
_EMOJI_SHORTCODE = lazy_pattern(r":[a-z0-9_+-]+:")
_OPTION = lazy_pattern(r"-{1,2}[A-Za-z]")
_PLURAL = lazy_pattern(r"([^\W\d_]+)\((?:s|es|ies|d|ed|r|ing)\)")
_BEFORE_BRACKET = lazy_pattern(r"([^\W\d_]+(?:['’-][^\W\d_]+)*)\]")
_NOT_WORDS = lazy_pattern(r"[\d_@#\\=<>{}|^$%&*+~`\[\]:;]|\w\(|\)\w|//")
MIXED_CASE = lazy_pattern(r"[a-z][A-Z]|[A-Z]{2}[a-z]")
_ROMAN = lazy_pattern(r"[ivxlcdm]{1,6}")
_CUT = lazy_pattern(r"[-‐]\r?\n")
_DOTTED = lazy_pattern(r"[^\W\d_]\.[^\W\d_]")
_STRETCHED = lazy_pattern(r"([a-z])\1\1\1|([aeiouhmrwyz])\2\2$|^([a-z])\3\3")


class Case(IntEnum):
    """How a word is capitalized."""

    LOWER = 0
    #: A capital first letter where any word would have one.
    INITIAL = 1
    #: A capital first letter in mid-sentence.
    CAPITAL = 2
    UPPER = 3
    #: A capital inside: a brand, or an identifier.
    MIXED = 4


class Word(Struct, frozen=True):
    """A word of a run: ``text[start:end]``.

    ``key`` is its lower-case form as lexicons have it: straight apostrophes, no soft hyphens,
    no ligatures, no possessive ending.
    """

    start: int
    end: int
    key: str
    case: Case
    #: It is a part of a compound or of alternatives: there, odd parts are usual.
    part: bool = False


class Compound(Struct, frozen=True):
    """Words written as one, to be known as a whole or by part."""

    key: str
    parts: tuple[Word, ...]


def words(text: str, but: Container[str] = ()) -> Iterator[Word | Compound]:
    """The words of a run, in order; what is no word is left out.

    So are those of pieces, between spaces, that are one of ``but``.
    """
    before: list[str] = []
    for match in _PIECE.finditer(text):
        piece = match.group()
        if piece not in but:
            yield from _words_of(piece, match.start(), text, before)
        before.append(piece)


def _words_of(
    piece: str, start: int, text: str, before: Sequence[str]
) -> Iterator[Word | Compound]:
    """The words of ``text[start:]``'s first piece, which comes after the pieces ``before``."""
    core = piece.strip(_AROUND)
    if not core or piece.find("()", 1) > 0:
        return  # stops and brackets, or a call
    begins = _ends_sentence(before)
    end = start + len(piece)
    at = start + piece.index(core)
    if touches_object(text, start, end):
        return
    if (
        # The usual case, fast.
        core.isalpha()
        and core.isascii()
        and (core.islower() or core.istitle())
        and (at + len(core) == end or piece[-1] not in "_=+\\(")
        and piece[0] not in "-/.\\@#:~$_=+"
    ):
        yield Word(at, at + len(core), core.lower(), case_of(core, begins))
        return
    yield from unusual(piece, core, at, begins)


def _ends_sentence(pieces: Sequence[str]) -> bool:
    """Whether what comes after these pieces is the beginning of a sentence."""
    for piece in reversed(pieces):
        if not piece.strip(_AROUND):
            if piece[-1] in _SENTENCE_END:
                return True
        elif piece.find("()", 1) > 0:
            return piece[-1] in _SENTENCE_END
        else:
            return piece.rstrip("\"'”’)]*_»")[-1:] in _SENTENCE_END and piece[-1] not in ","
    return True


def touches_object(text: str, start: int, end: int) -> bool:
    """Whether a piece is glued to what was no prose (``code``s)."""
    return (start > 0 and text[start - 1] == OBJECT and text[start].isalnum()) or (
        end < len(text) and text[end] == OBJECT and text[end - 1].isalnum()
    )


def unusual(piece: str, core: str, at: int, begins: bool) -> Iterator[Word | Compound]:
    """The words of a piece that is more than a word between punctuation."""
    if (
        _EMOJI_SHORTCODE.fullmatch(piece)
        or _OPTION.match(piece)
        or piece[0] in "@#/\\~$"
        or piece.startswith(("./", "../", "."))
        or piece.endswith(("()", "/", "\\", "=", "_"))
    ):
        return
    if SOFT_HYPHEN in core or not core.isascii():
        # A ligature or a combining accent makes the source longer or shorter than the word.
        plain = unicodedata.normalize("NFKC", core.replace(SOFT_HYPHEN, ""))
        if plain != core:
            if plain.isalpha() and not MIXED_CASE.search(plain):
                yield Word(at, at + len(core), plain.lower(), case_of(plain, begins))
            return
    bracket = _BEFORE_BRACKET.match(core)
    if bracket is not None:
        core = bracket[1]
    plural = _PLURAL.fullmatch(core)
    if plural is None and core.endswith(("(s", "(es")):
        plural = re.match(r"([^\W\d_]+)\(", core)
    if plural is not None:
        core = plural[1]
    if _NOT_WORDS.search(core) or _DOTTED.search(core):
        return
    if "/" in core:
        yield from alternatives(core, at, begins)
        return
    if "-" in core or "‐" in core or "‑" in core:
        yield from compound(core, at, begins)
        return
    if is_plain(core):
        yield word_at(at, core, begins)


def is_plain(core: str) -> bool:
    """Whether it is letters and apostrophes, the first of them a letter ("'s" is half a word)."""
    return core[:1].isalpha() and core.replace("'", "").replace("’", "").isalpha()


def alternatives(core: str, at: int, begins: bool) -> Iterator[Word]:
    """``and/or``: words if all parts look like words, else a path."""
    if not re.fullmatch(r"[^\W\d_]{2,}(?:/[^\W\d_]{2,}){1,2}", core):
        return
    for match in re.finditer(r"[^/]+", core):
        part = match.group()
        if is_plain(part):
            yield word_at(at + match.start(), part, begins, part=True)


def compound(core: str, at: int, begins: bool) -> Iterator[Compound]:
    """A hyphenated word and its parts; one that is cut by the end of a line may be a whole word."""
    parts: list[Word] = []
    for match in re.finditer(r"[^-‐‑\s]+", core):
        part = match.group()
        if is_plain(part):
            parts.append(word_at(at + match.start(), part, begins and not parts, part=True))
    if len(parts) > PHRASE:
        return
    key = _CUT.sub("", core.lower()).replace("‐", "-").replace("‑", "-")
    yield Compound(key, tuple(parts))


def word_at(start: int, spelled: str, begins: bool, *, part: bool = False) -> Word:
    """A word with its possessive ending set aside."""
    key = spelled.lower().replace("’", "'")
    for ending in ("'s", "'ed", "'ing"):
        key = key.removesuffix(ending)
    key = key.rstrip("'")
    spelled = spelled[: len(key)]
    case = Case.MIXED if MIXED_CASE.search(spelled) else case_of(spelled, begins)
    return Word(start, start + len(key), key, case, part)


def case_of(word: str, begins: bool) -> Case:
    if word[0].islower():
        return Case.LOWER
    if len(word) > 1 and word.isupper():
        return Case.UPPER
    return Case.INITIAL if begins else Case.CAPITAL


def is_expressive(key: str) -> bool:
    """Whether letters are drawn out on purpose ("soooo", "hmmm", "aaargh")."""
    return bool(_STRETCHED.search(key))


def is_numeral(key: str) -> bool:
    """Whether a word is made of the letters of Roman numerals."""
    return bool(_ROMAN.fullmatch(key))
