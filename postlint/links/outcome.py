"""What became of a destination that was looked up."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple


class Outcome(Enum):
    """What became of a destination."""

    FOUND = auto()
    #: Found, but spelled in another case.
    WRONG_CASE = auto()
    MISSING = auto()
    #: Not a file's, or one only the site generator or a server knows.
    UNDECIDED = auto()


class Resolution(NamedTuple):
    """An outcome with the path: of what was found, or of what is missing.

    ``noun`` says what was looked for. ``suggestion`` is what the destination's path should be,
    as it would be written, or "" where that is not known; None: it is a file's path relative to
    the post, and can be made from ``path``.
    """

    outcome: Outcome
    path: str = ""
    noun: str = "file"
    suggestion: str | None = None


UNDECIDED = Resolution(Outcome.UNDECIDED)
