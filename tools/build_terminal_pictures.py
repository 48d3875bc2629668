"""Draws what terminals show, for the documentation: ``python tools/build_terminal_pictures.py``.

Everything is run for real, on the example posts: postlint, and a commit that its hook stops. Needs
Git and pre-commit.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "images"
POSTS = ROOT / "examples" / "posts"
POST = "2024-02-03-wiring-the-gauge.md"

_CONFIGURATION = f"""\
repos:
  - repo: local
    hooks:
      - id: postlint
        name: postlint
        entry: {sys.executable} -m postlint --force-exclude
        args: ["--"]
        language: system
        types: [markdown]
        require_serial: true
"""
#: Sizes in pixels: of a character of the font, of a line, and of what is around.
_FONT, _ADVANCE, _LINE, _MARGIN = 13, 7.83, 18, 16
#: What escape sequences of terminals mean, by their numbers (ECMA-48, 8.3.117).
_STYLES = {
    "1": "font-weight:700",
    "2": "opacity:.65",
    "30": "fill:#1c2128",
    "31": "fill:#ff7b72",
    "32": "fill:#56d364",
    "33": "fill:#e3b341",
    "34": "fill:#79c0ff",
    "36": "fill:#56d4dd",
}
#: Colours behind characters.
_BACKGROUNDS = {"41": "#da3633", "42": "#238636", "43": "#9e6a03", "46": "#1b7c83"}
_ESCAPE = re.compile(r"\x1b\[([\d;]*)m")


def main() -> None:
    """Runs the commands and writes the pictures."""
    pictures = {
        "terminal": drawn(f"postlint posts/{POST}", report()),
        "pre-commit": drawn('git commit -m "Wiring the gauge"', _stopped_commit()),
    }
    for name, picture in pictures.items():
        (PICTURES / f"{name}.svg").write_text(picture, encoding="utf-8", newline="\n")


def drawn(command: str, output: str) -> str:
    """A command and its output, which may have escape sequences, as a drawing."""
    lines = [f"\x1b[1m$ {command}\x1b[0m", *output.splitlines()]
    columns = max(len(_ESCAPE.sub("", line)) for line in lines)
    width, height = round(columns * _ADVANCE + 2 * _MARGIN), len(lines) * _LINE + 2 * _MARGIN
    rows = "\n".join(_row(number, line) for number, line in enumerate(lines))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" font-family="ui-monospace,Menlo,Consolas,DejaVu Sans Mono,monospace"'
        f' font-size="{_FONT}" fill="#e6edf3">\n'
        f'<rect width="{width}" height="{height}" rx="8" fill="#1c2128"/>\n{rows}\n</svg>\n'
    )


def _row(number: int, line: str) -> str:
    """A line: each piece at its column, and as wide as it has columns, whatever the font."""
    top = _MARGIN + number * _LINE
    parts = []
    for column, text, codes in _pieces(line):
        x, length = _MARGIN + column * _ADVANCE, len(text) * _ADVANCE
        behind = next((_BACKGROUNDS[code] for code in codes if code in _BACKGROUNDS), None)
        if behind:
            box = f'x="{x:.1f}" y="{top}" width="{length:.1f}" height="{_LINE}"'
            parts.append(f'<rect {box} fill="{behind}"/>')
        style = ";".join(_STYLES[code] for code in codes if code in _STYLES)
        parts.append(
            f'<text xml:space="preserve" x="{x:.1f}" y="{top + 13}" textLength="{length:.1f}"'
            + (f' style="{style}"' if style else "")
            + f">{escape(text, quote=False)}</text>"
        )
    return "".join(parts)


def _pieces(line: str) -> Iterator[tuple[int, str, tuple[str, ...]]]:
    """The pieces of a line that look alike, with the columns they begin in."""
    codes: tuple[str, ...] = ()
    column = 0
    for index, piece in enumerate(_ESCAPE.split(line)):
        if index % 2:
            given = piece.split(";")
            codes = () if given in ([""], ["0"]) else (*codes, *given)
            continue
        if piece.strip():
            indent = len(piece) - len(piece.lstrip())
            yield column + indent, piece.strip(), codes
        column += len(piece)


def report() -> str:
    """What postlint prints of the post, in colour."""
    return _run([sys.executable, "-m", "postlint", f"posts/{POST}"], POSTS.parent)


def _stopped_commit() -> str:
    """What a commit of the post prints, in a repository with all of them."""
    with tempfile.TemporaryDirectory() as folder:
        blog = Path(folder)
        shutil.copytree(POSTS, blog / "posts")
        _git(blog, "init", "--quiet")
        _git(blog, "add", "--all")
        _git(blog, "commit", "--quiet", "--message", "All posts")
        (blog / ".pre-commit-config.yaml").write_text(_CONFIGURATION, encoding="utf-8")
        _git(blog, "add", "--all")
        _run([sys.executable, "-m", "pre_commit", "install"], blog)
        post = blog / "posts" / POST
        post.write_text(post.read_text(encoding="utf-8") + "\nUntil next time.\n", encoding="utf-8")
        _git(blog, "add", "--all")
        return _run(["git", *_AUTHOR, "commit", "-m", "Wiring the gauge"], blog)


_AUTHOR = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *_AUTHOR, *arguments], cwd=folder, check=True)


def _run(command: Sequence[str], folder: Path) -> str:
    """What a command prints in colour, both streams, whatever its exit status."""
    colors = {"FORCE_COLOR": "1", "PRE_COMMIT_COLOR": "always", "NO_COLOR": ""}
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | colors,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout.rstrip()


if __name__ == "__main__":
    main()
