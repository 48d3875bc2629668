"""What a machine found in its part of a site, as a JSON file.

Such a shard has the results of the posts as ``lint_document`` made them: what was found before
any directive had its say, and the facts that other posts may ask for. It also says what it was
made of and with, since only shards that have all of that in common make one report.
"""

from __future__ import annotations

import json
import sys
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct

from postlint import __version__
from postlint.cache.fingerprint import code_files, content_digest, portable_digest, versions
from postlint.digests import digest_of
from postlint.project import FileResult  # noqa: TC001  # reading a shard needs the type
from postlint.reporters.json_report import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from postlint.settings import Configuration, Settings

Decoded = TypeVar("Decoded")


class ShardError(Exception):
    """A file that is no shard, or none that can be joined with others; said in one line."""


class Asked(Struct, frozen=True):
    """Those options of ``postlint check`` that decide what is in a report, under their names."""

    paths: tuple[str, ...] = ()
    config: tuple[str, ...] = ()
    isolated: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    fail_on: str | None = None
    online: bool | None = None
    changed_since: str | None = None
    installed_plugins_only: bool = False


class Maker(Struct, frozen=True):
    """What a shard was made with: versions, and digests of the rules' code and of settings."""

    postlint: str
    python: str = ""
    code: str = ""
    settings: str = ""


class ShardHead(Struct, frozen=True):
    """A shard without its results.

    ``site`` is a digest of the paths and sizes of all posts, this part's or not.
    """

    number: int
    count: int
    made_by: Maker
    site: str
    asked: Asked


class _Results(Struct, frozen=True):
    results: tuple[FileResult, ...]


class _HeadFile(Struct, frozen=True):
    shard: ShardHead


class _ResultsFile(Struct, frozen=True):
    shard: _Results


class _AnyMaker(Struct, frozen=True):
    made_by: Maker


class _AnyFile(Struct, frozen=True):
    """What the file of any version has."""

    version: int
    shard: _AnyMaker


def maker_of(configuration: Configuration, paths: Iterable[str]) -> Maker:
    """What the results of these paths are made with here."""
    return _maker(frozenset(map(configuration.for_path, paths)))


@lru_cache(maxsize=4)
def _maker(every: frozenset[Settings]) -> Maker:
    """The same for all parts of a site whose posts have the same settings."""
    files = {file for settings in every for file in code_files(settings.registry)}
    # By content alone: the folders differ from machine to machine.
    contents = sorted(content_digest([file]) for file in files)
    return Maker(
        __version__,
        ".".join(map(str, sys.version_info[:2])),
        _digest([*contents, *versions()[1:]]),
        _digest(sorted({portable_digest(settings) for settings in every})),
    )


def site_digest(sizes: Mapping[str, int]) -> str:
    """A name for a set of posts: their paths and their sizes in bytes."""
    return _digest(sorted(sizes.items()))


def encode(head: ShardHead, results: Iterable[FileResult]) -> Iterator[bytes]:
    """The pieces of a shard's file: a result a line, in UTF-8."""
    about = json.dumps({"version": VERSION, "shard": msgspec.to_builtins(head)})
    yield about[:-2].encode() + b', "results": ['
    separator = b"\n"
    for result in results:
        yield separator + _line(result)
        separator = b",\n"
    yield b"\n]}}\n"


def read_head(path: str) -> ShardHead:
    """What the shard in a file is; raises ``ShardError``."""
    data = _content(path)
    _check_version(_decoded(data, _AnyFile, path), path)
    return _decoded(data, _HeadFile, path).shard


def read_results(path: str) -> tuple[FileResult, ...]:
    """The results of a shard, of which all shards together may be too many for memory.

    Raises ``ShardError``.
    """
    return _decoded(_content(path), _ResultsFile, path).shard.results


def _content(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise ShardError(f"{path}: {reason}") from error


def _check_version(file: _AnyFile, path: str) -> None:
    other = file.shard.made_by.postlint
    if other != __version__:
        raise ShardError(f"{path}: made by postlint {other}; this is {__version__}")
    if file.version != VERSION:
        raise ShardError(f"{path}: version {file.version} of a report; this postlint has {VERSION}")


def _decoded(data: bytes, kind: type[Decoded], path: str) -> Decoded:
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        failed = error
    try:
        # A path that is no UTF-8 has lone surrogates, which only this reader takes.
        return msgspec.convert(json.loads(data), kind)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        raise ShardError(f"{path}: not a shard of postlint: {failed}") from None


def _line(result: FileResult) -> bytes:
    try:
        return msgspec.json.encode(result)
    except UnicodeEncodeError:
        # Only escapes can tell lone surrogates.
        return json.dumps(msgspec.to_builtins(result)).encode()


def _digest(value: object) -> str:
    return digest_of(repr(value).encode(errors="surrogatepass"))
