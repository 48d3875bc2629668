"""The figures of the README: postlint side by side with its peers.

    python benchmarks/run.py [--posts FOLDER] [--count 5320] [--rounds 5] [--growth] [--publish]

Installs postlint and the peers (PyPI; npm where there is one) into ``.benchmarks``, takes the
Markdown files of a folder, or makes posts, repeats them up to the count, and measures: from
nothing, again with nothing changed, again with 1 % of the posts changed, one post, and starting
without work; with ``--growth``, also 100 to 100,000 posts. Writes ``results.md``, ``results.json``,
``times.svg`` and ``growth.svg`` there. ``--publish`` puts the tables into the README and
``docs/performance.md``, and the pictures beside. POSIX only; peaks of single processes need Linux.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import json
import os
import platform
import shutil
from pathlib import Path
from typing import Any

from measuring import Contestant, ask_hyperfine, measure, measure_peaks
from plotting import plot_growth, plot_times
from posts import make_posts
from publishing import publish, report
from scenarios import scenarios

from tools import ROOT, Tools

GROWTH = (100, 1_000, 10_000, 100_000)
#: Scenarios that take less than a second, of which hyperfine has a second look.
QUICK = frozenset({"one post", "start"})


def main() -> None:
    options = _options()
    place: Path = options.place.resolve()
    place.mkdir(parents=True, exist_ok=True)
    tools = Tools(place)
    tools.install(npm=not options.without_npm)
    site = place / "site"
    shutil.rmtree(site, ignore_errors=True)
    size, kind = _fill(site, options.posts, options.count)
    # A repository of its own: the peers do not look at what this one ignores.
    (site / ".git").mkdir()
    results: dict[str, Any] = {
        "about": {
            "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
            "machine": _machine(),
            "posts": f"{options.count:,} posts of {size / 1e6:.1f} MB in all, {kind}",
            "rounds": options.rounds,
            "versions": tools.versions(),
        },
        "scenarios": {},
        "growth": {},
    }
    print(results["about"], flush=True)
    for name, contestants in scenarios(tools, place, site):
        # The second time, a peer's own cache is a new folder in the site.
        measure(contestants, options.rounds, warm_up=2 if name == "again" else 1)
        if name in QUICK:
            ask_hyperfine(contestants)
        results["scenarios"][name] = {each.name: _figures(each) for each in contestants}
        print(name, results["scenarios"][name], flush=True)
    if options.growth:
        results["growth"] = _growth(tools, place, options.largest)
    (place / "results.json").write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    (place / "results.md").write_text(report(results), encoding="utf-8")
    (place / "times.svg").write_text(plot_times(results["scenarios"]), encoding="utf-8")
    if results["growth"]:
        (place / "growth.svg").write_text(plot_growth(results["growth"]), encoding="utf-8")
    print(report(results))
    if options.publish:
        publish(results, place, ROOT)


def _figures(contestant: Contestant) -> dict[str, float | None]:
    return {
        "seconds": contestant.seconds,
        "processor": contestant.processor_seconds,
        "memory": contestant.memory,
        "hyperfine": contestant.second_look,
    }


def _growth(tools: Tools, place: Path, largest: int) -> dict[str, dict[str, float]]:
    """Cold runs over more and more posts, by their number, and the peaks of their processes."""
    found = {}
    cache = place / "growing-cache"
    for count in GROWTH:
        if count > largest:
            break
        folder = place / "growing"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.rmtree(cache, ignore_errors=True)
        size = make_posts(folder, count)
        environment = {"POSTLINT_CACHE_DIR": str(cache)}
        command = tools.postlint("--format", "concise", ".")
        cold = Contestant("postlint", command, folder, environment=environment)
        parent, worker = measure_peaks(cold)
        again = Contestant("postlint", command, folder, environment=environment)
        measure([again], rounds=1, warm_up=1)
        found[str(count)] = {
            "bytes": size,
            "seconds": cold.seconds,
            "processor": cold.processor_seconds,
            "parent": parent,
            "worker": worker,
            "again": again.seconds,
        }
        print(f"{count:>7,} posts: {found[str(count)]}", flush=True)
    shutil.rmtree(place / "growing", ignore_errors=True)
    shutil.rmtree(cache, ignore_errors=True)
    return found


def _fill(site: Path, posts: Path | None, count: int) -> tuple[int, str]:
    """Copies posts to the site, again and again up to the count; no two copies are the same.

    Returns their size in bytes, and what posts they are.
    """
    if posts is None:
        return make_posts(site, count), "made by benchmarks/posts.py"
    files = sorted(path for path in posts.rglob("*") if path.suffix in (".md", ".markdown", ".mdx"))
    size = 0
    for number, path in zip(range(count), itertools.cycle(files), strict=False):
        copy = number // len(files)
        target = site / f"copy{copy}" / path.relative_to(posts)
        target.parent.mkdir(parents=True, exist_ok=True)
        data = path.read_bytes() + (f"\nCopy {copy} of this post.\n".encode() if copy else b"")
        target.write_bytes(data)
        size += len(data)
    few = count <= len(files)
    return size, "real ones" if few else f"{len(files):,} real ones and copies of them"


def _machine() -> str:
    """The processors, memory and system, as far as they can be told."""
    told = [f"{os.cpu_count()} processors"]
    cpus = Path("/proc/cpuinfo")
    names = cpus.read_text(encoding="utf-8").splitlines() if cpus.exists() else []
    model = next((line.partition(":")[2].strip() for line in names if "model name" in line), "")
    if model:
        told[0] += f" ({model})"
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return ", ".join([*told, f"{memory / 2**30:.0f} GiB of memory", platform.system()])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--posts", type=Path, help="a folder with Markdown files")
    parser.add_argument("--count", type=int, default=5_320)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--growth", action="store_true", help="also 100 to 100,000 posts")
    parser.add_argument("--largest", type=int, default=GROWTH[-1], help="of the growth")
    parser.add_argument("--without-npm", action="store_true")
    parser.add_argument("--publish", action="store_true", help="into the README and docs")
    parser.add_argument("--place", type=Path, default=ROOT / ".benchmarks")
    return parser.parse_args()


if __name__ == "__main__":
    main()
