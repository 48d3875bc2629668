"""Reporters: a report in, text in one format out; one module per format.

A format is a module of this package with a function::

    def write(report: Report, out: TextIO, context: Context) -> None

and, where counts without findings make sense in the format, ``write_statistics`` with the same
arguments. A module is imported when its format is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from postlint.reporters.context import Context
from postlint.reporters.screen import Screen

if TYPE_CHECKING:
    from typing import TextIO

    from postlint.project import Report

__all__ = ["COUNTING_FORMATS", "FORMATS", "Context", "Reporter", "Screen", "reporter"]

#: The formats by the name that ``--format`` takes, and the module that writes each.
FORMATS = {
    "text": "postlint.reporters.text",
    "json": "postlint.reporters.json_report",
    "concise": "postlint.reporters.concise",
    "markdown": "postlint.reporters.markdown",
    "html": "postlint.reporters.html_report",
    "github": "postlint.reporters.github",
    "gitlab": "postlint.reporters.gitlab",
    "junit": "postlint.reporters.junit",
    "rdjson": "postlint.reporters.rdjson",
    "sarif": "postlint.reporters.sarif",
}

#: The formats that have ``write_statistics``.
COUNTING_FORMATS = frozenset({"text", "json", "markdown"})


class Reporter(Protocol):
    """What the module of a format offers."""

    def write(self, report: Report, out: TextIO, context: Context) -> None:
        """Writes the findings and what they add up to."""

    def write_statistics(self, report: Report, out: TextIO, context: Context) -> None:
        """Writes how many findings each rule has, most first; only ``COUNTING_FORMATS`` have it."""


def reporter(name: str) -> Reporter:
    """The reporter of a format; KeyError for a name that is not in ``FORMATS``."""
    return cast("Reporter", import_module(FORMATS[name]))
