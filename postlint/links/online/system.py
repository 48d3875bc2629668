"""The world outside, as far as checking URLs depends on it; tests put another in its place."""

from __future__ import annotations

import asyncio
import os
import random
import socket
import ssl
import threading
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeVar

from msgspec import Struct, field

_T = TypeVar("_T")

#: What ``select`` takes on Windows, and more than a run will need.
_WINDOWS_SOCKETS, _MANY = 512, 4096

#: From a host name and a port to IP addresses; raises ``OSError``.
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]


async def resolve_name(host: str, port: int) -> Sequence[str]:
    """The addresses of a host as the operating system knows them; raises ``socket.gaierror``."""
    found = await in_daemon_thread(
        lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
    )
    # The last field may be a scope: link-local addresses, which are not public anyway.
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def open_file_limit() -> int:
    """How many files and connections the process may have open."""
    try:
        import resource
    except ImportError:  # Windows
        return _WINDOWS_SOCKETS
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return soft if 0 < soft < _MANY else _MANY


class System(Struct, frozen=True):
    """Clocks (seconds), sleep, randomness (0 to 1), name resolution, trust, environment.

    ``open_files`` is how many connections there may be at a time.
    """

    now: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    random: Callable[[], float] = random.random
    resolve: Resolve = resolve_name
    ssl_context: Callable[[], ssl.SSLContext] = ssl.create_default_context
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    open_files: int = field(default_factory=lambda: open_file_limit() // 2)


async def in_daemon_thread(work: Callable[[], _T]) -> _T:
    """The result of blocking work, which an interrupted run need not wait for.

    The threads of an executor are joined when the interpreter exits, however long a name server
    takes.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[_T] = loop.create_future()

    def run() -> None:
        deliver: Callable[[], None]
        try:
            deliver = partial(future.set_result, work())
        except Exception as error:
            deliver = partial(future.set_exception, error)
        # The loop is closed when the run was interrupted, the future cancelled on a time-out.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(lambda: None if future.done() else deliver())

    threading.Thread(target=run, daemon=True).start()
    return await future
