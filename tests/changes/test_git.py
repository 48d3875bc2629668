"""Git as it really is: names, line endings, submodules, shallow clones, hostile configuration."""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

import pytest
from repositories import NEW_MISTAKE, OLD_MISTAKE, Postlint, Repository

from postlint.changes import git

if TYPE_CHECKING:
    from pathlib import Path

posix = pytest.mark.skipif(os.name != "posix", reason="file names and links of POSIX")

POST = f"# Soup\n\n{OLD_MISTAKE}"
CHANGED = f"{POST}\n{NEW_MISTAKE}"


# -- what cannot be told ----------------------------------------------------------------------


def test_a_folder_outside_of_any_repository(
    repository: Repository, postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert postlint.failure("main") == (
        "postlint: --changed-since: Git: not a git repository (or any of the parent directories):"
        " .git"
    )


def test_a_folder_within_the_repository_itself(
    repository: Repository, postlint: Postlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(repository.folder / ".git")
    assert "cannot use bare repository" in postlint.failure("main")


@pytest.mark.parametrize("ref", ["nowhere", "--help", "-h", "", "main..HEAD", "HEAD:a.md"])
def test_what_is_no_commit(repository: Repository, postlint: Postlint, ref: str) -> None:
    repository.commit(a=POST)
    assert postlint.failure(ref) == (f'postlint: --changed-since: There is no commit "{ref}" here')


def test_a_repository_without_commits(repository: Repository, postlint: Postlint) -> None:
    repository.write("a.md", POST)
    assert postlint.failure("main").endswith('There is no commit "main" here')


def test_histories_that_never_met(repository: Repository, postlint: Postlint) -> None:
    repository.commit(a=POST)
    repository.git("checkout", "--quiet", "--orphan", "other")
    repository.commit(a=CHANGED)
    assert postlint.failure("main").endswith('HEAD and "main" have no commit in common')


def test_git_is_not_installed(
    repository: Repository, postlint: Postlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(a=POST)
    monkeypatch.setenv("PATH", "")
    git.program.cache_clear()
    try:
        assert postlint.failure("main") == "postlint: --changed-since: Git is not installed"
    finally:
        git.program.cache_clear()


@posix
def test_a_program_of_that_name_in_the_folder_is_not_run(
    repository: Repository, postlint: Postlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(a=POST)
    _make_program(repository.folder / "git", "touch ran")
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.environ['PATH']}")
    git.program.cache_clear()
    assert postlint.since("HEAD") == []
    assert not (repository.folder / "ran").exists()


def test_a_post_outside_of_the_repository(
    repository: Repository, postlint: Postlint, tmp_path: Path
) -> None:
    repository.commit(a=POST)
    (tmp_path / "other.md").write_text(POST, "utf-8")
    line = postlint.failure("HEAD", ".", str(tmp_path / "other.md"))
    assert "other.md is not in the repository at" in line


# -- clones that are not whole ----------------------------------------------------------------


@pytest.fixture
def origin(repository: Repository) -> str:
    """The address of a repository with three commits; the last two each add a mistake."""
    repository.commit(a=POST)
    repository.commit(b=NEW_MISTAKE)
    repository.commit(c=NEW_MISTAKE)
    repository.git("config", "uploadpack.allowFilter", "true")
    return repository.folder.as_uri()


def _clone(origin: str, folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> Repository:
    folder.mkdir()
    clone = Repository(folder)
    clone.git("clone", "--quiet", *options, origin, ".")
    monkeypatch.chdir(folder)
    return clone


def test_a_shallow_clone_says_what_to_do(
    origin: str, postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _clone(origin, tmp_path / "clone", monkeypatch, "--depth=1")
    assert postlint.failure("HEAD^") == (
        'postlint: --changed-since: There is no commit "HEAD^" here: the clone is shallow; run git'
        " fetch --unshallow, or give actions/checkout the input fetch-depth: 0"
    )


def test_a_shallow_clone_without_the_commit_that_counts(
    origin: str, postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clone = _clone(origin, tmp_path / "clone", monkeypatch, "--depth=1")
    clone.git("config", "uploadpack.allowAnySHA1InWant", "true")
    clone.git("checkout", "--quiet", "--orphan", "topic")
    clone.commit(a=POST)
    assert "have no commit in common: the clone is shallow; run git" in postlint.failure("main")


def test_a_shallow_clone_with_the_commit_that_counts(
    origin: str, postlint: Postlint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _clone(origin, tmp_path / "clone", monkeypatch, "--depth=2")
    assert postlint.since("HEAD^") == ["c.md:1 spelling"]


def test_a_clone_without_the_contents_of_its_history(
    repository: Repository,
    origin: str,
    postlint: Postlint,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nothing is fetched on the way: that would run what the configuration says."""
    repository.commit(a=CHANGED)
    _clone(origin, tmp_path / "clone", monkeypatch, "--filter=blob:none")
    line = postlint.failure("HEAD^")
    assert "This clone lacks objects of its history" in line
    assert line.endswith("run: git fetch --refetch --no-filter")


# -- names and contents -----------------------------------------------------------------------

NAMES = ["a b.md", "o'clock.md", 'say "x".md', "new\nline.md", "tab\t.md", "é漢😀.md", "-x.md"]


@posix
@pytest.mark.parametrize("name", NAMES, ids=ascii)
def test_any_file_name(repository: Repository, postlint: Postlint, name: str) -> None:
    repository.write(f"one/{name}", POST)
    repository.commit(links="![pot](pot.png)\n")
    repository.write(f"one/{name}", CHANGED)
    status, out, _ = postlint("--changed-since", "HEAD", "--format", "github")
    assert status == 1
    assert [line.partition("line=")[2][:1] for line in out.splitlines()] == ["5"]
    repository.git("mv", f"one/{name}", f"two-{name}")
    status, out, _ = postlint("--changed-since", "HEAD", "--format", "github")
    assert [line.partition("line=")[2][:1] for line in out.splitlines()] == ["5"]


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no UTF-8")
def test_a_file_name_that_is_no_text(repository: Repository, postlint: Postlint) -> None:
    name = os.fsdecode(b"caf\xe9.md")
    repository.write(name, POST)
    repository.commit()
    repository.write(name, CHANGED)
    assert len(postlint.since("HEAD")) == 1


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_other_line_endings_are_no_change(
    repository: Repository, postlint: Postlint, ending: str
) -> None:
    repository.commit(a=POST)
    repository.write("a.md", CHANGED.replace("\n", ending))
    assert postlint.since("HEAD") == ["a.md:5 spelling"]


def test_line_endings_that_git_converts(repository: Repository, postlint: Postlint) -> None:
    repository.git("config", "core.autocrlf", "true")
    repository.write("a.md", POST.replace("\n", "\r\n"))
    repository.commit()
    assert postlint.since("HEAD") == []


def test_another_encoding_is_no_change(repository: Repository, postlint: Postlint) -> None:
    repository.commit(a=POST)
    repository.write("a.md", CHANGED.encode("utf-16"))
    assert postlint.since("HEAD") == ["a.md:5 spelling"]


def test_what_was_no_text_is_new(repository: Repository, postlint: Postlint) -> None:
    repository.commit(a=b"\0\1\2\3" * 10)
    repository.write("a.md", OLD_MISTAKE)
    assert postlint.since("HEAD") == ["a.md:1 spelling"]


def test_what_is_no_text_is_told(repository: Repository, postlint: Postlint) -> None:
    repository.commit(a=POST)
    repository.write("a.md", b"\0\1\2\3" * 10)
    status, _, err = postlint("--changed-since", "HEAD")
    assert status == 2
    assert "a.md: UTF-16 without a byte order mark, or binary" in err


def test_other_names_of_objects(
    postlint: Postlint,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    repository: Repository,
) -> None:
    other = Repository.made(tmp_path / "sha256", "--object-format=sha256")
    monkeypatch.chdir(other.folder)
    other.commit(a=POST, b=OLD_MISTAKE)
    other.write("a.md", CHANGED)
    assert postlint.since("HEAD") == ["a.md:5 spelling"]


# -- where folders are ------------------------------------------------------------------------


def test_from_within_a_folder(
    repository: Repository, postlint: Postlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("posts/deep/a.md", POST)
    repository.commit(b="See [a](posts/deep/a.md).\n")
    repository.write("posts/deep/a.md", CHANGED)
    monkeypatch.chdir(repository.folder / "posts")
    assert postlint.since("HEAD") == ["deep/a.md:5 spelling"]
    repository.git("mv", "posts/deep/a.md", "posts/a.md")
    assert postlint.since("HEAD", ".", "../b.md") == [
        f"{(repository.folder / 'b.md').as_posix()}:1 missing-file",
        "a.md:5 spelling",
    ]


def test_from_elsewhere(
    repository: Repository, postlint: Postlint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repository.commit(a=POST)
    repository.write("a.md", CHANGED)
    monkeypatch.chdir(tmp_path)
    assert postlint.since("HEAD", "blog") == ["blog/a.md:5 spelling"]
    assert postlint.since("HEAD", str(repository.folder / "a.md")) == ["blog/a.md:5 spelling"]


@posix
def test_links_among_folders_and_files(
    repository: Repository, postlint: Postlint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repository.write("posts/a.md", POST)
    (repository.folder / "link.md").symlink_to("posts/a.md")
    (repository.folder / "folder").symlink_to("posts")
    repository.commit(b="[one](folder/a.md#soup) [two](link.md#soup)\n")
    assert postlint.since("HEAD") == []
    repository.write("posts/a.md", CHANGED)
    (tmp_path / "there").symlink_to(repository.folder)
    monkeypatch.chdir(tmp_path)
    assert postlint.since("HEAD", "there") == [
        "there/link.md:5 spelling",
        "there/posts/a.md:5 spelling",
    ]
    assert postlint.since("HEAD", "there/folder") == ["there/folder/a.md:5 spelling"]


@posix
def test_links_that_lead_nowhere(repository: Repository, postlint: Postlint) -> None:
    (repository.folder / "loop.md").symlink_to("loop.md")
    (repository.folder / "void.md").symlink_to("none.md")
    repository.commit(a="[one](loop.md) [two](void.md)\n")
    (repository.folder / "loop.md").unlink()
    repository.write("loop.md", NEW_MISTAKE)
    assert postlint.since("HEAD") == ["loop.md:1 spelling"]


def test_a_worktree(
    repository: Repository, postlint: Postlint, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repository.commit(a=POST)
    repository.git("worktree", "add", "--quiet", "-b", "topic", str(tmp_path / "tree"))
    monkeypatch.chdir(tmp_path / "tree")
    Repository(tmp_path / "tree").commit(a=CHANGED)
    assert postlint.since("main") == ["a.md:5 spelling"]


def test_within_a_hook(
    repository: Repository, postlint: Postlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git tells hooks where the repository is, relative to its top."""
    repository.write("posts/a.md", POST)
    repository.commit()
    repository.write("posts/a.md", CHANGED)
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", ".git/index")
    monkeypatch.setenv("GIT_PREFIX", "")
    assert postlint.since("HEAD", "posts") == ["posts/a.md:5 spelling"]


def test_a_submodule_is_no_part_of_the_change(
    repository: Repository, postlint: Postlint, tmp_path: Path
) -> None:
    theme = Repository.made(tmp_path / "theme")
    theme.commit(readme=POST)
    repository.git(
        *("-c", "protocol.file.allow=always", "submodule", "--quiet", "add"),
        *(theme.folder.as_uri(), "theme"),
    )
    repository.commit(a="See [the theme](theme/readme.md#soup).\n")
    repository.write("theme/readme.md", CHANGED)
    repository.write("a.md", f"See [the theme](theme/readme.md#soup).\n\n{NEW_MISTAKE}")
    assert postlint.since("HEAD") == ["a.md:3 spelling"]


# -- configuration that would run programs ----------------------------------------------------


@posix
def test_nothing_in_the_repository_is_run(repository: Repository, postlint: Postlint) -> None:
    program = repository.folder.parent / "program"
    _make_program(program, f"touch {repository.folder.parent / 'ran'}; cat")
    repository.write(".gitattributes", "*.md filter=evil diff=evil\n")
    repository.write("hidden/a.md", POST)
    repository.commit(a=POST)
    for key in (
        *("core.fsmonitor", "core.pager", "core.sshCommand", "core.editor", "gpg.program"),
        *("diff.external", "diff.evil.command", "diff.evil.textconv"),
        *("filter.evil.clean", "filter.evil.smudge", "filter.evil.process"),
        *("credential.helper", "pager.diff-index", "alias.ls-tree", "uploadpack.packObjectsHook"),
    ):
        repository.git("config", key, str(program))
    for hook in ("post-index-change", "post-checkout", "fsmonitor-watchman"):
        _make_program(repository.folder / ".git" / "hooks" / hook, program.as_posix())
    repository.write("a.md", CHANGED)
    index = repository.folder / ".git" / "index"
    before = index.read_bytes()
    assert postlint.since("HEAD") == ["a.md:5 spelling"]
    assert not (repository.folder.parent / "ran").exists()
    assert index.read_bytes() == before


@posix
def test_a_folder_made_to_look_like_a_repository(
    repository: Repository, postlint: Postlint
) -> None:
    """Such a folder can be committed, with a configuration that runs what it likes."""
    program = repository.folder.parent / "program"
    _make_program(program, f"touch {repository.folder.parent / 'ran'}")
    bare = Repository.made(repository.folder / "posts", "--bare")
    bare.write("a.md", POST)
    repository.commit()
    bare.git("config", "core.fsmonitor", str(program))
    bare.git("config", "core.bare", "false")
    bare.git("config", "core.worktree", str(repository.folder))
    status, _, err = postlint("--changed-since", "HEAD", "posts")
    assert status == 2
    assert "bare repository" in err
    assert not (repository.folder.parent / "ran").exists()


def _make_program(path: Path, command: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{command}\n", "utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_a_post_that_was_too_large_is_new(repository: Repository, postlint: Postlint) -> None:
    repository.write("postlint.toml", '[limits]\nfile-size = "1kB"\n')
    repository.commit(a=OLD_MISTAKE + "A word.\n" * 1000)
    repository.write("a.md", OLD_MISTAKE)
    assert postlint.since("HEAD") == ["a.md:1 spelling"]


def test_a_post_that_is_too_large_is_told(repository: Repository, postlint: Postlint) -> None:
    repository.write("postlint.toml", '[limits]\nfile-size = "1kB"\n')
    repository.commit(a=OLD_MISTAKE, b=POST)
    repository.write("a.md", OLD_MISTAKE + "A word.\n" * 1000)
    status, out, err = postlint("--changed-since", "HEAD", "--format", "concise")
    assert (status, out) == (2, "")
    assert err.startswith("postlint: a.md: ")
