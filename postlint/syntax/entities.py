"""Backslash escapes and character references: CommonMark 0.31.2, sections 2.4 and 2.5."""

from __future__ import annotations

from html.entities import html5
from typing import TYPE_CHECKING

from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from re import Match

PUNCTUATION = frozenset("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_REFERENCE = r"&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));"
ENTITY = lazy_pattern(_REFERENCE)
_ESCAPE_OR_ENTITY = lazy_pattern(_REFERENCE + r"|\\([!-/:-@\[-`{-~])")
_REPLACEMENT = "\ufffd"


def unescape(raw: str) -> str:
    """A destination, a title or an info string as it is meant."""
    if "\\" not in raw and "&" not in raw:
        return raw
    return _ESCAPE_OR_ENTITY.sub(lambda match: match[4] or decode_entity(match) or match[0], raw)


def decode_entity(match: Match[str]) -> str:
    """What a match of ``ENTITY`` stands for; the empty string when it is no entity."""
    decimal, hexadecimal, name = match[1], match[2], match[3]
    if name is not None:
        return html5.get(name + ";", "")
    code = int(decimal) if decimal is not None else int(hexadecimal, 16)
    return chr(code) if _is_character(code) else _REPLACEMENT


def _is_character(code: int) -> bool:
    """Whether a code point may stand in a text: no control, surrogate or noncharacter."""
    if code < 0x20:
        return code in (0x09, 0x0A, 0x0C, 0x0D)
    if 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000 or 0xFDD0 <= code < 0xFDF0:
        return False
    return code <= 0x10FFFF and code & 0xFFFE != 0xFFFE
