"""A file in, its result out; that it cannot be read is part of the result."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from postlint.cache.digests import digest_of
from postlint.linter import facts_of, lint_document
from postlint.project import Failure, FileResult
from postlint.source import DecodeError, Source

if TYPE_CHECKING:
    from postlint.settings import Configuration, Settings


class Linted(NamedTuple):
    """A result with the digest of the file's content, or "" when there is none to remember.

    ``packed`` is the result as bytes, where it has travelled as such.
    """

    result: FileResult
    digest: str = ""
    packed: bytes | None = None


def lint_file(path: str, configuration: Configuration) -> Linted:
    """The result of the file at a path."""
    try:
        data = Path(path).read_bytes()
        source = Source.from_bytes(data, path)
    except DecodeError as error:
        return Linted(unreadable(path, str(error)))
    except (OSError, ValueError) as error:
        message = getattr(error, "strerror", None) or str(error)
        return Linted(unreadable(path, message))
    result = lint_document(source, configuration.for_path(path))
    return Linted(result, "" if result.failures else digest_of(data))


def facts_in_file(path: str, settings: Settings) -> Linted:
    """A result that has nothing but the facts of a file; without any when it cannot be read."""
    try:
        data = Path(path).read_bytes()
        source = Source.from_bytes(data, path)
    except (DecodeError, OSError, ValueError):
        return Linted(FileResult(path))
    return Linted(FileResult(path, facts=facts_of(source, settings)), digest_of(data))


def unreadable(path: str, message: str) -> FileResult:
    """The result of a file that could not be linted."""
    return FileResult(path, failures=(Failure(path, message),))
