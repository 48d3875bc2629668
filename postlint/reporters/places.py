"""Places as services name them: URIs of files, addresses of lines, columns in bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

if TYPE_CHECKING:
    from postlint.reporters.context import Context
    from postlint.rule import Location
    from postlint.source import Position, Source


def file_uri(path: str) -> str:
    """A path as a URI reference (RFC 3986): relative, or ``file:`` for an absolute path."""
    if path.startswith("/"):
        return f"file://{_quoted(path)}"
    if path[1:3] == ":/":
        return f"file:///{path[:2]}{_quoted(path[2:])}"
    return _quoted(path)


class Commit(NamedTuple):
    """What is checked out: the address of the repository, the commit, and how lines are named."""

    repository: str
    revision: str
    #: What stands between the repository's address and the commit in that of a file.
    files: str
    #: What stands before the last of several lines.
    last: str


def commit_of(context: Context) -> Commit | None:
    """What GitHub or GitLab say is checked out; None outside of a job."""
    environment = context.environment
    if all(environment.get(name) for name in _GITHUB):
        server, repository, revision = (environment[name] for name in _GITHUB)
        return Commit(f"{server}/{repository}", revision, "blob", "L")
    if all(environment.get(name) for name in _GITLAB):
        project, revision = (environment[name] for name in _GITLAB)
        return Commit(project, revision, "-/blob", "")
    return None


def line_url(location: Location, context: Context) -> str | None:
    """The address of the lines on the site that runs the job; None outside of one.

    GitHub and GitLab show a Markdown file as a page, which has no lines, unless told otherwise.
    """
    path = context.path_in_checkout(location.path)
    commit = commit_of(context)
    if commit is None or path.startswith(("/", "../")):
        return None
    first, last = location.start.line, location.end.line
    lines = f"#L{first}" + (f"-{commit.last}{last}" if last > first else "")
    folder = f"{commit.repository}/{commit.files}/{commit.revision}"
    return f"{folder}/{_quoted(path)}?plain=1{lines}"


_GITHUB = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_SHA")
_GITLAB = ("CI_PROJECT_URL", "CI_COMMIT_SHA")


def byte_column(position: Position, source: Source) -> int:
    """The column counted in bytes of UTF-8, from 1."""
    line_start = position.offset - position.column + 1
    before = source.text[line_start : position.offset]
    return len(before.encode("utf-8", "surrogatepass")) + 1


def _quoted(path: str) -> str:
    """The bytes of a path percent-encoded; those that are no UTF-8 are low surrogates in it."""
    try:
        return quote(path, safe="/", errors="surrogateescape")
    except UnicodeEncodeError:
        return quote(path, safe="/", errors="surrogatepass")
