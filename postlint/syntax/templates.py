"""What site generators replace around Markdown: Liquid, Jinja, Hugo shortcodes, attribute lists.

References: https://shopify.github.io/liquid/, https://jinja.palletsprojects.com/templates/,
https://gohugo.io/content-management/shortcodes/, https://kramdown.gettalong.org/syntax.html#ials.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.regexes import lazy_pattern
from postlint.syntax import nodes

if TYPE_CHECKING:
    from collections.abc import Callable
    from re import Match

    from postlint.syntax.lines import LineState

_TAG_NAME = lazy_pattern(r"\{%[-+]?\s*(\w+)")
#: Characters; more between two markers are no tag but an accident.
_LONGEST_TAG = 5000
_BLANK_LINE = lazy_pattern(r"\n[ \t]*\n")
#: Blocks of code (Jekyll, Hexo, Hugo): the tag with its arguments, and what ends the block.
_CODE_BLOCKS = tuple(
    (lazy_pattern(opening), lazy_pattern(closing))
    for opening, closing in (
        (r"\{%-?\s*highlight\b([^%\n]*)%\}", r"\{%-?\s*endhighlight\s*-?%\}"),
        (r"\{%-?\s*codeblock\b([^%\n]*)%\}", r"\{%-?\s*endcodeblock\s*-?%\}"),
        (r"\{\{<\s*highlight\b([^>\n]*)>\}\}", r"\{\{<\s*/\s*highlight\s*>\}\}"),
        (r"\{\{%\s*highlight\b([^%\n]*)%\}\}", r"\{\{%\s*/\s*highlight\s*%\}\}"),
    )
)

_CODE_OPENINGS = tuple(opening for opening, _ in _CODE_BLOCKS)
_LINE_COMMENT = lazy_pattern(r"\{%-?\s*#")
_COMMENT_OPENING = lazy_pattern(r"\{%-?\s*comment\b")

#: kramdown's ``{: .class}`` and ``{:toc}``, and ``{#id .class key=value}`` of many others.
ATTRIBUTES = lazy_pattern(
    r"\{(?::[^{}\n]*|[ \t]*[#.]\\?[A-Za-z_][^{}\n]*|[ \t]*[A-Za-z][\w-]*=[\"'\w][^{}\n]*)\}"
)
_EXPLICIT_ID = lazy_pattern(r"[{\s:]#([^\s{}#]+)")

#: Tags that put nothing on the page.
_SILENT_TAGS = frozenset(
    "if elsif elseif elif else unless for break continue case when assign capture increment "
    "decrement comment raw set block extends import from macro with filter call autoescape do "
    "cycle tablerow".split()
)


def explicit_ids(attributes: str) -> list[str]:
    """The ids in attribute lists, without the escapes that Python-Markdown's may have."""
    return [found.replace("\\", "") for found in _EXPLICIT_ID.findall(attributes)]


class TemplateText(Struct, frozen=True):
    """A template construct in a text: where it ends and what it is."""

    end: int
    kind: str
    outputs: bool


def match_template(text: str, pos: int, find: Callable[[str, int], int]) -> TemplateText | None:
    """The template construct that begins with the ``{`` at ``pos``.

    ``find(marker, start)`` gives the offset of a marker at or after ``start``, or -1.
    """
    second = text[pos + 1 : pos + 2]
    if second == "{":
        return _match_output(text, pos, find)
    if second == "%":
        return _match_tag(text, pos, find)
    if second == "#":
        end = _tag_end(text, pos, "#}", find)
        if end < 0 or "}" in text[pos + 2 : end]:
            return None
        return TemplateText(end + 2, "comment", outputs=False)
    return None


def _match_output(text: str, pos: int, find: Callable[[str, int], int]) -> TemplateText | None:
    third = text[pos + 2 : pos + 3]
    if text.startswith("{{/*", pos) or text.startswith("{{- /*", pos):
        end = find("*/", pos + 4)
        close = find("}}", end) if end >= 0 else -1
        return None if close < 0 else TemplateText(close + 2, "comment", outputs=False)
    if third in ("<", "%"):
        end = _tag_end(text, pos, ">}}" if third == "<" else "%}}", find)
        if end < 0:
            return None
        inner = text[pos + 3 : end].strip()
        if inner.startswith("/*"):
            return TemplateText(end + 3, "comment", outputs=False)
        return TemplateText(end + 3, "shortcode", outputs=not inner.startswith("/"))
    end = _tag_end(text, pos, "}}", find)
    if end < 0:
        return None
    while text.startswith("}", end + 2):
        end += 1
    return TemplateText(end + 2, "liquid", outputs=True)


