"""Front matter: the block of data before a post."""

from __future__ import annotations

from postlint.regexes import lazy_pattern
from postlint.syntax import nodes

_FENCED = lazy_pattern(r"(---|\+\+\+)[ \t]*\n(?:(?s:.*?)\n)??(?:\1|\.\.\.)[ \t]*(?:\n|\Z)")
_JSON_START = lazy_pattern(r"\{[ \t]*(?:\n|\"|\})")


def read_front_matter(src: str) -> nodes.Yaml | nodes.Toml | nodes.Json | None:
    """The front matter at the head of a source (line endings as LF), or None."""
    match = _FENCED.match(src)
    if match is not None:
        end = match.end() - src[: match.end()].endswith("\n")
        first = src.index("\n") + 1
        value = src[first : max(first, src.rfind("\n", 0, end))]
        kind = nodes.Yaml if match[1] == "---" else nodes.Toml
        return kind(0, end, value)
    if _JSON_START.match(src):
        return _read_json(src)
    return None


def _read_json(src: str) -> nodes.Json | None:
    import json

    try:
        data, end = json.JSONDecoder().raw_decode(src)
    except (ValueError, RecursionError):
        return None
    line_end = src.find("\n", end)
    if not isinstance(data, dict) or src[end : line_end if line_end >= 0 else None].strip():
        return None
    return nodes.Json(0, end, src[:end])
