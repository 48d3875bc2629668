"""``uncited-reference``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.links.entries import reference_sections
from postlint.regexes import lazy_pattern
from postlint.rule import Diagnostic, Example, Rule, Severity
from postlint.syntax import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document, Section

#: The label an entry begins with: ``[3]``, ``[Knuth74]``, also escaped or in a link.
_LABEL = lazy_pattern(r"\\?\[(?P<label>[\w+:.-]{1,30})\\?\](?!\(|\[)")
_NUMBER = lazy_pattern(r"\(?(?P<label>\d{1,3})[.)\]](?=\s)")
#: What is in brackets in the text: labels, and ranges of numbers.
_CITATION = lazy_pattern(r"\[(?P<labels>[^\[\]\n]{1,120})\\?\]")
_RAISED = lazy_pattern(r"<sup>(?P<labels>[^<>]{1,60})</sup>", re.I)
_SEPARATOR = lazy_pattern(r"\s*[,;]\s*")
_RANGE = lazy_pattern(r"(\d{1,3})\s*(?:-|–|—|to|\.\.)\s*(\d{1,3})\Z")
#: ``[1]-[3]``
_BRACKETED_RANGE = lazy_pattern(r"\[(\d{1,3})\]\s?(?:-|–|—|to)\s?\[(\d{1,3})\]")
_WORD = lazy_pattern(r"[\w+:.-]+")
_TARGET = lazy_pattern(r"\A#(?:\D*\D)?0*(\d{1,3})\Z")
#: A range of more numbers is none of citations.
_LONGEST_RANGE = 50
#: At so few cited entries it is not known that entries are to be cited.
_FEWEST_CITED = 2


class _Entry(Struct, frozen=True):
    label: str
    start: int
    end: int


class UncitedReference(Rule):
    """An entry of a list of references is never cited, though others are.

    Why it matters: the citation has been lost, or the source is no longer used. Where entries
    are numbered, it is often a sign that the numbers in the text are off by one.

    Use instead: cite it where it is used (`[3]`), or remove the entry.

    Looked at are numbered lists, and entries that begin with a label in brackets, in sections
    called References, Bibliography and the like, when at least half of their entries are cited.
    """

    name = "uncited-reference"
    family = "links"
    severity = Severity.INFO
    fix_safety = "No fix: to cite or to remove, that is for the author to say."
    valid = (
        Example("Rain [1], snow [2, 3].\n\n## References\n\n1. Rain\n2. Snow\n3. Hail\n"),
        Example("Rain [1]-[3].\n\n## References\n\n1. Rain\n2. Snow\n3. Hail\n"),
        Example(
            "Rain and snow.\n\n## References\n\n1. Rain\n2. Snow\n",
            note="A list that is not cited from.",
        ),
    )
    invalid = (
        Example(
            "Rain [1], snow [2].\n\n## References\n\n1. Rain\n2. Snow\n3. Hail\n",
            reports=("7:1-7:8 Reference 3 is never cited, though others are",),
        ),
        Example(
            "Rain [A1], snow [S2].\n\n## References\n\n[A1] Rain\n\n[S2] Snow\n\n[H3] Hail\n",
            reports=("9:1-9:10 Reference [H3] is never cited, though others are",),
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        for section in reference_sections(document):
            entries = list(_entries(section, document))
            if len(entries) <= _FEWEST_CITED:
                continue
            cited = _cited(document, section)
            uncited = [entry for entry in entries if entry.label.lower() not in cited]
            used = len(entries) - len(uncited)
            if used < _FEWEST_CITED or used < len(uncited):
                continue
            for entry in uncited:
                name = entry.label if entry.label.isdigit() else f"[{entry.label}]"
                end = _line_end(document.source.text, entry)
                yield self.report(
                    (entry.start, end), f"Reference {name} is never cited, though others are"
                )


def _entries(section: Section, document: Document) -> Iterator[_Entry]:
    text = document.source.text
    for block in section.content:
        if isinstance(block, nodes.List):
            for index, item in enumerate(block.children):
                content = item.children[0] if item.children else item
                label = _LABEL.match(text, content.start)
                if label is not None:
                    yield _Entry(label["label"], item.start, item.end)
                elif block.first is not None:
                    yield _Entry(str(block.first + index), item.start, item.end)
        elif isinstance(block, nodes.Paragraph):
            label = _LABEL.match(text, block.start) or _NUMBER.match(text, block.start)
            if label is not None:
                yield _Entry(label["label"], block.start, block.end)


def _cited(document: Document, section: Section) -> set[str]:
    """The labels, in lower case, that the text outside a section may cite."""
    cited: set[str] = set()
    text = _without_code(document, section)
    for pattern in (_CITATION, _RAISED):
        for match in pattern.finditer(text):
            cited |= _labels(match["labels"])
    for match in _BRACKETED_RANGE.finditer(text):
        cited |= _labels(f"{match[1]}-{match[2]}")
    for link in document.links:
        target = _TARGET.match(link.url)
        if target is not None and not section.start <= link.start < section.end:
            cited.add(target[1])
    return cited


def _without_code(document: Document, section: Section) -> str:
    """The text outside of a section and of code, in which brackets are indices."""
    code: list[nodes.Node] = [*document.nodes("code"), *document.nodes("inlineCode")]
    code += [*document.nodes("math"), *document.nodes("inlineMath")]
    spans = sorted([(node.start, node.end) for node in code] + [(section.start, section.end)])
    text, parts, position = document.source.text, [], 0
    for start, end in spans:
        if end > position:
            parts.append(text[position : max(start, position)])
            position = end
    return " ".join([*parts, text[position:]])


def _labels(inner: str) -> set[str]:
    found: set[str] = set()
    for part in _SEPARATOR.split(inner.strip("\\ ^@#")):
        span = _RANGE.match(part)
        if span is not None and 0 < int(span[2]) - int(span[1]) <= _LONGEST_RANGE:
            found.update(map(str, range(int(span[1]), int(span[2]) + 1)))
        found.update(word.lower().strip(".") for word in _WORD.findall(part))
    return found


def _line_end(text: str, entry: _Entry) -> int:
    line_end = text.find("\n", entry.start, entry.end)
    return entry.end if line_end < 0 else line_end
