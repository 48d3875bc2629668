"""Writes the reports of a run: to a stream, to files, several at once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.reporters import Context, Screen, reporter

if TYPE_CHECKING:
    from typing import TextIO

    from postlint.project import Report
    from postlint.rule import Rule
    from postlint.runner import Run


class Output(Struct, frozen=True):
    """A report to write: its format, and the file it goes to, or None for the stream.

    ``statistics`` asks for counts instead of findings; only some formats have them.
    """

    format_name: str
    path: str | None = None
    statistics: bool = False

    def write(self, report: Report, run: Run, stream: TextIO) -> None:
        """Writes the report; raises ``OSError`` (``BrokenPipeError`` when nobody reads on)."""
        if self.path is None:
            self._write(report, run, stream)
            return
        # A lone surrogate (a byte of a file name that is no UTF-8) is shown by its code.
        with Path(self.path).open(
            "w", encoding="utf-8", errors="backslashreplace", newline="\n"
        ) as file:
            self._write(report, run, file)

    def _write(self, report: Report, run: Run, out: TextIO) -> None:
        form = reporter(self.format_name)
        write = form.write_statistics if self.statistics else form.write
        write(report, out, _context(report, run, out))
        out.flush()


def _context(report: Report, run: Run, out: TextIO) -> Context:
    scope = run.scope
    return Context(
        screen=Screen.of(out, os.environ),
        read_source=run.source,
        rules=_rules(report, run),
        environment=os.environ,
        folder=Path.cwd().as_posix(),
        is_changed=lambda finding: scope is not None and scope.is_on_changed_line(finding, run),
    )


def _rules(report: Report, run: Run) -> dict[str, type[Rule]]:
    """The rules by name, those of plugins that only some folders have included."""
    rules: dict[str, type[Rule]] = {}
    paths = dict.fromkeys(finding.location.path for finding in report.findings)
    for path in paths:
        rules.update(run.configuration.for_path(path).registry.rules)
    return rules
