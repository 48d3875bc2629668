"""Reads the configuration files of site generators, as far as data can be read."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from postlint.regexes import lazy_pattern
from postlint.tables import parse_json, parse_toml, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from postlint.links.generators.model import SiteFiles

_COMMENTS = lazy_pattern(r"/\*(?s:.*?)(?:\*/|\Z)|(?<![:\"'\w])//[^\n]*")


def read_first(
    folder: str, names: Iterable[str], files: SiteFiles
) -> tuple[str, dict[str, Any]] | None:
    """The name and the data of the first of these files that is there and has a mapping."""
    there = files.entries(folder)
    for name in names:
        if name in there:
            text = files.read(posixpath.join(folder, name))
            data = parse(name, text) if text is not None else None
            if data is not None:
                return name, data
    return None


def parse(name: str, text: str) -> dict[str, Any] | None:
    """The data of a YAML, TOML or JSON file; None where it cannot be read."""
    loader = _LOADERS.get(posixpath.splitext(name)[1])
    try:
        data = loader(text) if loader is not None else None
    except ValueError:
        return None
    if data is None:
        return {}
    return data if isinstance(data, dict) else None


def read_script(folder: str, stem: str, files: SiteFiles) -> str | None:
    """The text of a configuration in JavaScript or TypeScript, without its comments."""
    there = files.entries(folder)
    for suffix in (".js", ".ts", ".mjs", ".mts", ".cjs", ".cts"):
        if stem + suffix in there:
            text = files.read(posixpath.join(folder, stem + suffix))
            return None if text is None else _COMMENTS.sub("", text)
    return None


def script_string(script: str, key: str) -> str | None:
    """The value of the first ``key: '…'`` in a script; None where it is computed or missing."""
    found = re.search(rf"\b{key}\s*:\s*(?:'([^'\n]*)'|\"([^\"\n]*)\"|`([^`$\n]*)`)", script)
    return None if found is None else found[1] or found[2] or found[3] or ""


def script_has(script: str, key: str) -> bool:
    """Whether a script has ``key:``."""
    return re.search(rf"\b{key}\s*:", script) is not None


def mapping(value: object) -> dict[str, Any]:
    """A value that should be a mapping; empty where it is not."""
    return value if isinstance(value, dict) else {}


def texts(value: object) -> tuple[str, ...]:
    """The strings of a list, of a single string, and of the keys of mappings in a list."""
    if isinstance(value, str):
        return (value,)
    found: list[str] = []
    for item in value if isinstance(value, (list, tuple)) else ():
        if isinstance(item, str):
            found.append(item)
        elif isinstance(item, dict):
            found += [str(key) for key in item]
    return tuple(found)


def scalar_spans(text: str, key: str) -> list[tuple[int, int]]:
    """The spans of the scalars below a key of a YAML text, in order; none where it is not YAML."""
    import yaml

    from postlint.frontmatter import yaml_spans

    try:
        root = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError):
        return []
    if root is None:
        return []
    return sorted(span for path, span in yaml_spans(text, root) if path[:1] == (key,))


def _load_yaml(text: str) -> object:
    return parse_yaml(text, _lenient_loader())


def _lenient_loader() -> Any:
    """A safe loader for which tags it does not know (``!ENV``, ``!!python/name:…``) are null."""
    import yaml

    class Loader(yaml.SafeLoader):
        pass

    Loader.add_multi_constructor("", lambda loader, suffix, node: None)
    return Loader


_LOADERS: dict[str, Callable[[str], object]] = {
    ".yml": _load_yaml,
    ".yaml": _load_yaml,
    ".toml": parse_toml,
    ".json": parse_json,
}
