"""Sites to cut into parts: posts that need each other, in every way that a rule looks at."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from postlint.command import run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest

WORDS = ("recieve", "accross", "weather", "garden", "gauge", "rain", "seperate", "bucket")


def make_site(folder: Path, seed: int, count: int = 14) -> None:
    """Posts with links, broken and whole, to posts and files, and directives that excuse them."""
    chance = random.Random(seed)
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "map.svg").write_bytes(b"<svg/>")
    # A post that is linked to and not linted.
    (folder / "README.md").write_text("# Read me\n\n## Setup\n\nDo it.\n", encoding="utf-8")
    (folder / "postlint.toml").write_text(
        'extend-exclude = ["README.md"]\n'
        'extend-select = ["title-mismatch"]\n'
        '[per-file."b/*.md"]\nignore = ["spelling"]\n',
        encoding="utf-8",
    )
    for number in range(count):
        path = folder / _path(number)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(_post(chance, count).encode())
    (folder / "a" / "damaged.md").write_bytes(b"caf\xe9, and \xff\xfe\n")


def _path(number: int) -> str:
    return f"{'abc'[number % 3]}/post-{number}.md"


def _post(chance: random.Random, count: int) -> str:
    parts = ["# A post\n"]
    for section in range(chance.randrange(5)):
        parts.append(f"## Section {section}\n")
        if chance.random() < 0.3:
            continue
        words = " ".join(chance.choices(WORDS, k=chance.randrange(3, 40)))
        parts.append(f"{words.capitalize()}.\n")
        excuse = chance.choice(
            (
                "",
                "",
                "<!-- postlint-disable-next-line missing-anchor, missing-file -->",
                "<!-- postlint-disable-next-line missing-anchor -->",
                "<!-- postlint-disable links -->",
                "<!-- postlint-enable links -->",
                "<!-- postlint-disable-line emtpy-section -->",
            )
        )
        # One in eight leads to a post that there is not.
        other = _path(chance.randrange(count + count // 8 + 1))
        fragment = chance.choice(("", "#section-1", "#section-4", "#sections"))
        target = chance.choice((f"../{other}{fragment}",) * 4 + ("../README.md#set-up", "gone.md"))
        parts.append(f"{excuse}\n[Another post]({target}) and ![a map](../images/map.svg).\n")
        parts.append(
            chance.choice(("", "[one][two]\n", "[x]: a.md\n\n[x]: b.md\n", "![](no.png)\n"))
        )
    return "\n".join(parts)


class Told:
    """What a command printed, and its exit status."""

    def __init__(self, arguments: Sequence[str], capfd: pytest.CaptureFixture[str]) -> None:
        capfd.readouterr()
        self.status = run(arguments)
        self.out, self.err = capfd.readouterr()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Told) and vars(self) == vars(other)

    def __repr__(self) -> str:
        return repr(vars(self))

    __hash__ = None  # type: ignore[assignment]  # as for any mutable value


def shards_of(count: int, folder: Path, *options: str) -> list[str]:
    """Makes all the shards, and returns the paths of their files in another order than theirs."""
    folder.mkdir(exist_ok=True)
    files = []
    for number in range(1, count + 1):
        file = folder / f"{number}.json"
        assert run(["--shard", f"{number}/{count}", "-o", str(file), *options]) == 0
        files.append(str(file))
    return files[::-1]
