"""Lints many files: here, or in processes that each take a batch at a time."""

from __future__ import annotations

import gc
import signal
import sys
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TYPE_CHECKING

from postlint.cache.packing import pack, unpack
from postlint.garbage import collect_less_often
from postlint.linting import Linted, lint_file, unreadable
from postlint.project import FileResult
from postlint.settings import Configuration

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from postlint.settings import Overrides

#: A batch of so many bytes keeps a worker busy for some tenths of a second.
_BATCH_BYTES = 512 * 1024
_BATCH_FILES = 200
#: A file's path, the digest of its content ("" when it cannot be read), its packed result.
_Packed = tuple[str, str, bytes]


def lint_in_workers(
    sizes: Mapping[str, int], jobs: int, overrides: Overrides, advance: Callable[[int], None]
) -> Iterator[Linted]:
    """The results of files, given with their sizes in bytes, in the order they are ready."""
    lost: list[str] = []
    batches = _batches(sizes)
    with _workers(min(jobs, len(batches)), overrides) as pool:
        waiting: dict[Future[list[_Packed]], list[str]] = {}
        for batch in batches:
            try:
                waiting[pool.submit(_lint_batch, batch)] = batch
            except BrokenProcessPool:
                lost += batch
        while waiting:
            done, _ = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                batch = waiting.pop(future)
                try:
                    results = future.result()
                except BrokenProcessPool:
                    lost += batch
                    continue
                yield from map(_unpacked, results)
                advance(len(batch))
    yield from _lint_one_by_one(sorted(lost), overrides, advance)


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


def _lint_one_by_one(
    paths: list[str], overrides: Overrides, advance: Callable[[int], None]
) -> Iterator[Linted]:
    """What was under way or waiting when a worker died, a file at a time.

    So only the file that kills its worker is not linted.
    """
    while paths:
        with _workers(1, overrides) as pool:
            while paths:
                path = paths.pop(0)
                try:
                    results = pool.submit(_lint_batch, [path]).result()
                except BrokenProcessPool:
                    result = unreadable(path, "Not linted: its worker process was killed")
                    yield Linted(result)
                    advance(1)
                    break
                yield from map(_unpacked, results)
                advance(1)


@contextmanager
def _workers(count: int, overrides: Overrides) -> Iterator[ProcessPoolExecutor]:
    """Processes that have the configuration; what they have not begun by the end is dropped."""
    pool = ProcessPoolExecutor(count, initializer=_start_worker, initargs=(overrides, sys.path))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


#: The configuration of a worker process.
_worker: Configuration | None = None


def _start_worker(overrides: Overrides, path: list[str]) -> None:
    global _worker  # noqa: PLW0603  # an initializer has no other way to hand over
    # Ctrl-C goes to the whole group; only the parent answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.path[:] = path
    gc.freeze()
    collect_less_often()
    _worker = Configuration(overrides)


def _lint_batch(paths: list[str]) -> list[_Packed]:
    assert _worker is not None
    linted = [lint_file(path, _worker) for path in paths]
    return [(each.result.path, each.digest, pack(each.result)) for each in linted]


def _unpacked(packed: _Packed) -> Linted:
    _, digest, data = packed
    return Linted(unpack(data, FileResult), digest, data)
