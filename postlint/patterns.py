"""Patterns as ``.gitignore`` has them (https://git-scm.com/docs/gitignore)."""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pathspec import GitIgnoreSpec


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
                compiled.append(GitIgnoreSpecPattern(pattern))
            except (ValueError, re.error):
                meaningless.append(pattern)
    return GitIgnoreSpec(compiled), tuple(meaningless)
