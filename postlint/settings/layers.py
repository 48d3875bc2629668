"""One source of settings, read and checked as far as that goes without knowing the rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from postlint.disk import LARGEST_CONFIGURATION, read_regular_file
from postlint.patterns import compile_patterns
from postlint.regexes import lazy_pattern
from postlint.rule import Severity
from postlint.settings.limits import read_limits
from postlint.settings.links import read_links
from postlint.settings.origin import Origin, SettingsError, did_you_mean
from postlint.tables import parse_toml

if TYPE_CHECKING:
    from pathlib import Path

    from pathspec import GitIgnoreSpec

__all__ = ["FLAVORS", "Layer", "PathPatterns", "SettingsError", "make_layer", "read_file"]

#: What shows the posts: a site generator or GitHub; "auto" tells by the files around a post.
FLAVORS = (
    "auto",
    "astro",
    "docsify",
    "docusaurus",
    "eleventy",
    "gatsby",
    "github",
    "hugo",
    "jekyll",
    "mdbook",
    "mintlify",
    "mkdocs",
    "myst",
    "next",
    "nuxt",
    "pelican",
    "quarto",
    "quartz",
    "sphinx",
    "sveltekit",
    "vitepress",
    "vuepress",
)

_NAMES = ("select", "ignore", "extend-select")
_LISTS = (*_NAMES, "exclude", "extend-exclude", "plugins")
_CHOICES: dict[str, tuple[str, ...]] = {
    "flavor": FLAVORS,
    "fail-on": tuple(Severity),
}
_STRINGS = (*_CHOICES, "site-root", "baseline", "extends")
_TABLES = ("rules", "links", "limits", "per-file")
_KEYS = (*_LISTS, *_STRINGS, *_TABLES)
#: What a ``[per-file]`` table may set.
_PER_FILE_KEYS = (*_NAMES, "flavor", "rules")

_TOML_PLACE = lazy_pattern(r"(.*) \(at line (\d+), column (\d+)\)\Z", re.DOTALL)


class PathPatterns(Struct, frozen=True, dict=True):
    """Patterns as ``.gitignore`` has them, relative to a folder; None: to where one looks.

    ``origin`` and ``keys`` say where they are written; using one that means nothing raises
    ``SettingsError``.
    """

    patterns: tuple[str, ...]
    origin: Origin | None = None
    keys: tuple[str, ...] = ()

    @property
    def base(self) -> Path | None:
        return None if self.origin is None else self.origin.base

    @cached_property
    def _spec(self) -> GitIgnoreSpec:
        spec, meaningless = compile_patterns(self.patterns)
        if meaningless and self.origin is not None:
            message = f'"{meaningless[0]}" is no pattern that .gitignore could have'
            raise self.origin.error(self.keys, message)
        return spec

    def matches(self, path: str, root: Path) -> bool:
        """Whether an absolute path matches; that of a folder ends with a slash.

        A path outside the base is taken relative to ``root``, or as it is.
        """
        return self._spec.match_file(self._relative(path, root))

    def without_matching(self, folder: str, root: Path) -> PathPatterns:
        """The patterns that do not match everything in a folder."""
        inside = f"{folder}/{_ANY_NAME}"
        if not self.matches(inside, root):
            return self
        kept = (
            pattern
            for pattern in self.patterns
            if not replace(self, patterns=(pattern,)).matches(inside, root)
        )
        return replace(self, patterns=tuple(kept))

    def _relative(self, path: str, root: Path) -> str:
        for base in (self.base, root):
            if base is not None:
                prefix = base.as_posix().rstrip("/") + "/"
                if path.startswith(prefix):
                    return path[len(prefix) :]
        return path.lstrip("/")


#: A name that only a pattern for all names matches.
_ANY_NAME = "\x01"


class Layer(Struct, frozen=True):
    """The settings of one source.

    ``values`` has the keys of ``postlint.toml`` but the tables; ``rules`` the options of each
    rule as they are written; ``links`` and ``limits`` the values of these tables; ``per_file`` the
    layers for the files that match a pattern.
    """

    origin: Origin
    values: Mapping[str, Any]
    rules: Mapping[str, Mapping[str, Any]] = {}
    links: Mapping[str, Any] = {}
    limits: Mapping[str, Any] = {}
    per_file: tuple[tuple[PathPatterns, Layer], ...] = ()


def make_layer(data: Mapping[str, Any], origin: Origin) -> Layer:
    """A layer from the keys of ``postlint.toml``; raises ``SettingsError``."""
    _check(data, _KEYS, origin)
    per_file = []
    for pattern, table in _table(data, "per-file", origin).items():
        inner = origin.within("per-file", pattern)
        if not isinstance(table, Mapping):
            raise origin.error(("per-file", pattern), f'"{pattern}" in [per-file] must be a table')
        _check(table, _PER_FILE_KEYS, inner)
        layer = Layer(inner, table, _rules(table, inner))
        per_file.append((PathPatterns((pattern,), origin, ("per-file", pattern)), layer))
    values = {key: value for key, value in data.items() if key not in _TABLES}
    links = read_links(_table(data, "links", origin), origin)
    limits = read_limits(_table(data, "limits", origin), origin)
    return Layer(origin, values, _rules(data, origin), links, limits, tuple(per_file))


def read_file(path: Path, *, label: str, base: Path) -> Layer | None:
    """The layer in a configuration file; None for a ``pyproject.toml`` without ``tool.postlint``.

    Raises ``SettingsError``.
    """
    try:
        data = read_regular_file(str(path), LARGEST_CONFIGURATION)
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise SettingsError(f"{label}: cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{label}: not UTF-8: byte offset {error.start}") from error
    if len(data) > LARGEST_CONFIGURATION:
        raise SettingsError(f"{label}: too long for a configuration")
    table = parse(text, label)
    origin = Origin(label, path.parent, base, text)
    if path.name == "pyproject.toml":
        origin = Origin(label, path.parent, base, text, ("tool", "postlint"))
        found = _table(table, "tool", Origin(label, path.parent, base, text)).get("postlint")
        if found is None:
            return None
        if not isinstance(found, dict):
            raise origin.error((), '"tool.postlint" must be a table')
        table = found
    return make_layer(table, origin)


def parse(text: str, label: str) -> dict[str, Any]:
    """The data of a TOML text; raises ``SettingsError`` with the line and column."""
    try:
        return parse_toml(text)
    except ValueError as error:
        place = _TOML_PLACE.match(str(error))
        if place is None:
            raise SettingsError(f"{label}: {error}") from error
        message, line, column = place.groups()
        raise SettingsError(f"{label}:{line}:{column}: not valid TOML: {message}") from error


def _check(data: Mapping[str, Any], keys: tuple[str, ...], origin: Origin) -> None:
    """Raises ``SettingsError`` for a key that is not among those given, or a wrong value."""
    for key, value in data.items():
        if key not in keys:
            hint = did_you_mean(key, keys)
            raise origin.error((key,), f'unknown key "{key}"{origin.inside(())}{hint}')
        if key in _LISTS:
            if not isinstance(value, (list, tuple)) or not all(
                isinstance(item, str) for item in value
            ):
                raise origin.error((key,), f'"{key}" must be a list of strings')
        elif key in _STRINGS and not isinstance(value, str):
            raise origin.error((key,), f'"{key}" must be a string')
        if key in _CHOICES and value not in _CHOICES[key]:
            hint = did_you_mean(value, _CHOICES[key])
            raise origin.error((key,), f'unknown value "{value}" for "{key}"{hint}')


def _rules(data: Mapping[str, Any], origin: Origin) -> dict[str, Mapping[str, Any]]:
    rules = _table(data, "rules", origin)
    for name, options in rules.items():
        if not isinstance(options, Mapping):
            raise origin.error(("rules", name), f'"{name}" in [rules] must be a table of options')
    return dict(rules)


def _table(data: Mapping[str, Any], key: str, origin: Origin) -> Mapping[str, Any]:
    table = data.get(key, {})
    if not isinstance(table, Mapping):
        raise origin.error((key,), f'"{key}" must be a table')
    return table
