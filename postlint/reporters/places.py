"""Places as services name them: URIs of files, addresses of lines, columns in bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING
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


def line_url(location: Location, context: Context) -> str | None:
    """The address of the lines on the site that runs the job; None outside of one.

    GitHub and GitLab show a Markdown file as a page, which has no lines, unless told otherwise.
    """
    environment = context.environment
    path = context.path_in_checkout(location.path)
    if path.startswith(("/", "../")):
        return None
    last = location.end.line
    if all(environment.get(name) for name in _GITHUB):
        server, repository, commit = (environment[name] for name in _GITHUB)
        lines = f"#L{location.start.line}" + (f"-L{last}" if last > location.start.line else "")
        return f"{server}/{repository}/blob/{commit}/{_quoted(path)}?plain=1{lines}"
    if all(environment.get(name) for name in _GITLAB):
        project, commit = (environment[name] for name in _GITLAB)
        lines = f"#L{location.start.line}" + (f"-{last}" if last > location.start.line else "")
        return f"{project}/-/blob/{commit}/{_quoted(path)}?plain=1{lines}"
    return None


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
