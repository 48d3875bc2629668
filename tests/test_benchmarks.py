"""The benchmarks' own parts: the posts, the rounds, the tables, the pictures."""

from __future__ import annotations

import shutil
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]


@pytest.fixture
def benchmarks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The modules of the folder by name, imported as the programs there import them."""
    names = {path.stem for path in (ROOT / "benchmarks").glob("*.py")}
    # Other tests have modules of the same names.
    others = {name: sys.modules.pop(name) for name in names & sys.modules.keys()}
    monkeypatch.syspath_prepend(ROOT / "benchmarks")
    yield import_module
    for name in names & sys.modules.keys():
        del sys.modules[name]
    sys.modules.update(others)


def figure(seconds: float, hyperfine: float | None = None) -> dict[str, float | None]:
    return {"seconds": seconds, "processor": 2 * seconds, "memory": 0.0, "hyperfine": hyperfine}


@pytest.fixture
def results() -> dict[str, Any]:
    peers = {"rumdl": figure(1), "typos": figure(0.5), "lychee": figure(0.5)}
    node = {"markdownlint-cli2": figure(9), "cspell": figure(11)}
    again = {"postlint": figure(0.2), "rumdl --no-cache": figure(1), **peers}
    grown = {
        str(count): {
            "bytes": 6_000.0 * count,
            "seconds": count / 300,
            "processor": count / 250,
            "parent": 45.0,
            "worker": 60.0 if count > 100 else 0.0,
            "again": 0.1,
        }
        for count in (100, 1_000, 10_000)
    }
    return {
        "about": {
            "date": "2024-05-01",
            "machine": "3 processors",
            "posts": "7 posts of 1 MB in all",
            "rounds": 5,
            "versions": {"rumdl": "1.2.3"},
        },
        "scenarios": {
            "cold": {"postlint": figure(4), **peers, **node},
            "again": again,
            "1 % changed": {"postlint": figure(0.5), **peers},
            "one post": {"postlint": figure(0.1), **peers, **node},
            "start": {"postlint": figure(0.02, 0.021), "an empty Python": figure(0.01, 0.011)},
        },
        "growth": grown,
    }


def test_the_tables_have_the_ratios(benchmarks: Any, results: dict[str, Any]) -> None:
    report = benchmarks("publishing").report(results)
    assert "Measured on 2024-05-01: 7 posts of 1 MB in all." in report
    assert "| cold | rumdl + typos + lychee | ≤ 3 | 2.00 | 2.00 |" in report
    assert "| cold | markdownlint-cli2 + cspell | ≤ 0.2 | 0.20 | 0.20 |" in report
    assert "| again | rumdl --no-cache + typos + lychee | ≤ 0.2 | 0.10 | 0.10 |" in report
    assert "| postlint | all of it | 20 ms | 40 ms | small | 21 ms |" in report
    assert "| 10,000 | 60.0 | 33.33 s | 40.00 s | 4.00 ms | 45 MB | 60 MB | 100 ms |" in report
    # Tools that are not installed have no row and no ratio.
    del results["scenarios"]["cold"]["cspell"]
    assert "+ cspell" not in benchmarks("publishing").report(results)


def test_the_documents_have_room_for_the_figures(
    benchmarks: Any, results: dict[str, Any], tmp_path: Path
) -> None:
    for folder in ("docs/images", "place"):
        (tmp_path / folder).mkdir(parents=True)
    for name in ("README.md", "docs/performance.md"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "place" / "times.svg").write_text("<svg/>", encoding="utf-8")
    for _ in range(2):
        benchmarks("publishing").publish(results, tmp_path / "place", tmp_path)
        readme = (tmp_path / "README.md").read_text(encoding="utf-8")
        assert readme.count("| From nothing | 4.00 s | 2.00 s | 20.00 s |\n") == 1
        assert readme.count("| Again, nothing changed | 200 ms | 2.00 s | 20.00 s |\n") == 1
        assert readme.count("## Beside other tools") == 1
    page = (tmp_path / "docs" / "performance.md").read_text(encoding="utf-8")
    assert benchmarks("publishing").report(results) in page
    assert (tmp_path / "docs" / "images" / "times.svg").exists()


def test_the_pictures_are_svg(benchmarks: Any, results: dict[str, Any]) -> None:
    plotting = benchmarks("plotting")
    times = ElementTree.fromstring(plotting.plot_times(results["scenarios"]))
    bars = [bar for bar in times.findall(".//{*}rect") if bar.get("x") != "-10"]
    assert len(bars) == sum(map(len, results["scenarios"].values()))
    growth = ElementTree.fromstring(plotting.plot_growth(results["growth"]))
    texts = {text.text for text in growth.findall(".//{*}text")}
    assert {"parent", "worker", "10,000", "40.00 s", "60 MB"} <= texts


def test_posts_are_the_same_each_time(benchmarks: Any, tmp_path: Path) -> None:
    make_posts = benchmarks("posts").make_posts
    sizes = {make_posts(tmp_path / name, 70) for name in "ab"}
    assert len(sizes) == 1
    first, second = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in found}
        for name, found in ((name, sorted((tmp_path / name).rglob("*.md"))) for name in "ab")
    )
    assert first == second
    assert len(first) == 70


@pytest.mark.skipif(sys.platform == "win32", reason="the benchmarks are for POSIX")
def test_rounds_are_interleaved(benchmarks: Any, tmp_path: Path) -> None:
    measuring = benchmarks("measuring")
    log = tmp_path / "log"
    program = "import sys; open(sys.argv[1], 'a').write(sys.argv[2])"

    def contestant(name: str, **options: Any) -> Any:
        command = [sys.executable, "-I", "-S", "-c", program, str(log), name]
        return measuring.Contestant(name, command, tmp_path, **options)

    quick, slow = contestant("q"), contestant("s", slow=True)
    measuring.measure([quick, slow], rounds=3)
    assert log.read_text(encoding="utf-8") == "qqsqsq"
    assert (len(quick.wall), len(slow.wall)) == (3, 2)
    assert quick.seconds > 0


@pytest.mark.skipif(sys.platform != "linux", reason="peaks of processes are Linux's")
def test_the_peaks_of_a_process_and_of_its_children(benchmarks: Any, tmp_path: Path) -> None:
    measuring = benchmarks("measuring")
    child = "import time; b = bytearray(90_000_000); time.sleep(0.5)"
    program = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    command = [sys.executable, "-c", program]
    own, largest = measuring.measure_peaks(measuring.Contestant("p", command, tmp_path))
    assert own < 80 < largest
