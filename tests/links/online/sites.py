"""Web servers on loopback that behave as the tests want, and record what they are asked.

They speak HTTP byte by byte, since most of what is tested here no HTTP library would do.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import ssl

Behaviour = Callable[["Received", asyncio.StreamWriter], Awaitable[None]]
Answers = Callable[["Received"], bytes | Behaviour]


@dataclass(frozen=True)
class Received:
    """A request as it came in; names of headers are in lower case."""

    method: str
    target: str
    headers: dict[str, str]

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]


@dataclass
class Site:
    """A server and what it has seen."""

    name: str
    address: str
    port: int
    scheme: str
    requests: list[Received] = field(default_factory=list)
    connections: int = 0
    open_connections: int = 0
    most_open: int = 0
    bytes_sent: int = 0

    def url(self, path: str = "/", *, scheme: str | None = None) -> str:
        return f"{scheme or self.scheme}://{self.name}:{self.port}{path}"

    @property
    def asked(self) -> list[str]:
        """``"HEAD /"`` and so on, in order."""
        return [f"{request.method} {request.target}" for request in self.requests]


class Web:
    """Sites with names, all of them on loopback."""

    def __init__(self) -> None:
        self.sites: list[Site] = []
        self.names: dict[str, list[str]] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()

    def site(
        self,
        answers: Answers | bytes,
        *,
        name: str | None = None,
        address: str | None = None,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
    ) -> Site:
        """Starts a server; ``answers`` is what it says to everything, or to each request."""
        number = len(self.sites) + 2
        address = address or loopback(number)
        name = name or f"site{number}.home.arpa"
        site = Site(name, address, port, "https" if tls else "http")
        answer = (lambda request: answers) if isinstance(answers, bytes) else answers
        future = asyncio.run_coroutine_threadsafe(self._start(site, answer, tls), self._loop)
        site.port = future.result()
        self.sites.append(site)
        self.names.setdefault(name, []).append(address)
        return site

    async def resolve(self, host: str, port: int) -> list[str]:
        """What ``System.resolve`` does, with these names only."""
        if host not in self.names:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return self.names[host]

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _start(self, site: Site, answer: Answers, tls: ssl.SSLContext | None) -> int:
        serve = partial(_serve, site, answer)
        server = await asyncio.start_server(serve, site.address, site.port, ssl=tls, limit=1 << 20)
        port: int = server.sockets[0].getsockname()[1]
        return port


def reply(
    status: int = 200,
    body: bytes = b"",
    *,
    version: str = "HTTP/1.1",
    phrase: str = "Whatever",
    **headers: str,
) -> bytes:
    """The bytes of an answer; ``content_type="…"`` is a header."""
    fields = {"Content-Length": str(len(body)), "Content-Type": "text/html; charset=utf-8"}
    fields |= {name.replace("_", "-").title(): value for name, value in headers.items()}
    lines = [f"{version} {status} {phrase}", *(f"{k}: {v}" for k, v in fields.items() if v)]
    head = "\r\n".join(lines).encode("utf-8", "surrogateescape")
    return head + b"\r\n\r\n" + body


def redirect(location: str, status: int = 301, set_cookie: str = "") -> bytes:
    return reply(status, location=location, set_cookie=set_cookie)


def page(html: str, **headers: str) -> bytes:
    """An HTML page with more headers."""
    return reply(200, html.encode(), phrase="OK", **headers)


def only_get(answer: bytes, refusal: bytes) -> Answers:
    """Refuses HEAD."""
    return lambda request: answer if request.method == "GET" else refusal


def paths(**answers: bytes | Behaviour) -> Answers:
    """By the first part of the path; 404 for others."""
    return lambda request: answers.get(request.path.strip("/").partition("/")[0], reply(404))


async def stall(request: Received, writer: asyncio.StreamWriter) -> None:
    """Takes the request and says nothing."""
    await asyncio.sleep(3600)


async def reset(request: Received, writer: asyncio.StreamWriter) -> None:
    """Closes the connection with a reset."""
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
    writer.transport.abort()


async def hang_up(request: Received, writer: asyncio.StreamWriter) -> None:
    """Closes the connection in good order, without an answer."""
    writer.close()


def endless(head: bytes, piece: bytes) -> Behaviour:
    """Sends the same piece for ever."""

    async def behave(request: Received, writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        while True:
            writer.write(piece)
            await writer.drain()

    return behave


#: Turns of the event loop until everything that has already arrived is seen.
_TURNS = 5


def loopback(number: int) -> str:
    """127.0.0.x, where the system has such addresses."""
    address = f"127.0.0.{number}"
    with socket.socket() as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return "127.0.0.1"
    return address


async def _serve(
    site: Site, answer: Answers, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    site.connections += 1
    for _ in range(_TURNS):  # The end of one that was closed before this may not be seen yet.
        await asyncio.sleep(0)
    site.open_connections += 1
    site.most_open = max(site.most_open, site.open_connections)
    with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
        while await _serve_one(site, answer, reader, writer):
            pass
    site.open_connections -= 1
    writer.close()


async def _serve_one(
    site: Site, answer: Answers, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> bool:
    """Serves one request; whether another may follow on the connection."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("utf-8", "surrogateescape")
    first, *lines = head.rstrip("\r\n").split("\r\n")
    method, target, _ = first.split(" ")
    pairs = (line.partition(":") for line in lines)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    request = Received(method, target, headers)
    site.requests.append(request)
    said = answer(request)
    if not isinstance(said, bytes):
        counted = _Counting(writer, site)
        await said(request, counted)  # type: ignore[arg-type]  # it has what behaviours use
        return not writer.is_closing()
    if method == "HEAD":
        said = said[: said.index(b"\r\n\r\n") + 4]
    writer.write(said)
    await writer.drain()
    return not said.startswith(b"HTTP/1.0")


class _Counting:
    """A writer that counts the bytes it could get rid of."""

    def __init__(self, writer: asyncio.StreamWriter, site: Site) -> None:
        self._writer, self._site = writer, site
        self.transport = writer.transport
        self.close = writer.close
        self.get_extra_info = writer.get_extra_info

    def write(self, data: bytes) -> None:
        self._writer.write(data)
        self._site.bytes_sent += len(data)

    async def drain(self) -> None:
        await self._writer.drain()
