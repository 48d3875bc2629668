"""Names for findings that stay the same while a post is edited elsewhere.

A fingerprint is made of what is wrong, not of where: the path, the rule, the words of the line
and the marked text. White space does not count, nor do line numbers. Of findings that are alike
in all that, the first, second, ... of the post are told apart by their number.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from postlint.digests import blake2b

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from postlint.rule import Finding

#: Raised when the same finding gets another fingerprint than before.
VERSION = 1

_DIGEST_BYTES = 16


def fingerprints(findings: Iterable[Finding], path_of: Callable[[str], str] = str) -> list[str]:
    """The fingerprint of each finding, in hexadecimal; no two are equal.

    Findings must come in the order of a report. ``path_of`` gives the path that goes in.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    names = []
    for finding in findings:
        content = _content(finding, path_of)
        names.append(_digest((*content, str(seen[content]))))
        seen[content] += 1
    return names


def marked_text(finding: Finding) -> str:
    """The text that a finding marks, up to the end of its first line, with single spaces."""
    location = finding.location
    first = location.start.offset - location.snippet_start
    last = location.end.offset - location.snippet_start
    return _normalized(location.snippet[max(first, 0) : max(last, 0)])


def _content(finding: Finding, path_of: Callable[[str], str]) -> tuple[str, ...]:
    path, line = path_of(finding.location.path), _normalized(finding.location.snippet)
    return path, finding.rule, line, marked_text(finding)


def _normalized(text: str) -> str:
    return " ".join(text.split())


def _digest(parts: tuple[str, ...]) -> str:
    """Each part goes in with its length, so that what is one's end is not another's beginning."""
    digest = blake2b(digest_size=_DIGEST_BYTES)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(data))
        digest.update(data)
    return digest.hexdigest()
