"""Front matter as data, and where its values stand in the source."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from itertools import chain
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from postlint.plain_yaml import read_plain_yaml
from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postlint.syntax.nodes import Json, Toml, Yaml

#: The keys and indices that lead to a value.
Path = tuple[str | int, ...]
Span = tuple[int, int]

_FIRST_LINE = lazy_pattern(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_TOML_LINE = lazy_pattern(
    r"^[ \t]*(?:\[\[?(?P<table>[\w.\"' -]+)\]\]?[ \t]*(?=[#\r\n]|\Z)"
    r"|(?P<key>[\w-]+(?:\.[\w-]+)*+|\"[^\"\r\n]*\"|'[^'\r\n]*')[ \t]*=[ \t]*"
    r"(?P<value>\"\"\"(?s:.*?)\"\"\"|'''(?s:.*?)'''|\"(?:[^\"\\\r\n]|\\.)*+\"|'[^'\r\n]*'"
    r"|[^\s\[{#\"'][^#\r\n]*+)?)",
    re.M,
)
#: Within lists and inline tables.
_TOML_TOKEN = lazy_pattern(
    r"#[^\r\n]*|\"\"\"(?s:.*?)\"\"\"|\'\'\'(?s:.*?)\'\'\'|\"(?:[^\"\\\r\n]|\\.)*+\"|'[^'\r\n]*'"
    r"|[{}\[\],=]|[^\s{}\[\],=#\"']++"
)
_JSON_TOKEN = lazy_pattern(r"\"(?:[^\"\\]|\\.)*+\"|[{}\[\],:]|[^\s{}\[\],:\"]++")
#: An anchor and a tag before a value.
_YAML_PROPERTIES = lazy_pattern(r"(?:[&!]\S*+[ \t]++)+")
#: Ten lines of YAML can stand for gigabytes, by aliases of aliases.
_MOST_ALIASES = 1000


class FrontMatter:
    """The front matter of a post: its ``kind`` (yaml, toml, json), span and values.

    Nothing is parsed before it is asked for.
    """

    def __init__(self, text: str, node: Yaml | Toml | Json) -> None:
        self.kind: str = node.type
        self.start = node.start
        self.end = node.end
        self._text = text
        self.value_start, self.value_end = node.start, node.end
        if self.kind != "json":
            first = _FIRST_LINE.match(text)
            self.value_start = first.end() if first else node.start
            self.value_end = max(self.value_start, _last_line_start(text, node.end))

    @property
    def data(self) -> dict[Any, Any]:
        """The values; empty when the front matter does not parse or is no mapping."""
        return self._parsed[0]

    @property
    def error(self) -> tuple[str, int] | None:
        """Why it does not parse, in one line, and the offset in the source; or None."""
        return self._parsed[2]

    def span(self, *path: str | int) -> Span | None:
        """The span of the scalar that keys and indices lead to, without its quotes."""
        return self._parsed[1].get(path)

    @property
    def spans(self) -> Mapping[Path, Span]:
        """The spans of all scalars, by the keys and indices that lead to them."""
        return MappingProxyType(self._parsed[1])

    @cached_property
    def _parsed(self) -> tuple[dict[Any, Any], dict[Path, Span], tuple[str, int] | None]:
        value = self._text[self.value_start : self.value_end]
        try:
            data, spans = _READERS[self.kind](value)
        except _FrontMatterError as error:
            return {}, {}, (error.message, self.value_start + min(error.index, len(value)))
        if not isinstance(data, dict):
            return {}, {}, None
        base = self.value_start
        return data, {path: (start + base, end + base) for path, (start, end) in spans}, None


class _FrontMatterError(Exception):
    def __init__(self, message: str, index: int) -> None:
        super().__init__(message)
        self.message = message
        self.index = index


def _read_yaml(value: str) -> tuple[object, list[tuple[Path, Span]]]:
    return read_plain_yaml(value) or read_any_yaml(value)


def read_any_yaml(value: str) -> tuple[object, list[tuple[Path, Span]]]:
    """The data of a YAML text and the spans of its scalars, by PyYAML."""
    import yaml

    if value.count("*") > _MOST_ALIASES:
        raise _FrontMatterError("too many YAML aliases", 0)
    loader: Any = None
    try:
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(value)
        node = loader.get_single_node()
        if node is None:
            return None, []
        return loader.construct_document(node), list(yaml_spans(value, node))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _FrontMatterError(error.problem or "not YAML", mark.index if mark else 0) from None
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise _FrontMatterError(str(error).split("\n")[0] or "not YAML", 0) from None
    finally:
        if loader is not None:
            loader.dispose()


def yaml_spans(value: str, root: Any) -> Iterator[tuple[Path, Span]]:
    """The scalars of a YAML text, without their quotes; ``root`` is what ``yaml.compose`` gives."""
    seen: set[int] = set()
    stack: list[tuple[Path, Any]] = [((), root)]
    while stack:
        path, node = stack.pop()
        if node.id == "scalar":
            yield path, _yaml_scalar(value, node)
        elif id(node) not in seen:
            # What an alias repeats stands in one place only.
            seen.add(id(node))
            if node.id == "sequence":
                stack.extend(((*path, index), item) for index, item in enumerate(node.value))
            else:
                stack.extend(
                    ((*path, key.value), item) for key, item in node.value if key.id == "scalar"
                )


def _yaml_scalar(value: str, node: Any) -> Span:
    start, end = node.start_mark.index, node.end_mark.index
    if node.style in ("'", '"'):
        return start + 1, end - 1
    if node.style in ("|", ">"):
        line = _FIRST_LINE.match(value, start)
        start = min(line.end() if line else start, end)
    elif properties := _YAML_PROPERTIES.match(value, start, end):
        start = properties.end()
        if value[start : start + 1] in ("'", '"'):
            return start + 1, end - 1
    while end > start and value[end - 1].isspace():
        end -= 1
    return start, end


def _read_toml(value: str) -> tuple[object, list[tuple[Path, Span]]]:
    from postlint.tables import parse_toml

    try:
        data = parse_toml(value.replace("\r\n", "\n").replace("\r", "\n"))
    except ValueError as error:
        raise _toml_error(value, str(error)) from None
    return data, list(_toml_spans(value, data))


def _toml_spans(value: str, data: dict[str, Any]) -> Iterator[tuple[Path, Span]]:
    """The scalars of a TOML text that is known to be right."""
    table: Path = ()
    counts: Counter[Path] = Counter()
    position = 0
    while match := _TOML_LINE.search(value, position):
        position = match.end()
        if match["table"] is not None:
            names = tuple(part.strip(" \"'") for part in match["table"].split("."))
            table = _toml_table(names, data, counts, appends=match[0].lstrip().startswith("[["))
            continue
        path = (*table, *_toml_keys(match["key"]))
        if match["value"] is not None:
            yield path, _toml_scalar(match["value"], match.start("value"))
        elif value[position : position + 1] in ("[", "{"):
            for inner, span in _toml_nested(value, position):
                position = max(position, span[1])
                yield (*path, *inner), span


def _toml_table(
    names: tuple[str, ...], data: dict[str, Any], counts: Counter[Path], *, appends: bool
) -> Path:
    """The path of a table by its header; of a list of tables it is in the last one so far."""
    path: Path = ()
    found: object = data
    for depth, name in enumerate(names, start=1):
        path = (*path, name)
        found = found.get(name) if isinstance(found, dict) else None
        if isinstance(found, list):
            counts[path] += appends and depth == len(names)
            index = max(0, counts[path] - 1)
            found = found[index] if index < len(found) else None
            path = (*path, index)
    return path


def _toml_nested(value: str, start: int) -> Iterator[tuple[Path, Span]]:
    """The scalars of the list or inline table at an offset."""
    path: list[tuple[str | int, ...]] = []
    in_table: list[bool] = []
    key_next = False
    for token in _TOML_TOKEN.finditer(value, start):
        text = token[0]
        if text[0] == "#":
            continue
        if text in "{[":
            key_next = text == "{"
            in_table.append(key_next)
            path.append(() if key_next else (0,))
        elif text in "}]":
            in_table.pop()
            path.pop()
            if not path:
                return
            key_next = False
        elif text == ",":
            key_next = in_table[-1]
            if not key_next:
                path[-1] = (int(path[-1][0]) + 1,)
        elif text == "=":
            key_next = False
        elif key_next:
            path[-1] = _toml_keys(text)
        else:
            yield tuple(chain.from_iterable(path)), _toml_scalar(text, token.start())


def _toml_keys(key: str) -> tuple[str, ...]:
    return (key[1:-1],) if key[0] in "\"'" else tuple(key.split("."))


def _toml_scalar(written: str, start: int) -> Span:
    quotes = written[:3] if written[:3] in ('"""', "'''") else ""
    width = len(quotes) or int(written[0] in "\"'")
    return start + width, start + len(written) - width


