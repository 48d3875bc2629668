"""The file system: texts of posts, and what rules that look across files ask about."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from postlint.cache.stamps import note, note_listing, note_presence
from postlint.source import Source

#: Characters; a longer file is not the configuration of a site.
_LARGEST_CONFIGURATION = 1024 * 1024


def read_source(path: str) -> Source:
    """The text of a file; raises ``OSError`` or ``DecodeError``."""
    return Source.from_bytes(Path(path).read_bytes(), path)


class DiskFiles:
    """The file system, as ``Project`` sees it; folders are listed once."""

    def __init__(self) -> None:
        self.entries = lru_cache(maxsize=None)(self._entries)
        self.exists = lru_cache(maxsize=None)(self._exists)
        self.read = lru_cache(maxsize=None)(self._read)

    def _entries(self, folder: str) -> frozenset[str]:
        return note_listing(folder)

    def _exists(self, path: str) -> bool:
        return note_presence(path)

    def _read(self, path: str) -> str | None:
        note(path)
        try:
            with Path(path).open(encoding="utf-8", errors="replace") as file:
                text = file.read(_LARGEST_CONFIGURATION + 1)
        except (OSError, ValueError):
            return None
        return text if len(text) <= _LARGEST_CONFIGURATION else None
