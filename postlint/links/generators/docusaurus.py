"""Docusaurus: https://docusaurus.io/docs/create-doc and https://docusaurus.io/docs/blog."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.links.generators.configuration import read_script, script_has, script_string
from postlint.links.generators.model import (
    Published,
    SiteFiles,
    SiteModel,
    as_address,
    base_of,
    split_page,
)
from postlint.links.placing import first
from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from postlint.links.placing import Placing

#: ``01-intro`` is published as ``intro``, but ``2024-05-01-news`` and ``7.0-x`` as they are.
_NUMBER_PREFIX = lazy_pattern(r"(\d+)\s*[-_.]+\s*([^-_.\s].*)\Z", re.S)
_NO_NUMBER_PREFIX = lazy_pattern(r"\d+[-_.]\d+")
_DATED = lazy_pattern(r"(?:.*/)?(\d{4})[-/](\d{1,2})[-/](\d{1,2})[-/](.+?)(?:/index)?\Z", re.S)


def docusaurus_model(root: str, files: SiteFiles) -> SiteModel:
    """The model of a Docusaurus site."""
    script = read_script(root, "docusaurus.config", files)
    names = files.entries(root)
    text = script or ""
    routes = re.findall(r"\brouteBasePath\s*:\s*['\"]([^'\"]*)['\"]", text)
    usual = not any(
        word in text
        for word in ("plugin-content-docs", "plugin-content-blog", "numberPrefixParser")
    )
    # With several plugins it takes more than reading to know which path goes where.
    docs_at_root = routes == ["/"] and not re.search(
        r"\bblog\s*:\s*\{[^}]{0,2000}routeBasePath", text
    )
    placer = _Placer("" if docs_at_root else "docs")
    custom_paths = re.search(r"\bpath\s*:\s*['\"](?!\.?/?(?:docs|blog)/?['\"])", text) is not None
    base = script_string(text, "baseUrl")
    return SiteModel(
        root,
        content=(root,),
        publish=placer.publish,
        static=(posixpath.join(root, "static"),),
        base=base_of(base),
        adds_base=True,
        complete=script is not None
        and base is not None
        and usual
        and not custom_paths
        and (not routes or docs_at_root)
        and not {"versions.json", "i18n"} & set(names),
        assets_complete=script is not None and not script_has(text, "staticDirectories"),
        renderer=None if "slugger" in text or script is None else "docusaurus",
        aliases=(("@site/", root),),
        skipped=frozenset({"node_modules", "build", "static", "i18n"}),
    )


class _Placer(Struct, frozen=True):
    docs: str = "docs"

    def publish(self, path: str, placing: Placing) -> Published:
        """The address of a document, a blog post, or a page of ``src/pages``."""
        kind, _, within = path.partition("/")
        if any(name.startswith("_") for name in path.split("/")):
            return Published()  # part of other pages
        slug = first(placing, "slug")
        if kind == "docs":
            return Published((self._document(within, slug, first(placing, "id")),))
        if kind == "blog":
            return Published((self._blog_post(within, slug),))
        if path.startswith("src/pages/"):
            folder, stem, _ = split_page(path.removeprefix("src/pages/"))
            return Published((as_address(folder, "" if stem == "index" else stem),))
        return Published()

    def _document(self, path: str, slug: str | None, identifier: str | None) -> str:
        folder, stem, _ = split_page(path)
        folders = [_without_number(name) for name in folder.split("/") if name]
        if slug is not None and slug.startswith("/"):
            return as_address(self.docs, slug)
        if slug is not None:
            return _join(as_address(self.docs, *folders), slug)
        name = _without_number(stem)
        if identifier is None and (
            name.lower() in ("index", "readme") or (folders and name == folders[-1])
        ):
            return as_address(self.docs, *folders)
        return as_address(self.docs, *folders, identifier or name)

    def _blog_post(self, path: str, slug: str | None) -> str:
        if slug is not None:
            return as_address("blog", slug)
        stem = posixpath.splitext(path)[0]
        dated = _DATED.match(stem)
        if dated is None:
            return as_address("blog", stem.removesuffix("/index"))
        year, month, day, name = dated.groups()
        return as_address("blog", year, f"{int(month):02}", f"{int(day):02}", name)


def _without_number(name: str) -> str:
    prefixed = _NUMBER_PREFIX.match(name)
    return name if prefixed is None or _NO_NUMBER_PREFIX.match(name) else prefixed[2]


def _join(folder: str, slug: str) -> str:
    end = "/" if slug.endswith("/") else ""
    return as_address(posixpath.normpath(posixpath.join(folder, slug)), end)
