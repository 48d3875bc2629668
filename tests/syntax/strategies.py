"""Hypothesis strategies: Markdown made of constructs, and real posts with something changed."""

from __future__ import annotations

from pathlib import Path

from hypothesis import strategies as st

POSTS = Path(__file__).parent.parent / "conformance" / "posts"

#: Words and characters that prose is made of: astral, combining and odd ones too.
WORDS = (
    "a",
    "word",
    "two words",
    "café",
    "e\u0301",
    "日本",
    "😀",
    "👩\u200d👧",
    "“quoted”",
    "it's",
    "\u00a0",
    "—",
    "\0",
    "5 * 3",
    "snake_case",
    "x < y",
    "AT&T",
    "100%",
    "\ufeff",
    "\u2028",
)

#: What has a meaning within a line.
INLINES = (
    "*a*",
    "**b**",
    "***c***",
    "_d_",
    "__e__",
    "~~f~~",
    "~g~",
    "`code`",
    "``co`de``",
    "[text](/url)",
    "[text](<u v> 'title')",
    '[a *b*](/u "t")',
    "![alt](i.png)",
    "![a ![b](c) *d*](e)",
    "[label]",
    "[label][]",
    "[text][label]",
    "[text][nowhere]",
    "![label]",
    "[^1]",
    "[^none]",
    "<https://example.com>",
    "<me@example.com>",
    "https://example.com/a_b?c=d&amp;e",
    "www.example.com.",
    "(a_b@example.com)",
    "a\\_b@example.com",
    "<b>",
    "</b>",
    '<a href="x">',
    "<!-- c -->",
    "&amp;",
    "&#42;",
    "&copy",
    "\\*",
    "\\\\",
    "\\a",
    "{{ x }}",
    "{% include x %}",
    "{{< ref >}}",
    "{: .note}",
    "{#id}",
    "$x^2$",
    "[[Page|name]]",
    ":smile:",
    "  \n",
    "\\\n",
    "\n",
    " ",
)

#: Half of something, or what ends it.
MARKERS = (
    *"*_~`[]()<>!&\\|{}$#-+:=\"'. \t",
    "**",
    "***",
    "__",
    "~~",
    "``",
    "![",
    "](",
    "][",
    "<!--",
    "-->",
    "{{",
    "}}",
    "{%",
    "%}",
    "$$",
    "http://",
    "www.",
    "@",
)

LEAVES = (
    "# Heading *a*",
    "## Heading ##",
    "Setext *a*\n===",
    "Two lines\nof it\n---",
    "***",
    "    indented\n\n    code",
    "\tcode",
    "```py\nx = 1\n\n  y\n```",
    "~~~\n*no*\n~~~",
    "```\nunclosed",
    "<div>\n*a*\n</div>",
    "<!-- comment\n\nmore -->",
    "<script>\nx\n</script>",
    "<b>\nkind seven",
    "[label]: /url 'title'",
    "[label]: /a\n[other]:\n  <b>\n  (c)",
    "| a | b |\n|---|:-:|\n| *c* | `d\\|e` |",
    "a|b\n-|-\nc",
    "{% raw %}\n*a*\n{% endraw %}",
    "{% highlight ruby %}\nx\n{% endhighlight %}",
    "{: .class}",
    ":::note\ntext\n:::",
    "$$\nx\n$$",
    "",
)

#: What the references above refer to.
DEFINITIONS = "\n\n[label]: /url\n\n[^1]: note\n"

FRONT_MATTER = (
    "---\ntitle: a\n---\n",
    "+++\ntitle = 'a'\n+++\n",
    '{"title": "a"}\n',
    "---\n---\n",
    "---\nnot closed\n",
)

CONTAINERS = (
    ("> ", "> "),
    (">", ">"),
    ("- ", "  "),
    ("1. ", "   "),
    ("10) ", "    "),
    ("*   ", "    "),
    ("-\t", "\t"),
    (" - ", "   "),
    ("[^1]: ", "    "),
    ("- [ ] ", "  "),
    ("> ", ""),
    ("- ", ""),
    ('!!! note "t"\n    ', "    "),
)


def indented(text: str, first: str, rest: str) -> str:
    """The text with a prefix before its first line and another before the others."""
    return first + ("\n" + rest).join(text.split("\n"))


inline = st.lists(
    st.one_of(st.sampled_from(WORDS), st.sampled_from(INLINES), st.sampled_from(MARKERS)),
    min_size=1,
    max_size=8,
).map("".join)

leaf = st.one_of(inline, st.sampled_from(LEAVES))


def _contain(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    several = st.lists(inner, min_size=1, max_size=3).map("\n\n".join)
    tight = st.lists(inner, min_size=1, max_size=3).map("\n".join)
    contained = st.builds(
        lambda text, prefixes: indented(text, *prefixes),
        st.one_of(several, tight),
        st.sampled_from(CONTAINERS),
    )
    return st.one_of(contained, several, tight)


blocks = st.lists(st.recursive(leaf, _contain, max_leaves=8), min_size=1, max_size=4).map(
    "\n\n".join
)


@st.composite
def _mutated_posts(draw: st.DrawFn) -> str:
    """A piece of a real post in which something is deleted, inserted or moved."""
    path = draw(st.sampled_from(sorted(POSTS.glob("*.md"))))
    text = path.read_bytes().decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")
    start = draw(st.integers(0, max(0, len(text) - 1)))
    text = text[start : start + draw(st.integers(20, 600))]
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        size = draw(st.integers(0, 12))
        inserted = draw(st.one_of(st.sampled_from(MARKERS), st.sampled_from(INLINES), st.just("")))
        text = text[:at] + inserted + text[at + size :]
    return text


made_posts = st.builds(
    lambda front, text, end: front + text + end,
    st.one_of(st.just(""), st.just(""), st.sampled_from(FRONT_MATTER)),
    blocks,
    st.sampled_from((DEFINITIONS, DEFINITIONS, "", "\n", "\n\n", "  ")),
)

#: Posts with LF.
posts = st.one_of(made_posts, _mutated_posts())
