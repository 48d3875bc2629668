"""What front matter says about where a page is published, and the links it has."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from postlint.frontmatter import FrontMatter
from postlint.syntax.frontmatter import read_front_matter

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The values of some keys, by key, each as texts: small, hashable, safe to pickle.
Placing = tuple[tuple[str, tuple[str, ...]], ...]

#: The keys by which generators give a page its address.
_KEYS = (
    *("permalink", "slug", "url", "path", "id", "date", "title", "category", "categories"),
    *("aliases", "alias", "redirect_from", "redirect_to", "published", "layout"),
)
_ANY_KEY = re.compile(rf"^[ \t{{]*[\"']?(?:{'|'.join(_KEYS)})[\"']?[ \t]*[:=]", re.M)
#: Keys whose values are the addresses of images and pages.
_LINK_KEYS = (
    *("image", "cover", "cover_image", "coverImage", "thumbnail", "banner", "hero", "heroImage"),
    *("featured_image", "featuredImage", "feature_image", "og_image", "ogImage", "teaser"),
    *("canonical_url", "canonicalUrl", "canonicalURL", "canonical"),
)
_ANY_LINK_KEY = re.compile(rf"^[ \t{{]*[\"']?(?:{'|'.join(_LINK_KEYS)})[\"']?[ \t]*[:=]", re.M)
#: An address rather than a word: it has a slash or ends like the name of an image.
_ADDRESS = re.compile(r"\S*/\S*|\S+\.(?:png|jpe?g|gif|svg|webp|avif)", re.I)


def placing_of(front_matter: FrontMatter | None, text: str) -> Placing:
    """The values of the keys that place a page; ``text`` is the page's."""
    if front_matter is None:
        return ()
    if not _ANY_KEY.search(text, front_matter.value_start, front_matter.value_end):
        return ()
    data = front_matter.data
    found = ((key, tuple(_texts(data.get(key)))) for key in _KEYS)
    return tuple((key, values) for key, values in found if values)


def placing_in(text: str) -> Placing | None:
    """The same for the text of a page that is not linted; None where it has no front matter."""
    text = text.replace("\r\n", "\n")
    node = read_front_matter(text)
    return None if node is None else placing_of(FrontMatter(text, node), text)


def first(placing: Placing, *keys: str) -> str | None:
    """The value of the first of the keys that there is."""
    for key in keys:
        for name, values in placing:
            if name == key:
                return values[0]
    return None


def every(placing: Placing, *keys: str) -> tuple[str, ...]:
    """The values of all of the keys."""
    return tuple(value for name, values in placing if name in keys for value in values)


def link_spans(front_matter: FrontMatter, text: str) -> Iterator[tuple[int, int]]:
    """Where addresses stand in the front matter's values, as offsets in the text."""
    if not _ANY_LINK_KEY.search(text, front_matter.value_start, front_matter.value_end):
        return
    for key in _LINK_KEYS:
        span = front_matter.span(key)
        if span is not None and _ADDRESS.fullmatch(text, *span):
            yield span


def _texts(value: object) -> Iterator[str]:
    """A scalar, or the scalars of a list; lists within it may be of any size in YAML."""
    for item in value if isinstance(value, list) else (value,):
        if isinstance(item, bool):
            yield str(item).lower()
        elif isinstance(item, (datetime.date, datetime.datetime)):
            yield item.isoformat()
        elif isinstance(item, (str, int, float)) and str(item).strip():
            yield str(item).strip()
