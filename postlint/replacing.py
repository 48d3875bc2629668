"""Puts another text in a file's place: whoever looks sees the old file or the new one, whole."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_PREFIX, _SUFFIX = ".postlint-", ".tmp"
_TEMPORARY = re.compile(rf"{re.escape(_PREFIX)}\w+{re.escape(_SUFFIX)}\Z")


def replace_content(path: Path, data: bytes) -> None:
    """Gives a file, which is no symbolic link, another content; raises ``OSError``.

    Its mode and owner stay.
    """
    handle, name = _temporary_in(path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            shutil.copymode(path, name)
            if hasattr(os, "chown"):
                status = path.stat()
                # Only root may give a file away; anybody may keep their own.
                with suppress(PermissionError):
                    os.chown(name, status.st_uid, status.st_gid)
            if sys.platform != "win32":
                # Before it is closed, and no longer locked.
                Path(name).replace(path)
        if sys.platform == "win32":
            # There, an open file cannot be moved.
            Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def remove_leftovers(folders: Iterable[str | Path]) -> None:
    """Deletes the temporary files of runs that were killed; those of others at work stay."""
    for folder in sorted({os.path.realpath(folder) for folder in folders}):
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if _TEMPORARY.match(entry.name) and entry.is_file(follow_symlinks=False):
                    _remove_unless_locked(entry.path)


def _temporary_in(folder: Path) -> tuple[int, str]:
    """A new file, open and locked."""
    while True:
        handle, name = tempfile.mkstemp(_SUFFIX, _PREFIX, folder)
        _lock(handle)
        # Another run may have found it before it was locked.
        if sys.platform == "win32" or os.fstat(handle).st_nlink:
            return handle, name
        os.close(handle)


if sys.platform == "win32":

    def _lock(handle: int) -> None:
        """Nothing: an open file cannot be deleted there."""

    def _remove_unless_locked(path: str) -> None:
        with suppress(OSError):
            Path(path).unlink()

else:
    import fcntl

    def _lock(handle: int) -> None:
        with suppress(OSError):  # There are file systems without locks.
            fcntl.flock(handle, fcntl.LOCK_EX)

    def _remove_unless_locked(path: str) -> None:
        with suppress(OSError), Path(path).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            Path(path).unlink()
