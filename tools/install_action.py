"""Installs postlint for ``action.yml``: into an environment of its own, in the runner's folder.

It runs before anything is installed, so it needs nothing but Python.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

_VERSION = re.compile(r"[0-9][0-9A-Za-z.+!-]*")


def main() -> int:
    """Installs and tells the next steps which Python has postlint; returns the exit status."""
    version = os.environ.get("POSTLINT_VERSION", "").strip()
    if version and not _VERSION.fullmatch(version):
        return _fail(f'The input "version" must be a version such as 1.0.0, not {version!a}')
    wanted = f"postlint=={version}" if version else os.environ["POSTLINT_ACTION"]
    folder = Path(os.environ["RUNNER_TEMP"], "postlint", "environment")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        made = _run([sys.executable, "-I", "-m", "venv", str(folder)])
        if made.returncode != 0:
            return _fail("No environment for Python could be made", made.stdout)
    pip = [str(python), "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    installed = _run([*pip, wanted])
    if installed.returncode != 0:
        return _fail("postlint could not be installed", installed.stdout)
    with Path(os.environ["GITHUB_OUTPUT"]).open("a", encoding="utf-8") as outputs:
        outputs.write(f"python={python}\n")
    return 0


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        check=False,
    )


def _fail(reason: str, details: str = "") -> int:
    print(details, end="")
    print(f"::error title=postlint::{reason}")
    return 2


if __name__ == "__main__":
    sys.exit(main())
