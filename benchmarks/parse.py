"""What positions cost: postlint's parser against mistune's, on the Markdown files of a folder.

    python benchmarks/parse.py FOLDER [--rounds 7]

mistune parses to its own tokens, without positions, with the plugins that do the same job as
postlint's parser; both are warmed up, and the rounds of one stand between the rounds of the
other, so that both meet the same machine. The figure is the ratio of the medians.
"""

from __future__ import annotations

import argparse
import gc
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

import mistune

from postlint.source import Source
from postlint.syntax import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

PLUGINS = ["table", "strikethrough", "task_lists", "footnotes", "url"]


def main() -> None:
    options = _options()
    texts = [text for folder in options.folders for text in _texts(folder)]
    parse_with_mistune = mistune.create_markdown(renderer=None, plugins=PLUGINS)
    contestants: dict[str, Callable[[str], object]] = {
        "mistune": parse_with_mistune,
        "postlint": parse,
    }
    times: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(options.rounds + 1):
        for name, contestant in contestants.items():
            seconds = _seconds(contestant, texts)
            if number > 0:
                times[name].append(seconds)
    characters = sum(map(len, texts))
    print(f"{len(texts)} files, {characters / 1e6:.1f} million characters")
    print(f"median of {options.rounds} rounds")
    medians = {name: statistics.median(measured) for name, measured in times.items()}
    for name, median in medians.items():
        print(f"{name:9} {median:7.3f} s  {characters / median / 1e6:5.2f} million characters/s")
    print(f"ratio     {medians['postlint'] / medians['mistune']:7.3f}")


def _seconds(contestant: Callable[[str], object], texts: Iterable[str]) -> float:
    gc.collect()
    start = time.perf_counter()
    for text in texts:
        contestant(text)
    return time.perf_counter() - start


def _texts(folder: Path) -> Iterable[str]:
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".md", ".markdown", ".mkd"} and path.is_file():
            yield Source.from_text(path.read_bytes().decode("utf-8", "replace")).text


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")
    parser.add_argument("--rounds", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    main()
