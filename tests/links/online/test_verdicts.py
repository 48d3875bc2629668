"""The three verdicts, by what servers do."""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

import pytest
from sites import (
    endless,
    hang_up,
    loopback,
    only_get,
    page,
    paths,
    reply,
    reset,
    stall,
)

from postlint.links.online import Status, UrlUse

if TYPE_CHECKING:
    from pathlib import Path

    from sites import Behaviour, Web
    from webcheck import Certificates, Check, Clock


def test_a_page_that_is_there_is_alive(web: Web, check: Check) -> None:
    site = web.site(reply())
    verdict = check.one(site.url("/a"))
    assert (verdict.status, verdict.code, verdict.reason) == (Status.ALIVE, 200, "200 OK")
    assert site.asked == ["HEAD /a"]


@pytest.mark.parametrize("status", [404, 410])
def test_a_page_that_is_gone_is_dead(web: Web, check: Check, status: int) -> None:
    site = web.site(reply(status))
    verdict = check.one(site.url("/a"))
    assert (verdict.status, verdict.code) == (Status.DEAD, status)
    assert site.asked == ["HEAD /a", "GET /a"], "once more, since servers refuse HEAD in many ways"
    assert verdict.archived == f"https://web.archive.org/web/{site.url('/a')}"


@pytest.mark.parametrize("status", [400, 401, 402, 403, 405, 406, 418, 451, 501, 505, 999])
def test_an_answer_that_may_be_for_us_alone_is_unsure(web: Web, check: Check, status: int) -> None:
    site = web.site(reply(status))
    verdict = check.one(site.url())
    assert (verdict.status, verdict.code) == (Status.UNSURE, status)
    assert verdict.reason.startswith(str(status))
    assert len(site.requests) == 2, "it will not pass"


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504, 522])
def test_an_answer_that_may_pass_is_asked_for_again(
    web: Web, check: Check, clock: Clock, status: int
) -> None:
    site = web.site(reply(status))
    verdict = check.one(site.url(), retries=3)
    assert (verdict.status, verdict.code) == (Status.UNSURE, status)
    assert sum(request.method == "GET" for request in site.requests) >= 3
    assert clock.slept == [1, 2, 4], "back-off doubles"


def test_what_passes_is_alive(web: Web, check: Check) -> None:
    answers = iter([reply(503), reply(503), reply()])
    site = web.site(lambda request: next(answers))
    assert check.one(site.url()).status is Status.ALIVE


@pytest.mark.parametrize("refusal", [reply(403), reply(404), reply(405), reply(501), reply(500)])
def test_a_server_that_refuses_head_is_asked_with_get(
    web: Web, check: Check, refusal: bytes
) -> None:
    site = web.site(only_get(reply(206, b"x" * 100), refusal))
    verdicts = check(site.url("/a"), site.url("/b"), per_host=1)
    assert {verdict.status for verdict in verdicts.values()} == {Status.ALIVE}
    assert site.asked == ["HEAD /a", "GET /a", "GET /b"], "it is not asked in vain again"
    assert site.requests[1].headers["range"].startswith("bytes=0-")


@pytest.mark.parametrize("behaviour", [reset, hang_up, stall])
def test_a_server_that_breaks_off_at_head_is_asked_with_get(
    web: Web, check: Check, behaviour: Behaviour
) -> None:
    site = web.site(lambda request: reply() if request.method == "GET" else behaviour)
    assert check.one(site.url(), timeout=0.3).status is Status.ALIVE


def test_a_file_of_no_bytes_has_no_range(web: Web, check: Check) -> None:
    site = web.site(only_get(reply(416), reply(405)))
    assert check.one(site.url()).status is Status.ALIVE


def test_a_wall_against_robots_is_unsure_whatever_its_status(web: Web, check: Check) -> None:
    site = web.site(reply(404, cf_mitigated="challenge"))
    verdict = check.one(site.url())
    assert verdict.status is Status.UNSURE
    assert "robots" in verdict.reason


def test_a_host_that_does_not_exist_is_dead(check: Check, clock: Clock) -> None:
    verdict = check.one("http://nowhere.home.arpa/a")
    assert (verdict.status, verdict.code) == (Status.DEAD, None)
    assert verdict.reason == 'there is no host "nowhere.home.arpa"'
    assert not clock.slept


def test_a_name_server_that_fails_makes_nothing_dead(web: Web, check: Check) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    web.resolve = resolve  # type: ignore[method-assign]  # a name server that is down
    assert check.one("http://somewhere.home.arpa/").status is Status.UNSURE


def test_a_connection_refused_on_every_try_is_dead(web: Web, check: Check, clock: Clock) -> None:
    address, port = closed_port()
    web.names["closed.home.arpa"] = [address]
    verdict = check.one(f"http://closed.home.arpa:{port}/")
    assert (verdict.status, verdict.reason) == (Status.DEAD, "the connection is refused")
    assert len(clock.slept) == 2


