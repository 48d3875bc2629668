"""What lychee was told: ``lychee.toml`` and ``.lycheeignore``.

https://github.com/lycheeverse/lychee/blob/master/lychee.example.toml says what the keys mean.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from postlint.init.decisions import Decisions
from postlint.init.globs import from_regex
from postlint.init.reading import find, read_table, read_text
from postlint.links.online.selection import PatternError, read_statuses
from postlint.settings.links import read_links
from postlint.settings.origin import Origin, SettingsError
from postlint.spelling.vocabulary import texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postlint.init.decisions import Site

_NAMES = ("lychee.toml", ".lychee.toml", ".config/lychee.toml", ".github/lychee.toml")
_IGNORE_FILE = ".lycheeignore"

#: Keys whose value postlint takes as it is, and what they are called in its table ``links``.
_SAME = {
    "timeout": "timeout",
    "max_retries": "retries",
    "max_concurrency": "concurrency",
    "user_agent": "user-agent",
    "max_cache_age": "cache-alive",
}
#: Keys with lists of regular expressions, or of such and what to put in their place.
_PATTERNS = ("include", "exclude", "remap")
#: Keys that may hold secrets, which no configuration should.
_SECRETS = ("header", "headers", "basic_auth", "github_token")
#: Other keys that change which links are found dead.
_MISSED = (
    *("scheme", "insecure", "base", "base_url", "root_dir", "fallback_extensions", "index_files"),
    *("include_verbatim", "cookie_jar", "preprocess", "hosts"),
)
#: Codes that count as alive anyhow, or are no answer yet.
_ALIVE_ANYHOW = range(100, 300)


def read_lychee(site: Site) -> Iterator[Decisions]:
    """What lychee's files in the folder decide; raises ``SettingsError``."""
    name = find(site.folder, _NAMES)
    if name:
        yield _read_table(name, read_table(site.folder, name), site)
    if find(site.folder, [_IGNORE_FILE]):
        lines = map(str.strip, read_text(site.folder, _IGNORE_FILE).splitlines())
        links = _Links(_IGNORE_FILE, site)
        links.add_each("exclude", [line for line in lines if line and not line.startswith("#")])
        yield Decisions(_IGNORE_FILE, links=links.kept, left=tuple(links.left))


def _read_table(source: str, table: Mapping[str, Any], site: Site) -> Decisions:
    links = _Links(source, site)
    for theirs, ours in _SAME.items():
        if theirs in table:
            links.add(ours, table[theirs], theirs)
    for key in _PATTERNS:
        links.add_each(key, list(texts(table.get(key))))
    links.add_each("accept", [code for code in _codes(table.get("accept")) if not _is_alive(code)])
    ignored: dict[str, tuple[str, ...]] = {}
    for regex in texts(table.get("exclude_path")):
        patterns, told = _carry_path(regex, site)
        ignored.update(dict.fromkeys(patterns, ("links",)))
        links.left += told
    for key in _SECRETS:
        if table.get(key):
            links.left.append(f'"{key}" may hold secrets: see docs/links-online.md on headers')
    links.left += [f'"{key}" has no counterpart' for key in _MISSED if table.get(key)]
    return Decisions(source, links=links.kept, ignored=ignored, left=tuple(links.left))


class _Links:
    """Values for the table ``links``: those that postlint can use, and those left."""

    def __init__(self, source: str, site: Site) -> None:
        self._origin = Origin(source, site.folder, site.folder)
        self.kept: dict[str, Any] = {}
        self.left: list[str] = []

    def add(self, key: str, value: object, written_as: str) -> None:
        """Keeps a value if it is one for that key."""
        if self._can_be(key, value):
            self.kept[key] = value
        else:
            self.left.append(f'"{written_as}": {value} cannot be used')

    def add_each(self, key: str, values: list[str]) -> None:
        """Keeps those of a list's items that can be in one for that key."""
        for value in values:
            if self._can_be(key, [value]):
                self.kept.setdefault(key, []).append(value)
            else:
                self.left.append(f'"{key}": {value} cannot be used')

    def _can_be(self, key: str, value: object) -> bool:
        try:
            read_links({key: value}, self._origin)
        except SettingsError:
            return False
        return True


def _codes(value: object) -> list[str]:
    """Status codes and ranges, which may come as a list or as a text with commas."""
    items = value if isinstance(value, list) else str(value or "").split(",")
    return [str(item).strip() for item in items if str(item).strip()]


def _is_alive(codes: str) -> bool:
    try:
        listed = read_statuses(codes)
    except PatternError:
        return False
    return all(code in _ALIVE_ANYHOW for code in listed)


def _carry_path(regex: str, site: Site) -> tuple[tuple[str, ...], list[str]]:
    """The pattern for a regular expression about paths, if it matches the same posts."""
    try:
        compiled = re.compile(regex)
    except re.error:
        return (), [f'"exclude_path": {regex} cannot be used']
    wanted = {post for post in site.posts if compiled.search(post) or compiled.search(f"./{post}")}
    patterns = from_regex(regex)
    if not wanted:
        return (), []
    if site.matching(patterns) == wanted:
        return patterns, []
    return (), [f'"exclude_path": {regex} cannot be written as a pattern of .gitignore']
