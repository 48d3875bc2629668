"""Inputs for fuzzing: seeds from real constructs, tokens, and what mutation makes of them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

_HERE = Path(__file__).parent
POSTS = _HERE.parent / "conformance" / "posts"
#: Inputs that once broke something, by the name of their target: kept for good.
FOUND = _HERE / "found"

_YAML = (
    "title: A day\ndate: 2024-05-01\ntags: [rain, snow]\n",
    "a: &x [1, 2]\nb: *x\n",
    "title: 'it''s'\nimage:\n  path: /a.png\n  alt: \"A \\\"map\\\"\"\n",
    "text: |\n  one\n  two\nfold: >-\n  a\n  b\n",
    "? complex\n: key\n",
    'title = \'A\'\n[params]\nx = 1\n[[list]]\ny = """a\nb"""\n',
    '"title": "A", "tags": ["a", {"b": null}]',
    "1: a\n2.5: b\nnull: c\ntrue: d\n2024-05-01: e\n",
    "n = 0x" + "f" * 50 + "\n",
)
_TEMPLATES = (
    "{% raw %}\n{{ x }}\n{% endraw %}\n",
    "{% highlight ruby linenos %}\nx = 1\n{% endhighlight %}\n",
    "{{< figure src=\"a.png\" alt='x' >}} text {{% note %}} *a* {{% /note %}}\n",
    "{{ page.title | escape }} and {% if a %}b{% else %}c{% endif %}\n",
    "{% include image.html url='/a.png' %}\n[a]({% post_url 2024-01-01-b %})\n",
    "{: .note}\n# A {#id .class}\n",
    ":::note Title\n*text*\n:::\n",
    "<div markdown='1'>\n<img src=a srcset='b 2x, c'> <a href=\"x\">\n</div>\n",
    "$$\nx^2\n$$ and $a_b$ `code`\n",
    '!!! note "t"\n    text\n\n???+ tip\n    more\n',
)
_MDX = (
    "import A from './a'\n\nexport const x = {a: `b ${c}`}\n\n"
    '<A b={{c: 1}} d="e">\n*f* {g}\n</A>\n',
    "{/* postlint-disable */}\n\ntext {a /* b */ } <B />\n",
    "<A\n  b='c'\n>\n  text\n</A>\n",
)
_WORDS = (
    "It recieves teh well-known e-mail, doesn't it? (s)he's naïve and/or co\u00adoperative\n",
    "The U.S.A.'s iPhone 5s, x86_64, snake_case, camelCase, /usr/bin, a@b.c and #tag :smile:\n",
    "IV. Café “quotes” ‘single’ word(s) soooo hmmmm 1st 2nd ﬁne\n",
    "日本語 text 👩\u200d👧 e\u0301 \u200bzero\ufffcobject --option a…b\n",
)
_DIRECTIVES = (
    "disable",
    "disable-next-line MD042, links -- a reason",
    "enable all",
    "disable-file spelling",
    "words: Hinterbach isohyet",
    "disable-line nonesuch",
    "disabel links",
    "disable -->\n\n<!-- postlint-enable",
)
_CONFIGURATIONS = (
    'select = ["links"]\nignore = ["MD042"]\nflavor = "hugo"\nfail-on = "error"\n',
    '[rules.spelling]\nlanguage = "en-GB"\nwords = ["isohyet"]\nseverity = "off"\n',
    '[per-file."archive/**"]\nignore = ["spelling"]\n[per-file."a".rules.empty-section]\n',
    '[links]\nonline = true\ntimeout = "20s"\naccept = ["200..=299"]\nremap = ["a b"]\n',
    '[links.headers."api.example.org"]\nAuthorization = "$TOKEN"\n[limits]\nfile-size = "5MB"\n',
    "x = 1979-05-27T07:32:00Z\ny = [1, 2.5, inf]\nz = {a = 1}\n",
    'exclude = ["*.md", "!keep.md", "[a-z]/**"]\nsite-root = "docs"\n',
)
_URLS = (
    "https://example.com/a_b?c=d&amp;e#f",
    "../guide.md#set-up",
    "/images/%20map.png?x",
    "https//example.com",
    "http://https://a.example",
    "mailto://a@b.c",
    "www.example.com.",
    "{{ site.baseurl }}/a",
    "@site/docs/a.md",
    "//host/path",
    "[::1]:80",
    "https://[::1",
    "http://a:99999999/",
    "file:///C:/a",
    "C:\\a\\b.md",
    "#%ff%00",
    "java\nscript:x",
)

TOKENS = (
    *"*_~`[]()<>!&\\|{}$#-+:=\"'. \t\n\r\0/%@;,?^",
    *("**", "~~", "``", "```\n", "![", "](", "][", "]: ", "[^1]", "<!--", "-->", "{{", "}}", "{%"),
    *("%}", "{{<", ">}}", "$$", "http://", "www.", "---\n", "+++\n", "\n\n", "\n> ", "\n- "),
    *("\n1. ", "    ", "\r\n", "\ufeff", "\u2028", "\u00a0", "e\u0301", "😀", "\ufffc", "&amp;"),
    *("&#0;", "<a href=", "</", "/>", "<script>", "{:", "{#", ":::", "!!! ", "| a |\n|-|\n", "<?"),
    *("<![CDATA[", "\x85", "\x0c", "postlint-disable ", "--", "true", "null", "&a ", "*a "),
    *("!!python/object:os.system ", "0x", "1e999"),
)  # fmt: skip


def seeds(target: str) -> list[str]:
    """The texts that mutation starts from."""
    own = {
        "front_matter": _YAML,
        "mdx": (*_MDX, *_TEMPLATES),
        "document": (*_TEMPLATES, *_YAML[:2], *_URLS),
        "spelling": _WORDS,
        "directives": _DIRECTIVES,
        "configuration": _CONFIGURATIONS,
        "urls": _URLS,
    }.get(target)
    if own is not None:
        return list(own)
    pieces = [piece for post in sorted(POSTS.glob("*.md")) for piece in _pieces(post)]
    return [*pieces, *_TEMPLATES, *_WORDS]


def found(target: str) -> list[str]:
    """The inputs that once broke a target."""
    return [path.read_bytes().decode() for path in sorted(FOUND.glob(f"{target}-*.txt"))]


def mutated(texts: list[str], chance: random.Random) -> str:
    """A text with some of it deleted, repeated, moved, or with tokens and other texts put in."""
    text = chance.choice(texts)
    for _ in range(chance.randint(1, 6)):
        at = chance.randint(0, len(text))
        size = chance.choice((0, 0, 1, 2, 5, 20))
        kind = chance.randrange(6)
        if kind <= 2:
            text = text[:at] + chance.choice(TOKENS) + text[at + size :]
        elif kind == 3:
            text = text[:at] + text[at + size :]
        elif kind == 4:
            text = text[:at] + text[at : at + size] * chance.randint(1, 4) + text[at:]
        else:
            other = chance.choice(texts)
            start = chance.randint(0, len(other))
            text = text[:at] + other[start : start + chance.choice((3, 10, 60))] + text[at:]
    return text[:2000]


def _pieces(post: Path) -> list[str]:
    """The blocks of a post, three at a time."""
    text = post.read_bytes().decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    blocks = re.split(r"\n{2,}", text)
    return ["\n\n".join(blocks[at : at + 3]) for at in range(0, len(blocks), 3)]
