"""Addresses of pages against what generators themselves built (tools/build_address_tables.py)."""

from __future__ import annotations

import json
import posixpath
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest

from postlint.links.generators import model_of
from postlint.links.placing import placing_in

SITES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "addresses.json").read_text(encoding="utf-8")
)


class Folder:
    """A folder of texts, by their paths."""

    def __init__(self, files: dict[str, str]) -> None:
        self._files = files

    def entries(self, folder: str) -> frozenset[str]:
        folder = posixpath.normpath(folder)
        start = "" if folder == "." else f"{folder}/"
        return frozenset(
            path.removeprefix(start).split("/")[0] for path in self._files if path.startswith(start)
        )

    def read(self, path: str) -> str | None:
        return self._files.get(posixpath.normpath(path))


def plain(address: str) -> str:
    """An address without what makes no difference: slashes at its ends, and the page's suffix."""
    path = unquote(address).strip("/").removesuffix(".html")
    return path.removesuffix("index").rstrip("/")


@pytest.mark.parametrize(
    "site",
    SITES,
    ids=lambda site: f"{site['generator']}: {next(iter(site['configuration'].values()))[:60]}",
)
def test_pages_are_where_the_generator_puts_them(site: dict[str, Any]) -> None:
    texts = {path: f"---\n{front}\n---\n" for path, front in site["pages"].items()}
    model = model_of(site["generator"], ".", Folder({**texts, **site["configuration"]}))
    (content,) = model.content
    published = {
        path: model.publish(posixpath.relpath(path, content), placing_in(text) or ())
        for path, text in texts.items()
    }
    known = {plain(address) for found in published.values() for address in found.addresses}
    folders = {posixpath.relpath(posixpath.dirname(path) or ".", content) for path in texts}
    built = set(map(plain, site["addresses"]))
    if all(found.certain for found in published.values()):
        assert built - known - folders == set()
    for path, found in published.items():
        assert not found.addresses or not found.certain or plain(found.addresses[0]) in built, path


def test_what_is_no_page_has_no_address() -> None:
    (site, *_) = SITES
    model = model_of("jekyll", ".", Folder(site["configuration"]))
    for path in ("_drafts/draft.md", "_notes/hidden.md", "_posts/not-dated.md"):
        assert model.publish(path, ()).addresses == ()


@pytest.mark.parametrize(
    ("files", "path", "placing", "addresses"),
    [
        ({"docusaurus.config.js": "baseUrl: '/'"}, "docs/01-intro.md", (), ("/docs/intro",)),
        ({}, "docs/02-a/README.md", (), ("/docs/a",)),
        ({}, "docs/a/a.md", (), ("/docs/a",)),
        ({}, "docs/2024-05-01-news.md", (), ("/docs/2024-05-01-news",)),
        ({}, "docs/a/b.md", (("slug", ("c",)),), ("/docs/a/c",)),
        ({}, "docs/a/b.md", (("slug", ("/c/",)),), ("/docs/c/",)),
        ({}, "docs/a/b.md", (("id", ("c",)),), ("/docs/a/c",)),
        ({}, "blog/2024-05-01-rain.md", (), ("/blog/2024/05/01/rain",)),
        ({}, "blog/2024-05-01-rain/index.md", (), ("/blog/2024/05/01/rain",)),
        ({}, "blog/2024-05-01-rain.md", (("slug", ("wet",)),), ("/blog/wet",)),
        ({}, "src/pages/about.md", (), ("/about",)),
        ({}, "README.md", (), ()),
        ({}, "docs/_part.md", (), ()),
        ({}, "src/pages/_parts/more.md", (), ()),
        (
            {"docusaurus.config.ts": "routeBasePath: '/',\nbaseUrl: '/'"},
            "docs/a.md",
            (),
            ("/a",),
        ),
    ],
)
def test_docusaurus(
    files: dict[str, str], path: str, placing: Any, addresses: tuple[str, ...]
) -> None:
    assert model_of("docusaurus", ".", Folder(files)).publish(path, placing).addresses == addresses


