"""Lints many files in processes that each take a batch at a time.

A process that dies, or is stuck beyond what signals interrupt, costs the one file that it was
at: another takes its place. Whatever ends the run ends the processes at once.
"""

from __future__ import annotations

import gc
import multiprocessing
import signal
import sys
import time
from collections import deque
from contextlib import contextmanager, suppress
from itertools import chain
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from postlint.cache.packing import pack, unpack
from postlint.garbage import collect_less_often
from postlint.limits import READING, too_costly
from postlint.linting import OUT_OF_MEMORY, Linted, lint_file, unreadable
from postlint.project import FileResult
from postlint.settings import Configuration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from multiprocessing.connection import Connection

    from postlint.limits import Limits
    from postlint.settings import Overrides

#: A batch of so many bytes keeps a worker busy for some tenths of a second.
_BATCH_BYTES = 512 * 1024
_BATCH_FILES = 200
#: How much longer than a file may take its worker may; by then it should have told.
_GRACE = 1.2
_GRACE_SECONDS = 1.0
#: A worker tells what it does with files of more bytes, so that it is known where it is stuck.
_TOLD_BYTES = 32 * 1024


class _Packed(NamedTuple):
    """A result on its way: the digest of the file's content and the packed result."""

    digest: str
    data: bytes


def lint_in_workers(
    sizes: Mapping[str, int],
    jobs: int,
    configuration: Configuration,
    advance: Callable[[int], None],
) -> Iterator[Linted]:
    """The results of files, given with their sizes in bytes, in the order they are ready."""
    waiting = deque(_batches(sizes))
    with _crew(min(jobs, len(waiting)), sizes, configuration) as crew:
        while crew:
            for worker in crew:
                if not worker.batch and waiting:
                    worker.take(waiting.popleft())
            busy = [worker for worker in crew if worker.batch]
            if not busy:
                return
            patience = min(worker.deadline for worker in busy) - time.monotonic()
            ready = wait([worker.connection for worker in busy], max(patience, 0.0))
            for worker in busy:
                if worker.connection in ready:
                    linted = worker.receive()
                elif worker.deadline <= time.monotonic():
                    linted = worker.give_up()
                else:
                    continue
                if linted is not None:
                    yield linted
                    advance(1)
                if not worker.alive:
                    _replace(worker, crew, waiting)
    # The system starts no process for us.
    for path in chain.from_iterable(waiting):
        yield lint_file(path, configuration)
        advance(1)


def _batches(sizes: Mapping[str, int]) -> list[list[str]]:
    """The paths in batches of similar size, the largest files first so that none is last."""
    batches: list[list[str]] = []
    room = 0
    for path in sorted(sizes, key=lambda path: (-sizes[path], path)):
        if not batches or room < sizes[path] or len(batches[-1]) >= _BATCH_FILES:
            batches.append([])
            room = _BATCH_BYTES
        batches[-1].append(path)
        room -= sizes[path]
    return batches


@contextmanager
def _crew(
    count: int, sizes: Mapping[str, int], configuration: Configuration
) -> Iterator[list[_Worker]]:
    """Workers, fewer than asked for where the system does not start as many processes."""
    crew: list[_Worker] = []
    try:
        with suppress(OSError):
            for _ in range(count):
                crew.append(_Worker(sizes, configuration))  # noqa: PERF401  # kept if it raises
        yield crew
    finally:
        for worker in crew:
            worker.stop()


def _replace(worker: _Worker, crew: list[_Worker], waiting: deque[list[str]]) -> None:
    """Starts the process of a worker again; one that cannot be started leaves its files."""
    if worker.batch:
        waiting.appendleft(list(worker.batch))
        worker.batch.clear()
    try:
        worker.start()
    except OSError:
        crew.remove(worker)


class _Worker:
    """A process that lints files, as the run sees it; raises ``OSError`` when it cannot start.

    ``batch`` are the files that it has and did not give back yet; by ``deadline`` (of the
    monotonic clock) it should be done with the first of them.
    """

    def __init__(self, sizes: Mapping[str, int], configuration: Configuration) -> None:
        self._sizes = sizes
        self._configuration = configuration
        self._phase = READING
        self.batch: deque[str] = deque()
        self.deadline = 0.0
        self.start()

    def start(self) -> None:
        """Starts the process, the first one or another in its place; raises ``OSError``."""
        self.connection, its_end = multiprocessing.Pipe()
        arguments = its_end, self._configuration.overrides, sys.path
        self._process = multiprocessing.Process(target=_work, args=arguments, daemon=True)
        self.alive = False
        try:
            with _without_interruption():
                self._process.start()
        except OSError:
            self.connection.close()
            raise
        finally:
            its_end.close()
        self.alive = True

    def stop(self) -> None:
        """Ends the process at once: it has nothing to put away."""
        if self.alive:
            self.alive = False
            self._process.kill()
            self._process.join()
            self.connection.close()

    def take(self, batch: list[str]) -> None:
        """Gives it files to lint, when it has none."""
        self.batch.extend(batch)
        self._expect()
        # That it has died shows when its results are waited for.
        with suppress(OSError):
            self.connection.send([(path, self._sizes[path] > _TOLD_BYTES) for path in batch])

    def receive(self) -> Linted | None:
        """The result that has come, if it is one."""
        try:
            message: str | _Packed = self.connection.recv()
        except (EOFError, OSError):
            return self._lose("Not linted: its worker process was killed")
        if isinstance(message, str):
            if message == READING:
                self._expect()
            self._phase = message
            return None
        path = self.batch.popleft()
        self._expect()
        # Much is kept by path: the string that has come back with the result is not needed twice.
        result = replace(unpack(message.data, FileResult), path=path)
        return Linted(result, message.digest, message.data)

    def give_up(self) -> Linted:
        """Ends a process that is stuck."""
        return self._lose(too_costly(self._phase, self._limits))

    def _lose(self, message: str) -> Linted:
        self.stop()
        return Linted(unreadable(self.batch.popleft(), message))

    def _expect(self) -> None:
        """Sets the time by which the next file has to be done."""
        self._phase = READING
        if self.batch:
            limit = self._limits.file_time
            self.deadline = time.monotonic() + limit * _GRACE + _GRACE_SECONDS

    @property
    def _limits(self) -> Limits:
        return self._configuration.for_path(self.batch[0]).limits


@contextmanager
def _without_interruption() -> Iterator[None]:
    """Keeps Ctrl-C back while a process starts, so that it never begins to answer one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(connection: Connection, overrides: Overrides, path: list[str]) -> None:
    """What the process does: lints what it is given until nobody gives it anything."""
    # Ctrl-C goes to the whole group; only the parent answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.path[:] = path
    gc.freeze()
    collect_less_often()
    configuration = Configuration(overrides)
    try:
        while True:
            for path_of_file, told in connection.recv():
                entered = connection.send if told else None
                connection.send(_lint(path_of_file, configuration, entered))
    except (EOFError, OSError):
        return


def _lint(
    path: str, configuration: Configuration, entered: Callable[[str], None] | None
) -> _Packed:
    try:
        linted = lint_file(path, configuration, entered)
        return _Packed(linted.digest, pack(linted.result))
    except MemoryError:
        return _Packed("", pack(unreadable(path, OUT_OF_MEMORY)))
