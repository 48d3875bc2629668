"""A report is renewed where few posts have changed, and is what a run over all would be."""

from __future__ import annotations

import os
import random
import time
from collections import Counter
from typing import TYPE_CHECKING

import pytest

from postlint import linter, linting, renewal
from postlint.cache import packing, results, stamps
from postlint.command import run

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from postlint.project import FileResult, Report

POSTS = {
    "_config.yml": "permalink: /:title/\n",
    "a.md": "# A\n\nSee [b](b.md#two), [c](c.md) and ![x](x.png).\n",
    "b.md": "---\ntitle: B\n---\n\n# B\n\n## Two\n\nText with [empty]() links.\n",
    "c.md": "# C\n\nIt recieves words. <!-- postlint-disable-line spelling -->\n",
    "d/e.md": "# E\n\n[Above](../a.md#no), [other](../other/o.md#one), [none](gone.md).\n",
    "d/f.md": "---\nlayout: page\npermalink: /f/\n---\n\nSee [b](/b/#two) and [f](/f/).\n",
    "other/o.md": "# One\n",
    "x.png": "",
}
#: What is done to a post, by its text.
CHANGES: dict[str, Callable[[str], str]] = {
    "slip": lambda text: f"{text}\nAnd it occured again.\n",
    "text above": lambda text: text.replace("# ", "Begin.\n\n# ", 1),
    "link": lambda text: f"{text}\nSee [two](/b/#two), [b](b.md#three), [f](../d/f.md).\n",
    "heading": lambda text: f"{text}\n## Three\n\nText.\n",
    "fewer headings": lambda text: text.replace("## Two", "Two"),
    "permalink": lambda text: text.replace("permalink: /f/", "permalink: /g/"),
    "directive": lambda text: f"<!-- postlint-disable -->\n\n{text}",
    "anything": lambda text: text[::-1],
    "nothing": lambda text: text,
    "as at first": lambda text: text[:40],
}


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    for name, text in POSTS.items():
        write(folder / name, text)
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("POSTLINT_CACHE_DIR", str(tmp_path / "cache"))
    return folder


