"""The YAML that most posts begin with, read without a library.

Most front matter is lines of ``key: value`` and of ``- item``. To import PyYAML takes longer than
to parse a post of some length; so what is plain beyond doubt is read here, and all else is left to
PyYAML. Of what is read here both say the same: ``tests/test_plain_yaml.py`` compares them.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    #: The keys and indices that lead to a value.
    _Path = tuple[str | int, ...]
    #: The places of scalars, without their quotes.
    Spans = list[tuple[_Path, tuple[int, int]]]

#: What YAML forbids, what ends a line for it alone, and tabs, which it takes amiss in places.
_UNUSUAL = lazy_pattern(
    r"\r(?!\n)|[^\r\n -~\xa1-\u1fff\u2010-\u2027\u2030-\ud7ff\ue000-\ufefe\uff00-\ufffd]"
)
_ENTRY = lazy_pattern(r"(?P<key>[A-Za-z_][A-Za-z0-9_-]{0,99}):(?: +(?P<value>[^ ].*)?)?")
_ITEM = lazy_pattern(r"(?P<indent> *)- +(?P<value>[^ ].*)")
_QUOTED = lazy_pattern(r"\"[^\"\\]*\"|'[^']*'")
_LIST = lazy_pattern(r"\[ *(?:[A-Za-z][\w./-]*(?: +[\w./-]+)* *(?:, *|(?=\])))*\]")
_LISTED = lazy_pattern(r"[A-Za-z][\w./-]*(?: +[\w./-]+)*")
_WHOLE_NUMBER = lazy_pattern(r"(?:0|[1-9][0-9]{0,14})")
#: With the zone as most people write it, a moment is a string for YAML.
_STRING_OF_DIGITS = lazy_pattern(
    r"[0-9]+ [A-Za-z].*|[0-9]+(?:\.[0-9]+){2,}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2} [-+][0-9]{4}"
)
_DATE = lazy_pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MOMENT = lazy_pattern(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}:[0-9]{2}) ?(Z|[-+][0-9]{2}:[0-9]{2})?"
)
#: https://yaml.org/type/bool.html and https://yaml.org/type/null.html
_CONSTANTS: dict[str, bool | None] = {
    name: value
    for words, value in (("yes true on", True), ("no false off", False), ("null", None))
    for word in words.split()
    for name in (word, word.title(), word.upper())
}


def read_plain_yaml(text: str) -> tuple[dict[str, Any], Spans] | None:
    """The mapping and the spans of its scalars; None for what is not plain beyond doubt."""
    if _UNUSUAL.search(text):
        return None
    try:
        return _read(text)
    except _NotPlainError:
        return None


class _NotPlainError(Exception):
    pass


def _read(text: str) -> tuple[dict[str, Any], Spans]:
    data: dict[str, Any] = {}
    spans: Spans = []
    start, key, indent = 0, "", None
    for whole_line in text.split("\n"):
        line = whole_line.removesuffix("\r")
        if entry := _ENTRY.fullmatch(line):
            key, indent = entry["key"], None
            if key in data or key in _CONSTANTS:
                raise _NotPlainError
            data[key] = None
            if entry["value"] is None:
                spans.append(((key,), (start + len(key) + 1,) * 2))
            else:
                data[key] = _value(entry["value"], start + entry.start("value"), (key,), spans)
                key = ""
        elif item := _ITEM.fullmatch(line):
            if not key or indent not in (None, item["indent"]):
                raise _NotPlainError
            if indent is None:
                spans.pop()
                data[key] = []
            indent = item["indent"]
            path = (key, len(data[key]))
            data[key].append(_scalar(item["value"], start + item.start("value"), path, spans))
        elif line.strip(" "):
            raise _NotPlainError
        start += len(whole_line) + 1
    return data, spans


def _value(written: str, start: int, path: _Path, spans: Spans) -> Any:
    """A scalar, or a list of words."""
    if not _LIST.fullmatch(written.rstrip(" ")):
        return _scalar(written, start, path, spans)
    return [
        _scalar(word[0], start + word.start(), (*path, index), spans)
        for index, word in enumerate(_LISTED.finditer(written))
    ]


def _scalar(written: str, start: int, path: _Path, spans: Spans) -> Any:
    """The value of a scalar; notes its span."""
    written = written.rstrip(" ")
    end = start + len(written)
    if _QUOTED.fullmatch(written):
        spans.append((path, (start + 1, end - 1)))
        return written[1:-1]
    spans.append((path, (start, end)))
    if _WHOLE_NUMBER.fullmatch(written):
        return int(written)
    if written in _CONSTANTS:
        return _CONSTANTS[written]
    try:
        if _DATE.fullmatch(written):
            return date.fromisoformat(written)
        if moment := _MOMENT.fullmatch(written):
            return datetime.fromisoformat(moment[1] + (moment[2] or ""))
    except ValueError:
        raise _NotPlainError from None
    plain = written[0].isalpha() or written[0] == "/" or _STRING_OF_DIGITS.fullmatch(written)
    if not plain or ": " in written or " #" in written or written[-1] == ":":
        raise _NotPlainError
    return written
