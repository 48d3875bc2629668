"""Redirects: followed to their end, and no further than is safe."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest
from sites import loopback, page, paths, redirect, reply

from postlint.links.online import Status, UrlUse, addresses

if TYPE_CHECKING:
    from sites import Received, Web
    from webcheck import Certificates, Check


@pytest.mark.parametrize("status", [301, 308])
def test_a_permanent_redirect_is_told(web: Web, check: Check, status: int) -> None:
    site = web.site(paths(old=redirect("/new", status), new=reply()))
    verdict = check.one(site.url("/old"))
    assert verdict.status is Status.ALIVE
    assert verdict.moved_to == verdict.final_url == site.url("/new")


@pytest.mark.parametrize("status", [302, 303, 307])
def test_a_temporary_redirect_is_no_move(web: Web, check: Check, status: int) -> None:
    site = web.site(paths(old=redirect("/new", status), new=reply()))
    verdict = check.one(site.url("/old"))
    assert (verdict.moved_to, verdict.final_url) == (None, site.url("/new"))


def test_a_page_has_moved_as_far_as_redirects_are_permanent(web: Web, check: Check) -> None:
    site = web.site(
        paths(
            a=redirect("/b", 301), b=redirect("/c", 308), c=redirect("/d", 302),
            d=redirect("/e", 301), e=reply(),
        )
    )  # fmt: skip
    verdict = check.one(site.url("/a"))
    assert (verdict.moved_to, verdict.final_url) == (site.url("/c"), site.url("/e"))
    assert check.one(site.url("/c")).moved_to is None


def test_a_redirect_to_what_is_gone_is_dead_and_no_move(web: Web, check: Check) -> None:
    site = web.site(paths(old=redirect("/gone")))
    verdict = check.one(site.url("/old"))
    assert (verdict.status, verdict.code, verdict.moved_to) == (Status.DEAD, 404, None)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("c", "/a/c"),
        ("../c?d=e", "/c?d=e"),
        ("?page=2", "/a/b?page=2"),
        ("//{host}/c", "/c"),
        ("http://{host}/c#part", "/c"),
        ("HTTP://{host}", "/"),
        ("  /c  ", "/c"),
        ("/c d", "/c%20d"),
        ("\\c", "/c"),
        ("/café", "/caf%C3%A9"),
        ("/caf\udce9", "/caf%E9"),
        ("/%E3%81%82?%26", "/%E3%81%82?%26"),
    ],
)
def test_locations_as_servers_write_them(
    web: Web, check: Check, location: str, target: str
) -> None:
    def answers(request: Received) -> bytes:
        if request.target != "/a/b":
            return reply()
        return redirect(location.replace("{host}", request.headers["host"]))

    site = web.site(answers)
    assert check.one(site.url("/a/b")).status is Status.ALIVE
    assert site.requests[-1].target == target


def test_a_location_with_an_international_host(web: Web, check: Check) -> None:
    target = web.site(reply(), name="xn--bcher-kva.home.arpa")
    site = web.site(redirect(f"http://bücher.home.arpa:{target.port}/"))
    assert check.one(site.url()).final_url == target.url()


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        ("ftp://host/file", "redirects to ftp:"),
        ("file:///etc/passwd", "redirects to file:"),
        ("javascript:alert(1)", "redirects to javascript:"),
        ("http://host:0/", "redirects to what is no URL"),
        ("http://[::1", "redirects to what is no URL"),
    ],
)
def test_a_redirect_to_what_is_no_page_is_unsure(
    web: Web, check: Check, location: str, reason: str
) -> None:
    site = web.site(redirect(location))
    verdict = check.one(site.url())
    assert (verdict.status, verdict.reason) == (Status.UNSURE, reason)


def test_a_redirect_without_location_is_unsure(web: Web, check: Check) -> None:
    site = web.site(reply(302))
    assert check.one(site.url()).status is Status.UNSURE


def test_a_circle_is_left_at_once(web: Web, check: Check) -> None:
    site = web.site(paths(a=redirect("/b"), b=redirect("/a")))
    verdict = check.one(site.url("/a"))
    assert (verdict.status, verdict.reason) == (Status.UNSURE, "redirects lead in a circle")
    assert site.asked == ["HEAD /a", "HEAD /b", "GET /a", "GET /b"]


@pytest.mark.parametrize(("hops", "status"), [(10, Status.ALIVE), (11, Status.UNSURE)])
def test_ten_redirects_are_followed(web: Web, check: Check, hops: int, status: Status) -> None:
    def answers(request: Received) -> bytes:
        number = int(request.path[1:])
        return redirect(f"/{number - 1}") if number else reply()

    site = web.site(answers)
    assert check.one(site.url(f"/{hops}")).status is status


def test_a_cookie_is_kept_for_one_chain(web: Web, check: Check) -> None:
    """Sites that ask for a cookie send people back to where they were, once they have it."""

    def answers(request: Received) -> bytes:
        if "seen=1" in request.headers.get("cookie", ""):
            return reply()
        return redirect(request.target, 302, set_cookie="seen=1; Path=/")

    site = web.site(answers)
    verdicts = check(site.url("/a"), site.url("/b"), per_host=1)
    assert {verdict.status for verdict in verdicts.values()} == {Status.ALIVE}
    cookies = [request.headers.get("cookie") for request in site.requests]
    assert cookies == [None, "seen=1", None, "seen=1"]


def test_a_cookie_is_not_shown_to_others(web: Web, check: Check) -> None:
    other = web.site(reply())
    site = web.site(redirect(other.url(), set_cookie="id=1; Domain=home.arpa.evil; Path=/"))
    third = web.site(redirect(other.url(), set_cookie="id=2; Path=/"))
    check(site.url(), third.url())
    assert all("cookie" not in request.headers for request in other.requests)


def test_tokens_go_to_their_host_alone(web: Web, check: Check, certificates: Certificates) -> None:
    other = web.site(reply(), name="b.home.arpa", tls=certificates.good("b.home.arpa"))
    plain = web.site(redirect(other.url()), name="a.home.arpa")

    def answers(request: Received) -> bytes:
        return {"/plain": redirect(plain.url()), "/other": redirect(other.url())}.get(
            request.target, reply()
        )

    site = web.site(answers, name="a.home.arpa", tls=certificates.good("a.home.arpa"))
    check.environment["A_TOKEN"] = "secret"
    headers = ((f"a.home.arpa:{site.port}", (("X-Token", "A_TOKEN"), ("X-Unset", "NOT_SET"))),)
    check(
        *(site.url(path) for path in ("/", "/plain", "/other")),
        other.url("/direct"),
        headers=headers,
    )
    assert {request.headers.get("x-token") for request in site.requests} == {"secret"}
    assert len(other.requests) >= 3
    for request in (*other.requests, *plain.requests):
        assert "x-token" not in request.headers
    assert all("x-unset" not in request.headers for request in site.requests)


def test_the_token_of_github_goes_to_github(check: Check) -> None:
    from yarl import URL

    from postlint.links.online import OnlineOptions
    from postlint.links.online.secrets import Secrets

    secrets = Secrets(OnlineOptions(), {"GITHUB_TOKEN": "t"})
    sent = {"Authorization": "Bearer t"}
    assert secrets.for_url(URL("https://github.com/a/b")) == sent
    assert secrets.for_url(URL("https://api.github.com/repos")) == sent
    for url in (
        "http://github.com/a/b",
        "https://github.com:8443/",
        "https://github.com.evil.dev/",
        "https://gist.github.com/",
        "https://evilgithub.com/",
        "https://me.github.io/",
    ):
        assert secrets.for_url(URL(url)) == {}
    assert Secrets(OnlineOptions(), {}).for_url(URL("https://github.com/")) == {}


@pytest.fixture
def guard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loopback stands for the public Internet, but for one address."""
    networks = (ip_network("127.0.0.1/32"), ip_network("::/96"))
    monkeypatch.setattr(addresses, "_NOT_PUBLIC", networks)


