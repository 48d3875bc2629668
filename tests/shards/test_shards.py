"""Parts of a site, and what is said of shards that cannot be joined."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from parted import Told, shards_of

from postlint import __version__
from postlint.command import run
from postlint.shards.parts import Shard, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable

SITES = st.dictionaries(st.text("abc/", min_size=1), st.integers(0, 10_000), max_size=60)


# -- parts ------------------------------------------------------------------------------------


@given(SITES, st.integers(1, 20))
def test_parts_are_all_and_of_like_size(sizes: dict[str, int], count: int) -> None:
    parts = parts_of(sizes, count)
    assert len(parts) == count
    assert [path for part in parts for path in part] == sorted(sizes)
    share = sum(size + 1 for size in sizes.values()) / count
    for part in parts:
        if part:
            edges = (sizes[part[0]] + sizes[part[-1]]) / 2 + 1
            assert sum(sizes[path] + 1 for path in part) <= share + edges + 1


@given(SITES, st.integers(1, 20))
def test_the_order_of_files_is_nothing_to_parts(sizes: dict[str, int], count: int) -> None:
    assert parts_of(dict(reversed(sizes.items())), count) == parts_of(sizes, count)


def test_a_post_that_grows_moves_few_others() -> None:
    sizes = {f"{number:03}.md": 1_000 + number % 7 * 100 for number in range(400)}
    before = [set(part) for part in parts_of(sizes, 8)]
    sizes["100.md"] += 500
    after = [set(part) for part in parts_of(sizes, 8)]
    assert sum(len(new - old) for new, old in zip(after, before, strict=True)) <= 8


@pytest.mark.parametrize(("text", "shard"), [("1/1", (1, 1)), ("3/8", (3, 8)), ("08/10", (8, 10))])
def test_shards_are_named_by_number_and_count(text: str, shard: tuple[int, int]) -> None:
    assert Shard.parse(text) == Shard(*shard)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("3", '"3" must be NUMBER/COUNT, as in 3/8'),
        ("3/", '"3/" must be NUMBER/COUNT, as in 3/8'),
        ("-1/8", '"-1/8" must be NUMBER/COUNT, as in 3/8'),
        ("0/8", '"0/8" is not one of 1/8 to 8/8'),
        ("9/8", '"9/8" is not one of 1/8 to 8/8'),
        ("0/0", '"0/0" has 0 parts; 1 to 10,000 can be had'),
        ("1/99999", '"1/99999" has 99,999 parts; 1 to 10,000 can be had'),
    ],
)
def test_what_is_no_shard_is_told(
    text: str, reason: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["--shard", text]) == 2
    assert capfd.readouterr().err == f"postlint: Invalid value for '--shard': {reason}\n"


# -- making -----------------------------------------------------------------------------------


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("POSTLINT_CACHE_DIR", str(tmp_path / "cache"))
    for name in "abcdef":
        (folder / f"{name}.md").write_text(f"# {name}\n\nYou recieve it.\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    "option",
    [
        "--fix",
        "--diff",
        "--format=text",
        "--output-file=json:r.json",
        "--statistics",
        "--quiet",
        "--exit-zero",
        "--refresh",
        "--stdin-filename=a.md",
    ],
)
def test_options_of_whole_reports(
    site: Path, option: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["--shard", "1/2", option]) == 2
    name = option.partition("=")[0]
    assert capfd.readouterr().err == (
        f"postlint: --shard cannot be used with {name}: a shard is no report; postlint merge makes"
        " that\n"
    )


def test_standard_input_has_no_parts(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["--shard", "1/2", "-"]) == 2
    assert "--shard cannot be used with - (standard input)" in capfd.readouterr().err


def test_without_a_file_a_shard_is_printed(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told = Told(["--shard", "2/3"], capfd)
    assert (told.status, told.err) == (0, "")
    (file, *_) = [file for file in shards_of(3, site.parent / "shards") if file.endswith("2.json")]
    assert told.out == Path(file).read_text(encoding="utf-8")
    results = json.loads(told.out)["shard"]["results"]
    assert [result[0] for result in results] == ["c.md", "d.md"]


def test_what_cannot_be_read_is_told_at_once(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (site / "a.md").write_bytes(b"\xff\xfe\xfd")
    told = Told(["--shard", "1/2", "-o", "../1.json"], capfd)
    assert told.status == 0
    assert told.err.startswith("postlint: a.md: ")


def test_a_shard_that_cannot_be_written(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    told = Told(["--shard", "1/2", "-o", "nowhere/1.json"], capfd)
    assert (told.status, told.err) == (2, "postlint: nowhere/1.json: No such file or directory\n")


# -- joining ----------------------------------------------------------------------------------


def refused(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> str:
    """The one line on why there is no report."""
    told = Told(["merge", *arguments], capfd)
    assert (told.status, told.out) == (2, "")
    (line,) = told.err.splitlines()
    return re.sub(r"\S+/shards\d*/", "", line.removeprefix("postlint: "))


def test_missing_shards(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    files = shards_of(4, site.parent / "shards")
    assert refused(files[1:], capfd) == "shard 4 of 4 is missing"
    assert refused(files[2:3], capfd) == "shards 1, 3, 4 of 4 are missing"
    many = shards_of(30, site.parent / "shards30")
    assert refused(many[:1], capfd) == "shards 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, … of 30 are missing"


def test_a_shard_twice(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    files = shards_of(2, site.parent / "shards")
    copy = site.parent / "shards" / "copy.json"
    copy.write_bytes(Path(files[0]).read_bytes())
    assert refused([*files, str(copy)], capfd) == "copy.json: shard 2/2 is in 2.json, too"
    # The same file named twice is one file.
    assert run(["merge", *files, *files]) == 1


def test_shards_of_another_count(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    two = shards_of(2, site.parent / "shards")
    three = shards_of(3, site.parent / "shards3")
    message = "3.json: shard 3/3, but 2.json is 2/2"
    assert refused([*two, *three], capfd) == message


def test_shards_of_other_options(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    one, two = shards_of(2, site.parent / "shards")
    assert run(["--shard", "1/2", "-o", two, "--select", "links"]) == 0
    assert refused([one, two], capfd) == "1.json: made with other options than 2.json"


def test_shards_of_other_posts(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    one, two = shards_of(2, site.parent / "shards")
    (site / "g.md").write_text("# g\n", encoding="utf-8")
    assert refused([one, two], capfd) == "2.json: made of other posts than are here"
    assert run(["--shard", "1/2", "-o", two]) == 0
    assert refused([one, two], capfd) == "1.json: made of other posts than 2.json"


def test_other_settings(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    files = shards_of(2, site.parent / "shards")
    (site / "postlint.toml").write_text('ignore = ["spelling"]\n', encoding="utf-8")
    assert refused(files, capfd) == "2.json: made with other settings than those here"


def changed(file: str, change: Callable[[dict[str, Any]], None]) -> None:
    data = json.loads(Path(file).read_bytes())
    change(data)
    Path(file).write_text(json.dumps(data), encoding="utf-8")


def test_a_shard_written_by_other_means_is_one(
    site: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    files = shards_of(2, site.parent / "shards")
    whole = Told(["merge", *files], capfd)
    changed(files[0], lambda data: data.update(more=1))
    assert Told(["merge", *files], capfd) == whole


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (
            # As of a version whose shards are not like ours at all.
            lambda data: data["shard"].update(
                made_by={"postlint": "9.1", "lore": 3}, results=None, asked=17
            ),
            f"made by postlint 9.1; this is {__version__}",
        ),
        (lambda data: data.update(version=7), "version 7 of a report; this postlint has 1"),
        (
            lambda data: data["shard"]["made_by"].update(python="3.99"),
            r"made with Python 3.99; this is 3.\d+",
        ),
        (
            lambda data: data["shard"]["made_by"].update(code="0"),
            "made with other rules or libraries than are installed here",
        ),
        (
            lambda data: data["shard"]["results"].pop(),
            "damaged: it does not have the posts of its part",
        ),
        (
            lambda data: data["shard"].update(results=[["c.md", 3]]),
            r"not a shard of postlint: Expected `array`, got `int` - at `\$.shard.results.*",
        ),
        (
            lambda data: data.pop("shard"),
            "not a shard of postlint: Object missing required field `shard`",
        ),
        (
            lambda data: data["shard"].update(number=5),
            "damaged: there is no shard 5/2",
        ),
    ],
)
def test_shards_that_cannot_be_joined(
    site: Path,
    change: Callable[[dict[str, Any]], None],
    message: str,
    capfd: pytest.CaptureFixture[str],
) -> None:
    files = shards_of(2, site.parent / "shards")
    changed(files[0], change)
    assert re.fullmatch(f"2.json: {message}", refused(files, capfd))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "not a shard of postlint: Input data was truncated"),
        (b"{}", "not a shard of postlint: Object missing required field `version`"),
        (b"\xff\x00", "not a shard of postlint: JSON is malformed: invalid character (byte 0)"),
        (b"[" * 100_000, "not a shard of postlint: Expected `object`, got `array`"),
        (b'{"a":' + b"[" * 100_000, "not a shard of postlint: .*"),
    ],
)
def test_files_that_are_no_shards(
    site: Path, data: bytes, message: str, capfd: pytest.CaptureFixture[str]
) -> None:
    files = shards_of(2, site.parent / "shards")
    Path(files[1]).write_bytes(data)
    told = refused(files, capfd)
    assert told == f"1.json: {message}" or re.fullmatch(f"1.json: {message}", told)


def test_a_report_and_a_folder_are_no_shards(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (site.parent / "shards").mkdir()
    report = str(site.parent / "shards" / "r.json")
    run(["--format", "json", "-o", report])
    assert refused([report], capfd) == (
        "r.json: not a shard of postlint: Object missing required field `shard`"
    )
    assert refused(["no.json"], capfd) == "no.json: No such file or directory"
    assert refused([str(site)], capfd).endswith(": Is a directory")
