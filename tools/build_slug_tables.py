"""Build ``tests/links/slugs/*.json``: the ids that Markdown renderers give to headings.

    python tools/build_slug_tables.py [--packages FOLDER] [--older-hugo COMMAND]

Needs ``node`` and ``npm``, ``ruby`` with ``kramdown`` and ``kramdown-parser-gfm``, ``hugo`` (its
Markdown is Goldmark), and the Python package ``Markdown``. Hugo made other ids in the past: the
tables of those are made with ``--older-hugo`` (0.111 will do), and stay as they are without.

Each renderer gets the same pages; a table has, for each page, the source of each heading with its
id. The texts were written for this project; the ids are facts about them.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

TARGET = Path(__file__).parent.parent / "tests" / "links" / "slugs"
NPM_PACKAGES = (
    "@astrojs/markdown-remark@7.0.0",
    "github-slugger@2.0.0",
    "markdown-it@14.1.0",
    "markdown-it-anchor@9.2.0",
    "vitepress@1.6.4",
    "mdast-util-from-markdown@2.0.2",
    "mdast-util-to-string@4.0.0",
)

#: The headings of each page, as their source stands after ``## ``.
PAGES = (
    ("Introduction", "Set up", "FAQ & Support", "What's new in 1.0?", "C++ and C#", "snake_case"),
    ("Usage", "Usage", "Usage", "usage", "USAGE"),
    ("Foo", "Foo 1", "Foo", "Foo", "Foo 1", "Foo 1 1", "Foo_1"),
    ("1. First steps", "2.0 release", "3", "2024-05-01: Rain", "10 % more", "v1.2.3-rc.1"),
    ("The `code` and *stress*", "**All** strong", "`--flag=value`", "`a_b` and `c.d()`", "a_b_c"),
    ("[A link](https://example.com/x) here", "An ![image](x.png) here", "<b>HTML</b> here"),
    ("🚀 Getting started", "Tips 💡", "🎉", "A 👩‍💻 works", "1️⃣ First"),
    ("Привет, мир!", "Über uns", "naïve café", "日本語の見出し", "한국어 제목", "ΟΔΥΣΣΕΥΣ"),
    ("हिन्दी शीर्षक", "ภาษาไทย", "Zalgo t̷e̷x̷t̷", "a\u00a0b", "a\u200bb", "❤️ Thanks"),
    ("x² + y²", "½ cup", "Ⅷ and ⅷ", "№ 5", "5 °C", "price: 5 €", "ﬁne ligature"),
    ("en – dash", "em — dash", "dots…", "“quoted”", "‘single’", "a -- b", "a --- b", "wait..."),
    ('"Plain" quotes', "It's `x`", "A &amp; B", "A &copy; B", "A \\* B", "a / b", "a/b/c", "A  B"),
    ("A - B", "-leading", "trailing-", "e.g. this", "@me", "$PATH", "100%", "[x] done", "a|b"),
    ("foo(bar, baz)", "~/.config", "key=value", "a;b", "a, b", "!", "?", "!", "..."),
    ("Heading", "heading-1", "Heading", "section", "!?"),
    ("An ![image](x.png)", "A :smile: b", "![i](x.png) and `code`", "a:b", "12:30:15"),
)

NODE = """
import { createRequire } from 'node:module'
import { createMarkdownProcessor } from '@astrojs/markdown-remark'
import GithubSlugger from 'github-slugger'
import MarkdownIt from 'markdown-it'
import { fromMarkdown } from 'mdast-util-from-markdown'
import { toString } from 'mdast-util-to-string'
import { createMarkdownRenderer } from 'vitepress'
const anchor = createRequire(import.meta.url)('markdown-it-anchor')
const pages = JSON.parse(process.argv[2])
const ids = (page, options) => {
  const found = []
  const parser = new MarkdownIt({ html: true, linkify: true }).use(anchor.default ?? anchor, {
    ...options, callback: (token) => found.push(token.attrGet('id')),
  })
  parser.render(page)
  return found
}
const idsOf = (html) => [...html.matchAll(/<h2 id="([^"]*)"/g)].map(([, id]) => id)
const astro = await createMarkdownProcessor({})
const vitepress = await createMarkdownRenderer('.')
console.log(JSON.stringify({
  'docusaurus': pages.map((page) => {
    const slugger = new GithubSlugger()
    return fromMarkdown(page).children.map((heading) => {
      const children = heading.children.filter(({ type }) => type !== 'html')
      return slugger.slug(toString({ type: 'heading', children }))
    })
  }),
  'astro': await Promise.all(pages.map(async (page) => idsOf((await astro.render(page)).code))),
  'vitepress': pages.map((page) => idsOf(vitepress.render(page, {}))),
  'markdown-it-anchor': pages.map((page) => ids(page, {})),
}))
"""

RUBY = """
require "json"
require "kramdown"
require "kramdown-parser-gfm"
pages = JSON.parse(ARGV[0])
ids = lambda do |input|
  pages.map do |page|
    html = Kramdown::Document.new(page, input: input).to_html
    html.scan(/<h2(?: id="([^"]*)")?/).flatten.map(&:to_s)
  end
