"""Front matter as data, and where its values stand in the source."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from postlint.syntax.nodes import Json, Toml, Yaml

#: A top-level key at the start of a line, in YAML, TOML or (indented) JSON.
_KEY_LINE = {
    "yaml": r"^(?:{key}|\"{key}\"|'{key}')[ \t]*:(?=[ \t\r\n]|\Z)[ \t]*",
    "toml": r"^[ \t]*(?:{key}|\"{key}\"|'{key}')[ \t]*=[ \t]*",
    "json": r"^[ \t{{]*\"{key}\"[ \t]*:[ \t]*",
}
_SCALAR = re.compile(
    r"(?P<quoted>\"\"\"(?s:.*?)\"\"\"|'''(?s:.*?)'''|\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*')"
    r"|[|>][+-]?\d?[^\n]*\n(?P<block>(?:[ \t]+[^\n]*(?:\n|\Z)|[ \t]*\n)*)"
    r"|(?P<plain>[^\r\n#\[{&*!](?:[^\r\n#]|(?<=\S)#)*(?:\r?\n[ \t]+[^\r\n]+)*)"
)
_TOML_TABLE = re.compile(r"^[ \t]*\[", re.M)


class FrontMatter:
    """The front matter of a post: its ``kind`` (yaml, toml, json), span and values.

    Nothing is parsed before it is asked for.
    """

    def __init__(self, text: str, node: Yaml | Toml | Json) -> None:
        self.kind: str = node.type
        self.start = node.start
        self.end = node.end
        self._text = text
        first = (
            re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)").match(text) if self.kind != "json" else None
        )
        self.value_start = first.end() if first else node.start
        self.value_end = (
            node.end if first is None else max(self.value_start, _last_line_start(text, node.end))
        )

    @cached_property
    def _parsed(self) -> tuple[dict[Any, Any], tuple[str, int] | None]:
        value = self._text[self.value_start : self.value_end]
        try:
            data = _LOADERS[self.kind](value)
        except _FrontMatterError as error:
            return {}, (error.message, self.value_start + error.index)
        return (data if isinstance(data, dict) else {}), None

    @property
    def data(self) -> dict[Any, Any]:
        """The values; empty when the front matter does not parse or is no mapping."""
        return self._parsed[0]

    @property
    def error(self) -> tuple[str, int] | None:
        """Why it does not parse, in one line, and the offset in the source; or None."""
        return self._parsed[1]

    def get(self, key: str) -> str | None:
        """A top-level scalar as text, without parsing the rest; None when there is none."""
        span = self.span(key)
        return None if span is None else self._text[slice(*span)].strip()

    def span(self, key: str) -> tuple[int, int] | None:
        """The span of a top-level scalar's text, without its quotes."""
        pattern = re.compile(_KEY_LINE[self.kind].format(key=re.escape(key)), re.M)
        match = pattern.search(self._text, self.value_start, self.value_end)
        if match is None:
            return None
        if self.kind == "toml":
            table = _TOML_TABLE.search(self._text, self.value_start, match.start())
            if table is not None:
                return None
        scalar = _SCALAR.match(self._text, match.end(), self.value_end)
        if scalar is None:
            return None
        if scalar["quoted"]:
            width = 3 if scalar["quoted"].startswith(('"""', "'''")) and len(scalar[0]) > 5 else 1
            return scalar.start() + width, scalar.end() - width
        group = "block" if scalar["block"] is not None else "plain"
        if group == "plain" and self.kind == "json":
            return None
        start, end = scalar.span(group)
        while end > start and self._text[end - 1].isspace():
            end -= 1
        return start, end


class _FrontMatterError(Exception):
    def __init__(self, message: str, index: int) -> None:
        super().__init__(message)
        self.message = message
        self.index = index


def _load_yaml(value: str) -> object:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    # An alias can be used again and again: ten lines of YAML can stand for gigabytes.
    if value.count("*") > 1000:
        raise _FrontMatterError("too many YAML aliases", 0)
    try:
        return yaml.load(value, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        lines = value.splitlines(keepends=True)
        index = sum(map(len, lines[: mark.line])) + mark.column if mark else 0
        raise _FrontMatterError(error.problem or "not YAML", min(index, len(value))) from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        raise _FrontMatterError(str(error).split("\n")[0] or "not YAML", 0) from None


def _load_toml(value: str) -> object:
    import tomllib

    try:
        return tomllib.loads(value.replace("\r\n", "\n"))
    except (ValueError, RecursionError) as error:
        return _raise_toml(value, str(error))


def _raise_toml(value: str, message: str) -> object:
    place = re.search(r" \(at line (\d+), column (\d+)\)", message)
    if place is None:
        raise _FrontMatterError(message.split("\n")[0], 0)
    lines = value.splitlines(keepends=True)
    index = sum(map(len, lines[: int(place[1]) - 1])) + int(place[2]) - 1
    raise _FrontMatterError(message[: place.start()], min(index, len(value)))


def _load_json(value: str) -> object:
    import json

    try:
        return json.loads(value)
    except json.JSONDecodeError as error:
        raise _FrontMatterError(error.msg, error.pos) from None
    except (ValueError, RecursionError) as error:
        raise _FrontMatterError(str(error).split("\n")[0], 0) from None


_LOADERS = {"yaml": _load_yaml, "toml": _load_toml, "json": _load_json}


def _last_line_start(text: str, end: int) -> int:
    return max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
