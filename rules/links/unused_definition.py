"""``unused-definition``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from postlint.links.references import (
    delete_definition,
    is_comment,
    is_computed,
    used_definitions,
)
from postlint.rule import Diagnostic, Example, Rule, RuleOptions, option
from postlint.syntax.nodes import Definition, Json, Toml, Yaml

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from postlint.document import Document

#: Where most of so many definitions are unused, a list of them was pasted in.
_FEWEST_PASTED = 20
_MEMBERS = "".join(f"[member {n}]: https://example.com/{n}\n" for n in range(1, 21))


class Options(RuleOptions, frozen=True):
    ignore: Annotated[tuple[str, ...], option("Labels whose definitions may be unused.")] = ("//",)


class UnusedDefinition(Rule):
    """A link definition that nothing refers to.

    Why it matters: it is often the other half of a mistake, a link that was meant to use it and
    has no or another label. Otherwise it is left over, and looked after for nothing.

    Use instead: refer to it, or delete it. A definition that is a comment, such as
    `[//]: # (note to self)`, is left alone, and so is a file of nothing but definitions, which
    others include, and one in which most of many definitions are unused: a list of them is
    pasted into each such file.
    """

    name = "unused-definition"
    aliases = ("MD053", "link-image-reference-definitions")
    family = "links"
    fix_safety = "Deleting a definition that nothing refers to changes nothing on the page."
    Options = Options
    valid = (
        Example("See the [guide][g].\n\n[g]: https://example.com/guide\n"),
        Example("Text.\n\n[//]: # (a comment)\n[note]: <> (another)\n"),
        Example(
            "Text.\n\n[later]: https://example.com\n",
            options={"ignore": ["later"]},
        ),
        Example("[a]: https://example.com/a\n[b]: https://example.com/b\n"),
        Example(
            "Text.\n\n{% for issue in issues %}\n"
            "[#{{ issue }}]: /issues/{{ issue }}\n{% endfor %}\n",
            note="Which labels a template makes is not known.",
        ),
        Example(
            "Thanks to [member 1].\n\n" + _MEMBERS,
            note="A list of all, of which each post uses some.",
        ),
    )
    invalid = (
        Example(
            "See the [guide][g].\n\n[g]: https://example.com/guide\n[h]: https://example.com\n",
            reports=('4:1-4:25 Definition of "h" is not used',),
            fixed="See the [guide][g].\n\n[g]: https://example.com/guide\n",
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        if not document.definitions or _has_only_definitions(document):
            return
        used = used_definitions(document)
        if _are_pasted(document.definitions, used):
            return
        ignored = {label.lower() for label in self.options.ignore}
        for identifier, definition in document.definitions.items():
            if identifier in used or identifier in ignored:
                continue
            if is_comment(definition) or is_computed(definition):
                continue
            yield self.report(
                definition,
                f'Definition of "{" ".join(definition.label.split())}" is not used',
                fix=delete_definition(document, definition),
            )


def _has_only_definitions(document: Document) -> bool:
    return all(
        isinstance(block, (Definition, Yaml, Toml, Json)) for block in document.root.children
    )


def _are_pasted(identifiers: Collection[str], used: frozenset[str]) -> bool:
    """Whether a list of definitions that is the same in several files is among them."""
    unused = sum(identifier not in used for identifier in identifiers)
    return len(identifiers) >= _FEWEST_PASTED and 2 * unused > len(identifiers)
