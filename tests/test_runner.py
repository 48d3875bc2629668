"""Many files: unreadable ones, several processes, facts of files outside the run."""

from __future__ import annotations

import multiprocessing
import os
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from postlint import runner, workers
from postlint.project import Failure, Report
from postlint.runner import Run
from postlint.settings import Configuration, Overrides

if TYPE_CHECKING:
    import random
    from pathlib import Path


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lint(*paths: str, jobs: int = 1, **values: Any) -> Report:
    run = Run(Configuration(Overrides(isolated=True, values=values)), jobs=jobs)
    run.lint_files(paths)
    return run.report()


def test_files_that_cannot_be_read_are_told_and_the_rest_linted(site: Path) -> None:
    (site / "a.md").write_text("[a]()\n", encoding="utf-8")
    (site / "binary.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (site / "latin.md").write_bytes(b"Caf\xe9")
    report = lint("a.md", "binary.md", "gone.md", "latin.md")
    assert report.failures == (
        Failure("binary.md", "Binary, not text: NUL at byte offset 8"),
        Failure("gone.md", "No such file or directory"),
        Failure("latin.md", "Not valid UTF-8: byte 0xe9 at byte offset 3, line 1"),
    )
    assert [finding.location.path for finding in report.findings] == ["a.md"]


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="root and Windows may read everything"
)
def test_a_file_without_permission_is_told(site: Path) -> None:
    (site / "a.md").write_text("", encoding="utf-8")
    (site / "a.md").chmod(0)
    assert lint("a.md").failures == (Failure("a.md", "Permission denied"),)


def test_facts_of_files_outside_the_run_are_read(site: Path) -> None:
    (site / "a.md").write_text("[b](b.md#two) and [c](b.md#one)\n", encoding="utf-8")
    (site / "b.md").write_text("# One\n\n[broken]()\n", encoding="utf-8")
    report = lint("a.md", select=["links"])
    assert [(finding.location.path, finding.rule) for finding in report.findings] == [
        ("a.md", "missing-anchor")
    ]


def test_an_unreadable_file_outside_the_run_has_no_facts(site: Path) -> None:
    (site / "a.md").write_text("[b](b.md#two)\n", encoding="utf-8")
    (site / "b.md").write_bytes(b"\xff")
    report = lint("a.md", select=["links"])
    assert report.findings == ()
    assert report.failures == ()


PARTS = (
    "# Heading\n\n",
    "# Café and more\n\nText with a mistaek.\n\n",
    "[empty]()\n\n",
    "```\ncode\n```\n\n",
    "[gone](gone.md) and [other](b.md#heading) [self](#heading)\n\n",
    "<!-- postlint-disable links -->\n\n",
    "<!-- postlint-enable -->\n\n",
    "<!-- postlint-disable-next-line nonesuch, MD042 -->\n",
    "[ref][nowhere] and [^1]\n\n",
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    texts=st.lists(st.lists(st.sampled_from(PARTS), max_size=5), min_size=2, max_size=6),
    seed=st.randoms(use_true_random=False),
)
def test_neither_order_nor_number_of_workers_change_the_report(
    site: Path, texts: list[list[str]], seed: random.Random
) -> None:
    paths = [f"{chr(ord('a') + number)}.md" for number in range(len(texts))]
    for path, parts in zip(paths, texts, strict=True):
        (site / path).write_text("".join(parts), encoding="utf-8")
    expected = lint(*paths)
    shuffled = seed.sample(paths, len(paths))
    with pytest.MonkeyPatch.context() as patch:
        # Workers for the smallest amount of work, and a batch for each file.
        patch.setattr(runner, "_PARALLEL_BYTES", 1)
        patch.setattr(workers, "_BATCH_BYTES", 1)
        assert lint(*shuffled, jobs=3) == expected
    assert list(expected.findings) == sorted(expected.findings, key=lambda found: found.sort_key)


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_however_workers_start_the_report_is_the_same(
    site: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    (site / "rules.py").write_text(
        "from postlint.rule import Rule\n\n\n"
        'class Mine(Rule):\n    name = "mine"\n\n'
        "    def check(self, document):\n"
        '        yield self.report(document.root, "Mine")\n',
        encoding="utf-8",
    )
    for name in "abc":
        (site / f"{name}.md").write_text("[link]()\n", encoding="utf-8")
    paths = ("a.md", "b.md", "c.md")
    values: dict[str, Any] = {"plugins": ["rules.py"], "select": ["mine", "empty-link"]}
    expected = lint(*paths, **values)
    assert len(expected.findings) == 6
    monkeypatch.setattr(runner, "_PARALLEL_BYTES", 1)
    context: Any = multiprocessing.get_context(method)
    monkeypatch.setattr(multiprocessing, "Process", context.Process)
    assert lint(*paths, jobs=2, **values) == expected


def test_progress_counts_every_file(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [f"{number}.md" for number in range(7)]
    for path in paths:
        (site / path).write_text("Text.\n", encoding="utf-8")
    for parallel_bytes in (10**9, 1):
        monkeypatch.setattr(runner, "_PARALLEL_BYTES", parallel_bytes)
        counts: list[int] = []
        run = Run(Configuration(Overrides(isolated=True)), jobs=2)
        run.lint_files(paths, counts.append)
        assert sum(counts) == 7


def test_a_batch_holds_files_of_a_similar_size_in_all() -> None:
    kilo = 1024
    batches = workers._batches({"big": 900 * kilo, **{f"{n}": 100 * kilo for n in range(10)}})
    assert batches[0] == ["big"]
    assert [len(batch) for batch in batches[1:]] == [5, 5]