@pytest.fixture
def lint(
    site: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs the command line as a new process would, some time after the last change."""

    def lint(*arguments: str, settled: bool = True) -> tuple[int, str, str]:
        for name in ("_noted", "_presences", "_listings", "_folders"):
            monkeypatch.setattr(stamps, name, {})
        if settled:
            age(site)
        status = run(arguments or (".",))
        return (status, *capfd.readouterr())

    return lint


@pytest.fixture
def renewed(monkeypatch: pytest.MonkeyPatch) -> Counter[bool]:
    """How often a report could be renewed, and could not."""
    counts: Counter[bool] = Counter()
    genuine = renewal.renew

    def renew(*arguments: object) -> Report | None:
        report: Report | None = genuine(*arguments)  # type: ignore[arg-type]
        counts[report is not None] += 1
        return report

    monkeypatch.setattr(renewal, "renew", renew)
    return counts


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def age(folder: Path) -> None:
    """Makes it look as if nobody had touched the files for a while."""
    then = time.time() - 100
    for path in (folder, *folder.rglob("*")):
        if path.stat().st_mtime > then + 50:
            os.utime(path, (then, then))


@pytest.mark.parametrize("seed", range(8))
def test_it_is_what_a_run_over_all_would_be(
    site: Path, lint: Callable[..., object], renewed: Counter[bool], seed: int
) -> None:
    chance = random.Random(seed)  # no secret
    for step in range(14):
        for post in chance.sample([name for name in POSTS if name.endswith(".md")], k=2):
            change = CHANGES[chance.choice(list(CHANGES))]
            write(site / post, change((site / post).read_text(encoding="utf-8")))
        settled = chance.random() < 0.7
        if step % 5 == 4:
            write(site / f"new-{step}.md", "# New\n\n[A](a.md#b)\n")
        report = lint(settled=settled)
        assert lint(settled=settled) == report
        assert lint("--no-cache", ".", settled=settled) == report
    assert renewed[True] > 3
    assert renewed[False] > 0


def test_only_what_changed_is_read(
    site: Path, lint: Callable[..., tuple[int, str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    lint()
    read: list[str] = []
    linted: list[str] = []
    genuine = linter.lint_document

    def unpack_and_tell(data: bytes, kind: type[FileResult]) -> FileResult:
        result = packing.unpack(data, kind)
        read.append(result.path)
        return result

    def lint_and_tell(*arguments: object) -> FileResult:
        result = genuine(*arguments)  # type: ignore[arg-type]
        linted.append(result.path)
        return result

    monkeypatch.setattr(results, "unpack", unpack_and_tell)
    monkeypatch.setattr(linting, "lint_document", lint_and_tell)
    write(site / "c.md", "# C\n\nIt occured.\n")
    _, out, _ = lint()
    assert "occurred" in out
    assert "gone.md" in out
    assert (linted, read) == (["c.md"], ["c.md"])
    write(site / "a.md", "# A\n\nSee [b](b.md#tow).\n")
    _, out, _ = lint()
    assert 'No heading "#tow" in b.md' in out
    assert linted == ["c.md", "a.md"]
    assert Counter(read) == Counter(["c.md", "a.md", "b.md"])


def test_code_that_has_not_changed_is_not_looked_at_again(
    site: Path,
    lint: Callable[..., object],
    renewed: Counter[bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lint()
    monkeypatch.setattr(results, "code_files", None)
    for slip in ("occured", "recieves"):
        write(site / "c.md", f"# C\n\nIt {slip}.\n")
        assert slip in str(lint())
    assert renewed == {True: 2}


def test_what_others_may_ask_of_a_post_makes_all_be_looked_at(
    site: Path, lint: Callable[..., tuple[int, str, str]], renewed: Counter[bool]
) -> None:
    assert "#two" not in lint()[1]
    write(site / "b.md", POSTS["b.md"].replace("Two", "Three"))
    assert 'No heading "#two" in b.md' in lint()[1]
    assert renewed == {False: 1}


def test_many_changes_are_no_renewal(
    site: Path, lint: Callable[..., object], renewed: Counter[bool]
) -> None:
    lint()
    for name in ("a.md", "b.md", "c.md", "d/e.md", "d/f.md", "other/o.md"):
        write(site / name, POSTS[name] + "\nMore.\n")
    lint()
    assert not renewed


@pytest.mark.parametrize("per_post", [True, False])
def test_a_rule_that_looks_at_all_posts_sees_all(
    site: Path, lint: Callable[..., tuple[int, str, str]], renewed: Counter[bool], per_post: bool
) -> None:
    rule = f"""\
from postlint.rule import Rule

class Counts(Rule):
    name = "counts"
    per_post = {per_post}

    def check_project(self, project):
        for result in project.results.values():
            links = result.facts.links.links
            if links:
                yield self.report_at(links[0].location, f"{{len(project.results)}} posts")
"""
    write(site / "rules.py", rule)
    arguments = ("--config", 'plugins=["rules.py"]', "--select", "counts", ".")
    assert "6 posts" in lint(*arguments)[1]
    write(site / "a.md", POSTS["a.md"] + "\nMore.\n")
    _, out, _ = lint(*arguments)
    assert ("1 posts" in out) == per_post
    assert bool(renewed) == per_post


def test_a_result_that_is_gone_makes_all_be_looked_at(
    site: Path,
    lint: Callable[..., tuple[int, str, str]],
    renewed: Counter[bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lint()
    write(site / "a.md", POSTS["a.md"] + "\nMore.\n")
    genuine = results.ResultCache.read
    keys: list[bytes] = []

    def read(self: results.ResultCache, key: bytes) -> FileResult | None:
        keys.append(key)
        return genuine(self, key) if len(keys) == 1 else None

    monkeypatch.setattr(results.ResultCache, "read", read)
    assert lint() == lint("--no-cache", ".")
    assert len(keys) > 1
    assert renewed == {False: 1}
