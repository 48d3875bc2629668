"""mdBook: https://rust-lang.github.io/mdBook/format/configuration/index.html."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from postlint.links.generators.configuration import mapping, read_first
from postlint.links.generators.model import Published, SiteFiles, SiteModel, as_address, split_page

if TYPE_CHECKING:
    from postlint.links.placing import Placing


def mdbook_model(root: str, files: SiteFiles) -> SiteModel:
    """The model of a book; where it is published is not known."""
    found = read_first(root, ("book.toml",), files)
    config = found[1] if found is not None else {}
    source = mapping(config.get("book")).get("src", "src" if found else ".")
    content = posixpath.normpath(posixpath.join(root, source if isinstance(source, str) else "src"))
    output = mapping(config.get("output"))
    redirects = mapping(mapping(output.get("html")).get("redirect"))
    return SiteModel(
        root,
        content=(content,),
        publish=_publish,
        static=(content,),
        complete=found is not None and set(output) <= {"html", "linkcheck"},
        redirected=frozenset(map(as_address, redirects)),
        hosted=False,
        links_bare_urls=None if found is None else False,
    )


def _publish(path: str, placing: Placing) -> Published:
    folder, stem, _ = split_page(path)
    name = "index" if stem == "README" else stem
    return Published((as_address(folder, f"{name}.html"),))
