"""What each site generator makes of a folder: which page is at which address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.links.generators.model import Listed, Published, SiteFiles, SiteModel

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Listed", "Published", "SiteFiles", "SiteModel", "model_of"]


def model_of(generator: str, root: str, files: SiteFiles) -> SiteModel:
    """The model of the site in a folder, from its configuration files.

    Of a generator that is not known here, the model knows no page and no address.
    """
    make = _makers().get(generator)
    return SiteModel(root) if make is None else make(root, files)


def _makers() -> dict[str, Callable[[str, SiteFiles], SiteModel]]:
    from postlint.links.generators.astro import astro_model
    from postlint.links.generators.bundlers import BUNDLERS
    from postlint.links.generators.docusaurus import docusaurus_model
    from postlint.links.generators.hugo import hugo_model
    from postlint.links.generators.jekyll import jekyll_model
    from postlint.links.generators.mdbook import mdbook_model
    from postlint.links.generators.mkdocs import mkdocs_model
    from postlint.links.generators.vitepress import vitepress_model, vuepress_model
    from postlint.links.generators.zola import zola_model

    return {
        "astro": astro_model,
        "docusaurus": docusaurus_model,
        "hugo": hugo_model,
        "jekyll": jekyll_model,
        "mdbook": mdbook_model,
        "mkdocs": mkdocs_model,
        "vitepress": vitepress_model,
        "vuepress": vuepress_model,
        "zola": zola_model,
        **BUNDLERS,
    }
