"""What a run over a large site keeps, put away as bytes: memory stays the same as sites grow.

Objects take twelve times as much as the same packed. So from some number of posts on, results and
findings are packed onto a shelf, which is a file in the cache folder that nobody else sees, and
made again when somebody looks at them. Smaller sites are quicker without.
"""

from __future__ import annotations

import io
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import suppress
from functools import lru_cache
from types import MappingProxyType
from typing import IO, TYPE_CHECKING, overload

from postlint.cache.packing import pack, unpack
from postlint.project import FileResult

if TYPE_CHECKING:
    from postlint.rule import Finding

#: So many results, and findings, are held as objects; of more than that, all are put away.
MOST_RESULTS, MOST_FINDINGS = 6_000, 10_000
#: So many of those put away are at hand at a time.
_AT_HAND = 200
#: So many findings are packed together.
_CHUNK = 200
_LENGTH_BYTES = 4


class Shelf:
    """Bytes, each known by a number; in a file without a name, or in memory without a folder."""

    def __init__(self, folder: str | None = None) -> None:
        self._folder = folder
        self._file: IO[bytes] | None = None
        self._end = 0

    def put(self, data: bytes) -> int:
        """Keeps the bytes and returns their number."""
        record = len(data).to_bytes(_LENGTH_BYTES, "big") + data
        number = self._end
        if self._file is None:
            self._file = _unnamed_file(self._folder)
        if not _write(self._file, number, record):
            # The disk is full.
            self._file.seek(0)
            self._file = io.BytesIO(self._file.read(number))
            _write(self._file, number, record)
        self._end = number + len(record)
        return number

    def get(self, number: int) -> bytes:
        """The bytes of that number."""
        assert self._file is not None
        self._file.seek(number)
        return self._file.read(int.from_bytes(self._file.read(_LENGTH_BYTES), "big"))


def _unnamed_file(folder: str | None) -> IO[bytes]:
    """A file that is gone when it is closed, or when the process ends in whatever way."""
    if folder is not None:
        import tempfile

        with suppress(OSError):
            return tempfile.TemporaryFile(buffering=0, dir=folder)
    return io.BytesIO()


def _write(file: IO[bytes], place: int, data: bytes) -> bool:
    """Whether all of the bytes could be written."""
    try:
        file.seek(place)
        return file.write(data) == len(data)
    except OSError:
        return False


