"""Whether shards are all the parts of one site, made in the same way, and of this site."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.shards.parts import parts_of
from postlint.shards.record import ShardError, maker_of, read_results, site_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from postlint.project import FileResult
    from postlint.settings import Configuration
    from postlint.shards.record import Maker, ShardHead

#: How many missing shards are named.
_NAMED = 10


def check_complete(shards: Mapping[str, ShardHead]) -> None:
    """Sees that the shards, by the paths of their files, are all of one site, each once.

    Raises ``ShardError``.
    """
    first_path, first = next(iter(shards.items()))
    by_number: dict[int, str] = {}
    for path, shard in shards.items():
        if shard.count != first.count:
            raise ShardError(
                f"{path}: shard {shard.number}/{shard.count}, but {first_path} is"
                f" {first.number}/{first.count}"
            )
        if not 1 <= shard.number <= shard.count:
            raise ShardError(f"{path}: damaged: there is no shard {shard.number}/{shard.count}")
        if shard.number in by_number:
            other = by_number[shard.number]
            raise ShardError(f"{path}: shard {shard.number}/{shard.count} is in {other}, too")
        by_number[shard.number] = path
        if shard.asked != first.asked:
            raise ShardError(f"{path}: made with other options than {first_path}")
        if shard.site != first.site:
            raise ShardError(f"{path}: made of other posts than {first_path}")
    missing = [str(n) for n in range(1, first.count + 1) if n not in by_number]
    if missing:
        named = ", ".join(missing[:_NAMED]) + (", …" if len(missing) > _NAMED else "")
        noun, verb = ("shard", "is") if len(missing) == 1 else ("shards", "are")
        raise ShardError(f"{noun} {named} of {first.count} {verb} missing")


def results_of(
    shards: Mapping[str, ShardHead], sizes: Mapping[str, int], configuration: Configuration
) -> Iterator[FileResult]:
    """The results of all posts, which are given with their sizes in bytes.

    Raises ``ShardError`` where they are of other posts, or were made with other rules or settings.
    """
    site = site_digest(sizes)
    parts = parts_of(sizes, len(shards))
    for path, shard in shards.items():
        if shard.site != site:
            raise ShardError(f"{path}: made of other posts than are here")
        paths = parts[shard.number - 1]
        _check_maker(shard.made_by, maker_of(configuration, paths), path)
        results = read_results(path)
        if [result.path for result in results] != paths:
            raise ShardError(f"{path}: damaged: it does not have the posts of its part")
        yield from results


def _check_maker(other: Maker, own: Maker, path: str) -> None:
    if other.python != own.python:
        raise ShardError(f"{path}: made with Python {other.python}; this is {own.python}")
    if other.code != own.code:
        raise ShardError(f"{path}: made with other rules or libraries than are installed here")
    if other.settings != own.settings:
        raise ShardError(f"{path}: made with other settings than those here")
