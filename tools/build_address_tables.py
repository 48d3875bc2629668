"""Build ``tests/links/addresses.json``: where site generators publish the pages of small sites.

    python tools/build_address_tables.py [--packages FOLDER] [GENERATOR ...]

Needs ``jekyll`` with ``jekyll-redirect-from``, ``hugo``, the Python package ``mkdocs``, and
``npm``, which installs the others. Each site is built by the generator itself; the table has the
site's files and the pages that came of them. The sites were written for this project; the
addresses are facts about them. Where generators are named, the tables of the others stay as they
are.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "tests" / "links" / "addresses.json"

_JEKYLL_POSTS = {
    "_posts/2024-05-01-first-post.md": "title: First",
    "_posts/2024-05-02-Second_Post v1.0.md": "categories: [Rain, Big Snow]",
    "_posts/2024-05-03-third.md": "permalink: /own/:title/",
    "_posts/2024-05-04-fourth.md": "slug: other\ncategory: hail",
    "_posts/2024-05-05-fifth.md": "date: 2023-01-02 12:00:00",
    "news/_posts/2024-05-06-sixth.md": "categories: one two",
    "_drafts/draft.md": "title: Draft",
    "index.md": "title: Home",
    "about.md": "title: About",
    "guide/index.md": "title: Guide",
    "guide/set-up.md": "title: Set up",
    "guide/page.html": "title: Page",
    "contact.md": "permalink: /contact-us.html",
    "old.md": "redirect_from: [/older/, /oldest.html]",
    "_recipes/soup.md": "title: Soup",
    "_recipes/cold/gazpacho.md": "permalink: /cold-soup/",
    "_notes/hidden.md": "title: Hidden",
}
_HUGO_PAGES = {
    "content/_index.md": "title: Home",
    "content/about.md": "title: About",
    "content/posts/_index.md": "title: Posts",
    "content/posts/First Post.md": "title: First\ndate: 2024-05-01",
    "content/posts/second.md": "title: Second\nslug: other\ndate: 2024-05-02",
    "content/posts/third.md": "title: Third\nurl: /own/place.html\ndate: 2024-05-03",
    "content/posts/bundle/index.md": "title: Bundle\ndate: 2024-05-04",
    "content/posts/deep/er/fourth_one.md": "title: Fourth\ndate: 2024-05-05",
    "content/posts/fifth.md": "title: Fifth\naliases: [/old/fifth/, sibling]\ndate: 2024-05-06",
    "content/What's new?.md": "title: News",
    "content/notes/über-uns.md": "title: Über",
}
_MKDOCS_PAGES = {
    "docs/index.md": "title: Home",
    "docs/about.md": "title: About",
    "docs/guide/README.md": "title: Guide",
    "docs/guide/Set up.md": "title: Set up",
    "docs/guide/deep/page.md": "title: Page",
}
_VITEPRESS_PAGES = {
    "index.md": "title: Home",
    "about.md": "title: About",
    "README.md": "title: Read me",
    "guide/index.md": "title: Guide",
    "guide/Set up.md": "title: Set up",
    "reference/README.md": "title: Reference",
    "reference/_hidden.md": "title: Hidden",
    "reference/v1.0.md": "title: Version",
    "2024-05-01-news.md": "title: News",
    "permalink.md": "permalink: /own/",
}
_DOCUSAURUS_PAGES = {
    "docs/01-intro.md": "title: Intro",
    "docs/02-guide/README.md": "title: Guide",
    "docs/02-guide/1. set-up.md": "title: Set up",
    "docs/gauge/gauge.md": "title: Gauge",
    "docs/gauge/index2.md": "slug: other",
    "docs/gauge/rooted.md": "slug: /own/place/",
    "docs/gauge/named.md": "id: name",
    "docs/gauge/above.md": "slug: ../beside",
    "docs/gauge/7.0-release.md": "title: Release",
    "docs/gauge/2024-05-01-news.md": "title: News",
    "docs/_part.md": "title: Part",
    "docs/gauge/_parts/more.md": "title: More",
    "docs/gauge/unlisted.md": "unlisted: true",
    "docs/Upper Case.md": "title: Upper",
    "blog/2024-05-01-rain.md": "title: Rain",
    "blog/2024/05/02-snow.md": "title: Snow",
    "blog/2024-05-03-hail/index.md": "title: Hail",
    "blog/2024-05-04-slug.md": "slug: wet",
    "blog/2024-05-05-rooted.md": "slug: /dry/",
    "blog/dated.md": "date: 2024-05-06",
    "blog/_part.md": "title: Part",
    "src/pages/about.md": "title: About",
    "src/pages/help/index.md": "title: Help",
    "src/pages/help/_part.md": "title: Part",
}
_ASTRO_PAGES = {
    "src/pages/index.md": "title: Home",
    "src/pages/about.md": "title: About",
    "src/pages/guide/index.md": "title: Guide",
    "src/pages/guide/Set up.md": "title: Set up",
    "src/pages/guide/_part.md": "title: Part",
    "src/pages/_parts/more.md": "title: More",
    "src/pages/v1.0.md": "title: Version",
    "src/pages/README.md": "title: Read me",
    "src/pages/own.md": "slug: other",
}
_HUGO_PLAIN = 'disableKinds = ["RSS", "sitemap", "taxonomy", "term", "404"]\n'
_DOCUSAURUS = """\
module.exports = {
  title: 'Rain',
  url: 'https://rain.dev',
  baseUrl: '/',
  onBrokenLinks: 'ignore',
  presets: [['classic', {%s}]],
};
"""
_COLLECTIONS = "collections:\n  recipes:\n    output: true\n"

#: By generator: the configuration's name and text, and the front matter of each page.
SITES = (
    *(
        ("jekyll", "_config.yml", configuration, _JEKYLL_POSTS)
        for configuration in (
            _COLLECTIONS,
            f"permalink: pretty\n{_COLLECTIONS}",
            f"permalink: ordinal\n{_COLLECTIONS}",
            f"permalink: none\n{_COLLECTIONS}",
            f"permalink: weekdate\n{_COLLECTIONS}",
            "permalink: /:year/:short_month/:i_day/:slug.html\n"
            "collections:\n  recipes:\n    output: true\n    permalink: /eat/:path/\n",
            "permalink: /blog/:slugified_categories/:title:output_ext\n",
            "permalink: /:categories/:title/\ncollections:\n  posts:\n"
            "    permalink: /news/:year/:title/\n    output: true\n",
            "defaults:\n- scope: {path: '', type: posts}\n  values: {permalink: /p/:title/}\n"
            "- scope: {path: guide}\n  values: {permalink: '/g/:basename:output_ext'}\n"
            f"{_COLLECTIONS}",
        )
    ),
    *(
        ("hugo", "hugo.toml", _HUGO_PLAIN + configuration, _HUGO_PAGES)
        for configuration in (
            "",
            "uglyURLs = true\n",
            "disablePathToLower = true\n",
            '[permalinks]\nposts = "/:year/:month/:filename/"\n',
            '[permalinks]\nposts = "/p/:section/:day/:slugorfilename/"\n',
            '[permalinks]\nposts = "/:sections/:yearday-:filename"\n',
        )
    ),
    ("mkdocs", "mkdocs.yml", "site_name: Rain\n", _MKDOCS_PAGES),
    ("mkdocs", "mkdocs.yml", "site_name: Rain\nuse_directory_urls: false\n", _MKDOCS_PAGES),
    *(
        ("vitepress", ".vitepress/config.mts", f"export default {{{options}}}\n", _VITEPRESS_PAGES)
        for options in ("", "cleanUrls: true")
    ),
    *(
        ("docusaurus", "docusaurus.config.js", _DOCUSAURUS % options, _DOCUSAURUS_PAGES)
        for options in ("", "docs: {routeBasePath: '/'}")
    ),
    *(
        ("astro", "astro.config.mjs", f"export default {{{options}}}\n", _ASTRO_PAGES)
        for options in ("", "build: {format: 'file'}")
    ),
)

_NPM_PACKAGES = {
    "vitepress": ("vitepress@1.6.4",),
    "docusaurus": (
        *("@docusaurus/core@3.9.2", "@docusaurus/preset-classic@3.9.2"),
        # Its progress bar needs a webpack of its time.
        *("react@19.2.0", "react-dom@19.2.0", "webpack@5.99.9"),
    ),
    "astro": ("astro@5.18.2",),
}
_COMMANDS = {
    "vitepress": ("npx", "vitepress", "build", ".", "--outDir", "built"),
    "docusaurus": ("npx", "docusaurus", "build", "--out-dir", "built", "--no-minify"),
    "astro": ("npx", "astro", "build", "--silent", "--outDir", "built"),
    "jekyll": ("jekyll", "build", "--quiet", "--source", ".", "--destination", "built"),
    "hugo": ("hugo", "--quiet", "--destination", "built"),
    "mkdocs": (sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "built"),
}
_OF_THEMES = ("404.html", "search.html", "blog/archive/index.html")
_EXTRA = {"jekyll": "timezone: UTC\nplugins: [jekyll-redirect-from]\nexclude: [built]\n"}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("generators", nargs="*", help="those whose tables are built (default: all)")
    parser.add_argument("--packages", type=Path, help="the folder for packages of npm")
    arguments = parser.parse_args()
    kept = json.loads(TARGET.read_text(encoding="utf-8")) if arguments.generators else []
    named = arguments.generators or dict.fromkeys(generator for generator, *_ in SITES)
    table: list[dict[str, Any]] = []
    with tempfile.TemporaryDirectory() as scratch:
        packages = (arguments.packages or Path(scratch)).resolve()
        for generator, name, configuration, pages in SITES:
            if generator not in named:
                continue
            text = configuration + _EXTRA.get(generator, "")
            addresses = build(generator, name, text, pages, packages / generator)
            site = {"generator": generator, "configuration": {name: text}}
            table.append(site | {"pages": pages, "addresses": addresses})
    order = list(dict.fromkeys(generator for generator, *_ in SITES))
    table += [site for site in kept if site["generator"] not in named]
    table.sort(key=lambda site: order.index(site["generator"]))
    TARGET.write_text(
        json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )


def build(
    generator: str, name: str, configuration: str, pages: dict[str, str], packages: Path
) -> list[str]:
    """The paths of the HTML files that a generator makes of a site."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        files = {path: f"---\n{front}\n---\n\nText\n" for path, front in pages.items()}
        files[name] = configuration
        if generator == "hugo":
            files["layouts/_default/single.html"] = files["layouts/_default/list.html"] = "x"
            files["layouts/index.html"] = "x"
            # Hugo before 0.110 knows its configuration by this name only.
            files["config.toml"] = files.pop(name)
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        if generator in _NPM_PACKAGES:
            (root / "node_modules").symlink_to(install(generator, packages))
        subprocess.run(_COMMANDS[generator], cwd=root, check=True)
        built = root / "built"
        found = [path.relative_to(built).as_posix() for path in built.rglob("*.html")]
        return sorted(path for path in found if path not in _OF_THEMES)


def install(generator: str, packages: Path) -> Path:
    """The folder of a generator's packages, which are installed unless they are there."""
    folder = packages / "node_modules"
    if not folder.exists():
        packages.mkdir(parents=True, exist_ok=True)
        command = ("npm", "install", "--silent", "--no-save", "--prefix", packages)
        subprocess.run([*command, *_NPM_PACKAGES[generator]], check=True)
    return folder


if __name__ == "__main__":
    main()
