"""``empty-heading``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.rule import Example, Rule
from postlint.syntax import nodes

from .content import is_visible_markup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document
    from postlint.rule import Diagnostic


class EmptyHeading(Rule):
    """A heading has no text.

    Why it matters: it takes room on the page and says nothing; a table of contents and a screen
    reader show an entry without a name, and there is nothing to link to.

    Use instead: the text of the heading, or no heading. Space on the page is a matter of style
    sheets. An image that stands for the text needs an alternative text.
    """

    name = "empty-heading"
    family = "sections"
    fix_safety = "There is no fix: the text may be missing, or the heading may be too much."
    valid = (
        Example("# Title\n"),
        Example("## `code`\n"),
        Example("# ![postlint](logo.png)\n", note="The alternative text is the heading's."),
        Example("# {{ page.title }}\n", note="The template outputs the text."),
        Example('# <img src="logo.png" alt="postlint">\n'),
        Example("#hashtag\n\n```\n#\n```\n", note="Neither is a heading."),
    )
    invalid = (
        Example("Text\n\n##\n\nMore\n", reports=("3:1-3:3 Heading has no text",)),
        Example("# #\n", reports=("1:1-1:4 Heading has no text",)),
        Example("> ### <!-- later -->\n", reports=("1:3-1:21 Heading has no text",)),
        Example(
            "# ![](logo.png)\n",
            reports=("1:1-1:16 Heading has no text; its image has no alternative text",),
        ),
        Example('## <a id="setup"></a>\n', reports=("1:1-1:22 Heading has no text",)),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        for heading in document.nodes("heading"):
            if document.text_of(heading) or any(map(_shows_something, heading.walk())):
                continue
            message = "Heading has no text"
            if any(
                isinstance(node, (nodes.Image, nodes.ImageReference)) for node in heading.walk()
            ):
                message += "; its image has no alternative text"
            yield self.report(heading, message)


def _shows_something(node: nodes.Node) -> bool:
    """Whether a node that has no text of its own becomes something to read."""
    if isinstance(node, nodes.Template):
        return node.outputs
    if isinstance(node, (nodes.Html, nodes.MdxJsx, nodes.MdxExpression)):
        return is_visible_markup(node.value)
    return False
