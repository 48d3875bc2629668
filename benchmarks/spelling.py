#!/usr/bin/env python3
"""Speed and memory of the speller, beside other spell checkers.

    benchmarks/spelling.py POST... [--repeat 5]

Every post is read and parsed before the clock starts. Printed for postlint: how long opening the
lexicon takes in a fresh process, checking 24,000 characters of the posts (all words new, and
again), and one suggestion; the memory of the process and the size of the data. The other tools
(typos, codespell, cspell, plain pyspellchecker) are timed where they are installed, as processes
over the same files, their start included. An empty Python is timed to compare machines by: where
the goals were set (24 kB in 15 ms), it took 9 ms.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

DATA = Path(__file__).resolve().parent.parent / "postlint" / "data"
CHARACTERS = 24_000
#: Misspellings made for this benchmark: one slip, two slips, two words, a doubled letter.
TYPED = (
    "recieve", "seperatly", "enviromnent", "alot", "occassionaly", "definately", "publc",
    "wich", "begining", "tommorow", "neccesarry", "acommodate", "langauge", "threshhold",
)  # fmt: skip
OTHERS = {
    "typos": ["typos"],
    "codespell": ["codespell"],
    "cspell": ["cspell", "--no-progress", "--no-summary"],
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("posts", nargs="+", type=Path)
    parser.add_argument("--repeat", type=int, default=5)
    options = parser.parse_args()
    print(f"data          {data_size() / 1e6:8.2f} MB")
    empty = seconds_of([sys.executable, "-c", "pass"], options.repeat)
    print(f"empty Python  {empty * 1000:8.2f} ms")
    print(f"open lexicon  {opening(options.repeat):8.2f} ms in a fresh process")
    checking(options.posts)
    print(f"suggestion    {suggesting():8.2f} ms (median of {len(TYPED)} words)")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"memory        {peak:8.1f} MB at its peak, Python and the posts included")
    others(options.posts)


def data_size() -> int:
    return sum(path.stat().st_size for path in DATA.glob("*") if path.suffix != ".py")


def opening(repeat: int) -> float:
    """Milliseconds to open all that English needs, imports aside; the median."""
    code = (
        "import time; from postlint.spelling import correction\n"
        "started = time.perf_counter(); correction.Corrector().entry('word')\n"
        "print(time.perf_counter() - started)"
    )
    command = [sys.executable, "-c", code]
    runs = [
        float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        for _ in range(repeat)
    ]
    return statistics.median(runs) * 1000


def seconds_of(command: list[str], repeat: int) -> float:
    """How long a process takes, by the clock; the median."""
    runs = []
    for _ in range(repeat):
        started = time.perf_counter()
        subprocess.run(command, capture_output=True, check=False)
        runs.append(time.perf_counter() - started)
    return statistics.median(runs)


def checking(posts: list[Path]) -> None:
    from postlint.document import make_document
    from postlint.source import Source
    from postlint.spelling import check
    from postlint.spelling.options import SpellingOptions

    documents = []
    for path in posts:
        text = path.read_text(encoding="utf-8", errors="replace")
        document = make_document(Source.from_text(text, path.as_posix()))
        # Views that other rules ask for, too.
        assert document.prose is not None
        assert document.links is not None
        documents.append(document)
    size = sum(len(document.source.text) for document in documents)

    def check_all() -> None:
        for document in documents:
            for _ in check(document, SpellingOptions()):
                pass

    for state in ("all new", "again"):
        each = seconds(check_all) / size * CHARACTERS * 1000
        print(f"24 kB of post {each:8.2f} ms ({state}; {size / 1e6:.2f} MB of posts)")


def suggesting() -> float:
    """Milliseconds to find what was meant by a word never met before; the median."""
    from postlint.spelling.correction import FAR_LIMIT, Corrector

    corrector = Corrector()
    corrector.read_far("warmup")

    def suggest(word: str) -> None:
        near = corrector.read(word).candidates
        if not near or near[0].score < FAR_LIMIT:
            corrector.read_far(word)

    return statistics.median(seconds(partial(suggest, word)) for word in TYPED) * 1000


def others(posts: list[Path]) -> None:
    files = [str(path) for path in posts]
    for name, command in OTHERS.items():
        if shutil.which(command[0]) is None:
            print(f"{name:13s} not installed")
            continue
        took = seconds_of([*command, *files], 1)
        print(f"{name:13s} {took:8.2f} s over the posts, start included")
    from spellchecker import SpellChecker

    plain = SpellChecker()
    suggested = statistics.median(seconds(partial(plain.candidates, word)) for word in TYPED)
    print(f"pyspellchecker{suggested * 1000:7.2f} ms a suggestion (median)")


def seconds(work: Callable[[], object]) -> float:
    """How long some work keeps the processor busy."""
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
