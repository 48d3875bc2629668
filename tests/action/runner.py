"""A small runner: the steps of ``action.yml`` with the files and variables that a real one sets.

Steps that use another action are noted and not run; what they would put out is given.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml
from commands import Command, commands

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_EXPRESSION = re.compile(r"\$\{\{\s*([\w.-]+)\s*\}\}")
#: The files that a step writes to, by variable.
_FILES = ("OUTPUT", "ENV", "PATH", "STATE", "STEP_SUMMARY")
#: What the actions that are not run put out.
_PUT_OUT = {"actions/setup-python": {"python-path": sys.executable}}


@dataclass
class Step:
    """A step that was run, or noted."""

    name: str
    uses: str = ""
    inputs: dict[str, str] = field(default_factory=dict)
    script: str = ""
    variables: dict[str, str] = field(default_factory=dict)
    status: int = 0
    log: str = ""
    files: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)

    @property
    def commands(self) -> list[Command]:
        return list(commands(self.log))


@dataclass
class Job:
    """A job in which the action runs: a checkout and an event.

    ``variables`` are what GitHub says of the event, without ``GITHUB_`` before their names;
    ``known`` are the outputs of steps that need not be run, by their ids.
    """

    workspace: Path
    temp: Path
    action: Path
    variables: dict[str, str] = field(default_factory=dict)
    steps: list[Step] = field(default_factory=list)
    known: dict[str, dict[str, str]] = field(default_factory=dict)

    def use(self, **inputs: str) -> dict[str, str]:
        """Runs the action with these inputs (``_`` for ``-``), and returns its outputs.

        As in a job, what comes after a step that failed is not run.
        """
        metadata = yaml.safe_load((self.action / "action.yml").read_text("utf-8"))
        given = {name.replace("_", "-"): value for name, value in inputs.items()}
        assert given.keys() <= metadata["inputs"].keys()
        values = {
            **{f"inputs.{name}": about["default"] for name, about in metadata["inputs"].items()},
            **{f"inputs.{name}": value for name, value in given.items()},
            "runner.temp": str(self.temp),
            "runner.os": "Linux",
            "runner.arch": "X64",
            "github.action_path": str(self.action),
            "github.run_id": "17",
            "github.run_attempt": "1",
            "github.job": "posts",
        }
        self.steps = []
        for about in metadata["runs"]["steps"]:
            step = self._run(about, values)
            self.steps.append(step)
            values |= {
                f"steps.{about.get('id')}.outputs.{key}": text for key, text in step.outputs.items()
            }
            if step.status != 0:
                break
        return {
            name: _EXPRESSION.sub(lambda match: values.get(match[1], ""), about["value"])
            for name, about in metadata["outputs"].items()
        }

    @property
    def last(self) -> Step:
        return self.steps[-1]

    def _run(self, about: Mapping[str, Any], values: Mapping[str, str]) -> Step:
        def evaluated(text: object) -> str:
            return _EXPRESSION.sub(lambda match: values[match[1]], _as_text(text))

        name = about["name"]
        if about.get("id") in self.known:
            return Step(name, outputs=self.known[about["id"]])
        if "uses" in about:
            inputs = {key: evaluated(value) for key, value in about["with"].items()}
            action = about["uses"].partition("@")[0]
            return Step(name, about["uses"], inputs, outputs=_PUT_OUT.get(action, {}))
        assert about["shell"] == "bash"
        files = {
            f"GITHUB_{kind}": self.temp / f"{kind.lower()}-{len(self.steps)}" for kind in _FILES
        }
        for path in files.values():
            path.write_bytes(b"")
        variables = {key: evaluated(value) for key, value in about.get("env", {}).items()}
        script = self.temp / "script.sh"
        script.write_text(evaluated(about["run"]), encoding="utf-8")
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)],
            cwd=self.workspace / evaluated(about.get("working-directory", ".")),
            env={**self._environment(), **{k: str(v) for k, v in files.items()}, **variables},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        written = {kind: path.read_text("utf-8") for kind, path in files.items()}
        return Step(
            name,
            script=about["run"],
            variables=variables,
            status=done.returncode,
            log=done.stdout.decode("utf-8", "surrogateescape"),
            files=written,
            outputs=dict(_assignments(written["GITHUB_OUTPUT"])),
        )

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GITHUB_", "GIT_", "POSTLINT_", "PYTHON", "RUNNER_"))
        }
        return {
            **kept,
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_ACTION_PATH": str(self.action),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "ana/blog",
            "RUNNER_TEMP": str(self.temp),
            "RUNNER_OS": "Linux",
            **{f"GITHUB_{name}": value for name, value in self.variables.items()},
        }


def _as_text(value: object) -> str:
    """A scalar of YAML as the runner passes it on."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _assignments(text: str) -> list[tuple[str, str]]:
    """``name=value`` or, over several lines, ``name<<end``."""
    found = []
    lines = iter(text.splitlines())
    for line in lines:
        name, separator, end = line.partition("<<")
        if separator and "=" not in name:
            value = []
            for inner in lines:
                if inner == end:
                    break
                value.append(inner)
            found.append((name, "\n".join(value)))
        else:
            name, equals, rest = line.partition("=")
            assert equals, line
            found.append((name, rest))
    return found
