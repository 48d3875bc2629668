"""``duplicate-footnote``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.rule import Diagnostic, Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document


class DuplicateFootnote(Rule):
    """A footnote is defined twice; only the first is shown.

    Why it matters: the second text is lost to readers, and references meant for it lead to the
    first. It happens when footnotes are numbered by hand.

    Use instead: a label of its own for each footnote; numbers are given by order anyway.
    """

    name = "duplicate-footnote"
    family = "links"
    fix_safety = "There is no fix: which references are meant for which footnote is not known."
    valid = (Example("One.[^1] Two.[^2]\n\n[^1]: First.\n[^2]: Second.\n"),)
    invalid = (
        Example(
            "One.[^1] Two.[^1]\n\n[^1]: First.\n\n[^1]: Second.\n",
            reports=('5:1-5:14 Footnote "1" is defined already, on line 3',),
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        for footnote in document.nodes("footnoteDefinition"):
            first = document.footnotes.get(footnote.identifier)
            if first is None or footnote is first:
                continue
            line = document.source.position(first.start).line
            message = f'Footnote "{footnote.label}" is defined already, on line {line}'
            yield self.report(footnote, message)
