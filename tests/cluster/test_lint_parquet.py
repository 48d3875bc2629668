"""The example for clusters, really run: by processes of this machine, and by a cluster of Dask."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from postlint.api import Configuration, Overrides
from postlint.linter import lint_document
from postlint.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

dask = pytest.importorskip("dask", reason="it is not installed: pip install '.[cluster]'")
pd: Any = pytest.importorskip("pandas")

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "examples" / "cluster" / "lint_parquet.py"
POSTS = sorted((ROOT / "examples" / "posts").glob("*.md"))
EXCUSED = (
    "# Soup\n\n<!-- postlint-disable-next-line spelling -->\nYou recieve it.\n\n"
    "<!-- postlint-disable-next-line missing-anchor -->\nSee [there](a.md#b).\n"
)


def started(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(PROGRAM), *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, encoding="utf-8", check=False)


def found_in(folder: Path) -> list[dict[str, Any]]:
    """The rows that were written, in the order of the documents' names."""
    assert sorted(folder.glob("*.parquet"))
    rows: list[dict[str, Any]] = pd.read_parquet(folder).to_dict("records")
    key = ("document", "start_line", "start_column", "end_line", "end_column", "rule")
    return sorted(rows, key=lambda row: [row[name] for name in key])


def expected(path: str, text: str) -> Iterator[tuple[str, str, int, int]]:
    settings = Configuration(Overrides(isolated=True)).for_path(path)
    for finding in lint_document(Source.from_text(text, path), settings).findings:
        start = finding.location.start
        yield (finding.rule, finding.message, start.line, start.column)


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    """A collection in four parts: the posts of the other example, three times each."""
    texts = [(f"{copy}/{path.name}", path.read_text("utf-8")) for copy in "abc" for path in POSTS]
    folder = tmp_path / "posts"
    folder.mkdir()
    for part in range(4):
        rows = texts[part::4]
        table = pd.DataFrame(
            {"path": [p for p, _ in rows], "text": [t for _, t in rows], "n": part}
        )
        table.to_parquet(folder / f"{part}.parquet")
    return folder


def test_every_document_is_linted_as_it_is_by_itself(documents: Path, tmp_path: Path) -> None:
    done = started(documents, "found", "--processes=2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    count = 3 * len(POSTS)
    assert re.fullmatch(
        rf"{count} documents in \S+ s, \d+ a second on each of 2 cores\n", done.stdout
    )
    assert len(list((tmp_path / "found").glob("*.parquet"))) == 4
    rows = found_in(tmp_path / "found")
    assert {row["rule"] for row in rows} >= {"spelling", "empty-section", "undefined-reference"}
    for copy in "abc":
        for path in POSTS:
            name = f"{copy}/{path.name}"
            own = [
                (row["rule"], row["message"], row["start_line"], row["start_column"])
                for row in rows
                if row["document"] == name
            ]
            text = path.read_text("utf-8")
            if "postlint-" not in text:  # no directive has a say
                assert sorted(own) == sorted(expected(name, text))
    spelling = next(row for row in rows if row["rule"] == "spelling")
    assert spelling["suggestions"][0] == "received"


def test_directives_bytes_and_what_is_no_text(tmp_path: Path) -> None:
    texts = [EXCUSED.encode(), b"\xff\xfe\xfd", None, b"You recieve it.\n"]
    table = pd.DataFrame({"id": ["excused", "binary", "nothing", "plain"], "body": texts})
    table.to_parquet(tmp_path / "in.parquet")
    done = started("in.parquet", "out", "--name=id", "--text=body", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    rows = [(row["document"], row["rule"]) for row in found_in(tmp_path / "out")]
    assert rows == [("binary", "failure"), ("plain", "spelling")]
    # What was written before goes, and settings come from a file.
    (tmp_path / "own.toml").write_text('ignore = ["spelling"]\n', encoding="utf-8")
    options = ("--name=id", "--text=body", "--config=own.toml")
    assert started("in.parquet", "out", *options, cwd=tmp_path).returncode == 0
    assert [row["document"] for row in found_in(tmp_path / "out")] == ["binary"]


def test_a_cluster(documents: Path, tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed")
    assert started(documents, "local", cwd=tmp_path).returncode == 0
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None
    ) as cluster:
        options = ("--scheduler", cluster.scheduler_address)
        done = started(documents, tmp_path / "shared", *options, cwd=tmp_path)
        assert done.returncode == 0, done.stderr
        assert "on each of 2 cores" in done.stdout
    local, shared = found_in(tmp_path / "local"), found_in(tmp_path / "shared")
    assert [{**row, "suggestions": list(row["suggestions"])} for row in shared] == [
        {**row, "suggestions": list(row["suggestions"])} for row in local
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no.parquet", "out"], "no.parquet"),
        (["posts", "out", "--text=body"], "body"),
        (["posts", "out", "--config=no.toml"], "no.toml"),
        (["own.toml", "out"], "own.toml"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(
    documents: Path, tmp_path: Path, arguments: list[str], message: str
) -> None:
    (tmp_path / "own.toml").write_text("x = 1\n", encoding="utf-8")
    done = started(*arguments, cwd=tmp_path)
    assert done.returncode == 1
    (line,) = done.stderr.splitlines()
    assert line.startswith("lint_parquet: ")
    assert message in line
