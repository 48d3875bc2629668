"""URLs that cannot be what was meant, told from their letters alone."""

from __future__ import annotations

import re

from msgspec import Struct

from postlint.regexes import lazy_pattern

#: ``https://https://``, ``http://https:/``, ``https:https://``.
_DOUBLED = lazy_pattern(r"https?:/{0,2}(?=(?P<second>https?)(?P<colon>:?)/{1,2}(?=[\w\[]))", re.I)
#: Letters, or nearly those, of "http" and "https", with what should be ``://`` after them.
_SCHEME = lazy_pattern(
    r"(?P<letters>[A-Za-z]{2,7})(?P<colon>[:;.,]?)(?P<slashes>[/\\]{1,4})(?=[\w-]{1,63}\.[\w-])"
)
#: A whole link where only its URL belongs: ``[https://…](https://…)``, or its first half.
_LINK = lazy_pattern(r"\[(?P<shown>https?://[^\s\]]+)\](?:\((?P<url>https?://\S+)\))?\Z", re.I)
_MAIL = lazy_pattern(r"mailto:/{1,3}(?=\S+@)", re.I)
_AUTHORITY = lazy_pattern(r"https?://(?:[^/?#@\s]{0,200}@)?(?P<host>[^/?#]*)", re.I)
_PORT = lazy_pattern(r":\d{0,5}\Z")
_BAD_HOST = lazy_pattern(r"\.\.|\A\.|[,;!'\"|\\^`<>(){}*]|\Awww[^.\w-]")
#: Words that end in a dot as part of an address: "Example_Inc.", "et_al.", initials.
_ABBREVIATION = lazy_pattern(
    r"(?:\b|_)(?:inc|co|corp|ltd|bros|jr|sr|al|etc|vs|no|vol|st|dr|mr|mrs|[a-z])\.\Z", re.I
)
_ELLIPSIS = lazy_pattern(r"\.\.\.\Z|…\Z")
#: Where nobody but the author sees anything: this machine, and previews in editors.
_LOCAL = lazy_pattern(
    r"https?://(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?=[:/?#]|\Z)(?::\d+)?(?P<path>/[^?#]*)?"
    r"|file:///|vscode-(?:webview|resource):"
    r"|https?://[\w-]+\.(?:preview\.app|app)\.github\.dev\b|https?://[\w-]+\.ngrok(?:-free)?\.(?:io|app)\b",
    re.I,
)
#: What a template or a reader puts in.
_PLACEHOLDER = lazy_pattern(r"[{}<>$%]\w*[{}<>]|\{\{|\{%|\$\{|<[\w-]+>|\$[A-Z]")


class Defect(Struct, frozen=True):
    """What is wrong with a URL, as the end of a sentence, and what it would be mended.

    ``mended`` is "" where that is not to be told; ``certain`` says that it cannot be otherwise.
    """

    what: str
    mended: str = ""
    certain: bool = False


def defect_of(url: str) -> Defect | None:
    """What is wrong with a URL; None where nothing is, or where it is no URL on the web."""
    if _PLACEHOLDER.search(url):
        return None
    return _link_defect(url) or _scheme_defect(url) or _host_defect(url) or _end_defect(url)


def is_local(url: str) -> bool:
    """Whether a URL leads to a page that only its author sees."""
    return _LOCAL.match(url) is not None


def local_path(url: str) -> str:
    """The path of such a URL, without the slash at its start."""
    match = _LOCAL.match(url)
    return "" if match is None else (match["path"] or "").strip("/")


def _link_defect(url: str) -> Defect | None:
    match = _LINK.match(url)
    if match is None:
        return None
    return Defect("is a link, not a URL", match["url"] or match["shown"])


def _scheme_defect(url: str) -> Defect | None:
    doubled = _DOUBLED.match(url)
    if doubled is not None:
        rest = url[doubled.end("colon") :].lstrip("/")
        return Defect("has two schemes", f"{doubled['second'].lower()}://{rest}", certain=True)
    mail = _MAIL.match(url)
    if mail is not None:
        return Defect('has slashes after "mailto:"', f"mailto:{url[mail.end() :]}", certain=True)
    match = _SCHEME.match(url)
    if match is None or url.lower().startswith(("http://", "https://")):
        if re.match(r"https?:///+(?=[\w-]{1,63}\.[\w-])", url, re.I):
            scheme, _, rest = url.partition(":")
            return Defect("has too many slashes", f"{scheme}://{rest.lstrip('/')}", certain=True)
        return None
    letters = match["letters"].lower()
    if not _is_like_http(letters) or (not match["colon"] and match["slashes"] == "/"):
        return None
    scheme = "https" if letters.endswith("s") or letters.count("s") else "http"
    return Defect(
        f'has a misspelled scheme, "{match[0]}"', f"{scheme}://{url[match.end() :]}", certain=True
    )


def _is_like_http(letters: str) -> bool:
    """Whether letters are "http" or "https" with at most one slip of the finger."""
    return any(_is_one_slip_away(letters, scheme) for scheme in ("http", "https"))


def _is_one_slip_away(letters: str, scheme: str) -> bool:
    if letters == scheme:
        return True
    if len(letters) == len(scheme):
        wrong = [
            i for i, pair in enumerate(zip(letters, scheme, strict=True)) if pair[0] != pair[1]
        ]
        if len(wrong) == 2:
            first, second = wrong
            return letters[first] == scheme[second] and letters[second] == scheme[first]
        return len(wrong) == 1
    longer, shorter = sorted((letters, scheme), key=len, reverse=True)
    return len(longer) - len(shorter) == 1 and any(
        longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer))
    )


def _host_defect(url: str) -> Defect | None:
    authority = _AUTHORITY.match(url)
    if authority is None:
        return None
    host = _PORT.sub("", authority["host"])
    if not host:
        return Defect("has no host")
    if host.startswith("["):
        return None
    if re.search(r"\s|%20", host):
        return Defect("has a space in its host")
    if _BAD_HOST.search(host):
        return Defect(f'has no valid host, "{host}"')
    return None


def _end_defect(url: str) -> Defect | None:
    if not url.lower().startswith(("http://", "https://")) or "?" in url or ":~:" in url:
        return None  # a query and a quotation of the page may end in anything
    last = url[-1]
    if last == ")" and url.count(")") > url.count("("):
        return Defect('ends with a ")" that closes nothing', url[:-1])
    if url.count("(") > url.count(")"):
        return Defect('has a "(" that is not closed', f"{url})" if last != "(" else "")
    if last == "." and not _ABBREVIATION.search(url) and not _ELLIPSIS.search(url):
        return Defect('ends with a "." that is not part of it', url[:-1])
    if last in ",;" and "#" not in url:
        return Defect(f'ends with a "{last}" that is not part of it', url[:-1])
    if last in "\"'”’":
        return Defect(f"ends with a quotation mark ({last})", url[:-1])
    return None
