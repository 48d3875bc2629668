"""One request and its redirects: limited in every direction, and discreet.

Cookies live as long as one chain of redirects does. Headers with secrets go to the very host
they are for, over https, and nowhere else. A body is read only for what is looked for in it.
"""

from __future__ import annotations

import codecs
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING

import aiohttp
from msgspec import Struct
from msgspec.structs import replace
from yarl import URL

from postlint.links.online.addresses import (
    ForbiddenAddressError,
    GuardedResolver,
    OpenResolver,
    guarded_socket,
    is_forbidden_literal,
)
from postlint.links.online.judging import RedirectError

if TYPE_CHECKING:
    import ssl
    from collections.abc import Iterator, Mapping
    from http.cookies import SimpleCookie

    from postlint.links.online.hosts import Hosts
    from postlint.links.online.options import OnlineOptions
    from postlint.links.online.pages import PageReader
    from postlint.links.online.secrets import Secrets
    from postlint.links.online.system import System

MAX_REDIRECTS = 10
_PERMANENT = frozenset({301, 308})
_REDIRECTS = _PERMANENT | {302, 303, 307}

#: Limits in bytes: of a line of the head, of a body as sent, and of a body decompressed.
_LONGEST_LINE = 64 * 1024
_MOST_HEADERS = 256
_LARGEST_BODY = 4 * 1024 * 1024
_LARGEST_PAGE = 8 * 1024 * 1024
_PIECE = 32 * 1024
#: A body so small is read to its end, so that the connection can be used again.
_SMALL_BODY = 16 * 1024
#: Of a page that nothing is looked for on, its first bytes are asked for.
_RANGE = f"bytes=0-{_SMALL_BODY - 1}"

_HTML = frozenset({"text/html", "application/xhtml+xml"})


class Request(Struct, frozen=True):
    """What to ask for; ``validators`` are conditional headers for ``validated``, a URL."""

    method: str
    url: URL
    reader: PageReader | None = None
    validators: Mapping[str, str] = {}
    validated: str = ""


class Answer(Struct, frozen=True):
    """The last answer of a chain of redirects.

    ``moved_to`` is how far permanent redirects lead from the URL asked for. ``read_to_end`` says
    that the page was HTML and that its reader has seen all of it.
    """

    code: int
    headers: Mapping[str, str]
    url: URL
    moved_to: URL | None = None
    read_to_end: bool = False


class NoAnswerError(Exception):
    """A request of a chain that got no answer, or one that leads no further."""

    def __init__(self, url: URL, error: Exception) -> None:
        super().__init__(str(error))
        self.url = url
        self.error = error


_ERRORS = (aiohttp.ClientError, OSError, TimeoutError, ValueError, RedirectError)


class Client:
    """The HTTP client of a run; an asynchronous context manager."""

    def __init__(
        self,
        options: OnlineOptions,
        system: System,
        hosts: Hosts,
        secrets: Secrets,
        often_asked: frozenset[str],
    ) -> None:
        """``often_asked`` are the hosts to which connections are kept open for the next request.

        Kept for all, they could be more than a process may have.
        """
        self._options = options
        self._hosts = hosts
        self._secrets = secrets
        self._often_asked = often_asked
        context = system.ssl_context()
        self._keeping = _session(options, _connector(options, system, context, close=False))
        self._closing = _session(options, _connector(options, system, context, close=True))

    async def __aenter__(self) -> Client:
        return self

    async def __aexit__(self, *error: object) -> None:
        await self._keeping.close()
        await self._closing.close()

    async def fetch(self, request: Request) -> Answer:
        """The answer to a request; each request of the chain waits for its turn.

        Raises ``NoAnswerError`` and ``HostUnreachable``.
        """
        url = request.url
        moved_to: URL | None = None
        permanent = True
        cookies: aiohttp.CookieJar | None = None
        seen: set[tuple[URL, str]] = set()
        for _ in range(MAX_REDIRECTS + 1):
            cookie = _cookie_header(cookies, url) if cookies else ""
            if (url, cookie) in seen:
                raise NoAnswerError(url, RedirectError("redirects lead in a circle"))
            seen.add((url, cookie))
            try:
                answer = await self._ask(request, url, cookie)
                if isinstance(answer, Answer):
                    return replace(answer, moved_to=moved_to)
                target = _next(url, answer.location)
            except _ERRORS as error:
                raise NoAnswerError(url, error) from error
            if answer.cookies:
                cookies = cookies or aiohttp.CookieJar()
                cookies.update_cookies(answer.cookies, url)
            url = target
            permanent = permanent and answer.code in _PERMANENT
            moved_to = url if permanent else moved_to
        raise NoAnswerError(url, RedirectError(f"more than {MAX_REDIRECTS} redirects"))

    async def _ask(self, request: Request, url: URL, cookie: str) -> Answer | _Redirect:
        host = url.raw_host or ""
        if not self._options.allow_private and is_forbidden_literal(host):
            raise ForbiddenAddressError(host)
        headers = dict(self._secrets.for_url(url))
        if cookie:
            headers["Cookie"] = cookie
        if request.reader is None and request.method == "GET":
            headers["Range"] = _RANGE
        if str(url) == request.validated:
            headers.update(request.validators)
        door = door_of(url)
        session = self._keeping if host in self._often_asked else self._closing
        async with (
            self._hosts.turn(host, door) as known,
            session.request(
                request.method, url, headers=headers, allow_redirects=False
            ) as response,
        ):
            known.answered.add(door)
            location = response.headers.get("Location", "")
            if response.status in _REDIRECTS and location:
                with suppress(aiohttp.ClientError, TimeoutError):
                    await _finish(response)
                return _Redirect(response.status, location, response.cookies)
            to_end = await _read(response, request.reader)
            return Answer(response.status, response.headers, url, read_to_end=to_end)


