"""What was made of texts before: a SQLite database that several processes may share.

A result is found by its path, the digest of the file's content, and the fingerprint of settings
and code. Another table has the digest of each file by its stamp, so that a file that nobody
touched is not read.
"""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postlint.cache.database import close, is_corrupt, prefer_log, remove
from postlint.cache.fingerprint import (
    code_files,
    code_places,
    content_digest,
    settings_digest,
    versions,
)
from postlint.cache.folder import inner_folder
from postlint.cache.kinds import RESULT
from postlint.cache.packing import UnpackError, unpack
from postlint.cache.stamps import Stamp, is_settled, stamp_of
from postlint.digests import blake2b, digest_of
from postlint.project import FileResult

if TYPE_CHECKING:
    from collections.abc import Callable

    from postlint.registry import Registry
    from postlint.settings import Settings

FILE_NAME = "results.sqlite3"

_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS result ("
    "key BLOB PRIMARY KEY, used INTEGER NOT NULL, value BLOB NOT NULL)",
    "CREATE INDEX IF NOT EXISTS result_used ON result (used)",
    "CREATE TABLE IF NOT EXISTS file ("
    "path TEXT PRIMARY KEY, used INTEGER NOT NULL, stamp TEXT NOT NULL, digest TEXT NOT NULL"
    ") WITHOUT ROWID",
)
_READ = "SELECT used, value FROM result WHERE key = ?"
_READ_FILE = "SELECT used, stamp, digest FROM file WHERE path = ?"
_WRITE = "INSERT OR REPLACE INTO result VALUES (?, ?, ?)"
_WRITE_FILE = "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)"
_USE = "UPDATE result SET used = ? WHERE key = ?"
_FORGET = ("DELETE FROM result WHERE used < ?", "DELETE FROM file WHERE used < ?")
_FORGET_SOME = (
    "DELETE FROM result WHERE rowid IN (SELECT rowid FROM result ORDER BY used LIMIT"
    " (SELECT count(*) / 4 + 1 FROM result))"
)

#: In days. The day of use is noted, so that a run does not write about all it reads.
_KEPT = 30
_DAY = 86_400
#: What the database may grow to, in bytes; a quarter of the results goes when it is more.
_LARGEST = 512 * 1024 * 1024
#: So many results, or their bytes, are written at a time.
_BATCH, _BATCH_BYTES = 500, 4 * 1024 * 1024
#: How long to wait for another process that is writing, in seconds.
_PATIENCE = 2.0


