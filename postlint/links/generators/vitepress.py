"""VitePress and VuePress: https://vitepress.dev/guide/routing, https://vuepress.vuejs.org/guide/."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

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

_SKIPPED = frozenset({"node_modules", "public", "dist"})
_OWN_ANCHORS = lazy_pattern(r"\banchor\s*:|\bslugify\b|markdown-it-anchor")


def vitepress_model(root: str, files: SiteFiles) -> SiteModel:
    """The model of a VitePress site."""
    script = read_script(posixpath.join(root, ".vitepress"), "config", files)
    if script is None:
        script = read_script(posixpath.join(root, ".vitepress", "config"), "index", files)
    text = script or ""
    source = script_string(text, "srcDir") or "."
    content = posixpath.normpath(posixpath.join(root, source))
    return SiteModel(
        root,
        content=(content,),
        publish=_publish,
        static=(posixpath.join(content, "public"),),
        base=base_of(script_string(text, "base")),
        adds_base=True,
        complete=script is not None
        and not any(script_has(text, key) for key in ("rewrites", "ignoreDeadLinks", "srcExclude"))
        and (script_has(text, "srcDir") == (source != ".")),
        assets_complete=script is not None,
        renderer=None if script is None or _OWN_ANCHORS.search(text) else "vitepress",
        skipped=_SKIPPED,
    )


def vuepress_model(root: str, files: SiteFiles) -> SiteModel:
    """The model of a VuePress site; its plugins make pages, too."""
    settings = posixpath.join(root, ".vuepress")
    script = read_script(settings, "config", files)
    text = script or ""
    return SiteModel(
        root,
        content=(root,),
        publish=_publish_in_vuepress,
        static=(posixpath.join(settings, "public"),),
        base=base_of(script_string(text, "base")),
        adds_base=True,
        complete=script is not None
        and not any(script_has(text, key) for key in ("plugins", "theme", "permalink", "extend")),
        assets_complete=script is not None,
        renderer=None if script is None or _OWN_ANCHORS.search(text) else "vitepress",
        skipped=_SKIPPED,
    )


def _publish(path: str, placing: Placing) -> Published:
    """VitePress goes by names alone, and to it ``README`` is a name like others."""
    folder, stem, _ = split_page(path)
    if "[" in path:
        return Published(certain=False)
    return Published((as_address(folder, "/" if stem == "index" else f"{stem}.html"),))


def _publish_in_vuepress(path: str, placing: Placing) -> Published:
    permalink = first(placing, "permalink")
    if permalink is not None:
        return Published((as_address(permalink),), certain=":" not in permalink)
    folder, stem, _ = split_page(path)
    if "[" in path:
        return Published(certain=False)
    if stem.lower() in ("index", "readme"):
        found = [as_address(folder, "/")]
        if stem.lower() == "readme":
            found.append(as_address(folder, f"{stem}.html"))
        return Published(tuple(found))
    return Published((as_address(folder, f"{stem}.html"),))
