"""Definitions and footnotes: whether something refers to them, and how to delete one."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from postlint.regexes import lazy_pattern
from postlint.rule import Edit, Fix
from postlint.syntax import nodes
from postlint.syntax.definitions import normalize_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postlint.document import Document

_BRACKETS = lazy_pattern(r"\[([^\[\]]{1,999})\]")
_TEMPLATE = lazy_pattern(r"\{[{%].*[%}]\}", re.S)
#: What pastes in another file, where it is no code: ``--8<-- "links.md"``, ``{!links.md!}``.
_PASTED = lazy_pattern(r"-+8<-+(?:[ \t]+[\"']|[ \t]*$)|\{!", re.M)


def used_definitions(document: Document) -> frozenset[str]:
    """The identifiers of the definitions that links and images refer to, or may refer to."""
    used = {reference.identifier for reference in document.nodes("linkReference")}
    used.update(reference.identifier for reference in document.nodes("imageReference"))
    alternatives = [image.alt_nodes for image in document.nodes("image")]
    alternatives += [image.alt_nodes for image in document.nodes("imageReference")]
    for alternative in alternatives:
        for node in _walk(alternative):
            if isinstance(node, (nodes.LinkReference, nodes.ImageReference)):
                used.add(node.identifier)
    return frozenset(used) | _labels_in_literals(document)


def is_computed(definition: nodes.Definition) -> bool:
    """Whether a template makes the label: ``[#{{ issue }}]: …``, often in a loop."""
    return _TEMPLATE.search(definition.identifier) is not None


class ComputedLabels:
    """The labels that are defined where it cannot be seen.

    Definitions with templates in them make some; a file that is pasted in may define any.
    """

    def __init__(self, document: Document) -> None:
        found = (_TEMPLATE.search(identifier) for identifier in document.definitions)
        self._pastes = any(
            _PASTED.match(document.source.text, text.start) for text in document.nodes("text")
        )
        self._ends = [(it.string[: it.start()], it.string[it.end() :]) for it in found if it]

    def may_have(self, label: str) -> bool:
        """Whether a label may be one of them."""
        if self._pastes:
            return True
        if not self._ends:
            return False
        identifier = normalize_label(label)
        return any(
            identifier.startswith(first) and identifier.endswith(last) for first, last in self._ends
        )


def used_footnotes(document: Document) -> frozenset[str]:
    """The identifiers of the footnotes that something refers to, or may refer to."""
    used = {reference.identifier for reference in document.nodes("footnoteReference")}
    hidden = _labels_in_literals(document)
    return frozenset(used) | {label[1:] for label in hidden if label.startswith("^")}


def is_comment(definition: nodes.Definition) -> bool:
    """Whether a definition is a way to write a comment: ``[//]: # (note to self)``."""
    return definition.url in ("", "#")


def delete_definition(
    document: Document, definition: nodes.Definition | nodes.FootnoteDefinition
) -> Fix | None:
    """Delete a definition, of a link or a footnote, with its lines.

    None where that could change the page: where it stands in another block, or between two
    lists or quotes, which it keeps apart.
    """
    blocks = document.root.children
    index = bisect_left(blocks, definition.start, key=lambda block: block.start)
    if index == len(blocks) or blocks[index] is not definition:
        return None
    neighbours = blocks[max(index - 1, 0) : index + 2]
    if sum(isinstance(block, (nodes.List, nodes.Blockquote)) for block in neighbours) > 1:
        return None
    source = document.source
    start = source.line_starts[source.position(definition.start).line - 1]
    last = source.position(definition.end).line
    end = source.line_starts[last] if last < len(source.line_starts) else len(source.text)
    if source.text[start:end].strip() != source.text[definition.start : definition.end].strip():
        return None
    return Fix((Edit(start, end, ""),), safe=True)


def _labels_in_literals(document: Document) -> frozenset[str]:
    """What stands in brackets where this parser sees no Markdown, but a site generator may."""
    literals: list[nodes.Literal] = [
        *document.nodes("html"),
        *document.nodes("template"),
        *document.nodes("mdxJsx"),
        *document.nodes("mdxExpression"),
        *document.nodes("yaml"),
        *document.nodes("toml"),
        *document.nodes("json"),
    ]
    return frozenset(
        normalize_label(label) for literal in literals for label in _BRACKETS.findall(literal.value)
    )


def _walk(found: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    for node in found:
        yield from node.walk()
