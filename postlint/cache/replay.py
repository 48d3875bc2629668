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
from typing import TYPE_CHECKING

from postlint import __version__
from postlint.cache.digests import digest_of
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

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from postlint.cache.printing import Printed
    from postlint.project import Report

#: In seconds: after a week everything is looked at again, which also renews what is kept.
_LASTS = 7 * 86_400
_KEPT = 30 * 86_400
#: How many runs are remembered, and how many bytes at most of all of them.
_MOST_RUNS, _MOST_BYTES = 64, 256 * 1024 * 1024
_DIGEST_LENGTH = 32
#: Later ones look for equal objects, for which they hold all of them in a table.
_MARSHAL_VERSION = 2
_SUFFIX = ".run"


class PastRun:
    """What a run found."""

    def __init__(self, failed: bool, printed: Mapping[str, Printed], report: bytes) -> None:
        self.failed = failed
        self.printed = printed
        self._report = report

    def report(self) -> Report | None:
        """The report itself; None when it cannot be read."""
        from postlint.cache.packing import UnpackError, unpack
        from postlint.project import Report

        try:
            return unpack(self._report, Report)
        except UnpackError:
            return None


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
        """The last such run, if nothing has changed since."""
        try:
            data = (inner_folder(self._cache_dir) / f"{self._name}{_SUFFIX}").read_bytes()
        except (OSError, ValueError):
            return None
        digest, content = data[:_DIGEST_LENGTH], data[_DIGEST_LENGTH:]
        if digest_of(content).encode() != digest:
            return None
        try:
            when, stamps, folders, listings, presences, failed, printed, report = marshal.loads(
                content
            )
        except (ValueError, EOFError, TypeError):
            return None
        if not 0 <= time.time() - when < _LASTS:
            return None
        for path, stamp in stamps:
            if stamp_of(path) != stamp:
                return None
        for folder, stamp, digest in folders:
            touched = stamp is None or stamp_of(folder) != stamp
            if touched and digest_of_posts(folder) != digest:
                return None
        for folder, digest in listings:
            if digest_of_names(list_names(folder)) != digest:
                return None
        for path, there in presences:
            if (stamp_of(path) is not None) != there:
                return None
        return PastRun(failed, printed, report)

    def remember(
        self, report: Report, printed: Mapping[str, Printed], depends_on: Iterable[str]
    ) -> None:
        """Remembers what was found, with the stamps of all that was noted.

        ``depends_on`` are files that were read without being noted: the code. Of a large site,
        only what was printed is remembered.
        """
        from postlint.cache.packing import pack

        stamps = [*noted().items(), *((path, stamp_of(path)) for path in depends_on)]
        if not all(is_settled(stamp, self._started) for _, stamp in stamps):
            return
        record = (
            time.time(),
            stamps,
            [
                (folder, stamp if is_settled(stamp, self._started) else None, names)
                for folder, (stamp, names) in noted_folders().items()
            ],
            list(noted_listings().items()),
            list(noted_presences().items()),
            report.failed,
            dict(printed),
            pack(report) if isinstance(report.findings, tuple) else b"",
        )
        content = marshal.dumps(record, _MARSHAL_VERSION)
        try:
            folder = inner_folder(self._cache_dir)
            digest = digest_of(content).encode()
            replace_file(folder / f"{self._name}{_SUFFIX}", digest, content)
            _forget(folder)
        except (OSError, ValueError):
            return


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