class Results(MutableMapping[str, FileResult]):
    """Results by path; as objects, or on a shelf when there are many."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._held: dict[str, FileResult] = {}
        self._is_large = False
        self._numbers: dict[str, int] = {}
        self._read = lru_cache(_AT_HAND)(self._unpacked)
        #: Those that are read when somebody looks at them, and what reads them.
        self._later: dict[str, bytes] = {}
        self._read_later: Callable[[bytes], FileResult | None] = lambda key: None
        #: Whether some of them could not be read.
        self.lacks_some = False

    @classmethod
    def of(cls, results: Iterable[FileResult]) -> Results:
        """These results, held as objects."""
        made = cls(Shelf())
        made._held.update((result.path, result) for result in results)
        return made

    def expect(self, count: int) -> None:
        """Says that so many more will come, so that too many are not even held at first."""
        if len(self) + count > MOST_RESULTS:
            self._is_large = True
            for kept in self._held.values():
                self.keep(kept)
            self._held.clear()

    def expect_later(
        self, keys: Mapping[str, bytes], read: Callable[[bytes], FileResult | None]
    ) -> None:
        """Says by what other results, which are there already, can be read."""
        self._later, self._read_later = dict(keys), read

    def keep(self, result: FileResult, packed: bytes | None = None) -> None:
        """Takes a result, which may have been packed already."""
        self._keep(result.path, result, packed)

    def in_order(self) -> Mapping[str, FileResult]:
        """All, in the order of their paths: a dictionary where none was put away."""
        if self._is_large or self._later:
            return _InOrder(self)
        return MappingProxyType({path: self._held[path] for path in sorted(self._held)})

    def __getitem__(self, path: str) -> FileResult:
        if path in self._later:
            return self._read_by_key(path)
        return self._read(self._numbers[path]) if self._is_large else self._held[path]

    def __setitem__(self, path: str, result: FileResult) -> None:
        self._keep(path, result)

    def __delitem__(self, path: str) -> None:
        if path in self._later:
            del self._later[path]
        elif self._is_large:
            del self._numbers[path]
        else:
            del self._held[path]

    def __contains__(self, path: object) -> bool:
        return path in (self._numbers or self._held) or path in self._later

    def __iter__(self) -> Iterator[str]:
        yield from self._numbers or self._held
        yield from self._later

    def __len__(self) -> int:
        return len(self._numbers or self._held) + len(self._later)

    def _keep(self, path: str, result: FileResult, packed: bytes | None = None) -> None:
        if self._is_large:
            self._numbers[path] = self._shelf.put(packed or pack(result))
        else:
            self._held[path] = result

    def _read_by_key(self, path: str) -> FileResult:
        result = self._read_later(self._later[path])
        if result is None:
            self.lacks_some = True
            raise KeyError(path)
        if not self._is_large:
            del self._later[path]
            self.keep(result)
        return result

    def _unpacked(self, number: int) -> FileResult:
        return unpack(self._shelf.get(number), FileResult)


class _InOrder(Mapping[str, FileResult]):
    """All results that there are now, in the order of their paths."""

    def __init__(self, results: Results) -> None:
        self._results = results
        self._paths = sorted(results)

    def __getitem__(self, path: str) -> FileResult:
        return self._results[path]

    def __contains__(self, path: object) -> bool:
        return path in self._results

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


class Selection(Mapping[str, FileResult]):
    """Some of the results, in the order of their paths."""

    def __init__(self, results: Mapping[str, FileResult], paths: Iterable[str]) -> None:
        self._results = results
        self._paths = dict.fromkeys(sorted(paths))

    def __getitem__(self, path: str) -> FileResult:
        if path not in self._paths:
            raise KeyError(path)
        return self._results[path]

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


class Findings(Sequence["Finding"]):
    """Findings in order; as objects, or on a shelf when there are many."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        #: Those that are not put away: all, or the last.
        self._held: list[Finding] = []
        #: The numbers of those that are, and the index of the first of each.
        self._numbers: list[int] = []
        self._starts: list[int] = []
        self._shelved = 0
        self._read = lru_cache(2)(self._unpacked)

    def add(self, findings: Iterable[Finding]) -> None:
        """Takes some more."""
        self._held += findings
        if len(self._held) > (_CHUNK if self._numbers else MOST_FINDINGS):
            for start in range(0, len(self._held), _CHUNK):
                self._put_away(self._held[start : start + _CHUNK])
            self._held = []

    def in_order(self) -> Sequence[Finding]:
        """All that was taken: a tuple where nothing was put away."""
        return self if self._numbers else tuple(self._held)

    def __len__(self) -> int:
        return self._shelved + len(self._held)

    def __iter__(self) -> Iterator[Finding]:
        for number in self._numbers:
            yield from self._unpacked(number)
        yield from self._held

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Finding]: ...
    def __getitem__(self, index: int | slice) -> Finding | Sequence[Finding]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        number = range(len(self))[index]
        if number >= self._shelved:
            return self._held[number - self._shelved]
        chunk = bisect_right(self._starts, number) - 1
        return self._read(self._numbers[chunk])[number - self._starts[chunk]]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment]  # as for lists

    def _put_away(self, findings: Sequence[Finding]) -> None:
        self._starts.append(self._shelved)
        self._numbers.append(self._shelf.put(pack(FileResult("", tuple(findings)))))
        self._shelved += len(findings)

    def _unpacked(self, number: int) -> tuple[Finding, ...]:
        return unpack(self._shelf.get(number), FileResult).findings
