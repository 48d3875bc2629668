"""The file system: texts of posts, and what rules that look across files ask about."""

from __future__ import annotations

import os
import stat
from functools import lru_cache

from postlint.cache.stamps import note, note_listing, note_presence
from postlint.source import Source

#: Bytes; a longer file is not the configuration of a site.
LARGEST_CONFIGURATION = 1024 * 1024

#: Bytes; the words of all dictionaries of Hunspell together are fewer.
LARGEST_WORD_LIST = 64 * 1024 * 1024


#: How files are opened: one that is no regular file must not keep whoever opens it waiting.
_OPENING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def read_source(path: str) -> Source:
    """The text of a file; raises ``OSError``, ``ValueError`` or ``DecodeError``."""
    return Source.from_bytes(read_regular_file(path), path)


def read_regular_file(path: str, most: int | None = None) -> bytes:
    """The content of a file, or at most ``most`` bytes of it and one more.

    Raises ``OSError`` or ``ValueError``, also for what has no end or waits for a writer: a pipe,
    a socket, a device.
    """
    with open(os.open(path, _OPENING), "rb", buffering=0) as file:  # noqa: PTH123  # its descriptor
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(None, _no_file(status.st_mode))
        if most is None:
            return file.readall()
        if status.st_size <= most:
            # The usual case, and the file may have grown since.
            most = max(most, status.st_size)
        parts, missing = [], most + 1
        while missing > 0 and (part := file.read(missing)):
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)


def size_of(path: str) -> int:
    """The size of a file in bytes; 0 when that cannot be told."""
    try:
        return os.stat(path).st_size  # noqa: PTH116  # hot: one call a file
    except (OSError, ValueError):
        return 0


def _leads_out(path: str) -> bool:
    from postlint.settings.reach import leads_out

    return leads_out(path)


def _no_file(mode: int) -> str:
    if stat.S_ISDIR(mode):
        return "Is a directory"
    kinds = (stat.S_ISFIFO, "a pipe"), (stat.S_ISSOCK, "a socket")
    kind = next((name for is_kind, name in kinds if is_kind(mode)), "a device")
    return f"Not a file but {kind}; postlint - reads standard input"


class DiskFiles:
    """The file system, as ``Project`` sees it; folders are listed once."""

    def __init__(self) -> None:
        self.entries = lru_cache(maxsize=None)(self._entries)
        self.exists = lru_cache(maxsize=None)(self._exists)
        self.read = lru_cache(maxsize=None)(self._read)

    def _entries(self, folder: str) -> frozenset[str]:
        return frozenset() if _leads_out(folder) else note_listing(folder)

    def _exists(self, path: str) -> bool:
        return note_presence(path)

    def _read(self, path: str) -> str | None:
        note(path)
        if _leads_out(path):
            return None
        try:
            data = read_regular_file(path, LARGEST_CONFIGURATION)
        except (OSError, ValueError):
            return None
        if len(data) > LARGEST_CONFIGURATION:
            return None
        return data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
