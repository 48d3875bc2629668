"""What is compared: who does what in which folder, and which ratios are to be reached."""

from __future__ import annotations

import itertools
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

from measuring import Contestant

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tools import Tools

#: The three programs that together do what postlint does.
TRIO = ("rumdl", "typos", "lychee")
UNCACHED_TRIO = ("rumdl --no-cache", "typos", "lychee")
NODE_PAIR = ("markdownlint-cli2", "cspell")
#: The size of the one post, in bytes.
ONE_POST = 24_000


@dataclass(frozen=True)
class Goal:
    """A ratio to reach: the time of postlint over that of others together."""

    scenario: str
    others: tuple[str, ...]
    at_most: float


GOALS = (
    Goal("again", ("rumdl",), 1.0),
    Goal("again", UNCACHED_TRIO, 0.2),
    Goal("1 % changed", TRIO, 0.5),
    Goal("one post", ("codespell",), 1.2),
    Goal("one post", ("markdownlint-cli2",), 0.25),
    Goal("start", ("an empty Python",), 3.0),
    Goal("cold", NODE_PAIR, 0.2),
    Goal("cold", TRIO, 3.0),
    Goal("cold", TRIO, 1.0),
)


def scenarios(tools: Tools, place: Path, site: Path) -> Iterator[tuple[str, Sequence[Contestant]]]:
    """The scenarios by name; a peer that has a cache has it where postlint has its own."""
    cache = place / "cache"

    def own(folder: Path, *arguments: str) -> Contestant:
        environment = {"POSTLINT_CACHE_DIR": str(cache)}
        return Contestant("postlint", tools.postlint(*arguments), folder, environment=environment)

    cold = own(site, ".")
    cold.prepare = lambda: shutil.rmtree(cache, ignore_errors=True)
    yield "cold", [cold, *_peers(tools, site, "."), *_node_peers(tools, site, ".")]
    rumdl, *others = _peers(tools, site, ".")
    rumdl.name = "rumdl --no-cache"
    warm = Contestant("rumdl", tools.peer("rumdl", "check", "."), site)
    yield "again", [own(site, "."), warm, rumdl, *others]
    changed = own(site, ".")
    changed.prepare = _Changer(site, 0.01)
    yield "1 % changed", [changed, *_peers(tools, site, ".")]
    one = place / "one"
    post = _one_post(site, one)
    single = own(one, post)
    single.prepare = _Changer(one, 1.0)
    uncached = own(one, "--no-cache", post)
    uncached.name = "postlint --no-cache"
    node_peers = _node_peers(tools, one, post)
    for peer in node_peers:
        peer.slow = False
    yield "one post", [single, uncached, *_peers(tools, one, post), *node_peers]
    empty = Contestant("an empty Python", [str(tools.own / "bin/python"), "-c", "pass"], one)
    yield "start", [own(one, "--version"), empty]


def _peers(tools: Tools, folder: Path, target: str) -> list[Contestant]:
    lychee = tools.peer("lychee", "--offline", "--no-progress", target)
    return [
        Contestant("rumdl", tools.peer("rumdl", "check", "--no-cache", target), folder),
        Contestant("typos", tools.peer("typos", target), folder),
        Contestant("lychee", lychee, folder),
        Contestant("codespell", tools.peer("codespell", target), folder),
    ]


def _node_peers(tools: Tools, folder: Path, target: str) -> list[Contestant]:
    if not tools.has_npm:
        return []
    pattern = "**/*.{md,markdown,mdx}" if target == "." else target
    cspell = tools.npm_peer("cspell", "--no-progress", pattern)
    return [
        Contestant(
            "markdownlint-cli2", tools.npm_peer("markdownlint-cli2", pattern), folder, slow=True
        ),
        Contestant("cspell", cspell, folder, slow=True),
    ]


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


def _one_post(site: Path, folder: Path) -> str:
    """A post of the size people write long posts in, alone in a folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    posts = (path for path in site.rglob("*.m*d*") if path.is_file())
    nearest = min(posts, key=lambda path: (abs(path.stat().st_size - ONE_POST), path))
    shutil.copy(nearest, folder / "post.md")
    return "post.md"
