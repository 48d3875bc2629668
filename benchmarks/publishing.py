"""The figures as tables, and where they are published."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING, Any

from measuring import SLOW_ROUNDS
from scenarios import GOALS, NODE_PAIR, TRIO

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: What each tool does, for those who do not know it.
_JOBS = {
    "rumdl": "structure",
    "typos": "spelling",
    "lychee": "links",
    "codespell": "spelling",
    "markdownlint-cli2": "structure",
    "cspell": "spelling",
    "postlint": "all of it",
}
_TITLES = {
    "cold": "From nothing",
    "again": "Again, nothing changed",
    "1 % changed": "Again, 1 % of the posts changed",
    "one post": "One post of 24 kB, as before a commit",
    "start": "Start without work (`--version`)",
}


def report(results: dict[str, Any]) -> str:
    """All tables, with what was measured where and when."""
    parts = ["\n".join(_about(results["about"])), _ratios(results["scenarios"])]
    parts += [
        f"### {_TITLES[name]}\n\n{_table(tools)}" for name, tools in results["scenarios"].items()
    ]
    if results["growth"]:
        parts.append(f"### By the number of posts\n\n{_growth(results['growth'])}")
    return "\n\n".join(parts) + "\n"


def publish(results: dict[str, Any], place: Path, root: Path) -> None:
    """Puts the tables where the documents have room for them, and the pictures beside."""
    _replace(root / "README.md", _summary(results))
    _replace(root / "docs" / "performance.md", report(results))
    for name in ("times.svg", "growth.svg"):
        if (place / name).exists():
            shutil.copy(place / name, root / "docs" / "images" / name)


def _replace(path: Path, text: str) -> None:
    old = path.read_text(encoding="utf-8")
    new, count = re.subn(
        r"(<!-- figures -->\n).*?(\n<!-- end of figures -->)",
        lambda match: f"{match[1]}\n{text}{match[2]}",
        old,
        flags=re.DOTALL,
    )
    if count != 1:
        raise SystemExit(f"{path}: no place for the figures")
    path.write_text(new, encoding="utf-8")


def _about(about: dict[str, Any]) -> Iterator[str]:
    yield f"Measured on {about['date']}: {about['posts']}."
    rounds = f"{about['rounds']} interleaved rounds ({SLOW_ROUNDS} for Node.js on the whole site)"
    yield f"{about['machine']}. Medians of {rounds}."
    versions = (f"{name} {version}" for name, version in about["versions"].items())
    yield f"Compared with {', '.join(versions)}."


def _summary(results: dict[str, Any]) -> str:
    """The short table of the README."""
    found = results["scenarios"]
    rows = [("", "postlint", " + ".join(TRIO), " + ".join(NODE_PAIR))]
    for name in ("cold", "again", "1 % changed", "one post"):
        tools = found[name]
        # Those without a cache take as long again.
        full = found["cold"] if name in ("again", "1 % changed") else tools
        rows.append(
            (
                _TITLES[name],
                _time(tools["postlint"]["seconds"]),
                _time(_sum(tools, TRIO)),
                _time(_sum(full, NODE_PAIR)) if all(n in full for n in NODE_PAIR) else "",
            )
        )
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    about = results["about"]
    return "\n".join(
        [
            *(head, "|---|--:|--:|--:|", *body, ""),
            f"Measured on {about['date']}: {about['posts']}; {about['machine']}.\n",
        ]
    )


def _sum(tools: dict[str, Any], names: tuple[str, ...], key: str = "seconds") -> float:
    return float(sum(tools[name][key] for name in names))


def _ratios(found: dict[str, Any]) -> str:
    lines = [
        "| scenario | postlint to | goal | by the clock | by processor time |",
        "|---|---|--:|--:|--:|",
    ]
    for goal in GOALS:
        tools = found.get(goal.scenario, {})
        if not all(name in tools for name in goal.others):
            continue
        wall, processor = (
            tools["postlint"][key] / _sum(tools, goal.others, key)
            for key in ("seconds", "processor")
        )
        against = " + ".join(goal.others)
        lines.append(
            f"| {goal.scenario} | {against} | ≤ {goal.at_most:g} | {wall:.2f} | {processor:.2f} |"
        )
    return "\n".join(lines)


def _table(tools: dict[str, Any]) -> str:
    second = any(figure["hyperfine"] for figure in tools.values())
    rows = [["tool", "job", "wall", "processor", "largest process"]]
    for name, figure in tools.items():
        job = _JOBS.get(name.removesuffix(" --no-cache"), "")
        times = [_time(figure["seconds"]), _time(figure["processor"])]
        memory = f"{figure['memory']:.0f} MB" if figure["memory"] else "small"
        rows.append([name, job, *times, memory])
    if second:
        rows[0].append("hyperfine")
        for row, figure in zip(rows[1:], tools.values(), strict=True):
            row.append(_time(figure["hyperfine"]) if figure["hyperfine"] else "")
    head, *body = (f"| {' | '.join(row)} |" for row in rows)
    return "\n".join([head, "|---|---|" + "--:|" * (len(rows[0]) - 2), *body])


def _growth(counts: dict[str, Any]) -> str:
    lines = [
        "| posts | MB | wall | processor | processor a post | parent | largest worker | again |",
        "|--:|--:|--:|--:|--:|--:|--:|--:|",
    ]
    for count, figure in counts.items():
        each = f"{figure['processor'] / int(count) * 1000:.2f} ms"
        memory = f"{figure['parent']:.0f} MB | {figure['worker']:.0f} MB"
        lines.append(
            f"| {int(count):,} | {figure['bytes'] / 1e6:.1f} | {_time(figure['seconds'])}"
            f" | {_time(figure['processor'])} | {each} | {memory} | {_time(figure['again'])} |"
        )
    return "\n".join(lines)


def _time(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"
