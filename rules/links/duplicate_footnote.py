"""``duplicate-footnote``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.links.references import delete_definition
from postlint.rule import Diagnostic, Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document
    from postlint.syntax.nodes import FootnoteDefinition


class DuplicateFootnote(Rule):
    """A footnote is defined twice; only the first is shown.

    Why it matters: the second text is lost to readers, and references meant for it lead to the
    first. It happens when footnotes are numbered by hand.

    Use instead: a label of its own for each footnote; numbers are given by order anyway.
    """

    name = "duplicate-footnote"
    family = "links"
    fix_safety = (
        "Only a footnote that says the same as the first is deleted. Else there is no fix: which "
        "references are meant for which footnote is not known."
    )
    valid = (Example("One.[^1] Two.[^2]\n\n[^1]: First.\n[^2]: Second.\n"),)
    invalid = (
        Example(
            "One.[^1] Two.[^1]\n\n[^1]: First.\n\n[^1]: Second.\n",
            reports=('5:1-5:14 Footnote "1" is defined already, on line 3',),
        ),
        Example(
            "One.[^1] Two.[^1]\n\n[^1]: First.\n[^1]: First.\n",
            reports=('4:1-4:13 Footnote "1" is defined already, on line 3',),
            fixed="One.[^1] Two.[^1]\n\n[^1]: First.\n",
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        for footnote in document.nodes("footnoteDefinition"):
            first = document.footnotes.get(footnote.identifier)
            if first is None or footnote is first:
                continue
            line = document.source.position(first.start).line
            message = f'Footnote "{footnote.label}" is defined already, on line {line}'
            same = _without_space(footnote, document) == _without_space(first, document)
            fix = delete_definition(document, footnote) if same else None
            yield self.report(footnote, message, fix=fix)


def _without_space(footnote: FootnoteDefinition, document: Document) -> list[str]:
    return document.source.text[footnote.start : footnote.end].split()
