"""The reference implementation, run in Node.js, and a cache of what it said.

Spans are ``(type, start, end)`` with offsets in code points. The packages are installed with
``npm ci`` in this folder; ``missing`` says what is not there.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Span = tuple[str, int, int]

HERE = Path(__file__).parent
SCRIPT = HERE / "reference.mjs"
#: Texts given to one Node.js process: enough to forget its start, few enough to see progress.
CHUNK = 200


@dataclass(frozen=True)
class SpecExample:
    """An example of the CommonMark specification."""

    number: int
    section: str
    markdown: str


def missing() -> str | None:
    """What is needed to run the reference and is not there, or None."""
    if shutil.which("node") is None:
        return "Node.js is not installed"
    if not (HERE / "node_modules" / "mdast-util-from-markdown").is_dir():
        return f"the reference is not installed: run npm ci in {HERE}"
    return None


def spec_examples() -> list[SpecExample]:
    """All examples of the CommonMark specification."""
    return [SpecExample(**json.loads(line)) for line in _node([], "--examples")]


def reference_spans(texts: Sequence[str]) -> Iterator[list[Span]]:
    """What the reference makes of each text, in order, from the cache where it is there."""
    cache = _cache_folder()
    files = [cache / f"{_digest(text)}.json" for text in texts]
    unknown = [index for index, file in enumerate(files) if not file.exists()]
    for first in range(0, len(unknown), CHUNK):
        chunk = unknown[first : first + CHUNK]
        lines = _node(json.dumps(texts[index]) for index in chunk)
        for index, line in zip(chunk, lines, strict=True):
            files[index].write_text(line, encoding="utf-8")
    for file in files:
        yield [(kind, start, end) for kind, start, end in json.loads(file.read_bytes())]


def _node(lines: Iterable[str], *arguments: str) -> list[str]:
    """The lines of output of the script; raises ``CalledProcessError`` when it fails."""
    process = subprocess.run(
        ["node", "--max-old-space-size=4096", str(SCRIPT), *arguments],
        input="".join(f"{line}\n" for line in lines),
        stdout=subprocess.PIPE,
        encoding="utf-8",
        check=True,
    )
    return process.stdout.split("\n")[:-1]


def _cache_folder() -> Path:
    """A folder of its own for each version of the script and of its packages."""
    version = _digest(SCRIPT.read_text("utf-8"), (HERE / "package.json").read_text("utf-8"))
    folder = Path(tempfile.gettempdir()) / "postlint-conformance" / version[:16]
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _digest(*texts: str) -> str:
    digest = hashlib.sha256()
    for text in texts:
        digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()
