"""A file in, its result out; that it cannot be read, or costs too much, is part of the result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.digests import digest_of
from postlint.disk import read_regular_file
from postlint.limits import READING, TooCostlyError, time_limit, too_costly, too_large
from postlint.linter import facts_of, lint_document
from postlint.project import Failure, FileResult
from postlint.source import DecodeError, Source

if TYPE_CHECKING:
    from collections.abc import Callable

    from postlint.facts import Facts
    from postlint.settings import Configuration, Settings

OUT_OF_MEMORY = "Not linted: out of memory"


class Linted(Struct, frozen=True):
    """A result with the digest of the file's content, or "" when there is none to remember.

    ``packed`` is the result as bytes, where it has travelled as such.
    """

    result: FileResult
    digest: str = ""
    packed: bytes | None = None


def lint_file(
    path: str, configuration: Configuration, entered: Callable[[str], None] | None = None
) -> Linted:
    """The result of the file at a path; ``entered`` is told what its time is spent on."""
    settings = configuration.for_path(path)
    limit = settings.limits.file_size
    try:
        data = read_regular_file(path, limit)
        if len(data) > limit:
            return Linted(unreadable(path, too_large(_size(path, data), settings.limits)))
        source = Source.from_bytes(data, path)
    except DecodeError as error:
        return Linted(unreadable(path, str(error)))
    except (OSError, ValueError) as error:
        message = getattr(error, "strerror", None) or str(error)
        return Linted(unreadable(path, message))
    except MemoryError:
        return Linted(unreadable(path, OUT_OF_MEMORY))
    result = lint_source(source, settings, entered)
    return Linted(result, "" if result.failures else digest_of(data))


def lint_source(
    source: Source, settings: Settings, entered: Callable[[str], None] | None = None
) -> FileResult:
    """The result of a post, or that it costs more than its settings allow."""
    limits = settings.limits
    phase = READING

    def enter(name: str) -> None:
        nonlocal phase
        phase = name
        if entered is not None:
            entered(name)

    enter(READING)
    try:
        with time_limit(limits.file_time):
            return lint_document(source, settings, enter)
    except TooCostlyError:
        return unreadable(source.path, too_costly(phase, limits))
    except MemoryError:
        return unreadable(source.path, OUT_OF_MEMORY)


def facts_in_file(path: str, settings: Settings) -> Linted:
    """A result that has nothing but the facts of a file; without any when it cannot be read."""
    limits = settings.limits
    try:
        data = read_regular_file(path, limits.file_size)
        if len(data) > limits.file_size:
            return Linted(FileResult(path))
        source = Source.from_bytes(data, path)
        facts = facts_in_source(source, settings)
    except (DecodeError, OSError, ValueError, MemoryError, TooCostlyError):
        return Linted(FileResult(path))
    return Linted(FileResult(path, facts=facts), digest_of(data))


def facts_in_source(source: Source, settings: Settings) -> Facts | None:
    """The facts of a post, None for one that is none.

    Raises ``TooCostlyError`` or ``MemoryError`` if it costs more than its settings allow.
    """
    with time_limit(settings.limits.file_time):
        return facts_of(source, settings)


def unreadable(path: str, message: str) -> FileResult:
    """The result of a file that could not be linted."""
    return FileResult(path, failures=(Failure(path, message),))


def _size(path: str, data: bytes) -> int:
    """The size of a file of which more than enough has been read."""
    from postlint.disk import size_of

    return max(size_of(path), len(data))