@pytest.mark.parametrize(
    ("generator", "path", "placing", "addresses"),
    [
        ("vitepress", "guide/index.md", (), ("/guide/",)),
        ("vitepress", "guide/start.md", (), ("/guide/start.html",)),
        ("vitepress", "guide/README.md", (), ("/guide/README.html",)),
        ("vitepress", "a.md", (("permalink", ("/b/",)),), ("/a.html",)),
        ("vuepress", "guide/README.md", (), ("/guide/", "/guide/README.html")),
        ("vuepress", "a.md", (("permalink", ("/b/",)),), ("/b/",)),
        ("zola", "posts/2024-05-01-Big Rain.md", (), ("/posts/big-rain/",)),
        ("zola", "posts/a/index.md", (("slug", ("b",)),), ("/posts/b/",)),
        ("zola", "a.md", (("path", ("2024/a",)), ("aliases", ("old",))), ("/2024/a/", "/old")),
        ("zola", "posts/_index.md", (), ("/posts/",)),
        ("astro", "pages/index.md", (), ("/",)),
        ("astro", "pages/guide/start.md", (), ("/guide/start/",)),
        ("astro", "pages/_draft.md", (), ()),
        ("mdbook", "README.md", (), ("/index.html",)),
        ("mdbook", "a/b.md", (), ("/a/b.html",)),
        ("typewriter", "a.md", (), ()),
    ],
)
def test_pages(generator: str, path: str, placing: Any, addresses: tuple[str, ...]) -> None:
    assert model_of(generator, ".", Folder({})).publish(path, placing).addresses == addresses


@pytest.mark.parametrize(
    ("files", "generator", "renderer", "complete"),
    [
        ({"_config.yml": ""}, "jekyll", "kramdown-gfm", True),
        ({"_config.yml": "kramdown: {input: kramdown}"}, "jekyll", "kramdown", True),
        ({"_config.yml": "kramdown: {auto_ids: false}"}, "jekyll", None, True),
        ({"_config.yml": "markdown: CommonMark"}, "jekyll", None, True),
        ({"_config.yml": "plugins: [jekyll-polyglot]"}, "jekyll", "kramdown-gfm", False),
        ({"_config.yml": "", "_plugins/x.rb": ""}, "jekyll", "kramdown-gfm", False),
        ({"_config.yml": "a: b: c"}, "jekyll", None, False),
        ({"_config.yml": "", "source/_posts/a.md": ""}, "jekyll", None, False),
        ({"hugo.toml": "", "content/a.md": ""}, "hugo", "hugo", True),
        ({"hugo.yaml": "module: {imports: []}", "content/a.md": ""}, "hugo", "hugo", False),
        (
            {"config/_default/hugo.toml": "", "config/_default/languages.toml": "[en]\n[de]"},
            "hugo",
            "hugo",
            False,
        ),
        (
            {
                "config.toml": "[markup.goldmark.parser]\nautoHeadingIDType = 'github-ascii'",
                "content/a.md": "",
            },
            "hugo",
            "hugo-ascii",
            True,
        ),
        ({"config.toml": "base_url = 'https://rain.dev'", "content/a.md": ""}, "hugo", None, True),
        ({"mkdocs.yml": ""}, "mkdocs", "mkdocs", True),
        ({"mkdocs.yml": "plugins: [search, blog]"}, "mkdocs", "mkdocs", False),
        (
            {"mkdocs.yml": "markdown_extensions: [{toc: {slugify: !!python/name:x.y ''}}]"},
            "mkdocs",
            None,
            True,
        ),
        ({"zensical.yml": "plugins: [search]"}, "mkdocs", "mkdocs", True),
        ({"zensical.toml": "[project]\nplugins = ['search', 'x']"}, "mkdocs", "mkdocs", False),
        (
            {"zensical.toml": "[project.markdown_extensions.toc]\nseparator = '_'"},
            "mkdocs",
            None,
            True,
        ),
        ({".vitepress/config.mts": "base: '/'"}, "vitepress", "vitepress", True),
        ({".vitepress/config.ts": "rewrites: {}"}, "vitepress", "vitepress", False),
        ({".vitepress/config.ts": "markdown: {anchor: {}}"}, "vitepress", None, True),
        ({"docusaurus.config.js": "baseUrl: '/'"}, "docusaurus", "docusaurus", True),
        ({"docusaurus.config.js": "baseUrl: base()"}, "docusaurus", "docusaurus", False),
        (
            {"docusaurus.config.js": "baseUrl: '/', p: '@docusaurus/plugin-client-redirects'"},
            "docusaurus",
            "docusaurus",
            False,
        ),
        (
            {"docusaurus.config.js": "baseUrl: '/', p: ['@docusaurus/plugin-sitemap', {}]"},
            "docusaurus",
            "docusaurus",
            True,
        ),
        ({"astro.config.mjs": "export default {}"}, "astro", "astro", True),
        ({"astro.config.mjs": "redirects: {'/a': '/b'}"}, "astro", "astro", False),
        (
            {"eleventy.config.js": "use('markdown-it-anchor')"},
            "eleventy",
            "markdown-it-anchor",
            False,
        ),
    ],
)
def test_what_the_configuration_tells(
    files: dict[str, str], generator: str, renderer: str | None, complete: bool
) -> None:
    model = model_of(generator, ".", Folder(files))
    assert (model.renderer, model.complete) == (renderer, complete)


