"""Which posts are whose: a site cut into parts of about the same size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

#: More machines than anybody has; numbers beyond are slips.
LARGEST_COUNT = 10_000
_SHARD = lazy_pattern(r"([0-9]{1,5})/([0-9]{1,5})")


class Shard(Struct, frozen=True):
    """A part of a site: the ``number``-th, from 1, of ``count``."""

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """What ``3/8`` says; raises ``ValueError`` with what is wrong about the text."""
        match = _SHARD.fullmatch(text)
        if match is None:
            raise ValueError(f'"{text}" must be NUMBER/COUNT, as in 3/8')
        shard = cls(int(match[1]), int(match[2]))
        if not 1 <= shard.count <= LARGEST_COUNT:
            raise ValueError(
                f'"{text}" has {shard.count:,} parts; 1 to {LARGEST_COUNT:,} can be had'
            )
        if not 1 <= shard.number <= shard.count:
            raise ValueError(
                f'"{text}" is not one of 1/{shard.count} to {shard.count}/{shard.count}'
            )
        return shard

    def __str__(self) -> str:
        return f"{self.number}/{self.count}"


def parts_of(sizes: Mapping[str, int], count: int) -> list[list[str]]:
    """The paths, given with their sizes in bytes, in ``count`` parts; together they are all.

    A part is a stretch of the sorted paths, so that a post that grows moves few others to another
    part, whose cache does not know them. It has at most its share of the bytes and half of
    what its first and last post have.
    """
    parts: list[list[str]] = [[] for _ in range(count)]
    # An empty post costs something, too.
    total = sum(sizes.values()) + len(sizes)
    before = 0
    for path in sorted(sizes):
        weight = sizes[path] + 1
        # The middle of the post decides.
        parts[(2 * before + weight) * count // (2 * total)].append(path)
        before += weight
    return parts
