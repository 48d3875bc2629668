"""Inlines: mistune's inline parser with offsets, references kept, and linear emphasis.

The tokens of an inline run tile its text: each begins where the one before it ended. So the
loop below knows every token's span without asking, and a link's span is that of its brackets.
What the run becomes is a flat list of items (nodes, delimiters, pieces of text as ``(start, end,
value)`` with value None where it is the text itself), which ``emphasis`` nests.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from mistune.core import InlineState as MistuneInlineState
from mistune.inline_parser import AUTO_EMAIL
from mistune.inline_parser import InlineParser as MistuneInlineParser

from postlint.regexes import lazy_pattern
from postlint.syntax import nodes
from postlint.syntax.autolinks import find_autolink, link_email_addresses
from postlint.syntax.brackets import BracketRules
from postlint.syntax.emphasis import Delimiter, build, flanking, resolve
from postlint.syntax.entities import ENTITY, PUNCTUATION, decode_entity
from postlint.syntax.tags import TAG
from postlint.syntax.templates import ATTRIBUTES, explicit_ids, match_template
from postlint.syntax.text import join_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from postlint.syntax.brackets import Bracket
    from postlint.syntax.references import UndefinedReference

_ALWAYS = r"[\\`*_~\[\]!<&{$]"
_AUTOLINK = r"[hH][tT][tT][pP][sS]?://|[wW]{3}\."
_BREAK = r"(?<![ \t])[ \t]++\n"
_RUN = {char: lazy_pattern(re.escape(char) + "+") for char in "*_~`"}
_AUTOLINK_URI = lazy_pattern(r"<([A-Za-z][A-Za-z0-9.+-]{1,31}:[^<>\x00-\x20]*)>")
_AUTOLINK_EMAIL = lazy_pattern(AUTO_EMAIL)
_TAG = lazy_pattern(TAG)
_DECLARATION = lazy_pattern(r"<![A-Za-z]")
#: ``$x$``: the dollars hug the formula, and no digit or letter follows (as pandoc has it).
_MATH = lazy_pattern(r"\$(?![\s$])((?:[^$\\\n`]|\\.|\n(?![ \t]*\n)){0,999}?(?<![\s\\]))\$(?![\w$])")
_DISPLAY_MATH = lazy_pattern(r"\$\$((?:[^$\\]|\\.){1,2000})\$\$")


class InlineState(MistuneInlineState):
    """The text of one block, what has been made of it, and the open brackets."""

    def __init__(self, env: Any) -> None:
        super().__init__(env)
        self.base = 0
        self.items: list[Any] = []
        self.openers: list[Bracket] = []
        #: How many of them stand before a link, so that they open an image or nothing.
        self.openers_before_link = 0
        self.undefined: list[UndefinedReference] = []
        self.attribute_id = ""

    def find_close(self, marker: str, start: int) -> int:
        """The index of a marker at or after ``start``, or -1; asked again it costs little."""
        found = self.delimiters.find(marker, start)
        return -1 if found is None else found


class InlineParser(BracketRules, MistuneInlineParser):
    """Parses the content of one block into nodes."""

    state_cls = InlineState

    def __init__(self) -> None:
        super().__init__()
        self._scanners = {
            (autolinks, breaks): lazy_pattern(
                "|".join([_ALWAYS, *([_AUTOLINK] * autolinks), *([_BREAK] * breaks)])
            )
            for autolinks in (False, True)
            for breaks in (False, True)
        }
        self._handlers: dict[str, Callable[[InlineState, int], int]] = {
            "\\": self.parse_backslash,
            "`": self.parse_code,
            "*": self.parse_delimiters,
            "_": self.parse_delimiters,
            "~": self.parse_delimiters,
            "[": self.parse_bracket_open,
            "!": self.parse_image_open,
            "]": self.parse_bracket_close,
            "<": self.parse_angle,
            "&": self.parse_entity,
            "{": self.parse_brace,
            "$": self.parse_math,
            **dict.fromkeys("hHwW", self.parse_literal_autolink),
            " ": self.parse_line_end,
            "\t": self.parse_line_end,
        }

    def parse_content(self, text: str, base: int, env: Any) -> tuple[list[nodes.Node], InlineState]:
        """The nodes of a text; offsets count from ``base``."""
        state = InlineState(env)
        state.src = text
        state.base = base
        self._scan(state)
        found = self.finish(state, 0)
        return link_email_addresses(found, text, base) if "@" in text else found, state

    def finish(self, state: InlineState, first: int) -> list[nodes.Node]:
        """Nest the items from number ``first`` on and make nodes of the text between them."""
        items = state.items[first:] if first else state.items
        delimiters = [item for item in items if type(item) is Delimiter]
        if delimiters:
            resolve(delimiters)
            items = build(items, state.base)
        return join_text(items, state.src, state.base)

    def _scan(self, state: InlineState) -> None:
        text, items = state.src, state.items
        addresses = "://" in text or "ww." in text or "WW." in text
        breaks = " \n" in text or "\t\n" in text
        search = self._scanners[addresses, breaks].search
        handlers = self._handlers
        pos = start = 0
        while True:
            match = search(text, pos)
            if match is None:
                break
            at = match.start()
            if at > start:
                items.append((start, at, None))
            end = handlers[text[at]](state, at)
            if end:
                pos = start = end
                continue
            if at > start:
                items.pop()
            pos = at + 1
        if start < len(text):
            items.append((start, len(text), None))

    # Each rule answers where it ended, or 0 when the character is only text.

    def parse_backslash(self, state: InlineState, pos: int) -> int:
        following = state.src[pos + 1 : pos + 2]
        if following == "\n":
            state.items.append(nodes.Break(state.base + pos, state.base + pos + 2))
            return pos + 2
        if following in PUNCTUATION:
            state.items.append((pos, pos + 2, following))
            return pos + 2
        return 0

    def parse_line_end(self, state: InlineState, pos: int) -> int:
        """White space before a line ending: two spaces or more are a break."""
        text = state.src
        end = text.index("\n", pos)
        if text[pos:end].endswith("  ") and "\t" not in text[pos:end]:
            state.items.append(nodes.Break(state.base + pos, state.base + end + 1))
        else:
            state.items.append((pos, end + 1, "\n"))
        return end + 1

    def parse_code(self, state: InlineState, pos: int) -> int:
        text = state.src
        run = _RUN["`"].match(text, pos)
        assert run is not None
        end = state.delimiters.code_end(run[0], run.end())
        if end is None:
            state.items.append((pos, run.end(), None))
            return run.end()
        value = text[run.end() : end].replace("\n", " ")
        if value[:1] == " " == value[-1:] and value.strip(" "):
            value = value[1:-1]
        stop = end + len(run[0])
        state.items.append(nodes.InlineCode(state.base + pos, state.base + stop, value))
        return stop

    def parse_delimiters(self, state: InlineState, pos: int) -> int:
        text = state.src
        char = text[pos]
        run = _RUN[char].match(text, pos)
        assert run is not None
        end = run.end()
        can_open, can_close = flanking(text, pos, end, char)
        if (can_open or can_close) and (char != "~" or end - pos <= 2):
            state.items.append(Delimiter(char, pos, end, can_open, can_close))
        else:
            state.items.append((pos, end, None))
        return end

    def parse_entity(self, state: InlineState, pos: int) -> int:
        entity = ENTITY.match(state.src, pos)
        if entity is None:
            return 0
        value = decode_entity(entity)
        if not value:
            return 0
        state.items.append((pos, entity.end(), value))
        return entity.end()

    def parse_angle(self, state: InlineState, pos: int) -> int:
        text, base = state.src, state.base
        uri = _AUTOLINK_URI.match(text, pos)
        email = None if uri else _AUTOLINK_EMAIL.match(text, pos)
        match = uri or email
        if match is not None:
            shown = match[0][1:-1]
            url = shown if uri else "mailto:" + shown
            self._add_link(state, pos, match.end(), url, "autolink")
            return match.end()
        end = self._html_end(state, pos)
        if end:
            state.items.append(nodes.Html(base + pos, base + end, text[pos:end]))
        return end

    def parse_literal_autolink(self, state: InlineState, pos: int) -> int:
        """A bare URL (GFM's autolink extension)."""
        # Within brackets, which may become a link's, an address ends where they close.
        limit = state.find_close("]", pos) if state.openers else -1
        found = find_autolink(state.src, pos, len(state.src) if limit < 0 else limit)
        if found is None:
            return 0
        end, url = found
        self._add_link(state, pos, end, url, "literal")
        return end

    def parse_brace(self, state: InlineState, pos: int) -> int:
        """A template or an attribute list."""
        text, base = state.src, state.base
        template = match_template(text, pos, state.find_close)
        if template is not None:
            state.items.append(
                nodes.Template(
                    base + pos,
                    base + template.end,
                    text[pos : template.end],
                    template.kind,
                    block=False,
                    outputs=template.outputs,
                )
            )
            return template.end
        attributes = ATTRIBUTES.match(text, pos)
        if attributes is None:
            return 0
        explicit = explicit_ids(attributes[0])
        if explicit:
            state.attribute_id = explicit[0]
        state.items.append(
            nodes.Template(
                base + pos,
                base + attributes.end(),
                attributes[0],
                "attributes",
                block=False,
                outputs=False,
            )
        )
        return attributes.end()

    def parse_math(self, state: InlineState, pos: int) -> int:
        match = _DISPLAY_MATH.match(state.src, pos) or _MATH.match(state.src, pos)
        if match is None:
            return 0
        start, end = state.base + pos, state.base + match.end()
        state.items.append(nodes.InlineMath(start, end, match[1]))
        return match.end()

    def _add_link(self, state: InlineState, start: int, end: int, url: str, form: str) -> None:
        base = state.base
        inset = 1 if form == "autolink" else 0
        link = nodes.Link(base + start, base + end, url, None, form)
        link.url_span = (base + start + inset, base + end - inset)
        shown = nodes.Text(*link.url_span, state.src[start + inset : end - inset])
        link.children.append(shown)
        state.items.append(link)

    def _html_end(self, state: InlineState, pos: int) -> int:
        text = state.src
        if text.startswith("<!--", pos):
            for short in ("<!-->", "<!--->"):
                if text.startswith(short, pos):
                    return pos + len(short)
            marker, start = "-->", pos + 4
        elif text.startswith("<?", pos):
            marker, start = "?>", pos + 2
        elif text.startswith("<![CDATA[", pos):
            marker, start = "]]>", pos + 9
        elif _DECLARATION.match(text, pos):
            marker, start = ">", pos + 2
        else:
            tag = _TAG.match(text, pos)
            return 0 if tag is None else tag.end()
        close = state.find_close(marker, start)
        return 0 if close < 0 else close + len(marker)
