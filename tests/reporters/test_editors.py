"""What editors make of ``--format concise``, with the settings that the documentation gives."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from published import node

PAGE = Path(__file__).parents[2] / "docs" / "editors.md"
POST = "# Soup\n\nIt was très recieve ☕ good, [see][none] it.\n"
EXPECTED = [(3, 13, "spelling"), (3, 35, "undefined-reference")]


def block(language: str) -> str:
    """The only code block of a language on the page."""
    (found,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE.read_text("utf-8"), re.M | re.S)
    return str(found)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "my posts").mkdir()
    (tmp_path / "my posts" / "a.md").write_text(POST, encoding="utf-8")
    program = Path(sys.executable).with_name("postlint")
    monkeypatch.setenv("PATH", str(program.parent), prepend=":")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def printed() -> list[str]:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "postlint", "--format", "concise"],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return done.stdout.splitlines()


def test_visual_studio_code(site: Path) -> None:
    """Its problem matchers are regular expressions of JavaScript."""
    (task,) = json.loads(block("json"))["tasks"]
    assert task["command"] == "postlint --format concise"
    pattern = task["problemMatcher"]["pattern"]
    program = (
        "const [pattern, lines] = JSON.parse(process.argv[1]);"
        "console.log(JSON.stringify(lines.map((line) => line.match(new RegExp(pattern)))));"
    )
    done = subprocess.run(
        [node(), "-e", program, json.dumps([pattern["regexp"], printed()])],
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    found = [
        tuple(match[pattern[key]] for key in ("file", "line", "column", "code"))
        for match in json.loads(done.stdout)
    ]
    assert found == [
        ("my posts/a.md", str(line), str(column), rule) for line, column, rule in EXPECTED
    ]


def test_vim(site: Path) -> None:
    vim = shutil.which("vim")
    if vim is None:
        pytest.skip("Vim is not installed")
    (site / "vimrc").write_text(f"set encoding=utf-8 nocompatible\n{block('vim')}", "utf-8")
    script = (
        "call writefile(map(getqflist(), {_, e ->"
        " bufname(e.bufnr) . '|' . e.lnum . '|' . e.col . '|' . e.vcol . '|' . e.text}), 'found')"
    )
    subprocess.run(
        [vim, "-es", "-u", "vimrc", "-c", "silent Postlint", "-c", script, "-c", "qa!"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    found = [line.split("|") for line in (site / "found").read_text("utf-8").splitlines()]
    places = [(int(line), int(column), vcol) for _, line, column, vcol, _ in found]
    assert places == [(line, column, "1") for line, column, _ in EXPECTED]
    assert {path for path, *_ in found} == {"my posts/a.md"}
    assert all(
        text.endswith(f"[{rule}]") for (*_, text), (*_, rule) in zip(found, EXPECTED, strict=True)
    )


#: Waits for the compiler, then prints the file, line and column of each message.
EMACS = """
(require 'compile)
(setq-default compilation-error-screen-columns nil)
(with-current-buffer (compilation-start "postlint --format concise")
  (while (get-buffer-process (current-buffer)) (accept-process-output nil 0.1))
  (let ((compilation-skip-threshold 0)) (compilation--ensure-parse (point-max)))
  (goto-char (point-min))
  (while (ignore-errors (compilation-next-error 1) t)
    (let ((place (compilation--message->loc (get-text-property (point) 'compilation-message))))
      (princ (format "%s|%s|%s\n" (caar (compilation--loc->file-struct place))
                     (compilation--loc->line place) (compilation--loc->col place))))))
"""


def test_emacs(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    emacs = shutil.which("emacs")
    if emacs is None:
        pytest.skip("Emacs is not installed")
    monkeypatch.setenv("TERM", "xterm")
    (site / "init.el").write_text(EMACS, encoding="utf-8")
    done = subprocess.run(
        [emacs, "-Q", "--batch", "-l", "init.el"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.splitlines() == [
        f"my posts/a.md|{line}|{column}" for line, column, _ in EXPECTED
    ]
