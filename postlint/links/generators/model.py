"""The model of a site: what its generator's configuration says about addresses."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Protocol
from urllib.parse import unquote, urlsplit

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable

    from postlint.links.placing import Placing

MARKDOWN = (".md", ".markdown", ".mdx", ".mkd", ".mdown")


class SiteFiles(Protocol):
    """The files of a site; paths are as those of posts are."""

    def entries(self, folder: str) -> frozenset[str]:
        """The names in a folder; empty when there are none."""

    def read(self, path: str) -> str | None:
        """The text of a file; None where there is none."""


class Published(Struct, frozen=True):
    """The addresses of a page from the root of its site, the canonical one first.

    They begin with ``/``, without the site's base, and are not percent-encoded. Where they are
    not ``certain`` the page may be elsewhere as well.
    """

    addresses: tuple[str, ...] = ()
    certain: bool = True


class Listed(Struct, frozen=True):
    """A page that a site's configuration names, and the span where it does."""

    path: str
    configuration: str
    span: tuple[int, int]


def unknown(path: str, placing: Placing) -> Published:
    """Where a page is published of which nothing is known."""
    return Published(certain=False)


class SiteModel(Struct, frozen=True):
    """What is known of a site.

    ``content`` are the folders with its pages, and ``publish`` gives the addresses of one by its
    path from the first of these that holds it. What is in the folders ``static`` is served as it
    is from the root. ``base`` is what all addresses begin with ("/blog", or ""). ``complete``
    says that there are no pages but those (and lists of them), ``assets_complete`` that there
    are no other images and downloads. ``renderer`` is the name of the slugger of its headings;
    None: not known.
    """

    root: str
    content: tuple[str, ...] = ()
    publish: Callable[[str, Placing], Published] = unknown
    suffixes: tuple[str, ...] = (*MARKDOWN, ".html")
    static: tuple[str, ...] = ()
    base: str = ""
    complete: bool = False
    assets_complete: bool = True
    renderer: str | None = None
    #: Whether a URL in the text becomes a link by itself; None: not known.
    links_bare_urls: bool | None = None
    #: Addresses without a file that lead to pages of the site.
    redirected: frozenset[str] = frozenset()
    #: Whether the generator puts the base before addresses that do not begin with it.
    adds_base: bool = False
    #: Whether only files with front matter are made into pages; others are read on GitHub.
    needs_front_matter: bool = False
    #: Whether it is known where the site is, so that an address from the root can be its own.
    hosted: bool = True
    #: Aliases at the head of destinations, and the folders they stand for.
    aliases: tuple[tuple[str, str], ...] = ()
    #: The pages that the configuration names, which are to be there.
    listed: tuple[Listed, ...] = ()
    #: Whether all files in a folder with an ``index.md`` are parts of that page.
    bundles: bool = False
    #: Whether the labels of references may be defined in other files than the one that uses them.
    labels_elsewhere: bool = False
    #: Names of folders with no pages in them.
    skipped: frozenset[str] = frozenset()


def base_of(url: object) -> str:
    """The path of a site's URL, or of its base, as ``SiteModel.base`` has it."""
    if not isinstance(url, str):
        return ""
    try:
        path = urlsplit(url.strip()).path
    except ValueError:
        return ""
    stripped = unquote(path).strip("/")
    return f"/{stripped}" if stripped else ""


def as_address(*parts: str) -> str:
    """An address from its parts: one slash between them and at the start, the last one kept."""
    joined = "/".join(part for part in parts if part)
    pieces = [piece for piece in joined.split("/") if piece]
    end = "/" if joined.endswith("/") and pieces else ""
    return "/" + "/".join(pieces) + end


def split_page(path: str) -> tuple[str, str, str]:
    """The folder ("" for none), the name without suffix, and the suffix of a path."""
    folder, name = posixpath.split(path)
    stem, suffix = posixpath.splitext(name)
    return folder, stem, suffix