def _toml_error(value: str, message: str) -> _FrontMatterError:
    place = re.search(r" \(at line (\d+), column (\d+)\)", message)
    if place is None:
        return _FrontMatterError(message.split("\n")[0], 0)
    lines = value.splitlines(keepends=True)
    index = sum(map(len, lines[: int(place[1]) - 1])) + int(place[2]) - 1
    return _FrontMatterError(message[: place.start()], index)


def _read_json(value: str) -> tuple[object, list[tuple[Path, Span]]]:
    import json

    from postlint.tables import parse_json

    try:
        return parse_json(value), list(_json_spans(value))
    except json.JSONDecodeError as error:
        raise _FrontMatterError(error.msg, error.pos) from None
    except ValueError as error:
        raise _FrontMatterError(str(error), 0) from None


def _json_spans(value: str) -> Iterator[tuple[Path, Span]]:
    """The scalars of a JSON text that is known to be right."""
    path: list[str | int] = []
    in_object: list[bool] = []
    key_next = False
    for token in _JSON_TOKEN.finditer(value):
        text = token[0]
        if text in "{[":
            in_object.append(text == "{")
            key_next = text == "{"
            path.append("" if key_next else 0)
        elif text in "}]":
            in_object.pop()
            path.pop()
        elif text == ",":
            key_next = in_object[-1]
            if not key_next:
                path[-1] = int(path[-1]) + 1
        elif text == ":":
            key_next = False
        elif key_next:
            path[-1] = text[1:-1]
        else:
            quote = int(text[0] == '"')
            yield tuple(path), (token.start() + quote, token.end() - quote)


_READERS = {"yaml": _read_yaml, "toml": _read_toml, "json": _read_json}


def _last_line_start(text: str, end: int) -> int:
    return max(text.rfind("\n", 0, end), text.rfind("\r", 0, end)) + 1
