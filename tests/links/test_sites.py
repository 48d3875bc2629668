"""Which site and repository a post belongs to."""

from __future__ import annotations

import posixpath

import pytest

from postlint.links.sites import Place, Site, is_partial, place_of, translated_names, untranslated


def place(folder: str, **names: str) -> Place:
    """The place of a folder; ``names`` has the names in folders, ``__`` for a slash."""
    listing = {
        key.replace("__", "/").replace("here", "."): set(value.split())
        for key, value in names.items()
    }
    return place_of(folder, lambda path: listing.get(path, set()))


def test_the_nearest_site_counts() -> None:
    found = place("docs/guide", here=".git _config.yml docs", docs="mkdocs.yml guide")
    assert found == Place(Site("mkdocs", "docs"), ".")


@pytest.mark.parametrize(
    ("marker", "generator"),
    [
        ("_config.yml", "jekyll"),
        ("_posts", "jekyll"),
        ("hugo.toml", "hugo"),
        ("_index.md", "hugo"),
        ("config.toml content", "hugo"),
        ("book.toml", "mdbook"),
        ("SUMMARY.md", "mdbook"),
        ("docusaurus.config.ts", "docusaurus"),
        ("mkdocs.yml", "mkdocs"),
        ("zensical.yml", "mkdocs"),
        ("properdocs.yml", "mkdocs"),
        ("mkdocs.en.yml", "mkdocs"),
        ("mkdocs-insiders.yml", "mkdocs"),
        (".vitepress", "vitepress"),
    ],
)
def test_markers(marker: str, generator: str) -> None:
    assert place("posts", here=marker).site == Site(generator, ".")


@pytest.mark.parametrize("names", ["config.toml", "content", "README.md src"])
def test_no_markers(names: str) -> None:
    assert place("posts", here=names).site is None


def test_sites_above_the_current_folder_are_found() -> None:
    names = {"..": {"posts", "hugo.toml"}, "../..": {".git"}}
    found = place_of(".", lambda path: names.get(path, set()))
    assert found == Place(Site("hugo", ".."), "../..")


def test_nothing_above_the_repository_counts() -> None:
    names = {"/home/me": {"_config.yml"}, "/home/me/project": {".git"}}
    found = place_of("/home/me/project/docs", lambda path: names.get(path, set()))
    assert found == Place(None, "/home/me/project")


def test_github_shows_its_own_folder() -> None:
    assert place(".github/workflows", here=".git _config.yml .github").site is None


@pytest.mark.parametrize(
    ("repository", "inside", "outside"),
    [
        (".", "a/b.md", "../b.md"),
        ("docs", "docs/b.md", "docs2/b.md"),
        ("..", "../a/b.md", "../../b.md"),
        ("/x/y", "/x/y/b.md", "/x/b.md"),
        (None, "../../b.md", None),
    ],
)
def test_what_a_repository_holds(repository: str | None, inside: str, outside: str | None) -> None:
    found = Place(None, repository)
    assert found.holds(inside)
    assert outside is None or not found.holds(outside)


@pytest.mark.parametrize(
    ("path", "partial"),
    [
        ("_includes/note.md", True),
        ("docs/_partial.mdx", True),
        (".github/ISSUE_TEMPLATE/bug.md", True),
        (".github/pull_request_template.md", True),
        ("{{cookiecutter.name}}/README.md", True),
        ("_posts/2024-01-01-a.md", False),
        ("content/_index.md", False),
        ("docs/include.md", False),
    ],
)
def test_partials(path: str, partial: bool) -> None:
    assert is_partial(path) is partial


def test_where_the_original_of_a_translation_may_be() -> None:
    assert list(untranslated("docs/pt-BR/guide.md")) == ["docs/en/guide.md", "docs/guide.md"]
    assert list(untranslated("docs/guide/a.md")) == []


@pytest.mark.parametrize(
    ("path", "has"),
    [
        ("images/map.png", True),
        ("images/plan.png", False),
        ("guide.md", True),
        ("guide", False),
    ],
)
def test_files_for_a_language(path: str, has: bool) -> None:
    names = {"images": {"map.pt-BR.png", "plan.small.png"}, ".": {"guide.fr.md", "images"}}
    folder, name = posixpath.split(path)
    assert (name in translated_names(names.get(folder or ".", set()))) is has


def test_a_summary_may_be_the_navigation_of_mkdocs() -> None:
    found = place("docs/guide", here=".git mkdocs.yml docs", docs="SUMMARY.md guide")
    assert found == Place(Site("mkdocs", "."), ".", Site("mdbook", "docs"))
