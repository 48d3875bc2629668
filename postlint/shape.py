"""Whether what a rule reports is what the rest relies on: a plugin may hand over anything."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, TypeVar

from postlint.rule import Diagnostic, Edit, Finding, Fix, Location, Severity

Reported = TypeVar("Reported", Diagnostic, Finding)


def checked(reported: object, kind: type[Reported]) -> Reported:
    """What a rule reported, if it is of the kind and so are its parts.

    Raises ``TypeError``, and ``ValueError`` for a fix whose edits meet."""
    if not isinstance(reported, kind):
        raise TypeError(f"reported {_shown(reported)}, which is no {kind.__name__}")
    _expect(reported.rule, str, "rule")
    _expect(reported.severity, Severity, "severity")
    _expect(reported.message, str, "message")
    _expect(reported.suggestions, tuple, "suggestions")
    for suggestion in reported.suggestions:
        _expect(suggestion, str, "suggestion")
    if reported.fix is not None:
        _expect(reported.fix, Fix, "fix")
        for edit in reported.fix.edits:
            _expect(edit, Edit, "edit of the fix")
            _expect(edit.text, str, "text of the edit")
        _expect_apart(reported.fix)
    if isinstance(reported, Finding):
        _expect(reported.location, Location, "location")
    return reported


def _expect(value: Any, kind: type, what: str) -> None:
    if not isinstance(value, kind):
        raise TypeError(f"the {what} must be of type {kind.__name__}, not {_shown(value)}")


def _expect_apart(fix: Fix) -> None:
    """Raises ``ValueError`` if edits overlap, or one inserts at the edge of another."""
    edits = sorted({(edit.start, edit.end, edit.text) for edit in fix.edits})
    for (start, end, _), (next_start, next_end, _) in pairwise(edits):
        touches = start == end or next_start == next_end
        if next_start < end or (touches and next_start == end):
            raise ValueError(f"two edits of the fix meet at {next_start}")


#: Characters of a value that an error shows.
_LONGEST = 40


def _shown(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"