def _match_tag(text: str, pos: int, find: Callable[[str, int], int]) -> TemplateText | None:
    end = _tag_end(text, pos, "%}", find)
    if end < 0:
        return None
    name = _TAG_NAME.match(text, pos)
    word = name[1] if name else ""
    if word in ("comment", "raw"):
        # Nothing between these two is for the template engine.
        close = find("end" + word, end)
        if close >= 0:
            close = find("%}", close)
        if close >= 0 and word == "comment":
            return TemplateText(close + 2, "comment", outputs=False)
        if close >= 0 and _is_raw_text(text, end + 2, close):
            return TemplateText(close + 2, "liquid", outputs=True)
    if _LINE_COMMENT.match(text, pos):
        # Liquid's comments of a line.
        return TemplateText(end + 2, "comment", outputs=False)
    if text.startswith("=", pos + 2):
        # Lo-Dash's and Verb's, which insert a value.
        return TemplateText(end + 2, "liquid", outputs=True)
    silent = not word or word in _SILENT_TAGS or word.startswith("end")
    return TemplateText(end + 2, "liquid", outputs=not silent)


def _is_raw_text(text: str, start: int, stop: int) -> bool:
    """Whether what is between ``{% raw %}`` and its end is no Markdown to look into.

    It is within a line, for the sake of a few braces, and holds no code, which speaks for itself.
    """
    return text.find("\n", start, stop) < 0 and text.find("`", start, stop) < 0


def _tag_end(text: str, pos: int, marker: str, find: Callable[[str, int], int]) -> int:
    """The offset of the marker that closes the tag at ``pos``, or -1."""
    end = find(marker, pos + 2)
    if end - pos > _LONGEST_TAG or _BLANK_LINE.search(text, pos, max(end, pos)):
        return -1
    return end


class TemplateBlocks:
    """The block rules for templates; a part of the block parser."""

    def parse_template(self, match: Match[str], state: LineState) -> bool:
        """Lines that hold nothing but templates, and the code in highlight blocks."""
        return self._parse_highlight(state) or self._parse_template_line(match, state)

    def opens_template_block(self, state: LineState, first: int) -> bool:
        """Whether a line begins a block of code or a comment, which ends a paragraph."""
        src, end = state.src, state.line_end
        return any(
            opening.match(src, first, end) for opening in (*_CODE_OPENINGS, _COMMENT_OPENING)
        )

    def parse_attributes(self, match: Match[str], state: LineState) -> bool:
        """A line with an attribute list, for the block before or after it."""
        start, end = match.span("attributes_1")
        state.append(
            nodes.Template(
                start, end, state.src[start:end], "attributes", block=True, outputs=False
            )
        )
        return True

    def parse_directive(self, match: Match[str], state: LineState) -> bool:
        """The opening or closing line of ``:::note``; what is between them is Markdown."""
        start, end = match.span()
        state.append(
            nodes.Template(start, end, state.src[start:end], "directive", block=True, outputs=False)
        )
        return True

    def _parse_highlight(self, state: LineState) -> bool:
        start = state.indentation()[0]
        for opening, closing in _CODE_BLOCKS:
            begin = opening.match(state.src, start, state.line_end)
            if begin is None:
                continue
            end = state.search_close(closing, begin.end())
            if end is None:
                return False
            content_start = min(state.line_end + 1, end.start())
            code = nodes.Code(start, end.end(), state.src[content_start : end.start()], "template")
            code.opening = begin.span()
            code.info = begin[1].strip(" \t-")
            info_start = begin.start(1) + begin[1].index(code.info)
            code.info_span = (info_start, info_start + len(code.info))
            words = code.info.split(None, 1)
            code.lang = words[0].strip("\"'") if words else None
            code.meta = words[1] if len(words) > 1 else None
            code.content_start = content_start
            state.append(code)
            state.skip_to(end.end())
            return True
        return False

    def _parse_template_line(self, match: Match[str], state: LineState) -> bool:
        src, pos = state.src, match.start()
        found: list[nodes.Node] = []
        while True:
            template = match_template(src, pos, state.find_close)
            if template is None:
                return False
            value = src[pos : template.end]
            found.append(
                nodes.Template(
                    pos, template.end, value, template.kind, block=True, outputs=template.outputs
                )
            )
            pos = template.end
            while pos < state.cursor_max and src[pos] in " \t":
                pos += 1
            if pos >= state.cursor_max or src[pos] == "\n":
                break
            if src[pos] != "{":
                return False
        for node in found:
            state.append(node)
        if pos > state.line_end:
            state.skip_to(pos)
        return True
