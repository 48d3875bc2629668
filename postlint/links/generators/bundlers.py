"""Generators whose routes are programs: only the folder that is served as it is can be known.

https://nextjs.org/docs/pages/building-your-application/optimizing/static-assets,
https://www.gatsbyjs.com/docs/how-to/images-and-media/static-folder/,
https://nuxt.com/docs/getting-started/assets, https://svelte.dev/docs/kit/project-structure,
https://www.11ty.dev/docs/config/.
"""

from __future__ import annotations

import posixpath
from functools import partial
from typing import TYPE_CHECKING

from postlint.links.generators.configuration import read_script
from postlint.links.generators.model import SiteFiles, SiteModel

if TYPE_CHECKING:
    from collections.abc import Callable


def _bundled(folder: str, root: str, files: SiteFiles) -> SiteModel:
    return SiteModel(root, static=(posixpath.join(root, folder),))


def _eleventy(root: str, files: SiteFiles) -> SiteModel:
    script = read_script(root, "eleventy.config", files) or read_script(root, ".eleventy", files)
    anchors = script is not None and "markdown-it-anchor" in script and "slugify" not in script
    return SiteModel(
        root,
        static=tuple(posixpath.join(root, name) for name in ("public", "static", "src", "")),
        assets_complete=False,
        renderer="markdown-it-anchor" if anchors else None,
    )


BUNDLERS: dict[str, Callable[[str, SiteFiles], SiteModel]] = {
    "eleventy": _eleventy,
    "gatsby": partial(_bundled, "static"),
    "next": partial(_bundled, "public"),
    "nuxt": partial(_bundled, "public"),
    "sveltekit": partial(_bundled, "static"),
}
