"""Makes posts to measure with: as many as wanted, always the same ones."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

#: Words as common as in any English text.
_WORDS = (
    "the of and to in is that for it as with on be at by this are from or an not have was but "
    "they which you all can more has there about if when model data training page time people "
    "work first post write reader link section code language server browser request response "
    "simple number change problem example result different small large build value file version "
    "test update user system project release question answer measure library function"
).split()
_SLIPS = ("recieve", "seperate", "occured", "teh", "wich", "definately", "accross", "untill")
_CODE = "for number in range(10):\n    print(number)"


def make_posts(folder: Path, count: int, seed: int = 1) -> int:
    """Writes posts of some 6 kB on average, in folders of 50; returns their size in bytes.

    They link to each other and to the web, have code, lists and tables, and a slip now and then.
    """
    chance = random.Random(seed)
    size = 0
    for number in range(count):
        path = folder / f"{number // 50:04}" / f"post-{number % 50:02}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        data = _post(number, count, chance).encode()
        path.write_bytes(data)
        size += len(data)
    return size


def _post(number: int, count: int, chance: random.Random) -> str:
    parts = [f"---\ntitle: Post {number}\ndate: 2024-05-{number % 28 + 1:02}\n---\n"]
    for section in range(chance.randint(2, 8)):
        parts.append(f"## {_sentence(chance, 4)[:-1]} {section}\n")
        parts += [_paragraph(chance) for _ in range(chance.randint(1, 5))]
        kind = chance.randrange(4)
        if kind == 0:
            parts.append(f"```{chance.choice(['python', 'python', ''])}\n{_CODE}\n```\n")
        elif kind == 1:
            parts.append("".join(f"- {_sentence(chance, 8)}\n" for _ in range(5)))
        elif kind == 2:
            rows = (f"| {_sentence(chance, 2)} | {chance.randrange(999)} |\n" for _ in range(4))
            parts.append("| What | How many |\n|---|---|\n" + "".join(rows))
        other = chance.randrange(count + count // 200 + 1)
        parts.append(
            f"See [post {other}](../{other // 50:04}/post-{other % 50:02}.md) and"
            f" [this page](https://example.org/{chance.choice(_WORDS)}/{other}).\n"
        )
    return "\n".join(parts)


def _paragraph(chance: random.Random) -> str:
    sentences = [_sentence(chance, chance.randint(6, 20)) for _ in range(chance.randint(2, 7))]
    if chance.random() < 0.05:
        sentences.append(f"They {chance.choice(_SLIPS)} it.")
    return " ".join(sentences) + "\n"


def _sentence(chance: random.Random, length: int) -> str:
    words = chance.choices(_WORDS, k=length)
    if length > 5 and chance.random() < 0.3:
        words[2] = f"**{words[2]}**" if chance.random() < 0.5 else f"`{words[2]}`"
    return " ".join(words).capitalize() + "."
