"""From a relative destination to a file: found, missing, or not to be decided offline."""

from __future__ import annotations

import posixpath
import re
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from postlint.links.anchors import Anchors, anchors_of
from postlint.links.nearest import Names
from postlint.links.sites import Place, is_partial, place_of, untranslated
from postlint.links.targets import Form, read_url, with_scheme

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
    r"(?:\.\./)+(?:tree|blob|raw|edit)/|"
    r"(?:\.\./){2,}(?:issues|pulls?|wiki|releases|actions|discussions|new|"
    r"commits?|compare|milestones?|security|projects|labels|tags|branches|graphs|network|"
    r"stargazers|watchers|forks?|archive|packages|deployments|contribute|pulse|settings)"
    r"(?:[/?#]|\Z)"
)
#: In characters; the systems' limits are 260 to 4096.
_LONGEST_PATH = 1024
#: An ending that is not that of a version or a sentence.
_FILE_SUFFIX = re.compile(r"\.\d?[A-Za-z]\w{0,7}\Z")
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
        self._is_partial = lru_cache(maxsize=None)(is_partial)
        self._places: dict[str, Place] = {}
        self._anchors: dict[str, Anchors | None] = {}
        self._names: dict[tuple[str, str], Names] = {}
        self._there: dict[str, bool] = {}
        self._dated_posts: dict[str, dict[str, str]] = {}
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
        if self._is_partial(post) or "\0" in target.path:
            return _UNDECIDED
        if target.form is Form.PAGE:
            return Resolution(Outcome.FOUND, post)
        if target.form is not Form.RELATIVE or len(target.path) > _LONGEST_PATH:
            return _UNDECIDED
        folder = posixpath.dirname(post)
        path = _join(folder, target.path)
        found = self._find(path, _join(folder, fact.url[: target.path_end]))
        if found is not None:
            from_file = self._starts_from_file(fact, post, target.path) or _is_markdown(path)
            return Resolution(Outcome.FOUND, found) if from_file else _UNDECIDED
        if with_scheme(fact.url) is not None:
            return Resolution(Outcome.MISSING, path)
        if self._may_be_elsewhere(fact, post, target.path):
            return _UNDECIDED
        spelled = self._project.exact_case(path)
        if spelled is not None:
            return Resolution(Outcome.WRONG_CASE, spelled)
        if any(self._project.exact_case(source) for source in self._sources(path)):
            return _UNDECIDED
        return Resolution(Outcome.MISSING, path)

    def anchors_of(self, page: str) -> Anchors | None:
        """The anchors of a Markdown file; None where they cannot be had."""
        if page not in self._anchors:
            facts = self._project.facts_of(page)
            self._anchors[page] = None if facts is None else anchors_of(facts.links)
        return self._anchors[page]

    def nearest(self, path: str) -> str | None:
        """An existing path that a missing one most likely stands for.

        Each part that does not exist is replaced by the nearest name in its folder; failing
        that, the one linted post of that name, wherever it is.
        """
        return self._nearest_by_parts(path) or self._only_one_named(posixpath.basename(path))

    def _may_be_elsewhere(self, fact: LinkFact, post: str, target: str) -> bool:
        """Whether a destination without a file at its path may lead somewhere all the same."""
        folder = posixpath.dirname(post)
        path = _join(folder, target)
        place = self.place_of(post)
        if _GITHUB_PAGE.match(target) or not place.holds(path):
            return True
        if not _is_markdown(path) and not self._starts_from_file(fact, post, target):
            return True
        if "i18n" in path.split("/"):
            return True
        elsewhere = list(untranslated(path))
        if place.site is not None:
            elsewhere += [_join(base, target) for base in place.site.bases(folder)]
        return self._find(*elsewhere) is not None

    def _starts_from_file(self, fact: LinkFact, post: str, target: str) -> bool:
        """Whether a destination that is no Markdown file is one relative to the post's file."""
        site = self.place_of(post).site
        facts = self._project.facts_of(post)
        if site is None and (facts is None or not facts.links.rendered):
            return True
        suffix = posixpath.splitext(target)[1]
        if suffix in _HTML_SUFFIXES or not _FILE_SUFFIX.match(suffix):
            return False
        if site is None:
            return facts is None or not facts.links.placed
        if fact.kind == "html":
            return False
        if site.resolves_from_file:
            return True
        # Hugo and Zola publish what lies beside such a page beside it, wherever that is.
        in_bundle = posixpath.basename(post) in ("index.md", "_index.md")
        return site.generator == "hugo" and in_bundle and not target.startswith("../")

    def _find(self, *paths: str) -> str | None:
        """What exists, in this very case, at the first of the paths or as the source of it."""
        for path in paths:
            if self._is_there(path):
                return path
            for source in self._sources(path):
                if self._is_there(source):
                    return source
        return None

    def _is_there(self, path: str) -> bool:
        """Whether there is something at a normalized path, every part in this very case."""
        if path not in self._there:
            folder, name = posixpath.split(path)
            above = folder or "."
            self._there[path] = name in ("", ".", "..") or (
                self._is_there(above) and self._has(above, name)
            )
        return self._there[path]

    def _has(self, folder: str, name: str) -> bool:
        names = self._project.entries(folder)
        if not names:
            # A folder may be entered, but not listed.
            return self._project.exists(posixpath.join(folder, name))
        return name in names

    def _sources(self, path: str) -> Iterator[str]:
        """The Markdown files from which a site generator may make the page at a path."""
        if _is_markdown(path):
            return
        stem, suffix = posixpath.splitext(path)
        if suffix not in _HTML_SUFFIXES:
            stem = path
        folder, name = posixpath.split(stem)
        yield from (stem + ending for ending in MARKDOWN_SUFFIXES)
        indexed = folder if name == "index" else stem
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
            for path in self._project.results:
                self._by_name.setdefault(posixpath.basename(path), []).append(path)
        # Every folder may have its own of these.
        common = posixpath.splitext(name)[0] in _INDEXES
        paths = self._by_name.get(name, [])
        return posixpath.normpath(paths[0]) if len(paths) == 1 and not common else None


def _is_markdown(path: str) -> bool:
    return path.endswith(MARKDOWN_SUFFIXES)


def _join(folder: str, path: str) -> str:
    return posixpath.normpath(posixpath.join(folder, path))
