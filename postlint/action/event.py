"""What the job was started for, and so with which commit the posts are compared."""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from postlint.changes.git import GitError, Repository, program
from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, MutableMapping

#: Events on a change that is not part of a branch yet, and where each says what it starts from.
_PROPOSALS = {
    "pull_request": ("pull_request", "base", "sha"),
    "pull_request_target": ("pull_request", "base", "sha"),
    "merge_group": ("merge_group", "base_sha"),
}
_PUSH = {"push": ("before",)}

_COMMIT = lazy_pattern(r"(?!0+\Z)[0-9a-f]{40,64}\Z")


class Event(Struct, frozen=True):
    """An event: its name, what GitHub tells of it, and the commit that the job is for."""

    name: str = ""
    payload: Mapping[str, Any] = {}
    commit: str = ""


def read_event(environment: Mapping[str, str]) -> Event:
    """The event that the variables tell of; one without a name outside of a job."""
    payload: Any = {}
    # Without a payload there is nothing to compare with, which is no error.
    with suppress(KeyError, OSError, ValueError):
        payload = json.loads(Path(environment["GITHUB_EVENT_PATH"]).read_bytes())
    return Event(
        environment.get("GITHUB_EVENT_NAME", ""),
        payload if isinstance(payload, dict) else {},
        environment.get("GITHUB_SHA", ""),
    )


def trust_checkout(environment: MutableMapping[str, str]) -> None:
    """Lets Git read the checkout that we are in, whoever owns it.

    In a job's container the checkout belongs to somebody else, which Git else takes for a trap.
    """
    here = Path.cwd()
    top = next((folder for folder in (here, *here.parents) if (folder / ".git").exists()), here)
    count = environment.get("GIT_CONFIG_COUNT", "")
    number = int(count) if count.isdecimal() else 0
    environment.update(
        {
            "GIT_CONFIG_COUNT": str(number + 1),
            f"GIT_CONFIG_KEY_{number}": "safe.directory",
            f"GIT_CONFIG_VALUE_{number}": top.as_posix(),
        }
    )


def base_of(event: Event, changed_only: bool | None) -> str | None:
    """The commit to compare with; None where everything is wanted.

    With None for ``changed_only``, that is so for all but proposed changes. What is missing of
    the history is fetched, with what the checkout has left to do so with.
    """
    if changed_only is False:
        return None
    start = _start_of(event, _PROPOSALS if changed_only is None else _PROPOSALS | _PUSH)
    if start is None:
        return None
    try:
        repository = Repository(".")
        if event.name == "pull_request" and repository.commit("HEAD") == event.commit:
            # What is checked out is the merge into the base: its first parent is the base, as
            # new as it was then, and one commit more of the history is enough.
            start = f"{event.commit}^1"
            _fetch_unless_there(repository, start, "--depth=2", event.commit)
        else:
            _fetch_unless_there(repository, start, *_whole_history(repository), start)
    except GitError as error:
        print(f"postlint: {error}")
    return start


def _start_of(event: Event, places: Mapping[str, tuple[str, ...]]) -> str | None:
    found: Any = event.payload
    for key in places.get(event.name, ()):
        found = found.get(key) if isinstance(found, dict) else None
    return found if isinstance(found, str) and _COMMIT.match(found) else None


def _whole_history(repository: Repository) -> Iterator[str]:
    if repository.is_shallow():
        yield "--unshallow"


def _fetch_unless_there(repository: Repository, start: str, *what: str) -> None:
    """Fetches so that the history from a commit on is there; whoever compares tells if not."""
    try:
        repository.merge_base(start)
    except GitError:
        print(f"postlint: fetching what is missing of the history ({' '.join(what)})", flush=True)
    else:
        return
    *options, commit = what
    subprocess.run(
        [
            *(program(), "-c", f"core.hooksPath={os.devnull}", "-c", "core.fsmonitor=false"),
            *("-c", "gc.auto=0", "-c", "maintenance.auto=false"),
            *("fetch", "--quiet", "--no-tags", "--no-recurse-submodules", *options),
            *("origin", commit),
        ],
        cwd=repository.top,
        env={**os.environ, "GIT_TERMINAL_PROMPT": "0"},
        stdin=subprocess.DEVNULL,
        check=False,
    )
