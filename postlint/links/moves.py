"""Whether a page that has moved is still the same page, and what a link to it should say."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urlsplit

from msgspec import Struct

from postlint.regexes import lazy_pattern

#: Files that stand for their folder.
_INDEX = lazy_pattern(r"/(?:index|default)\.(?:html?|php|aspx?)\Z", re.I)
_SUFFIX = lazy_pattern(r"\.(?:html?|php)\Z", re.I)
_DEFAULT_PORTS = {"http": 80, "https": 443}
#: In the path or query of a destination, these end it or would have to be balanced or escaped.
_UNSAFE = lazy_pattern(r"[\s()<>\[\]\\\"'`*_|]")
#: Where a server sends those who ask for what it does not have, or must not see.
_CATCH_ALL = lazy_pattern(
    r"(?:\A|/)(?:404|40[134]|error|not-?found|log-?in|sign-?in|auth|sso|search|home|index)"
    r"(?:[./?#_-]|\Z)",
    re.I,
)


class _Identity(Struct, frozen=True):
    host: str
    port: int | None
    path: str
    query: str


def same_page(old: str, new: str) -> bool:
    """Whether two URLs differ only in ways that sites change for all of their pages at once.

    These are: http to https, ``www.``, a trailing slash, ``index.html``, ``.html``, the case of
    letters and percent-encoding. Not the same is what would make a link less secure.
    """
    before, after = _split(old), _split(new)
    if before is None or after is None:
        return False
    if before.scheme == "https" and after.scheme == "http":
        return False
    return _identity(before) == _identity(after)


def is_catch_all(old: str, new: str) -> bool:
    """Whether a page's new address is one that many pages are sent to: home, login, search."""
    before, after = _split(old), _split(new)
    if before is None or after is None:
        return True
    deep = before.path.strip("/") != "" and not _CATCH_ALL.search(before.path)
    return deep and (after.path.strip("/") == "" or _CATCH_ALL.search(after.path) is not None)


def as_destination(url: str) -> str:
    """A URL in a form that Markdown and HTML take in every place a destination can stand."""
    parts = url.partition("://")
    return (
        parts[0]
        + parts[1]
        + _UNSAFE.sub(
            lambda match: match[0] if match[0] in "*_" else f"%{ord(match[0]):02X}", parts[2]
        )
    )


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(f"https:{url}" if url.startswith("//") else url)
        parts.port  # noqa: B018  # raises what a later access would
    except ValueError:
        return None
    return parts


def _identity(parts: SplitResult) -> _Identity:
    port = parts.port
    if port == _DEFAULT_PORTS.get(parts.scheme):
        port = None
    path = _INDEX.sub("/", unquote(parts.path))
    path = _SUFFIX.sub("", path.rstrip("/"))
    host = (parts.hostname or "").removeprefix("www.")
    return _Identity(host, port, path.casefold(), unquote(parts.query))
