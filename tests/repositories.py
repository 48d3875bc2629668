"""Scratch repositories, and what ``postlint --changed-since`` says in them."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING

from postlint.command import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

#: Text with one misspelled word in a line of its own.
OLD_MISTAKE = "Ask the goverment.\n"
NEW_MISTAKE = "It was allways there.\n"


@dataclass(frozen=True)
class Repository:
    """A repository in a folder, with a branch ``main``."""

    folder: Path

    @classmethod
    def made(cls, folder: Path, *options: str) -> Repository:
        folder.mkdir(parents=True, exist_ok=True)
        repository = cls(folder)
        repository.git("init", "--quiet", "--initial-branch=main", *options)
        return repository

    def git(self, *arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.folder,
            env=git_environment(),
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def write(self, name: str, text: str | bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)

    def commit(self, **files: str | bytes) -> None:
        """Commits everything, and what is given as ``name=text`` (of ``name.md``) besides."""
        for name, text in files.items():
            self.write(f"{name}.md", text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "-m", "A commit")


def git_environment() -> dict[str, str]:
    """Variables that keep out the user's Git."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return {
        **kept,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "Ana",
        "GIT_AUTHOR_EMAIL": "ana@example.org",
        "GIT_COMMITTER_NAME": "Ana",
        "GIT_COMMITTER_EMAIL": "ana@example.org",
    }


@dataclass(frozen=True)
class Postlint:
    """Runs postlint in the current folder and reads what it prints."""

    capture: pytest.CaptureFixture[str]

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        """The exit status, standard output and standard error."""
        self.capture.readouterr()
        status = run(arguments)
        printed = self.capture.readouterr()
        return status, printed.out, printed.err

    def since(self, ref: str, *arguments: str) -> list[str]:
        """The findings since a commit, as ``path:line rule``."""
        status, out, err = self("--changed-since", ref, "--format", "concise", *arguments)
        assert err == ""
        findings = [_short(line) for line in out.splitlines()]
        assert status == (1 if findings else 0)
        return findings

    def failure(self, ref: str, *arguments: str) -> str:
        """The one line on why the findings since a commit are not known."""
        status, out, err = self("--changed-since", ref, *arguments)
        assert (status, out) == (2, "")
        (line,) = err.splitlines()
        return line


def _short(line: str) -> str:
    place, _, rest = line.partition(": ")
    return f"{place.rpartition(':')[0]} {rest.rpartition('[')[2].rstrip(']')}"
