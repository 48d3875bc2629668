"""Which modules a run imports: what is not needed must not cost anything."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

#: Runs the command line and prints the modules it has imported to standard error.
_PROGRAM = """\
import atexit, sys
before = set(sys.modules)
atexit.register(lambda: print(*sorted(set(sys.modules) - before), file=sys.stderr))
from postlint.__main__ import main
main()
"""

#: What only some runs need: the parser, dictionaries, workers, databases, the network …
HEAVY = {
    "_hashlib",
    "aiohttp",
    "asyncio",
    "click",
    "concurrent.futures",
    "difflib",
    "encodings.ascii",
    "html.parser",
    "importlib.metadata",
    "json",
    "marisa_trie",
    "mistune",
    "multiprocessing",
    "pathspec",
    "platformdirs",
    "postlint.code.detection",
    "postlint.code.signatures",
    "postlint.document",
    "postlint.fixing",
    "postlint.settings",
    "postlint.spelling.post",
    "postlint.spelling.speller",
    "postlint_rules",
    "signal",
    "spellchecker",
    "sqlite3",
    "ssl",
    "tempfile",
    "threading",
    "tomllib",
    "yaml",
}


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "a.md").write_text("# Title\n\nText, and it recieves a [link](b.md).\n", "utf-8")
    (folder / "b.md").write_text("# Other\n", "utf-8")
    # The site ends here: what others meanwhile put beside it, or into /tmp, plays no part.
    (folder / ".git").mkdir()
    then = time.time() - 100
    for path in (folder / "a.md", folder / "b.md", folder, tmp_path):
        os.utime(path, (then, then))
    monkeypatch.chdir(folder)
    return folder


def imported(*arguments: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", _PROGRAM, *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 1)
    return set(done.stderr.splitlines()[-1].split())


def test_the_version_needs_nothing() -> None:
    assert {name for name in imported("--version") if not name.startswith("postlint")} <= {
        "__future__"
    }


def test_a_known_report_needs_nothing_to_lint_with() -> None:
    assert imported() & HEAVY >= {"mistune", "postlint_rules", "sqlite3"}
    assert imported() & HEAVY == set()


def test_a_hook_needs_nothing_to_read_options_with() -> None:
    assert "click" not in imported("--force-exclude", "--", "a.md", "b.md")


def test_options_need_click_alone() -> None:
    imported("--quiet", ".")
    assert imported("--quiet", ".") & HEAVY <= {"click", "threading"}


def test_a_post_is_linted_without_what_it_does_not_need() -> None:
    """It is named, so no pattern is matched; it has no code, so no language is detected."""
    assert "importlib.metadata" in imported("a.md")
    assert imported("b.md") & HEAVY == {
        "marisa_trie",
        "mistune",
        "postlint.document",
        "postlint.settings",
        "postlint.spelling.post",
        "postlint.spelling.speller",
        "postlint_rules",
        "sqlite3",
    }


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the system is asked")
def test_the_folder_for_caches_is_found_without_a_library(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("POSTLINT_CACHE_DIR", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert "platformdirs" not in imported("b.md")
    assert (tmp_path / "cache/postlint").is_dir()


@pytest.mark.parametrize(
    ("watch", "end"), [("", "called"), ("sys.setprofile(print)", "called died")]
)
def test_a_process_ends_without_being_taken_apart(watch: str, end: str) -> None:
    """What is registered for the end is called; a profiler gets the usual end."""
    program = f"""\
import atexit, sys
from postlint.__main__ import main
class Thing:
    def __del__(self, write=sys.stderr.write):
        write(" died")
thing = Thing()
atexit.register(lambda: (sys.setprofile(None), sys.stderr.write("called")))
def print(*args): pass
{watch}
main()
"""
    done = subprocess.run(
        [sys.executable, "-c", program, "--quiet", "b.md"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (1, end)


def test_importing_the_package_imports_nothing_else() -> None:
    program = "import sys; n = set(sys.modules); import postlint; print(*set(sys.modules) - n)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["postlint"]
