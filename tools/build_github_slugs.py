"""Build ``tests/links/github_slugs.json``: what the npm package ``github-slugger`` answers.

    python tools/build_github_slugs.py [--packages FOLDER]

Needs ``node`` and ``npm``. The table has pages (headings in order with their slugs, duplicates
numbered) and, as ranges, every code point assigned in Unicode 13 (the version the package's
tables were made from) that a slug keeps or drops. The texts were written for this project; the
slugs are facts about them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
from pathlib import Path

TARGET = Path(__file__).parent.parent / "tests" / "links" / "github_slugs.json"
SLUGGER = "github-slugger@2.0.0"
UNICODE = "@unicode/unicode-13.0.0@2.0.7"

PAGES = (
    ("Introduction", "Set up", "FAQ & Support", "What's new in 1.0?", "C++ and C#", "snake_case"),
    ("Usage", "Usage", "Usage", "usage", "USAGE"),
    ("Foo", "Foo 1", "Foo", "Foo", "Foo 1", "Foo 1 1", "Foo"),
    ("a", "a-1", "a-1", "a", "a", "a-1-1"),
    ("", "", "-", "--", "!", "!"),
    ("constructor", "__proto__", "toString", "constructor", "__proto__"),
    ("🚀 Getting started", "Tips 💡", "🎉", "👩‍💻 Who we are", "❤️ Thanks", "1️⃣ First"),
    (
        "Привет, мир!",
        "Über uns",
        "ÜBER UNS",
        "naïve café",
        "日本語の見出し",
        "한국어 제목",
        "العربية",
    ),
    ("ΟΔΥΣΣΕΥΣ", "İstanbul", "ẞ and ß", "ﬁne ligature", "Ⅷ and ⅷ", "ª º", "x² + y²"),
    ("हिन्दी शीर्षक", "ภาษาไทย", "தமிழ்", "עִבְרִית", "Zalgo t̷e̷x̷t̷"),
    ("a\tb", "a\nb", "a\u00a0b", "a\u2003b", "a\u200bb", "a\u200db", " leading and trailing "),
    ("en – dash", "em — dash", "dots…", "“quoted”", "‘single’", "price: 5 €", "½ cup", "50 %"),
    ("Ⓐ circled ⓩ", "🅰 squared", "𝒜 script", "𐐀 Deseret", "₿ sign", "№ 5", "™ mark", "5 °C"),
    (
        "--flag=value",
        "`code` and text",
        "a/b/c",
        "v1.2.3-rc.1",
        "A  B",
        "A - B",
        "e.g. this",
        "@me",
    ),
    ("<T> generics", "foo(bar, baz)", "$PATH", "100%", "a_b__c", "[x] done", "a|b", "~/.config"),
)

SCRIPT = """
import GithubSlugger, { slug } from 'github-slugger'
import unassigned from '@unicode/unicode-13.0.0/General_Category/Unassigned/ranges.mjs'
const pages = JSON.parse(process.argv[2]).map((headings) => {
  const slugger = new GithubSlugger()
  return headings.map((text) => [text, slugger.slug(text)])
})
const missing = new Set()
for (const range of unassigned) for (let c = range.begin; c < range.end; c++) missing.add(c)
const ranges = { kept: [], dropped: [] }
for (let c = 0; c < 0x110000; c++) {
  if (missing.has(c) || (c >= 0xd800 && c < 0xe000) || c === 0x20) continue
  const list = ranges[slug(String.fromCodePoint(c), true) ? 'kept' : 'dropped']
  const last = list.at(-1)
  if (last && last[1] === c - 1) last[1] = c
  else list.push([c, c])
}
console.log(JSON.stringify({ pages, ...ranges }))
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--packages", type=Path, help="folder in which packages are kept")
    folder = parser.parse_args().packages
    with tempfile.TemporaryDirectory() as scratch:
        packages = (folder or Path(scratch)).resolve()
        packages.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(dump(ask_slugger(packages)), encoding="utf-8")


def ask_slugger(packages: Path) -> dict[str, list[list[object]]]:
    """The slugger's answers, by the package itself."""
    subprocess.run(
        ["npm", "install", "--silent", "--no-save", "--prefix", packages, SLUGGER, UNICODE],
        check=True,
    )
    script = packages / "slugs.mjs"
    script.write_text(SCRIPT, encoding="utf-8")
    answer = subprocess.run(
        ["node", script, json.dumps(PAGES)], check=True, capture_output=True, encoding="utf-8"
    )
    table: dict[str, list[list[object]]] = json.loads(answer.stdout)
    return table


def dump(table: dict[str, list[list[object]]]) -> str:
    """JSON with one page a line, and as many ranges a line as fit."""
    source = json.dumps(f"{SLUGGER}, {UNICODE}")
    parts = [f'"source": {source}']
    pages = ",\n".join(json.dumps(page, ensure_ascii=True) for page in table["pages"])
    parts.append(f'"pages": [\n{pages}\n]')
    for name in ("kept", "dropped"):
        ranges = [json.dumps(pair, separators=(",", ":")) for pair in table[name]]
        lines = [",".join(ranges[at : at + 8]) for at in range(0, len(ranges), 8)]
        parts.append(f'"{name}": [\n' + ",\n".join(lines) + "\n]")
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    main()
