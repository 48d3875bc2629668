"""Destinations that Liquid and Hugo's shortcodes make."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.links.targets import Form
from postlint.links.templated import read_destination


@pytest.mark.parametrize(
    ("url", "form", "path", "fragment"),
    [
        ("{{ site.baseurl }}/about/#us", Form.BASE, "/about/", "us"),
        ("{{site.url}}{{site.baseurl}}/a%20b", Form.BASE, "/a b", None),
        ("{{ '/about/' | relative_url }}", Form.BASE, "/about/", None),
        ('{{ "about" | absolute_url }}#us', Form.BASE, "/about", "us"),
        ('{{ "/about#us" | prepend: site.baseurl }}', Form.BASE, "/about", "us"),
        ("{% post_url 2024-05-01-rain %}", Form.POST, "2024-05-01-rain", None),
        (
            "{{ site.baseurl }}{% post_url a/2024-05-01-rain %}#x",
            Form.POST,
            "a/2024-05-01-rain",
            "x",
        ),
        ("{%- link _guides/gauge.md -%}#set-up", Form.FILE, "_guides/gauge.md", "set-up"),
        ('{{< ref "a.md#x" >}}', Form.REFERENCE, "a.md", "x"),
        ('{{< relref "/a" >}}#x', Form.REFERENCE, "/a", "x"),
        ("{{% ref `a` %}}", Form.REFERENCE, "a", None),
        ("{{< ref a >}}", Form.REFERENCE, "a", None),
        ('{{< ref path="a.md" >}}', Form.REFERENCE, "a.md", None),
        ("guide.md#x", Form.RELATIVE, "guide.md", "x"),
    ],
)
def test_what_can_be_read(url: str, form: Form, path: str, fragment: str | None) -> None:
    target = read_destination(url)
    assert (target.form, target.path, target.fragment) == (form, path, fragment)


@pytest.mark.parametrize(
    "url",
    [
        "{{ page.url }}",
        "{{ site.baseurl }}{{ post.url }}",
        "{{ site.baseurl }}/tags/{{ tag }}",
        "{{ '/about/' | append: page.x | relative_url }}",
        "{{ page.image | relative_url }}",
        "{% link {{ page.x }} %}",
        "{% link a.md %}/more",
        '{{< ref path="a.md" lang="de" >}}',
        '{{< ref "a.md" >}}?x',
        "{% include url.html %}",
        "{{ site.url }}/a",
    ],
)
def test_what_only_the_generator_knows(url: str) -> None:
    assert read_destination(url).form is Form.PLACEHOLDER


@given(st.text(alphabet="{}%<>'\"|#/ .-abcrefpostlink_urlsite"))
def test_any_text_can_be_read(url: str) -> None:
    target = read_destination(url)
    assert 0 <= target.path_end <= len(url)
