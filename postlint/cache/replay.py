"""The report of an earlier run, given again when nothing that run looked at has changed.

A run is known by what was asked (the options, the folder, the environment it ran in). What it
depended on is noted with stamps: posts, folders listed, configuration, ignore files, the code
and data of postlint and its plugins. While all stamps are the same, so is the report. Nothing is
imported to find that out, which makes this case as quick as Python can start.
"""

from __future__ import annotations

import marshal
import os
import sys
import time
from contextlib import suppress
from functools import cached_property
from typing import TYPE_CHECKING, Any

from postlint import __version__
from postlint.cache.folder import inner_folder, replace_file
from postlint.cache.stamps import (
    digest_of_names,
    digest_of_posts,
    is_settled,
    list_names,
    noted,
    noted_folders,
    noted_listings,
    noted_presences,
    stamp_of,
)
from postlint.digests import digest_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from pathlib import Path

    from postlint.cache.printing import Printed
    from postlint.cache.stamps import Stamp
    from postlint.project import Report

#: In seconds: after a week everything is looked at again, which also renews what is kept.
_LASTS = 7 * 86_400
_KEPT = 30 * 86_400
#: How many runs are remembered, and how many bytes at most of all of them.
_MOST_RUNS, _MOST_BYTES = 64, 256 * 1024 * 1024
_DIGEST_LENGTH = 32
#: So many changed posts, or one of so many, make no run of its own.
_FEW, _FEWER_THAN = 5, 10
#: Later ones look for equal objects, for which they hold all of them in a table.
_MARSHAL_VERSION = 2
_SUFFIX = ".run"


