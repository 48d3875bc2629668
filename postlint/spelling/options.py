"""What a user decides about spelling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Languages with a dictionary; English has its regions.
ENGLISH = ("en", "en-US", "en-GB")
OTHERS = ("es", "fr", "pt", "de", "it", "ru", "nl", "ar", "eu", "lv", "fa")

_FLAGS = lazy_pattern(r"(?<!\\)/.*|\t.*")

MODES = ("typos", "strict")


class SpellingOptions(Struct, frozen=True):
    """``words`` are right as they stand, whatever their case.

    ``language`` is a tag such as "en", "en-GB" or "pt-BR"; empty, each post's own is found out.
    In ``mode`` "typos" a word is wrong if it looks like a slip; in "strict" if it is unknown.
    ``inline_code`` says whether words of names in inline code are looked at.
    """

    words: frozenset[str] = frozenset()
    language: str = ""
    mode: str = "typos"
    inline_code: bool = True

    @classmethod
    def of(cls, rule: ConfiguredOptions) -> SpellingOptions:
        """What the rule's options come to."""
        listed = (*rule.words, *map(without_flags, rule.words_file), *rule.imported_words)
        words = frozenset(word.lower() for word in listed)
        return cls(words, rule.language, rule.mode, rule.inline_code)


def without_flags(line: str) -> str:
    """A line of a words file that may be Hunspell's: "word/SM" is a word with flags."""
    return _FLAGS.sub("", line).replace("\\/", "/")


class ConfiguredOptions(Protocol):
    """The options of the rule ``spelling``."""

    @property
    def words(self) -> Iterable[str]: ...
    @property
    def words_file(self) -> Iterable[str]: ...
    @property
    def imported_words(self) -> Iterable[str]: ...
    @property
    def language(self) -> str: ...
    @property
    def mode(self) -> str: ...
    @property
    def inline_code(self) -> bool: ...


class LanguageTags(tuple[str, ...]):
    """Tags of languages; one with a country is among them if its language is."""

    __slots__ = ()

    def __contains__(self, tag: object) -> bool:
        if not isinstance(tag, str):
            return False
        return not tag or super().__contains__(tag.lower().replace("_", "-").partition("-")[0])


LANGUAGES = LanguageTags((*ENGLISH, *OTHERS))