@pytest.mark.parametrize(
    ("files", "generator", "base"),
    [
        ({"_config.yml": "baseurl: /notes"}, "jekyll", "/notes"),
        (
            {"hugo.toml": "baseURL = 'https://rain.dev/notes/'", "content/a.md": ""},
            "hugo",
            "/notes",
        ),
        ({"mkdocs.yml": "site_url: https://rain.dev/my%20notes/"}, "mkdocs", "/my notes"),
        ({"docusaurus.config.js": "baseUrl: '/', // baseUrl: '/x/'"}, "docusaurus", ""),
        ({"mkdocs.yml": "site_url: 7"}, "mkdocs", ""),
        ({"zensical.toml": "[project]\nsite_url = 'https://rain.dev/a'"}, "mkdocs", "/a"),
        ({"hugo.toml": "baseURL = 'https://[x'", "content/a.md": ""}, "hugo", ""),
    ],
)
def test_where_the_site_begins(files: dict[str, str], generator: str, base: str) -> None:
    assert model_of(generator, ".", Folder(files)).base == base


@pytest.mark.parametrize(
    ("files", "elsewhere"),
    [
        ({"mkdocs.yml": "plugins: [search, autorefs]"}, True),
        ({"mkdocs.yml": "plugins: [search, mkdocstrings: {}]"}, True),
        ({"zensical.toml": "[project.plugins.mkdocstrings.handlers]"}, True),
        ({"mkdocs.yml": "markdown_extensions: [pymdownx.snippets: {auto_append: [l.md]}]"}, True),
        ({"mkdocs.yml": "markdown_extensions: {pymdownx.snippets: {auto_append: [l]}}"}, True),
        (
            {
                "zensical.toml": "[project.markdown_extensions.pymdownx.snippets]\n"
                "auto_append = ['l.md']"
            },
            True,
        ),
        ({"mkdocs.yml": "markdown_extensions: [pymdownx.snippets]"}, False),
        ({"mkdocs.yml": "plugins: [search]"}, False),
        ({"properdocs.yml": "plugins: [search]"}, False),
        ({"mkdocs.yml": "INHERIT: ../mkdocs.yml"}, True),
        ({"mkdocs.en.yml": "plugins: [search]"}, True),
    ],
)
def test_whether_labels_are_defined_elsewhere(files: dict[str, str], elsewhere: bool) -> None:
    assert model_of("mkdocs", ".", Folder(files)).labels_elsewhere is elsewhere


@pytest.mark.parametrize(
    ("files", "links"),
    [
        ({"mkdocs.yml": ""}, False),
        ({"mkdocs.yml": "markdown_extensions: [pymdownx.magiclink]"}, True),
        ({"mkdocs.yml": "hooks: [x.py]"}, None),
        ({"zensical.toml": "[project]"}, True),
        ({"zensical.toml": "[project.markdown_extensions.toc]\npermalink = true"}, False),
        ({"zensical.toml": "[project.markdown_extensions.pymdownx.magiclink]"}, True),
    ],
)
def test_whether_bare_urls_become_links(files: dict[str, str], links: bool | None) -> None:
    assert model_of("mkdocs", ".", Folder(files)).links_bare_urls is links


def test_each_configuration_of_several_has_its_pages() -> None:
    files = {
        "mkdocs.en.yml": "docs_dir: en\nINHERIT: base.yml",
        "mkdocs.fr.yml": "docs_dir: fr",
        "mkdocs-local.yml": "[",
        "base.yml": "docs_dir: other",
    }
    model = model_of(
        "mkdocs", "site", Folder({f"site/{name}": text for name, text in files.items()})
    )
    assert model.content == ("site/en", "site/fr")
    assert not model.complete
