"""Destinations in HTML, JSX and the tags of templates."""

from __future__ import annotations

import pytest

from postlint.document import make_document
from postlint.source import Source


def urls(text: str, path: str = "post.md") -> list[str]:
    document = make_document(Source.from_text(text, path))
    found = [link for link in document.links if link.kind == "html"]
    for link in found:
        assert text[slice(*link.url_span)] == link.url
    return [link.url for link in found]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<a class="x" href="/a">b</a>', ["/a"]),
        ("<a href='/a'>b</a> <a href=/b>c</a>", ["/a", "/b"]),
        ("<A HREF='/a'>b</A>", ["/a"]),
        ('<a title="see src=/x and href=/y" href="/a">b</a>', ["/a"]),
        ('<a data-href="/x" name="a">b</a>', []),
        ('<img src="a.png" srcset="b.png 2x, c.png 3x">', ["a.png", "b.png", "c.png"]),
        ('<img srcset="a.png, b.png 1.5x ,\n  c.png 640w">', ["a.png", "b.png", "c.png"]),
        ('<img srcset="">', []),
        ('<img srcset=" , ,">', []),
        ('<img srcset="a.png?w=1,2 1x">', ["a.png?w=1,2"]),
        ('<img alt="a">', []),
        ('<video poster="p.png" src="v.mp4" controls></video>', ["p.png", "v.mp4"]),
        (
            '<picture><source srcset="a.webp" media="(min-width: 1em)"><img src="a.png"></picture>',
            ["a.webp", "a.png"],
        ),
        ('<video><source src="a.mp4"><track src="a.vtt"></video>', ["a.mp4", "a.vtt"]),
        ('<object data="a.pdf"></object><iframe src="/a"></iframe>', ["a.pdf", "/a"]),
        ('<!-- <img src="a.png"> --><code><a href="/b"></code>', []),
        ('<p src="a.png" href="/b">c</p>', []),
    ],
)
def test_html(html: str, found: list[str]) -> None:
    assert urls(f"<div>\n{html}\n</div>\n") == found


@pytest.mark.parametrize(
    ("jsx", "found"),
    [
        ('<img src={"/a.png"} />', ["/a.png"]),
        ("<img src={require('@site/static/a.png').default} />", ["@site/static/a.png"]),
        ("<img src={ useBaseUrl('/a.png') } alt='b' />", ["/a.png"]),
        ("<img src={image} />", []),
        ('<Link to="/a">b</Link>', ["/a"]),
        ('<Card to="/a">b</Card>', []),
    ],
)
def test_jsx(jsx: str, found: list[str]) -> None:
    assert urls(f"{jsx}\n", "post.mdx") == found


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ('{{< figure src="a.png" caption="On src=b.png" link="/b/" >}}', ["a.png", "/b/"]),
        ("{{< figure src=a.png >}}", ["a.png"]),
        ("{{% figure src=`a.png` %}}", ["a.png"]),
        ('{{< img "a b.png" >}}', []),
        ('{{< img "a.png" "A word" >}}', ["a.png"]),
        ("{{< figure link=b >}}", []),
        ('{{< card link="/a/" image="/b.png" icon="c/d" >}}', ["/a/", "/b.png"]),
        ('{{< card link="a/" image="b.png" >}}', []),
        ("{{< youtube src/x >}}", []),
        ('{{< button href="https://rain.dev/a" >}}A{{< /button >}}', ["https://rain.dev/a"]),
        ('{{</* figure src="a.png" */>}}', []),
        ('{% include figure image_path="/a.png" alt="b" caption="c" %}', ["/a.png"]),
        ('{% include blog/image.html src="a.png" %}', ["a.png"]),
        ("{% include figure.html src=page.image %}", []),
        ("{% include note.html text='/a.png' %}", []),
        ("{% if page.src == '/a.png' %}", []),
    ],
)
def test_tags_of_templates(tag: str, found: list[str]) -> None:
    assert urls(f"{tag}\n") == found
    assert urls(f"Text, {tag} and text\n") == found


def test_a_tag_in_code_shows_nothing() -> None:
    assert urls('```html\n<img src="a.png">\n{{< figure src="a.png" >}}\n```\n') == []


@pytest.mark.parametrize("piece", [",", ", ", "a,", "a 1x,", " a ,"])
def test_no_srcset_takes_long(piece: str) -> None:
    text = f'<img srcset="{piece * 20_000}">\n'
    assert len(urls(text)) in (0, 1, 20_000)
