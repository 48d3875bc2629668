"""Relative destinations against files, also those of file systems that ignore case."""

from __future__ import annotations

import pytest

from postlint.document import make_document
from postlint.facts import Facts, LinkFact
from postlint.links.facts import collect
from postlint.links.resolving import Outcome, Resolver
from postlint.project import FileResult, Project
from postlint.source import Source


class FilesWithoutCase:
    """A file system that finds ``PHOTO.JPG`` when asked for ``photo.jpg``, as Windows's does."""

    def __init__(self, *paths: str) -> None:
        self._names: dict[str, set[str]] = {}
        self._paths = {"."}
        for path in paths:
            parts = path.split("/")
            for depth, name in enumerate(parts):
                folder = "/".join(parts[:depth]) or "."
                self._names.setdefault(folder.casefold(), set()).add(name)
                self._paths.add("/".join(parts[: depth + 1]).casefold())

    def exists(self, path: str) -> bool:
        return path.casefold() in self._paths

    def entries(self, folder: str) -> frozenset[str]:
        return frozenset(self._names.get(folder.casefold(), ()))

    def read(self, path: str) -> str | None:
        return None


def resolver(files: FilesWithoutCase, **posts: str) -> tuple[Resolver, list[LinkFact]]:
    """A resolver for posts by name, and the links of the first."""
    results = {
        f"{name}.md": FileResult(
            f"{name}.md",
            facts=Facts(collect(make_document(Source.from_text(text, f"{name}.md")))),
        )
        for name, text in posts.items()
    }
    first = next(iter(results.values()))
    assert first.facts is not None
    project = Project(results, results, files, lambda path: None)
    return Resolver(project), list(first.facts.links.links)


@pytest.mark.parametrize(
    ("url", "outcome", "path"),
    [
        ("images/photo.jpg", Outcome.FOUND, "images/photo.jpg"),
        ("images/PHOTO.jpg", Outcome.WRONG_CASE, "images/photo.jpg"),
        ("Images/photo.jpg", Outcome.WRONG_CASE, "images/photo.jpg"),
        ("images/photo.png", Outcome.MISSING, "images/photo.png"),
        ("images", Outcome.FOUND, "images"),
        ("images/", Outcome.FOUND, "images"),
        ("./images//photo.jpg", Outcome.FOUND, "images/photo.jpg"),
        ("images/../images/photo.jpg", Outcome.FOUND, "images/photo.jpg"),
        ("Guide", Outcome.UNDECIDED, ""),
        ("guide", Outcome.FOUND, "guide.md"),
        ("guide.html", Outcome.FOUND, "guide.md"),
        ("hello.html", Outcome.FOUND, "2024-05-01-hello.md"),
        ("folder/", Outcome.FOUND, "folder"),
        ("folder/index.html", Outcome.FOUND, "folder/README.md"),
        ("100%25.txt", Outcome.FOUND, "100%.txt"),
        ("100%.txt", Outcome.FOUND, "100%.txt"),
        ("nul%00.txt", Outcome.UNDECIDED, ""),
        ("", Outcome.FOUND, "post.md"),
        ("#x", Outcome.FOUND, "post.md"),
        ("/images/photo.jpg", Outcome.UNDECIDED, ""),
        ("https://example.com", Outcome.UNDECIDED, ""),
        ("{{ url }}", Outcome.UNDECIDED, ""),
        ("../../issues/3", Outcome.UNDECIDED, ""),
        ("../blob/main/x.py", Outcome.UNDECIDED, ""),
    ],
)
def test_outcomes(url: str, outcome: Outcome, path: str) -> None:
    files = FilesWithoutCase(
        "post.md",
        "images/photo.jpg",
        "guide.md",
        "2024-05-01-hello.md",
        "folder/README.md",
        "100%.txt",
    )
    resolve, (link,) = resolver(files, post=f"[x](<{url}>)\n")
    assert resolve.resolve(link, "post.md")[:2] == (outcome, path)


@pytest.mark.parametrize("part", ["../", "a/"])
def test_no_path_is_too_deep(part: str) -> None:
    resolve, links = resolver(FilesWithoutCase(), post=f"[x]({part * 5000}x), [y]({part * 400}y)\n")
    for link in links:
        assert resolve.resolve(link, "post.md").outcome in (Outcome.MISSING, Outcome.UNDECIDED)


@pytest.mark.parametrize(
    ("front_matter", "url", "outcome"),
    [
        ("title: A", "photo.jpg", Outcome.MISSING),
        ("title: A", "other/", Outcome.UNDECIDED),
        ("title: A", "other.html", Outcome.UNDECIDED),
        ("permalink: /a/", "photo.jpg", Outcome.UNDECIDED),
        ("permalink: /a/", "other.md", Outcome.MISSING),
    ],
)
def test_front_matter_says_that_a_generator_makes_the_page(
    front_matter: str, url: str, outcome: Outcome
) -> None:
    text = f"---\n{front_matter}\n---\n\n[x]({url})\n"
    resolve, (link,) = resolver(FilesWithoutCase("post.md"), post=text)
    assert resolve.resolve(link, "post.md").outcome is outcome


@pytest.mark.parametrize(
    ("missing", "near"),
    [
        ("images/phto.jpg", "images/photo.jpg"),
        ("image/photo.jpg", "images/photo.jpg"),
        ("images/photo.jpeg", None),
        ("elsewhere/second.md", "second.md"),
        ("nothing/alike.md", None),
    ],
)
def test_nearest(missing: str, near: str | None) -> None:
    resolve, _ = resolver(FilesWithoutCase("images/photo.jpg"), post="", second="")
    assert resolve.nearest(missing) == near


@pytest.mark.parametrize("folder", [".", "a", "a/b", "a-b", "..", "../x", "/", "/srv", "nowhere"])
def test_the_names_in_a_folder_are_those_that_lead_to_posts(folder: str) -> None:
    """Whatever else sorts between a folder and what is in it."""
    below = {
        ".": {"a", "a-b", "a.md", "a0.md", "b.md", ".."},
        "a": {"b", "b-c.md", "b.md", "b0", "\U0010ffff.md"},
        "a/b": {"1.md", "c"},
        "a-b": {"1.md"},
        "..": {"x", "y.md"},
        "../x": {"1.md"},
        "/": {"srv"},
        "/srv": {"1.md"},
    }
    paths = [
        *("a.md", "a0.md", "b.md", "a-b/1.md", "a/b/1.md", "a/b/c/1.md", "a/b/c/2.md", "a/b-c.md"),
        *("a/b.md", "a/b0/1.md", "a/\U0010ffff.md", "../x/1.md", "../y.md", "/srv/1.md"),
    ]
    results = {path: FileResult(path) for path in paths}
    project = Project(results, results, FilesWithoutCase(), lambda path: None)
    assert project.entries(folder) == below.get(folder, set())
