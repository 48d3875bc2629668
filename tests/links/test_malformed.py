"""URLs that cannot be what was meant, and those that only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.api import lint_text
from postlint.links.malformed import defect_of, is_local


@pytest.mark.parametrize(
    ("url", "mended"),
    [
        ("htps://rain.dev", "https://rain.dev"),
        ("htpps://rain.dev", "https://rain.dev"),
        ("htttp://rain.dev/a", "http://rain.dev/a"),
        ("ttps://rain.dev", "https://rain.dev"),
        ("hhttps://rain.dev", "https://rain.dev"),
        ("http:/rain.dev", "http://rain.dev"),
        ("https:rain.dev", None),
        ("https//rain.dev", "https://rain.dev"),
        ("http;//rain.dev", "http://rain.dev"),
        ("https:\\\\rain.dev", "https://rain.dev"),
        ("https:///rain.dev", "https://rain.dev"),
        ("https://https://rain.dev", "https://rain.dev"),
        ("http://https://rain.dev", "https://rain.dev"),
        ("https://http//rain.dev", "http://rain.dev"),
        ("https:https://rain.dev", "https://rain.dev"),
        ("mailto://me@rain.dev", "mailto:me@rain.dev"),
        ("https://rain.dev/a)", "https://rain.dev/a"),
        ("https://rain.dev/gauges.", "https://rain.dev/gauges"),
        ("https://rain.dev/gauges,", "https://rain.dev/gauges"),
        ('https://rain.dev/gauges"', "https://rain.dev/gauges"),
        ("https://rain.dev/a_(b", "https://rain.dev/a_(b)"),
        ("https://rain..dev", ""),
        ("https://www,rain.dev", ""),
        ("https:// rain.dev", ""),
        ("[https://rain.dev](https://rain.dev/a)", "https://rain.dev/a"),
        ("[https://rain.dev]", "https://rain.dev"),
        ("https://", ""),
        ("https:///", ""),
    ],
)
def test_what_is_wrong_and_what_is_meant(url: str, mended: str | None) -> None:
    defect = defect_of(url)
    assert (None if defect is None else defect.mended) == mended


@pytest.mark.parametrize(
    "url",
    [
        "https://rain.dev",
        "https://rain.dev/a_(b)",
        "https://en.wikipedia.org/wiki/Acme_Inc.",
        "https://en.wikipedia.org/wiki/C._S._Forester_et_al.",
        "https://rain.dev/?q=a,b.",
        "https://rain.dev/a#:~:text=it%20rains.",
        "https://rain.dev/a...b/...",
        "https://web.archive.org/web/2020/http://rain.dev",
        "https://rain.dev/https://snow.dev",
        "[rain](rain.md)",
        "https://me:secret@rain.dev:8443/",
        "http://[::1]:80/",
        "https://xn--regen-kva.dev",
        "https://日本.jp",
        "https://my_host.rain.dev",
        "https://{{ host }}/a.",
        "https://$HOST/a.",
        "https://<your-host>/a",
        "ftp://rain.dev",
        "sftp://rain.dev/a",
        "tftp://rain.dev/a",
        "git+https://rain.dev/a.git",
        "mailto:me@rain.dev",
        "tel:+491234",
        "http/guide.md",
        "https/rain.dev",
        "hats/rain.dev",
        "guide.md",
        "../a.b/c",
        "#top",
        "",
    ],
)
def test_nothing_is_wrong(url: str) -> None:
    assert defect_of(url) is None


@given(st.text(max_size=60))
def test_any_text_can_be_looked_at(rest: str) -> None:
    for url in (rest, f"https://{rest}", f"htps://{rest}"):
        defect = defect_of(url)
        assert defect is None or defect.mended != url


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://localhost:4000/a", True),
        ("http://127.0.0.1/", True),
        ("file:///home/me/a.md", True),
        ("https://abc-4000.app.github.dev/a", True),
        ("https://localhost.rain.dev/", False),
        ("https://rain.dev/localhost", False),
    ],
)
def test_local_addresses(url: str, local: bool) -> None:
    assert is_local(url) is local


def test_a_long_url_is_shortened_in_the_message() -> None:
    url = f"https://https://rain.dev/{'a' * 1000}"
    report = lint_text(f"[Rain]({url})\n", settings={"select": ["malformed-url"]})
    (found,) = report.findings
    assert found.message == f'URL "{url[:99]}…" has two schemes'
    assert found.suggestions == (url.removeprefix("https://"),)
