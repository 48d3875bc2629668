"""Links, images, references and footnotes: what brackets turn out to be.

CommonMark 0.31.2, appendix, "look for link or image".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mistune.helpers import parse_link_href, parse_link_title
from msgspec import Struct

from postlint.regexes import lazy_pattern
from postlint.syntax import nodes
from postlint.syntax.definitions import TEMPLATE_URL, normalize_label
from postlint.syntax.entities import unescape
from postlint.syntax.plain import plain_text
from postlint.syntax.references import UndefinedReference

if TYPE_CHECKING:
    from postlint.syntax.inlines import InlineState

#: Most destinations: no title, nothing to unescape.
_SIMPLE_TARGET = lazy_pattern(r"\(([^\s()<>\\&{\x00-\x1f\x7f]*)\)")
_SPACE = lazy_pattern(r"[ \t\n]*")
_LABEL = lazy_pattern(r"\[((?:[^\\\[\]]|\\.){0,999})\]", re.S)
_FOOTNOTE_LABEL = lazy_pattern(r"\[\^((?:[^\\\[\]\s]|\\.){1,999})\]")
_WIKI_LINK = lazy_pattern(r"\[\[([^\[\]\n|]+(?:\|[^\[\]\n]+)?)\]\](?![(\[])")
_MAX_LABEL = 999


class Bracket:
    """An opening bracket: its index in the text, and where its content begins in the items."""

    __slots__ = ("end", "image", "item", "nested", "start")

    def __init__(self, start: int, end: int, item: int, *, image: bool) -> None:
        self.start = start
        self.end = end
        self.item = item
        self.image = image
        #: Whether a bracket follows within it: such a text cannot be a label.
        self.nested = False


class Target(Struct, frozen=True):
    """A destination and a title, by indexes of the text."""

    end: int
    url: str
    url_span: tuple[int, int]
    title: str | None
    title_span: tuple[int, int] | None


class BracketRules:
    """The inline rules for brackets; a part of the inline parser."""

    if TYPE_CHECKING:

        def finish(self, state: InlineState, first: int) -> list[nodes.Node]:
            """Make nodes of the items from number ``first`` on; see ``InlineParser``."""

    def parse_image_open(self, state: InlineState, pos: int) -> int:
        embedded = _WIKI_LINK.match(state.src, pos + 1)
        if embedded is not None:
            start, end = state.base + pos, state.base + embedded.end()
            state.items.append(nodes.WikiLink(start, end, embedded[1]))
            return embedded.end()
        if not state.src.startswith("[", pos + 1) or state.src.startswith("^", pos + 2):
            return 0
        self._open(state, Bracket(pos, pos + 2, len(state.items), image=True))
        return pos + 2

    def parse_bracket_open(self, state: InlineState, pos: int) -> int:
        text = state.src
        following = text[pos + 1 : pos + 2]
        if following == "^":
            end = self._footnote(state, pos)
            if end:
                return end
        elif following == "[":
            wiki = _WIKI_LINK.match(text, pos)
            if wiki is not None and normalize_label(wiki[1]) not in state.env["ref_links"]:
                start, end = state.base + pos, state.base + wiki.end()
                state.items.append(nodes.WikiLink(start, end, wiki[1]))
                return wiki.end()
        self._open(state, Bracket(pos, pos + 1, len(state.items), image=False))
        return pos + 1

    def parse_bracket_close(self, state: InlineState, pos: int) -> int:
        if not state.openers:
            return 0
        opener = state.openers.pop()
        if len(state.openers) < state.openers_before_link:
            state.openers_before_link = len(state.openers)
            if not opener.image:
                return 0
        text = state.src
        target = parse_target(text, pos + 1) if text.startswith("(", pos + 1) else None
        if target is not None:
            self._add_resource(state, opener, pos, target)
            return target.end
        return self._reference(state, opener, pos)

    def _open(self, state: InlineState, bracket: Bracket) -> None:
        if state.openers:
            state.openers[-1].nested = True
        state.openers.append(bracket)
        state.items.append((bracket.start, bracket.end, None))

    def _footnote(self, state: InlineState, pos: int) -> int:
        match = _FOOTNOTE_LABEL.match(state.src, pos)
        if match is None:
            return 0
        base = state.base
        identifier = normalize_label(match[1])
        if identifier in state.env.get("footnotes", ()):
            state.items.append(
                nodes.FootnoteReference(base + pos, base + match.end(), match[1], identifier)
            )
            return match.end()
        if not state.src.startswith("(", match.end()):
            self._undefined(state, pos, match.end(), match[1], "footnote", match.span(1))
        return 0

    def _reference(self, state: InlineState, opener: Bracket, pos: int) -> int:
        """A full, collapsed or shortcut reference; 0 when its label is not defined."""
        text, references = state.src, state.env["ref_links"]
        second = _LABEL.match(text, pos + 1)
        span = (opener.end, pos)
        kind, end = "shortcut", pos + 1
        if second is not None:
            end = second.end()
            kind = "full" if second[1] else "collapsed"
            if second[1]:
                span = second.span(1)
        label = text[span[0] : span[1]]
        if kind != "full" and (opener.nested or len(label) > _MAX_LABEL):
            return 0
        identifier = normalize_label(label)
        if identifier not in references:
            # "[a][" with a label too long or unbalanced behind it may still be a shortcut.
            if identifier:
                self._undefined(state, opener.start, end, label, kind, span, image=opener.image)
            return 0
        node = self._reference_node(state, opener, label, identifier, kind, end)
        self._close(state, opener, pos, node)
        return end

    def _reference_node(
        self, state: InlineState, opener: Bracket, label: str, identifier: str, kind: str, end: int
    ) -> nodes.LinkReference | nodes.ImageReference:
        kind_of_node = nodes.ImageReference if opener.image else nodes.LinkReference
        start = state.base + opener.start
        return kind_of_node(start, state.base + end, label, identifier, kind)

    def _add_resource(self, state: InlineState, opener: Bracket, pos: int, target: Target) -> None:
        base = state.base
        start, end = base + opener.start, base + target.end
        node: nodes.Link | nodes.Image
        if opener.image:
            node = nodes.Image(start, end, target.url, target.title)
        else:
            node = nodes.Link(start, end, target.url, target.title, "inline")
        node.url_span = (base + target.url_span[0], base + target.url_span[1])
        if target.title_span is not None:
            node.title_span = (base + target.title_span[0], base + target.title_span[1])
        self._close(state, opener, pos, node)

    def _close(self, state: InlineState, opener: Bracket, pos: int, node: Any) -> None:
        """Make what stands between the brackets the node's content."""
        items = state.items
        if not opener.image:
            _undo_literal_autolinks(state, opener.item + 1)
        children = self.finish(state, opener.item + 1)
        del items[opener.item :]
        items.append(node)
        if opener.image:
            node.alt_nodes = children
            node.alt = plain_text(children)
            return
        node.children = children
        # A link holds no other link: brackets before it are only text from now on, those of images
        # excepted.
        state.openers_before_link = len(state.openers)
        self._forget_undefined(state, opener)

    def _forget_undefined(self, state: InlineState, opener: Bracket) -> None:
        """``[a][b](c)``: what looked like the label b is the text of a link."""
        start = state.base + opener.end
        while state.undefined and state.undefined[-1].label_span[0] >= start:
            state.undefined.pop()

    def _undefined(
        self,
        state: InlineState,
        start: int,
        end: int,
        label: str,
        kind: str,
        span: tuple[int, int],
        *,
        image: bool = False,
    ) -> None:
        base = state.base
        state.undefined.append(
            UndefinedReference(
                base + start,
                base + end,
                label,
                normalize_label(label),
                kind,
                (base + span[0], base + span[1]),
                image,
            )
        )


