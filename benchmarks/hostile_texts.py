"""Hostile texts by the clock: what ``tests/syntax/test_pathological.py`` counts, timed.

    python benchmarks/hostile_texts.py [--size 10000]

Prints the texts whose time grows faster than their length, or that cost most per character.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests" / "syntax"))

from pathological import INPUTS, MDX_INPUTS

from postlint.syntax import parse


def main() -> None:
    options = _options()
    rows = []
    for mdx, inputs in ((False, INPUTS), (True, MDX_INPUTS)):
        for name, make in inputs.items():
            small = _seconds(make(options.size), mdx=mdx)
            text = make(4 * options.size)
            large = _seconds(text, mdx=mdx)
            rows.append((large / max(small, 1e-3), large / len(text), large, name))
    print("growth (4: linear)   µs per character   seconds   text")
    for growth, cost, seconds, name in sorted(rows, reverse=True)[: options.show]:
        print(f"{growth:8.1f}{cost * 1e6:25.2f}{seconds:13.2f}     {name}")


def _seconds(text: str, *, mdx: bool) -> float:
    best = float("inf")
    for _ in range(2):
        start = time.perf_counter()
        parse(text, mdx=mdx)
        best = min(best, time.perf_counter() - start)
    return best


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--size", type=int, default=10_000)
    parser.add_argument("--show", type=int, default=20)
    return parser.parse_args()


if __name__ == "__main__":
    main()
