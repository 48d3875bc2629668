"""Checks URLs: each once, those that are known not at all, all of them side by side."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from postlint.links.online.cache import Cache, Entry
from postlint.links.online.checker import Checker, Job
from postlint.links.online.client import Client, parse_url
from postlint.links.online.hosts import Hosts
from postlint.links.online.judging import NO_URL
from postlint.links.online.pages import anchor_of
from postlint.links.online.secrets import Secrets
from postlint.links.online.selection import Selection
from postlint.links.online.system import System
from postlint.links.online.verdict import Status, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from yarl import URL

    from postlint.links.online.options import OnlineOptions
    from postlint.links.online.verdict import Progress, UrlUse

#: When so many hosts were asked and none answered, the fault is here.
_HOSTS_THAT_TELL = 5
_OFFLINE = "no host could be reached: is this machine online?"


def run_checks(
    uses: Iterable[UrlUse],
    options: OnlineOptions,
    *,
    progress: Progress | None = None,
    system: System | None = None,
) -> Mapping[str, Verdict]:
    """The verdicts by URL as written; see ``postlint.links.online.check_urls``."""
    run = _Run(options, system or System(), progress or (lambda done, total: None))
    for use in uses:
        run.add(use)
    if run.jobs:
        _run_in_loop(run)
    return run.verdicts()


def _run_in_loop(run: _Run) -> None:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        asyncio.run(run.check_all())
        return
    # The caller has a loop of its own, as notebooks do: this one needs a thread of its own.
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(run.check_all())).result()


class _Use(NamedTuple):
    """A use with the key of its job."""

    use: UrlUse
    key: str
    remapped: bool


class _Run:
    """The URLs of a run, what is asked about them, and what was found out."""

    def __init__(self, options: OnlineOptions, system: System, progress: Progress) -> None:
        self.jobs: dict[str, Job] = {}
        self._options = options
        self._system = system
        self._progress = progress
        self._selection = Selection.of(options)
        self._secrets = Secrets(options, system.environment)
        self._uses: dict[str, _Use] = {}
        self._fingerprints: dict[tuple[str, ...], str] = {}
        self._found: dict[str, Verdict] = {}
        #: The keys of https forms that were checked, by the key of the http form.
        self._secure_keys: dict[str, str] = {}
        #: What is not remembered before it is clear that the fault is not here.
        self._unreached: dict[str, Entry] = {}

    def add(self, use: UrlUse) -> None:
        """Note a URL to check; it becomes part of the job for its address."""
        address = self._selection.address_of(use.url)
        if address is None:
            return
        try:
            url = parse_url(address.url)
        except ValueError:
            self._uses[use.url] = _Use(use, use.url, address.remapped)
            self._found[use.url] = Verdict(use.url, Status.UNSURE, NO_URL, self._system.now())
            return
        job = self._job(url)
        anchor = anchor_of(use.url.partition("#")[2])
        if anchor is not None:
            job.anchors |= {anchor}
        job.title = job.title or use.title
        before = self._uses.get(use.url)
        if before is not None:
            use = replace(use, https=use.https or before.use.https)
        self._uses[use.url] = _Use(use, job.key, address.remapped)

    def verdicts(self) -> Mapping[str, Verdict]:
        """The verdicts by URL as written, those on ``https:`` forms that were asked for too."""
        verdicts: dict[str, Verdict] = {}
        for url, (use, key, remapped) in self._uses.items():
            verdict = self._found.get(key)
            if verdict is None:
                continue
            if remapped:
                verdict = replace(verdict, url=url.partition("#")[0], moved_to=None)
            verdicts[url] = verdict
            secure = self._secure_keys.get(key) if use.https else None
            if secure in self._found:
                verdicts.setdefault(secure_form(url), self._found[secure])
        return verdicts

    async def check_all(self) -> None:
        """Checks all jobs; when cancelled, keeps what is known by then and returns."""
        cache = Cache(self._options.cache_dir)
        hosts = Hosts(self._options, self._system)
        try:
            often = self._often_asked()
            async with Client(self._options, self._system, hosts, self._secrets, often) as client:
                checker = Checker(
                    client, hosts, cache, self._selection, self._options, self._system
                )
                # Ctrl-C: what is known is reported, and what it took to know it remembered.
                with suppress(asyncio.CancelledError):
                    await self._check_everything(checker)
            if hosts.silent >= _HOSTS_THAT_TELL and not hosts.answering:
                self._blame_network()
                return
            for key, entry in self._unreached.items():
                cache.put(key, entry)
        finally:
            cache.close(self._system.now())

    async def _check_everything(self, checker: Checker) -> None:
        """Checks the URLs of the posts and then the https forms that are asked for."""
        self._progress(0, len(self.jobs))
        await self._check_side_by_side(_taking_turns(self.jobs.values()), checker)
        await self._check_side_by_side(self._secure_jobs(), checker)

    async def _check_side_by_side(self, jobs: Iterable[Job], checker: Checker) -> None:
        tasks = [asyncio.create_task(self._check(job, checker)) for job in jobs]
        try:
            await asyncio.gather(*tasks)
        except BaseException:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            raise

    async def _check(self, job: Job, checker: Checker) -> None:
        found = await checker.check(job)
        if found.unreached:
            self._unreached[job.key] = found.entry
        self._found[job.key] = found.entry.verdict
        self._progress(len(self._found), len(self.jobs))

    def _secure_jobs(self) -> list[Job]:
        """The jobs for https forms that no post has itself."""
        found: dict[str, Job] = {}
        for use, key, remapped in self._uses.values():
            verdict = self._found.get(key)
            if not use.https or remapped or verdict is None or not _is_insecure(verdict):
                continue
            job = self.jobs[key]
            if _may_have_https(job.url):
                secure = self._secure_job(job.url.with_scheme("https"))
                self._secure_keys[key] = secure.key
                if secure.key not in self._found:
                    found[secure.key] = secure
        return list(found.values())

    def _blame_network(self) -> None:
        """Nothing can be dead that was looked for from a machine without a network."""
        for key, entry in self._unreached.items():
            self._found[key] = replace(entry.verdict, status=Status.UNSURE, reason=_OFFLINE)

    def _job(self, url: URL) -> Job:
        key = f"{url} {self._fingerprint(url)}"
        return self.jobs.setdefault(key, Job(key, url))

    def _secure_job(self, url: URL) -> Job:
        """The job for the https form of a URL: that of a post if one has it, else tentative."""
        key = f"{url} {self._fingerprint(url)}"
        if key in self.jobs:
            return self.jobs[key]
        return self.jobs.setdefault(f"{key} once", Job(f"{key} once", url, tentative=True))

    def _often_asked(self) -> frozenset[str]:
        """The hosts with the most URLs, as many as there may be open connections to."""
        counts = Counter(job.url.raw_host or "" for job in self.jobs.values())
        most = (self._system.open_files - self._options.concurrency) // self._options.per_host
        return frozenset(host for host, count in counts.most_common(max(1, most)) if count > 1)

    def _fingerprint(self, url: URL) -> str:
        """What else, besides the URL, an answer and its judgement depend on; no secrets."""
        headers = tuple(sorted(self._secrets.for_url(url)))
        if headers not in self._fingerprints:
            parts = [self._options.accept, self._options.allow_private, headers]
            digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()
            self._fingerprints[headers] = digest[:8]
        return self._fingerprints[headers]


def _is_insecure(verdict: Verdict) -> bool:
    return verdict.status is Status.ALIVE and verdict.final_url.startswith("http:")


def _may_have_https(url: URL) -> bool:
    """Nobody serves both on a port that has to be named."""
    return url.explicit_port is None


def secure_form(url: str) -> str:
    """The ``https:`` form of an ``http:`` URL."""
    return f"https{url[4:]}"


def _taking_turns(jobs: Iterable[Job]) -> Iterator[Job]:
    """The jobs, those of each host as far apart as can be."""
    by_host: dict[str, list[Job]] = {}
    for job in jobs:
        by_host.setdefault(job.url.raw_host or "", []).append(job)
    rounds = zip_longest(*by_host.values())
    return (job for job in chain.from_iterable(rounds) if job is not None)
