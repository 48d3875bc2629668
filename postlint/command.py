"""Runs a command line: what holds for all commands, and the quick way to the usual one."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any

from postlint.garbage import collect_less_often

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from postlint.settings import Overrides

#: Exit statuses: nothing to mend, something to mend, the work could not be done, Ctrl-C.
OK, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130

#: The path that stands for standard input.
STDIN = "-"

#: What standard input is called when nobody says.
STDIN_NAME = "<stdin>"

#: The option that pre-commit's hooks begin with.
FORCE_EXCLUDE = "--force-exclude"

#: The names of the commands: a path of that name has to be written ``./check``.
COMMANDS = frozenset({"ast", "baseline", "check", "explain", "init", "merge", "rules", "words"})


def run(arguments: Sequence[str]) -> int:
    """Runs a command line and returns the exit status: 0, 1, 2, or 130 when interrupted."""
    collect_less_often()
    _prepare_streams()
    status = FAILED
    try:
        status = _run(arguments)
    except KeyboardInterrupt:
        status = INTERRUPTED
    except OSError as error:
        # Those that are about a file or a post are told where they come up.
        _tell(error)
    finally:
        try:
            sys.stdout.flush()
        except OSError as error:
            discard(sys.stdout)
            if not isinstance(error, BrokenPipeError):
                status = FAILED
                _tell(error)
    return status


def complain(message: str) -> None:
    """One line on standard error; nothing in it steers the terminal."""
    from postlint.reporters.screen import visible

    print(f"postlint: {visible(message)}", file=sys.stderr, flush=True)


def _tell(error: OSError) -> None:
    """What the system says, as long as there is somewhere to say it."""
    about = f"{error.filename}: " if error.filename else ""
    with suppress(OSError):
        complain(f"{about}{error.strerror or error}")


def discard(stream: TextIO) -> None:
    """Sends nowhere what is left in a stream that nobody reads: Python flushes it at the end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def overrides_from(
    config: Sequence[str], *, isolated: bool, values: dict[str, Any] | None = None
) -> Overrides:
    """What the options on the command line say about configuration."""
    from postlint.settings import Overrides
    from postlint.settings.origin import OPTIONS

    files = [item for item in config if "=" not in item or os.path.isfile(item)]  # noqa: PTH113  # a string, not a path, is asked about
    if len(files) > 1:
        import click

        raise click.UsageError("--config can name only one file")
    inline = tuple(item for item in config if item not in files)
    return Overrides(files[0] if files else None, isolated, inline, values or {}, OPTIONS)


def _run(arguments: Sequence[str]) -> int:
    try:
        forced = tuple(arguments[:1]) == (FORCE_EXCLUDE,)
        paths = _only_paths(arguments[1:] if forced else arguments)
        if paths is not None:
            from postlint.commands.checking import CheckRequest, perform_check

            return perform_check(CheckRequest(paths=paths, force_exclude=forced))
        from postlint.cli import run_options

        return run_options(arguments)
    except Exception as error:
        from postlint.settings import SettingsError

        if not isinstance(error, SettingsError):
            raise
        complain(str(error))
        return FAILED


def _only_paths(arguments: Sequence[str]) -> tuple[str, ...] | None:
    """The paths if there is nothing else, as when pre-commit calls: no option has to be read."""
    if "_POSTLINT_COMPLETE" in os.environ:
        return None
    first, *rest = arguments or ("--",)
    if first == "--":
        return tuple(rest)
    if first in COMMANDS or any(argument.startswith("-") for argument in arguments):
        return None
    if first.isalpha() and not os.path.lexists(first):
        return None  # it may be a command with a slip
    return tuple(arguments)


def _prepare_streams() -> None:
    """A character that a terminal's encoding lacks is shown by its code, never an error.

    A stream that is closed is one that nobody reads, and no file may come to have its number.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115  # stays open
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
