"""Link reference definitions: what stands at the head of a paragraph and is not shown."""

from __future__ import annotations

import re

from mistune.helpers import parse_link_href, parse_link_title
from msgspec import Struct

from postlint.regexes import lazy_pattern
from postlint.syntax.entities import unescape

_LABEL = lazy_pattern(r"\[((?:[^\\\[\]]|\\.){0,999})\]:", re.S)
#: A destination with template tags in it, which may hold spaces.
TEMPLATE_URL = lazy_pattern(r"(?:\{\{[^{}]*\}\}|\{%[^{}]*%\}|[^\s()<>\\{])+")
_REST_OF_LINE = lazy_pattern(r"[ \t]*(?:\n|$)")
_SPACE = lazy_pattern(r"[ \t\n\r]+")


class DefinitionText(Struct, frozen=True):
    """A definition by its indexes in the paragraph's text."""

    end: int
    #: Where the next one, or the paragraph's text, may begin.
    next_start: int
    label: str
    label_span: tuple[int, int]
    url: str
    url_span: tuple[int, int]
    title: str | None
    title_span: tuple[int, int] | None


def normalize_label(label: str) -> str:
    """The form in which labels match: white space collapsed, case folded (CommonMark 4.7)."""
    return _SPACE.sub(" ", label).strip().lower().upper().lower()


def read_definitions(text: str) -> list[DefinitionText]:
    """The definitions with which a paragraph's text begins."""
    found = []
    pos = 0
    while text.startswith("[", pos):
        definition = _read_one(text, pos)
        if definition is None:
            break
        found.append(definition)
        pos = definition.next_start
    return found


def _read_one(text: str, start: int) -> DefinitionText | None:
    label = _LABEL.match(text, start)
    if label is None or not label[1].strip():
        return None
    href, href_end = _read_template_url(text, label.end())
    if href is None:
        href, href_end = parse_link_href(text, label.end(), block=True, max_nested_level=32)
    if href is None or href_end is None:
        return None
    bracketed = text[href_end - 1] == ">" and text[href_end - len(href) - 2] == "<"
    if not href and not bracketed:
        return None
    url_end = href_end - 1 if bracketed else href_end
    _, title_end = parse_link_title(text, href_end, len(text))
    rest = _REST_OF_LINE.match(text, title_end) if title_end is not None else None
    if rest is None:
        # What looked like a title on a line of its own is not one: the definition ends before it.
        title_end = None
        rest = _REST_OF_LINE.match(text, href_end)
        if rest is None:
            return None
    title_span = None if title_end is None else _title_span(text, href_end, title_end)
    return DefinitionText(
        end=rest.end() - rest[0].endswith("\n"),
        next_start=rest.end(),
        label=label[1],
        label_span=label.span(1),
        url=unescape(href),
        url_span=(url_end - len(href), url_end),
        title=None if title_span is None else unescape(text[slice(*title_span)]),
        title_span=title_span,
    )


def _read_template_url(text: str, pos: int) -> tuple[str | None, int | None]:
    """``{{ site.repository }}/issues``: no destination before the template engine has run."""
    space = _SPACE.match(text, pos)
    match = TEMPLATE_URL.match(text, space.end() if space else pos)
    if match is None or "{" not in match[0] or not _SPACE.search(match[0]):
        return None, None
    return match[0], match.end()


def _title_span(text: str, start: int, end: int) -> tuple[int, int]:
    while text[start] in " \t\n":
        start += 1
    return start + 1, end - 1
