"""``undefined-footnote``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postlint.links.nearest import Names
from postlint.regexes import lazy_pattern
from postlint.rule import Diagnostic, Edit, Example, Fix, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document

#: What is rather a set of characters in a regular expression: ``[^a-z]``, ``[^\\s]``, ``[^>]``.
_CHARACTERS = lazy_pattern(r"(?:\w-\w)+\Z|.*\\|[^\w]*\Z", re.S)

_REPEATED = lazy_pattern(r"\+|\*(?!\*)")


class UndefinedFootnote(Rule):
    """A footnote reference has no footnote.

    Why it matters: readers see `[^1]` as it is written, and miss what was to be said there.

    Use instead: write the footnote, `[^1]: …`, or refer to one that is there. The set of
    characters of a regular expression is code.
    """

    name = "undefined-footnote"
    family = "links"
    fix_safety = "The fix takes the nearest footnote there is, which may be another."
    valid = (
        Example("A claim.[^1]\n\n[^1]: Its source.\n"),
        Example("The expression [^a-z] matches no small letter.\n"),
        Example("A path is [^/]+ or [^ab]*, and so on.\n"),
    )
    invalid = (
        Example("A claim.[^1]\n", reports=('1:9-1:13 No footnote "1"',)),
        Example(
            "A claim.[^sorce] Another.[^b]\n\n[^source]: Its source.\n[^b]: Another.\n",
            reports=('1:9-1:17 No footnote "sorce"; nearest is "source"',),
            suggestions=(("source",),),
            fixed="A claim.[^source] Another.[^b]\n\n[^source]: Its source.\n[^b]: Another.\n",
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        known = Names(footnote.label for footnote in document.footnotes.values())
        for reference in document.undefined_references:
            if reference.reference_type != "footnote" or _CHARACTERS.match(reference.label):
                continue
            if _REPEATED.match(document.source.text, reference.end):
                continue
            where = (reference.start, reference.end)
            message = f'No footnote "{reference.label}"'
            label = known.nearest(reference.label)
            if label is None:
                yield self.report(where, message)
                continue
            yield self.report(
                where,
                f'{message}; nearest is "{label}"',
                suggestions=(label,),
                fix=Fix((Edit(*reference.label_span, label),)),
            )
