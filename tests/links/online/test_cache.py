"""What is remembered: verdicts for their time, revalidated after it, whatever the disk does."""

from __future__ import annotations

import json
import multiprocessing
import os
import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sites import page, paths, reply, stall

from postlint.links.online import Status, UrlUse, Verdict
from postlint.links.online.cache import FILE_NAME, Cache, Entry

if TYPE_CHECKING:
    from sites import Behaviour, Received, Web
    from webcheck import Check, Clock

_HOUR, _DAY = 3600.0, 24 * 3600.0


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path / "cache")


@pytest.mark.parametrize(("status", "lifetime"), [(200, 7 * _DAY), (404, _DAY), (403, _HOUR)])
def test_a_verdict_is_believed_for_its_time(
    web: Web, check: Check, clock: Clock, folder: str, status: int, lifetime: float
) -> None:
    site = web.site(reply(status))
    first = check.one(site.url(), cache_dir=folder)
    asked = len(site.requests)
    clock.ahead += lifetime - 60
    assert check.one(site.url(), cache_dir=folder) == first
    assert len(site.requests) == asked, "no request at all"
    clock.ahead += 120
    check.one(site.url(), cache_dir=folder)
    assert len(site.requests) > asked


def test_how_long_a_verdict_is_believed_can_be_set(
    web: Web, check: Check, clock: Clock, folder: str
) -> None:
    site = web.site(reply())
    check.one(site.url(), cache_dir=folder, cache_alive=10.0)
    clock.ahead += 20
    check.one(site.url(), cache_dir=folder, cache_alive=10.0)
    assert len(site.requests) == 2


def test_a_host_that_does_not_exist_is_remembered(check: Check, folder: str) -> None:
    first = check.one("http://nowhere.home.arpa/", cache_dir=folder)
    assert check.one("http://nowhere.home.arpa/", cache_dir=folder) == first


def test_refresh_asks_again_and_remembers(web: Web, check: Check, folder: str) -> None:
    site = web.site(reply(200, etag='"1"'))
    check.one(site.url(), cache_dir=folder)
    second = check.one(site.url(), cache_dir=folder, refresh=True)
    assert len(site.requests) == 2
    assert "if-none-match" not in site.requests[1].headers, "asked as if for the first time"
    assert check.one(site.url(), cache_dir=folder) == second
    assert len(site.requests) == 2


def test_without_a_folder_nothing_is_remembered(web: Web, check: Check) -> None:
    site = web.site(reply())
    check.one(site.url())
    check.one(site.url())
    assert len(site.requests) == 2


@pytest.mark.parametrize(
    ("validator", "condition"),
    [
        ({"etag": '"abc"'}, ("if-none-match", '"abc"')),
        (
            {"last_modified": "Wed, 21 Oct 2015 07:28:00 GMT"},
            ("if-modified-since", "Wed, 21 Oct 2015 07:28:00 GMT"),
        ),
    ],
)
def test_a_page_that_has_not_changed_is_not_read_again(
    web: Web,
    check: Check,
    clock: Clock,
    folder: str,
    validator: dict[str, str],
    condition: tuple[str, str],
) -> None:
    def answers(request: Received) -> bytes:
        if condition[0] in request.headers:
            return reply(304)
        return page("<title>T</title><h1 id=a>A</h1>", **validator)

    site = web.site(answers)
    use = UrlUse(site.url("/#a"), title=True)
    first = check.one(use, cache_dir=folder)
    clock.ahead += 8 * _DAY
    second = check.one(use, cache_dir=folder)
    assert site.requests[1].headers[condition[0]] == condition[1]
    assert second.checked_at >= first.checked_at + 8 * _DAY
    assert second.alive_at == second.checked_at
    assert (second.status, second.reason, second.code) == (Status.ALIVE, "200 OK", 200)
    assert (second.title, second.anchors) == (first.title, first.anchors) == ("T", {"a": True})
    clock.ahead += 1 * _DAY
    check.one(use, cache_dir=folder)
    assert len(site.requests) == 2


def test_a_page_is_read_again_for_what_was_not_asked_before(
    web: Web, check: Check, clock: Clock, folder: str
) -> None:
    site = web.site(page("<title>T</title><h1 id=a>A</h1>", etag='"1"'))
    assert check.one(site.url("/#a"), cache_dir=folder).anchors == {"a": True}
    assert check.one(site.url("/#b"), cache_dir=folder).anchors == {"a": True, "b": False}
    assert check.one(UrlUse(site.url(), title=True), cache_dir=folder).title == "T"
    assert len(site.requests) == 3
    assert all("if-none-match" not in request.headers for request in site.requests)
    clock.ahead += _HOUR
    for use in (UrlUse(site.url("/#b"), title=True), UrlUse(site.url("/#a"))):
        assert check.one(use, cache_dir=folder).anchors == {"a": True, "b": False}
    assert len(site.requests) == 3


