"""Comments that speak to postlint: ``<!-- postlint-disable spelling -- a name -->``.

Commands are ``disable`` and ``enable`` (from here on), ``disable-line``,
``disable-next-line``, ``disable-file`` and ``words``. The first five take rules, families or
aliases, none meaning all rules; whatever follows ``--`` is the reason. Comments are those of
HTML, of Liquid, Jinja and Hugo, and of MDX.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.location import locate
from postlint.regexes import lazy_pattern
from postlint.rule import Edit, Location

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document
    from postlint.source import Source

#: What may follow ``postlint-``.
COMMANDS = ("disable", "enable", "disable-line", "disable-next-line", "disable-file", "words")

_HEAD = lazy_pattern(r"\s*postlint-([\w-]+)(?=[\s:]|$):?")
_WORD = lazy_pattern(r"[^\s,]+")
#: How Liquid's ``{% # … %}`` and Hugo's ``{{/* … */}}`` begin, and what ends them.
_TAG_COMMENTS = (
    (lazy_pattern(r"\{%-?\s*#"), lazy_pattern(r"-?%\}")),
    (lazy_pattern(r"\{\{-?\s*/\*"), lazy_pattern(r"\*/")),
)
#: In HTML, a comment, or an element whose content is text, so that a comment in it is none
#: (https://html.spec.whatwg.org/multipage/parsing.html#parsing-html-fragments).
_HTML_COMMENT = lazy_pattern(
    r"<!--(?P<body>(?s:.*?))(?P<end>-->|\Z)"
    r"|<(?P<raw>script|style|textarea|title|xmp|iframe|noembed|noframes)\b[^<>]*>"
    r"(?s:.*?)(?:</(?P=raw)(?=[\s/>])|\Z)",
    re.IGNORECASE,
)
_REASON = lazy_pattern(r"(?:^|\s)--(?:\s|$)")


class DirectiveName(Struct, frozen=True, array_like=True):
    """A rule, family or alias as the author wrote it, and where."""

    text: str
    location: Location


class Directive(Struct, frozen=True, array_like=True):
    """One directive that is not about words; ``command`` may be an unknown one.

    ``location`` is that of the whole comment; ``line`` is the line that ``disable-line`` and
    ``disable-next-line`` are about; ``removal`` takes the comment out of the source.
    """

    command: str
    names: tuple[DirectiveName, ...]
    location: Location
    line: int
    removal: Edit


class Directives(Struct, frozen=True):
    """The directives of a post, in order, and the words it declares to be right."""

    words: frozenset[str] = frozenset()
    all: tuple[Directive, ...] = ()


def parse_directives(document: Document) -> Directives:
    """The directives in a document's comments."""
    source = document.source
    words: set[str] = set()
    directives: list[Directive] = []
    for comment in _comments(document):
        head = _HEAD.match(source.text, comment.body_start, comment.body_end)
        if head is None:
            continue
        command = head[1].lower()
        names = list(_names(source, head.end(), comment.body_end))
        if command == "words":
            words.update(source.text[start:end] for start, end in names)
        else:
            directives.append(_directive(source, comment, command, names))
    return Directives(frozenset(words), tuple(directives))


class _Comment(Struct, frozen=True):
    """Offsets of a comment, and of what stands between its marks."""

    start: int
    end: int
    body_start: int
    body_end: int


def _comments(document: Document) -> Iterator[_Comment]:
    """Every comment, in document order."""
    text = document.source.text
    comments: list[_Comment] = []
    # Most posts have no directive: one search of the text spares the look at the nodes.
    if "postlint-" not in text:
        return iter(comments)
    for html in document.nodes("html"):
        comments += _html_comments(text, html.start, html.end)
    for template in document.nodes("template"):
        if template.kind == "comment":
            comments += _template_comment(text, template.start, template.end)
    for expression in document.nodes("mdxExpression"):
        if expression.value.lstrip("{ \t\r\n").startswith("/*"):
            comments += _expression_comments(text, expression.start, expression.end)
    return iter(sorted(comments, key=lambda comment: comment.start))


def _html_comments(text: str, start: int, end: int) -> Iterator[_Comment]:
    for found in _HTML_COMMENT.finditer(text, start, end):
        if found["end"]:
            yield _Comment(*found.span(), *found.span("body"))


def _expression_comments(text: str, start: int, end: int) -> Iterator[_Comment]:
    """The comments ``{/* … */}`` in a span; the braces go with them."""
    while True:
        opened = text.find("/*", start, end)
        closed = text.find("*/", opened + 2, end) if opened >= 0 else -1
        if closed < 0:
            return
        after = closed + 2
        outer_start = text.rfind("{", start, opened)
        outer_end = text.find("}", after, end) + 1
        yield _Comment(outer_start, outer_end, opened + 2, closed)
        start = after


def _template_comment(text: str, start: int, end: int) -> Iterator[_Comment]:
    """``{# … #}``, ``{% # … %}``, ``{{/* … */}}`` or ``{% comment %} … {% endcomment %}``."""
    if text.startswith("{#", start):
        yield _Comment(start, end, start + 2, max(start + 2, text.rfind("#}", start, end)))
        return
    for opening, closing in _TAG_COMMENTS:
        opened = opening.match(text, start, end)
        closed = closing.search(text, opened.end(), end) if opened else None
        if opened and closed:
            yield _Comment(start, end, opened.end(), closed.start())
            return
    body_start = text.find("%}", start, end) + 2
    body_end = text.rfind("{%", start, end)
    if body_start >= 2 and body_end >= body_start:
        yield _Comment(start, end, body_start, body_end)


def _names(source: Source, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Spans of the words of a directive, up to the reason."""
    reason = _REASON.search(source.text, start, end)
    for word in _WORD.finditer(source.text, start, reason.start() if reason else end):
        yield word.span()


def _directive(
    source: Source, comment: _Comment, command: str, names: list[tuple[int, int]]
) -> Directive:
    return Directive(
        command,
        tuple(DirectiveName(source.text[a:b], locate(source, a, b)) for a, b in names),
        locate(source, comment.start, comment.end),
        _line(source, comment, command),
        _removal(source, comment),
    )


def _line(source: Source, comment: _Comment, command: str) -> int:
    """The line a directive is about; the next line is the next that is not blank."""
    if command != "disable-next-line":
        return source.position(comment.start).line
    line = source.position(comment.end).line + 1
    while line < len(source.line_starts) and not source.line_text(line).strip():
        line += 1
    return line


def _removal(source: Source, comment: _Comment) -> Edit:
    """Takes a comment away, with its line where nothing else stands on it.

    Between two lines of text the line stays, empty: without it the two would become one
    paragraph.
    """
    first = source.position(comment.start).line
    last = source.position(comment.end).line
    line_start, line_end = source.line_starts[first - 1], source.line_span(last)[1]
    # White space goes with the comment, but for what stands between two words.
    start, end = comment.start, comment.end
    while start > line_start and source.text[start - 1].isspace():
        start -= 1
    while end < line_end and source.text[end].isspace():
        end += 1
    if start > line_start:
        joins = comment.end < line_end and end == comment.end
        return Edit(comment.start if joins else start, comment.end, "")
    if end < line_end:
        return Edit(comment.start, end, "")
    lines = len(source.line_starts)
    above = first == 1 or not source.line_text(first - 1).strip()
    below = last == lines or not source.line_text(last + 1).strip()
    next_line = source.line_starts[last] if last < lines else line_end
    return Edit(line_start, next_line if above or below else line_end, "")
