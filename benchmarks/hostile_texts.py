"""Hostile texts by the clock: what ``tests/syntax/test_pathological.py`` counts, timed.

    python benchmarks/hostile_texts.py [--size 10000]
    python benchmarks/hostile_texts.py --posts [--size 1500]

Prints the texts whose time grows faster than their length, or that cost most per character. With
``--posts`` they are linted rather than parsed, and are those of ``tests/test_growth.py``, each also
as a single line: what is copied once for each finding shows by the clock alone.
"""

from __future__ import annotations

import argparse
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "syntax"))

from pathological import INPUTS, MDX_INPUTS
from test_growth import POSTS

from postlint.api import lint_text
from postlint.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def main() -> None:
    options = _options()
    rows = []
    for name, make, work in _posts() if options.posts else _texts():
        small = _seconds(make(options.size), work)
        text = make(4 * options.size)
        large = _seconds(text, work)
        rows.append((large / max(small, 1e-3), large / len(text), large, name))
    print("growth (4: linear)   µs per character   seconds   text")
    for growth, cost, seconds, name in sorted(rows, reverse=True)[: options.show]:
        print(f"{growth:8.1f}{cost * 1e6:25.2f}{seconds:13.2f}     {name}")


def _texts() -> Iterator[tuple[str, Callable[[int], str], Callable[[str], object]]]:
    for name, make in INPUTS.items():
        yield name, make, parse
    for name, make in MDX_INPUTS.items():
        yield name, make, partial(parse, mdx=True)


def _posts() -> Iterator[tuple[str, Callable[[int], str], Callable[[str], object]]]:
    for name, make in POSTS.items():
        yield name, make, lint_text
        yield f"{name}, in one line", partial(_in_a_line, make), lint_text


def _in_a_line(make: Callable[[int], str], size: int) -> str:
    return " ".join(make(size).split())


def _seconds(text: str, work: Callable[[str], object]) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        work(text)
        best = min(best, time.perf_counter() - start)
    return best


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--posts", action="store_true")
    parser.add_argument("--show", type=int, default=20)
    return parser.parse_args()


if __name__ == "__main__":
    main()