class _Redirect(Struct, frozen=True):
    code: int
    location: str
    cookies: SimpleCookie


def parse_url(text: str) -> URL:
    """The URL to request: without fragment and credentials, international names encoded.

    Raises ``ValueError`` for what is no URL with a host.
    """
    url = URL(_as_browsers_read(text.partition("#")[0]))
    if url.raw_user is not None or url.raw_password is not None:
        url = url.with_user(None)
    if not url.raw_host or url.port == 0:
        raise ValueError(f'"{text}" has no host')
    return url if url.raw_path else url.with_path("/")


def door_of(url: URL) -> tuple[str, int]:
    """The scheme and port by which a server is reached."""
    return url.scheme, url.port or 0


def _connector(
    options: OnlineOptions, system: System, context: ssl.SSLContext, *, close: bool
) -> aiohttp.TCPConnector:
    """The maker of connections; with ``close`` each is closed after its request."""
    resolver = (OpenResolver if options.allow_private else GuardedResolver)(system.resolve)
    return aiohttp.TCPConnector(
        resolver=resolver,
        socket_factory=None if options.allow_private else guarded_socket,
        ssl=context,
        # ``Hosts`` lets in no more; here they could only wait.
        limit=0,
        limit_per_host=options.per_host,
        ttl_dns_cache=None,
        force_close=close,
    )


def _session(options: OnlineOptions, connector: aiohttp.TCPConnector) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(
            total=options.timeout, sock_connect=max(options.timeout / 2, min(options.timeout, 5))
        ),
        headers={
            "User-Agent": options.user_agent,
            "Accept": options.accept_header,
            "Accept-Language": "en, *;q=0.5",
            "Accept-Encoding": "gzip, deflate",
        },
        cookie_jar=aiohttp.DummyCookieJar(),
        auto_decompress=False,
        max_line_size=_LONGEST_LINE,
        max_field_size=_LONGEST_LINE,
        max_headers=_MOST_HEADERS,
    )


def _next(url: URL, location: str) -> URL:
    """Where a redirect leads; ``Location`` may be relative and hold any bytes."""
    data = location.strip().encode("utf-8", "surrogateescape")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in data)
    try:
        target = url.join(URL(_as_browsers_read(text)))
        if target.scheme not in ("http", "https"):
            raise RedirectError(f"redirects to {target.scheme}:")
        return parse_url(str(target))
    except ValueError:
        raise RedirectError("redirects to what is no URL") from None


def _as_browsers_read(text: str) -> str:
    """A backslash before the query is a slash, and a space is a space in the query, too."""
    before, mark, query = text.strip().replace(" ", "%20").partition("?")
    return before.replace("\\", "/") + mark + query


def _cookie_header(cookies: aiohttp.CookieJar, url: URL) -> str:
    return "; ".join(
        f"{cookie.key}={cookie.coded_value}" for cookie in cookies.filter_cookies(url).values()
    )


async def _read(response: aiohttp.ClientResponse, reader: PageReader | None) -> bool:
    """Feeds the reader with the page; whether that was an HTML page and all of it was fed.

    What is not read closes the connection. The status is known by now, so it does not matter
    that the body breaks off or does not end in time.
    """
    to_end = False
    with suppress(aiohttp.ClientError, TimeoutError):
        if reader is None or response.status != 200 or response.content_type not in _HTML:
            await _finish(response)
        else:
            to_end = await _read_page(response, reader)
    return to_end


async def _read_page(response: aiohttp.ClientResponse, reader: PageReader) -> bool:
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding not in ("identity", "gzip", "x-gzip", "deflate"):
        return False
    inflate = _Inflater() if encoding != "identity" else None
    decode = _decoder(response.charset)
    received = shown = 0
    async for piece in response.content.iter_chunked(_PIECE):
        received += len(piece)
        for data in inflate.pieces(piece) if inflate else (piece,):
            shown += len(data)
            if not reader.feed(decode.decode(data)) or shown > _LARGEST_PAGE:
                return False
        if received > _LARGEST_BODY:
            return False
    return True


async def _finish(response: aiohttp.ClientResponse) -> None:
    """Reads a small body, so that the connection can be used again; leaves any other."""
    length = response.content_length
    if response.method != "HEAD" and length is not None and length <= _SMALL_BODY:
        await response.read()


class _Inflater:
    """Decompresses gzip and both kinds of deflate, a limited piece at a time."""

    def __init__(self) -> None:
        self._stream: zlib._Decompress | None = None

    def pieces(self, data: bytes) -> Iterator[bytes]:
        """What a piece of the body holds; raises ``aiohttp.ClientPayloadError``."""
        try:
            if self._stream is None:
                self._stream = zlib.decompressobj(_window_bits(data))
            while data:
                yield self._stream.decompress(data, _PIECE)
                data = self._stream.unconsumed_tail
        except zlib.error as error:
            raise aiohttp.ClientPayloadError(str(error)) from error


def _window_bits(data: bytes) -> int:
    """How to read a body by its first byte; servers call both zlib and raw deflate "deflate"."""
    if data[0] == 0x1F:
        return 16 + zlib.MAX_WBITS
    return zlib.MAX_WBITS if data[0] & 0x0F == 8 else -zlib.MAX_WBITS


def _decoder(charset: str | None) -> codecs.IncrementalDecoder:
    """Ids are ASCII mostly, so that a wrong guess does little harm."""
    try:
        return codecs.getincrementaldecoder(charset or "utf-8")("replace")
    except (LookupError, AttributeError):
        return codecs.getincrementaldecoder("utf-8")("replace")
