"""Workflow commands, taken from a step's output as GitHub's runner takes them.

https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands; what the page
does not say, such as the older form, is as in the runner's ActionCommand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

#: What the runner knows; a line with another name is text.
NAMES = frozenset(
    "add-mask add-matcher add-path debug echo endgroup error group notice remove-matcher save-state"
    " set-env set-output stop-commands warning".split()
)


@dataclass(frozen=True)
class Command:
    """A command with its properties and message, unescaped."""

    name: str
    properties: dict[str, str]
    message: str


def commands(output: str) -> Iterator[Command]:
    """The commands in an output, one after the other."""
    until: str | None = None
    for line in re.split(r"\r\n|[\r\n]", output):
        if until is not None:
            if line.strip() == f"::{until}::":
                until = None
            continue
        command = _new_form(line) or _old_form(line)
        if command is None:
            continue
        if command.name == "stop-commands":
            until = command.message
        else:
            yield command


def _new_form(line: str) -> Command | None:
    line = line.lstrip()
    if not line.startswith("::") or "::" not in line[2:]:
        return None
    head, _, message = line[2:].partition("::")
    return _command(head, message, {"%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ","}, ",")


def _old_form(line: str) -> Command | None:
    """``##[name key=value;]message``, which may begin anywhere in a line."""
    _, found, rest = line.partition("##[")
    head, closed, message = rest.partition("]")
    if not (found and closed):
        return None
    return _command(head, message, {"%0D": "\r", "%0A": "\n", "%5D": "]", "%3B": ";"}, ";")


def _command(head: str, message: str, escapes: dict[str, str], separator: str) -> Command | None:
    name, _, properties = head.strip().partition(" ")
    if name not in NAMES:
        return None
    pairs = (pair.partition("=") for pair in properties.split(separator) if pair.strip())
    return Command(
        name,
        {key.strip(): _unescaped(value, escapes) for key, _, value in pairs},
        _unescaped(message, escapes),
    )


def _unescaped(text: str, escapes: dict[str, str]) -> str:
    for escape, character in escapes.items():
        text = text.replace(escape, character)
    return text.replace("%25", "%")
