"""Which URLs are checked, and what counts as alive, by the user's patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sites import reply

from postlint.links.online import OnlineOptions, Status
from postlint.links.online.selection import Address, PatternError, Selection, read_statuses

if TYPE_CHECKING:
    from sites import Web
    from webcheck import Check


def selects(url: str, **options: Any) -> bool:
    return Selection.of(OnlineOptions(**options)).address_of(url) is not None


def test_every_web_address_is_checked() -> None:
    assert selects("http://a.dev/")
    assert selects("HTTPS://a.dev/")
    assert selects("//a.dev/x")
    for url in ("mailto:me@a.dev", "ftp://a.dev/", "data:,x", "tel:1", "javascript:x", "/x", "x"):
        assert not selects(url)


@pytest.mark.parametrize(
    "host",
    ["example.com", "www.example.org", "EXAMPLE.net", "a.test", "b.example", "c.invalid",
     "localhost:8000", "app.localhost"],
)  # fmt: skip
def test_examples_are_not_checked(host: str) -> None:
    assert not selects(f"http://{host}/x")
    assert selects(f"http://{host}/x", include=("/x",))


def test_hosts_that_only_look_like_examples_are() -> None:
    for host in ("myexample.com", "example.com.de", "example.dev", "latest.dev"):
        assert selects(f"http://{host}/")


@pytest.mark.parametrize(
    ("url", "include", "exclude", "checked"),
    [
        ("http://a.dev/x", (), ("a\\.dev",), False),
        ("http://b.dev/x", (), ("a\\.dev",), True),
        ("http://a.dev/x", ("/x",), ("a\\.dev",), True),
        ("http://a.dev/y", ("/x",), ("a\\.dev",), False),
        ("http://b.dev/y", ("/x",), ("a\\.dev",), True),
        ("http://b.dev/y", ("/x",), (), False),
        ("http://b.dev/x", ("/x",), (), True),
    ],
)
def test_include_goes_before_exclude(
    url: str, include: tuple[str, ...], exclude: tuple[str, ...], checked: bool
) -> None:
    assert selects(url, include=include, exclude=exclude) == checked


@pytest.mark.parametrize(
    ("old", "new", "url"),
    [
        ("https://a\\.dev/(.*)", "http://b.dev/$1", "http://b.dev/x?y"),
        ("https://(?P<host>[^/]+)/", "http://${host}.b.dev/", "http://a.dev.b.dev/x?y"),
        ("a\\.dev", "$0.b", "https://a.dev.b/x?y"),
        ("a\\.dev", "$9$$1", "https://$1/x?y"),
        ("/x", "/y\\1", "https://a.dev/y\\1?y"),
    ],
)
def test_remap_replaces_what_matches(old: str, new: str, url: str) -> None:
    selection = Selection.of(OnlineOptions(remap=((old, new),)))
    assert selection.address_of("https://a.dev/x?y") == Address(url, remapped=True)
    assert selection.address_of("http://c.dev/") == Address("http://c.dev/")


def test_the_first_remap_that_matches_counts() -> None:
    selection = Selection.of(OnlineOptions(remap=(("a", "b"), ("b|c", "d"), ("c", "e"))))
    addresses = [selection.address_of(f"http://{host}/") for host in "abc"]
    assert [address and address.url for address in addresses] == [
        "http://b/",
        "http://d/",
        "http://d/",
    ]


def test_what_is_remapped_to_no_web_address_is_not_checked() -> None:
    assert not selects("http://a.dev/", remap=(("http://a.dev/", "file:///home/"),))


def test_a_remapped_url_keeps_its_name(web: Web, check: Check) -> None:
    site = web.site(reply(404))
    url = "https://docs.a.dev/x"
    verdict = check.one(url, remap=(("https://docs.a.dev", site.url("")),))
    assert (verdict.url, verdict.status, verdict.moved_to) == (url, Status.DEAD, None)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("403", 403, 403),
        (" 200..300 ", 200, 299),
        ("200..=299", 200, 299),
        ("..400", 0, 399),
        ("..=399", 0, 399),
        ("500..", 500, 999),
    ],
)
def test_ranges_of_status_codes(text: str, first: int, last: int) -> None:
    codes = read_statuses(text)
    assert (codes[0], codes[-1]) == (first, last)


@pytest.mark.parametrize("text", ["", "ok", "20", "200-299", "200...300", "..=", "2000"])
def test_what_is_no_range_of_status_codes(text: str) -> None:
    with pytest.raises(PatternError, match="no status code"):
        read_statuses(text)


def test_what_is_no_regular_expression() -> None:
    with pytest.raises(PatternError, match=r'"\(" is no regular expression'):
        Selection.of(OnlineOptions(exclude=("(",)))


def test_accepted_codes_are_alive(web: Web, check: Check) -> None:
    site = web.site(reply(403))
    assert check.one(site.url()).status is Status.UNSURE
    assert check.one(site.url(), accept=("401..=403",)).status is Status.ALIVE
    gone = web.site(reply(404))
    assert check.one(gone.url(), accept=("404",)).status is Status.ALIVE
