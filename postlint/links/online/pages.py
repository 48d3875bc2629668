"""What is looked for on a page: its title, and whether it has the anchors that links name.

A page is read piece by piece as it arrives and left as soon as all has been found. What a
page's scripts will make of it cannot be known, so an anchor counts as absent only on a page that
was read to its end, shows its text without scripts, and mentions the anchor nowhere: neither in
a link to itself nor in a script's data.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote

if TYPE_CHECKING:
    from collections.abc import Iterable

#: GitHub, GitLab and PyPI put this before the ids that come from what users write.
_PREFIX = "user-content-"
#: Fragments that name no element: text fragments, routes and parameters of apps, pages and
#: positions of PDF files and media, the top of the page.
_NO_ANCHOR = re.compile(r":~:|\A!|[/=&]|\A(?:top)?\Z", re.I)
#: Lines of files and changes on code hosts, comments and reviews that are loaded later.
_LOADED_LATER = re.compile(
    r"\A(?:L\d+|lines-\d+|diff-|issue-?comment|discussion_|pullrequestreview|commitcomment|"
    r"event-|note_|partial-|ref-(?:commit|pullrequest|issue)|r\d+\Z|(?:gist)?comment-\d)",
    re.I,
)
#: A piece of text that the parser can do nothing with until it has seen more of it.
_LONGEST_PENDING = 1024 * 1024
_LONGEST_TITLE = 500
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
#: What stands before and after an id in a script: code, JSON, or HTML within a JSON string.
_BEFORE, _AFTER = ('"', "'", "#"), ('"', "'", "\\")
#: So much of a script is looked at again with the next piece.
_OVERLAP = 300


def anchor_of(fragment: str) -> str | None:
    """The anchor that a URL's fragment names, percent-decoded; None when it names none."""
    anchor = unquote(fragment)
    if _NO_ANCHOR.search(fragment) or _NO_ANCHOR.search(anchor) or _LOADED_LATER.match(anchor):
        return None
    return anchor


class PageReader:
    """Reads a page for its title, where that is wanted, and for anchors."""

    def __init__(self, anchors: Iterable[str], *, title: bool) -> None:
        self._wanted = {anchor: _names(anchor) for anchor in anchors}
        self._title_wanted = title
        self._parser = _Parser(frozenset().union(*self._wanted.values()))
        self._gave_up = False

    def feed(self, text: str) -> bool:
        """Takes the next piece of the page; False when no more is needed."""
        self._parser.feed(text)
        if len(self._parser.rawdata) > _LONGEST_PENDING:
            self._gave_up = True
            return False
        missing = any(not self._found(names) for names in self._wanted.values())
        return missing or (self._title_wanted and self._parser.title_may_follow)

    @property
    def title(self) -> str | None:
        """The title, white space normalized; None where there is none."""
        title = " ".join((self._parser.title or "").split())
        return title[:_LONGEST_TITLE] or None

    def anchors(self, *, complete: bool) -> dict[str, bool]:
        """Of each anchor wanted whether the page has it; those of which that is not known left out.

        ``complete`` says that the page was fed to its end.
        """
        known = complete and not self._gave_up and self._parser.shows_text
        found = {anchor: self._found(names) for anchor, names in self._wanted.items()}
        return {anchor: True for anchor, here in found.items() if here or known} | {
            anchor: False for anchor, here in found.items() if known and not here
        }

    def _found(self, names: frozenset[str]) -> bool:
        return not names.isdisjoint(self._parser.found)


def _names(anchor: str) -> frozenset[str]:
    """The ids and names that an anchor may stand for; the case of letters is not looked at.

    Browsers distinguish it, but many sites bring their own script to go to an anchor.
    """
    bare = anchor.lower().removeprefix(_PREFIX)
    return frozenset({anchor.lower(), bare, _PREFIX + bare})


class _Parser(HTMLParser):
    """Collects the title, and those of the names wanted, in lower case, that could be anchors."""

    def __init__(self, wanted: frozenset[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.found: set[str] = set()
        self.title: str | None = None
        self.shows_text = False
        self._wanted = wanted
        self._in_title = False
        self._past_head = False
        self._in_script = False
        self._script = ""

    @property
    def title_may_follow(self) -> bool:
        return self._in_title or (self.title is None and not self._past_head)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and name in ("id", "name"):
                self._meet(value)
            elif value and name == "href" and value.startswith("#"):
                self._meet(unquote(value[1:]))
        if tag == "title" and self.title is None and not self._past_head:
            self._in_title, self.title = True, ""
        elif tag == "script":
            self._in_script, self._script = True, ""
        elif tag == "body":
            self._past_head = True
        elif tag in _HEADINGS:
            self._past_head = self.shows_text = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag == "script":
            self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title = (self.title or "") + data
        elif self._in_script:
            script = (self._script + data).lower()
            self._script = script[-_OVERLAP:]
            self.found.update(name for name in self._wanted if _is_quoted(name, script))

    def _meet(self, name: str) -> None:
        if name.lower() in self._wanted:
            self.found.add(name.lower())


def _is_quoted(name: str, script: str) -> bool:
    return name in script and any(
        before + name + after in script for before in _BEFORE for after in _AFTER
    )
