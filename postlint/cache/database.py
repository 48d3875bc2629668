"""SQLite databases that may be lost: what the caches share."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: An error in a statement of ours says that the tables are somebody else's.
_CORRUPT = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR})


def is_corrupt(error: sqlite3.Error) -> bool:
    """Whether an error says that the file is damaged, or no database of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    # The low byte is the primary code.
    return code is not None and code & 0xFF in _CORRUPT


def prefer_log(connection: sqlite3.Connection) -> None:
    """Let readers and a writer not wait for each other, by a write-ahead log.

    The mode stays with the file. SQLite does not wait where two processes set it at once, but
    fails for one of them, which finds it set by the other.
    """
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise


def remove(path: Path) -> None:
    """Delete a database with the files that SQLite keeps beside it; raises ``OSError``."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def close(connection: sqlite3.Connection) -> None:
    """Close a connection, whatever state it is in."""
    with suppress(sqlite3.Error):
        connection.close()