def test_that_a_page_does_not_tell_is_remembered(web: Web, check: Check, folder: str) -> None:
    site = web.site(reply(200, b"text", content_type="text/plain"))
    for _ in range(2):
        assert check.one(UrlUse(site.url("/#a"), title=True), cache_dir=folder).anchors == {}
    assert len(site.requests) == 1


def test_when_it_was_last_alive_outlives_the_verdict(
    web: Web, check: Check, clock: Clock, folder: str
) -> None:
    answers = [reply()]
    site = web.site(lambda request: answers[0])
    alive_at = check.one(site.url(), cache_dir=folder).alive_at
    answers[0] = reply(403)
    clock.ahead += 10 * _DAY
    verdict = check.one(site.url(), cache_dir=folder)
    assert (verdict.status, verdict.alive_at, verdict.lately_alive) == (
        Status.UNSURE,
        alive_at,
        True,
    )
    clock.ahead += 25 * _DAY
    assert not check.one(site.url(), cache_dir=folder).lately_alive


def test_what_depends_on_the_options_is_not_mixed_up(web: Web, check: Check, folder: str) -> None:
    site = web.site(reply(403))
    assert check.one(site.url(), cache_dir=folder).status is Status.UNSURE
    assert check.one(site.url(), cache_dir=folder, accept=("403",)).status is Status.ALIVE
    assert check.one(site.url(), cache_dir=folder).status is Status.UNSURE
    asked = len(site.requests)
    check.one(site.url(), cache_dir=folder, timeout=9.0, user_agent="other", per_host=1)
    assert len(site.requests) == asked


@pytest.mark.parametrize(
    "damage",
    [b"", b"no database, but long enough to be taken for one. " * 100, b"SQLite format 3\0junk"],
)
def test_a_corrupt_cache_is_begun_anew(web: Web, check: Check, folder: str, damage: bytes) -> None:
    site = web.site(reply())
    file = Path(folder) / FILE_NAME
    file.parent.mkdir()
    file.write_bytes(damage)
    for _ in range(2):
        assert check.one(site.url(), cache_dir=folder).status is Status.ALIVE
    assert len(site.requests) == 1


def test_a_cache_with_a_damaged_page_is_begun_anew(folder: str) -> None:
    cache = Cache(folder)
    for number in range(500):
        cache.put(f"key {number}", _entry(f"http://x/{number}"))
    cache.close(now=0)
    file = Path(folder) / FILE_NAME
    data = bytearray(file.read_bytes())
    for start in range(4096, len(data), 4096):
        data[start : start + 64] = b"\xff" * 64
    file.write_bytes(data)
    cache = Cache(folder)
    assert cache.get("key 1") is None
    cache.put("new", _entry("http://x/new"))
    cache.close(now=0)
    assert Cache(folder).get("new") is not None


@pytest.mark.parametrize("column", ["anchors", "validators", "status"])
def test_a_row_that_makes_no_sense_is_passed_over(folder: str, column: str) -> None:
    cache = Cache(folder)
    cache.put("key", _entry("http://x/"))
    cache.close(now=0)
    with sqlite3.connect(Path(folder) / FILE_NAME) as connection:
        connection.execute(f"UPDATE verdict SET {column} = '[1'")
    assert Cache(folder).get("key") is None


def test_an_entry_comes_back_as_it_was(folder: str) -> None:
    verdict = Verdict(
        "http://x/", Status.ALIVE, "200 OK", 5.5, 200, "http://y/", "http://z/", "Tïtle",
        {"a": True, "b": False}, 4.5,
    )  # fmt: skip
    entry = Entry(verdict, frozenset({"a", "b", "c"}), True, (("If-None-Match", '"1"'),))
    cache = Cache(folder)
    cache.put("key", entry)
    cache.close(now=0)
    assert Cache(folder).get("key") == entry