def _undo_literal_autolinks(state: InlineState, first: int) -> None:
    """A bare URL in the text of a link is only text."""
    items = state.items
    for index in range(first, len(items)):
        item = items[index]
        if isinstance(item, nodes.Link) and item.form == "literal":
            items[index] = (item.start - state.base, item.end - state.base, None)


def parse_target(text: str, pos: int) -> Target | None:
    """The ``(destination "title")`` at ``pos``."""
    simple = _SIMPLE_TARGET.match(text, pos)
    if simple is not None:
        return Target(simple.end(), simple[1], simple.span(1), None, None)
    space = _SPACE.match(text, pos + 1)
    assert space is not None
    start = space.end()
    template = TEMPLATE_URL.match(text, start)
    if template is not None and "{" in template[0]:
        href, end = template[0], template.end()
    else:
        raw, raw_end = parse_link_href(text, start, max_nested_level=32)
        if raw is None or raw_end is None:
            return None
        href, end = raw, raw_end
    bracketed = text.startswith("<", start)
    _, title_end = parse_link_title(text, end, len(text))
    rest = _SPACE.match(text, title_end or end)
    assert rest is not None
    if not text.startswith(")", rest.end()):
        return None
    span = (start + 1, end - 1) if bracketed else (start, end)
    if title_end is None:
        return Target(rest.end() + 1, unescape(href), span, None, None)
    before_title = _SPACE.match(text, end)
    assert before_title is not None
    title_span = (before_title.end() + 1, title_end - 1)
    title = unescape(text[slice(*title_span)])
    return Target(rest.end() + 1, unescape(href), span, title, title_span)
