"""``duplicate-definition``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.links.references import delete_definition, is_comment
from postlint.rule import Diagnostic, Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document


class DuplicateDefinition(Rule):
    """A label is defined twice; the first definition counts.

    Why it matters: all links with the label lead where its first definition says, also those
    written with the second one in mind. Labels are compared without regard to case.

    Use instead: one definition, or two labels.
    """

    name = "duplicate-definition"
    family = "links"
    fix_safety = "Only a definition that says the same as the first is deleted."
    valid = (
        Example("[a] and [b]\n\n[a]: https://example.com/a\n[b]: https://example.com/b\n"),
        Example("Text.\n\n[//]: # (one comment)\n[//]: # (and another)\n"),
    )
    invalid = (
        Example(
            "[a]\n\n[a]: https://example.com/1\n[A]: https://example.com/2\n",
            reports=('4:1-4:27 "A" is defined already, on line 3, as https://example.com/1',),
        ),
        Example(
            "[a]\n\n[a]: https://example.com\n[a]: https://example.com\n",
            reports=('4:1-4:25 "a" is defined already, on line 3',),
            fixed="[a]\n\n[a]: https://example.com\n",
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        for definition in document.nodes("definition"):
            first = document.definitions[definition.identifier]
            if definition is first or is_comment(definition):
                continue
            line = document.source.position(first.start).line
            message = f'"{" ".join(definition.label.split())}" is defined already, on line {line}'
            if (definition.url, definition.title) == (first.url, first.title):
                fix = delete_definition(document, definition)
                yield self.report(definition, message, fix=fix)
            else:
                yield self.report(definition, f"{message}, as {first.url}")
