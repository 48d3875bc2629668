"""Destinations in HTML, JSX and the tags of templates: where they stand."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postlint.markup import tags
from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator
    from re import Match

    from postlint.syntax.nodes import Template

Span = tuple[int, int]

#: The attributes that hold addresses, by element:
#: https://html.spec.whatwg.org/multipage/indices.html#attributes-3.
_ELEMENTS = {
    "a": frozenset({"href"}),
    "area": frozenset({"href"}),
    "audio": frozenset({"src"}),
    "embed": frozenset({"src"}),
    "iframe": frozenset({"src"}),
    "img": frozenset({"src", "srcset"}),
    "link": frozenset({"href", "to"}),  # also the component of Docusaurus, Gatsby and Next.js
    "object": frozenset({"data"}),
    "source": frozenset({"src", "srcset"}),
    "track": frozenset({"src"}),
    "video": frozenset({"src", "poster"}),
}
_ELEMENT = lazy_pattern(r"<([A-Za-z]+)(?=\s)")
#: In JSX a value may be an expression; of these the text is the address.
_ATTRIBUTE = lazy_pattern(
    r"\s(?P<name>[A-Za-z][\w:.-]*)"
    r"(?:\s*=\s*(?:\"(?P<double>[^\"<>]*)\"|'(?P<single>[^'<>]*)'|(?P<bare>[^\s\"'<>=`{}]+)"
    r"|\{\s*(?:(?:require|useBaseUrl)\(\s*)?(?:\"(?P<jsx>[^\"{}]*)\"|'(?P<jsx2>[^'{}]*)')"
    r"\s*\)?(?:\.default)?\s*\}))?"
)
#: An image candidate: https://html.spec.whatwg.org/multipage/images.html#srcset-attribute.
_CANDIDATE = lazy_pattern(r"[\s,]*(?P<url>[^\s,](?:\S*[^\s,])?)(?:,|\s[^,]*|\Z)")

_SHORTCODE = lazy_pattern(r"\{\{[<%]\s*(?P<name>[\w/.-]+)")
_INCLUDE = lazy_pattern(r"\{%-?\s*include\s+(?P<name>[\w/.-]+)")
_ARGUMENT = lazy_pattern(
    r"\s(?:(?P<name>[A-Za-z][\w-]*)\s*=\s*)?+"
    r"(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)'|`(?P<raw>[^`]*)`|(?P<bare>[^\s\"'`=<>{}|]+))"
)
#: Names of shortcodes and includes that show what an address leads to as it is written.
_FIGURE = lazy_pattern(r"(?:figure|img|image|picture|video|audio)(?:\.\w+)?\Z")
_SOURCES = frozenset({"src", "image", "image_path", "poster", "srcset"})
_TARGETS = frozenset({"link", "href", "url"})
_FROM_ANYWHERE = lazy_pattern(r"/|https?://", re.I)
_IMAGE = lazy_pattern(r"\S+\.(?:png|jpe?g|gif|svg|webp|avif)\Z", re.I)


def html_link_spans(text: str, start: int, end: int) -> Iterator[Span]:
    """The spans of the destinations in a span of HTML or JSX, in order."""
    for tag in tags(text, start, end):
        element = _ELEMENT.match(tag[0])
        named = _ELEMENTS.get(element[1].lower()) if element is not None else None
        if element is None or named is None:
            continue
        for attribute in _ATTRIBUTE.finditer(text, tag.start() + element.end(), tag.end()):
            if attribute["name"].lower() in named:
                yield from _destinations(attribute)


def template_link_spans(text: str, template: Template) -> Iterator[Span]:
    """The spans of the destinations among the arguments of a shortcode or an include, in order.

    What is relative counts only where the tag is known to show an image by it.
    """
    include = _INCLUDE.match(text, template.start)
    tag = include or _SHORTCODE.match(text, template.start)
    if tag is None or not template.outputs:
        return
    is_figure = _FIGURE.match(tag["name"].rpartition("/")[2]) is not None
    for argument in _ARGUMENT.finditer(text, tag.end(), template.end - 2):
        value = argument[argument.lastgroup or 0]
        name = argument["name"]
        if include and argument["bare"] is not None:
            continue  # a variable
        shows = is_figure and (_IMAGE.match(value) if name is None else name in _SOURCES)
        leads = name in _SOURCES or name in _TARGETS
        if shows or (leads and _FROM_ANYWHERE.match(value)):
            yield from _destinations(argument)


def _destinations(attribute: Match[str]) -> Iterator[Span]:
    """The span of an attribute's value, or those of the addresses in it."""
    group = attribute.lastgroup or "name"
    if group == "name":
        return
    start, end = attribute.span(group)
    if (attribute["name"] or "").lower() != "srcset":
        yield start, end
        return
    candidate = _CANDIDATE.match(attribute.string, start, end)
    while candidate is not None:
        yield candidate.span("url")
        candidate = _CANDIDATE.match(attribute.string, candidate.end(), end)
