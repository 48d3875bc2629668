"""Fuzzes by hand: as many executions as you have time for.

    python tests/fuzz/run.py parser --executions 100000 [--seed 1] [--guided]

``--guided`` lets Atheris (``pip install atheris``), if it is installed, mutate by what code a text
reaches; without it texts are mutated blindly, several times as fast. What breaks a target is
written to tests/fuzz/found, once for each place that raises, and the run goes on.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
import traceback
from hashlib import sha256
from pathlib import Path

from fuzz_inputs import FOUND, TOKENS, mutated, seeds


class Fuzzing:
    """Runs a target, counts, and keeps what breaks it."""

    def __init__(self, target: str) -> None:
        from fuzz_targets import TARGETS

        self.target = target
        self._function = TARGETS[target]
        self._places: set[str] = set()
        self.executions = 0
        self.slowest = (0.0, "")

    def execute(self, text: str) -> None:
        self.executions += 1
        start = time.process_time()
        try:
            self._function(text)
        except Exception as error:
            self._keep(text, error)
        self.slowest = max(self.slowest, (time.process_time() - start, text))

    def _keep(self, text: str, error: Exception) -> None:
        frames = traceback.extract_tb(error.__traceback__)
        place = f"{type(error).__name__} {frames[-1].filename}:{frames[-1].lineno}"
        if place in self._places:
            return
        self._places.add(place)
        name = f"{self.target}-{sha256(text.encode()).hexdigest()[:10]}.txt"
        FOUND.mkdir(exist_ok=True)
        (FOUND / name).write_bytes(text.encode())
        print(f"{place}: {error}\n    {text!r}\n    kept as {name}", flush=True)

    def tell(self) -> None:
        seconds, text = self.slowest
        print(
            f"{self.target}: {self.executions:,} executions, {len(self._places)} found,"
            f" slowest {seconds * 1000:.0f} ms with {len(text)} characters",
            flush=True,
        )


def main() -> None:
    options = _options()
    if options.guided:
        _guided(options.target, options.executions, options.seed)
        return
    fuzzing = Fuzzing(options.target)
    chance = random.Random(options.seed)
    texts = seeds(options.target)
    for _ in range(options.executions):
        fuzzing.execute(mutated(texts, chance))
    fuzzing.tell()


def _guided(target: str, executions: int, seed: int) -> None:
    import atexit

    import atheris  # type: ignore[import-untyped]  # installed by hand only

    with atheris.instrument_imports(include=["postlint"]):
        fuzzing = Fuzzing(target)

    def execute(data: bytes) -> None:
        fuzzing.execute(data.decode("utf-8", "replace"))

    folder = Path(tempfile.mkdtemp(prefix="postlint-fuzz-"))
    for number, text in enumerate(seeds(target)):
        (folder / str(number)).write_bytes(text.encode())
    dictionary = folder.with_suffix(".tokens")
    lines = ["".join(f"\\x{byte:02x}" for byte in token.encode()) for token in TOKENS]
    dictionary.write_text("".join(f'"{line}"\n' for line in lines), "ascii")
    atexit.register(fuzzing.tell)
    atheris.Setup(
        [
            sys.argv[0],
            f"-runs={executions}",
            f"-seed={seed}",
            f"-dict={dictionary}",
            "-max_len=600",
            "-print_final_stats=1",
            "-verbosity=0",
            str(folder),
        ],
        execute,
    )
    atheris.Fuzz()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("target")
    parser.add_argument("--executions", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--guided", action="store_true", help="mutate with Atheris")
    return parser.parse_args()


if __name__ == "__main__":
    main()
