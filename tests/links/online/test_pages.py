"""What is looked for on pages: anchors and titles, within limits."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import pytest
from sites import endless, page, reply

from postlint.links.online import Status, UrlUse
from postlint.links.online.pages import PageReader, anchor_of

if TYPE_CHECKING:
    from sites import Web
    from webcheck import Check

_PAGE = """<!doctype html><html><head><title>A page &amp;
  its title</title></head><body id="Body">
<h1 id="setup">Set up</h1> <a name='old'></a> <a href="#made-by-script">x</a>
<h2 id=user-content-faq class="a-class" data-id="data">FAQ</h2>
<i id="it&#x27;s"></i><i id='c d'></i> <h2 id="über">U</h2>
<script>var toc = {"id": "from-json", html: "<h2 id=\\"escaped\\">"}; not_this</script>
</body></html>"""


@pytest.mark.parametrize(
    ("fragment", "here"),
    [
        ("setup", True),
        ("SETUP", True),
        ("old", True),
        ("made-by-script", True),
        ("faq", True),
        ("user-content-faq", True),
        ("user-content-setup", True),
        ("%C3%BCber", True),
        ("from-json", True),
        ("escaped", True),
        ("it's", True),
        ("c%20d", True),
        ("not_this", False),
        ("a-class", False),
        ("data", False),
        ("set", False),
        ("up", False),
        ("gone", False),
    ],
)
def test_anchors_of_a_page(web: Web, check: Check, fragment: str, here: bool) -> None:
    from urllib.parse import unquote

    site = web.site(page(_PAGE))
    verdict = check.one(site.url(f"/#{fragment}"))
    assert verdict.status is Status.ALIVE
    assert verdict.anchors == {unquote(fragment): here}
    assert site.asked == ["GET /"]
    assert "range" not in site.requests[0].headers


@pytest.mark.parametrize(
    "fragment",
    [
        "", "top", ":~:text=some%20words", "setup:~:text=x", "/route", "narrow/1-x", "!route",
        "!/route", "a=b", "page=3", "t=1m&x=2", "L10", "L10-L20", "issuecomment-123",
        "discussion_r1", "diff-0a1b2c", "pullrequestreview-1",
    ],
)  # fmt: skip
def test_fragments_that_name_no_element_of_the_page(web: Web, check: Check, fragment: str) -> None:
    site = web.site(page(_PAGE))
    assert anchor_of(fragment) is None
    assert check.one(site.url(f"/#{fragment}")).anchors == {}
    assert site.asked == ["HEAD /"]


@pytest.mark.parametrize(
    "answer",
    [
        reply(200, b"# plain", content_type="text/plain"),
        reply(200, b"%PDF", content_type="application/pdf"),
        page("<div id=app></div><script src=app.js></script>"),
        page("<h1>Cut", content_length="1000"),
        page("<h1>x</h1>", content_encoding="br"),
        page("<h1>not gzip</h1>", content_encoding="gzip"),
        reply(204),
    ],
    ids=["text", "pdf", "app", "cut", "brotli", "no-gzip", "empty"],
)
def test_a_page_that_does_not_tell_is_alive(web: Web, check: Check, answer: bytes) -> None:
    site = web.site(answer)
    verdict = check.one(site.url("/#gone"), timeout=0.5)
    assert (verdict.status, verdict.anchors) == (Status.ALIVE, {})


@pytest.mark.parametrize("encoding", ["gzip", "deflate", "raw deflate"])
def test_compressed_pages_are_read(web: Web, check: Check, encoding: str) -> None:
    html = _PAGE.encode()
    raw = zlib.compressobj(wbits=-15)
    body = {
        "gzip": gzip.compress(html),
        "deflate": zlib.compress(html),
        "raw deflate": raw.compress(html) + raw.flush(),
    }[encoding]
    site = web.site(reply(200, body, content_encoding=encoding.split()[-1]))
    verdicts = check(site.url("/#setup"), site.url("/#gone"))
    assert verdicts[site.url("/#gone")].anchors == {"setup": True, "gone": False}


def test_chunked_pages_are_read(web: Web, check: Check) -> None:
    html = _PAGE.encode()
    chunks = [html[i : i + 7] for i in range(0, len(html), 7)]
    body = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in [*chunks, b""])
    site = web.site(reply(200, body, content_length="", transfer_encoding="chunked"))
    verdicts = check(site.url("/#setup"), site.url("/#gone"))
    assert verdicts[site.url("/#gone")].anchors == {"setup": True, "gone": False}


def test_a_page_in_another_encoding(web: Web, check: Check) -> None:
    body = '<h1 id="über">Ü</h1>'.encode("latin-1")
    site = web.site(reply(200, body, content_type="text/html; charset=ISO-8859-1"))
    assert check.one(site.url("/#%C3%BCber")).anchors == {"über": True}


def test_an_encoding_that_there_is_not(web: Web, check: Check) -> None:
    site = web.site(page("<h1 id=a>", content_type="text/html; charset=x-none"))
    assert check.one(site.url("/#a")).anchors == {"a": True}


def test_a_gzip_bomb_is_left_alone(web: Web, check: Check) -> None:
    """One gigabyte of spaces in one megabyte."""
    compressor = zlib.compressobj(wbits=31)
    piece = b" " * (1 << 20)
    body = b"".join([*(compressor.compress(piece) for _ in range(1024)), compressor.flush()])
    site = web.site(reply(200, body, content_encoding="gzip"))
    verdict = check.one(site.url("/#gone"))
    assert (verdict.status, verdict.anchors) == (Status.ALIVE, {})


def test_a_bomb_in_a_bomb_is_data(web: Web, check: Check) -> None:
    body = gzip.compress(gzip.compress(_PAGE.encode()))
    site = web.site(reply(200, body, content_encoding="gzip, gzip"))
    assert check.one(site.url("/#setup")).anchors == {}


@pytest.mark.parametrize("fragment", ["", "#gone"])
def test_a_body_of_a_gigabyte_is_not_read(web: Web, check: Check, fragment: str) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 1073741824\r\n\r\n"
    body = endless(head + b"<h1>x</h1>", b"<p>text</p>" * 1000)
    site = web.site(lambda request: body if request.method == "GET" else reply(405))
    verdict = check.one(site.url(f"/{fragment}"))
    assert (verdict.status, verdict.anchors) == (Status.ALIVE, {})
    assert site.bytes_sent < 64_000_000


def test_a_page_is_read_no_further_than_needed(web: Web, check: Check) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n"
    site = web.site(lambda request: endless(head + _PAGE.encode(), b"<p>text</p>"))
    assert check.one(site.url("/#setup")).anchors == {"setup": True}
    assert site.bytes_sent < 4_000_000


def test_a_body_that_drips_ends_with_the_time(web: Web, check: Check) -> None:
    async def drip(request: object, writer: object) -> None:
        import asyncio

        writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<h1>x</h1>")  # type: ignore[attr-defined]  # an asyncio.StreamWriter
        while True:
            await asyncio.sleep(0.05)
            writer.write(b"x")  # type: ignore[attr-defined]  # as above

    site = web.site(lambda request: drip)
    verdict = check.one(site.url("/#gone"), timeout=0.4)
    assert (verdict.status, verdict.anchors) == (Status.ALIVE, {})


def test_the_title(web: Web, check: Check) -> None:
    site = web.site(page(_PAGE))
    assert check.one(UrlUse(site.url(), title=True)).title == "A page & its title"
    assert check.one(site.url()).title is None


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<h1>No title</h1><svg><title>Icon</title></svg>", None),
        ("<body><svg><title>Icon</title></svg>", None),
        ("<head><title></title>", None),
        ("<title>One</title><title>Two</title>", "One"),
        ("<title>Cut of", "Cut of"),
        ("<TITLE>İstanbul</TITLE>", "İstanbul"),
        ("<!-- <title>Old</title> --><title lang=en>New</title>", "New"),
        ("<!-- <title>Old</title>", None),
        (f"<title>{'x' * 1000}</title>", "x" * 500),
    ],
)
def test_titles_of_all_kinds(html: str, title: str | None) -> None:
    reader = PageReader((), title=True)
    for character in html:
        if not reader.feed(character):
            break
    assert reader.title == title


@pytest.mark.parametrize("size", [1, 3, 17, 1000])
def test_pieces_of_any_size_say_the_same(size: int) -> None:
    wanted = {"setup", "old", "faq", "from-json", "escaped", "gone", "not_this", "a-class"}
    reader = PageReader(wanted, title=True)
    for start in range(0, len(_PAGE), size):
        reader.feed(_PAGE[start : start + size])
    assert reader.anchors(complete=True) == {
        name: name not in ("gone", "not_this", "a-class") for name in wanted
    }
    assert reader.title == "A page & its title"


@pytest.mark.parametrize(
    "html", ["<", "<a ", "<!--", "<title", "<title>", "</", "<a id='", "id=gone", "gone", "\\"]
)
def test_hostile_markup_is_read_in_reasonable_time(html: str) -> None:
    """It would not end if reading were quadratic in the length of a page."""
    reader = PageReader({"gone"}, title=True)
    piece = (html * 32_000)[:32_000]
    for _ in range(250):
        if not reader.feed(piece):
            break
    assert reader.anchors(complete=True) in ({}, {"gone": True})
