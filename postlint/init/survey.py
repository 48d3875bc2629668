"""What a site is: its posts, what makes pages of them, and the languages they are in."""

from __future__ import annotations

import posixpath
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.discovery import discover
from postlint.disk import DiskFiles, read_source
from postlint.document import make_document
from postlint.init.decisions import Site
from postlint.links.sites import place_of
from postlint.settings import Configuration, Overrides
from postlint.source import DecodeError
from postlint.spelling.languages import language_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

#: So many posts tell the languages of a site.
_MOST_READ = 300


class Survey(Struct, frozen=True):
    """Generators with the folders of their sites, and languages with their numbers of posts.

    ``read`` posts were read for their language; None stands for one without a dictionary.
    """

    generators: tuple[tuple[str, str], ...]
    languages: tuple[tuple[str | None, int], ...]
    read: int


def find_site(folder: Path) -> Site:
    """The posts below the current folder, as if there were no configuration yet."""
    return Site(folder, discover(["."], Configuration(Overrides(isolated=True))).paths)


def survey(posts: Sequence[str]) -> Survey:
    """Looks at posts by their paths, which are relative to the current folder."""
    step = -(-len(posts) // _MOST_READ) or 1
    languages = Counter(_languages(posts[::step]))
    return Survey(
        tuple(_generators(posts)),
        tuple(sorted(languages.items(), key=lambda item: (-item[1], str(item[0])))),
        languages.total(),
    )


def _generators(posts: Iterable[str]) -> dict[tuple[str, str], None]:
    """The sites that posts belong to, in the order of their folders."""
    entries = DiskFiles().entries
    found = set()
    for folder in {posixpath.dirname(post) for post in posts}:
        site = place_of(folder, entries).site
        if site is not None:
            found.add((site.root, site.generator))
    return dict.fromkeys((generator, root) for root, generator in sorted(found))


def _languages(posts: Iterable[str]) -> Iterable[str | None]:
    for post in posts:
        try:
            document = make_document(read_source(post), flavor="auto")
        except (OSError, DecodeError, ValueError):
            continue
        yield language_of(document)
