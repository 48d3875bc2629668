"""The ``[links]`` table: what it may say, and what is said about mistakes."""

# ruff: noqa: E501  # the table of mistakes is read a mistake a line

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from postlint.links.online import OnlineOptions
from postlint.settings import Configuration, Overrides, Settings, SettingsError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings_from(site: Path, text: str) -> Settings:
    (site / "postlint.toml").write_text(dedent(text), encoding="utf-8")
    return Configuration().for_path("a.md")


def test_by_default_urls_are_not_checked(site: Path) -> None:
    settings = Configuration().for_path("a.md")
    assert not settings.online
    assert settings.online_options == OnlineOptions()


def test_every_key_has_its_say(site: Path) -> None:
    settings = settings_from(
        site,
        """\
        [links]
        online = true
        timeout = 5
        concurrency = 10
        per-host = 2
        spacing = 0.5
        retries = 0
        user-agent = "me"
        accept-header = "text/html"
        accept = [403, "500..=599"]
        include = ["a"]
        exclude = ["b", "^c$"]
        remap = ["https://a\\\\.dev/(.*) http://localhost:8000/$1"]
        allow-private = true
        cache-alive = "30d"
        cache-dead = "12h"
        cache-unsure = "90 s"

        [links.headers."API.dev:8443"]
        Authorization = "$API_TOKEN"
        X-Other = "$OTHER"
        """,
    )
    assert settings.online
    assert settings.online_options == OnlineOptions(
        timeout=5.0,
        concurrency=10,
        per_host=2,
        spacing=0.5,
        retries=0,
        user_agent="me",
        accept_header="text/html",
        accept=("403", "500..=599"),
        include=("a",),
        exclude=("b", "^c$"),
        remap=(("https://a\\.dev/(.*)", "http://localhost:8000/$1"),),
        headers=(("api.dev:8443", (("Authorization", "API_TOKEN"), ("X-Other", "OTHER"))),),
        allow_private=True,
        cache_alive=30 * 86400.0,
        cache_dead=12 * 3600.0,
        cache_unsure=90.0,
    )


def test_keys_of_several_layers_are_joined(site: Path) -> None:
    (site / "base.toml").write_text("[links]\ntimeout = 5\nretries = 1\n", encoding="utf-8")
    settings = settings_from(site, 'extends = "base.toml"\n[links]\nretries = 4\n')
    assert (settings.online_options.timeout, settings.online_options.retries) == (5.0, 4)
    overrides = Overrides(inline=("links.timeout = 7",), values={"links": {"online": True}})
    settings = Configuration(overrides).for_path("a.md")
    assert settings.online
    assert (settings.online_options.timeout, settings.online_options.retries) == (7.0, 4)


DURATION = 'a number of seconds, or a time such as "20s", "90m", "12h" or "7d"'
MISTAKES = [
    ("onlin = true", 'unknown key "onlin" in [links]; did you mean "online"?'),
    ("online = 1", '"online" in [links] must be true or false'),
    ("timeout = 0", '"timeout" in [links] must be more than 0 seconds'),
    ("timeout = -1", f'"timeout" in [links] must be {DURATION}'),
    ("timeout = true", f'"timeout" in [links] must be {DURATION}'),
    ("timeout = nan", f'"timeout" in [links] must be {DURATION}'),
    ("timeout = inf", f'"timeout" in [links] must be {DURATION}'),
    ('cache-alive = "1 week"', f'"cache-alive" in [links] must be {DURATION}'),
    ("concurrency = 0", '"concurrency" in [links] must be a whole number from 1 on'),
    ("per-host = 1.5", '"per-host" in [links] must be a whole number from 1 on'),
    ("retries = true", '"retries" in [links] must be a whole number from 0 on'),
    ('user-agent = "a\\nX: y"', '"user-agent" in [links] must be a string of ASCII characters'),
    ('accept-header = ""', '"accept-header" in [links] must be a string of ASCII characters'),
    ('accept = ["2xx"]', '"accept" in [links]: "2xx" is no status code or range such as "403" or "500..=599"'),
    ("accept = [1.5]", '"accept" in [links] must be a list of status codes and ranges, such as ["403", "500..=599"]'),
    ('exclude = "x"', '"exclude" in [links] must be a list of strings'),
    ('exclude = ["("]', '"exclude" in [links]: "(" is no regular expression: missing ), unterminated subpattern at position 0'),
    ('remap = ["a"]', '"remap" in [links] must be a list of strings with a regular expression, a space and a URL'),
    ('remap = ["( b"]', '"remap" in [links]: "(" is no regular expression: missing ), unterminated subpattern at position 0'),
    ("headers = 3", '"headers" in [links] must be a table of hosts, such as [links.headers."api.example.org"]'),
    ('headers = {"http://a" = {}}', '"headers" in [links] must be by host, such as "api.example.org", not by "http://a"'),
    ('headers = {"a.dev" = 3}', '"headers" in [links] must be a table of headers for "a.dev"'),
    ('headers = {"a.dev" = {"X Y" = "$A"}}', '"headers" in [links] must be a table of headers; "X Y" is no name of one'),
    ('headers = {"a.dev" = {X = "secret"}}', '"headers" in [links] must be a table in which "X" is an environment variable, such as "$API_TOKEN"'),
]  # fmt: skip


@pytest.mark.parametrize(("line", "message"), MISTAKES)
def test_a_mistake_is_told_in_one_line(site: Path, line: str, message: str) -> None:
    with pytest.raises(SettingsError) as raised:
        settings_from(site, f"[links]\n{line}\n")
    assert str(raised.value) == f"postlint.toml:2: {message}"


def test_the_table_is_for_whole_sites(site: Path) -> None:
    with pytest.raises(SettingsError, match='unknown key "links"'):
        settings_from(site, '[per-file."a.md".links]\nonline = true\n')
    with pytest.raises(SettingsError, match='"links" must be a table'):
        settings_from(site, "links = true\n")
