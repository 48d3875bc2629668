"""Where it runs: homes, terminals, consoles of other encodings, little memory, and Ctrl-C."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="POSIX only")

POST = "# “Title” – 漢字 😀\n\nIt recieves – “näïve”.\n"


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    (folder / ".git").mkdir(parents=True)
    (folder / "a.md").write_text(POST, encoding="utf-8")
    monkeypatch.chdir(folder)
    monkeypatch.setenv("POSTLINT_CACHE_DIR", str(tmp_path / "cache"))
    return folder


def started(
    *arguments: str, without: tuple[str, ...] = (), **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """Runs the command line in a process of its own, with other environment variables."""
    environment = {name: value for name, value in os.environ.items() if name not in without}
    return subprocess.run(
        [sys.executable, "-m", "postlint", *arguments],
        env={**environment, **variables},
        capture_output=True,
        check=False,
    )


@posix_only
@pytest.mark.parametrize(
    ("without", "variables"),
    [
        (("HOME",), {}),
        ((), {"HOME": "/dev/null"}),
        ((), {"HOME": "/dev/null/there/is/none"}),
        ((), {"XDG_CACHE_HOME": "/dev/full"}),
        ((), {"POSTLINT_CACHE_DIR": "/dev/null/cache"}),
        ((), {"POSTLINT_CACHE_DIR": ""}),
        (("TERM",), {}),
        ((), {"TERM": "dumb"}),
        ((), {"TERM": "no such terminal", "COLUMNS": "many"}),
        ((), {"LANG": "tlh_QO.UTF-99", "LC_ALL": "tlh_QO.UTF-99"}),
    ],
    ids=str,
)
def test_without_a_home_or_a_terminal_the_report_is_the_same(
    tmp_path: Path, without: tuple[str, ...], variables: dict[str, str]
) -> None:
    usual = started("--format", "concise", "--no-cache", "a.md")
    if "POSTLINT_CACHE_DIR" not in variables:
        without = (*without, "POSTLINT_CACHE_DIR")
    if without[:1] == ("HOME",):
        # Whose home it is then is the system's to say; nothing may be written there by a test.
        variables = {**variables, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    found = started("--format", "concise", "a.md", without=without, PYTHONUTF8="1", **variables)
    assert (found.returncode, found.stderr) == (1, b"")
    assert found.stdout == usual.stdout


@pytest.mark.parametrize("encoding", ["cp437", "cp1252", "ascii", "utf-16"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["a.md"],
        ["--format", "json", "a.md"],
        ["--format", "html", "a.md"],
        ["--format", "github", "a.md"],
        ["--format", "markdown", "a.md"],
        ["--diff", "a.md"],
        ["ast", "a.md"],
        ["words", "--all", "a.md"],
        ["explain", "spelling"],
        ["--help"],
        ["no such é 漢.md"],
    ],
    ids=" ".join,
)
def test_a_console_of_any_encoding_shows_all(encoding: str, arguments: list[str]) -> None:
    usual = started(*arguments)
    found = started(*arguments, PYTHONIOENCODING=encoding)
    assert found.returncode == usual.returncode
    assert b"Traceback" not in found.stderr
    assert b"UnicodeEncodeError" not in found.stderr
    assert bool(found.stdout) == bool(usual.stdout)
    assert found.stderr.decode(encoding).count("\n") == usual.stderr.decode().count("\n")


@posix_only
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_memory_does_not_suffice_for_costs_its_file(site: Path, jobs: str) -> None:
    (site / "hungry.md").write_text("*a **b [c](d) `e` fine\n" * 60_000, encoding="utf-8")
    limited = (
        "import resource, sys\n"
        "limit = 190_000_000\n"
        "resource.setrlimit(resource.RLIMIT_AS, (limit, limit))\n"
        "from postlint.__main__ import main\n"
        "main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", limited, "--no-cache", "--jobs", jobs, "--format", "concise", "."],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (2, "postlint: hungry.md: Not linted: out of memory\n")
    assert done.stdout.startswith("a.md:3:4: ")


@posix_only
@pytest.mark.parametrize("seed", range(4))
def test_ctrl_c_is_quiet_at_any_moment(site: Path, seed: int) -> None:
    """But in the first moments, in which Python has not come to postlint yet."""
    for number in range(30):
        (site / f"{number}.md").write_text(POST * 100, encoding="utf-8")
    command = "from postlint.__main__ import main; print('begins', flush=True); main()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "--quiet", "--jobs", "2", "."],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    process.stdout.readline()
    time.sleep(0.02 + random.Random(seed).random() / 2)  # no secret
    os.killpg(process.pid, signal.SIGINT)
    output, errors = process.communicate()
    # It may have been done before.
    assert process.returncode in (1, 130)
    assert output == b""
    assert errors.strip() == b""


@posix_only
def test_ctrl_c_in_a_callback_is_answered_after_it() -> None:
    """There Python prints and forgets what is raised, as in those of its import locks."""
    command = (
        "import signal, time, weakref\n"
        "from postlint import command\n"
        "from postlint.__main__ import main\n"
        "class Thing: pass\n"
        "def run(arguments):\n"
        "    thing = Thing()\n"
        "    seen = weakref.ref(thing, lambda _: signal.raise_signal(signal.SIGINT))\n"
        "    del thing\n"
        "    time.sleep(60)\n"
        "command.run = run\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@posix_only
def test_files_of_any_name_and_kind_are_told_apart(site: Path) -> None:
    """Each file that is a post is linted, each other one told, in a line that steers nothing."""
    names = ["-rf.md", "a\nb.md", "\udcff\udcfe.md", "::error::x.md", "\x1b[31m.md", "\u202e.md"]
    for name in names:
        (site / name).write_text("It recieves.\n", encoding="utf-8")
    (site / "utf-16.md").write_bytes("It recieves.\n".encode("utf-16"))
    (site / "marked.md").write_bytes("\ufeffIt recieves.\n".encode())
    (site / "returns.md").write_bytes(b"Title\r\rIt recieves.\r")
    (site / "latin.md").write_bytes(b"caf\xe9")
    (site / "damaged.md").write_bytes(b"A fine \xe2\x28\xa1 text.\n" * 1_000)
    (site / "binary.md").write_bytes(bytes(range(256)) * 10)
    (site / "folder.md").mkdir()
    (site / "loop.md").symlink_to("loop.md")
    (site / "device.md").symlink_to("/dev/zero")
    os.mkfifo(site / "pipe.md")
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("socket.md")
        done = started("--format", "concise", "--no-cache", ".")
        others = ["loop.md", "device.md", "pipe.md", "socket.md", "gone.md"]
        named = started("--format", "concise", "--no-cache", *others)
    lines = done.stdout.decode("utf-8", "surrogateescape").splitlines()
    assert len([line for line in lines if "recieves" in line]) == len(names) + 4
    assert [line.split(":")[1] for line in done.stderr.decode().splitlines()] == [
        " binary.md",
        " damaged.md",
        " latin.md",
    ]
    assert done.returncode == named.returncode == 2
    assert not {"\x1b", "\u202e"} & {*done.stdout.decode("utf-8", "replace")}
    assert len(named.stderr.splitlines()) == len(others)


def test_an_option_is_no_file_and_a_file_no_option(site: Path) -> None:
    (site / "-rf.md").write_text("It recieves.\n", encoding="utf-8")
    assert started("-rf.md").returncode == 2
    assert b"recieves" in started("--", "-rf.md").stdout
