"""Which files are posts: those named, and those found in the folders named.

Below a folder, ``.gitignore`` files (those above it in the same repository and
``.git/info/exclude`` too), ``exclude``, and folders that hold a built site are honoured. What
is named itself is always looked at, unless ``without_excluded`` has left it out.
"""

from __future__ import annotations

import os
import stat
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.cache.stamps import note, note_folder, note_presence, stamp_of
from postlint.disk import LARGEST_CONFIGURATION, read_regular_file
from postlint.paths import display_path, is_post
from postlint.patterns import compile_patterns
from postlint.project import Failure
from postlint.settings.reach import is_outside

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from pathspec import GitIgnoreSpec

    from postlint.settings import Configuration
    from postlint.settings.configuration import Exclusion

#: Folders that site generators and bundlers write; some keep sources in one of that name, so
#: what tells is the home page of a built site.
_OUTPUT_FOLDERS = frozenset({"public", "site", "build", "dist", "out", "output"})
_HOME_PAGE = "index.html"
_LEADS_OUT = "A symbolic link that leads out of the site; it is linted where it is named"


class Discovered(Struct, frozen=True):
    """The paths of posts, sorted, as reports show them, and what could not be looked at."""

    paths: tuple[str, ...]
    failures: tuple[Failure, ...] = ()


def discover(paths: Iterable[str], configuration: Configuration) -> Discovered:
    """The posts that the paths of files and folders stand for.

    Raises ``SettingsError`` where a configuration that applies cannot be used.
    """
    found: set[str] = set()
    failures: set[Failure] = set()
    for given in paths:
        path = Path(given)
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            failures.add(Failure(given, _reason(error)))
            continue
        if stat.S_ISDIR(mode):
            walk = _Walk(Path(os.path.normpath(Path.cwd() / path)), configuration)
            walk.run()
            found.update(walk.found)
            failures.update(walk.failures)
        else:
            found.add(display_path(path))
    return Discovered(tuple(sorted(found)), tuple(sorted(failures)))


def without_excluded(paths: Iterable[str], configuration: Configuration) -> tuple[str, ...]:
    """The paths that ``exclude`` and ``extend-exclude`` do not leave out.

    Programs such as pre-commit name every file themselves, excluded or not. Raises
    ``SettingsError``.
    """
    here = Path.cwd()
    kept = []
    for path in paths:
        absolute = Path(os.path.normpath(here / path))
        full = f"{absolute.as_posix()}/" if absolute.is_dir() else absolute.as_posix()
        if not configuration.exclusion(absolute.parent).matches(full, here):
            kept.append(path)
    return tuple(kept)


class _Ignore(Struct, frozen=True):
    """A ``.gitignore`` file: its patterns are relative to its folder."""

    folder: str
    spec: GitIgnoreSpec

    def verdict(self, path: str) -> bool | None:
        """Whether it ignores a path below its folder; None when it says nothing about it."""
        return self.spec.check_file(path[len(self.folder) + 1 :]).include


class _Walk(Struct, dict=True):
    """Looks through a folder given by its absolute path."""

    root: Path
    configuration: Configuration
    found: list[str] = []
    failures: list[Failure] = []
    _exclusions: dict[int, Exclusion] = {}

    @cached_property
    def _shown_root(self) -> str:
        return display_path(self.root)

    def _shown(self, path: str) -> str:
        """A path below the root as reports show it; ``display_path`` for each would be slow."""
        below = path[len(self.root.as_posix().rstrip("/")) + 1 :]
        if self._shown_root == "." or not below:
            return below or self._shown_root
        return f"{self._shown_root.rstrip('/')}/{below}"

    def run(self) -> None:
        stack: list[tuple[str, Sequence[_Ignore]]] = [
            (self.root.as_posix(), _ignores_above(self.root))
        ]
        while stack:
            folder, ignores = stack.pop()
            stack += self._look(folder, ignores)

    def _look(self, folder: str, ignores: Sequence[_Ignore]) -> list[tuple[str, Sequence[_Ignore]]]:
        """Notes the posts in a folder and returns the folders in it to look at."""
        stamp = stamp_of(folder)
        try:
            with os.scandir(folder) as listing:
                entries = sorted(listing, key=lambda entry: entry.name)
        except OSError as error:
            self.failures.append(Failure(self._shown(folder), _reason(error)))
            return []
        note_folder(folder, stamp, entries)
        names = {entry.name for entry in entries}
        if ".gitignore" in names:
            ignores = (*ignores, *_read_ignore(Path(folder) / ".gitignore", folder))
        exclusion = self._exclusion(Path(folder))
        folders: list[tuple[str, Sequence[_Ignore]]] = []
        prefix = folder.rstrip("/")
        for entry in entries:
            path = f"{prefix}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                inner = path + "/"
                if (
                    not exclusion.matches(inner, self.root)
                    and not _ignored(inner, ignores)
                    and not (entry.name in _OUTPUT_FOLDERS and _holds_built_site(path))
                ):
                    folders.append((path, ignores))
            elif (
                is_post(entry.name)
                and _is_file(entry)
                and not exclusion.matches(path, self.root)
                and not _ignored(path, ignores)
            ):
                if entry.is_symlink() and is_outside(path, self.root):
                    self.failures.append(Failure(self._shown(path), _LEADS_OUT))
                else:
                    self.found.append(self._shown(path))
        return folders

    def _exclusion(self, folder: Path) -> Exclusion:
        general = self.configuration.exclusion(folder)
        found = self._exclusions.get(id(general))
        if found is None:
            found = self._exclusions[id(general)] = general.within(self.root)
        return found


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file, or a link that leads to one: not a loop, not into the void."""
    if entry.is_symlink():
        note(entry.path)
    try:
        return entry.is_file()
    except OSError:
        return False


def _holds_built_site(folder: str) -> bool:
    return note_presence(f"{folder}/{_HOME_PAGE}")


def _ignored(path: str, ignores: Sequence[_Ignore]) -> bool:
    """Whether Git ignores a path: the file nearest to it that says anything decides."""
    for ignore in reversed(ignores):
        verdict = ignore.verdict(path)
        if verdict is not None:
            return verdict
    return False


def _ignores_above(root: Path) -> tuple[_Ignore, ...]:
    """The ignore files that hold in a folder from above it, the nearest last.

    Those that ignore the folder itself are left out: it was asked for.
    """
    repository = next(
        (folder for folder in (root, *root.parents) if note_presence(f"{folder}/.git")), None
    )
    if repository is None:
        return ()
    ignores = [*_read_ignore(repository / ".git" / "info" / "exclude", repository.as_posix())]
    below = [folder for folder in (root, *root.parents) if folder.is_relative_to(repository)]
    for folder in reversed(below[1:]):
        ignores += _read_ignore(folder / ".gitignore", folder.as_posix())
    inside = root.as_posix() + "/"
    return tuple(ignore for ignore in ignores if not ignore.verdict(inside))


def _read_ignore(path: Path, folder: str) -> tuple[_Ignore, ...]:
    note(path)
    if path.is_symlink() and is_outside(path, path.parent):
        return ()
    try:
        data = read_regular_file(str(path), LARGEST_CONFIGURATION)
    except (OSError, ValueError):
        return ()
    text = data[:LARGEST_CONFIGURATION].decode("utf-8", "surrogateescape")
    spec, _ = compile_patterns(text.splitlines())
    return (_Ignore(folder.rstrip("/"), spec),)


def _reason(error: OSError | ValueError) -> str:
    """What the system says, without the path that it repeats."""
    return (error.strerror if isinstance(error, OSError) else None) or str(error)
