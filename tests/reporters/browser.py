"""A headless Chromium for tests of pages."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

#: What Chromium is called here and there; POSTLINT_CHROMIUM can name another.
_COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
)

#: It starts in containers, and asks nobody for anything.
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """The path of a Chromium or Chrome on this machine, or None."""
    named = os.environ.get("POSTLINT_CHROMIUM")
    found = [named] if named else [*map(shutil.which, _COMMANDS), *_PLACES]
    return next((path for path in found if path and Path(path).exists()), None)


@contextmanager
def launched() -> Iterator[Browser]:
    """A browser; without one, or without Playwright, the tests are skipped and say why."""
    playwright = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is not installed: pip install '.[dev]'"
    )
    path = chromium()
    if path is None:
        pytest.skip("no Chromium or Chrome was found; set POSTLINT_CHROMIUM to its path")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=list(_ARGUMENTS))
        yield browser
        browser.close()
