"""What a result depends on besides its text: the code, the data and the settings."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Mapping
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

import postlint
from postlint.digests import blake2b, digest_of
from postlint.regexes import lazy_pattern
from postlint.rule import Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postlint.registry import Registry
    from postlint.settings import Settings

#: Settings that ``lint_document`` does not look at: they are for the report on the project, or
#: decide whether there is a result at all.
_OF_THE_PROJECT = frozenset(
    {"registry", "fail_on", "site_root", "baseline", "online", "online_options", "limits"}
)

#: Distributions whose versions show in what is made of a text, named as their folders are.
_DISTRIBUTIONS = frozenset({"mistune", "msgspec", "pyyaml", "pyspellchecker", "marisa_trie"})
_METADATA = lazy_pattern(r"([\w.]+)-[^-]+(?:-.*)?\.(?:dist|egg)-info\Z")


def code_places(registry: Registry) -> tuple[str, ...]:
    """The folders and files that postlint and the rules come from, sorted."""
    places = {*postlint.__path__}
    for rule in registry.rules.values():
        module = rule.__module__
        package = sys.modules.get(module.partition(".")[0])
        folders = getattr(package, "__path__", None)
        if folders:
            places.update(folders)
        else:
            file = getattr(sys.modules.get(module), "__file__", None)
            places.update([file] if file else [])
    return tuple(sorted(places))


def code_files(registry: Registry) -> list[str]:
    """All files in those places, sorted."""
    return sorted({file for place in code_places(registry) for file in _files(place)})


def content_digest(paths: Iterable[str]) -> str:
    """A name for what files hold; what cannot be read holds nothing."""
    digest = blake2b(digest_size=16)
    for path in paths:
        try:
            data = Path(path).read_bytes()
        except OSError:
            data = b""
        digest.update(f"{len(data)} ".encode())
        digest.update(data)
    return digest.hexdigest()


def versions() -> tuple[str, ...]:
    """The versions of Python and of the libraries that read posts."""
    found = set()
    for folder in sys.path:
        try:
            names = os.listdir(folder or ".")  # noqa: PTH208  # names are all that is wanted
        except OSError:
            continue
        for name in names:
            match = _METADATA.match(name)
            if match and match[1].lower() in _DISTRIBUTIONS:
                found.add(name)
    return (sys.version, *sorted(found))


def settings_digest(settings: Settings) -> str:
    """A name for the settings, as far as they matter to ``lint_document``."""
    return _digest((_beside_rules(settings), [_plain(rule) for rule in settings.document_rules]))


def portable_digest(settings: Settings) -> str:
    """The same, but equal on machines on which plugins are in other folders.

    That a rule's code is the same has to be seen to otherwise.
    """
    rules = [
        (rule.name, str(rule.severity), _plain(rule.options)) for rule in settings.document_rules
    ]
    return _digest((_beside_rules(settings), rules))


def _beside_rules(settings: Settings) -> list[tuple[str, Any]]:
    return [
        (name, _plain(getattr(settings, name)))
        for name in settings.__struct_fields__
        if name not in _OF_THE_PROJECT and name != "rules"
    ]


def _digest(value: object) -> str:
    return digest_of(repr(value).encode(errors="surrogatepass"))


def _files(place: str) -> Iterator[str]:
    if not os.path.isdir(place):  # noqa: PTH112  # os.walk is the quick way, on strings
        yield place
    for folder, folders, names in os.walk(place):
        folders[:] = [name for name in folders if name != "__pycache__"]
        yield from (os.path.join(folder, name) for name in names)  # noqa: PTH118  # as above


def _plain(value: Any) -> Any:
    """A value such that equal ones, and only those, have the same ``repr`` in every process."""
    if isinstance(value, Rule):
        kind = type(value)
        return kind.__module__, kind.__qualname__, str(value.severity), _plain(value.options)
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Struct):
        return [(name, _plain(getattr(value, name))) for name in value.__struct_fields__]
    if isinstance(value, Mapping):
        return sorted((_plain(key), _plain(item)) for key, item in value.items())
    if isinstance(value, (set, frozenset)):
        return sorted(map(_plain, value))
    if isinstance(value, Collection) and not isinstance(value, (str, bytes)):
        return [_plain(item) for item in value]
    return value
