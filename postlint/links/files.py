"""The files that destinations mean: those in this very case, or the source of a page."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from postlint.links.nearest import Names
from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from postlint.project import Project

MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdx", ".mkd", ".mdown", ".qmd", ".Rmd")
HTML_SUFFIXES = (".html", ".htm")
#: What stands for a folder when it is asked for.
_INDEXES = ("index", "README", "_index")
_DATE_PREFIX = lazy_pattern(r"\d{4}-\d{1,2}-\d{1,2}-")


class FileTree:
    """Finds files by paths from the current folder, normalized."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._names: dict[tuple[str, str], Names] = {}
        #: Folders alone, and what is made of something else: most links lead to what is there,
        #: which is quickly seen.
        self._folders_there: dict[str, bool] = {}
        self._sources_found: dict[str, str | None] = {}
        self._dated_posts: dict[str, dict[str, str]] = {}
        self._by_name: dict[str, str | None] | None = None

    def is_there(self, path: str) -> bool:
        """Whether there is something at a normalized path, every part in this very case."""
        folder, name = posixpath.split(path)
        if name in ("", ".", ".."):
            return True
        above = folder or "."
        if above not in self._folders_there:
            self._folders_there[above] = self.is_there(above)
        return self._folders_there[above] and self._has(above, name)

    def find(self, *paths: str) -> str | None:
        """What exists, in this very case, at the first of the paths or as the source of it."""
        for path in paths:
            if self.is_there(path):
                return path
            if path not in self._sources_found:
                sources = self._sources(path, self.is_there)
                self._sources_found[path] = next(filter(self.is_there, sources), None)
            found = self._sources_found[path]
            if found is not None:
                return found
        return None

    def in_other_case(self, path: str) -> str | None:
        """The path spelled as on disk, where only the case of letters differs."""
        return self._project.exact_case(path)

    def has_source_in_other_case(self, path: str) -> bool:
        """Whether a page at the path is made of a file whose name differs in case."""
        return any(map(self._project.exact_case, self._sources(path, self._project.exact_case)))

    def nearest(self, path: str) -> str | None:
        """An existing path that a missing one most likely stands for.

        Each part that does not exist is replaced by the nearest name in its folder; failing
        that, the one linted post of that name, wherever it is.
        """
        return self._nearest_by_parts(path) or self._only_one_named(posixpath.basename(path))

    def _has(self, folder: str, name: str) -> bool:
        names = self._project.entries(folder)
        if not names:
            # A folder may be entered, but not listed.
            return self._project.exists(posixpath.join(folder, name))
        return name in names

    def _sources(self, path: str, is_there: Callable[[str], object]) -> Iterator[str]:
        """The Markdown files from which a site generator may make the page at a path.

        Those in folders that are not there are left out.
        """
        if is_markdown(path):
            return
        stem, suffix = posixpath.splitext(path)
        if suffix not in HTML_SUFFIXES:
            stem = path
        folder, name = posixpath.split(stem)
        if not is_there(folder):
            return
        yield from (stem + ending for ending in MARKDOWN_SUFFIXES)
        indexed = folder if name == "index" else stem
        if is_there(indexed):
            yield from (posixpath.join(indexed, f"{index}.md") for index in _INDEXES)
        dated = self._dated(folder).get(name)
        if dated is not None:
            yield posixpath.join(folder, dated)

    def _dated(self, folder: str) -> dict[str, str]:
        """Jekyll's posts in a folder by their names without date and suffix."""
        if folder not in self._dated_posts:
            self._dated_posts[folder] = {
                posixpath.splitext(entry[dated.end() :])[0]: entry
                for entry in self._project.entries(folder or ".")
                if (dated := _DATE_PREFIX.match(entry))
            }
        return self._dated_posts[folder]

    def _nearest_by_parts(self, path: str) -> str | None:
        folder = "/" if path.startswith("/") else "."
        for part in path.strip("/").split("/"):
            existing: str | None = part
            if part != ".." and not self._has(folder, part):
                suffix = posixpath.splitext(part)[1].lower()
                existing = self._names_in(folder, suffix).nearest(part)
            if existing is None:
                return None
            folder = posixpath.normpath(posixpath.join(folder, existing))
        return folder

    def _names_in(self, folder: str, suffix: str) -> Names:
        if (folder, suffix) not in self._names:
            entries = self._project.entries(folder)
            self._names[folder, suffix] = Names(
                name for name in entries if name.lower().endswith(suffix)
            )
        return self._names[folder, suffix]

    def _only_one_named(self, name: str) -> str | None:
        if self._by_name is None:
            self._by_name = {}
            for path in self._project.linted_paths:
                base = posixpath.basename(path)
                self._by_name[base] = None if base in self._by_name else path
        # Every folder may have its own of these.
        common = posixpath.splitext(name)[0] in _INDEXES
        only = self._by_name.get(name)
        return None if only is None or common else posixpath.normpath(only)


def is_markdown(path: str) -> bool:
    """Whether a path is that of a Markdown file."""
    return path.endswith(MARKDOWN_SUFFIXES)


def join(folder: str, path: str) -> str:
    """The normalized path of a destination in a folder."""
    return posixpath.normpath(posixpath.join(folder, path))
