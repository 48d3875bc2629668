"""Shards joined are the report of one machine, byte for byte."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from parted import Told, make_site, shards_of
from repositories import Repository, git_environment

from postlint.command import run
from postlint.reporters import COUNTING_FORMATS, FORMATS

SCHEMA = Path(__file__).parents[2] / "docs" / "report.schema.json"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("POSTLINT_CACHE_DIR", str(tmp_path / "cache"))
    for variable in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    return folder


@pytest.mark.parametrize("seed", range(6))
def test_any_number_of_shards_makes_the_same_report(
    site: Path, seed: int, capfd: pytest.CaptureFixture[str]
) -> None:
    make_site(site, seed)
    whole = Told(["--format", "json"], capfd)
    # Posts with links, a post that is no text, and so a run that could not do all its work.
    assert whole.status == 2
    assert "a/damaged.md" in whole.err
    rules = {found["rule"] for found in json.loads(whole.out)["diagnostics"]}
    assert rules >= {"missing-anchor", "missing-file", "unused-directive", "spelling"}
    for count in (1, 2, 3, 5, 8, 40):
        files = shards_of(count, site.parent / f"shards-{count}")
        assert Told(["merge", "--format", "json", *files], capfd) == whole, count


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_the_same(site: Path, name: str, capfd: pytest.CaptureFixture[str]) -> None:
    make_site(site, 1)
    (site / "a" / "damaged.md").unlink()
    files = shards_of(4, site.parent / "shards")
    forms = [["--format", name]]
    if name in COUNTING_FORMATS:
        forms.append(["--format", name, "--statistics"])
    for form in forms:
        whole = Told(form, capfd)
        assert whole.status == 1
        assert Told(["merge", *form, *files], capfd) == whole


def test_options_need_not_be_said_again(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    make_site(site, 2)
    for options in (
        ["--select", "links", "a", "b"],
        ["--ignore", "spelling", "--exclude", "b/", "--fail-on", "error"],
        ["--isolated", "--extend-select", "title-mismatch", "a"],
        ["--config", 'rules.missing-file.severity="info"', "--force-exclude", "README.md", "c"],
    ):
        whole = Told([*options, "--format", "concise"], capfd)
        files = shards_of(3, site.parent / "shards", *options)
        assert Told(["merge", "--format", "concise", *files], capfd) == whole, options


def test_how_to_report_is_said_when_merging(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (site / "a.md").write_text("# A\n\nYou recieve it.\n", encoding="utf-8")
    files = shards_of(2, site.parent / "shards")
    assert run(["merge", *files]) == 1
    assert run(["merge", "--exit-zero", *files]) == 0
    capfd.readouterr()
    assert run(["merge", "--quiet", "--output-file", "sarif:../r.sarif", *files]) == 1
    assert capfd.readouterr().out == ""
    assert "recieve" in (site.parent / "r.sarif").read_text(encoding="utf-8")
    assert Told(["merge", "--format", "github", "--statistics", *files], capfd).status == 2


def test_a_directive_in_one_shard_excuses_what_another_breaks(
    site: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """It is of use though no finding of its own shard is excused."""
    excuse = "<!-- postlint-disable-next-line missing-anchor -- it is new -->\n"
    (site / "a.md").write_text(f"# A\n\n{excuse}[There](z.md#setup).\n", encoding="utf-8")
    (site / "z.md").write_text("# Z\n\n## Set up\n\nText.\n", encoding="utf-8")
    files = shards_of(2, site.parent / "shards")
    told = Told(["merge", *files], capfd)
    assert (told.status, told.out) == (0, "No problems found in 2 posts\n")
    (site / "z.md").write_text("# Z\n\n## Setup 1\n\nText\n", encoding="utf-8")
    files = shards_of(2, site.parent / "shards")
    assert Told(["merge", *files], capfd).status == 0
    (site / "z.md").write_text("# Z\n\n## Setup\n\nText is.\n", encoding="utf-8")
    files = shards_of(2, site.parent / "shards")
    assert "[unused-directive]" in Told(["merge", *files], capfd).out


def test_a_baseline_is_for_the_whole(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    make_site(site, 3)
    (site / "a" / "damaged.md").unlink()
    with (site / "postlint.toml").open("r+", encoding="utf-8") as file:
        text = file.read()
        file.seek(0)
        file.write(f'baseline = "known.json"\n{text}')
    assert run(["baseline"]) == 0
    (site / "c" / "new.md").write_text("# New\n\nIt was allways [there](../a/no.md).\n", "utf-8")
    (site / "a" / "post-0.md").write_text("# Less\n\nText.\n", encoding="utf-8")
    whole = Told([], capfd)
    assert "known problems left out" in whole.out
    assert "allways" in whole.out
    assert Told(["merge", *shards_of(3, site.parent / "shards")], capfd) == whole


@pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed")
def test_only_who_merges_needs_the_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for name, value in git_environment().items():
        monkeypatch.setenv(name, value)
    repository = Repository.made(tmp_path / "site")
    make_site(repository.folder, 4)
    repository.commit()
    repository.write("b/new.md", "# New\n\nIt was allways [there](../a/post-0.md#gone).\n")
    repository.write("a/post-3.md", "# Less\n\nText.\n")
    repository.commit()
    monkeypatch.chdir(repository.folder)
    whole = Told(["--changed-since", "HEAD~1"], capfd)
    assert "The change brought" in whole.out
    shallow = tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth=1", repository.folder.as_uri(), str(shallow))
    monkeypatch.chdir(shallow)
    files = shards_of(3, tmp_path / "shards", "--changed-since", "HEAD~1")
    told = Told(["merge", *files], capfd)
    assert told.status == 2
    assert "--changed-since: There is no commit" in told.err
    monkeypatch.chdir(repository.folder)
    assert Told(["merge", *files], capfd) == whole


def test_names_that_are_no_utf_8(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    name = b"caf\xe9.md".decode("utf-8", "surrogateescape")
    try:
        (site / name).write_text("# A\n\nSee [b](b.md#no) or recieve.\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system has no such names")
    (site / "b.md").write_text("# B\n\nText \N{WHITE HEART SUIT}.\n\n# C\n", encoding="utf-8")
    whole = Told(["--format", "json"], capfd)
    assert whole.status == 1
    files = shards_of(2, site.parent / "shards")
    assert Told(["merge", "--format", "json", *files], capfd) == whole


def test_shards_of_no_posts(site: Path, capfd: pytest.CaptureFixture[str]) -> None:
    whole = Told([], capfd)
    assert whole.status == 0
    assert "no posts" in whole.err
    assert Told(["merge", *shards_of(3, site.parent / "shards")], capfd) == whole


def test_shards_are_made_of_what_the_cache_has(
    site: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    make_site(site, 5)
    first = [Path(file).read_bytes() for file in shards_of(3, site.parent / "shards")]
    monkeypatch.setattr("postlint.linting.lint_document", None)
    again = [Path(file).read_bytes() for file in shards_of(3, site.parent / "shards")]
    assert again == first


def test_a_shard_can_be_merged_on_another_machine(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """One whose folders are other ones, where the site has words and a rule of its own."""
    make_site(site, 6)
    (site / "words.txt").write_text("recieve\n", encoding="utf-8")
    (site / "rule.py").write_text(
        "from postlint.rule import Rule\n\n\nclass Shout(Rule):\n"
        '    """A post shouts."""\n\n    name = "shout"\n    family = "style"\n\n'
        "    def check(self, document):\n"
        '        for heading in document.nodes("heading"):\n'
        '            yield self.report(heading, "Shouts")\n',
        encoding="utf-8",
    )
    with (site / "postlint.toml").open("a", encoding="utf-8") as file:
        file.write('[rules.spelling]\nwords-file = "words.txt"\n')
    with (site / "postlint.toml").open("r+", encoding="utf-8") as file:
        text = file.read()
        file.seek(0)
        file.write(f'plugins = ["rule.py"]\n{text}')
    whole = Told([], capfd)
    assert "[shout]" in whole.out
    files = shards_of(3, tmp_path / "shards")
    elsewhere = tmp_path / "0" / "elsewhere"
    shutil.copytree(site, elsewhere)
    monkeypatch.chdir(elsewhere)
    assert Told(["merge", *files], capfd) == whole


def test_the_schema_describes_shards(site: Path) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    make_site(site, 7)
    for file in shards_of(3, site.parent / "shards"):
        shard = json.loads(Path(file).read_bytes())
        Draft202012Validator(schema).validate(shard)
        shard["shard"]["extra"] = 1
        assert list(Draft202012Validator(schema).iter_errors(shard))
