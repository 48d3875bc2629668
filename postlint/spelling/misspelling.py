"""What the speller reports."""

from __future__ import annotations

from msgspec import Struct

#: Confidence from which on a finding may fail a build, and below which it is not mentioned.
WARNING_CONFIDENCE, INFO_CONFIDENCE = 0.96, 0.5


class Misspelling(Struct, frozen=True):
    """A word that is probably wrong: its span in the source, as written, and what was meant.

    ``confidence`` is the probability that it is wrong. ``certain`` says that, moreover, the
    first suggestion is beyond doubt.
    """

    start: int
    end: int
    word: str
    suggestions: tuple[str, ...]
    confidence: float
    certain: bool = False

    @property
    def confident(self) -> bool:
        """Sure enough to fail a build."""
        return self.confidence >= WARNING_CONFIDENCE


class IdentifierMisspelling(Misspelling, frozen=True):
    """A word of a name in inline code: never sure enough, since the program decides."""

    @property
    def confident(self) -> bool:
        return False


class RegionalSpelling(Misspelling, frozen=True):
    """A word that is right elsewhere: British in an American post, or the other way round."""

    region: str = ""
