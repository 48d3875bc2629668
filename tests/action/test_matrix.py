"""The documented matrix: its steps, run as a runner runs them, make the report of one machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from repositories import NEW_MISTAKE, OLD_MISTAKE, Repository

if TYPE_CHECKING:
    from collections.abc import Mapping

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed"),
    pytest.mark.skipif(os.name != "posix", reason="Bash and its wildcards"),
]

PAGE = Path(__file__).parents[2] / "docs" / "shards.md"
_EXPRESSION = re.compile(r"\$\{\{ ([\w.-]+) \}\}")


def documented() -> dict[str, Any]:
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    found: dict[str, Any] = yaml.safe_load(block)["jobs"]
    return found


class Machine:
    """A machine of a job: a clone of its own, and what the expressions of its steps mean."""

    def __init__(self, folder: Path, artifacts: Path, values: Mapping[str, str]) -> None:
        self._folder = folder
        self._artifacts = artifacts
        self._values = {"runner.temp": str(folder / "temp"), "github.run_id": "7", **values}
        self.output = ""
        self.status = 0

    def run(self, job: Mapping[str, Any], repository: Repository) -> None:
        for step in job["steps"]:
            action, given = step.get("uses", "").partition("@")[0], step.get("with", {})
            if action == "actions/checkout":
                depth = [] if given.get("fetch-depth") == 0 else ["--depth=1"]
                url = repository.folder.as_uri()
                repository.git("clone", "--quiet", *depth, url, str(self._folder / "site"))
            elif action == "actions/upload-artifact":
                target = self._artifacts / self._evaluated(given["name"])
                target.mkdir(parents=True)
                shutil.copy(self._folder / "site" / self._evaluated(given["path"]), target)
            elif action == "actions/download-artifact":
                target = Path(self._evaluated(given["path"]))
                for artifact in self._artifacts.glob(given["pattern"]):
                    shutil.copytree(artifact, target / artifact.name)
            elif "run" in step and not step["run"].startswith("pip install"):
                self._shell(step)

    def _evaluated(self, text: str) -> str:
        return _EXPRESSION.sub(lambda match: self._values[match[1]], text)

    def _shell(self, step: Mapping[str, Any]) -> None:
        variables = {name: self._evaluated(value) for name, value in step.get("env", {}).items()}
        done = subprocess.run(
            ["bash", "-e", "-c", step["run"]],
            cwd=self._folder / "site",
            env=environment(RUNNER_TEMP=self._values["runner.temp"], **variables),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        self.output += done.stdout + done.stderr
        self.status = self.status or done.returncode


def environment(**variables: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GITHUB_", "GIT_", "POSTLINT_", "RUNNER_"))
    }
    scripts = str(Path(sys.executable).parent)
    path = os.pathsep.join((scripts, kept.get("PATH", "")))
    return {**kept, "PATH": path, "GITHUB_BASE_REF": "main", **variables}


def test_the_documented_matrix_reports_like_one_machine(tmp_path: Path) -> None:
    repository = Repository.made(tmp_path / "site")
    link = "See [the next](post-{}.md#set-up).\n"
    for number in range(9):
        text = f"# Soup\n\n## Set up\n\n{OLD_MISTAKE}\n{link.format((number + 1) % 9)}"
        repository.write(f"post-{number}.md", text)
    repository.commit()
    repository.git("switch", "--quiet", "-c", "topic")
    # A link in a post that nobody touched breaks, and it is another machine's.
    changed = f"# Soup\n\n## Setup\n\n{OLD_MISTAKE}\n{NEW_MISTAKE}"
    repository.write("post-0.md", changed)
    repository.commit()
    jobs = documented()
    parts = jobs["lint"]["strategy"]["matrix"]["part"]
    for part in parts:
        values = {"matrix.part": str(part), "strategy.job-total": str(len(parts))}
        folder = tmp_path / f"machine-{part}"
        folder.mkdir()
        machine = Machine(folder, tmp_path / "artifacts", values)
        machine.run(jobs["lint"], repository)
        assert (machine.status, machine.output) == (0, "")
    assert len(list((tmp_path / "artifacts").iterdir())) == len(parts)
    last = Machine(tmp_path, tmp_path / "artifacts", {})
    shutil.move(tmp_path / "site", tmp_path / "origin")
    last.run(jobs["report"], Repository(tmp_path / "origin"))
    whole = subprocess.run(
        [*(sys.executable, "-m", "postlint"), "--format=github", "--changed-since=origin/main"],
        cwd=tmp_path / "site",
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert whole.returncode == 1, whole.stderr
    assert "allways" in whole.stdout
    assert "post-8.md" in whole.stdout
    assert (last.status, last.output) == (1, whole.stdout)
