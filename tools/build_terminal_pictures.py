"""Draws what terminals show, for the documentation: ``python tools/build_terminal_pictures.py``.

Everything is run for real, on the example posts, some of it in a repository made for the purpose.
Needs Git and pre-commit.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
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
#: Programs by the names that readers call them by.
_PROGRAMS = {
    "postlint": [sys.executable, "-m", "postlint"],
    "python": [sys.executable],
}
#: A report for a program, with a line for each of its keys.
_SHOWN_AS_JSON = (
    f"postlint --select spelling --format {{}} posts/{POST} | python -m json.tool --indent 2"
)
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
    for name, picture in (pictures_of_reports() | {"pre-commit": _stopped_commit()}).items():
        (PICTURES / f"{name}.svg").write_text(picture, encoding="utf-8", newline="\n")


def pictures_of_reports() -> dict[str, str]:
    """The pictures, by name, of what depends on nothing but postlint and the example posts."""
    return {
        "terminal": drawn(_ran(f"postlint posts/{POST}", POSTS.parent)),
        "concise": drawn(_ran("postlint --format concise posts/about.md posts/*06*", POSTS.parent)),
        "diff": drawn(_ran(f"postlint --diff posts/{POST}", POSTS.parent)),
        "gitlab": drawn(_ran(_SHOWN_AS_JSON.format("gitlab"), POSTS.parent)),
        "reviewdog": drawn(_ran(_SHOWN_AS_JSON.format("rdjson"), POSTS.parent)),
        "changes": _change(),
        "baseline": _new_findings(),
    }


def drawn(*sessions: tuple[str, str]) -> str:
    """Commands, each with its output, which may have escape sequences, as a drawing."""
    lines = []
    for command, output in sessions:
        lines += [f"\x1b[1m$ {command}\x1b[0m", *output.splitlines()]
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


def _ran(command: str, folder: Path) -> tuple[str, str]:
    """A command, or several in a pipe, with what is printed in a folder, in colour."""
    printed = ""
    for stage in command.split(" | "):
        name, *arguments = stage.split()
        program = _PROGRAMS[name]
        words = [found for word in arguments for found in _expanded(word, folder)]
        printed = _run([*program, *words], folder, printed)
    return command, printed


def _expanded(word: str, folder: Path) -> list[str]:
    if "*" not in word:
        return [word]
    return sorted(path.relative_to(folder).as_posix() for path in folder.glob(word))


def _change() -> str:
    """What a branch brought: a slip of its own, and a link that it broke elsewhere."""
    with _blog() as blog:
        _git(blog, "switch", "--quiet", "--create", "winter")
        table = blog / "posts" / "2024-04-20-keeping-the-numbers.md"
        _replace(table, "## The table", "## The schema")
        winter = blog / "posts" / "2024-11-02-winter-quarters.md"
        _replace(winter, "for what that does", "for what that acheives")
        return drawn(_ran("postlint --changed-since main posts", blog))


def _new_findings() -> str:
    """What is reported when the findings of before are in a baseline."""
    with _blog() as blog:
        (blog / "postlint.toml").write_text(
            'baseline = "postlint-baseline.json"\n', encoding="utf-8"
        )
        recorded = _ran("postlint baseline posts", blog)
        _replace(blog / "posts" / POST, "every household has", "every houshold has")
        return drawn(recorded, _ran("postlint posts", blog))


def _stopped_commit() -> str:
    """What a commit of the post prints, in a repository with all of them."""
    with _blog() as blog:
        (blog / ".pre-commit-config.yaml").write_text(_CONFIGURATION, encoding="utf-8")
        _git(blog, "add", "--all")
        _run([sys.executable, "-m", "pre_commit", "install"], blog)
        post = blog / "posts" / POST
        post.write_text(post.read_text(encoding="utf-8") + "\nUntil next time.\n", encoding="utf-8")
        _git(blog, "add", "--all")
        printed = _run(["git", *_AUTHOR, "commit", "-m", "Wiring the gauge"], blog)
        return drawn(('git commit -m "Wiring the gauge"', printed))


@contextmanager
def _blog() -> Iterator[Path]:
    """A repository with a commit of the example posts."""
    with tempfile.TemporaryDirectory() as folder:
        blog = Path(folder)
        shutil.copytree(POSTS, blog / "posts")
        _git(blog, "init", "--quiet", "--initial-branch", "main")
        _git(blog, "add", "--all")
        _git(blog, "commit", "--quiet", "--message", "All posts")
        yield blog


def _replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path}: nothing to replace"
    path.write_text(text.replace(old, new), encoding="utf-8")


_AUTHOR = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org")


def _git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *_AUTHOR, *arguments], cwd=folder, check=True)


def _run(command: Sequence[str], folder: Path, given: str = "") -> str:
    """What a command prints in colour, both streams, whatever its exit status."""
    colors = {"FORCE_COLOR": "1", "PRE_COMMIT_COLOR": "always", "NO_COLOR": ""}
    done = subprocess.run(
        command,
        cwd=folder,
        env=os.environ | colors,
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return done.stdout.rstrip()


if __name__ == "__main__":
    main()
