"""From a destination that a site knows by address or by name to its page or file."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from postlint.links.files import FileTree, is_markdown, join
from postlint.links.generators import model_of
from postlint.links.generators.hugo import pages_referred_to
from postlint.links.generators.jekyll import post_named
from postlint.links.outcome import UNDECIDED, Outcome, Resolution
from postlint.links.sitemap import SiteMap
from postlint.links.sites import is_within
from postlint.links.targets import Form, Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.links.sites import Site
    from postlint.project import Project


class SiteAddresses:
    """Resolves the addresses and names that are used on one site."""

    def __init__(self, site: Site, project: Project, tree: FileTree) -> None:
        self.model = model_of(site.generator, site.root, project)
        self._generator = site.generator
        self._map = SiteMap(self.model, project)
        self._project = project
        self._tree = tree
        self._resolvers = {
            Form.BASE: self._from_base,
            Form.ROOT: self._from_root,
            Form.ALIAS: self._aliased,
            Form.POST: self._post,
            Form.FILE: self._file,
            Form.REFERENCE: self._reference,
        }

    def may_hold(self, folder: str) -> bool:
        """Whether pages of the site may be in a folder; others are read on GitHub."""
        folder = posixpath.normpath(folder)
        return not self.model.content or any(
            is_within(folder, content) for content in self.model.content
        )

    def is_part(self, post: str) -> bool:
        """Whether a file is no page of its own, but part of the one in its folder or above."""
        folder, name = posixpath.split(posixpath.normpath(post))
        if not self.model.bundles or name == "index.md":
            return False
        while folder not in self.model.content and folder not in ("", "/"):
            if "index.md" in self._project.entries(folder):
                return True
            folder = posixpath.dirname(folder)
        return False

    def resolve(self, target: Target, post: str) -> Resolution:
        """What a destination that does not start from the post's file leads to."""
        resolve = self._resolvers.get(target.form)
        return UNDECIDED if resolve is None else resolve(target, post)

    def resolve_relative(self, target: Target, post: str) -> Resolution:
        """What a destination leads to that starts from the address of the post's page."""
        own = self._map.address_of(post)
        if own is None or (not is_page_form(own) and not own.endswith("/")):
            # Served with and without a slash, so that there are two places to start from.
            return UNDECIDED
        address = _join_address(own, target.path)
        if address is None:
            return UNDECIDED
        found = self._at(address, target.path)
        if found.outcome is Outcome.UNDECIDED and self._map.lacks_beside(address):
            return Resolution(Outcome.MISSING, target.path, "file", "")
        return found

    def _from_root(self, target: Target, post: str) -> Resolution:
        address = self._map.within(target.path)
        if address is None:
            return UNDECIDED
        has_base = address != target.path or not self.model.base
        return self._at(address, target.path, self.model.base if has_base else "")

    def _from_base(self, target: Target, post: str) -> Resolution:
        return self._at(target.path, target.path)

    def _at(self, address: str, written: str, prefix: str | None = None) -> Resolution:
        """What is at an address; ``prefix`` is what stands before it where it is written so."""
        page = self._map.page_at(address)
        if page is not None:
            return Resolution(Outcome.FOUND, page)
        paths = list(self._map.files_at(address))
        for path in paths:
            if self._tree.is_there(path):
                return Resolution(Outcome.FOUND, path)
        if is_markdown(address):
            return self._markdown(paths, written)
        if not self._map.lacks(address):
            return UNDECIDED
        for path, folder in zip(paths, (*self.model.static, *self.model.content), strict=True):
            spelled = self._tree.in_other_case(path)
            if spelled is not None:
                actual = posixpath.relpath(spelled, folder)
                suggestion = "" if prefix is None else f"{prefix}/{actual}"
                return Resolution(Outcome.WRONG_CASE, spelled, "file", suggestion)
        near = self._map.nearest(address) if prefix is not None else None
        is_file = posixpath.splitext(address)[1] not in ("", ".html", ".htm")
        noun = "file" if is_file and near is None else "page"
        suggestion = "" if near is None else f"{prefix}{near}"
        return Resolution(Outcome.MISSING, written, noun, suggestion)

    def _markdown(self, paths: list[str], written: str) -> Resolution:
        """A Markdown file by its path from the site's or the content's root."""
        first = written.strip("/").partition("/")[0]
        folders = {posixpath.normpath(posixpath.join(self.model.root, first))}
        folders |= {posixpath.join(folder, first) for folder in self.model.content}
        from_root = join(self.model.root, written.lstrip("/"))
        found = self._tree.find(from_root)
        if found is not None:
            return Resolution(Outcome.FOUND, found)
        if any(map(self._project.entries, folders)):
            return Resolution(Outcome.MISSING, from_root, "file", "")
        return UNDECIDED

    def _aliased(self, target: Target, post: str) -> Resolution:
        for alias, folder in self.model.aliases:
            if not target.path.startswith(alias):
                continue
            path = join(folder, target.path.removeprefix(alias))
            if self._tree.is_there(path):
                return Resolution(Outcome.FOUND, path)
            if is_markdown(path) or alias == "@/":
                return Resolution(Outcome.MISSING, path, "file", "")
        return UNDECIDED

    def _post(self, target: Target, post: str) -> Resolution:
        if self._generator != "jekyll":
            return UNDECIDED
        for path in self._posts():
            if post_named(target.path, path):
                return Resolution(Outcome.FOUND, path)
        return Resolution(Outcome.MISSING, target.path, "post", "")

    def _posts(self) -> Iterator[str]:
        return (path for path in self._map.paths if "_posts/" in path or "_drafts/" in path)

    def _file(self, target: Target, post: str) -> Resolution:
        if self._generator != "jekyll":
            return UNDECIDED
        path = join(self.model.root, target.path.lstrip("/"))
        if self._tree.is_there(path):
            return Resolution(Outcome.FOUND, path)
        return Resolution(Outcome.MISSING, path, "file", "")

    def _reference(self, target: Target, post: str) -> Resolution:
        if self._generator != "hugo" or not self.model.content:
            return UNDECIDED
        if not target.path:
            return Resolution(Outcome.FOUND, post)
        (content, *_) = self.model.content
        for path in pages_referred_to(target.path, post, content):
            if self._tree.is_there(path):
                return Resolution(Outcome.FOUND, path)
        if "/" not in target.path.strip("/"):
            named = self._named(target.path)
            if named is not None:
                return Resolution(Outcome.FOUND, named)
        if not self.model.complete:
            return UNDECIDED
        return Resolution(Outcome.MISSING, target.path, "page", "")

    def _named(self, name: str) -> str | None:
        """The page of a name that ``ref`` finds wherever it is."""
        for path in self._map.paths:
            folder, own = posixpath.split(path)
            stem = posixpath.splitext(own)[0]
            bundle = posixpath.basename(folder) if stem in ("index", "_index") else stem
            if name.strip("/") in (own, stem, bundle):
                return path
        return None


def is_page_form(address: str) -> bool:
    """Whether an address is that of a file, so that what is relative starts from its folder."""
    return posixpath.splitext(address)[1] in (".html", ".htm")


def _join_address(own: str, path: str) -> str | None:
    """The address that a relative destination means; None for one above the site's root."""
    parts = posixpath.dirname(own).split("/")[1:] if own != "/" else []
    folder = [part for part in parts if part]
    for part in path.split("/"):
        if part == "..":
            if not folder:
                return None
            folder.pop()
        elif part not in ("", "."):
            folder.append(part)
    end = "/" if path.endswith("/") or path.split("/")[-1] in (".", "..") else ""
    return "/" + "/".join(folder) + (end if folder else "")
