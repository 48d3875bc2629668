"""Checks URLs: each once, those that are known not at all, all of them side by side."""

from __future__ import annotations

import asyncio
import hashlib
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import aiohttp

from postlint.links.online.addresses import ForbiddenAddressError
from postlint.links.online.cache import Cache, Entry
from postlint.links.online.client import Answer, Client, Request, door_of, parse_url
from postlint.links.online.hosts import Hosts, HostUnreachable
from postlint.links.online.judging import Judgement, RedirectError, judge_answer, judge_error
from postlint.links.online.pages import PageReader, anchor_of
from postlint.links.online.selection import Selection
from postlint.links.online.system import System
from postlint.links.online.verdict import Status, Verdict

if TYPE_CHECKING:
    from yarl import URL

    from postlint.links.online.options import OnlineOptions
    from postlint.links.online.verdict import Progress, UrlUse

#: What a first repetition waits for, and the most that any does, in seconds.
_FIRST_BACK_OFF, _LONGEST_BACK_OFF = 1.0, 30.0
#: A host that wants to be left alone for longer is not asked again in this run.
_LONGEST_PAUSE = 60.0
#: When so many hosts were asked and none answered, the fault is here.
_HOSTS_THAT_TELL = 5
_OFFLINE = "no host could be reached: is this machine online?"
_NOT_MODIFIED = 304
_ERRORS = (
    aiohttp.ClientError,
    ForbiddenAddressError,
    RedirectError,
    TimeoutError,
    ValueError,
    OSError,
)


@dataclass
class Job:
    """A distinct URL, and what all of its uses want to know of the page."""

    address: str
    url: URL | None
    key: str
    anchors: set[str] = field(default_factory=set)
    title: bool = False
    https: bool = False

    @property
    def reads_page(self) -> bool:
        return self.title or bool(self.anchors)


def run_checks(
    uses: Iterable[UrlUse],
    options: OnlineOptions,
    *,
    progress: Progress | None = None,
    system: System | None = None,
) -> Mapping[str, Verdict]:
    """The verdicts by URL as written; see ``postlint.links.online.check_urls``."""
    checks = _Checks(options, system or System(), progress)
    for use in uses:
        checks.add(use)
    if not checks.jobs:
        return {}
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(checks.run())
    else:
        # The caller has a loop of its own (a notebook): ours needs a thread of its own.
        thread = threading.Thread(target=lambda: asyncio.run(checks.run()))
        thread.start()
        thread.join()
    return checks.verdicts()


class _Checks:
    """The checks of a run."""

    def __init__(self, options: OnlineOptions, system: System, progress: Progress | None) -> None:
        self.jobs: dict[str, Job] = {}
        self._options = options
        self._system = system
        self._progress = progress
        self._selection = Selection.of(options)
        self._hosts = Hosts(options, system)
        self._uses: dict[str, tuple[str, str | None]] = {}
        self._found: dict[str, Verdict] = {}

    def add(self, use: UrlUse) -> None:
        """Note a URL to check; it becomes part of the job for its address."""
        address = self._selection.address_of(use.url)
        if address is None:
            return
        job = self._job(address)
        anchor = anchor_of(use.url.partition("#")[2])
        if anchor is not None:
            job.anchors.add(anchor)
        job.title = job.title or use.title
        job.https = job.https or use.https
        remapped = address.partition("#")[0] != use.url.partition("#")[0].removeprefix("//")
        self._uses[use.url] = (job.key, remapped)

    def verdicts(self) -> Mapping[str, Verdict]:
        raise NotImplementedError
