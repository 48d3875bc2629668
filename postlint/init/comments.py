"""Comments in posts that speak to other linters, and what to write in their place.

They do not count here, as what they excuse is told by other rules than those of postlint: see
https://github.com/DavidAnson/markdownlint#configuration,
https://cspell.org/docs/Configuration/document-settings and
https://vale.sh/docs/keys/markdown for what there is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postlint.disk import read_source
from postlint.init.decisions import Decisions
from postlint.init.rules import rules_named, shared_rules
from postlint.regexes import lazy_pattern
from postlint.source import DecodeError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.init.decisions import Site

#: A comment about rules: ``<!-- markdownlint-disable-line MD034 -->``.
_RULES = lazy_pattern(
    r"<!--\s{0,9}(?:markdownlint|rumdl)-(?P<command>disable(?:-file|-line|-next-line)?)"
    r"(?P<names>\s[^>]{0,500}?)?\s{0,9}-->"
)
#: One about words: ``<!-- cspell:ignore isohyet -->``.
_WORDS = lazy_pattern(
    r"<!--\s{0,9}(?:cspell|spell-?checker):\s?(?:ignore|words?)\s(?P<words>[^>]{0,500}?)\s{0,9}-->",
    re.IGNORECASE,
)
#: One that switches off a checker of spelling for a while.
_SPELLING = lazy_pattern(
    r"<!--\s{0,9}(?:vale off|(?:cspell|spell-?checker):\s?disable(?P<rest>-line|-next-line)?)"
    r"\s{0,9}-->",
    re.IGNORECASE,
)


def read_comments(site: Site) -> Iterator[Decisions]:
    """For each kind of comment, the posts that have one, and an example of what counts here."""
    examples: dict[str, str] = {}
    posts: dict[str, list[str]] = {}
    for post in site.posts:
        try:
            text = read_source(post).text
        except (OSError, DecodeError, ValueError):
            continue
        for kind, comment, instead in _told(text):
            if kind not in examples:
                examples[kind] = f"{comment} does not count; write {instead}"
            if post not in posts.setdefault(kind, []):
                posts[kind].append(post)
    for kind, example in examples.items():
        first, *others = posts[kind]
        more = f" and {len(others)} more post{'s'[: len(others) != 1]}" if others else ""
        yield Decisions(f"{first}{more}", left=(example,))


def _told(text: str) -> Iterator[tuple[str, str, str]]:
    """The kinds of comments in a text, each comment on a line, and what counts in its place."""
    if "<!--" not in text:
        return
    for match in _RULES.finditer(text):
        names = (match["names"] or "").split()
        kept = [name for name in names if rules_named(name, shared_rules())]
        if kept or not names:
            instead = " ".join((f"postlint-{match['command']}", *kept))
            yield "rules", _on_a_line(match[0]), f"<!-- {instead} -->"
    for match in _WORDS.finditer(text):
        words = " ".join(match["words"].replace(",", " ").split())
        yield "words", _on_a_line(match[0]), f"<!-- postlint-words: {words} -->"
    for match in _SPELLING.finditer(text):
        command = f"postlint-disable{(match['rest'] or '').lower()}"
        yield "spelling", _on_a_line(match[0]), f"<!-- {command} spelling -->"


def _on_a_line(comment: str) -> str:
    return " ".join(comment.split())
