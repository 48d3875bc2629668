"""What SECURITY.md promises: nothing of a stranger's repository gets in or out."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from postlint.command import run as run_command

posix_only = pytest.mark.skipif(os.name != "posix", reason="symbolic links")

#: The words of a file outside; "hunterpass" is what a report must not have.
SECRET = "hunterpass"


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository, with a secret beside it."""
    repository = tmp_path / "repository"
    (repository / ".git").mkdir(parents=True)
    (repository / "post.md").write_text("# Post\n\nIt is hunterpas.\n", "utf-8")
    (tmp_path / "secret.txt").write_text(f"{SECRET}\n", "utf-8")
    (tmp_path / "secret.toml").write_text(f'{SECRET} = "{SECRET}"\n', "utf-8")
    (tmp_path / "secret.md").write_text(f"# Secret\n\nTeh {SECRET} recieves.\n", "utf-8")
    monkeypatch.chdir(repository)
    return repository


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit status and all that is printed."""
    status = run_command(["--no-cache", *arguments])
    printed = capsys.readouterr()
    return status, printed.out + printed.err


CONFIGURATIONS = {
    "words": '[rules.spelling]\nwords-file = "../secret.txt"\n',
    "link": '[rules.spelling]\nwords-file = "inside.txt"\n',
    "extends": 'extends = "../secret.toml"\n',
    "baseline": 'baseline = "../secret.toml"\n',
}


@posix_only
@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_configuration_reads_nothing_outside(
    site: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (site / "inside.txt").symlink_to("../secret.txt")
    (site / "postlint.toml").write_text(CONFIGURATIONS[name], "utf-8")
    status, printed = run(capsys)
    assert status == 2
    assert "outside of the site" in printed
    assert SECRET not in printed


@posix_only
def test_a_configuration_that_leads_out_is_not_read(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "postlint.toml").symlink_to("../secret.toml")
    assert run(capsys) == (2, "postlint: postlint.toml: leads out of the site\n")


@posix_only
def test_words_of_other_spell_checkers_come_from_the_site(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "post.md").write_text(f"# Post\n\nIt is a {SECRET}.\n", "utf-8")
    strict = ("--config", 'rules.spelling.mode="strict"', "--select", "spelling")
    assert run(capsys, *strict)[0] == 1
    (site / "cspell.json").write_text(
        '{"dictionaryDefinitions": [{"name": "a", "path": "../secret.txt"}]}', "utf-8"
    )
    assert run(capsys, *strict)[0] == 1
    (site / "cspell.json").unlink()
    (site.parent / "cspell.json").write_text(f'{{"words": ["{SECRET}"]}}', "utf-8")
    (site / "cspell.json").symlink_to("../cspell.json")
    assert run(capsys, *strict)[0] == 1
    (site / "cspell.json").unlink()
    (site / "cspell.json").write_text(f'{{"words": ["{SECRET}"]}}', "utf-8")
    assert run(capsys, *strict)[0] == 0


@posix_only
@pytest.mark.parametrize("arguments", [(), ("--fix", "--unsafe-fixes"), ("--diff",)])
def test_links_out_are_neither_read_nor_mended(
    site: Path, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    (site / "leak.md").symlink_to("../secret.md")
    (site / "folder").symlink_to("..")
    before = (site.parent / "secret.md").read_bytes()
    status, printed = run(capsys, *arguments)
    assert status == 2
    assert "leak.md: A symbolic link that leads out of the site" in printed
    assert SECRET not in printed
    assert (site.parent / "secret.md").read_bytes() == before
    assert (site / "leak.md").is_symlink()


def linked(site: Path, target: str) -> None:
    (site / "post.md").write_text(f"# Post\n\nSee [it]({target}).\n", "utf-8")


@posix_only
@pytest.mark.parametrize(
    ("target", "found"),
    [
        # The headings of a post outside, by a link and by its path.
        ("leak.md#secert", False),
        ("folder/secret.md#secert", False),
        ("../secret.md#secert", False),
        # Its name.
        ("folder/secert.md", True),
        ("../secert.md", False),
        ("folder/hunterpas.md", True),
    ],
)
def test_what_is_outside_is_neither_suggested_nor_named(
    site: Path, capsys: pytest.CaptureFixture[str], target: str, found: bool
) -> None:
    (site.parent / f"{SECRET}.md").write_text("# A\n", "utf-8")
    (site / "leak.md").symlink_to("../secret.md")
    (site / "folder").symlink_to("..")
    linked(site, target)
    status, printed = run(capsys, "post.md")
    assert status == int(found)
    assert "nearest" not in printed
    assert "secret" not in printed
    assert SECRET not in printed


@posix_only
def test_without_a_repository_the_folder_is_the_site(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / ".git").rmdir()
    (site / "leak.md").symlink_to("../secret.md")
    for target in ("leak.md#secert", "../secret.md#secert"):
        linked(site, target)
        assert "nearest" not in run(capsys, "post.md")[1]


def test_headings_of_posts_on_the_site_are_suggested(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "docs").mkdir()
    (site / "other.md").write_text("# Other\n\n## Set up\n\nText.\n", "utf-8")
    (site / "docs/post.md").write_text("# Post\n\nSee [it](../other.md#setup).\n", "utf-8")
    for folder, path in (("docs", "post.md"), ("..", str(site / "docs/post.md"))):
        monkeypatch.chdir(site / folder)
        assert 'nearest is "#set-up"' in run(capsys, path)[1]


@posix_only
@pytest.mark.parametrize("name", ["mkdocs.yml", ".gitignore"])
def test_configuration_of_others_comes_from_the_site(
    site: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    secrets = {"mkdocs.yml": f"nav:\n  - {SECRET}.md\n", ".gitignore": "post.md\n"}
    (site.parent / name).write_text(secrets[name], "utf-8")
    (site / name).symlink_to(f"../{name}")
    (site / "docs").mkdir()
    (site / "docs/index.md").write_text("# Index\n\nSee [it](it.md).\n", "utf-8")
    printed = run(capsys)[1]
    assert SECRET not in printed
    assert 'No file "it.md"' in printed
    assert "in 1 of 2 posts" in printed


@posix_only
def test_links_within_the_repository_are_followed(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "docs").mkdir()
    (site / "docs/index.md").symlink_to("../post.md")
    monkeypatch.chdir(site / "docs")
    status, printed = run(capsys)
    assert "leads out" not in printed
    assert status != 2


def test_named_configuration_may_extend_what_lies_beside_it(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site.parent / "shared.toml").write_text('extends = "base.toml"\n', "utf-8")
    (site.parent / "base.toml").write_text('select = ["empty-section"]\n', "utf-8")
    assert run(capsys, "--config", "../shared.toml")[0] == 0


PLUGIN = "open('ran', 'w').close()\n"


def test_with_installed_plugins_only_no_file_of_the_repository_runs(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "postlint.toml").write_text('plugins = ["plugin.py"]\n', "utf-8")
    for name in ("plugin.py", "conftest.py", "sitecustomize.py", "yaml.py", "postlint_rules.py"):
        (site / name).write_text(PLUGIN, "utf-8")
    status, printed = run(capsys, "--installed-plugins-only")
    assert status == 2
    assert "--installed-plugins-only" in printed
    assert not (site / "ran").exists()


def test_modules_in_the_linted_folder_are_not_imported(site: Path) -> None:
    for name in ("yaml.py", "mistune.py", "json.py", "sitecustomize.py", "postlint_rules.py"):
        (site / name).write_text(PLUGIN, "utf-8")
    program = Path(sys.executable).with_name("postlint")
    done = subprocess.run([program, "--no-cache"], capture_output=True, check=False)
    assert done.returncode == 0
    assert not (site / "ran").exists()


def test_front_matter_makes_no_objects(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "---\na: !!python/object/apply:os.mkdir ['ran']\n---\n\n# Post\n\nText.\n"
    (site / "post.md").write_text(text, "utf-8")
    (site / "mkdocs.yml").write_text("a: !!python/object/apply:os.mkdir ['ran']\n", "utf-8")
    run(capsys)
    assert not (site / "ran").exists()


def test_nothing_reaches_the_network_unasked(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def reached(*arguments: object, **named: object) -> None:
        raise AssertionError(f"reaches the network: {arguments}")

    monkeypatch.setattr(socket.socket, "connect", reached)
    monkeypatch.setattr(socket, "getaddrinfo", reached)
    (site / "post.md").write_text(
        "# Post\n\n[a](https://example.com) ![b](//example.com/b.png) <img src=http://c.example>\n",
        "utf-8",
    )
    status, printed = run(capsys, "--select", "all", "--ignore", "dead-url,moved-url,dead-fragment")
    assert "reaches the network" not in printed
    assert status in (0, 1)


def test_linting_writes_nothing_into_the_repository(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(path.name for path in site.rglob("*"))
    run(capsys)
    run(capsys, "--diff", "--unsafe-fixes")
    assert sorted(path.name for path in site.rglob("*")) == before