def test_a_cache_nobody_can_write_to_is_read(
    web: Web, check: Check, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = web.site(reply())
    check.one(site.url("/a"), cache_dir=folder)

    def refuse(*arguments: Any, **keywords: Any) -> None:
        raise OSError(30, "Read-only file system")

    connect = sqlite3.connect

    def connect_for_reading(database: Any, **keywords: Any) -> sqlite3.Connection:
        if "immutable" in str(database):
            opened: sqlite3.Connection = connect(database, **keywords)
            return opened
        raise sqlite3.OperationalError("attempt to write a readonly database")

    monkeypatch.setattr(sqlite3, "connect", connect_for_reading)
    monkeypatch.setattr(Path, "mkdir", refuse)
    verdicts = check(site.url("/a"), site.url("/b"), cache_dir=folder)
    assert {verdict.status for verdict in verdicts.values()} == {Status.ALIVE}
    assert site.asked == ["HEAD /a", "HEAD /b"]


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is read-only to root"
)
def test_a_folder_nobody_can_write_to_is_no_error(web: Web, check: Check, tmp_path: Path) -> None:
    site = web.site(reply())
    tmp_path.chmod(0o500)
    try:
        assert check.one(site.url(), cache_dir=str(tmp_path / "c")).status is Status.ALIVE
    finally:
        tmp_path.chmod(0o700)


def test_a_folder_that_is_a_file_is_no_error(web: Web, check: Check, tmp_path: Path) -> None:
    site = web.site(reply())
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        assert check.one(site.url(), cache_dir=str(folder)).status is Status.ALIVE
    (tmp_path / "in-the-way" / FILE_NAME).mkdir(parents=True)
    assert check.one(site.url(), cache_dir=str(tmp_path / "in-the-way")).status is Status.ALIVE


def test_a_full_disk_is_no_error(web: Web, check: Check, folder: str) -> None:
    site = web.site(paths(a=reply(), b=reply(404)))
    check.one(site.url("/a"), cache_dir=folder)
    with sqlite3.connect(Path(folder) / FILE_NAME) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON verdict BEGIN SELECT raise(ABORT, 'full'); END"
        )
    verdicts = check(site.url("/a"), site.url("/b"), cache_dir=folder)
    assert [verdict.status for verdict in verdicts.values()] == [Status.ALIVE, Status.DEAD]


def test_another_process_that_holds_the_cache_is_no_error(
    web: Web, check: Check, folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("postlint.links.online.cache._PATIENCE", 0.0)
    site = web.site(reply())
    check.one(site.url("/a"), cache_dir=folder)
    other = sqlite3.connect(Path(folder) / FILE_NAME, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    verdicts = check(site.url("/a"), site.url("/b"), cache_dir=folder)
    assert {verdict.status for verdict in verdicts.values()} == {Status.ALIVE}
    other.execute("ROLLBACK")
    other.close()


def test_processes_share_the_cache(folder: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    with spawn.Pool(4) as pool:
        pool.starmap(_fill, [(folder, process) for process in range(4)])
    cache = Cache(folder)
    missing = [
        f"{process}-{number}"
        for process in range(4)
        for number in range(200)
        if cache.get(f"{process}-{number}") is None
    ]
    assert missing == []


def test_what_is_of_no_use_is_forgotten(folder: str) -> None:
    cache = Cache(folder)
    cache.put("old", _entry("http://x/old", checked_at=0.0, alive_at=0.0))
    cache.put("new", _entry("http://x/new", checked_at=40 * _DAY, alive_at=None))
    cache.close(now=40 * _DAY)
    cache = Cache(folder)
    assert cache.get("old") is None
    assert cache.get("new") is not None


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_an_interrupted_run_reports_what_it_knows_and_remembers_it(
    web: Web, check: Check, folder: str
) -> None:
    """Ctrl-C, as a terminal sends it, while one server is silent."""
    import signal
    import subprocess

    known: Behaviour | bytes = reply()
    site = web.site(paths(a=known, b=stall), name="127.0.0.1", address="127.0.0.1")
    script = (
        "import json, sys\n"
        "from postlint.links.online import OnlineOptions, UrlUse, check_urls\n"
        "options = OnlineOptions(allow_private=True, per_host=1, cache_dir=sys.argv[1])\n"
        "verdicts = check_urls(map(UrlUse, sys.argv[2:]), options)\n"
        "print(json.dumps({url: verdict.status for url, verdict in verdicts.items()}))\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, folder, site.url("/a"), site.url("/b")],
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        while len(site.requests) < 2:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, _ = process.communicate()
    assert json.loads(out) == {site.url("/a"): "alive"}
    asked = len(site.requests)
    assert check.one(site.url("/a"), cache_dir=folder).status is Status.ALIVE
    assert len(site.requests) == asked


def _fill(folder: str, process: int) -> None:
    cache = Cache(folder)
    for number in range(200):
        cache.put(f"{process}-{number}", _entry("http://x/"))
    cache.close(now=0)


def _entry(url: str, *, checked_at: float = 0.0, alive_at: float | None = 0.0) -> Entry:
    return Entry(Verdict(url, Status.ALIVE, "200 OK", checked_at, 200, alive_at=alive_at))
