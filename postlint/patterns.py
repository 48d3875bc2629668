"""Patterns as ``.gitignore`` has them (https://git-scm.com/docs/gitignore)."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathspec import GitIgnoreSpec

#: What pathspec makes of ``*``, of ``**/`` at the beginning and of ``/**`` between two names.
_STAR, _LEADING, _INNER = "[^/]*", "^(?:.+/)?", "(?:/.+)?"


def compile_patterns(patterns: Iterable[str]) -> tuple[GitIgnoreSpec, tuple[str, ...]]:
    """What matches the paths that the patterns match, and the patterns that mean nothing.

    Those are a ``!`` alone, a ``\\`` at the end, a range that runs backwards; Git passes over them.
    """
    from pathspec import GitIgnoreSpec
    from pathspec.patterns.gitignore.spec import GitIgnoreSpecPattern

    compiled, meaningless = [], []
    with warnings.catch_warnings():
        # Classes such as [[:alpha:]], which Git knows, are sets within sets to Python.
        warnings.simplefilter("ignore", FutureWarning)
        for pattern in patterns:
            try:
                regex, include = GitIgnoreSpecPattern.pattern_to_regex(pattern)
                if regex is None:
                    continue
                compiled.append(GitIgnoreSpecPattern(re.compile(_without_retries(regex)), include))
            except (ValueError, re.error):
                meaningless.append(pattern)
    return GitIgnoreSpec(compiled), tuple(meaningless)


def _without_retries(regex: str) -> str:
    """The same expression, but in a time that many wildcards do not multiply.

    Of what stands between two wildcards, the first place where it fits leaves most to what
    follows: if that does not fit then, it does not with a later place either.
    """
    if regex.count(_STAR) + regex.count(_INNER) < 2:
        return regex
    first, *rest = (_stars_in_turn(part) for part in regex.split(_INNER))
    if not rest:
        return first
    if first.startswith(_LEADING):
        first = f"^(?>(?:.+?/)??{first.removeprefix(_LEADING)}(?=/))"
    *inner, last = rest
    return "".join((first, *(f"(?>(?:/.+?)??{part}(?=/))" for part in inner), _INNER, last))


def _stars_in_turn(part: str) -> str:
    """Each ``*`` that another follows in the same name takes as little as it can."""
    first, *pieces = part.split(_STAR)
    found = [first]
    for index, piece in enumerate(pieces):
        ends_name = index == len(pieces) - 1 or "/" in piece.replace("[^/]", "")
        found.append(f"{_STAR}{piece}" if ends_name else f"(?>{_STAR}?{piece})")
    return "".join(found)