class PastRun:
    """What a run found, what that depends on, and the posts that have changed since."""

    def __init__(self, record: tuple[Any, ...]) -> None:
        """``record`` is what ``Memory`` has written; raises ``ValueError`` if it is not."""
        self.when: float
        self.stamps: dict[str, Stamp | bool]
        self.folders: dict[str, tuple[Stamp, str]]
        self.listings: dict[str, str]
        self.presences: dict[str, bool]
        self.failed: bool
        self.printed: dict[str, Printed]
        self.codes: dict[tuple[str, ...], str]
        self._report: bytes
        self._keys: bytes
        (self.when, self.stamps, self.folders, self.listings, self.presences) = record[:5]
        (self.failed, self.printed, self.codes, self._report, self._keys) = record[5:]
        self.changed: Collection[str] = ()

    @cached_property
    def keys(self) -> dict[str, bytes]:
        """By what the cache finds the results of the posts; empty if they cannot be told apart."""
        found: dict[str, bytes] = marshal.loads(self._keys)
        return found

    def report(self) -> Report | None:
        """The report itself; None when it cannot be read."""
        from postlint.cache.packing import UnpackError, unpack
        from postlint.project import Report

        try:
            return unpack(self._report, Report)
        except UnpackError:
            return None

    def is_as_then(self) -> bool:
        """Whether nothing it depends on has changed but, at most, some posts: see ``changed``."""
        changed = [path for path, stamp in self.stamps.items() if stamp_of(path) != stamp]
        if changed and not self._are_few_posts(changed):
            return False
        for folder, (stamp, names) in self.folders.items():
            touched = stamp is None or stamp_of(folder) != stamp
            if touched and digest_of_posts(folder) != names:
                return False
        self.changed = changed
        return all(
            digest_of_names(list_names(folder)) == names for folder, names in self.listings.items()
        ) and all((stamp_of(path) is not None) == there for path, there in self.presences.items())

    def _are_few_posts(self, paths: Collection[str]) -> bool:
        few = max(_FEW, len(self.keys) // _FEWER_THAN)
        return len(paths) <= few and all(
            path in self.keys and stamp_of(path) is not None for path in paths
        )


class Memory:
    """Where the runs that were asked for in the same way are remembered."""

    def __init__(self, cache_dir: str, request: Iterable[object]) -> None:
        """``request`` is all that was asked for and bears on the report, not on its form."""
        self._started = time.time_ns()
        asked = [
            __version__,
            sys.version,
            sys.prefix,
            sys.path,
            os.getcwd(),  # noqa: PTH109  # a string is wanted
            *request,
        ]
        self._name = digest_of(repr(asked).encode(errors="surrogateescape"))
        self._cache_dir = cache_dir

    def recall(self) -> PastRun | None:
        """The last such run, if nothing has changed since, or only few posts have."""
        try:
            data = (inner_folder(self._cache_dir) / f"{self._name}{_SUFFIX}").read_bytes()
        except (OSError, ValueError):
            return None
        digest, content = data[:_DIGEST_LENGTH], data[_DIGEST_LENGTH:]
        if digest_of(content).encode() != digest:
            return None
        try:
            past = PastRun(marshal.loads(content))
        except (ValueError, EOFError, TypeError):
            return None
        lasts = 0 <= time.time() - past.when < _LASTS
        return past if lasts and past.is_as_then() else None

    def remember(
        self,
        report: Report,
        printed: Mapping[str, Printed],
        depends_on: Iterable[str],
        keys: Mapping[str, bytes],
        codes: Mapping[tuple[str, ...], str],
    ) -> None:
        """Remembers what was found, with the stamps of all that was noted.

        ``depends_on`` are files and folders that were read without being noted: those of the code,
        of which ``codes`` are the fingerprints. ``keys`` are those of the results, none if the
        report cannot be renewed. Of a large site, only what was printed is remembered.
        """
        stamps = {**noted(), **{path: stamp_of(path) for path in depends_on}}
        looked_at = (stamps, noted_folders(), noted_listings(), noted_presences())
        is_small = isinstance(report.findings, tuple)
        self._write(report, printed, time.time(), looked_at, keys if is_small else {}, codes)

    def renew(
        self,
        past: PastRun,
        report: Report,
        printed: Mapping[str, Printed],
        keys: Mapping[str, bytes],
    ) -> None:
        """Remembers what was made of a past run; ``keys`` are those of the changed posts."""
        looked_at = (
            {**noted(), **past.stamps, **{path: noted()[path] for path in past.changed}},
            {**noted_folders(), **past.folders},
            {**noted_listings(), **past.listings},
            {**noted_presences(), **past.presences},
        )
        self._write(report, printed, past.when, looked_at, {**past.keys, **keys}, past.codes)

    def _write(
        self,
        report: Report,
        printed: Mapping[str, Printed],
        when: float,
        looked_at: tuple[dict[str, Any], ...],
        keys: Mapping[str, bytes],
        codes: Mapping[tuple[str, ...], str],
    ) -> None:
        from postlint.cache.packing import pack

        stamps, folders, listings, presences = looked_at
        unsettled = {path for path, stamp in stamps.items() if not self._is_settled(stamp)}
        if not unsettled <= keys.keys():
            return
        # A post that may have changed once more will be read again; no stamp is like this.
        stamps.update(dict.fromkeys(unsettled, False))
        record = (
            when,
            stamps,
            {
                folder: (stamp if self._is_settled(stamp) else None, names)
                for folder, (stamp, names) in folders.items()
            },
            listings,
            presences,
            report.failed,
            dict(printed),
            dict(codes),
            pack(report) if isinstance(report.findings, tuple) else b"",
            marshal.dumps(dict(keys), _MARSHAL_VERSION),
        )
        content = marshal.dumps(record, _MARSHAL_VERSION)
        try:
            folder = inner_folder(self._cache_dir)
            digest = digest_of(content).encode()
            replace_file(folder / f"{self._name}{_SUFFIX}", digest, content)
            _forget(folder)
        except (OSError, ValueError):
            return

    def _is_settled(self, stamp: Stamp) -> bool:
        return is_settled(stamp, self._started)


def _forget(folder: Path) -> None:
    """Deletes what is old, and the oldest where there is too much."""
    now, count, size = time.time(), 0, 0
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith("results."):
                with suppress(OSError):
                    found.append((entry.stat().st_mtime, entry.stat().st_size, entry.path))
    for modified, length, path in sorted(found, reverse=True):
        count, size = count + 1, size + length
        if now - modified > _KEPT or count > _MOST_RUNS or (count > 1 and size > _MOST_BYTES):
            with suppress(OSError):
                os.unlink(path)  # noqa: PTH108  # as the scan has it
