"""Bare URLs and e-mail addresses: https://github.github.com/gfm/#autolinks-extension-."""

from __future__ import annotations

import re

_PROTOCOL = re.compile(r"https?://", re.I)
_WWW = re.compile(r"www\.", re.I)
_DOMAIN_AND_PATH = re.compile(r"[^\s<]*")
_DOMAIN = re.compile(r"[\w.-]+")
_TRAILING = re.compile(r"[?!.,:*_~'\")\]]|;")
_ENTITY_END = re.compile(r"&[A-Za-z0-9]+;$")
_LOCAL_PART = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-._")
_EMAIL_DOMAIN = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)+")


def find_autolink(text: str, pos: int, floor: int, limit: int) -> tuple[int, int, str] | None:
    """The start, end and URL of the bare address at ``pos`` (its scheme, ``www.`` or ``@``).

    An address does not begin before ``floor`` nor end after ``limit``.
    """
    if text[pos] == "@":
        return _email(text, pos, floor, limit)
    before = text[pos - 1] if pos else "\n"
    if _WWW.match(text, pos):
        if not (before.isspace() or before in "*_~(["):
            return None
        end = _url_end(text, pos, limit)
        return None if end is None else (pos, end, "http://" + text[pos:end])
    protocol = _PROTOCOL.match(text, pos)
    if protocol is None or (before.isascii() and before.isalpha()):
        return None
    end = _url_end(text, protocol.end(), limit)
    return None if end is None else (pos, end, text[pos:end])


def _url_end(text: str, host: int, limit: int) -> int | None:
    domain = _DOMAIN.match(text, host, limit)
    if domain is None or not _valid_domain(domain[0]):
        return None
    whole = _DOMAIN_AND_PATH.match(text, host, limit)
    assert whole is not None
    end = _trim(text, host, whole.end())
    return end if end > host else None


def _valid_domain(domain: str) -> bool:
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
            entity = text.rfind("&", start, end)
            if entity >= 0 and _ENTITY_END.match(text, entity, end):
                end = entity
            else:
                break
        else:
            break
    return end


def _email(text: str, at: int, floor: int, limit: int) -> tuple[int, int, str] | None:
    start = at
    while start > floor and text[start - 1] in _LOCAL_PART:
        start -= 1
    if start == at or (start and text[start - 1] == "/"):
        return None
    domain = _EMAIL_DOMAIN.match(text, at + 1, limit)
    if domain is None:
        return None
    end = domain.end()
    if text[end - 1] in "-_":
        return None
    return start, end, "mailto:" + text[start:end]