class ResultCache:
    """The results of earlier runs, and those of this one for later runs."""

    def __init__(self, cache_dir: str) -> None:
        self._today = int(time.time()) // _DAY
        self._started = time.time_ns()
        self._folder = os.getcwd()  # noqa: PTH109  # joined to strings
        self._path: Path | None = None
        self._connection = self._open(cache_dir)
        self._is_empty = self._count() == 0
        self._contexts: dict[int, tuple[Settings, bytes]] = {}
        self._new: list[tuple[bytes, int, bytes]] = []
        self._new_bytes = 0
        self._new_files: list[tuple[str, int, str, str]] = []
        self._used: list[tuple[int, bytes]] = []
        #: The fingerprints of code, by the places it is in.
        self.codes: dict[tuple[str, ...], str] = {}
        #: What the results that were read or written are found by, by path.
        self.keys: dict[str, bytes] = {}

    @property
    def folder(self) -> str | None:
        """The folder that the database is in; None when there is none."""
        return None if self._path is None else str(self._path.parent)

    def get(
        self, path: str, settings: Settings, stamp: Stamp, kind: str = RESULT
    ) -> FileResult | None:
        """The result of a file, which has that stamp; None when it has to be made."""
        if self._connection is None or self._is_empty or stamp is None:
            return None
        digest = self._digest(path, stamp)
        if digest is None:
            return None
        key = self._key(path, digest, settings, kind)
        row = self._attempt(lambda connection: connection.execute(_READ, (key,)).fetchone())
        if row is None:
            return None
        used, value = row
        result = _value(value)
        if result is None or result.path != path:
            return None
        if used != self._today:
            self._used.append((self._today, key))
        if kind == RESULT:
            self.keys[path] = key
        return result

    def read(self, key: bytes) -> FileResult | None:
        """The result that is found by a key; None when it is there no more."""
        row = self._attempt(lambda connection: connection.execute(_READ, (key,)).fetchone())
        return None if row is None else _value(row[1])

    def put(
        self,
        path: str,
        settings: Settings,
        digest: str,
        value: bytes,
        *,
        stamp: Stamp,
        kind: str = RESULT,
    ) -> None:
        """Remembers the packed result of a file whose content has the digest.

        ``stamp`` is the file's from before it was read.
        """
        if self._connection is None:
            return
        self._note_file(path, stamp, digest)
        key = self._key(path, digest, settings, kind)
        if kind == RESULT:
            self.keys[path] = key
        self._new.append((key, self._today, value))
        self._new_bytes += len(value)
        if len(self._new) >= _BATCH or self._new_bytes >= _BATCH_BYTES:
            self.write()

    def close(self) -> None:
        """Writes what is to be written, forgets what is old, and closes the database."""
        if self._connection is None:
            return
        wrote = bool(self._new)
        self.write()
        if wrote:
            self._attempt(self._forget)
        if self._connection is not None:
            close(self._connection)
            self._connection = None

    def _key(self, path: str, digest: str, settings: Settings, kind: str) -> bytes:
        name = f"{kind}\0{path}\0{digest}".encode(errors="surrogateescape")
        return blake2b(name, key=self._context(settings), digest_size=16).digest()

    def _context(self, settings: Settings) -> bytes:
        """The fingerprint of settings and code."""
        found = self._contexts.get(id(settings))
        if found is None:
            parts = (self._code(settings.registry), settings_digest(settings))
            digest = blake2b(repr(parts).encode(), digest_size=32).digest()
            # The settings are kept, so that no others get their id.
            found = self._contexts[id(settings)] = (settings, digest)
        return found[1]

    def _code(self, registry: Registry) -> str:
        """The fingerprint of the code, which is read only when its files have changed."""
        places = code_places(registry)
        if places not in self.codes:
            files = code_files(registry)
            stamps = repr([(file, stamp_of(file)) for file in files]).encode(
                errors="surrogateescape"
            )
            name = f"code:{digest_of(stamps)}"
            row = self._attempt(lambda db: db.execute(_READ_FILE, (name,)).fetchone())
            digest = content_digest(files) if row is None else row[2]
            if row is None or row[0] != self._today:
                self._new_files.append((name, self._today, "", digest))
            self.codes[places] = f"{versions()} {digest}"
        return self.codes[places]

    def _digest(self, path: str, stamp: Stamp) -> str | None:
        """The digest of a file's content, read only if its stamp is not the one remembered."""
        name = self._absolute(path)
        row = self._attempt(lambda connection: connection.execute(_READ_FILE, (name,)).fetchone())
        if row is not None and row[1] == repr(stamp):
            if row[0] != self._today:
                self._note_file(path, stamp, row[2])
            return str(row[2])
        try:
            digest = digest_of(Path(path).read_bytes())
        except (OSError, ValueError):
            return None
        self._note_file(path, stamp, digest)
        return digest

    def _note_file(self, path: str, stamp: Stamp, digest: str) -> None:
        if stamp is not None and is_settled(stamp, self._started):
            self._new_files.append((self._absolute(path), self._today, repr(stamp), digest))

    def _absolute(self, path: str) -> str:
        # A path that is no UTF-8 has lone surrogates, which the database does not take.
        joined = os.path.join(self._folder, path)  # noqa: PTH118  # hot
        return joined.encode(errors="surrogateescape").decode(errors="backslashreplace")

    def write(self) -> None:
        """Writes what is to be written; until then it is not found."""
        results, files, used = self._new, self._new_files, self._used
        self._new, self._new_files, self._used, self._new_bytes = [], [], [], 0
        if not (results or files or used):
            return

        def write(connection: sqlite3.Connection) -> None:
            with connection:
                connection.executemany(_WRITE, results)
                connection.executemany(_WRITE_FILE, files)
                connection.executemany(_USE, used)

        self._attempt(write)

    def _forget(self, connection: sqlite3.Connection) -> None:
        with connection:
            for statement in _FORGET:
                connection.execute(statement, (self._today - _KEPT,))
        if _size(connection) > _LARGEST:
            with connection:
                connection.execute(_FORGET_SOME)
            connection.execute("VACUUM")

    def _count(self) -> int:
        row = self._attempt(lambda db: db.execute("SELECT 1 FROM result LIMIT 1").fetchone())
        return 0 if row is None else 1

    def _attempt(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """The result of work on the database; None when it cannot be done."""
        if self._connection is None:
            return None
        try:
            return work(self._connection)
        except sqlite3.Error as error:
            if is_corrupt(error) and self._path is not None:
                close(self._connection)
                self._connection = _begin_anew(self._path)
            return None

    def _open(self, cache_dir: str) -> sqlite3.Connection | None:
        try:
            self._path = inner_folder(cache_dir) / FILE_NAME
            return _connect(self._path)
        except sqlite3.Error as error:
            if self._path is not None and is_corrupt(error):
                return _begin_anew(self._path)
        except (OSError, ValueError):
            pass
        return None


def _value(value: bytes) -> FileResult | None:
    """The result in a row; None for one that is damaged."""
    try:
        return unpack(value, FileResult)
    except UnpackError:
        return None


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=_PATIENCE)
    try:
        prefer_log(connection)
        # After a power cut the database may be damaged; then it is begun anew.
        connection.execute("PRAGMA synchronous = OFF")
        with connection:
            for statement in _SCHEMA:
                connection.execute(statement)
    except sqlite3.Error:
        close(connection)
        raise
    return connection


def _begin_anew(path: Path) -> sqlite3.Connection | None:
    """An empty database in the place of one that is corrupt."""
    try:
        remove(path)
        return _connect(path)
    except (OSError, sqlite3.Error):
        return None


def _size(connection: sqlite3.Connection) -> int:
    pages, size = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size")
    )
    return int(pages) * int(size)
