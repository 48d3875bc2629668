"""Which plugins are installed: found out once, and remembered while the environment is the same.

To look through the metadata of every installed package takes longer than to lint a short post.
What is installed shows in the folders that Python imports from: while their stamps are those
remembered, so are the plugins.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import suppress
from importlib import import_module
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from postlint.cache.folder import inner_folder, replace_file
from postlint.cache.stamps import is_settled, stamp_of
from postlint.digests import digest_of

if TYPE_CHECKING:
    from pathlib import Path

_SUFFIX = ".plugins"


class Plugin(Struct, frozen=True):
    """An entry point: ``value`` is ``module`` or ``module:attribute``.

    https://packaging.python.org/en/latest/specifications/entry-points/
    """

    name: str
    value: str

    @property
    def module(self) -> str:
        return self.value.partition("[")[0].partition(":")[0].strip()

    @property
    def attr(self) -> str:
        return self.value.partition("[")[0].partition(":")[2].strip()

    def load(self) -> Any:
        """The module or what is meant in it; raises whatever importing it raises."""
        module = import_module(self.module)
        return attrgetter(self.attr)(module) if self.attr else module


_cache_dir: str | None = None


def remember_in(cache_dir: str) -> None:
    """From now on this process remembers, in the cache folder, what is installed."""
    global _cache_dir  # noqa: PLW0603  # a fact about the process, as what is installed is
    _cache_dir = cache_dir


def installed_plugins(group: str) -> tuple[Plugin, ...]:
    """The entry points of a group, in no particular order."""
    now = time.time_ns()
    stamps = [(folder, stamp_of(folder or os.curdir)) for folder in sys.path]
    file = _file(repr((group, stamps)))
    remembered = None if file is None else _read(file)
    if remembered is not None:
        return remembered
    from importlib.metadata import entry_points

    found = tuple(Plugin(point.name, point.value) for point in entry_points(group=group))
    if file is not None and all(is_settled(stamp, now) for _, stamp in stamps):
        lines = "".join(f"{plugin.name}\t{plugin.value}\n" for plugin in found)
        with suppress(OSError):
            replace_file(file, f"{digest_of(lines.encode())}\n{lines}".encode())
    return found


def _file(asked: str) -> Path | None:
    if _cache_dir is None:
        return None
    try:
        name = digest_of(asked.encode(errors="surrogateescape"))
        return inner_folder(_cache_dir) / f"{name}{_SUFFIX}"
    except (OSError, ValueError):
        return None


def _read(file: Path) -> tuple[Plugin, ...] | None:
    """The remembered plugins; None when there are none, or the file is damaged."""
    try:
        digest, _, lines = file.read_bytes().decode().partition("\n")
    except (OSError, ValueError):
        return None
    if digest_of(lines.encode()) != digest:
        return None
    pairs = (line.partition("\t") for line in lines.splitlines())
    return tuple(Plugin(name, value) for name, _, value in pairs)
