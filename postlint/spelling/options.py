"""What a user decides about spelling."""

from __future__ import annotations

from dataclasses import dataclass

MODES = ("typos", "strict")


@dataclass(frozen=True, slots=True)
class SpellingOptions:
    """``words`` are right as they stand, whatever their case.

    ``language`` is a tag such as "en", "en-GB" or "pt-BR"; empty, each post's own is found out.
    In ``mode`` "typos" a word is wrong if it looks like a slip; in "strict" if it is unknown.
    """

    words: frozenset[str] = frozenset()
    language: str = ""
    mode: str = "typos"
