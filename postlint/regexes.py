"""Regular expressions that cost nothing until they are used.

Python compiles a pattern anew in each process, and most posts give work to few of postlint's
several hundred.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable

_METHODS = ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn")


def lazy_pattern(source: str, flags: int = 0) -> re.Pattern[str]:
    """A regular expression that is compiled when it is first used.

    It has all that a compiled one has, but the functions of ``re`` do not take it.
    """
    return cast("re.Pattern[str]", _LazyPattern(source, flags))


_compile: Callable[[str, int], re.Pattern[str]] = re.compile


def compile_with(compile_pattern: Callable[[str, int], re.Pattern[str]]) -> None:
    """From now on patterns of this process are compiled by that; it begins with ``re.compile``."""
    global _compile  # noqa: PLW0603  # a fact about the process, as what it has compiled is
    _compile = compile_pattern


class _LazyPattern:
    def __init__(self, source: str, flags: int) -> None:
        self._arguments = source, flags

    def __getattr__(self, name: str) -> Any:
        compiled = _compile(*self._arguments)
        # From now on the methods are found here, as quickly as those of any object.
        vars(self).update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)
