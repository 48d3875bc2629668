"""The language of a code block of a post, wherever the post says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from postlint.code.info import (
    Language,
    Naming,
    parse_attributes,
    parse_info,
    parse_template_info,
)
from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from postlint.syntax.nodes import Code

#: Files whose code runs: a word in braces is the engine that runs it, never a directive.
_NOTEBOOKS = (".rmd", ".qmd")

_ATTRIBUTES_AFTER = lazy_pattern(r"(?:\r\n?|\n)[ \t>]*\{:([^}\r\n]*)\}[ \t]*(?=[\r\n]|\Z)")
_ATTRIBUTES_BEFORE = lazy_pattern(r"[ \t>]*\{:([^}\r\n]*)\}[ \t]*\Z")


def block_language(code: Code, source: str, path: str) -> Language:
    """How a block says its language; ``start`` and ``end`` are offsets into the source.

    The language stands in the info string, in a template tag's arguments, or, for kramdown, in an
    attribute list on the line after or before the block.
    """
    if code.kind == "template":
        return _moved(parse_template_info(code.info), code.info_span[0])
    language = _moved(parse_info(code.info), code.info_span[0])
    if language.naming is Naming.ABSENT:
        return _from_attribute_list(code, source) or language
    if language.naming is Naming.WORD and path.lower().endswith(_NOTEBOOKS):
        return replace(language, naming=Naming.LANGUAGE)
    return language


def _from_attribute_list(code: Code, source: str) -> Language | None:
    before, above_start = _line_before(source, code.start)
    for match, offset in (
        (_ATTRIBUTES_AFTER.match(source, code.end), 0),
        (_ATTRIBUTES_BEFORE.match(before), above_start),
    ):
        if match is None:
            continue
        language = parse_attributes(match[1])
        if language.naming is Naming.LANGUAGE:
            return _moved(language, offset + match.start(1))
    return None


def _line_before(source: str, offset: int) -> tuple[str, int]:
    """The line above the one of an offset, and where it starts."""
    end = max(source.rfind("\n", 0, offset), source.rfind("\r", 0, offset))
    if end < 0:
        return "", 0
    if source[end - 1 : end + 1] == "\r\n":
        end -= 1
    start = max(source.rfind("\n", 0, end), source.rfind("\r", 0, end)) + 1
    return source[start:end], start


def _moved(language: Language, offset: int) -> Language:
    return replace(language, start=language.start + offset, end=language.end + offset)
