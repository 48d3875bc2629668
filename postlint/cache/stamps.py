"""Stamps tell whether a file or folder has changed without reading it.

A process notes the stamp of whatever its report depends on besides the texts of the posts
(configuration, ignore files, folders it listed, word lists, plugins) just before it looks.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from postlint.digests import digest_of
from postlint.paths import is_post

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

#: What is at a path, in one number, since there are many and five numbers take thrice the memory:
#: from the lowest bits when it was modified and changed (Unix times in nanoseconds), its mode,
#: size and inode. None: nothing there.
Stamp = int | None

_TIME_BITS, _MODE_BITS, _SIZE_BITS = 64, 32, 64
_TIME, _SIGN = (1 << _TIME_BITS) - 1, 1 << _TIME_BITS - 1

#: Clocks of file systems tick. What was modified this shortly before it was stamped may be
#: modified once more without a trace. In nanoseconds; FAT ticks every two seconds.
_FINE_TICK, _COARSE_TICK = 50_000_000, 2_000_000_000
_SECOND = 1_000_000_000

_noted: dict[str, Stamp] = {}
_presences: dict[str, bool] = {}
_listings: dict[str, str] = {}
_folders: dict[str, tuple[Stamp, str]] = {}


def stamp_of(path: str | os.PathLike[str]) -> Stamp:
    """The stamp of what is at a path; links are followed."""
    try:
        found = os.stat(path)  # noqa: PTH116  # hot: thousands of calls
    except (OSError, ValueError):
        return None
    stamp = (found.st_ino << _SIZE_BITS | found.st_size) << _MODE_BITS | found.st_mode
    stamp = stamp << _TIME_BITS | found.st_ctime_ns & _TIME
    return stamp << _TIME_BITS | found.st_mtime_ns & _TIME


def is_settled(stamp: Stamp, now: int) -> bool:
    """Whether a change after the stamp was taken is sure to show; ``now`` is in nanoseconds.

    ``now`` is a Unix time from before the stamp was taken.
    """
    if stamp is None:
        return True
    modified = (stamp & _TIME ^ _SIGN) - _SIGN  # before 1970 it is negative
    tick = _FINE_TICK if modified % _SECOND else _COARSE_TICK
    return modified < now - tick


def note(path: str | os.PathLike[str]) -> Stamp:
    """Notes that what this process does depends on a file or folder, or on there being none.

    To be called before it is looked at; the first stamp stays. Returns the stamp of now.
    """
    name = os.fspath(path)
    stamp = stamp_of(name)
    first = _noted.setdefault(name, stamp)
    # Stamps are many: two alike are one.
    return first if first == stamp else stamp


def noted() -> Mapping[str, Stamp]:
    """All that was noted in this process, by path."""
    return _noted


def note_presence(path: str) -> bool:
    """Whether there is something at a path; notes that this matters."""
    there = stamp_of(path) is not None
    _presences.setdefault(path, there)
    return there


def note_folder(folder: str, stamp: Stamp, entries: Iterable[os.DirEntry[str]]) -> None:
    """Notes that it matters which posts and folders there are in a folder.

    ``stamp`` is the folder's from before it was listed. It changes with every file that is saved
    there; only then the names are looked at again.
    """
    _folders.setdefault(folder, (stamp, _digest_of_posts(entries)))


def digest_of_posts(folder: str) -> str:
    """A name for the set of posts and folders in a folder."""
    try:
        with os.scandir(folder) as entries:
            return _digest_of_posts(entries)
    except OSError:
        return ""


def noted_folders() -> dict[str, tuple[Stamp, str]]:
    """The stamp and ``digest_of_posts`` of all folders noted in this process."""
    return _folders


def _digest_of_posts(entries: Iterable[os.DirEntry[str]]) -> str:
    names = set()
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            names.add(f"{entry.name}/")
        elif is_post(entry.name) or entry.name == ".gitignore":
            names.add(entry.name)
    return digest_of_names(names)


def note_listing(folder: str) -> frozenset[str]:
    """The names in a folder, none when it cannot be listed; notes that they matter.

    Folders above a site are looked into for its configuration; their stamps change with every
    file that anybody saves there, the names in them seldom.
    """
    names = list_names(folder)
    _listings.setdefault(folder, digest_of_names(names))
    return names


def list_names(folder: str) -> frozenset[str]:
    """The names in a folder, none when it cannot be listed."""
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208  # names, not paths, are wanted
    except (OSError, ValueError):
        return frozenset()


def digest_of_names(names: Collection[str]) -> str:
    """A name for a set of names."""
    return digest_of("\0".join(sorted(names)).encode(errors="surrogateescape"))


def noted_listings() -> dict[str, str]:
    """The first digest of the names in each folder of ``note_listing`` in this process."""
    return _listings


def noted_presences() -> dict[str, bool]:
    """The first answer of ``note_presence`` for each path in this process."""
    return _presences
