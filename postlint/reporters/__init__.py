"""Reporters: a report in, text in one format out; one module per format.

A format is a module of this package with two functions::

    def write(report: Report, out: TextIO, screen: Screen) -> None
    def write_statistics(report: Report, out: TextIO, screen: Screen) -> None

A module is imported when its format is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Protocol, cast

from postlint.reporters.screen import Screen

if TYPE_CHECKING:
    from typing import TextIO

    from postlint.project import Report

__all__ = ["FORMATS", "Reporter", "Screen", "reporter"]

#: The formats by the name that ``--format`` takes, and the module that writes each.
FORMATS = {
    "text": "postlint.reporters.text",
    "json": "postlint.reporters.json_report",
}


class Reporter(Protocol):
    """What the module of a format offers."""

    def write(self, report: Report, out: TextIO, screen: Screen) -> None:
        """Writes the findings and what they add up to."""

    def write_statistics(self, report: Report, out: TextIO, screen: Screen) -> None:
        """Writes how many findings each rule has, most first."""


def reporter(name: str) -> Reporter:
    """The reporter of a format; KeyError for a name that is not in ``FORMATS``."""
    return cast("Reporter", import_module(FORMATS[name]))
