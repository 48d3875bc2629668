"""Whether a page that moved is the same page."""

from __future__ import annotations

import pytest

from postlint.links.moves import as_destination, is_catch_all, same_page


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("http://a.dev/x", "https://a.dev/x"),
        ("http://a.dev", "https://www.a.dev/"),
        ("https://www.a.dev/x", "https://a.dev/x/"),
        ("https://a.dev/x/", "https://a.dev/x"),
        ("https://a.dev/x/index.html", "https://a.dev/x/"),
        ("https://a.dev/x.html", "https://a.dev/x"),
        ("https://a.dev/X", "https://a.dev/x"),
        ("https://A.dev/%7Ex", "https://a.dev/~x"),
        ("https://a.dev:443/x?q=1", "https://a.dev/x?q=1"),
        ("//a.dev/x", "https://a.dev/x/"),
    ],
)
def test_the_same_page(old: str, new: str) -> None:
    assert same_page(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://a.dev/x", "http://a.dev/x"),
        ("https://a.dev/x", "https://b.dev/x"),
        ("https://a.dev/x", "https://docs.a.dev/x"),
        ("https://a.dev/x", "https://a.dev/y"),
        ("https://a.dev/x", "https://a.dev/"),
        ("https://a.dev/x?q=1", "https://a.dev/x"),
        ("https://a.dev/x", "https://a.dev/x?lang=en"),
        ("https://a.dev/x", "https://a.dev:8443/x"),
        ("https://a.dev/x", "https://a.dev:none/x"),
        ("https://a.dev/x.pdf", "https://a.dev/x"),
        ("https://a.dev/a%2Fb", "https://[a.dev/a/b"),
    ],
)
def test_not_the_same_page(old: str, new: str) -> None:
    assert not same_page(old, new)


@pytest.mark.parametrize(
    ("old", "new", "catches_all"),
    [
        ("https://a.dev/x", "https://a.dev/", True),
        ("https://a.dev/x", "https://b.dev", True),
        ("https://a.dev/x", "https://a.dev/login?next=/x", True),
        ("https://a.dev/x", "https://a.dev/404.html", True),
        ("https://a.dev/x", "https://a.dev/error", True),
        ("https://a.dev/", "https://b.dev/", False),
        ("https://a.dev/login", "https://b.dev/sign-in", False),
        ("https://a.dev/x", "https://a.dev/y/z", False),
        ("https://a.dev/x", "https://a.dev/error-handling-guide", True),
    ],
)
def test_where_all_that_is_gone_leads(old: str, new: str, catches_all: bool) -> None:
    assert is_catch_all(old, new) == catches_all


@pytest.mark.parametrize(
    ("url", "destination"),
    [
        ("https://a.dev/x_(y)", "https://a.dev/x_%28y%29"),
        ("https://a.dev/*x*?a=[1]|'2'", "https://a.dev/*x*?a=%5B1%5D%7C%272%27"),
        ("https://a.dev/%28&x", "https://a.dev/%28&x"),
    ],
)
def test_a_destination_can_stand_anywhere(url: str, destination: str) -> None:
    assert as_destination(url) == destination
