"""The step that lints: ``python -I -m postlint.action``.

First the report for people goes to the job's log, where nothing in it is taken for a command;
then come the annotations, the job's summary, and the outputs.
"""

from __future__ import annotations

import json
import os
import secrets
import sys
import tempfile
from contextlib import contextmanager, redirect_stderr
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.action.event import base_of, read_event, trust_checkout
from postlint.action.inputs import InputError, read_inputs
from postlint.command import FAILED, run
from postlint.reporters.github import command

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import TextIO

    from postlint.action.inputs import Inputs

_TITLE = {"title": "postlint"}


def main() -> int:
    """Runs the step and returns its exit status, which is that of ``postlint``."""
    # One stream for all: with two, the runner might read errors after it takes commands again.
    os.dup2(sys.stdout.fileno(), sys.stderr.fileno())
    if isinstance(sys.stdout, TextIOWrapper):
        # What the runner reads, also where a system has another encoding for such streams.
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    try:
        inputs = read_inputs(os.environ)
        trust_checkout(os.environ)
        return _lint(inputs, os.environ)
    except InputError as error:
        _say(command("error", _TITLE, str(error)))
        return FAILED


def _lint(inputs: Inputs, environment: Mapping[str, str]) -> int:
    folder = Path(tempfile.mkdtemp(prefix="postlint-", dir=environment.get("RUNNER_TEMP")))
    report, annotations = folder / "report.json", folder / "annotations"
    options = ["--output-file", f"json:{report}", "--output-file", f"github:{annotations}"]
    with _commands_stopped(), _copied_errors() as errors:
        base = base_of(read_event(environment), inputs.changed_only)
        if base is not None:
            options += ["--changed-since", base]
        elif inputs.changed_only:
            print("postlint: the event has nothing to compare with; everything is reported")
        # Annotations come last: where another report cannot be written, that is the annotation.
        status = run(["check", *inputs.options(), *options, "--", *inputs.paths])
    if annotations.exists():
        _say(annotations.read_text("utf-8").removesuffix("\n"))
    else:
        for error in errors:
            _say(command("error", _TITLE, _with_advice(error)))
    if report.exists():
        _tell_outputs(report, environment)
    return status


@contextmanager
def _commands_stopped() -> Iterator[None]:
    """Whatever is written meanwhile is text for the runner, as only we know the word that ends it.

    https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
    """
    word = secrets.token_hex(16)
    _say(f"::stop-commands::{word}")
    try:
        yield
    finally:
        sys.stderr.flush()
        _say(f"::{word}::")


@contextmanager
def _copied_errors() -> Iterator[Sequence[str]]:
    """What postlint says on standard error meanwhile, in lines."""
    copy = _Copy(sys.stdout)
    with redirect_stderr(copy):
        yield copy.lines


class _Copy:
    """Writes to a stream and keeps the lines that postlint has written."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.lines: list[str] = []

    def write(self, text: str) -> int:
        self.lines += [
            line.removeprefix("postlint: ") for line in text.splitlines() if line.strip()
        ]
        return self._stream.write(text)

    def flush(self) -> None:
        self._stream.flush()

    def isatty(self) -> bool:
        return False


def _with_advice(error: str) -> str:
    """An error, with the input that there is for it."""
    if "--installed-plugins-only" in error:
        return f"{error}, which the input allow-plugins would change"
    return error


def _tell_outputs(report: Path, environment: Mapping[str, str]) -> None:
    summary = json.loads(report.read_bytes())["summary"]
    path = environment.get("GITHUB_OUTPUT")
    if not path:
        return
    counts = [f"{name}={summary[name]}\n" for name in ("errors", "warnings", "infos")]
    with Path(path).open("a", encoding="utf-8") as outputs:
        outputs.write("".join([*counts, f"report={report}\n"]))


def _say(text: str) -> None:
    if text:
        print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
