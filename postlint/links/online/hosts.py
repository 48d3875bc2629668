"""Whose turn it is: how many requests a host gets at a time, how soon after one another."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from contextlib import AbstractAsyncContextManager

    from postlint.links.online.judging import Judgement
    from postlint.links.online.options import OnlineOptions
    from postlint.links.online.system import System


class HostUnreachable(Exception):  # noqa: N818  # what is known, not what went wrong here
    """The host need not be asked: what became of earlier requests holds for all of its URLs."""

    def __init__(self, judgement: Judgement) -> None:
        super().__init__(judgement.reason)
        self.judgement = judgement


class Host(Struct):
    """What was learned of a host during the run. Times are monotonic, in seconds."""

    slots: asyncio.Semaphore
    admission: asyncio.Semaphore
    next_start: float = 0.0
    paused_until: float = 0.0
    #: By scheme and port, what holds for every URL there.
    unreachable: dict[tuple[str, int], Judgement] = {}
    #: The schemes and ports that have answered a request.
    answered: set[tuple[str, int]] = set()
    refuses_head: bool = False


class Hosts:
    """The hosts of a run, and turns at them."""

    def __init__(self, options: OnlineOptions, system: System) -> None:
        self._options = options
        self._system = system
        self._hosts: dict[str, Host] = {}
        self._everywhere = asyncio.Semaphore(options.concurrency)

    def __getitem__(self, name: str) -> Host:
        host = self._hosts.get(name)
        if host is None:
            slots, admission = (asyncio.Semaphore(self._options.per_host) for _ in range(2))
            host = self._hosts[name] = Host(slots, admission)
        return host

    def admission(self, name: str) -> AbstractAsyncContextManager[None]:
        """Leave to deal with one URL of a host, repetitions and redirects included.

        Those who wait learn from those who are dealt with: that the host refuses HEAD, that it
        is gone.
        """
        return self[name].admission

    @asynccontextmanager
    async def turn(self, name: str, door: tuple[str, int]) -> AsyncIterator[Host]:
        """A turn for one request to a host by a scheme and port.

        Raises ``HostUnreachable`` when there is no use in asking.
        """
        host = self[name]
        _raise_if_unreachable(host, door)
        async with host.slots:
            await self._wait(host)
            _raise_if_unreachable(host, door)
            async with self._everywhere:
                yield host

    def pause(self, name: str, seconds: float) -> None:
        """Leave a host alone for a while, as it asked."""
        host = self[name]
        host.paused_until = max(host.paused_until, self._system.monotonic() + seconds)

    def settle(self, name: str, door: tuple[str, int], judgement: Judgement) -> None:
        """A request got no answer and will not be repeated.

        Where none ever got one, the others will not either.
        """
        host = self[name]
        if door not in host.answered:
            host.unreachable.setdefault(door, judgement)

    def shut(self, name: str, door: tuple[str, int], judgement: Judgement) -> None:
        """A host asked to be left alone for longer than this run wants to last."""
        self[name].unreachable[door] = judgement

    @property
    def silent(self) -> int:
        """The number of hosts that were asked and that none of the requests got through to."""
        return sum(bool(host.unreachable and not host.answered) for host in self._hosts.values())

    @property
    def answering(self) -> int:
        """The number of hosts that answered."""
        return sum(bool(host.answered) for host in self._hosts.values())

    async def _wait(self, host: Host) -> None:
        while True:
            now = self._system.monotonic()
            if host.paused_until > now:
                await self._system.sleep(host.paused_until - now)
                continue
            start = max(now, host.next_start)
            host.next_start = start + self._options.spacing
            if start > now:
                await self._system.sleep(start - now)
            # It may have asked for a pause in the meantime.
            if host.paused_until <= self._system.monotonic():
                return


def _raise_if_unreachable(host: Host, door: tuple[str, int]) -> None:
    if door in host.unreachable:
        raise HostUnreachable(host.unreachable[door])
