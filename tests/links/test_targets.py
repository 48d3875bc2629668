"""Destinations taken apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.links.targets import Form, quote_path, read_url, with_scheme


@pytest.mark.parametrize(
    ("url", "form", "path", "fragment"),
    [
        ("", Form.PAGE, "", None),
        ("#", Form.PAGE, "", ""),
        ("#caf%C3%A9", Form.PAGE, "", "café"),
        ("?page=2#x", Form.PAGE, "", "x"),
        ("guide.md", Form.RELATIVE, "guide.md", None),
        ("a%20b.md?raw=true#x", Form.RELATIVE, "a b.md", "x"),
        ("a%23b.md", Form.RELATIVE, "a#b.md", None),
        ("..\\images\\x.png", Form.RELATIVE, "../images/x.png", None),
        ("/images/x.png", Form.ROOT, "/images/x.png", None),
        ("https://example.com/#x", Form.EXTERNAL, "", None),
        ("//example.com/x", Form.EXTERNAL, "", None),
        ("mailto:me@example.com", Form.EXTERNAL, "", None),
        ("C:/x.md", Form.EXTERNAL, "", None),
        ("{{ site.url }}/x.md", Form.PLACEHOLDER, "", None),
        ("{% link x.md %}", Form.PLACEHOLDER, "", None),
        ("${base}/x.md", Form.PLACEHOLDER, "", None),
        ("$BRANCH_URL", Form.PLACEHOLDER, "", None),
        ("@site/docs/x.md#y", Form.ALIAS, "@site/docs/x.md", "y"),
        ("@/posts/x.md", Form.ALIAS, "@/posts/x.md", None),
        ("@components/x.md", Form.PLACEHOLDER, "", None),
        ("~/x.md", Form.PLACEHOLDER, "", None),
        ("[id]", Form.PLACEHOLDER, "", None),
        ("www.example.com/x", Form.PLACEHOLDER, "", None),
        ("example.org", Form.PLACEHOLDER, "", None),
        ("URL", Form.PLACEHOLDER, "", None),
        ("link.md", Form.RELATIVE, "link.md", None),
        ("example.com.md", Form.RELATIVE, "example.com.md", None),
        ("anexample.com", Form.RELATIVE, "anexample.com", None),
    ],
)
def test_parts(url: str, form: Form, path: str, fragment: str | None) -> None:
    target = read_url(url)
    assert (target.form, target.path, target.fragment) == (form, path, fragment)


def test_the_path_ends_before_query_and_fragment() -> None:
    assert "a%20b.md?x#y"[: read_url("a%20b.md?x#y").path_end] == "a%20b.md"


@pytest.mark.parametrize(
    ("url", "absolute"),
    [
        ("example.com", "https://example.com"),
        ("www.example.de/a", "https://www.example.de/a"),
        ("docs.example.org:8080/a?b", "https://docs.example.org:8080/a?b"),
        ("me@example.com", "mailto:me@example.com"),
        ("guide.md", None),
        ("example.community.md", None),
        ("src/example.com.md", None),
        ("setup.py", None),
        ("..", None),
    ],
)
def test_addresses_without_a_scheme(url: str, absolute: str | None) -> None:
    assert with_scheme(url) == absolute


@given(st.text())
def test_any_text_can_be_read(url: str) -> None:
    target = read_url(url)
    assert 0 <= target.path_end <= len(url)


@given(st.text(st.characters(exclude_characters="$@~{}\\", exclude_categories=["Cc", "Cs", "Zs"])))
def test_a_quoted_path_reads_back(name: str) -> None:
    path = f"docs/{name}.md"
    target = read_url(quote_path(path))
    assert (target.form, target.path, target.fragment) == (Form.RELATIVE, path, None)
