"""What is put away is as if it had been held: the same report, whatever is asked of it."""

from __future__ import annotations

import errno
import io
import sys
from typing import TYPE_CHECKING

import pytest
from repositories import git_environment

from postlint import shelf
from postlint.cache.printing import Packer, pieces_of
from postlint.cache.replay import Memory, PastRun
from postlint.command import run
from postlint.commands import performing
from postlint.location import locate
from postlint.project import Failure, FileResult, Report
from postlint.reporters import COUNTING_FORMATS, FORMATS
from postlint.rule import Finding, Severity
from postlint.runner import Run
from postlint.settings import Configuration
from postlint.shelf import Findings, Results, Selection, Shelf
from postlint.source import Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from postlint.cache.printing import Printed


@pytest.fixture
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Limits that a site of some posts is beyond."""
    monkeypatch.setattr(shelf, "MOST_RESULTS", 3)
    monkeypatch.setattr(shelf, "MOST_FINDINGS", 4)
    monkeypatch.setattr(shelf, "_CHUNK", 3)
    monkeypatch.setattr(shelf, "_AT_HAND", 2)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("POSTLINT_CACHE_DIR", str(tmp_path / "cache"))
    for name, value in git_environment().items():
        monkeypatch.setenv(name, value)
    for number in range(12):
        other = (number * 5 + 1) % 13
        (folder / f"{number:02}.md").write_text(
            f"# Post {number}\n\nYou recieve [it](0{other}.md) or [that]({other:02}.md#gone).\n\n"
            f"<!-- postlint-disable-next-line missing-anchor -->\n[There]({other:02}.md#no).\n\n"
            f"[a]: x{number}.md\n\n## Empty\n",
            encoding="utf-8",
        )
    (folder / "damaged.md").write_bytes(b"caf\xe9\n")
    (folder / "plain.md").write_text("# Plain\n\nText.\n", encoding="utf-8")
    return folder


def told(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    capfd.readouterr()
    status = run(arguments)
    return (status, *capfd.readouterr())


FORMS = [
    *([f"--format={name}"] for name in FORMATS),
    *([f"--format={name}", "--statistics"] for name in sorted(COUNTING_FORMATS)),
    ["--diff", "--unsafe-fixes"],
    ["--ignore=spelling,missing-anchor", "--fail-on=error"],
]


@pytest.mark.parametrize("form", FORMS, ids=" ".join)
@pytest.mark.parametrize("cached", [(), ("--no-cache",)], ids=["cache", "no cache"])
def test_reports_are_the_same(
    site: Path,
    form: list[str],
    cached: tuple[str, ...],
    capfd: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    held = told([*form, "--no-cache"], capfd)
    assert "recieve" in held[1] or "ignore" in form[0] or "--statistics" in form
    request.getfixturevalue("small_limits")
    run_ = Run(Configuration())
    run_.lint_files(sorted(path.name for path in site.glob("*.md")))
    assert isinstance(run_.report().findings, Findings)
    for _ in range(2):
        assert told([*form, *cached], capfd) == held


def test_of_many_what_was_printed_is_remembered(
    tmp_path: Path, small_limits: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("noted", "noted_folders", "noted_listings", "noted_presences"):
        monkeypatch.setattr(f"postlint.cache.replay.{name}", dict)
    taken = Findings(Shelf())
    taken.add(map(finding, range(9)))
    memory = Memory(str(tmp_path), ["a question"])
    memory.remember(Report(taken, paths=("a.md",), failed=True), {"text": "9 findings"}, (), {}, {})  # type: ignore[arg-type]  # it is no tuple, which is the point
    past = memory.recall()
    assert past is not None
    assert (past.failed, past.printed) == (True, {"text": "9 findings"})
    assert past.report() is None


def test_a_baseline_and_fixes_of_many(
    site: Path, small_limits: None, capfd: pytest.CaptureFixture[str]
) -> None:
    (site / "damaged.md").unlink()
    (site / "postlint.toml").write_text('baseline = "known.json"\n', encoding="utf-8")
    assert run(["baseline"]) == 0
    assert run([]) == 0
    (site / "00.md").write_text("# Post\n\nIt was allways there.\n", encoding="utf-8")
    status, out, _ = told(["--format=concise"], capfd)
    assert (status, len(out.splitlines())) == (1, 1)
    assert run(["--fix", "--config", 'baseline=""']) == 1
    assert "always" in (site / "00.md").read_text(encoding="utf-8")
    assert "receive" in (site / "11.md").read_text(encoding="utf-8")


def test_nothing_is_left_in_the_cache_folder(
    site: Path, small_limits: None, tmp_path: Path
) -> None:
    run([])
    names = {path.name for path in (tmp_path / "cache").rglob("*")}
    assert names == {".gitignore", "CACHEDIR.TAG", "1", "results.sqlite3"} | {
        name
        for name in names
        if name.endswith(".run") or name.startswith(("plugins", "rules", "entry"))
    }


def test_what_is_long_is_printed_again(
    site: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(performing, "_LONG_COPY", 100)
    (site / "damaged.md").unlink()
    remembered: list[Mapping[str, Printed]] = []
    monkeypatch.setattr(
        Memory, "remember", lambda self, report, printed, *depends: remembered.append(printed)
    )
    for form in ("text", "json", "concise"):
        (_, out, _) = told([f"--format={form}"], capfd)
        ((name, printed),) = remembered.pop().items()
        assert form in name
        assert isinstance(printed, bytes)
        assert "".join(pieces_of(printed)) == out
        past = PastRun((0.0, {}, {}, {}, {}, True, {name: printed}, {}, b"", b""))
        monkeypatch.setattr(Memory, "recall", lambda self, past=past: past)
        with monkeypatch.context() as patched:
            patched.setattr(performing, "perform", None)
            assert told([f"--format={form}"], capfd) == (1, out, "")
        monkeypatch.setattr(Memory, "recall", lambda self: None)


def test_long_texts_are_packed_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postlint.cache.printing._PIECE", 5)
    texts = ["caf\N{LATIN SMALL LETTER E WITH ACUTE} ", "\udce9 " * 9, "", "\N{HOT BEVERAGE}" * 50]
    packer = Packer()
    for text in texts:
        packer.add(text)
    pieces = list(pieces_of(packer.packed()))
    assert "".join(pieces) == "".join(texts)
    assert len(pieces) > 20
    assert list(pieces_of("short")) == ["short"]


# -- the parts --------------------------------------------------------------------------------


def finding(number: int) -> Finding:
    source = Source.from_text(f"{number} \N{HOT BEVERAGE}\n", f"{number // 4}.md")
    return Finding("a-rule", Severity.INFO, f"Message {number}", locate(source, 0, 1))


@pytest.mark.parametrize("count", [0, 1, 4, 5, 6, 7, 30, 31])
def test_findings_are_a_sequence(small_limits: None, count: int) -> None:
    every = tuple(map(finding, range(count)))
    taken = Findings(Shelf())
    for start in range(0, count, 2):
        taken.add(every[start : start + 2])
    found = taken.in_order()
    assert isinstance(found, tuple) is (count <= 4)
    assert len(found) == count
    assert tuple(found) == every
    assert [found[index] for index in range(-count, count)] == [*every, *every]
    assert found[1:-1:2] == every[1:-1:2]
    assert found == every
    assert found != (*every, finding(99))
    with pytest.raises(IndexError):
        found[count]


def test_results_are_a_mapping(small_limits: None) -> None:
    kept = Results(Shelf())
    made = {
        f"{n}.md": FileResult(f"{n}.md", (finding(n),), failures=(Failure("", "x"),))
        for n in range(9)
    }
    for result in made.values():
        kept.keep(result)
    assert dict(kept) == made
    assert len(kept) == 9
    assert "3.md" in kept
    assert "9.md" not in kept
    kept["3.md"] = FileResult("3.md")
    assert kept["3.md"] == FileResult("3.md")
    del kept["3.md"]
    assert kept.get("3.md") is None
    some = Selection(kept, ["7.md", "1.md"])
    assert dict(some) == {"1.md": made["1.md"], "7.md": made["7.md"]}
    assert list(some) == ["1.md", "7.md"]
    assert "2.md" not in some
    assert some.get("2.md") is None


@pytest.mark.skipif(sys.platform == "win32", reason="open files have names there")
def test_a_shelf_has_no_name_and_survives_a_full_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Shelf(str(tmp_path))
    numbers = [kept.put(bytes([n]) * n) for n in range(5)]
    assert not list(tmp_path.iterdir())

    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

    assert kept._file is not None
    kept._file.seek(0)
    kept._file = Full(kept._file.read())
    numbers += [kept.put(bytes([n]) * n) for n in range(5, 9)]
    assert [kept.get(number) for number in numbers] == [bytes([n]) * n for n in range(9)]


def test_a_folder_that_cannot_be_written_to(tmp_path: Path) -> None:
    kept = Shelf(str(tmp_path / "nowhere"))
    assert kept.get(kept.put(b"text")) == b"text"
