"""Draws the pictures in the documentation anew: ``python tools/build_pictures.py CHROMIUM``."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from postlint.command import run

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "images" / "html-report.png"


def main(chromium: str) -> None:
    """Opens the HTML report of the example posts in a browser and keeps what it shows."""
    os.chdir(ROOT / "examples")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        report = Path(folder, "report.html")
        run(["--quiet", "--output-file", f"html:{report}", "posts"])
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 1500}, color_scheme="light")
        page.goto(report.as_uri())
        page.wait_for_selector(".note")
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
