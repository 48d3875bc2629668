"""Astro: https://docs.astro.build/en/guides/routing/, with Starlight's documents."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.links.generators.configuration import read_script, script_has, script_string
from postlint.links.generators.model import (
    MARKDOWN,
    Published,
    SiteFiles,
    SiteModel,
    as_address,
    base_of,
    split_page,
)
from postlint.links.placing import first

if TYPE_CHECKING:
    from postlint.links.placing import Placing

_PAGES, _STARLIGHT = "pages/", "content/docs/"


def astro_model(root: str, files: SiteFiles) -> SiteModel:
    """The model of an Astro site: its pages are known only as far as their routes are files."""
    script = read_script(root, "astro.config", files)
    text = script or ""
    starlight = "starlight(" in text
    source = posixpath.normpath(posixpath.join(root, script_string(text, "srcDir") or "src"))
    public = script_string(text, "publicDir") or "public"
    custom_ids = "rehype-slug" in text or "rehypePlugins" in text or "remarkPlugins" in text
    return SiteModel(
        root,
        content=(source,),
        publish=_Placer(starlight).publish,
        suffixes=(*MARKDOWN, ".astro", ".html", ".ts", ".js"),
        static=(posixpath.normpath(posixpath.join(root, public)),),
        base=base_of(script_string(text, "base")),
        complete=script is not None
        and not any(script_has(text, key) for key in ("integrations", "redirects")),
        assets_complete=script is not None and not script_has(text, "integrations"),
        renderer=None if script is None or custom_ids else "astro",
        skipped=frozenset({"node_modules", "components", "layouts", "assets", "styles"}),
    )


class _Placer(Struct, frozen=True):
    starlight: bool = False

    def publish(self, path: str, placing: Placing) -> Published:
        """The address of a page with a route of its own; other content goes where routes say."""
        if path.startswith(_PAGES):
            within = path.removeprefix(_PAGES)
            if "[" in within:
                return Published(certain=False)
            if any(part.startswith("_") for part in within.split("/")):
                return Published()
            folder, stem, suffix = split_page(within)
            if suffix in (".ts", ".js"):
                return Published((as_address(folder, stem),))
            return Published((as_address(folder, "" if stem == "index" else stem, "/"),))
        if path.startswith(_STARLIGHT) and self.starlight and path.endswith(MARKDOWN):
            folder, stem, _ = split_page(path.removeprefix(_STARLIGHT))
            slug = first(placing, "slug")
            own = slug if slug is not None else posixpath.join(folder, stem).lower()
            name = own.removesuffix("index") if own.endswith("/index") or own == "index" else own
            return Published((as_address(name, "/"),))
        if path.endswith(MARKDOWN):
            return Published(certain=False)
        return Published()
