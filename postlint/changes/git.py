"""Git, run as a program that reads a repository and does nothing else.

No command here looks at the content of the working tree, so that no filter, no text conversion
and no external diff of a repository is ever run; what could run a program otherwise (a monitor
of the file system, hooks, transports that fetch what is missing) is switched off.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CONFIGURATION = (
    "core.fsmonitor=false",
    "core.untrackedCache=false",
    f"core.hooksPath={os.devnull}",
    # A folder of the working tree that looks like a repository is none.
    "safe.bareRepository=explicit",
    "protocol.allow=never",
)
#: Variables for Git that say what to trust; those that say where a repository is would, within
#: a hook, mean another folder than ours.
_KEPT = lazy_pattern(
    r"GIT_(?:CONFIG(?:_GLOBAL|_SYSTEM|_NOSYSTEM|_COUNT|_KEY_\d+|_VALUE_\d+)|EXEC_PATH"
    r"|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM)\Z"
)
#: Modes of what a tree has besides files.
_LINK, _MODULE = "120000", "160000"
#: In bytes: so much of an object is read at a time.
_CHUNK = 1024 * 1024
#: A chain of so many symbolic links is taken for a loop.
_MOST_LINKS = 8


class GitError(Exception):
    """What Git could not tell, in one line."""


class Entry(NamedTuple):
    """What a commit has at a path: its mode and the name of its object."""

    mode: str
    name: str

    @property
    def is_module(self) -> bool:
        """Whether it is a submodule: a repository of its own."""
        return self.mode == _MODULE


class Repository:
    """The repository whose working tree a folder is in; nothing is written.

    Paths in it are relative to its top, with forward slashes. Raises ``GitError``.
    """

    def __init__(self, folder: str) -> None:
        self._folder = folder
        told = self._ask("rev-parse", "--is-inside-work-tree", "--show-cdup")
        inside, _, up = told.removesuffix("\n").partition("\n")
        if inside != "true":
            raise GitError(f"{folder} is not in a working tree of Git")
        #: The absolute path of the top folder.
        self.top = Path(os.path.normpath(os.path.join(os.path.realpath(folder), up)))  # noqa: PTH118  # links are followed before ".." is
        self._relative_folder = lru_cache(maxsize=None)(self._find_relative_folder)
        self._objects: subprocess.Popen[bytes] | None = None

    def close(self) -> None:
        """Ends the process that reads objects, if there is one."""
        if self._objects is not None:
            self._objects.communicate()
            self._objects = None

    def commit(self, ref: str) -> str:
        """The name of a commit; an option is none."""
        if not ref.startswith("-"):
            found = self._run("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
            if found.returncode == 0:
                return _output(found).strip()
        raise GitError(f'There is no commit "{ref}" here{self._if_shallow()}')

    def is_shallow(self) -> bool:
        """Whether the history is not there in full."""
        return self._ask("rev-parse", "--is-shallow-repository").strip() == "true"

    def merge_base(self, ref: str) -> str:
        """The commit at which the history of ``HEAD`` and that of a commit part."""
        commit = self.commit(ref)
        head = self.commit("HEAD")
        found = self._run("merge-base", head, commit)
        if found.returncode == 1:
            raise GitError(f'HEAD and "{ref}" have no commit in common{self._if_shallow()}')
        return _output(found).strip()

    def relative(self, path: str) -> str | None:
        """A path of the file system as one in the repository; None for one outside of it.

        Links among the folders are followed, as Git has none of them in its paths.
        """
        folder, name = os.path.split(path)
        if name in (".", ".."):
            folder, name = path, ""
        inside = self._relative_folder(folder)
        if inside is None:
            return self._relative_folder(path)  # the top, or a link to a folder below it
        return f"{inside}/{name}" if inside and name else inside or name

    def is_in_another(self, relative: str) -> bool:
        """Whether a path is in a repository within this one, such as a submodule."""
        return self._is_nested(relative.rpartition("/")[0])

    def files(self, commit: str) -> dict[str, Entry]:
        """All that a commit has, by path."""
        found = {}
        listing = _output(self._run("ls-tree", "-r", "-z", "--full-tree", commit))
        for line in filter(None, listing.split("\0")):
            about, _, path = line.partition("\t")
            mode, _, name = about.split(" ")
            found[path] = Entry(mode, name)
        return found

    def renamed_since(self, commit: str) -> dict[str, str]:
        """The old path of each file that was renamed since, by its new one.

        Renames that are neither committed nor staged are not known to Git.
        """
        told = self._ask(
            *("diff-index", "--cached", "--find-renames", "--diff-filter=R", "--name-status"),
            *("-z", "--no-ext-diff", "--no-textconv", "--ignore-submodules=all", commit),
        )
        parts = told.split("\0")
        return dict(zip(parts[2::3], parts[1::3], strict=False))

    def ignored(self) -> list[str]:
        """The paths that Git ignores; a folder that it ignores wholly ends with a slash."""
        told = _output(
            self._run(
                *("ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"),
                folder=str(self.top),
            )
        )
        return [path for path in told.split("\0") if path]

    def content(self, files: Mapping[str, Entry], path: str, most: int) -> bytes | None:
        """The content of a file among those of a commit; links are followed.

        None where there is none, or it has more than ``most`` bytes.
        """
        for _ in range(_MOST_LINKS):
            entry = files.get(path)
            if entry is None or entry.is_module:
                return None
            content = self._read(entry.name, most)
            if entry.mode != _LINK or content is None:
                return content
            target = os.path.join(os.path.dirname(path), os.fsdecode(content))  # noqa: PTH118, PTH120  # paths of Git
            path = os.path.normpath(target).replace(os.sep, "/")
        return None

    def _read(self, name: str, most: int) -> bytes | None:
        if self._objects is None:
            self._objects = subprocess.Popen(
                _command("cat-file", "--batch"),
                cwd=self._folder,
                env=_environment(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        to, answer = self._objects.stdin, self._objects.stdout
        assert to is not None
        assert answer is not None
        try:
            to.write(f"{name}\n".encode())
            to.flush()
        except BrokenPipeError:
            raise self._missing(name) from None
        head = answer.readline().split()
        if len(head) != 3:
            raise self._missing(name)
        return _exactly(answer, int(head[2]), most)

    def _missing(self, name: str) -> GitError:
        return GitError(
            f"This clone lacks objects of its history ({name[:12]});"
            " if it is a partial one, run: git fetch --refetch --no-filter"
        )

    def _if_shallow(self) -> str:
        """What to do about a clone without its history; nothing where the history is there."""
        if not self.is_shallow():
            return ""
        return (
            ": the clone is shallow; run git fetch --unshallow,"
            " or give actions/checkout the input fetch-depth: 0"
        )

    @cached_property
    def _nested(self) -> dict[str, bool]:
        return {"": False}

    def _is_nested(self, folder: str) -> bool:
        if folder not in self._nested:
            above = self._is_nested(folder.rpartition("/")[0])
            self._nested[folder] = above or os.path.lexists(self.top / folder / ".git")
        return self._nested[folder]

    def _find_relative_folder(self, folder: str) -> str | None:
        try:
            inside = Path(os.path.realpath(folder)).relative_to(self.top).as_posix()
        except ValueError:
            return None
        return "" if inside == "." else inside

    def _ask(self, *arguments: str) -> str:
        return _output(self._run(*arguments))

    def _run(
        self, *arguments: str, folder: str | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(
                _command(*arguments),
                cwd=folder or self._folder,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise GitError(f"Git cannot be run in {self._folder}: {error.strerror}") from error


@cache
def program() -> str:
    """The program, from a folder of PATH: never one that lies in the folder we are in."""
    for path in _candidates():
        found = shutil.which(path)
        if found:
            return found
    raise GitError("Git is not installed")


def object_name(content: bytes, like: str) -> str:
    """What Git calls a file of this content, in a repository with names like the one given."""
    import hashlib

    algorithm = "sha256" if len(like) == 64 else "sha1"
    digest = hashlib.new(algorithm, b"blob %d\0" % len(content), usedforsecurity=False)
    digest.update(content)
    return digest.hexdigest()


def _output(done: subprocess.CompletedProcess[bytes]) -> str:
    """What Git printed; raises ``GitError`` with its own words if it failed."""
    if done.returncode != 0:
        lines = os.fsdecode(done.stderr).strip().splitlines()
        fatal = (line for line in lines if line.startswith("fatal: "))
        told = next(fatal, lines[0] if lines else f"fatal: status {done.returncode}")
        raise GitError(f"Git: {told.removeprefix('fatal: ')}")
    return os.fsdecode(done.stdout)


def _exactly(stream: IO[bytes], size: int, most: int) -> bytes | None:
    """An object's content, which a line feed follows; None if it has more than ``most`` bytes."""
    left, parts = size + 1, []
    while left:
        part = stream.read(min(left, _CHUNK))
        if not part:
            raise GitError("Git ended in the middle of an object")
        left -= len(part)
        if size <= most:
            parts.append(part)
    return b"".join(parts)[:-1] if size <= most else None


def _command(*arguments: str) -> list[str]:
    settings = (part for setting in _CONFIGURATION for part in ("-c", setting))
    return [program(), "--no-pager", *settings, *arguments]


def _environment() -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or _KEPT.match(name)
    }
    return {
        **kept,
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_TERMINAL_PROMPT": "0",
        "LC_ALL": "C",
    }


def _candidates() -> Iterator[str]:
    for folder in os.get_exec_path():
        if Path(folder).is_absolute():
            yield str(Path(folder, "git"))
