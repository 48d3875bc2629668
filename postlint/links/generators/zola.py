"""Zola: https://www.getzola.org/documentation/content/page/."""

from __future__ import annotations

import posixpath
import unicodedata
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.links.generators.configuration import mapping, read_first
from postlint.links.generators.model import (
    Published,
    SiteFiles,
    SiteModel,
    as_address,
    base_of,
    split_page,
)
from postlint.links.placing import every, first
from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from postlint.links.placing import Placing

CONFIGURATIONS = ("zola.toml", "config.toml")
_DATE_PREFIX = lazy_pattern(r"\d{4}-\d{2}-\d{2}(?:T[\dZ:.+-]+?)?[-_](?=.)")
_NOT_SLUG = lazy_pattern(r"[^a-z0-9]+")


def zola_model(root: str, files: SiteFiles) -> SiteModel:
    """The model of a Zola site."""
    found = read_first(root, CONFIGURATIONS, files)
    config = found[1] if found is not None else {}
    content = posixpath.normpath(posixpath.join(root, "content"))
    slugify = mapping(config.get("slugify")).get("paths", "on")
    theme = config.get("theme")
    themes = [posixpath.join(root, "themes", theme)] if isinstance(theme, str) else []
    return SiteModel(
        root,
        content=(content,),
        publish=_Placer(slugify == "on" or slugify is True).publish,
        static=(
            posixpath.join(root, "static"),
            *(posixpath.join(folder, "static") for folder in themes),
        ),
        base=base_of(config.get("base_url")),
        complete=found is not None and not mapping(config.get("languages")),
        assets_complete=all(files.entries(folder) for folder in themes),
        aliases=(("@/", content),),
        links_bare_urls=None if found is None else False,
    )


class _Placer(Struct, frozen=True):
    slugify: bool = True

    def publish(self, path: str, placing: Placing) -> Published:
        """The addresses of a page, its aliases among them."""
        folder, stem, _ = split_page(path)
        aliases = tuple(as_address(alias) for alias in every(placing, "aliases"))
        own = first(placing, "path")
        if own is not None:
            return Published((as_address(own, "/"), *aliases))
        if stem == "_index":
            return Published((as_address(self._slugs(folder), "/"), *aliases))
        if stem == "index":
            folder, stem = posixpath.split(folder)
        slug = first(placing, "slug") or _DATE_PREFIX.sub("", stem)
        address = as_address(self._slugs(folder), self._slugs(slug), "/")
        # What is not ASCII, Zola spells out by tables of its own.
        return Published((address, *aliases), certain=address.isascii() and path.isascii())

    def _slugs(self, path: str) -> str:
        if not self.slugify:
            return path
        bare = unicodedata.normalize("NFKD", path).lower()
        return "/".join(_NOT_SLUG.sub("-", part).strip("-") for part in bare.split("/"))
