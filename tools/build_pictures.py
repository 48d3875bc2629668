"""Draws the pictures in the documentation anew: ``python tools/build_pictures.py CHROMIUM``."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import mistune
from playwright.sync_api import sync_playwright

from postlint.command import run

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "images"

#: What a job on GitHub is told about itself, for the links in its summary.
_JOB = {
    "GITHUB_SERVER_URL": "https://github.com",
    "GITHUB_REPOSITORY": "ana/blog",
    "GITHUB_SHA": "0" * 40,
}
#: A plain style for the summary: where it is shown in earnest, the page has its own.
_STYLE = """
body { font: 16px/1.5 sans-serif; color: #1f2328; margin: 24px 32px; }
h2, h3 { border-bottom: 1px solid #d1d9e0; padding-bottom: 6px; }
table { border-collapse: collapse; } th, td { border: 1px solid #d1d9e0; padding: 6px 13px; }
code { background: #eff1f3; border-radius: 6px; padding: 2px 6px; font-size: 85%; }
a { color: #0969da; } li { margin: 4px 0; }
"""


def main(chromium: str) -> None:
    """Opens the reports of the example posts in a browser and keeps what it shows."""
    os.chdir(ROOT / "examples")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        _draw_html_report(browser, Path(folder))
        _draw_job_summary(browser, Path(folder))
        browser.close()


def _draw_html_report(browser: Browser, folder: Path) -> None:
    report = folder / "report.html"
    run(["--quiet", "--output-file", f"html:{report}", "posts"])
    page = browser.new_page(viewport={"width": 1280, "height": 1500}, color_scheme="light")
    page.goto(report.as_uri())
    page.wait_for_selector(".note")
    page.screenshot(path=PICTURES / "html-report.png")


def _draw_job_summary(browser: Browser, folder: Path) -> None:
    """The summary that ``--format github`` writes, rendered as any Markdown."""
    summary = folder / "summary.md"
    os.environ |= {**_JOB, "GITHUB_STEP_SUMMARY": str(summary)}
    posts = map(str, sorted(Path("posts").glob("2024-0[1-4]-*.md")))
    run(["--quiet", "--output-file", f"github:{folder / 'annotations'}", *posts])
    rendered = mistune.create_markdown(plugins=["table"])(summary.read_text(encoding="utf-8"))
    page = browser.new_page(viewport={"width": 1100, "height": 860}, color_scheme="light")
    page.set_content(f"<!doctype html><style>{_STYLE}</style>{rendered}")
    page.screenshot(path=PICTURES / "job-summary.png")


if __name__ == "__main__":
    main(sys.argv[1])
