"""From a relative destination to a file: found, missing, or not to be decided offline."""

from __future__ import annotations

import posixpath
import re
from enum import Enum, auto
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote

from postlint.links.nearest import nearest
from postlint.links.sites import Place, place_of
from postlint.links.targets import Form, read_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.links.facts import LinkFact
    from postlint.project import Project

MARKDOWN_SUFFIXES = (".md", ".markdown", ".mdx", ".mkd", ".mdown", ".qmd", ".Rmd")
_HTML_SUFFIXES = (".html", ".htm")
#: What stands for a folder when it is asked for.
_INDEXES = ("index", "README", "_index")
#: Pages of a repository that GitHub has and no file stands for; a link from a file starts two
#: levels deeper than they are (``/owner/name/blob/main/README.md``).
_GITHUB_PAGE = re.compile(
    r"(?:\.\./){2,}(?:issues|pulls?|wiki|releases|actions|discussions|tree|blob|raw|edit|new|"
    r"commits?|compare|milestones?|security|projects|labels|tags|branches|graphs|network|"
    r"stargazers|watchers|forks?|archive|packages|deployments|contribute|graphs|pulse|settings)"
    r"(?:[/?#]|\Z)"
)
_DATE_PREFIX = re.compile(r"\d{4}-\d{1,2}-\d{1,2}-")


class Outcome(Enum):
    """What became of a destination."""

    FOUND = auto()
    #: Found, but spelled in another case.
    WRONG_CASE = auto()
    MISSING = auto()
    #: Not a file's, or one only the site generator or a server knows.
    UNDECIDED = auto()


class Resolution(NamedTuple):
    """An outcome with the path: of what was found, or of what is missing."""

    outcome: Outcome
    path: str = ""


_UNDECIDED = Resolution(Outcome.UNDECIDED)


class Resolver:
    """Resolves the relative destinations of a project's posts."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._places: dict[str, Place] = {}
        self._by_name: dict[str, list[str]] | None = None

    def place_of(self, post: str) -> Place:
        """The site and repository of a post."""
        folder = posixpath.dirname(post)
        if folder not in self._places:
            self._places[folder] = place_of(folder, self._project.entries)
        return self._places[folder]

    def resolve(self, fact: LinkFact, post: str) -> Resolution:
        """What a link in a post leads to; the path of the page itself for a bare fragment."""
        target = read_url(fact.url)
        if target.form is Form.PAGE:
            return Resolution(Outcome.FOUND, post)
        if target.form is not Form.RELATIVE or "\0" in target.path:
            return _UNDECIDED
        folder = posixpath.dirname(post)
        path = _join(folder, target.path)
        found = self._find(path, _join(folder, fact.url[: target.path_end]))
        markdown = path.endswith(MARKDOWN_SUFFIXES)
        place = self.place_of(post)
        site = place.site
        if found is not None:
            from_file = site is None or site.resolves_from_file or markdown
            return Resolution(Outcome.FOUND, found) if from_file else _UNDECIDED
        if _GITHUB_PAGE.match(target.path) or not place.holds(path):
            return _UNDECIDED
        if not markdown and not self._starts_from_file(fact, post, path):
            return _UNDECIDED
        if site is not None and any(
            self._find(_join(base, target.path)) for base in site.bases(folder)
        ):
            return _UNDECIDED
        spelled = self._project.exact_case(path)
        if spelled is not None:
            return Resolution(Outcome.WRONG_CASE, spelled)
        if any(self._project.exact_case(source) for source in self._sources(path)):
            return _UNDECIDED
        return Resolution(Outcome.MISSING, path)

    def nearest(self, path: str) -> str | None:
        """An existing path that a missing one most likely stands for.

        Each part that does not exist is replaced by the nearest name in its folder; failing
        that, the one linted post of that name, wherever it is.
        """
        return self._nearest_by_parts(path) or self._only_one_named(posixpath.basename(path))

    def _starts_from_file(self, fact: LinkFact, post: str, path: str) -> bool:
        """Whether a destination that is no Markdown file is one relative to the post's file."""
        site = self.place_of(post).site
        if site is None:
            facts = self._project.facts_of(post)
            return facts is None or not facts.links.placed
        suffix = posixpath.splitext(path)[1]
        if fact.kind == "html" or not suffix or suffix in _HTML_SUFFIXES:
            return False
        in_bundle = site.generator == "hugo" and posixpath.basename(post) in (
            "index.md",
            "_index.md",
        )
        return site.resolves_from_file or in_bundle

    def _find(self, *paths: str) -> str | None:
        """What exists, in this very case, at the first of the paths or as the source of it."""
        for path in paths:
            for candidate in (path, *self._sources(path)):
                if self._project.exact_case(candidate) == candidate:
                    return candidate
        return None

    def _sources(self, path: str) -> Iterator[str]:
        """The Markdown files from which a site generator may make the page at a path."""
        if path.endswith(MARKDOWN_SUFFIXES):
            return
        stem, suffix = posixpath.splitext(path)
        if suffix not in _HTML_SUFFIXES:
            stem = path
        folder, name = posixpath.split(stem)
        yield from (stem + ending for ending in MARKDOWN_SUFFIXES)
        indexed = folder if name == "index" else stem
        yield from (posixpath.join(indexed, f"{index}.md") for index in _INDEXES)
        for entry in self._project.entries(folder or "."):
            dated = _DATE_PREFIX.match(entry)
            if dated and posixpath.splitext(entry[dated.end() :])[0] == name:
                yield posixpath.join(folder, entry)

    def _nearest_by_parts(self, path: str) -> str | None:
        folder = "/" if path.startswith("/") else "."
        for part in path.strip("/").split("/"):
            names = self._project.entries(folder)
            if part != ".." and part not in names:
                suffix = posixpath.splitext(part)[1].lower()
                near = nearest(part, [name for name in names if name.lower().endswith(suffix)])
                if near is None:
                    return None
                part = near
            folder = posixpath.normpath(posixpath.join(folder, part))
        return folder

    def _only_one_named(self, name: str) -> str | None:
        if self._by_name is None:
            self._by_name = {}
            for path in self._project.results:
                self._by_name.setdefault(posixpath.basename(path), []).append(path)
        # Every folder may have its own of these.
        common = posixpath.splitext(name)[0] in _INDEXES
        paths = self._by_name.get(name, [])
        return posixpath.normpath(paths[0]) if len(paths) == 1 and not common else None


def _join(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, unquote(path)))
