"""The report for reviewdog: its published format, byte columns, and suggestions that apply."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from findings import finding, shown
from hostile import HOSTILE, texts
from hypothesis import given
from hypothesis import strategies as st
from published import node, published

from postlint.project import Report
from postlint.reporters import Context
from postlint.rule import Edit, Fix
from postlint.source import Source

if TYPE_CHECKING:
    from pathlib import Path


def context_of(text: str) -> Context:
    return Context(read_source=lambda path: Source(path, text))


def diagnostics(report: Report, text: str) -> list[dict[str, Any]]:
    written: list[dict[str, Any]] = json.loads(shown(report, "rdjson", context=context_of(text)))[
        "diagnostics"
    ]
    return written


def byte_offset(text: str, position: dict[str, int]) -> int:
    """Where a position (lines from 1, columns in bytes from 1) is in the text's UTF-8."""
    lines = text.encode("utf-8", "surrogatepass").split(b"\n")
    return sum(len(line) + 1 for line in lines[: position["line"] - 1]) + position["column"] - 1


def applied(text: str, suggestion: dict[str, Any]) -> str:
    data = text.encode("utf-8", "surrogatepass")
    start, end = (byte_offset(text, suggestion["range"][edge]) for edge in ("start", "end"))
    new: bytes = suggestion["text"].encode("utf-8", "surrogatepass")
    return (data[:start] + new + data[end:]).decode("utf-8", "surrogatepass")


def test_columns_are_in_bytes() -> None:
    text = "a𐐀é traiing\n"
    (item,) = diagnostics(Report((finding(text, "traiing"),)), text)
    assert item["location"] == {
        "path": "post.md",
        "range": {"start": {"line": 1, "column": 9}, "end": {"line": 1, "column": 16}},
    }
    assert item["severity"] == "WARNING"
    assert item["code"]["value"] == "spelling"
    assert item["code"]["url"].endswith("/spelling.md")


def test_without_the_post_there_are_lines_only() -> None:
    one = finding("x\ny", "y", fix=Fix((Edit(2, 3, "z"),)))
    written = json.loads(shown(one, "rdjson"))["diagnostics"][0]
    assert written["location"]["range"] == {"start": {"line": 2}, "end": {"line": 2}}
    assert "suggestions" not in written


@given(st.text("aé𐐀\n ", min_size=1, max_size=30), st.data())
def test_a_suggestion_does_what_the_fix_does(text: str, data: st.DataObject) -> None:
    """Also where the edits of a fix are apart: together they are one suggestion."""
    offsets = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=4, max_size=4)))
    edits = (Edit(offsets[0], offsets[1], "é1"), Edit(offsets[2], offsets[3], "2\n"))
    (item,) = diagnostics(Report((finding(text, text, fix=Fix(edits)),)), text)
    (suggestion,) = item["suggestions"]
    expected = (
        text[: offsets[0]] + "é1" + text[offsets[1] : offsets[2]] + "2\n" + text[offsets[3] :]
    )
    assert applied(text, suggestion) == expected


def test_the_published_validator_accepts_it(tmp_path: Path) -> None:
    validator = published("@umbrelladocs/rdformat-validator/bin/rdformat-validator.js")
    found = [finding(text, text, message=text, fix=Fix((Edit(0, 1, "x"),))) for text in HOSTILE]
    report = tmp_path / "report.json"
    for findings in (found, []):
        report.write_text(
            shown(Report(tuple(findings)), "rdjson", context=context_of("a text\n" * 9)), "utf-8"
        )
        command = [node(), str(validator), "--strict", "--no-extra-fields", str(report)]
        run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert run.returncode == 0, run.stdout + run.stderr


@given(texts, texts)
def test_any_text_survives(path: str, text: str) -> None:
    (item,) = diagnostics(Report((finding(text, text, path=path),)), text)
    assert item["location"]["path"] == path
