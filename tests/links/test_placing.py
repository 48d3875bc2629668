"""What front matter says about a page's place, and the links it has."""

from __future__ import annotations

import pytest

from postlint.document import make_document
from postlint.links.facts import collect
from postlint.links.placing import every, first, placing_in
from postlint.source import Source


@pytest.mark.parametrize(
    "text",
    [
        "---\npermalink: /a/\naliases: [/b/, c]\ndate: 2024-05-01\ntags: [x]\n---\n",
        '+++\npermalink = "/a/"\naliases = ["/b/", "c"]\ndate = 2024-05-01\n+++\n',
        '{\n"permalink": "/a/",\n"aliases": ["/b/", "c"],\n"date": "2024-05-01"\n}\n',
        "---\r\npermalink: /a/\r\naliases:\r\n  - /b/\r\n  - c\r\ndate: 2024-05-01\r\n---\r\n",
    ],
)
def test_values_are_kept_as_texts(text: str) -> None:
    placing = placing_in(text)
    assert placing is not None
    assert first(placing, "slug", "permalink") == "/a/"
    assert every(placing, "aliases") == ("/b/", "c")
    assert first(placing, "date") == "2024-05-01"
    assert first(placing, "tags") is None
    if "\r" not in text:
        assert collect(make_document(Source.from_text(text, "post.md"))).placing == placing


@pytest.mark.parametrize("text", ["", "# Title\n", "---\n\nText\n"])
def test_no_front_matter(text: str) -> None:
    assert placing_in(text) is None


@pytest.mark.parametrize(
    "front", ["layout:", "tags: x", "permalink:", "permalink: [", "permalink: {a: b}"]
)
def test_no_values(front: str) -> None:
    assert placing_in(f"---\n{front}\n---\n") == ()


@pytest.mark.parametrize(
    ("front", "urls"),
    [
        ("image: /img/a.png", ["/img/a.png"]),
        ('image: "a.png" # cover', ["a.png"]),
        ("canonical_url: https://rain.dev/a", ["https://rain.dev/a"]),
        ("image: true", []),
        ("cover: blue", []),
        ("image:\n  path: /a.png\n  alt: Day/night", ["/a.png"]),
        ("cover: {image: /a.png, caption: a/b}", ["/a.png"]),
        ("header:\n  teaser: /a b.png\n  overlay_image: c.jpg", ["/a b.png", "c.jpg"]),
        ("images: [/a.png, /b.png]\nxcover: /c.png", ["/a.png", "/b.png"]),
        ("gallery:\n  - url: /a.png\n    image_path: /b.png\n    title: c/d", ["/a.png", "/b.png"]),
        ("hero:\n  actions:\n    - {text: a/b, link: /a/}", ["/a/"]),
        ("author: {avatar: /a.png}", ["/a.png"]),
        ("resources:\n  - src: images/*.jpg", []),
        ("path: /a/\nurl: /b/\nsrc: /c/", []),
        ("image: A map of north and/or south", []),
        ("title: /img/a.png", []),
    ],
)
def test_links_in_front_matter(front: str, urls: list[str]) -> None:
    check_links(f"---\n{front}\n---\n\n[a](b.md)\n", urls)


@pytest.mark.parametrize(
    ("front", "urls"),
    [
        ('images = ["/a.png", "b.png"]', ["/a.png", "b.png"]),
        ('[cover]\nimage = "/a.png"\nalt = "c/d"', ["/a.png"]),
        ('cover = {image = "/a.png"}', ["/a.png"]),
        ('cover.image = "/a.png"', ["/a.png"]),
        ('[[gallery]]\nurl = "/a.png"\n[[gallery]]\nurl = "/b.png"', ["/a.png", "/b.png"]),
    ],
)
def test_links_in_toml(front: str, urls: list[str]) -> None:
    check_links(f"+++\n{front}\n+++\n\n[a](b.md)\n", urls)


def check_links(text: str, urls: list[str]) -> None:
    links = collect(make_document(Source.from_text(text, "post.md"))).links
    found = [link for link in links if link.kind == "front-matter"]
    assert [link.url for link in found] == urls
    for link in found:
        assert text[link.location.start.offset : link.location.end.offset] == link.url