@pytest.mark.usefixtures("guard")
@pytest.mark.parametrize("host", ["127.0.0.1", "inside.home.arpa", "[::ffff:127.0.0.1]"])
def test_a_redirect_to_a_private_address_is_not_followed(web: Web, check: Check, host: str) -> None:
    inside = web.site(reply(), name="inside.home.arpa", address="127.0.0.1")
    site = web.site(redirect(f"http://{host}:{inside.port}/"))
    if site.address == inside.address:
        pytest.skip("this system has one loopback address only")
    verdict = check.one(site.url(), allow_private=False)
    assert verdict.status is Status.UNSURE
    assert "not a public address" in verdict.reason
    assert site.requests
    assert not inside.connections
    assert check.one(site.url(), allow_private=True).status is Status.ALIVE


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "inside.home.arpa", "[::ffff:127.0.0.1]", "0.0.0.0"]
)
def test_a_private_address_is_not_asked(web: Web, check: Check, host: str) -> None:
    inside = web.site(reply(), name="inside.home.arpa", address="127.0.0.1")
    verdict = check.one(f"http://{host}:{inside.port}/", allow_private=False)
    assert verdict.status is Status.UNSURE
    assert "not a public address" in verdict.reason
    assert not inside.connections


@pytest.mark.parametrize("host", ["127.1", "2130706433", "0x7f000001", "0177.0.0.1"])
def test_a_private_address_in_disguise_is_not_asked(web: Web, check: Check, host: str) -> None:
    """The system's resolver knows such forms."""
    from postlint.links.online.system import resolve_name

    inside = web.site(reply(), address="127.0.0.1")
    web.resolve = resolve_name  # type: ignore[assignment, method-assign]  # no name is looked up for these
    verdict = check.one(f"http://{host}:{inside.port}/", allow_private=False)
    assert verdict.status is not Status.ALIVE
    assert not inside.connections


