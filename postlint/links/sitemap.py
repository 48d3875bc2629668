"""The addresses of a site: what is at one, and whether it is certain that nothing is."""

from __future__ import annotations

import posixpath
import re
from functools import cached_property
from typing import TYPE_CHECKING

from postlint.links.generators.model import MARKDOWN
from postlint.links.nearest import Names
from postlint.links.placing import placing_in
from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postlint.links.generators import Published, SiteModel
    from postlint.links.placing import Placing
    from postlint.project import Project

#: Pages that generators make of themselves, or that other tools put beside them.
_MADE = lazy_pattern(
    r"/(?:tags?|categor(?:y|ies)|topics?|authors?|series|archives?|page|feed|rss|search|404|api"
    r"|reference|next|latest|stable|dev|v?\d+\.\d+[\w.]*|page\d+|storybook|playground|admin)(?=/|\Z)",
    re.I,
)
#: Files that nothing makes: they are there or they are not.
_ASSET = lazy_pattern(
    r"\.(?:png|jpe?g|gif|svg|webp|avif|bmp|tiff?|pdf|zip|gz|tgz|mp[34]|webm|mov|ogg|wav|m4a|docx?"
    r"|pptx?|xlsx?|epub|woff2?|ttf|otf|ipynb)\Z",
    re.I,
)
_INDEX = lazy_pattern(r"/(?:index(?:\.html?)?)?\Z")
_HTML = lazy_pattern(r"\.html?\Z")
_YEAR = lazy_pattern(r"/(?:19|20)\d\d(?=/)")
#: An ending that says what a file is; "1.0" or "v2.3.0" is no such.
_SUFFIX = lazy_pattern(r"\.[A-Za-z]\w{0,7}\Z")
#: So many files are looked at; a larger site is taken for one of which not everything is known.
_MOST_FILES = 50_000


class SiteMap:
    """The pages of a site by their addresses; gathered when first asked for one."""

    def __init__(self, model: SiteModel, project: Project) -> None:
        self.model = model
        self._project = project

    def within(self, address: str) -> str | None:
        """An address from the root of the host as one from the site's; None for one outside."""
        base = self.model.base
        if not self.model.hosted:
            return None
        if not base:
            return address
        if address == base or address.startswith(f"{base}/"):
            return address[len(base) :] or "/"
        return address if self.model.adds_base else None

    def page_at(self, address: str) -> str | None:
        """The path of the page at an address, in any of the forms that servers take for it."""
        return self._pages.get(_key(address))

    def files_at(self, address: str) -> Iterator[str]:
        """The paths where a file would be that is served as it is at an address."""
        for folder in (*self.model.static, *self.model.content):
            yield posixpath.normpath(posixpath.join(folder, address.lstrip("/")))

    def address_of(self, path: str) -> str | None:
        """The address of a page; None where that is not certain."""
        return self._addresses.get(path)

    @property
    def paths(self) -> Iterable[str]:
        """The paths of all pages."""
        return self._published

    def lacks(self, address: str) -> bool:
        """Whether it is certain that nothing is at an address at which nothing was found."""
        if _ASSET.search(address):
            return self._lacks_asset(address)
        if _MADE.search(address) or not self._is_complete or _key(address) in self._redirected:
            return False
        suffix = _SUFFIX.search(address)
        if suffix is not None and not _HTML.search(address):
            return False
        parent = posixpath.dirname(_key(address))
        if parent == "/" or not parent:
            # Anything may be beside the site's pages; a slip of the pen is told by what is near.
            return self.nearest(address) is not None
        return parent in self._folders or (
            _YEAR.match(address) is not None and any(map(_YEAR.match, self._pages))
        )

    def lacks_beside(self, address: str) -> bool:
        """The same for an address that a page gives relative to its own, so within the site."""
        return self.lacks(address) or (
            self.model.assets_complete and self._is_complete and _ASSET.search(address) is not None
        )

    def nearest(self, address: str) -> str | None:
        """The address of a page that a wrong one most likely stands for."""
        near = self._names.nearest(_key(address))
        return None if near is None else self._canonical[near]

    def _lacks_asset(self, address: str) -> bool:
        if not self.model.assets_complete:
            return False
        first, slash, _ = address.lstrip("/").partition("/")
        names = [self._project.entries(folder) for folder in self.model.static]
        return any(first in found for found in names) if slash else any(names)

    @cached_property
    def _published(self) -> dict[str, Published]:
        """By path, where each page of the site is published."""
        return {
            path: self.model.publish(posixpath.relpath(path, folder), self._placing(path))
            for folder in self.model.content
            for path in self._files(folder)
        }

    @cached_property
    def _pages(self) -> dict[str, str]:
        pages: dict[str, str] = {}
        for path, published in self._published.items():
            for address in published.addresses:
                pages.setdefault(_key(address), path)
        return pages

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {
            path: published.addresses[0]
            for path, published in self._published.items()
            if published.addresses and published.certain
        }

    @cached_property
    def _is_complete(self) -> bool:
        few = len(self._published) < _MOST_FILES
        return self.model.complete and few and all(p.certain for p in self._published.values())

    @cached_property
    def _redirected(self) -> frozenset[str]:
        return frozenset(map(_key, self.model.redirected))

    @cached_property
    def _folders(self) -> frozenset[str]:
        return frozenset(posixpath.dirname(key) for key in self._pages)

    @cached_property
    def _names(self) -> Names:
        return Names(self._canonical)

    @cached_property
    def _canonical(self) -> dict[str, str]:
        """The addresses of the pages by their keys."""
        found = (a for published in self._published.values() for a in published.addresses)
        return {_key(address): address for address in found}

    def _placing(self, path: str) -> Placing:
        linted = self._project.linted(path)
        if linted is not None:
            return linted.facts.links.placing if linted.facts is not None else ()
        text = self._project.read(path) if path.endswith((*MARKDOWN, ".html")) else None
        return (placing_in(text) or ()) if text is not None else ()

    def _files(self, folder: str) -> Iterator[str]:
        """The paths of the pages' files below a folder."""
        folders = [folder]
        count = 0
        while folders:
            above = folders.pop()
            names = self._project.entries(above)
            if self.model.bundles and "index.md" in names and above != folder:
                yield posixpath.normpath(posixpath.join(above, "index.md"))
                continue
            for name in sorted(names, reverse=True):
                if name.startswith(".") or name in self.model.skipped:
                    continue
                path = posixpath.normpath(posixpath.join(above, name))
                if name.endswith(self.model.suffixes):
                    count += 1
                    yield path
                elif not _ASSET.search(name) and self._project.entries(path):
                    folders.append(path)
                if count >= _MOST_FILES:
                    return


def _key(address: str) -> str:
    """An address without what servers take to be the same: ``index.html``, ``.html``, a slash."""
    return _HTML.sub("", _INDEX.sub("", address)) or "/"
