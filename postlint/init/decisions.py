"""What another tool's configuration decides, in postlint's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from postlint.patterns import compile_patterns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path


class Site(Struct, frozen=True):
    """The folder that gets a configuration, and the paths of its posts, relative to it."""

    folder: Path
    posts: tuple[str, ...]

    def matching(self, patterns: Iterable[str]) -> frozenset[str]:
        """The posts that patterns as in ``.gitignore`` match."""
        spec, _ = compile_patterns(patterns)
        return frozenset(spec.match_files(self.posts))


class Decisions(Struct, frozen=True):
    """What a file decides.

    ``source`` is the file, as people call it; ``off`` names rules; ``severities`` and ``options``
    are by rule; ``excluded`` are patterns of posts that are not checked at all, ``ignored`` the
    rules that are off for the posts of a pattern. ``words`` are right, and so are those in
    ``words_files`` (relative paths), and with ``shares_words`` those of the file itself, which
    postlint reads at every run. ``links`` has keys of the table of that name. ``left`` are
    sentences on what could not be carried over.
    """

    source: str
    off: tuple[str, ...] = ()
    severities: Mapping[str, str] = {}
    options: Mapping[str, Mapping[str, Any]] = {}
    excluded: tuple[str, ...] = ()
    ignored: Mapping[str, tuple[str, ...]] = {}
    words: tuple[str, ...] = ()
    words_files: tuple[str, ...] = ()
    shares_words: bool = False
    language: str = ""
    links: Mapping[str, Any] = {}
    left: tuple[str, ...] = ()


class Patterns(Struct, frozen=True):
    """Patterns that were carried over, and sentences on those that were not."""

    kept: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


def carry_patterns(
    given: Iterable[str], convert: Callable[[str], tuple[str, ...]], site: Site
) -> Patterns:
    """The patterns of a tool that have a post to match; the others would only be a burden."""
    kept: dict[str, None] = {}
    left: list[str] = []
    idle = 0
    for pattern in given:
        converted = convert(pattern)
        if not converted:
            left.append(f'"{pattern}" cannot be written as a pattern of .gitignore')
            continue
        used = [one for one in converted if site.matching([one.removeprefix("!")])]
        idle += not used
        kept.update(dict.fromkeys(used))
    if idle:
        left.append(f"{idle} {'pattern matches' if idle == 1 else 'patterns match'} no post")
    return Patterns(tuple(kept), tuple(left))
