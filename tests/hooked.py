"""Scratch repositories with posts, whose commits go through the hooks of the working tree."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Mapping

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Attempt:
    """How a command ended, and all that it printed."""

    passed: bool
    output: str


@dataclass(frozen=True)
class Hooks:
    """A repository with postlint as it is here, committed, and the variables to use it with."""

    folder: Path
    environment: Mapping[str, str]

    def configuration(self, hooks: str) -> str:
        """A configuration with this repository; the argument is what stands below ``hooks:``."""
        revision = run(self.folder, self.environment, "git", "rev-parse", "HEAD").output.strip()
        return f"repos:\n  - repo: {self.folder}\n    rev: {revision}\n    hooks:\n{hooks}\n"


@dataclass(frozen=True)
class Blog:
    """A repository with posts."""

    folder: Path
    environment: Mapping[str, str]

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def read(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def stage(self, name: str) -> None:
        self.git("add", "--all", "--", name)

    def commit(self) -> Attempt:
        """Tries to commit everything."""
        self.stage(".")
        return self.commit_staged()

    def commit_staged(self) -> Attempt:
        return run(self.folder, self.environment, "git", "commit", "--quiet", "-m", "Post")

    def staged(self, name: str) -> str:
        return self.git("show", f":{name}")

    def committed(self, name: str) -> str:
        return self.git("show", f"HEAD:{name}")

    def commits(self) -> int:
        return int(self.git("rev-list", "--count", "HEAD"))

    def git(self, *arguments: str) -> str:
        done = run(self.folder, self.environment, "git", *arguments)
        assert done.passed, done.output
        return done.output

    def pre_commit(self, *arguments: str) -> Attempt:
        command = (sys.executable, "-m", "pre_commit", *arguments)
        return run(self.folder, self.environment, *command)


def installed_hooks(shared: Path) -> Hooks:
    """The hooks of the working tree, installed below a folder that other processes may share.

    Where pip has nothing to install from, the test is skipped.
    """
    hooks = Hooks(shared / "postlint", environment_of(shared))
    if not hooks.folder.exists():
        _make_repository(hooks, shared / f"postlint-{os.getpid()}")
    configuration = shared / f"install-{os.getpid()}.yaml"
    configuration.write_text(hooks.configuration("      - id: postlint"), encoding="utf-8")
    repository = Blog(hooks.folder, hooks.environment)
    # pre-commit lets the other workers wait for the one that comes first.
    installed = repository.pre_commit("install-hooks", "--config", str(configuration))
    if not installed.passed:
        skip_without_packages(shared, hooks.environment)
    assert installed.passed, installed.output
    return hooks


def environment_of(shared: Path) -> dict[str, str]:
    """Variables that keep out the user's Git, and any compiler from the installation."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "PRE_COMMIT_", "POSTLINT_", "COV_"))
        and name not in {"SKIP", "FORCE_COLOR", "PYTHONPATH"}
    }
    return {
        **kept,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{
            f"GIT_{who}_{what}": value
            for who in ("AUTHOR", "COMMITTER")
            for what, value in (("NAME", "Ana"), ("EMAIL", "ana@example.org"))
        },
        "PRE_COMMIT_HOME": str(shared / "pre-commit"),
        "POSTLINT_CACHE_DIR": str(shared / "cache"),
        "PIP_ONLY_BINARY": ":all:",
        "CC": "no-compiler",
        "CXX": "no-compiler",
        "LC_ALL": "C.UTF-8",
    }


def _make_repository(hooks: Hooks, draft: Path) -> None:
    """Every worker may make it, and the first to be ready is everybody's.

    For pre-commit it has to be one: each path of a repository gets an environment.
    """
    draft.mkdir()
    copy_working_tree(draft, hooks.environment)
    repository = Blog(draft, hooks.environment)
    repository.git("init", "--quiet")
    repository.stage(".")
    repository.git("commit", "--quiet", "-m", "Working tree")
    try:
        draft.rename(hooks.folder)
    except OSError:
        shutil.rmtree(draft)


def copy_working_tree(target: Path, environment: Mapping[str, str]) -> None:
    """Copies what is committed here, and what would be if everything was."""
    listing = run(
        ROOT,
        environment,
        *("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"),
    )
    if not listing.passed:
        pytest.skip("postlint's own folder is no Git repository")
    for name in filter(None, listing.output.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name, follow_symlinks=False)


def skip_without_packages(folder: Path, environment: Mapping[str, str]) -> None:
    """Skips the test if pip cannot install anything here, whatever we ask for."""
    tried = run(
        folder,
        environment,
        *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--no-cache-dir"),
        *("--dest", str(folder), "setuptools"),
    )
    if not tried.passed:
        pytest.skip(f"pip has nothing to install from: {tried.output.strip().splitlines()[-1]}")


def run(folder: Path, environment: Mapping[str, str], *command: str) -> Attempt:
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return Attempt(done.returncode == 0, done.stdout)
