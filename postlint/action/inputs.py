"""The inputs of the action, which come as variables, and the command line that they make."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

_PREFIX = "POSTLINT_INPUT_"
_AUTO = "auto"


class InputError(Exception):
    """An input that cannot be used, said in one line."""


class Inputs(Struct, frozen=True):
    """What ``action.yml`` was given; ``changed_only`` is None where the event is to decide."""

    paths: tuple[str, ...] = (".",)
    arguments: tuple[str, ...] = ()
    online: bool = False
    fail_on: str = ""
    changed_only: bool | None = None
    sarif_file: str = ""
    allow_plugins: bool = False

    def options(self) -> list[str]:
        """The options of ``postlint check`` that they stand for, ``args`` last."""
        options = ["--online" if self.online else "--offline"]
        if self.fail_on:
            options += ["--fail-on", self.fail_on]
        if self.sarif_file:
            options += ["--output-file", f"sarif:{self.sarif_file}"]
        if not self.allow_plugins:
            options.append("--installed-plugins-only")
        return [*options, *self.arguments]


def read_inputs(environment: Mapping[str, str]) -> Inputs:
    """The inputs in the variables of the step; raises ``InputError``."""
    given = {
        name.removeprefix(_PREFIX): value.strip()
        for name, value in environment.items()
        if name.startswith(_PREFIX)
    }
    changed_only = given.get("CHANGED_ONLY", "").lower()
    return Inputs(
        paths=_words("paths", given.get("PATHS", "")) or (".",),
        arguments=_words("args", given.get("ARGS", "")),
        online=_truth("online", given.get("ONLINE", "")),
        fail_on=given.get("FAIL_ON", ""),
        changed_only=(
            None if changed_only in ("", _AUTO) else _truth("changed-only", changed_only)
        ),
        sarif_file=given.get("SARIF_FILE", ""),
        allow_plugins=_truth("allow-plugins", given.get("ALLOW_PLUGINS", "")),
    )


def _words(name: str, text: str) -> tuple[str, ...]:
    """Words as a shell would take them, but with nothing expanded."""
    try:
        return tuple(shlex.split(text))
    except ValueError:
        raise InputError(f'The input "{name}" has a quote that is not closed') from None


def _truth(name: str, text: str) -> bool:
    if text.lower() not in ("", "true", "false"):
        raise InputError(f'The input "{name}" must be true or false, not "{text}"')
    return text.lower() == "true"
