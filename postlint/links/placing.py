"""What front matter says about where a page is published, and the links it has."""

from __future__ import annotations

import datetime
import re
from operator import itemgetter
from typing import TYPE_CHECKING

from postlint.frontmatter import FrontMatter
from postlint.regexes import lazy_pattern
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
_ANY_KEY = lazy_pattern(rf"^[ \t{{]*[\"']?(?:{'|'.join(_KEYS)})[\"']?[ \t]*[:=]", re.M)
#: Keys whose values are the addresses of images and pages, in lower case, wherever they are.
_LINK_KEYS = frozenset(
    "image images cover cover_image coverimage cover-img thumbnail thumbnail-img thumb banner hero "
    "hero_image heroimage featured_image featuredimage feature_image featureimage teaser header "
    "header_image overlay_image share_image share-img og_image ogimage social_image socialimage "
    "image_path avatar author_avatar logo audio video canonical_url canonicalurl canonical "
    "canonical_link external_url external_link original_url redirect_to actionlink link".split()
)
#: Keys within which there are such keys ...
_GROUP_KEYS = _LINK_KEYS | frozenset("gallery feature_row features actions".split())
#: ... namely these.
_PART_KEYS = frozenset("path src srcset url file href feature light dark".split())
_ANY_LINK_KEY = lazy_pattern(
    rf"(?<![\w-])[\"']?(?:{'|'.join(sorted(_GROUP_KEYS, reverse=True))})[\"']?[ \t]*[:=.\]]", re.I
)
_IMAGE = r"\.(?:png|jpe?g|gif|svg|webp|avif)"
#: An address rather than a word: it has a slash or ends like the name of an image.
_ADDRESS = lazy_pattern(rf"\S*/\S*|\S+{_IMAGE}|/\S[^:\n]*{_IMAGE}", re.I)


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
    """Where addresses stand in the front matter's values, as offsets in the text, in order."""
    if not _ANY_LINK_KEY.search(text, front_matter.value_start, front_matter.value_end):
        return
    for path, span in sorted(front_matter.spans.items(), key=itemgetter(1)):
        if _leads_to_link(path) and _ADDRESS.fullmatch(text, *span):
            yield span


def _leads_to_link(path: tuple[str | int, ...]) -> bool:
    """Whether what keys lead to is an address: ``image``, ``cover.image``, ``gallery.0.url``."""
    *outer, last = [key.lower() for key in path if isinstance(key, str)]
    return last in _LINK_KEYS or (last in _PART_KEYS and not _GROUP_KEYS.isdisjoint(outer))


def _texts(value: object) -> Iterator[str]:
    """A scalar, or the scalars of a list; lists within it may be of any size in YAML."""
    for item in value if isinstance(value, list) else (value,):
        if isinstance(item, bool):
            yield str(item).lower()
        elif isinstance(item, (datetime.date, datetime.datetime)):
            yield item.isoformat()
        elif isinstance(item, (str, int, float)) and str(item).strip():
            yield str(item).strip()
