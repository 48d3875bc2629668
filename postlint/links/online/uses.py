"""The web links of a post, and the verdicts on them, for the rules that need them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.facts import LinkFact
    from postlint.links.online.verdict import Verdict
    from postlint.project import FileResult, Project

_WEB = lazy_pattern(r"(?:https?:)?//[^/?#]", re.I)
#: What a template engine or a reader is to fill in: ``{{ x }}``, ``<x>``, ``/...``, and before
#: the query, where they may be JSON or names of parameters, ``{x}`` and ``$X``.
_PLACEHOLDER = lazy_pattern(r"\{\{|\{%[-\s]|[<>…]|/\.\.\.(?:/|\Z)|\A[^?#]*(?:[{}]|\$\w)")


class WebLink(Struct, frozen=True):
    """A link to the web with the verdict on its URL without the fragment."""

    path: str
    fact: LinkFact
    verdict: Verdict


def web_links(result: FileResult) -> Iterator[LinkFact]:
    """The links of a post that have a complete web address."""
    for fact in result.facts.links.links if result.facts else ():
        if is_web_url(fact.url):
            yield fact


def is_web_url(url: str) -> bool:
    """Whether a destination is a web address, with nothing left to fill in."""
    return _WEB.match(url) is not None and _PLACEHOLDER.search(url) is None


def page_url(url: str) -> str:
    """A URL without its fragment: all that a server sees of it."""
    return url.partition("#")[0]


def checked_links(project: Project) -> Iterator[WebLink]:
    """The web links of a project's posts on which there is a verdict."""
    verdicts = project.verdicts or {}
    for path, result in project.results.items():
        for fact in web_links(result):
            verdict = verdicts.get(page_url(fact.url))
            if verdict is not None:
                yield WebLink(path, fact, verdict)
