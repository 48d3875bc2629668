"""The error model's tables, counted on pairs of a misspelling and its correction."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from typing import TYPE_CHECKING

from postlint.spelling.channel import (
    ADDED,
    ALPHABET,
    COST_SCALE,
    EXCHANGED,
    OMITTED,
    REPLACED,
    SIZE,
    common_ends,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Counts added to each cell, so that what the lists lack is rare rather than impossible.
SMOOTHING = 0.2


def slip(typed: str, meant: str) -> tuple[int, int, int] | None:
    """The one slip by which a pair differs as (table, row, column); None if there are more."""
    start, end_typed, end_meant = common_ends(typed, meant)
    extra, missing = typed[start:end_typed], meant[start:end_meant]
    before = code(meant[start - 1]) if start else 0
    match len(extra), len(missing):
        case 0, 1:
            return OMITTED, before, code(missing)
        case 1, 0:
            return ADDED, before, code(extra)
        case 1, 1:
            return REPLACED, code(missing), code(extra)
        case 2, 2 if extra == missing[::-1]:
            return EXCHANGED, code(missing[0]), code(missing[1])
    return None


def code(letter: str) -> int:
    return max(ALPHABET.find(letter), 0)


def tables(pairs: Iterable[tuple[str, str]]) -> bytes:
    """All four tables as bytes: -log(slips / chances to make them), times COST_SCALE."""
    slips: Counter[tuple[int, int, int]] = Counter()
    letters: Counter[int] = Counter()
    following: Counter[tuple[int, int]] = Counter()
    for typed, meant in pairs:
        found = slip(typed, meant)
        if found is None:
            continue
        slips[found] += 1
        codes = [0, *map(code, meant)]
        letters.update(codes)
        following.update(itertools.pairwise(codes))
    result = bytearray()
    for table in (OMITTED, ADDED, REPLACED, EXCHANGED):
        for row in range(SIZE):
            for column in range(SIZE):
                chances = following[row, column] if table in (OMITTED, EXCHANGED) else letters[row]
                share = (slips[table, row, column] + SMOOTHING) / (chances + 20 * SMOOTHING * SIZE)
                result.append(min(255, round(-math.log(share) * COST_SCALE)))
    return bytes(result)
