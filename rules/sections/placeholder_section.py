"""``placeholder-section``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from postlint.regexes import lazy_pattern
from postlint.rule import Example, Rule, RuleOptions, option
from postlint.syntax import nodes

from .content import has_content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document, Section
    from postlint.rule import Diagnostic

#: Texts that say that the text is yet to come, as they are without case, marks and emoji.
PLACEHOLDERS = frozenset(
    {
        "add content here",
        "coming soon",
        "content coming soon",
        "content goes here",
        "content here",
        "coming shortly",
        "details coming soon",
        "details to come",
        "documentation coming soon",
        "fill in",
        "fill me in",
        "fill this in",
        "fixme",
        "insert content here",
        "insert text here",
        "more coming soon",
        "more details coming soon",
        "more soon",
        "more to come",
        "not written yet",
        "not yet written",
        "placeholder",
        "placeholder text",
        "still to be written",
        "still under construction",
        "tba",
        "tbc",
        "tbd",
        "tbw",
        "text goes here",
        "this page is under construction",
        "this section is a placeholder",
        "this section is a work in progress",
        "this section is coming soon",
        "this section is empty",
        "this section is under construction",
        "to be added",
        "to be announced",
        "to be completed",
        "to be decided",
        "to be defined",
        "to be determined",
        "to be done",
        "to be filled in",
        "to be written",
        "to come",
        "to do",
        "todo",
        "under construction",
        "wip",
        "work in progress",
        "write me",
        "write something here",
        "write this",
        "write this section",
        "xxx",
        "your text here",
    }
)

#: A note to oneself with something behind it, and the filler of typesetters.
_NOTE = lazy_pattern(r"(?:TODO|FIXME|TBD|XXX)(?:\([^()]*\))?\s?:|(?i:lorem ipsum\b)")
_ELLIPSIS = lazy_pattern(r"(?:\.{3,}|…|\?{3,})")
_EMOJI_SHORTCODE = lazy_pattern(r":[a-z0-9_+-]+:")
_MARKS = lazy_pattern(r"[^\w\s]+|_")
_LONGEST_QUOTE = 40

_CONTAINERS = (nodes.Blockquote, nodes.ContainerDirective, nodes.List, nodes.ListItem)
_NOT_TEXT = (
    nodes.Html,
    nodes.Image,
    nodes.ImageReference,
    nodes.InlineCode,
    nodes.InlineMath,
    nodes.MdxExpression,
    nodes.MdxJsx,
    nodes.Template,
    nodes.WikiLink,
)


class Options(RuleOptions, frozen=True):
    placeholders: Annotated[
        tuple[str, ...],
        option("Further texts that stand for missing content; case and punctuation do not matter."),
    ] = ()


class PlaceholderSection(Rule):
    """A section has nothing but a placeholder: TODO, "coming soon", lorem ipsum, "…".

    Why it matters: it was written as a note to the author, and the reader gets it instead of what
    the heading promises.

    Use instead: write the section, or remove its heading until it is written. An HTML comment
    keeps a note to oneself out of the page (a section with nothing else is then empty).
    """

    name = "placeholder-section"
    family = "sections"
    fix_safety = "There is no fix: whether to write the section or to remove it is for the author."
    Options = Options
    valid = (
        Example("# Setup\n\nInstall it.\n"),
        Example("# To do\n\n- Write the parser\n"),
        Example("# Lists\n\nTODO lists help you plan a day.\n"),
        Example("# Next\n\nTODO: see below.\n\nWe will measure it.\n"),
        Example("# Use\n\n```\nTODO\n```\n", note="Code is content, whatever it says."),
        Example("# Text\n\nComing soon to a theatre near you.\n"),
    )
    invalid = (
        Example(
            "# Setup\n\nTODO\n\n# Use\n\nCall it.\n",
            reports=('3:1-3:5 Section "Setup" is only a placeholder: "TODO"',),
        ),
        Example(
            "## Results\n\n> **Coming soon!** :construction:\n",
            reports=(
                '3:1-3:34 Section "Results" is only a placeholder: "Coming soon! :construction:"',
            ),
        ),
        Example(
            "# Text\n\nLorem ipsum dolor sit amet, consectetur adipiscing elit.\n",
            reports=(
                '3:1-3:57 Section "Text" is only a placeholder: '
                '"Lorem ipsum dolor sit amet, consectetur…"',
            ),
        ),
        Example(
            "# Plan\n\n...\n\n- FIXME(ann): numbers\n",
            reports=('3:1-5:22 Section "Plan" is only a placeholder: "..."',),
        ),
        Example(
            "# Guide\n\nTBD\n\n## Setup\n\nInstall it.\n",
            reports=('3:1-3:4 Section "Guide" begins with a placeholder: "TBD"',),
        ),
        Example(
            "# Plan\n\nWatch this space.\n",
            reports=('3:1-3:18 Section "Plan" is only a placeholder: "Watch this space."',),
            options={"placeholders": ("watch this space",)},
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        more = {_normalized(text) for text in self.options.placeholders}
        for section in document.all_sections:
            text = self._placeholder(section, document, more)
            if text is None:
                continue
            title = document.text_of(section.heading)
            blocks = [block for block in section.content if has_content([block])]
            says = "begins with" if section.subsections else "is only"
            yield self.report(
                (blocks[0].start, blocks[-1].end),
                f'Section "{title}" {says} a placeholder: "{_shortened(text)}"',
            )

    def _placeholder(self, section: Section, document: Document, more: set[str]) -> str | None:
        """The first of the section's texts, if all of them are placeholders."""
        first = None
        for text in _texts(section.content, document):
            if text is None or not _is_placeholder(text, more):
                return None
            first = first or text
        return first


def _texts(blocks: tuple[nodes.Node, ...], document: Document) -> Iterator[str | None]:
    """The text of each paragraph in the blocks; None for what is not text alone."""
    stack = list(reversed(blocks))
    while stack:
        node = stack.pop()
        if isinstance(node, nodes.Paragraph):
            only_text = not any(isinstance(part, _NOT_TEXT) for part in node.walk())
            yield document.text_of(node) if only_text else None
        elif isinstance(node, _CONTAINERS):
            stack.extend(reversed(node.children))
        elif has_content([node]):
            yield None


def _is_placeholder(text: str, more: set[str]) -> bool:
    if _ELLIPSIS.fullmatch(text) or _NOTE.match(text):
        return True
    normalized = _normalized(text)
    return normalized in PLACEHOLDERS or normalized in more


def _normalized(text: str) -> str:
    bare = _MARKS.sub(" ", _EMOJI_SHORTCODE.sub("", text))
    return " ".join(bare.split()).casefold()


def _shortened(text: str) -> str:
    if len(text) <= _LONGEST_QUOTE:
        return text
    return text[:_LONGEST_QUOTE].rpartition(" ")[0] + "…"
