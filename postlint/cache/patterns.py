"""Regular expressions as earlier runs compiled them.

To compile the two hundred that one post gives work to takes a sixth of the time in which it is
linted. What Python makes of a pattern is a list of numbers; these are kept in the cache folder and
given to the function of the interpreter that ``re.compile`` ends with, which checks that they are
well formed before it believes them.

That function has no public name. Where it, or what makes the numbers, is not as in CPython 3.11 to
3.14, or where the file is damaged, patterns are compiled as usual.
"""

from __future__ import annotations

import re
import sys
from array import array
from contextlib import suppress
from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec

from postlint import __version__
from postlint.cache.folder import inner_folder, replace_file
from postlint.digests import digest_of
from postlint.regexes import compile_with

if TYPE_CHECKING:
    from pathlib import Path

_SUFFIX = ".patterns"
#: When there are more, some are of a postlint that is no more, and all are forgotten.
_MOST = 2_000
_NUMBER = "I"


class _Compiled(msgspec.Struct, array_like=True):
    """What becomes of a pattern, in the order in which ``_sre.compile`` takes it."""

    source: str
    asked_flags: int
    flags: int
    numbers: bytes
    groups: int
    group_index: dict[str, int]


class PatternCache:
    """The compiled patterns of earlier runs, and those of this one for later runs."""

    def __init__(self, cache_dir: str) -> None:
        self._file: Path | None = None
        with suppress(OSError, ValueError):
            self._file = inner_folder(cache_dir) / f"{digest_of(_environment())}{_SUFFIX}"
        self._known: dict[tuple[str, int], _Compiled] | None = None
        self._new: list[tuple[str, int]] = []
        compile_with(self.compile)

    def compile(self, source: str, flags: int) -> re.Pattern[str]:
        """As ``re.compile``, which is asked when the pattern is not known."""
        if self._known is None:
            self._known = _read(self._file)
        known = self._known.get((source, flags))
        if known is not None:
            try:
                return _assembled(known)
            except Exception:  # whatever an interpreter says to what it does not know
                pass
        pattern = re.compile(source, flags)
        self._new.append((source, flags))
        return pattern

    def close(self) -> None:
        """Writes the patterns that were new, for later runs, and remembers no more."""
        compile_with(re.compile)
        if self._file is None or not self._new:
            return
        known = self._known or {}
        with suppress(Exception):  # as above
            known |= {key: _taken_apart(*key) for key in self._new}
            kept = list(known.values())[-_MOST:] if len(known) <= _MOST else []
            data = msgspec.msgpack.encode(kept)
            replace_file(self._file, digest_of(data).encode(), data)


def _environment() -> bytes:
    """What has to be the same for the numbers to mean the same."""
    kind = (sys.implementation.name, sys.version, sys.byteorder, array(_NUMBER).itemsize)
    return repr((__version__, kind)).encode()


def _read(file: Path | None) -> dict[tuple[str, int], _Compiled]:
    try:
        content = b"" if file is None else file.read_bytes()
    except OSError:
        return {}
    data = content[32:]
    if content[:32] != digest_of(data).encode():
        return {}
    found = msgspec.msgpack.decode(data, type=list[_Compiled])
    return {(compiled.source, compiled.asked_flags): compiled for compiled in found}


def _assembled(compiled: _Compiled) -> re.Pattern[str]:
    sre: Any = import_module("_sre")
    numbers = array(_NUMBER, compiled.numbers).tolist()
    names: list[str | None] = [None] * (compiled.groups + 1)
    for name, number in compiled.group_index.items():
        names[number] = name
    pattern: re.Pattern[str] = sre.compile(
        compiled.source,
        compiled.flags,
        numbers,
        compiled.groups,
        compiled.group_index,
        tuple(names),
    )
    return pattern


def _taken_apart(source: str, flags: int) -> _Compiled:
    parser: Any = import_module("re._parser")
    compiler: Any = import_module("re._compiler")
    parsed = parser.parse(source, flags)
    numbers: list[int] = compiler._code(parsed, flags)
    state = parsed.state
    return _Compiled(
        source,
        flags,
        flags | state.flags,
        array(_NUMBER, numbers).tobytes(),
        state.groups - 1,
        dict(state.groupdict),
    )
