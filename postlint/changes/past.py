"""The site as a commit has it: its files for the rules that look across them, and its posts."""

from __future__ import annotations

import posixpath
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from postlint.changes.git import object_name
from postlint.disk import LARGEST_CONFIGURATION
from postlint.limits import TooCostlyError
from postlint.linting import facts_in_source
from postlint.paths import display_path, is_post
from postlint.source import DecodeError, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from postlint.changes.git import Repository
    from postlint.facts import Facts
    from postlint.project import Files
    from postlint.settings import Configuration, Settings

#: A name that nothing has.
_ANY_NAME = "\x01"


class Past:
    """What a commit has, with what is no part of the repository as it is today.

    That is what lies outside of it, in a submodule, or is ignored by Git: a change in the
    repository does not make it, and links to it lead where they led before. Paths are those of
    reports; this is what ``Project`` takes for the file system. Raises ``GitError``.
    """

    def __init__(self, repository: Repository, commit: str, today: Files) -> None:
        self._repository = repository
        self._today = today
        self._files = repository.files(commit)
        self._renamed = repository.renamed_since(commit)

    def path_of(self, path: str) -> str | None:
        """The path that a post had; None for one that is new."""
        relative = self._repository.relative(path)
        if relative is None or self.is_apart(relative):
            return path
        before = self._renamed.get(relative, relative)
        if before not in self._files:
            return None
        return path if before == relative else display_path(self._repository.top / before)

    def has_same(self, path: str, source: Source) -> bool:
        """Whether a post has this very content at this path; what is apart is as it was."""
        relative = self._repository.relative(path)
        if relative is None or self.is_apart(relative):
            return True
        entry = self._files.get(relative)
        content = source.encode(source.text)
        return entry is not None and entry.name == object_name(content, entry.name)

    def source(self, path: str, settings: Settings) -> Source | None:
        """The text of a post; None where there is none that can be read, as settings allow."""
        content = self._content(path, settings.limits.file_size)
        if content is None:
            return None
        try:
            return Source.from_bytes(content, path)
        except DecodeError:
            return None

    def facts(
        self, path: str, configuration: Configuration, today: Callable[[str], Facts | None]
    ) -> Facts | None:
        """The facts of a post; ``today`` has those of posts that are apart."""
        if not is_post(path):
            return None
        if self._is_of_today(path):
            return today(path)
        settings = configuration.for_path(path)
        source = self.source(path, settings)
        try:
            return None if source is None else facts_in_source(source, settings)
        except (MemoryError, TooCostlyError):
            return None

    def exists(self, path: str) -> bool:
        relative = self._repository.relative(path)
        if relative is None or self.is_apart(relative):
            return self._today.exists(path)
        return relative in self._files or relative in self._folders

    def entries(self, folder: str) -> frozenset[str]:
        # Asked for what is in it, a folder that is a link is where it leads to.
        inside = self._repository.relative(posixpath.join(folder, _ANY_NAME))
        if inside is None or self.is_apart(inside):
            return self._today.entries(folder)
        return frozenset(self._folders.get(posixpath.dirname(inside), ()))

    def read(self, path: str) -> str | None:
        if self._is_of_today(path):
            return self._today.read(path)
        content = self._content(path, LARGEST_CONFIGURATION)
        return None if content is None else content.decode("utf-8", "replace")

    def is_apart(self, relative: str) -> bool:
        """Whether a path in the working tree is no part of the repository."""
        if relative in self._ignored or self._repository.is_in_another(relative):
            return True
        folders = relative.split("/")[:-1]
        above = ("/".join(folders[: count + 1]) for count in range(len(folders)))
        return any(folder in self._ignored for folder in above)

    def _is_of_today(self, path: str) -> bool:
        relative = self._repository.relative(path)
        return relative is None or self.is_apart(relative)

    def _content(self, path: str, most: int) -> bytes | None:
        relative = self._repository.relative(path)
        return None if relative is None else self._repository.content(self._files, relative, most)

    @cached_property
    def _ignored(self) -> frozenset[str]:
        return frozenset(path.rstrip("/") for path in self._repository.ignored())

    @cached_property
    def _folders(self) -> Mapping[str, set[str]]:
        """By folder, "" for the top, the names in it."""
        folders: dict[str, set[str]] = defaultdict(set, {"": {".git"}})
        for path in (*self._files, *self._ignored):
            above, name = path, ""
            while above:
                above, _, name = above.rpartition("/")
                if name in folders[above]:
                    break
                folders[above].add(name)
        return dict(folders)
