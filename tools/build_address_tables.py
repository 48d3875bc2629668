"""Build ``tests/links/addresses.json``: where site generators publish the pages of small sites.

    python tools/build_address_tables.py

Needs ``jekyll`` with ``jekyll-redirect-from``, ``hugo``, and the Python package ``mkdocs``. Each
site is built by the generator itself; the table has the site's files and the pages that came of
them. The sites were written for this project; the addresses are facts about them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

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
_HUGO_PLAIN = 'disableKinds = ["RSS", "sitemap", "taxonomy", "term", "404"]\n'
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
)

_COMMANDS = {
    "jekyll": ("jekyll", "build", "--quiet", "--source", ".", "--destination", "built"),
    "hugo": ("hugo", "--quiet", "--destination", "built"),
    "mkdocs": (sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "built"),
}
_EXTRA = {"jekyll": "timezone: UTC\nplugins: [jekyll-redirect-from]\nexclude: [built]\n"}


def main() -> None:
    table = []
    for generator, name, configuration, pages in SITES:
        text = configuration + _EXTRA.get(generator, "")
        addresses = build(generator, name, text, pages)
        site = {"generator": generator, "configuration": {name: text}}
        table.append(site | {"pages": pages, "addresses": addresses})
    TARGET.write_text(
        json.dumps(table, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n"
    )


def build(generator: str, name: str, configuration: str, pages: dict[str, str]) -> list[str]:
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
        subprocess.run(_COMMANDS[generator], cwd=root, check=True)
        built = root / "built"
        found = [path.relative_to(built).as_posix() for path in built.rglob("*.html")]
        return sorted(path for path in found if path not in ("404.html", "search.html"))


if __name__ == "__main__":
    main()
