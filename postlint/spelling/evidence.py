"""What a post itself says about its words: its code, its links, and how it uses a word elsewhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from postlint.document import Document

_LETTERS = re.compile(r"[^\W\d_]+")
_HUMPS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
#: Front matter whose values are names of things rather than prose.
_LABELS = ("tags", "tag", "categories", "category", "keywords", "author", "authors", "slug", "series")


def technical_words(document: Document) -> frozenset[str]:
    """Lower-case words of the post's code, identifiers, link targets, and labels."""
    found: set[str] = set()
    for literal in (*document.nodes("inlineCode"), *document.nodes("code")):
        found.update(identifier_words(literal.value))
    for link in document.links:
        found.update(identifier_words(link.url))
    if document.front_matter is not None:
        for key in _LABELS:
            for text in strings(document.front_matter.data.get(key)):
                found.update(identifier_words(text))
    found.update(identifier_words(document.path))
    return frozenset(found)


def identifier_words(text: str) -> Iterator[str]:
    """The words that identifiers, URLs and paths are made of, whole and by hump."""
    for match in _LETTERS.finditer(text):
        name = match.group()
        yield name.lower()
        if not (name.islower() or name.isupper()):
            for hump in _HUMPS.findall(name):
                yield hump.lower()


def strings(value: Any) -> Iterable[str]:
    """All strings in a value of the front matter."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)


def count_words(texts: Iterable[str]) -> Counter[str]:
    """How often each word of the post occurs, in lower case."""
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(_LETTERS.findall(text.lower().replace("’", "'")))
    return counts
