"""Baselines: what was there is no news, what is new fails, and what is gone can be taken out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.baseline import Baseline, Entry, entries_of, match, to_json
from postlint.command import run
from postlint.location import locate
from postlint.rule import Finding, Severity
from postlint.source import Source

FILE = "postlint-baseline.json"
TEXT = "# Soup\n\nYou will recieve a pot.\n\n## Ingredients\n"


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "postlint.toml").write_text(f'baseline = "{FILE}"\n', encoding="utf-8")
    (tmp_path / "posts").mkdir()
    write(tmp_path, "posts/soup.md", TEXT)
    return tmp_path


def write(site: Path, name: str, text: str) -> None:
    (site / name).write_text(text, encoding="utf-8")


def recorded(site: Path) -> dict[str, list[tuple[str, str]]]:
    data = json.loads((site / FILE).read_text(encoding="utf-8"))
    return {
        path: [(entry["rule"], entry["text"]) for entry in entries]
        for path, entries in data["findings"].items()
    }


def test_what_is_recorded_is_no_news(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["baseline"]) == 0
    assert capsys.readouterr().out == f"{FILE} has 2 problems in 1 post\n"
    assert recorded(site) == {
        "posts/soup.md": [("empty-section", "## Ingredients"), ("spelling", "recieve")]
    }
    assert run([]) == 0
    assert capsys.readouterr().out == (
        "No new problems found in 1 post\n2 known problems left out, as the baseline has them\n"
    )


def test_what_is_new_fails(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["baseline"])
    write(site, "posts/soup.md", "Some accross words.\n\n" + TEXT)
    capsys.readouterr()
    assert run(["--format", "concise"]) == 1
    assert [line.split(" ")[0] for line in capsys.readouterr().out.splitlines()] == [
        "posts/soup.md:1:6:"
    ]


def test_edits_beside_it_and_in_its_line_leave_it_known(site: Path) -> None:
    run(["baseline"])
    write(
        site, "posts/soup.md", "# Soup\n\nIntro.\n\nWe all will recieve pots.\n\n## Ingredients\n"
    )
    assert run([]) == 0


def test_it_is_known_from_other_folders(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(["baseline"])
    monkeypatch.chdir(site / "posts")
    assert run([]) == 0
    assert run(["baseline"]) == 0
    assert set(recorded(site)) == {"posts/soup.md"}


def test_one_more_of_a_kind_is_new(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["baseline"])
    write(site, "posts/soup.md", TEXT + "\nText: you recieve it.\n")
    capsys.readouterr()
    assert run(["--format", "concise"]) == 1
    assert "soup.md:7:11: " in capsys.readouterr().out


def test_the_name_of_another_post_is_not_known(site: Path) -> None:
    run(["baseline"])
    write(site, "posts/other.md", TEXT)
    assert run([]) == 1


def test_what_is_gone_is_told_and_taken_out(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["baseline"])
    write(site, "posts/soup.md", "# Soup\n\nAn accross.\n\n## Ingredients\n")
    capsys.readouterr()
    run([])
    assert "1 problem of the baseline gone: postlint baseline --prune" in capsys.readouterr().out
    assert run(["--select", "sections"]) == 0
    assert "gone" not in capsys.readouterr().out, "spelling was not looked at"
    assert run(["baseline", "--prune"]) == 0
    assert capsys.readouterr().out == f"{FILE} has 1 problem in 1 post (0 new, 1 gone)\n"
    assert recorded(site) == {"posts/soup.md": [("empty-section", "## Ingredients")]}
    assert run([]) == 1, "nothing new was added"


def test_what_is_known_is_not_fixed(site: Path) -> None:
    run(["baseline"])
    assert run(["--fix"]) == 0
    assert (site / "posts/soup.md").read_text(encoding="utf-8") == TEXT
    run(["--fix", "--config", 'baseline=""'])
    assert "receive" in (site / "posts/soup.md").read_text(encoding="utf-8")


def test_posts_that_were_not_asked_about_stay(site: Path) -> None:
    write(site, "posts/tea.md", "We recieve tea.\n")
    run(["baseline"])
    write(site, "posts/tea.md", "We accross tea.\n")
    run(["baseline", "posts/soup.md"])
    assert recorded(site)["posts/tea.md"] == [("spelling", "recieve")]
    (site / "posts/tea.md").unlink()
    run(["baseline", "posts/soup.md"])
    assert set(recorded(site)) == {"posts/soup.md"}


def test_links_that_were_not_checked_stay(site: Path) -> None:
    run(["baseline"])
    data = json.loads((site / FILE).read_text(encoding="utf-8"))
    dead = {"rule": "dead-url", "text": "https://rain.dev", "fingerprint": "0"}
    data["findings"]["posts/soup.md"].append(dead)
    (site / FILE).write_text(json.dumps(data), encoding="utf-8")
    run(["baseline", "--prune"])
    assert ("dead-url", "https://rain.dev") in recorded(site)["posts/soup.md"]


def test_without_the_setting_it_says_how_to_use_it(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "postlint.toml").unlink()
    assert run(["baseline"]) == 0
    assert f'put baseline = "{FILE}" at the top of postlint.toml' in capsys.readouterr().out
    assert run([]) == 1


def test_the_file_is_sorted_and_ends_in_a_line_ending(site: Path) -> None:
    write(site, "posts/année.md", "We recieve it.\n")
    run(["baseline"])
    text = (site / FILE).read_text(encoding="utf-8")
    assert text.endswith("}\n")
    assert list(json.loads(text)["findings"]) == ["posts/année.md", "posts/soup.md"]
    assert '      {"rule": "spelling", "text": "recieve", "fingerprint": "' in text
    run(["baseline"])
    assert (site / FILE).read_text(encoding="utf-8") == text


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, f'{FILE}: no such baseline; "postlint baseline" writes it'),
        ("{", f"{FILE}: not a baseline: Expecting property name"),
        ("[]", f"{FILE}: no version of a baseline"),
        ('{"version": 99}', f"{FILE}: version 99 of a baseline"),
        ('{"version": 1}', f"{FILE}: not a baseline: its findings are damaged"),
        ('{"version": 1, "findings": {"a.md": [{}]}}', f"{FILE}: not a baseline: its findings"),
        ('{"version": 1, "findings": {"a.md": [3]}}', f"{FILE}: not a baseline: its findings"),
    ],
)
def test_a_file_that_is_no_baseline_is_told_in_a_line(
    site: Path, capsys: pytest.CaptureFixture[str], content: str | None, told: str
) -> None:
    if content is not None:
        write(site, FILE, content)
    assert run([]) == 2
    assert capsys.readouterr().err.startswith(f"postlint: {told}")


def test_no_baseline_is_written_of_half_a_site(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "posts/bad.md").write_bytes(b"\xff\xff")
    assert run(["baseline"]) == 2
    assert "no baseline was written" in capsys.readouterr().err
    assert not (site / FILE).exists()


# Matching


def found(text: str) -> list[Finding]:
    """A finding for each ``teh``."""
    source = Source("a.md", text)
    starts = [index for index in range(len(text)) if text.startswith("teh", index)]
    places = [locate(source, start, start + 3) for start in starts]
    return [Finding("spelling", Severity.WARNING, "Wrong", place) for place in places]


LINES = st.lists(st.sampled_from(["teh one", "a teh", "no word", "teh teh", "teh one"]), max_size=8)


@given(LINES, LINES)
def test_of_so_many_alike_only_more_are_new(before: list[str], after: list[str]) -> None:
    old, new = found("\n".join(before)), found("\n".join(after))
    empty = Baseline(Path.cwd())
    baseline = Baseline(empty.folder, {empty.path_of("a.md"): tuple(entries_of(old, empty))})
    matched = match(new, "a.md", baseline)
    assert len(matched.known) == min(len(old), len(new))
    assert len(matched.gone) == max(len(old) - len(new), 0)
    assert {*matched.known, *matched.new} == set(new)


def test_the_line_tells_which_of_two_is_new() -> None:
    empty = Baseline(Path.cwd())
    baseline = Baseline(empty.folder, {"a.md": tuple(entries_of(found("a teh"), empty))})
    (new,) = match(found("teh one\na teh"), "a.md", baseline).new
    assert new.location.start.line == 1


def test_names_that_are_no_unicode_are_written() -> None:
    text = to_json(Baseline(Path.cwd(), {"\udc80.md": (Entry("spelling", "x", "0"),)}))
    assert list(json.loads(text.encode())["findings"]) == ["\udc80.md"]
