"""Schemas and consumers that others publish, from the npm packages in package.json."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

PACKAGES = Path(__file__).parent / "node_modules"


def published(name: str) -> Path:
    """A file of the installed packages; the test is skipped, and says why, without them."""
    path = PACKAGES / name
    if not path.exists():
        pytest.skip(f"{name} is not installed: run npm ci in {PACKAGES.parent}")
    return path


def node() -> str:
    """The path of Node.js; the test is skipped without it."""
    path = shutil.which("node")
    if path is None:
        pytest.skip("Node.js is not installed")
    return path
