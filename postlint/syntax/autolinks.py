"""Bare URLs and e-mail addresses: https://github.github.com/gfm/#autolinks-extension-."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postlint.regexes import lazy_pattern
from postlint.syntax.nodes import Delete, Emphasis, Link, Node, Strong, Text
from postlint.syntax.text import cut_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_INNER = (Emphasis, Strong, Delete)
_PROTOCOL = lazy_pattern(r"https?://", re.I)
_WWW = lazy_pattern(r"www\.", re.I)
#: A bracket that closes the text of a link or of a reference ends the address.
_DOMAIN_AND_PATH = lazy_pattern(r"(?:[^\s<\]]|\](?![\[(]))*+")
#: RFC 1035, section 2.3.4.
_LONGEST_DOMAIN = 255
_DOMAIN = lazy_pattern(r"[\w.-]{1,256}")
_EMAIL = lazy_pattern(
    r"(?<![A-Za-z0-9+._-])(?:mailto:|xmpp:)?([A-Za-z0-9+._-]++)@[A-Za-z0-9_-]++(?:\.[A-Za-z0-9_-]++)+"
)


def find_autolink(text: str, pos: int, limit: int) -> tuple[int, str] | None:
    """The end and the URL of the bare address that begins at ``pos``, no further than ``limit``."""
    before = text[pos - 1] if pos else "\n"
    if _WWW.match(text, pos):
        if not (before.isspace() or before in "*_~(["):
            return None
        end = _url_end(text, pos, limit)
        return None if end is None else (end, "http://" + text[pos:end])
    protocol = _PROTOCOL.match(text, pos)
    if protocol is None or (before.isascii() and before.isalpha()):
        return None
    end = _url_end(text, protocol.end(), limit)
    return None if end is None else (end, text[pos:end])


def link_email_addresses(found: list[Node], source: str, base: int) -> list[Node]:
    """Make links of the e-mail addresses in texts that are in no link.

    ``source`` is the text that the nodes were made from, and ``base`` the offset of its start.
    Addresses hold characters that also mark emphasis and may be written with escapes, so they
    are looked for in the finished text.
    """
    result: list[Node] = []
    for node in found:
        if isinstance(node, Text) and "@" in node.value:
            result.extend(_split_at_addresses(node, source, base))
        else:
            result.append(node)
    stack = [node for node in result if isinstance(node, _INNER)]
    while stack:
        node = stack.pop()
        inner: list[Node] = []
        for child in node.children:
            if isinstance(child, Text) and "@" in child.value:
                inner.extend(_split_at_addresses(child, source, base))
                continue
            inner.append(child)
            if isinstance(child, _INNER):
                stack.append(child)
        node.children = inner
    return result


def _split_at_addresses(text: Text, source: str, base: int) -> Iterator[Node]:
    done = 0
    for match in _EMAIL.finditer(text.value):
        if match[0][-1] in "-_0123456789":
            continue
        shown = cut_text(text, *match.span())
        if match.start() > done:
            before = cut_text(text, done, match.start())
            if before.end < shown.start and source[shown.start - base - 1] == "\\":
                # The escape is the address's own.
                shown.segments = shown.segments or [(0, shown.start)]
                shown.start -= 1
            before.end = shown.start
            yield before
        url = shown.value if ":" in shown.value else "mailto:" + shown.value
        link = Link(shown.start, shown.end, url, None, "literal")
        link.url_span = (shown.start, shown.end)
        link.children.append(shown)
        yield link
        done = match.end()
    if done < len(text.value):
        rest = cut_text(text, done, len(text.value)) if done else text
        yield rest


def _url_end(text: str, host: int, limit: int) -> int | None:
    domain = _DOMAIN.match(text, host, limit)
    if domain is None or not _valid_domain(domain[0]):
        return None
    whole = _DOMAIN_AND_PATH.match(text, host, limit)
    assert whole is not None
    end = _trim(text, host, whole.end())
    return end if end > host else None


def _valid_domain(domain: str) -> bool:
    if len(domain) > _LONGEST_DOMAIN:
        return False
    parts = domain.rstrip(".").split(".")
    return bool(parts[0]) and not any("_" in part for part in parts[-2:])


def _trim(text: str, start: int, end: int) -> int:
    """Leave out trailing punctuation, unbalanced parentheses and an entity."""
    opening = text.count("(", start, end)
    closing = text.count(")", start, end)
    # A bracket that closes something outside ends the address.
    bracket = text.find("]", start, end)
    while end > start:
        last = text[end - 1]
        if last in "?!.,:*_~'\"":
            end -= 1
        elif last == ")" and closing > opening:
            closing -= 1
            end -= 1
        elif last == "]" and bracket == end - 1:
            end -= 1
        elif last == ";":
            end = _entity_start(text, start, end) or end - 1
        else:
            break
    return end


def _entity_start(text: str, start: int, end: int) -> int | None:
    """Where the entity begins that ends at ``end`` with a semicolon, known or not."""
    name = end - 1
    while name > start and text[name - 1].isascii() and text[name - 1].isalnum():
        name -= 1
    return name - 1 if start < name < end - 1 and text[name - 1] == "&" else None
