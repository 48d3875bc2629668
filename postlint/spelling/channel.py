"""The error model: how likely a word is to be typed as another.

After Kernighan, Church and Gale, "A spelling correction program based on a noisy channel model"
(COLING 1990): each slip has a probability that depends on the letters it happens to: a letter
left out or put in after another, a letter typed for another, two letters exchanged. The tables
are counted on lists of known misspellings by ``tools/build_lexicon.py``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.spelling.lexicon import DATA, mapped

if TYPE_CHECKING:
    from pathlib import Path

#: The letters of the tables; the first stands for the beginning of the word and for any other.
ALPHABET = "^abcdefghijklmnopqrstuvwxyz'"
SIZE = len(ALPHABET)
#: Costs are stored in bytes: natural logarithms times this.
COST_SCALE = 16
#: One table after another: [letter before or letter meant][letter].
OMITTED, ADDED, REPLACED, EXCHANGED = range(4)

_CODES = {letter: code for code, letter in enumerate(ALPHABET)}


class SlipModel:
    """Costs of slips: negative natural logarithms of their probabilities."""

    def __init__(self, folder: Path = DATA, language: str = "en") -> None:
        table = mapped(folder / f"slips-{language}.bin")
        costs = [value / COST_SCALE for value in table[:]]
        square = SIZE * SIZE
        self._omitted, self._added, self._replaced, self._exchanged = (
            costs[kind * square : (kind + 1) * square] for kind in range(4)
        )

    def cost(self, typed: str, meant: str) -> float:
        """The cheapest sequence of slips that turns ``meant`` into ``typed``; 0 if equal."""
        skip, end_typed, end_meant = common_ends(typed, meant)
        before = _CODES.get(meant[skip - 1], 0) if skip else 0
        t = [_CODES.get(letter, 0) for letter in typed[skip:end_typed]]
        m = [_CODES.get(letter, 0) for letter in meant[skip:end_meant]]
        omitted, added, replaced, exchanged = (
            self._omitted, self._added, self._replaced, self._exchanged,
        )  # fmt: skip
        width = len(t) + 1
        # rows[i][j]: the cost of typing t[:j] for m[:i].
        row = [0.0] * width
        for j in range(1, width):
            row[j] = row[j - 1] + added[(t[j - 2] if j > 1 else before) * SIZE + t[j - 1]]
        previous: list[float] = []
        for i, letter in enumerate(m):
            last = m[i - 1] if i else before
            older, previous, row = previous, row, [0.0] * width
            row[0] = previous[0] + omitted[last * SIZE + letter]
            for j in range(1, width):
                got = t[j - 1]
                best = previous[j] + omitted[last * SIZE + letter]
                other = row[j - 1] + added[(t[j - 2] if j > 1 else before) * SIZE + got]
                best = min(best, other)
                other = previous[j - 1] + (0.0 if got == letter else replaced[letter * SIZE + got])
                best = min(best, other)
                if i and j > 1 and got == m[i - 1] and t[j - 2] == letter and got != letter:
                    best = min(best, older[j - 2] + exchanged[m[i - 1] * SIZE + letter])
                row[j] = best
        return row[-1]


def common_ends(first: str, second: str) -> tuple[int, int, int]:
    """How long a prefix is shared, and where in each word the shared suffix begins.

    The prefix goes first, so that a doubled letter counts as added after its like.
    """
    limit = min(len(first), len(second))
    prefix = 0
    while prefix < limit and first[prefix] == second[prefix]:
        prefix += 1
    end_first, end_second = len(first), len(second)
    while (
        end_first > prefix
        and end_second > prefix
        and first[end_first - 1] == second[end_second - 1]
    ):
        end_first -= 1
        end_second -= 1
    return prefix, end_first, end_second
