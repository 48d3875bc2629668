"""Kills ``postlint --fix`` at each system call that changes a disk, or lets the call fail.

    python benchmarks/kill_fix.py

Needs Linux with strace. After each run every post has to be the old one or the new one, whole,
with its mode; and the next run has to mend the rest and leave nothing behind. The same is done by
steps of Python, without strace, in ``tests/test_fixing.py``.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

#: Between two of these calls nothing on the disk changes: to be killed before one is to be killed
#: anywhere since the one before.
CALLS = (
    "write,pwrite64,writev,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat,"
    "chmod,fchmod,fchmodat,chown,fchown,fchownat,mkdir,mkdirat,link,linkat,flock"
)
ERRORS = {
    "the disk is full": ("write,pwrite64,fsync", "ENOSPC"),
    "the disk fails": ("write,pwrite64,fsync,fdatasync", "EIO"),
    "the file system is read-only": ("rename,renameat,renameat2,unlink,unlinkat", "EROFS"),
    "somebody else's file": ("chmod,fchmod,fchmodat,chown,fchown,fchownat", "EPERM"),
    "no locks": ("flock", "ENOLCK"),
}
SLIP, RIGHT = "teh", "the"
POSTS = {
    "short.md": f"# Title\n\nIt was {SLIP} end.\n".encode(),
    "long.md": f"# Title\n\n{f'All of {SLIP} words. ' * 4_000}\n".encode(),
    "lines.md": f"# Title\r\n\r\nIt was {SLIP} end.\r\n".encode(),
    "marked.md": f"\ufeff# Title\n\nIt was {SLIP} end.\n".encode(),
    "wide.md": f"# Title\n\nIt was {SLIP} end.\n".encode("utf-16"),
    "fine.md": b"# Title\n\nIt was the end.\n",
}
MODES = {"short.md": 0o600, "long.md": 0o664}


class Outcome(NamedTuple):
    """How a run ended: its exit status (negative: by what signal) and what it said."""

    status: int
    errors: str
    whole: bool


def main() -> None:
    options = _options()
    if shutil.which("strace") is None:
        sys.exit("strace is not installed")
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        mended = _mended(place)
        for jobs in (1, 2):
            count = _kill_at_each_call(place, mended, jobs, options.at_most)
            print(f"killed at {count} calls, --jobs {jobs}: every post whole, nothing left behind")
        for what, (calls, error) in ERRORS.items():
            count = _fail_at_each_call(place, mended, calls, error, options.at_most)
            print(f"{what}: {count} calls failed, every post whole, no traceback")


def _kill_at_each_call(place: Path, mended: dict[str, bytes], jobs: int, at_most: int) -> int:
    for number in range(1, at_most + 1):
        outcome = _run(place, mended, f"{CALLS}:signal=SIGKILL:when={number}", jobs)
        if not outcome.whole:
            sys.exit(f"killed at call {number} with {jobs} jobs: a post is not whole")
        if outcome.status >= 0:
            return number - 1
        _mend_the_rest(place, mended, f"killed at call {number}")
    return at_most


def _fail_at_each_call(
    place: Path, mended: dict[str, bytes], calls: str, error: str, at_most: int
) -> int:
    for number in range(1, at_most + 1):
        outcome = _run(place, mended, f"{calls}:error={error}:when={number}", 1)
        if not _was_injected(place):
            return number - 1
        told = f"{error} at call {number} of {calls}"
        if not outcome.whole or "Traceback" in outcome.errors or outcome.status not in (0, 1, 2):
            sys.exit(f"{told}: {outcome}")
        all_mended = all(_read(place, post) == text for post, text in mended.items())
        if not all_mended and (outcome.status != 2 or not outcome.errors):
            sys.exit(f"{told}: a post was left, and nobody told: {outcome}")
        _mend_the_rest(place, mended, told)
    return at_most


def _run(place: Path, mended: dict[str, bytes], fault: str, jobs: int) -> Outcome:
    """Mends a fresh folder of posts while something goes wrong."""
    _make_posts(place)
    log, calls = str(place / "trace"), fault.partition(":")[0]
    watch = ["strace", "-f", "-qq", "-o", log, "-e", f"trace={calls}", "-e", f"inject={fault}"]
    command = [*watch, *_postlint(place, "--fix", "--jobs", str(jobs), "site")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=place)
    whole = all(
        _read(place, post) in (POSTS[post], text) and _mode(place, post) == MODES.get(post, 0o644)
        for post, text in mended.items()
    )
    status = done.returncode
    # strace ends in the way of what it watches, or says so by a status above 128.
    return Outcome(128 - status if status > 128 else status, done.stderr, whole)


def _was_injected(place: Path) -> bool:
    return "(INJECTED)" in (place / "trace").read_text(errors="replace")


def _mend_the_rest(place: Path, mended: dict[str, bytes], after: str) -> None:
    subprocess.run(_postlint(place, "--fix", "site"), capture_output=True, check=False, cwd=place)
    wrong = [post for post, text in mended.items() if _read(place, post) != text]
    left = {path.name for path in (place / "site").iterdir()} - POSTS.keys() - {"linked.md"}
    reports = [
        subprocess.run(
            _postlint(place, *cache, "site"), capture_output=True, text=True, check=False, cwd=place
        ).stdout
        for cache in ((), ("--no-cache",))
    ]
    if wrong or left or reports[0] != reports[1] or not (place / "site/linked.md").is_symlink():
        sys.exit(f"{after}: after the next run {wrong} is not mended, {left} is left behind")


def _mended(place: Path) -> dict[str, bytes]:
    """The posts as they are once they are mended, which is checked against what they should be."""
    _make_posts(place)
    subprocess.run(_postlint(place, "--fix", "site"), check=False, capture_output=True, cwd=place)
    mended = {post: _read(place, post) for post in POSTS}
    for post, data in POSTS.items():
        encoding = "utf-16" if post == "wide.md" else "utf-8"
        wanted = data.decode(encoding).replace(SLIP, RIGHT)
        if mended[post].decode(encoding) != wanted:
            sys.exit(f"{post} is not mended as it should be")
    return mended


def _make_posts(place: Path) -> None:
    for folder in ("site", "elsewhere", "cache"):
        shutil.rmtree(place / folder, ignore_errors=True)
    (place / "site/.git").mkdir(parents=True)
    shutil.rmtree(place / "site/.git")
    for post, data in POSTS.items():
        path = place / "site" / post
        path.write_bytes(data)
        path.chmod(MODES.get(post, 0o644))
    (place / "site/linked.md").symlink_to("short.md")


def _postlint(place: Path, *arguments: str) -> list[str]:
    settings = ["--cache-dir", str(place / "cache"), "--isolated", "--select", "spelling"]
    return [sys.executable, "-m", "postlint", *settings, *arguments]


def _read(place: Path, post: str) -> bytes:
    return (place / "site" / post).read_bytes()


def _mode(place: Path, post: str) -> int:
    return os.stat(place / "site" / post).st_mode & 0o777  # noqa: PTH116


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--at-most", type=int, default=1_000, help="calls of a kind to try (default: all)"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
