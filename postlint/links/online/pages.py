"""What is looked for on a page: its title, and whether it has the anchors that links name.

A page is read piece by piece as it arrives and left as soon as all has been found. What a
page's scripts will make of it cannot be known, so an anchor counts as absent only on a page that
was read to its end, shows its text without scripts, and mentions the anchor nowhere: neither in
a link to itself nor in a script's data.

The pages are searched rather than parsed. What is wanted of them can be told by what stands
around a name; and a parser takes seconds for the larger ones, minutes for those that mean harm.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

#: GitHub, GitLab and PyPI put this before the ids that come from what users write.
_PREFIX = "user-content-"
#: Fragments that name no element: text fragments, routes and parameters of apps, pages and
#: positions of PDF files and media, the top of the page.
_NO_ANCHOR = lazy_pattern(r":~:|\A!|[/=&]|\A(?:top)?\Z", re.I)
#: Lines of files and changes on code hosts, comments and reviews that are loaded later.
_LOADED_LATER = lazy_pattern(
    r"\A(?:L\d+|lines-\d+|diff-|issue-?comment|discussion_|pullrequestreview|commitcomment|"
    r"event-|note_|partial-|ref-(?:commit|pullrequest|issue)|r\d+\Z|(?:gist)?comment-\d)",
    re.I,
)
#: What stands before a name, quotes aside: an attribute; a link to the page itself; a string in
#: a script, which may be JSON, or HTML within JSON.
_ATTRIBUTE = lazy_pattern(r"(?:\A|[^\w-])(?:id|name)\s*=\s*(?:\\?[\"'])?\Z")
_OWN_LINK = lazy_pattern(r"=\s*(?:\\?[\"'])?#\Z")
_STRING = lazy_pattern(r"[:,(\[{]\s*\\?[\"']#?\Z")
_QUOTE = lazy_pattern(r"\\?[\"']")
_END_OF_VALUE = lazy_pattern(r"\\?[\"']|[\s>]|/>")
_HEADING = lazy_pattern(r"<h[1-6][\s>]")
#: So many characters around a name are looked at, and looked at again with the next piece.
_CONTEXT = 40
_LONGEST_NAME = 400
_TITLE = lazy_pattern(r"<title(?:\s[^<>]*)?>")
_BODY = lazy_pattern(r"<body|<h[1-6][\s>]")
_END_OF_HEAD = lazy_pattern(r"</title|</head|<body|<h[1-6][\s>]")
_CAPITALS = lazy_pattern(r"[A-Z]+")
#: A title that has not come by then does not come; what is kept of it. In characters.
_LONGEST_HEAD, _LONGEST_TITLE = 256 * 1024, 500


def anchor_of(fragment: str) -> str | None:
    """The anchor that a URL's fragment names, percent-decoded; None when it names none."""
    anchor = unquote(fragment)
    if _NO_ANCHOR.search(fragment) or _NO_ANCHOR.search(anchor) or _LOADED_LATER.match(anchor):
        return None
    return anchor


class PageReader:
    """Reads a page for anchors and, where that is wanted, for its title."""

    def __init__(self, anchors: Iterable[str], *, title: bool) -> None:
        self._missing = {
            anchor: _names(anchor) for anchor in anchors if len(anchor) <= _LONGEST_NAME
        }
        self._found: set[str] = set()
        self._shows_text = False
        self._before = ""
        self._head: str | None = "" if title else None
        self._title = ""

    def feed(self, text: str) -> bool:
        """Takes the next piece of the page; False when no more is needed."""
        if self._head is not None:
            self._read_head(text)
        seen = self._before + text.lower()
        self._before = seen[-(2 * _CONTEXT + _LONGEST_NAME) :]
        self._shows_text = self._shows_text or _HEADING.search(seen) is not None
        for anchor, names in list(self._missing.items()):
            if any(_is_anchor(name, seen) for name in names):
                self._found.add(anchor)
                del self._missing[anchor]
        return bool(self._missing) or self._head is not None

    @property
    def title(self) -> str | None:
        """The title, white space normalized; None where there is none."""
        title = self._title if self._head is None else _title_in(self._head)
        return " ".join(html.unescape(title).split())[:_LONGEST_TITLE] or None

    def anchors(self, *, complete: bool) -> dict[str, bool]:
        """Of each anchor wanted whether the page has it; those of which it is not known left out.

        ``complete`` says that the page was fed to its end.
        """
        absent = self._missing if complete and self._shows_text else ()
        return dict.fromkeys(self._found, True) | dict.fromkeys(absent, False)

    def _read_head(self, text: str) -> None:
        head = self._head = (self._head or "") + text
        over = _END_OF_HEAD.search(_without_comments(head).lower())
        if over or len(head) > _LONGEST_HEAD:
            self._title, self._head = _title_in(head), None


def _title_in(head: str) -> str:
    """The text of the title, which need not have ended; empty where there is none."""
    head = _without_comments(head)
    # Of equal length, as the case of some letters is not.
    lowered = _CAPITALS.sub(lambda match: match[0].lower(), head)
    match = _TITLE.search(lowered)
    if match is None or _BODY.search(lowered, 0, match.start()):
        return ""
    end = lowered.find("</title", match.end())
    return head[match.end() :] if end < 0 else head[match.end() : end]


def _without_comments(head: str) -> str:
    parts = []
    position = 0
    while (start := head.find("<!--", position)) >= 0:
        parts.append(head[position:start])
        end = head.find("-->", start)
        if end < 0:
            return "".join(parts)
        position = end + len("-->")
    return "".join((*parts, head[position:]))


def _names(anchor: str) -> frozenset[str]:
    """The ids and names that an anchor may stand for, as they may be written, in lower case.

    Browsers distinguish the case of letters, but many sites have a script that does not.
    """
    bare = anchor.lower().removeprefix(_PREFIX)
    names = {anchor.lower(), bare, _PREFIX + bare}
    return frozenset(
        form for name in names for form in (name, html.escape(name), quote(name).lower())
    )


def _is_anchor(name: str, text: str) -> bool:
    """Whether a text has a name in a place that makes it, or may make it, an anchor."""
    return any(
        (_END_OF_VALUE.match(text, end) and (_ATTRIBUTE.search(before) or _OWN_LINK.search(before)))
        or (_QUOTE.match(text, end) and _STRING.search(before))
        for before, end in _occurrences(name, text)
    )


def _occurrences(name: str, text: str) -> Iterator[tuple[str, int]]:
    """What stands before each occurrence, and where it ends."""
    start = text.find(name)
    while start >= 0:
        yield text[max(0, start - _CONTEXT) : start], start + len(name)
        start = text.find(name, start + len(name))
