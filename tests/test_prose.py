"""Prose runs: what a person reads, and nothing else."""

from __future__ import annotations

import pytest

from postlint.document import make_document
from postlint.source import Source


def prose(text: str, path: str = "post.md") -> list[str]:
    return [run.text for run in make_document(Source.from_text(text, path)).prose]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("un**believ**able\n", ["unbelievable"]),
        ("a `code` b\n", ["a \ufffc b"]),
        ("a <code>teh</code> b\n", ["a \ufffc\ufffc\ufffc b"]),
        ("a &amp; b \\* c\n", ["a & b * c"]),
        ('![alt *text*](x.png "a title")\n', ["alt text", "a title"]),
        ("<p>Read <b>me</b> <!-- not me --></p>\n", ["\ufffcRead \ufffcme\ufffc \ufffc\ufffc\n"]),
        ('<p><!-- <img alt="not me"> --> <img alt="read me"></p>\n', ["read me"]),
        ("<div><script>x = '<img alt=\"not me\">'</script></div>\n", []),
        ("Text:\n{% highlight ruby %}\ndef teh\n{% endhighlight %}\n", ["Text:"]),
        ("Text:\n{% comment %}\nnot\n\nme\n{% endcomment %}\n", ["Text:"]),
        ("See ![[Embedded page]]\n", ["See \ufffc"]),
        ("See [[soup|the soup]]\n", ["See the soup"]),
        ('{{< figure src="a.png" caption="Read me" >}}\n', ["Read me"]),
        ("{% include image.html alt='read' title='me' %}\n", ["read", "me"]),
        ('{% comment %} {% include a.html alt="not me" %} {% endcomment %}\n', []),
    ],
)
def test_prose_is_what_is_read(text: str, expected: list[str]) -> None:
    assert [run.strip("\n") for run in prose(text)] == [run.strip("\n") for run in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('export const s = "a ( b"\n\n# T\n\nread\n', ["T", "read"]),
        ("We can\nimport this\n", ["We can\nimport this"]),
        ("Some\n<Foo/> more\n", ["Some\n\ufffc more"]),
        ('Some\n<Foo alt="spoken"/>\n', ["Some", "spoken"]),
        ("<!-- not\nme -->\n\nread <!-- not --> me\n", ["read \ufffc me"]),
        ("export const a = {\n\n  b: 1}\n\nread\n", ["read"]),
    ],
)
def test_prose_of_mdx(text: str, expected: list[str]) -> None:
    assert prose(text, "post.mdx") == expected


def test_silence_ends_with_the_outer_element() -> None:
    assert prose("a <code>x <kbd>y</code> b\n") == ["a " + "\ufffc" * 5 + " b"]


def test_the_spans_of_aliases_and_captions() -> None:
    text = 'See [[soup|the *soup*]]\n\n{{< figure caption="Hot soup" >}}\n'
    for run in make_document(Source.from_text(text)).prose:
        start, end = run.span(run.text.index("soup"), run.text.index("soup") + 4)
        assert text[start:end] == "soup"
