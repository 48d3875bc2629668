"""Destinations that a template engine makes, where what they lead to can be read off them.

Jekyll: https://jekyllrb.com/docs/liquid/tags/#links, https://jekyllrb.com/docs/liquid/filters/.
Hugo: https://gohugo.io/shortcodes/ref/.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import unquote

from msgspec.structs import replace

from postlint.links.targets import Form, Target, read_url
from postlint.regexes import lazy_pattern

_SITE_BASE = r"\{\{-?\s*site\.baseurl\s*-?\}\}"
_SITE_URL = r"\{\{-?\s*site\.(?:url|github\.url)\s*-?\}\}"
_BASE = lazy_pattern(rf"(?:{_SITE_URL})?{_SITE_BASE}")
_URL = lazy_pattern(_SITE_URL)
#: ``{{ "/about/" | relative_url }}`` and the older ``{{ "/about/" | prepend: site.baseurl }}``.
_FILTERED = lazy_pattern(
    r"\{\{-?\s*(?:'(?P<single>[^'{}|]*)'|\"(?P<double>[^\"{}|]*)\")\s*\|\s*"
    r"(?:relative_url|absolute_url|prepend:\s*site\.baseurl(?:\s*\|\s*prepend:\s*site\.url)?)"
    r"\s*-?\}\}"
)
_TAG = lazy_pattern(r"\{%-?\s*(?P<name>post_url|link)\s+(?P<argument>[^\s|{}%]+)\s*-?%\}")
_REF = lazy_pattern(
    r"\{\{[<%]\s*(?:rel)?ref\s+(?:path=)?(?:'(?P<single>[^'{}]*)'|\"(?P<double>[^\"{}]*)\""
    r"|`(?P<raw>[^`{}]*)`|(?P<bare>[^\s\"'`{}<>%=]+))\s*[>%]\}\}"
)


@lru_cache(maxsize=1024)
def read_destination(url: str) -> Target:
    """The parts of a destination, also where a template makes it."""
    if "{" not in url:
        return read_url(url)
    stripped = url.strip()
    return (
        _read_tag(stripped)
        or _read_reference(stripped)
        or _read_base(stripped)
        or _read_filtered(stripped)
        or read_url(url)
    )


def _read_tag(url: str) -> Target | None:
    prefix = _BASE.match(url) or _URL.match(url)
    tag = _TAG.match(url, prefix.end() if prefix is not None else 0)
    fragment = _fragment(url[tag.end() :]) if tag is not None else None
    if tag is None or isinstance(fragment, _NoFragment):
        return None
    form = Form.POST if tag["name"] == "post_url" else Form.FILE
    return Target(form, tag["argument"].strip("\"'"), fragment)


def _read_reference(url: str) -> Target | None:
    reference = _REF.match(url)
    if reference is None:
        return None
    name = next(filter(None, reference.groups()), "")
    path, hash_sign, own = name.partition("#")
    fragment = _fragment(url[reference.end() :])
    if isinstance(fragment, _NoFragment):
        return None
    return Target(Form.REFERENCE, path, own if hash_sign else fragment)


def _read_base(url: str) -> Target | None:
    base = _BASE.match(url)
    rest = url[base.end() :] if base is not None else ""
    if base is None or "{" in rest or not rest.startswith("/"):
        return None
    target = read_url(rest)
    return replace(target, form=Form.BASE, path_end=0) if target.form is Form.ROOT else None


def _read_filtered(url: str) -> Target | None:
    filtered = _FILTERED.match(url)
    if filtered is None:
        return None
    inner = filtered["single"] if filtered["single"] is not None else filtered["double"]
    target = read_url("/" + inner.lstrip("/"))
    fragment = _fragment(url[filtered.end() :])
    if isinstance(fragment, _NoFragment) or target.form is not Form.ROOT:
        return None
    return Target(Form.BASE, target.path, target.fragment or fragment)


class _NoFragment:
    """Something else follows."""


def _fragment(rest: str) -> str | _NoFragment | None:
    if not rest:
        return None
    if rest.startswith("#") and "{" not in rest:
        return unquote(rest[1:])
    return _NoFragment()