def test_a_connection_refused_on_some_tries_is_not_dead(
    web: Web, check: Check, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, port = closed_port()
    web.names["opening.home.arpa"] = [address]
    wait = clock.sleep

    async def open_while_waiting(seconds: float) -> None:
        if not web.sites:
            web.site(lambda request: hang_up, address=address, port=port)
        await wait(seconds)

    monkeypatch.setattr(clock, "sleep", open_while_waiting)
    assert check.one(f"http://opening.home.arpa:{port}/").status is Status.UNSURE


def test_a_host_that_is_gone_is_not_asked_for_each_of_its_urls(web: Web, check: Check) -> None:
    asked: list[str] = []

    async def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    web.resolve = resolve  # type: ignore[method-assign]  # counts
    verdicts = check(*(f"http://gone.home.arpa/{n}" for n in range(50)), per_host=2)
    assert {verdict.status for verdict in verdicts.values()} == {Status.DEAD}
    assert len(verdicts) == 50
    assert len(asked) <= 2


def test_a_host_that_refuses_is_not_waited_for_with_each_of_its_urls(
    web: Web, check: Check, clock: Clock
) -> None:
    address, port = closed_port()
    web.names["closed.home.arpa"] = [address]
    urls = [f"http://closed.home.arpa:{port}/{n}" for n in range(50)]
    verdicts = check(*urls, per_host=1)
    assert {verdict.status for verdict in verdicts.values()} == {Status.DEAD}
    assert clock.slept == [1, 2]


def test_a_server_that_stalls_is_not_waited_for_with_each_of_its_urls(
    web: Web, check: Check, clock: Clock
) -> None:
    site = web.site(lambda request: stall)
    verdicts = check(*(site.url(f"/{n}") for n in range(50)), per_host=1, timeout=0.2)
    assert {verdict.status for verdict in verdicts.values()} == {Status.UNSURE}
    assert len(site.requests) == 4, "HEAD, and GET three times"


def test_without_a_network_nothing_is_dead(check: Check, tmp_path: Path) -> None:
    urls = [f"http://host{n}.home.arpa/" for n in range(6)]
    verdicts = check(*urls, cache_dir=str(tmp_path))
    assert {verdict.status for verdict in verdicts.values()} == {Status.UNSURE}
    assert all("online" in verdict.reason for verdict in verdicts.values())
    assert check.one(urls[0], cache_dir=str(tmp_path)).status is Status.DEAD, "not remembered"


def test_one_host_that_answers_shows_that_there_is_a_network(web: Web, check: Check) -> None:
    site = web.site(reply())
    gone = [f"http://host{n}.home.arpa/" for n in range(6)]
    verdicts = check(site.url(), *gone)
    assert [verdicts[url].status for url in gone] == [Status.DEAD] * 6


def test_a_good_certificate_is_alive(web: Web, check: Check, certificates: Certificates) -> None:
    site = web.site(reply(), name="good.home.arpa", tls=certificates.good("good.home.arpa"))
    assert check.one(site.url()).status is Status.ALIVE


def test_an_expired_certificate_is_dead(web: Web, check: Check, certificates: Certificates) -> None:
    site = web.site(reply(), name="old.home.arpa", tls=certificates.expired("old.home.arpa"))
    verdict = check.one(site.url())
    assert (verdict.status, verdict.reason) == (Status.DEAD, "its certificate has expired")


def test_a_self_signed_certificate_is_dead(
    web: Web, check: Check, certificates: Certificates, tmp_path: Path
) -> None:
    tls = certificates.self_signed("own.home.arpa", tmp_path)
    site = web.site(reply(), name="own.home.arpa", tls=tls)
    verdict = check.one(site.url())
    assert (verdict.status, verdict.reason) == (Status.DEAD, "its certificate is self-signed")


def test_a_certificate_for_another_host_is_dead(
    web: Web, check: Check, certificates: Certificates
) -> None:
    site = web.site(reply(), name="mine.home.arpa", tls=certificates.good("yours.home.arpa"))
    verdict = check.one(site.url())
    assert (verdict.status, verdict.reason) == (
        Status.DEAD,
        "its certificate is for another host",
    )
    assert not site.requests


def test_a_certificate_by_somebody_unknown_is_unsure(
    web: Web, check: Check, certificates: Certificates
) -> None:
    """Mostly the server leaves out the intermediate certificate, which browsers fetch."""
    tls = certificates.of_unknown_authority("their.home.arpa")
    site = web.site(reply(), name="their.home.arpa", tls=tls)
    verdict = check.one(site.url())
    assert verdict.status is Status.UNSURE
    assert "issuer" in verdict.reason


def test_a_server_that_talks_no_tls_is_unsure(web: Web, check: Check) -> None:
    site = web.site(reply())
    assert check.one(site.url(scheme="https"), timeout=0.5).status is Status.UNSURE


@pytest.mark.parametrize(
    "behaviour",
    [
        reset,
        hang_up,
        stall,
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"HTTP/1.1 two hundred OK\r\n\r\n",
        endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        endless(b"HTTP/1.1 200 OK\r\n", b"X-More: and more\r\n" * 100),
        endless(b"HTTP/1.1 200 OK\r\nX-Long: ", b"x" * 10_000),
        endless(b"HTTP/1.1 200 ", b"x" * 10_000),
    ],
    ids=[
        "reset",
        "hang-up",
        "stall",
        "ssh",
        "garbage",
        "endless-interim-answers",
        "endless-headers",
        "endless-header",
        "endless-phrase",
    ],
)
def test_a_server_that_does_not_get_to_an_answer_is_unsure(
    web: Web, check: Check, behaviour: bytes | Behaviour
) -> None:
    site = web.site(lambda request: behaviour)
    verdict = check.one(site.url(), timeout=0.3, retries=1)
    assert (verdict.status, verdict.code) == (Status.UNSURE, None)
    assert verdict.reason
    assert site.bytes_sent < 500_000_000


def test_headers_as_long_as_real_ones_are_read(web: Web, check: Check) -> None:
    site = web.site(reply(content_security_policy="x" * 20_000))
    assert check.one(site.url()).status is Status.ALIVE


def test_http_1_0(web: Web, check: Check) -> None:
    site = web.site(reply(200, b"hello", version="HTTP/1.0", content_length=""))
    verdicts = check(site.url("/a"), site.url("/b"), per_host=1)
    assert {verdict.status for verdict in verdicts.values()} == {Status.ALIVE}
    assert site.connections == 2


def test_connections_are_used_again(web: Web, check: Check) -> None:
    site = web.site(only_get(reply(200, b"x" * 10_000), reply(405, b"no")))
    check(*(site.url(f"/{n}") for n in range(20)), per_host=1)
    assert site.connections == 1


def test_an_international_name_is_asked_for_by_its_ascii_form(web: Web, check: Check) -> None:
    site = web.site(reply(), name="xn--bcher-kva.home.arpa")
    verdict = check.one(f"http://Bücher.home.arpa:{site.port}/é?ü#ä")
    assert verdict.status is Status.ALIVE
    assert site.requests[0].target == "/%C3%A9?%C3%BC"
    assert site.requests[0].headers["host"] == f"xn--bcher-kva.home.arpa:{site.port}"


def test_ipv6(web: Web, check: Check) -> None:
    if not has_ipv6():
        pytest.skip("no IPv6 on this machine")
    site = web.site(reply(), address="::1")
    assert check.one(f"http://[::1]:{site.port}/").status is Status.ALIVE
    assert check.one(site.url()).status is Status.ALIVE


def test_a_host_with_an_address_that_works_is_alive(web: Web, check: Check) -> None:
    if not has_ipv6():
        pytest.skip("no IPv6 on this machine")
    site = web.site(reply())
    web.names[site.name] = ["::1", site.address]
    assert check.one(site.url()).status is Status.ALIVE


@pytest.mark.parametrize(
    "url", ["http://", "http:///path", "http://[::1", "http://host:99999/", "http://host:0/"]
)
def test_what_is_no_url_is_unsure(check: Check, url: str) -> None:
    verdict = check.one(url)
    assert verdict.status is Status.UNSURE
    assert check.web.sites == []


def test_a_url_as_a_browser_reads_it(web: Web, check: Check) -> None:
    site = web.site(reply())
    check.one(f"HTTP://me:secret@{site.name.upper()}:{site.port}\\a b/%7Ec?q=1 2#frag")
    (request,) = site.requests
    assert request.target == "/a%20b/~c?q=1%202"
    assert "authorization" not in request.headers


def test_a_url_is_requested_once_whatever_its_uses(web: Web, check: Check) -> None:
    site = web.site(page("<h1 id=a>A</h1>"))
    uses = [site.url("/x"), site.url("/x#a"), site.url("/x#b"), site.url("/x") + "?"]
    verdicts = check(*uses, UrlUse(site.url("/x"), title=True))
    assert set(verdicts) == set(uses)
    assert site.asked.count("GET /x") == 1
    assert len(site.requests) == len(set(site.asked))


def test_a_loop_that_is_already_running_is_no_hindrance(web: Web, check: Check) -> None:
    import asyncio

    site = web.site(reply())

    async def notebook() -> Status:
        return check.one(site.url()).status

    assert asyncio.run(notebook()) is Status.ALIVE


def test_the_user_agent_says_who_asks(web: Web, check: Check) -> None:
    site = web.site(paths(a=reply()))
    check.one(site.url("/a"))
    assert "postlint/" in site.requests[0].headers["user-agent"]
    assert "text/html" in site.requests[0].headers["accept"]
    check.one(site.url("/a"), user_agent="me", accept_header="text/plain")
    assert site.requests[1].headers["user-agent"] == "me"
    assert site.requests[1].headers["accept"] == "text/plain"


def closed_port() -> tuple[str, int]:
    """An address and a port on which nobody listens."""
    address = loopback(200)
    with socket.socket() as probe:
        probe.bind((address, 0))
        return address, probe.getsockname()[1]


def has_ipv6() -> bool:
    if not socket.has_ipv6:
        return False
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def test_certificates_are_checked_at_all(certificates: Certificates) -> None:
    context = certificates.client()
    assert context.verify_mode is ssl.CERT_REQUIRED
    assert context.check_hostname
