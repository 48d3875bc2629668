"""Runs that check URLs, from the command line to the report."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from sites import page, paths, redirect, reply, stall

from postlint.api import lint_paths, lint_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sites import Site, Web

RULES = ["dead-url", "moved-url", "dead-fragment", "insecure-url", "title-mismatch"]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def numbered(web: Web) -> Callable[..., Site]:
    """Makes sites that are known by their addresses, as names need a name server."""

    def make(answers: Any) -> Site:
        site = web.site(answers)
        site.name = site.address
        return site

    return make


def started(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "postlint", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def online(**links: Any) -> dict[str, Any]:
    return {"select": RULES, "links": {"online": True, "allow-private": True, **links}}


def test_the_command_line(folder: Path, numbered: Callable[..., Site]) -> None:
    site = numbered(
        paths(
            gone=reply(404),
            wall=reply(403),
            old=redirect("/old/"),
            page=page("<h1 id=a>A</h1><title>T</title>"),
        )
    )
    text = "".join(
        f"[x](<{site.url(path)}>)\n\n" for path in ("/gone", "/wall", "/page#a", "/page#b")
    )
    (folder / "a.md").write_text(f"{text}![x]({site.url('/gone')})\n", encoding="utf-8")
    (folder / "b.md").write_text(f"<{site.url('/gone')}>\n", encoding="utf-8")
    (folder / "postlint.toml").write_text("[links]\nallow-private = true\n", encoding="utf-8")

    offline = started("--select", ",".join(RULES), "--format", "json")
    assert json.loads(offline.stdout)["diagnostics"] == []
    assert not site.requests

    run = started("--online", "--select", ",".join(RULES), "--format", "json")
    assert run.stderr == ""
    assert run.returncode == 1
    found = [
        (one["path"], one["start"]["line"], one["rule"], one["severity"], one["message"])
        for one in json.loads(run.stdout)["diagnostics"]
    ]
    gone = f'Dead URL "{site.url("/gone")}": 404 Not Found; also in'
    assert found == [
        ("a.md", 1, "dead-url", "warning", f"{gone} b.md"),
        (
            "a.md", 3, "dead-url", "info",
            f'Cannot tell whether "{site.url("/wall")}" is alive: 403 Forbidden',
        ),
        (
            "a.md", 7, "dead-fragment", "warning",
            f'No anchor "#b" on the page at {site.url("/page")}',
        ),
        ("a.md", 9, "dead-url", "warning", f"{gone} b.md"),
        ("b.md", 1, "dead-url", "warning", f"{gone} a.md"),
    ]  # fmt: skip
    asked = len(site.requests)
    assert sorted(site.asked) == ["GET /gone", "GET /page", "GET /wall", "HEAD /gone", "HEAD /wall"]

    again = started("--online", "--select", ",".join(RULES), "--format", "json")
    assert again.stdout == run.stdout
    assert len(site.requests) == asked, "with a warm cache there is no request"

    started("--online", "--refresh", "--select", ",".join(RULES))
    assert len(site.requests) == 2 * asked
    started("--online", "--no-cache", "--select", ",".join(RULES))
    assert len(site.requests) == 3 * asked
    started("--online", "--cache-dir", "elsewhere", "--select", ",".join(RULES))
    assert len(site.requests) == 4 * asked
    assert list((folder / "elsewhere").iterdir())


def test_configuration_can_ask_for_it_and_the_command_line_refuse(
    folder: Path, numbered: Callable[..., Site]
) -> None:
    site = numbered(reply())
    (folder / "a.md").write_text(f"<{site.url()}>\n", encoding="utf-8")
    (folder / "postlint.toml").write_text(
        "[links]\nonline = true\nallow-private = true\n", encoding="utf-8"
    )
    started("--offline")
    assert not site.requests
    started()
    assert site.requests


def test_a_moved_page_is_mended(folder: Path, numbered: Callable[..., Site]) -> None:
    site = numbered(
        lambda request: (
            redirect("/docs/") if request.path == "/docs"
            else redirect("/other", 308) if request.path == "/guide"
            else reply()
        )
    )  # fmt: skip
    post = folder / "a.md"
    post.write_text(
        f"[a]({site.url('/docs#x')} 'T'), [b][r]\n\n[r]: {site.url('/guide')}\n", encoding="utf-8"
    )
    (folder / "postlint.toml").write_text("[links]\nallow-private = true\n", encoding="utf-8")
    started("--online", "--select", "moved-url", "--fix")
    assert post.read_text(encoding="utf-8") == (
        f"[a]({site.url('/docs/#x')} 'T'), [b][r]\n\n[r]: {site.url('/guide')}\n"
    )
    started("--online", "--select", "moved-url", "--fix", "--unsafe-fixes")
    assert site.url("/other") in post.read_text(encoding="utf-8")


def test_urls_are_requested_for_the_rules_that_ask(numbered: Callable[..., Site]) -> None:
    site = numbered(page("<title>Parked domain</title><h1>x</h1>"))
    text = f"## References\n\n- [A book]({site.url('/x#a')})\n"
    lint_text(text, settings=online() | {"select": ["spelling", "missing-anchor"]})
    assert not site.requests
    lint_text(text, settings=online() | {"select": ["dead-url"]})
    assert site.asked == ["HEAD /x"], "nobody asked for the fragment"
    report = lint_text(text, settings=online() | {"select": ["title-mismatch"]})
    assert site.asked[1:] == ["GET /x"]
    assert [finding.message for finding in report.findings] == [
        'Entry "A book" leads to a page titled "Parked domain"'
    ]


def test_what_is_to_be_filled_in_is_not_requested(numbered: Callable[..., Site]) -> None:
    site = numbered(reply())
    for path in ("/{{ page }}", "/{% x %}", "/<name>", "/{id}", "/$NAME", "/...", "/?q={{ q }}"):
        lint_text(f"<a href='{site.url(path)}'>x</a>\n", settings=online())
    lint_text("[x](mailto:a@b.dev), [y](/page), [z](page.md), [p]()\n", settings=online())
    assert not site.requests
    for path in ("/compare/a...b", "/?q={%22a%22:1}&$top=3", "/%7Bid%7D"):
        lint_text(f"<a href='{site.url(path)}'>x</a>\n", settings=online())
    assert len(site.requests) == 3


def test_private_addresses_are_not_asked_without_leave(numbered: Callable[..., Site]) -> None:
    site = numbered(reply())
    settings = {"select": RULES, "links": {"online": True}}
    report = lint_text(f"<{site.url()}>\n", settings=settings)
    assert not site.connections
    (finding,) = report.findings
    assert "is not a public address" in finding.message


def test_a_url_lately_alive_is_not_reported(
    numbered: Callable[..., Site], monkeypatch: pytest.MonkeyPatch
) -> None:
    from postlint.runner import Run
    from postlint.settings import Configuration, Overrides
    from postlint.source import Source

    answers = [reply(), reply(403)]
    site = numbered(lambda request: answers[0])
    settings = Configuration(Overrides(isolated=True, values=online()))

    def findings() -> list[str]:
        run = Run(settings)
        run.lint_sources([Source.from_text(f"<{site.url()}>\n", "a.md")])
        run.check_urls(cache_dir="cache", refresh=True)
        return [finding.message for finding in run.report().findings]

    assert findings() == []
    del answers[0]
    assert findings() == []
    assert len(site.requests) > 2


def test_directives_about_urls_are_not_called_unused(numbered: Callable[..., Site]) -> None:
    site = numbered(paths(gone=reply(404), here=reply()))
    text = (
        f"<{site.url('/gone')}> <!-- postlint-disable-line dead-url -->\n\n"
        f"<{site.url('/here')}> <!-- postlint-disable-line links -->\n\n"
        "No link. <!-- postlint-disable-line dead-url -->\n\n"
        "No link. <!-- postlint-disable-line links -->\n"
    )
    for links in ({"online": True, "allow-private": True}, {"online": False}):
        report = lint_text(text, settings={"select": ["links", "directives"], "links": links})
        unused = [
            finding.location.start.line
            for finding in report.findings
            if finding.rule == "unused-directive"
        ]
        assert unused == [5, 7]
        assert not any(finding.rule == "dead-url" for finding in report.findings)


def test_each_post_has_the_options_of_its_folder(
    folder: Path, numbered: Callable[..., Site]
) -> None:
    site = numbered(reply(403))
    for name, links in {"a": "", "b": "accept = [403]\n", "c": "online = false\n"}.items():
        (folder / name).mkdir()
        (folder / name / "post.md").write_text(f"<{site.url()}>\n", encoding="utf-8")
        config = "[links]\nallow-private = true\n" + (links if "online" in links else "")
        config += "" if "online" in links else f"online = true\n{links}"
        (folder / name / "postlint.toml").write_text(config, encoding="utf-8")
    report = lint_paths(["."])
    assert [finding.location.path for finding in report.findings] == ["a/post.md"]


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_an_interrupted_run_reports_what_it_knows(
    folder: Path, numbered: Callable[..., Site]
) -> None:
    import signal

    site = numbered(paths(gone=reply(404), stalls=stall))
    (folder / "a.md").write_text(
        f"<{site.url('/gone')}> <{site.url('/stalls')}>\n", encoding="utf-8"
    )
    (folder / "postlint.toml").write_text(
        "[links]\nallow-private = true\nper-host = 1\n", encoding="utf-8"
    )
    with subprocess.Popen(
        [sys.executable, "-m", "postlint", "--online", "--select", "dead-url"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        while "HEAD /stalls" not in site.asked:
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert "404 Not Found" in out
    assert err == "postlint: Interrupted: 1 of 2 URLs were checked\n"
    assert process.returncode == 2


def test_importing_postlint_imports_no_http_client() -> None:
    code = (
        "import sys, postlint.api, postlint.runner, postlint.links.online\n"
        "from postlint.settings import Configuration\n"
        "from postlint.api import lint_text\n"
        "lint_text('<https://example.org/>')\n"
        "print([name for name in ('aiohttp', 'yarl', 'sqlite3', 'ssl') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "[]\n"


def test_shards_ask_for_nothing_and_who_merges_them_for_each_url_once(
    folder: Path, numbered: Callable[..., Site]
) -> None:
    site = numbered(paths(gone=reply(404), page=page("<h1 id=a>A</h1>")))
    (folder / "a.md").write_text(f"<{site.url('/gone')}>\n", encoding="utf-8")
    (folder / "b.md").write_text(f"<{site.url('/gone')}>\n\n<{site.url('/page')}>\n", "utf-8")
    (folder / "postlint.toml").write_text("[links]\nallow-private = true\n", encoding="utf-8")
    options = ("--online", "--select", ",".join(RULES))
    for number in "12":
        done = started(*options, "--no-cache", "--shard", f"{number}/2", "-o", f"{number}.json")
        assert (done.returncode, done.stderr) == (0, "")
    assert not site.requests
    merged = started("merge", "--no-cache", "1.json", "2.json")
    assert sorted(site.asked) == ["GET /gone", "HEAD /gone", "HEAD /page"]
    assert "404 Not Found; also in b.md" in merged.stdout
    whole = started(*options, "--no-cache")
    assert (merged.returncode, merged.stdout) == (whole.returncode, whole.stdout)
