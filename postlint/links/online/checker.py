"""Finds out about one URL: from the cache, or by asking, and asking again where that may help."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from postlint.links.online.cache import Cache, Entry
from postlint.links.online.client import Answer, Client, NoAnswerError, Request, door_of
from postlint.links.online.hosts import Hosts, HostUnreachable
from postlint.links.online.judging import Judgement, judge_answer, judge_error
from postlint.links.online.pages import PageReader
from postlint.links.online.verdict import Status, Verdict

if TYPE_CHECKING:
    from yarl import URL

    from postlint.links.online.options import OnlineOptions
    from postlint.links.online.selection import Selection
    from postlint.links.online.system import System

#: What the first repetition waits for, and the most that any does, in seconds.
_FIRST_BACK_OFF, _LONGEST_BACK_OFF = 1.0, 30.0
#: A host that wants to be left alone for longer is not asked again in this run.
_LONGEST_PAUSE = 60.0
_TOO_MANY_REQUESTS = 429
_NOT_MODIFIED = 304
#: The validators of an answer, and the conditional headers they are for.
_VALIDATORS = (("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since"))


class Job(Struct):
    """A distinct URL, and what all of its uses together want to know of the page.

    ``tentative`` is a URL that no post has: nothing is promised, so it is tried once.
    """

    key: str
    url: URL
    tentative: bool = False
    anchors: frozenset[str] = frozenset()
    title: bool = False


class Found(NamedTuple):
    """What was found out; ``unreached`` says that no server has had a say in it."""

    entry: Entry
    unreached: bool = False


class _Result(Struct, frozen=True):
    """What a request came to, and where its last part was sent."""

    judgement: Judgement
    url: URL | None
    answer: Answer | None = None
    reader: PageReader | None = None


class Checker(Struct, frozen=True):
    """Checks jobs with what a run has: client, hosts, cache."""

    client: Client
    hosts: Hosts
    cache: Cache
    selection: Selection
    options: OnlineOptions
    system: System

    async def check(self, job: Job) -> Found:
        """Finds out what a job asks; what a server said is remembered."""
        known = self.cache.get(job.key)
        if known is not None and self._still_holds(known, job):
            return Found(known)
        if known is not None and known.verdict.status is Status.ALIVE:
            # What was asked before is asked again, so that its answer stays known.
            job = replace(
                job,
                anchors=job.anchors | known.looked_for,
                title=job.title or known.title_known,
            )
        renewable = known if known is not None and self._can_be_renewed(known, job) else None
        async with self.hosts.admission(job.url.raw_host or ""):
            result = await self._ask_patiently(job, renewable)
        found = Found(self._entry(job, result, known), unreached=not result.judgement.reached)
        if not found.unreached:
            self.cache.put(job.key, found.entry)
        return found

    def _still_holds(self, known: Entry, job: Job) -> bool:
        lifetime = {
            Status.ALIVE: self.options.cache_alive,
            Status.DEAD: self.options.cache_dead,
            Status.UNSURE: self.options.cache_unsure,
        }[known.verdict.status]
        age = self.system.now() - known.verdict.checked_at
        return not self.options.refresh and 0 <= age < lifetime and _answers(known, job)

    def _can_be_renewed(self, known: Entry, job: Job) -> bool:
        alive = known.verdict.status is Status.ALIVE
        return alive and not self.options.refresh and _answers(known, job)

    async def _ask_patiently(self, job: Job, renewable: Entry | None) -> _Result:
        """Asks until there is an answer that will not pass, or the tries are used up."""
        host = job.url.raw_host or ""
        result = await self._ask_briefly(job, renewable)
        always_dead = True
        for attempt in range(0 if job.tentative else self.options.retries):
            judgement = result.judgement
            always_dead = always_dead and judgement.status is Status.DEAD
            if not judgement.passing or not await self._wait(result, attempt):
                break
            result = await self._ask("GET", job, renewable)
        judgement = result.judgement
        if judgement.passing and judgement.status is Status.DEAD and not always_dead:
            judgement = replace(judgement, status=Status.UNSURE)
        if not judgement.reached and result.url is not None:
            self.hosts.settle(result.url.raw_host or host, door_of(result.url), judgement)
        return replace(result, judgement=judgement)

    async def _wait(self, result: _Result, attempt: int) -> bool:
        """Waits before another try; False when that would take too long."""
        pause = result.judgement.retry_after
        if pause is None:
            back_off = min(_FIRST_BACK_OFF * 2**attempt, _LONGEST_BACK_OFF)
            await self.system.sleep(back_off * (0.5 + self.system.random()))
            return True
        if result.url is None:
            return False
        host, door = result.url.raw_host or "", door_of(result.url)
        if pause > _LONGEST_PAUSE:
            self.hosts.shut(host, door, result.judgement)
            return False
        self.hosts.pause(host, pause)
        return True

    async def _ask_briefly(self, job: Job, renewable: Entry | None) -> _Result:
        """Asks for the head alone, where that is all that is needed and the host answers it."""
        host = self.hosts[job.url.raw_host or ""]
        if _reads_page(job) or host.refuses_head:
            return await self._ask("GET", job, renewable)
        result = await self._ask("HEAD", job, renewable)
        judgement = result.judgement
        if (
            judgement.status is Status.ALIVE
            or not judgement.connected
            or judgement.code == _TOO_MANY_REQUESTS
            or judgement.retry_after is not None
        ):
            return result
        full = await self._ask("GET", job, renewable)
        host.refuses_head = full.judgement.status is Status.ALIVE
        return full

    async def _ask(self, method: str, job: Job, renewable: Entry | None) -> _Result:
        reader = PageReader(job.anchors, title=job.title) if _reads_page(job) else None
        request = Request(method, job.url, reader)
        if renewable is not None and renewable.validators:
            request = replace(
                request,
                validators=dict(renewable.validators),
                validated=renewable.verdict.final_url,
            )
        try:
            answer = await self.client.fetch(request)
        except HostUnreachable as known:
            # It has passed, or not, for those who asked first.
            return _Result(replace(known.judgement, passing=False), None)
        except NoAnswerError as failed:
            host = failed.url.host or ""
            judgement = judge_error(failed.error, host, self.options.timeout)
            return _Result(judgement, failed.url)
        if answer.code == _NOT_MODIFIED and renewable is not None:
            verdict = renewable.verdict
            unchanged = Judgement(Status.ALIVE, verdict.reason, verdict.code)
            return _Result(unchanged, answer.url, answer)
        judgement = judge_answer(answer.code, answer.headers, self.selection, self.system.now())
        return _Result(judgement, answer.url, answer, reader)

    def _entry(self, job: Job, result: _Result, known: Entry | None) -> Entry:
        judgement, answer = result.judgement, result.answer
        now = self.system.now()
        alive = judgement.status is Status.ALIVE
        before = known.verdict.alive_at if known is not None else None
        verdict = Verdict(
            str(job.url),
            judgement.status,
            judgement.reason,
            now,
            judgement.code,
            final_url="" if answer is None else str(answer.url),
            moved_to=str(answer.moved_to) if alive and answer and answer.moved_to else None,
            alive_at=now if alive else before,
        )
        if not alive or answer is None:
            return Entry(verdict)
        if answer.code == _NOT_MODIFIED and known is not None:
            verdict = replace(verdict, title=known.verdict.title, anchors=known.verdict.anchors)
            return replace(known, verdict=verdict)
        if result.reader is not None:
            anchors = result.reader.anchors(complete=answer.read_to_end)
            verdict = replace(verdict, title=result.reader.title, anchors=anchors)
        validators = tuple(
            (condition, answer.headers[name])
            for name, condition in _VALIDATORS
            if name in answer.headers
        )
        return Entry(verdict, job.anchors, job.title, validators)


def _reads_page(job: Job) -> bool:
    return job.title or bool(job.anchors)


def _answers(known: Entry, job: Job) -> bool:
    """Whether an entry says all that a job asks."""
    if known.verdict.status is not Status.ALIVE:
        return True
    return job.anchors <= known.looked_for and (known.title_known or not job.title)
