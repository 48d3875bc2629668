"""A scratch repository to be in, and a way to ask about it."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from repositories import Postlint, Repository

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def postlint(capsys: pytest.CaptureFixture[str]) -> Postlint:
    return Postlint(capsys)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """An empty repository, which is the current folder."""
    if shutil.which("git") is None:
        pytest.skip("Git is not installed")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    made = Repository.made(tmp_path / "blog")
    monkeypatch.chdir(made.folder)
    return made
