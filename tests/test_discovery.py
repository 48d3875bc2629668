"""Which files are found, and what is said about those that cannot be."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from postlint.discovery import Discovered, discover, without_excluded
from postlint.paths import is_post
from postlint.project import Failure
from postlint.settings import Configuration, Overrides

if TYPE_CHECKING:
    from pathlib import Path

needs_symlinks = pytest.mark.skipif(os.name != "posix", reason="links need rights elsewhere")


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    # Not the top of the temporary folder: something above may be a repository's.
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def make(folder: Path, *paths: str, **texts: str) -> None:
    for path in (*paths, *texts):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(texts.get(path, ""), encoding="utf-8")


def found(*paths: str, **values: object) -> list[str]:
    discovered = discover(paths or (".",), Configuration(Overrides(values=values)))
    assert discovered.failures == ()
    return list(discovered.paths)


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "name", ["a.md", "A.MD", "a.markdown", "a.mdx", "a.mkd", "a.qmd", "a.Rmd", ".hidden.md", "é.md"]
)
def test_markdown_names(name: str) -> None:
    assert is_post(name)


@pytest.mark.parametrize("name", ["a.txt", "md", ".md", "a.md.bak", "a.mdown2", "README"])
def test_other_names(name: str) -> None:
    assert not is_post(name)


def test_posts_in_a_folder_are_found_in_order(site: Path) -> None:
    make(site, "b.md", "a/z.mdx", "a.md", "a/b/c.markdown", "a/b/c.txt", "Z.md", ".github/x.md")
    assert found() == [".github/x.md", "Z.md", "a.md", "a/b/c.markdown", "a/z.mdx", "b.md"]


def test_paths_are_shown_relative_and_once(site: Path) -> None:
    make(site, "posts/a.md")
    assert found("posts", "./posts/a.md", str(site / "posts"), "posts/../posts/a.md") == [
        "posts/a.md"
    ]


def test_a_path_above_the_current_folder_is_shown_from_it(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(site, "posts/a.md", "here/b.md")
    monkeypatch.chdir(site / "here")
    assert found("../posts") == [(site / "posts/a.md").as_posix()]


def test_named_files_are_always_linted(site: Path) -> None:
    make(site, "notes.txt", "node_modules/a.md", "ignored.md")
    write(site / ".gitignore", "ignored.md\n")
    write(site / "postlint.toml", 'exclude = ["*"]\n')
    paths = ("notes.txt", "node_modules/a.md", "ignored.md")
    assert found(*paths) == sorted(paths)


def test_folders_that_hold_no_sources_are_passed_over(site: Path) -> None:
    make(
        site,
        "a.md",
        "_site/a.md",
        "x/node_modules/p/README.md",
        ".venv/lib/a.md",
        "vendor/bundle/gem/README.md",
        ".git/a.md",
        "vendor/a.md",
    )
    assert found() == ["a.md", "vendor/a.md"]


def test_a_folder_named_like_output_is_one_when_it_holds_a_site(site: Path) -> None:
    make(site, "public/a.md", "sub/public/index.html", "sub/public/a.md", "build/a.md")
    assert found() == ["build/a.md", "public/a.md"]


def test_a_named_folder_is_searched_though_it_would_be_passed_over(site: Path) -> None:
    make(site, "_site/a.md", "_site/node_modules/b.md", "ignored/a.md", "drafts/a.md")
    write(site / ".git" / "HEAD", "")
    write(site / ".gitignore", "ignored/\n")
    write(site / "postlint.toml", 'extend-exclude = ["drafts/**"]\n')
    assert found("_site") == ["_site/a.md"]
    assert found("ignored") == ["ignored/a.md"]
    assert found("drafts") == ["drafts/a.md"]
    assert found() == []


# .gitignore


def test_gitignore_files_count_from_their_folder(site: Path) -> None:
    make(site, "a.md", "tmp/a.md", "docs/a.md", "docs/tmp.md", "docs/keep/tmp.md", "x/docs/b.md")
    write(site / ".gitignore", "tmp*\n/docs/a.md\n")
    write(site / "docs/keep/.gitignore", "!tmp.md\n")
    write(site / "x/.gitignore", "/docs\n")
    assert found() == ["a.md", "docs/keep/tmp.md"]


def test_gitignore_above_counts_up_to_the_repository(site: Path) -> None:
    make(site, "repo/posts/a.md", "repo/posts/b.md", "repo/posts/c.md", "repo/posts/d.md")
    write(site / ".gitignore", "a.md\n")
    write(site / "repo/.git/info/exclude", "c.md\n")
    write(site / "repo/.gitignore", "/posts/b.md\n")
    assert found("repo/posts") == ["repo/posts/a.md", "repo/posts/d.md"]


def test_a_byte_order_mark_or_odd_bytes_in_gitignore_do_no_harm(site: Path) -> None:
    make(site, "a.md")
    (site / ".gitignore").write_bytes(b"\xff\xfe\n")
    assert found() == ["a.md"]


# exclude


def test_exclude_replaces_the_usual_list_and_extend_exclude_adds(site: Path) -> None:
    make(site, "_site/a.md", "drafts/a.md", "a.md", "x/drafts/b.md")
    write(site / "postlint.toml", 'exclude = ["/drafts/"]\n')
    assert found() == ["_site/a.md", "a.md", "x/drafts/b.md"]
    write(site / "postlint.toml", 'extend-exclude = ["drafts"]\n')
    assert found() == ["a.md"]


def test_exclude_of_a_nested_configuration_counts_from_there(site: Path) -> None:
    make(site, "docs/old/a.md", "docs/new/a.md", "old/a.md")
    write(site / "docs/postlint.toml", 'extend-exclude = ["/old"]\n')
    assert found() == ["docs/new/a.md", "old/a.md"]


def test_exclude_of_the_command_line_adds(site: Path) -> None:
    make(site, "a.md", "b.md", "_site/a.md")
    assert found(**{"extend-exclude": ["b.md"]}) == ["a.md"]


# What goes wrong


def test_what_is_excluded_can_be_left_out_also_when_named(site: Path) -> None:
    make(site, "a.md", "drafts/b.md", "docs/drafts/c.md", "node_modules/x/d.md", "docs/e.md")
    write(site / "docs/postlint.toml", 'extend-exclude = ["/e.md"]\n')
    named = [
        "a.md",
        "drafts/b.md",
        "docs/drafts/c.md",
        "node_modules/x/d.md",
        "docs/e.md",
        "drafts",
    ]
    configuration = Configuration(Overrides(values={"extend-exclude": ["/drafts/"]}))
    assert without_excluded(named, configuration) == ("a.md", "docs/drafts/c.md")
    absolute = [str(site / name) for name in named]
    assert without_excluded(absolute, configuration) == (absolute[0], absolute[2])


def test_a_path_that_is_not_there_is_told(site: Path) -> None:
    make(site, "a.md")
    assert discover(["no.md", "a.md"], Configuration()) == Discovered(
        ("a.md",), (Failure("no.md", "No such file or directory"),)
    )


@needs_symlinks
def test_links_to_files_are_followed_and_those_to_folders_are_not(site: Path) -> None:
    make(site, "real/a.md")
    (site / "b.md").symlink_to("real/a.md")
    (site / "linked").symlink_to("real", target_is_directory=True)
    assert found() == ["b.md", "real/a.md"]
    assert found("linked") == ["linked/a.md"]


@needs_symlinks
def test_loops_of_links_end(site: Path) -> None:
    make(site, "a/a.md")
    (site / "a/up").symlink_to("..", target_is_directory=True)
    (site / "loop.md").symlink_to("loop.md")
    (site / "dangling.md").symlink_to("nowhere.md")
    assert found() == ["a/a.md"]
    assert discover(["loop.md"], Configuration()).failures != ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_what_is_no_regular_file_is_not_found(site: Path) -> None:
    os.mkfifo(site / "pipe.md")
    (site / "folder.md").mkdir()
    assert found() == []


@pytest.mark.skipif(
    os.name != "posix" or os.geteuid() == 0, reason="root and Windows may read everything"
)
def test_a_folder_without_permission_is_told_and_the_rest_found(site: Path) -> None:
    make(site, "a.md", "closed/b.md")
    (site / "closed").chmod(0)
    try:
        discovered = discover(["."], Configuration())
    finally:
        (site / "closed").chmod(0o755)
    assert discovered == Discovered(("a.md",), (Failure("closed", "Permission denied"),))


def test_ignore_patterns_that_mean_nothing_are_passed_over(site: Path) -> None:
    make(site, "a.md", "draft.md", **{".gitignore": "!\n[z-a]\ntrailing\\\ndraft.md\n"})
    assert found() == ["a.md"]


@pytest.mark.filterwarnings("error")
def test_character_classes_in_ignore_files_are_no_cause_for_warnings(site: Path) -> None:
    make(site, "a1.md", **{".gitignore": "[[:digit:]].md\n"})
    assert found() == ["a1.md"]
