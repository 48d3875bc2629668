"""What is remembered between runs: a SQLite database that several processes may share.

The cache is a convenience. When it cannot be read, it is empty; when it cannot be written,
nothing is remembered; when it is corrupt, it is begun anew. None of it is an error of the run.
"""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from postlint.cache.database import close, is_corrupt, prefer_log, remove
from postlint.links.online.verdict import MONTH, Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

Row = tuple[Any, ...]

#: The number is that of the table's form; another form is another file.
FILE_NAME = "urls-1.sqlite3"

_SCHEMA = """
CREATE TABLE IF NOT EXISTS verdict (
    key TEXT PRIMARY KEY, url TEXT NOT NULL, status TEXT NOT NULL, reason TEXT NOT NULL,
    checked_at REAL NOT NULL, code INTEGER, final_url TEXT NOT NULL, moved_to TEXT, title TEXT,
    title_known INTEGER NOT NULL, anchors TEXT NOT NULL, alive_at REAL, validators TEXT NOT NULL
) WITHOUT ROWID
"""
_WRITE = f"INSERT OR REPLACE INTO verdict VALUES ({', '.join('?' * 13)})"
_READ = "SELECT * FROM verdict WHERE key = ?"
#: A verdict so old says nothing any more, not even that the URL was lately alive.
_FORGET = "DELETE FROM verdict WHERE checked_at < ? AND coalesce(alive_at, 0) < ?"
#: So many verdicts are written at a time.
_BATCH = 50
#: How long to wait for another process that is writing, in seconds.
_PATIENCE = 10.0


class Entry(Struct, frozen=True):
    """A verdict with what is needed to renew it.

    ``validators`` are the conditional headers for the verdict's ``final_url``. ``looked_for``
    are the anchors that were asked for, of which the page need not tell; ``title_known`` says
    that the page was looked at for its title, which it need not have.
    """

    verdict: Verdict
    looked_for: frozenset[str] = frozenset()
    title_known: bool = False
    validators: tuple[tuple[str, str], ...] = ()


class Cache:
    """The entries by key, of this run and, where there is a folder, of those before."""

    def __init__(self, folder: str | None) -> None:
        self._path = None if folder is None else Path(folder) / FILE_NAME
        self._connection = None if self._path is None else _open(self._path)
        self._known: dict[str, Entry] = {}
        self._unwritten: list[str] = []

    def get(self, key: str) -> Entry | None:
        """The entry of a key, however old it is."""
        if key in self._known:
            return self._known[key]
        row = self._attempt(lambda connection: connection.execute(_READ, (key,)).fetchone())
        entry = None if row is None else _entry(row)
        if entry is not None:
            self._known[key] = entry
        return entry

    def put(self, key: str, entry: Entry) -> None:
        """Remember an entry; it is on disk after ``close`` at the latest."""
        self._known[key] = entry
        self._unwritten.append(key)
        if len(self._unwritten) >= _BATCH:
            self._write()

    def close(self, now: float) -> None:
        """Write what is to be written and forget what is of no use; ``now`` is a Unix time."""
        self._write()
        self._attempt(lambda connection: _change(connection, _FORGET, [(now - MONTH,) * 2]))
        if self._connection is not None:
            close(self._connection)
            self._connection = None

    def _write(self) -> None:
        rows = [_row(key, self._known[key]) for key in dict.fromkeys(self._unwritten)]
        self._unwritten.clear()
        self._attempt(lambda connection: _change(connection, _WRITE, rows))

    def _attempt(self, work: Callable[[sqlite3.Connection], Any]) -> Any:
        """The result of work on the database; None when it cannot be done."""
        if self._connection is None or self._path is None:
            return None
        try:
            return work(self._connection)
        except sqlite3.Error as error:
            if is_corrupt(error):
                close(self._connection)
                self._connection = _begin_anew(self._path)
            return None


def _open(path: Path) -> sqlite3.Connection | None:
    try:
        return _connect(path)
    except sqlite3.Error as error:
        return _begin_anew(path) if is_corrupt(error) else _open_for_reading(path)
    except OSError:
        return _open_for_reading(path)


def _connect(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=_PATIENCE)
    try:
        prefer_log(connection)
        connection.execute("PRAGMA synchronous = NORMAL")
        _change(connection, _SCHEMA, [()])
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


def _open_for_reading(path: Path) -> sqlite3.Connection | None:
    """The database in a folder, or on a disk, that nobody can write to."""
    if not path.is_file():
        return None
    try:
        return sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True)
    except sqlite3.Error:
        return None


def _change(connection: sqlite3.Connection, statement: str, rows: Iterable[Row]) -> None:
    """Executes a statement for each row, all in one transaction."""
    with connection:
        connection.executemany(statement, rows)


def _row(key: str, entry: Entry) -> Row:
    verdict = entry.verdict
    return (
        key,
        verdict.url,
        verdict.status.value,
        verdict.reason,
        verdict.checked_at,
        verdict.code,
        verdict.final_url,
        verdict.moved_to,
        verdict.title,
        entry.title_known,
        json.dumps(dict.fromkeys(sorted(entry.looked_for)) | dict(verdict.anchors)),
        verdict.alive_at,
        json.dumps(entry.validators),
    )


def _entry(row: Row) -> Entry | None:
    """The entry in a row; None for a row that somebody else made."""
    try:
        _, url, status, reason, checked_at, code, final_url, moved_to, title, *rest = row
        title_known, anchors_text, alive_at, validators = rest
        anchors = json.loads(anchors_text)
        verdict = Verdict(
            url,
            Status(status),
            reason,
            checked_at,
            code,
            final_url,
            moved_to,
            title,
            {anchor: bool(here) for anchor, here in anchors.items() if here is not None},
            alive_at,
        )
        headers = tuple((str(name), str(value)) for name, value in json.loads(validators))
    except (ValueError, TypeError, AttributeError):
        return None
    return Entry(verdict, frozenset(anchors), bool(title_known), headers)
