"""Manners: how many requests a host gets, how soon, and what it may ask for."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING

import pytest
from sites import only_get, reply

from postlint.links.online import Status

if TYPE_CHECKING:
    from sites import Received, Web
    from webcheck import Check, Clock


@pytest.mark.parametrize("per_host", [1, 2, 5])
def test_a_host_never_has_more_connections_than_it_may(
    web: Web, check: Check, per_host: int
) -> None:
    site = web.site(slowly(reply(200, b"x" * 100_000)))
    check(*(site.url(f"/{n}") for n in range(30)), per_host=per_host)
    assert site.most_open == per_host


def test_answers_that_are_not_read_leave_no_connection_behind(web: Web, check: Check) -> None:
    """A connection with a body that nobody reads is closed before another is opened."""
    site = web.site(only_get(reply(200, b"x" * 100_000), reply(405)))
    check(*(site.url(f"/{n}") for n in range(50)), per_host=3)
    assert site.most_open <= 3


def test_all_hosts_together_have_no_more_requests_than_they_may(web: Web, check: Check) -> None:
    at_once, most = 0, 0

    async def count(request: Received, writer: asyncio.StreamWriter) -> None:
        nonlocal at_once, most
        at_once += 1
        most = max(most, at_once)
        await asyncio.sleep(0.01)
        at_once -= 1
        writer.write(reply())

    sites = [web.site(lambda request: count) for _ in range(8)]
    check(*(site.url(f"/{n}") for site in sites for n in range(5)), concurrency=4)
    assert 2 <= most <= 4


def test_requests_to_a_host_keep_their_distance(web: Web, check: Check, clock: Clock) -> None:
    starts: list[float] = []

    def answers(request: Received) -> bytes:
        starts.append(clock.monotonic())
        return reply()

    site, other = web.site(answers), web.site(reply())
    check(*(site.url(f"/{n}") for n in range(5)), other.url(), per_host=5, spacing=10.0)
    assert sorted(round(pause, -1) for pause in clock.slept) == [10, 10, 10, 10]
    assert clock.ahead == pytest.approx(40, abs=1)


def test_retry_after_is_honoured_by_the_whole_host(web: Web, check: Check, clock: Clock) -> None:
    refused: list[float] = []
    answered: list[float] = []

    def answers(request: Received) -> bytes:
        if not refused:
            refused.append(clock.monotonic())
            return reply(429, retry_after="30")
        answered.append(clock.monotonic())
        return reply()

    site = web.site(answers)
    verdicts = check(*(site.url(f"/{n}") for n in range(5)), per_host=1)
    assert {verdict.status for verdict in verdicts.values()} == {Status.ALIVE}
    assert min(answered) - refused[0] >= 30
    assert len(site.requests) == 6


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_may_be_a_date(web: Web, check: Check, clock: Clock, status: int) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(seconds=20), usegmt=True)
    answers = iter([reply(status, retry_after=date), reply()])
    site = web.site(lambda request: next(answers))
    assert check.one(site.url()).status is Status.ALIVE
    assert 15 <= clock.ahead <= 20


def test_a_host_that_wants_peace_for_an_hour_gets_it(web: Web, check: Check, clock: Clock) -> None:
    site = web.site(reply(429, retry_after="3600"))
    verdicts = check(*(site.url(f"/{n}") for n in range(20)), per_host=1)
    assert {verdict.code for verdict in verdicts.values()} == {429}
    assert {verdict.status for verdict in verdicts.values()} == {Status.UNSURE}
    assert len(site.requests) == 1
    assert not clock.slept


@pytest.mark.parametrize("value", ["soon", "-1", "", "1e9", "Wed, 99 Foo 2025 00:00:00 GMT"])
def test_a_retry_after_that_is_none_is_passed_over(
    web: Web, check: Check, clock: Clock, value: str
) -> None:
    site = web.site(reply(429, retry_after=value))
    assert check.one(site.url()).status is Status.UNSURE
    assert clock.slept == [1, 2]


def test_a_wait_with_many_digits_is_too_long(web: Web, check: Check, clock: Clock) -> None:
    site = web.site(reply(429, retry_after="9" * 5000))
    assert check.one(site.url()).status is Status.UNSURE
    assert not clock.slept


def test_no_more_connections_are_kept_than_the_process_may_have(
    web: Web, check: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = [web.site(reply()) for _ in range(10)]
    monkeypatch.setattr("postlint.links.online.system.open_file_limit", lambda: 20)
    urls = [site.url(f"/{n}") for site in sites for n in range(3)]
    verdicts = check(*urls, sites[0].url("/more"), concurrency=4, per_host=2)
    assert {verdict.status for verdict in verdicts.values()} == {Status.ALIVE}
    assert sites[0].connections <= 2
    assert sum(site.connections == 3 for site in sites) == 7, "there is room for three hosts"


def test_progress_counts_urls(web: Web, check: Check) -> None:
    from postlint.links.online import OnlineOptions, UrlUse
    from postlint.links.online.checking import run_checks

    site = web.site(reply())
    told: list[tuple[int, int]] = []
    run_checks(
        [UrlUse(site.url(f"/{n}#{fragment}")) for n in range(3) for fragment in ("", "/x")],
        OnlineOptions(allow_private=True, spacing=0.0),
        progress=lambda done, total: told.append((done, total)),
        system=check.system,
    )
    assert told == [(0, 3), (1, 3), (2, 3), (3, 3)]


def slowly(answer: bytes):  # type: ignore[no-untyped-def]  # an ``Answers``
    async def behave(request: Received, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.005)
        head = answer[: answer.index(b"\r\n\r\n") + 4]
        writer.write(head if request.method == "HEAD" else answer)
        await writer.drain()

    return lambda request: behave
