"""``unused-footnote``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.links.references import used_footnotes
from postlint.rule import Diagnostic, Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document


class UnusedFootnote(Rule):
    """A footnote that nothing refers to is not shown.

    Why it matters: what was written is lost to readers. Mostly its reference was deleted or has
    another label.

    Use instead: refer to it where it belongs, or delete it.
    """

    name = "unused-footnote"
    family = "links"
    fix_safety = "There is no fix: a footnote is text that somebody wrote."
    valid = (
        Example("A claim.[^1]\n\n[^1]: Its source.\n"),
        Example("A claim.[^1]\n\n[^1]: Its source.[^2]\n\n[^2]: And that one's.\n"),
    )
    invalid = (
        Example(
            "A claim.\n\n[^1]: Its source.\n",
            reports=('3:1-3:18 Footnote "1" is not referred to, so it is not shown',),
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        used = used_footnotes(document)
        for identifier, footnote in document.footnotes.items():
            if identifier not in used:
                message = f'Footnote "{footnote.label}" is not referred to, so it is not shown'
                yield self.report(footnote, message)