end
puts JSON.generate("kramdown-gfm" => ids.call("GFM"), "kramdown" => ids.call("kramdown"))
"""

_HEADING_ID = re.compile(r'<h2(?: id="([^"]*)")?')
_HUGO_TYPES = {"hugo": "github", "hugo-ascii": "github-ascii", "hugo-blackfriday": "blackfriday"}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--packages", type=Path, help="folder in which packages are kept")
    parser.add_argument("--older-hugo", help="a Hugo that makes ids of a heading's source")
    arguments = parser.parse_args()
    folder, older = arguments.packages, arguments.older_hugo
    TARGET.mkdir(exist_ok=True)
    pages = ["\n\n".join(f"## {heading}" for heading in page) + "\n" for page in PAGES]
    with tempfile.TemporaryDirectory() as scratch:
        packages = (folder or Path(scratch)).resolve()
        packages.mkdir(parents=True, exist_ok=True)
        tables = {
            **ask_node(pages, packages),
            **ask_ruby(pages),
            **ask_hugo(pages, Path(scratch), "hugo"),
            "mkdocs": ask_python_markdown(pages),
        }
        for name, ids in ask_hugo(pages, Path(scratch), older).items() if older else ():
            tables[f"{name}-of-source"] = ids
    for name, ids in tables.items():
        (TARGET / f"{name}.json").write_text(dump(ids), encoding="utf-8", newline="\n")


def ask_node(pages: list[str], packages: Path) -> dict[str, list[list[str]]]:
    """github-slugger on the text of headings, Astro, VitePress, and plain markdown-it-anchor."""
    subprocess.run(
        ["npm", "install", "--silent", "--no-save", "--prefix", packages, *NPM_PACKAGES],
        check=True,
    )
    script = packages / "ids.mjs"
    script.write_text(NODE, encoding="utf-8")
    return answer("node", str(script), json.dumps(pages))


def ask_ruby(pages: list[str]) -> dict[str, list[list[str]]]:
    """kramdown with the input that Jekyll gives it (GFM), and with its own."""
    return answer("ruby", "-e", RUBY, json.dumps(pages))


def ask_hugo(pages: list[str], scratch: Path, command: str) -> dict[str, list[list[str]]]:
    """Goldmark in Hugo, with each of its ``autoHeadingIDType``."""
    return {
        name: _hugo_ids(pages, scratch / name, kind, command) for name, kind in _HUGO_TYPES.items()
    }


def _hugo_ids(pages: list[str], site: Path, kind: str, command: str) -> list[list[str]]:
    files = {
        "config.json": json.dumps(
            {
                "disableKinds": ["RSS", "sitemap", "taxonomy", "term", "home", "section"],
                "markup": {
                    "goldmark": {
                        "parser": {"autoHeadingIDType": kind},
                        "renderer": {"unsafe": True},
                    }
                },
            }
        ),
        "layouts/_default/single.html": "{{ .Content }}",
    }
    files |= {f"content/p{number}.md": page for number, page in enumerate(pages)}
    for name, text in files.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")
    subprocess.run([command, "--quiet", "--source", site], check=True)
    public = site / "public"
    return [
        _HEADING_ID.findall((public / f"p{number}/index.html").read_text(encoding="utf-8"))
        for number in range(len(pages))
    ]


def ask_python_markdown(pages: list[str]) -> list[list[str]]:
    """Python-Markdown with the ``toc`` extension, as MkDocs has it."""
    command = [sys.executable, "-m", "markdown", "-x", "toc", "-e", "utf-8"]
    rendered = (
        subprocess.run(command, input=page, check=True, capture_output=True, encoding="utf-8")
        for page in pages
    )
    return [_HEADING_ID.findall(page.stdout) for page in rendered]


def answer(*command: str) -> dict[str, list[list[str]]]:
    """The JSON that a command prints."""
    output = subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout
    tables: dict[str, list[list[str]]] = json.loads(output)
    return tables


def dump(pages: list[list[str]]) -> str:
    """JSON with one page a line: pairs of a heading's source and its id."""
    lines = [
        json.dumps([list(pair) for pair in zip(sources, ids, strict=True)], ensure_ascii=False)
        for sources, ids in zip(PAGES, pages, strict=True)
    ]
    return "[\n" + ",\n".join(lines) + "\n]\n"


if __name__ == "__main__":
    main()
