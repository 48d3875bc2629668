"""What a destination says by itself, before anything is looked up."""

from __future__ import annotations

import re
from enum import StrEnum
from urllib.parse import unquote

from msgspec import Struct

from postlint.regexes import lazy_pattern

#: RFC 3986, section 3.1; a single letter before the colon is a Windows drive and no file either.
_SCHEME = lazy_pattern(r"[A-Za-z][A-Za-z0-9+.-]*:")
#: What a template engine or a person fills in later: ``{{ x }}``, ``{% x %}``, ``${x}``,
#: ``$X``, ``<x>``, ``[id]``; ``@`` and ``~`` begin the aliases of bundlers.
_PLACEHOLDER = lazy_pattern(r"[{}<>\[\]]|\$\w|^[@~]")
#: Those of Zola and of Docusaurus.
_ALIAS = lazy_pattern(r"@(?:site)?/")
_HOST = lazy_pattern(
    r"(?:www\.[\w-]+\.[\w.-]+"
    r"|(?:[A-Za-z0-9-]+\.){1,4}(?:com|org|net|io|dev|edu|gov))(?::\d+)?(?=[/?]|\Z)",
    re.I,
)
#: What stands for any destination, in texts about links: ``[text](url)``.
_STAND_INS = frozenset({"url", "uri", "link", "href"})
#: RFC 2606, section 3: who writes these shows how an address looks.
_EXAMPLE = lazy_pattern(r"(?:[\w-]+\.)*example\.(?:com|org|net)(?=[:/?#]|\Z)", re.I)
_EMAIL = lazy_pattern(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


class Form(StrEnum):
    """The kinds of destinations, by where they are to be looked up."""

    PAGE = "page"  # the page the link is on: "", "#fragment", "?query"
    RELATIVE = "relative"
    ROOT = "root"  # from the root of the site: "/images/x.png"
    EXTERNAL = "external"  # with a scheme, or "//host/path"
    PLACEHOLDER = "placeholder"  # not known before the site is built
    ALIAS = "alias"  # from a folder with a name: "@site/x.md", "@/x.md"
    # By a template:
    BASE = "base"  # from the base of the site: {{ site.baseurl }}/x
    POST = "post"  # {% post_url … %}
    FILE = "file"  # {% link … %}
    REFERENCE = "reference"  # {{< ref … >}}


class Target(Struct, frozen=True):
    """A destination in its parts.

    ``path`` and ``fragment`` are percent-decoded; ``fragment`` is None where there is no ``#``.
    ``path_end`` is the index in the URL where the path ends.
    """

    form: Form
    path: str = ""
    fragment: str | None = None
    path_end: int = 0


def read_url(url: str) -> Target:
    """The parts of a destination as written (after Markdown's escapes and entities)."""
    if _SCHEME.match(url) or url.startswith(("//", "\\\\")):
        return Target(Form.EXTERNAL)
    before, hash_sign, fragment = url.partition("#")
    raw_path = before.partition("?")[0]
    decoded = unquote(fragment) if hash_sign else None
    if _EXAMPLE.match(url) or url.lower() in _STAND_INS:
        return Target(Form.PLACEHOLDER)
    if _PLACEHOLDER.search(url):
        alias = _ALIAS.match(url)
        if alias is None or _PLACEHOLDER.search(url, 1):
            return Target(Form.PLACEHOLDER)
        return Target(Form.ALIAS, unquote(raw_path.strip()), decoded, len(raw_path))
    if not raw_path.strip():
        return Target(Form.PAGE, "", decoded)
    # Browsers take a backslash for a slash.
    path = unquote(raw_path.strip()).replace("\\", "/")
    form = Form.ROOT if path.startswith("/") else Form.RELATIVE
    return Target(form, path, decoded, len(raw_path))


def with_scheme(url: str) -> str | None:
    """The absolute form of ``example.com/x`` or ``me@example.com``; None for other URLs."""
    if _EMAIL.fullmatch(url):
        return f"mailto:{url}"
    return f"https://{url}" if _HOST.match(url) else None


def quote_path(path: str) -> str:
    """A file's path as a destination: what Markdown or URLs would misread is encoded."""
    return re.sub(r"[\x00-\x20%?#()<>\[\]\\\"'`]", lambda match: f"%{ord(match[0]):02X}", path)