def test_localhost_is_nobodys_promise(web: Web, check: Check) -> None:
    site = web.site(reply(), name="localhost")
    assert check(site.url(), allow_private=False) == {}
    assert check.one(site.url()).status is Status.ALIVE


def test_the_address_that_is_connected_to_counts(
    web: Web, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever got past the resolver is stopped at the socket."""
    site = web.site(reply())
    monkeypatch.setattr(addresses.GuardedResolver, "resolve", addresses.OpenResolver.resolve)
    verdict = check.one(site.url(), allow_private=False)
    assert verdict.status is Status.UNSURE
    assert "not a public address" in verdict.reason
    assert not site.connections


def test_of_the_addresses_of_a_name_the_public_ones_are_used(
    web: Web, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = web.site(reply(), name="both.home.arpa", address="127.0.0.1")
    outside = web.site(reply(), name="both.home.arpa", port=inside.port)
    if outside.address == inside.address:
        pytest.skip("this system has one loopback address only")
    monkeypatch.setattr(addresses, "_NOT_PUBLIC", (ip_network("127.0.0.1/32"),))
    verdict = check.one(outside.url(), allow_private=False)
    assert verdict.status is Status.ALIVE
    assert not inside.connections


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.255.254", "0.0.0.0", "10.1.2.3", "172.16.0.1", "172.31.255.255",
        "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1",
        "255.255.255.255", "198.18.0.1", "192.0.2.1", "::", "::1", "fe80::1", "fe80::1%eth0",
        "fc00::1", "fd12::1", "ff02::1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "2002:a00:1::", "2001:db8::1", "no address",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not addresses.is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "1.1.1.1", "172.15.255.255", "172.32.0.1", "100.128.0.1", "223.255.255.255", "192.0.1.1",
        "2606:4700::1111", "2a00:1450:4001::1", "::ffff:1.1.1.1", "64:ff9b::101:101",
        "2002:101:101::",
    ],
)  # fmt: skip
def test_addresses_that_are_public(address: str) -> None:
    assert addresses.is_public(address)


def test_a_fragment_is_looked_for_on_the_page_at_the_end(web: Web, check: Check) -> None:
    site = web.site(paths(old=redirect("/new"), new=page("<h2 id=here>Here</h2>")))
    verdict = check.one(site.url("/old#here"))
    assert verdict.anchors == {"here": True}
    assert verdict.moved_to == site.url("/new")


def test_the_https_form_is_checked_where_that_is_asked(check: Check) -> None:
    """By its name alone: who serves both does so on the usual ports, which tests cannot have."""
    asked: list[tuple[str, int]] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append((host, port))
        return [address]

    address = loopback(201)
    check.web.resolve = resolve  # type: ignore[method-assign]  # sees the ports
    check(UrlUse("http://a.home.arpa/a#part", https=True), retries=0)
    assert asked == [("a.home.arpa", 80)], "what is not alive has no other form"


def test_the_https_form_is_tried_once(
    web: Web, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = web.site(reply())
    monkeypatch.setattr("postlint.links.online.checking._may_have_https", lambda url: True)
    url, secure = site.url("/a#part"), site.url("/a#part", scheme="https")
    verdicts = check(UrlUse(url, https=True))
    assert list(verdicts) == [url, secure]
    assert verdicts[secure].status is Status.UNSURE, "nobody there speaks TLS"
    assert not check.clock.slept
    assert list(check(UrlUse(url))) == [url]


def test_the_https_form_of_a_port_that_is_named_is_not_tried(web: Web, check: Check) -> None:
    site = web.site(reply())
    assert list(check(UrlUse(site.url(), https=True))) == [site.url()]


def test_the_https_form_is_not_checked_where_http_leads_there(
    web: Web, check: Check, certificates: Certificates
) -> None:
    name = "both.home.arpa"
    secure = web.site(reply(), name=name, tls=certificates.good(name))
    plain = web.site(redirect(secure.url(), 302), name=name)
    assert list(check(UrlUse(plain.url(), https=True))) == [plain.url()]
    assert len(secure.requests) == 1
