"""``undefined-reference``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from postlint.links.nearest import Names
from postlint.links.references import ComputedLabels
from postlint.regexes import lazy_pattern
from postlint.rule import Diagnostic, Edit, Example, Finding, Fix, Rule, RuleOptions, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document
    from postlint.project import Project
    from postlint.syntax.references import UndefinedReference


class Options(RuleOptions, frozen=True):
    shortcut: Annotated[
        bool, option("Also report `[label]` alone, which is a link only if the label is defined.")
    ] = False


class UndefinedReferenceRule(Rule):
    """A link by reference has no definition.

    Why it matters: without a line `[label]: https://…`, `[text][label]` is no link. Readers see
    the brackets, and have nowhere to click.

    Use instead: define the label, or refer to one that is defined. Text in brackets that is not
    meant as a link, such as an index `a[i][j]`, is code.

    Where plugins of MkDocs and Zensical know labels of other pages (`autorefs`, `mkdocstrings`),
    or append definitions to each page (`auto_append`), nothing is reported.
    """

    name = "undefined-reference"
    aliases = ("MD052", "reference-links-images")
    family = "links"
    per_post = True
    fix_safety = "The fix takes the nearest label that is defined, which may be another link."
    Options = Options
    valid = (
        Example("See the [guide][g].\n\n[g]: https://example.com/guide\n"),
        Example("See the [Guide][].\n\n[guide]: https://example.com/guide\n"),
        Example("A shortcut may be just text: [sic], [x], [1].\n"),
        Example("Sources [1][2], [-h][--help] and [a-z][0-9] are no links.\n"),
        Example(
            "Fixed in [#12][].\n\n{% for issue in issues %}\n"
            "[#{{ issue }}]: /issues/{{ issue }}\n{% endfor %}\n",
            note="A template may define it.",
        ),
        Example(
            'See the [guide][].\n\n--8<-- "links.md"\n',
            note="A file that is pasted in may define it.",
        ),
        Example(
            "- [test][accordion] Add tests (#12)\n",
            path="CHANGELOG.md",
            note="In a changelog, kinds of changes are no links.",
        ),
        Example(
            "Call [`open`][rain.gauge.open].\n",
            path="docs/usage.md",
            files={"mkdocs.yml": "plugins:\n- search\n- mkdocstrings\n"},
            note="mkdocstrings knows the label.",
        ),
        Example("Row 2, column 3 is cell[2][3], and `a[i][j]` is code.\n"),
    )
    invalid = (
        Example(
            "See the [guide][gudie].\n\n[guide]: https://example.com/guide\n",
            reports=('1:17-1:22 No definition of "gudie"; nearest is "guide"',),
            suggestions=(("guide",),),
            fixed="See the [guide][guide].\n\n[guide]: https://example.com/guide\n",
        ),
        Example(
            "![A map][map]\n",
            reports=('1:10-1:13 No definition of "map"',),
        ),
        Example(
            "See the [manual][].\n\n[handbook]: https://example.com/handbook\n",
            reports=('1:10-1:16 No definition of "manual"',),
        ),
        Example(
            "See the [manual].\n",
            reports=('1:10-1:16 No definition of "manual"',),
            options={"shortcut": True},
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        known = Names(definition.label for definition in document.definitions.values())
        computed = ComputedLabels(document)
        for reference in document.undefined_references:
            if not self._is_meant_as_link(reference, document.source.text):
                continue
            if _CHANGELOG.search(document.path) and _is_tagged(reference, document.source.text):
                continue
            if computed.may_have(reference.label):
                continue
            message = f'No definition of "{" ".join(reference.label.split())}"'
            label = known.nearest(reference.label)
            if label is None:
                yield self.report(reference.label_span, message)
                continue
            yield self.report(
                reference.label_span,
                f'{message}; nearest is "{label}"',
                suggestions=(label,),
                fix=Fix((_use_label(reference, label),)),
            )

    def holds(self, finding: Finding, project: Project) -> bool:
        return not project.resolver.may_define_elsewhere(finding.location.path)

    def _is_meant_as_link(self, reference: UndefinedReference, text: str) -> bool:
        if reference.reference_type == "footnote":
            return False
        if reference.reference_type == "shortcut":
            return bool(self.options.shortcut) and not _TASK.match(reference.label)
        if reference.image:
            return True
        shown = text[reference.start + 1 : reference.label_span[0] - 2]
        return not (
            _INDEXED.match(text, max(reference.start - 1, 0))
            or _NO_LABEL.match(reference.label)
            or (_NUMBER_OR_RANGE.match(shown) and _NUMBER_OR_RANGE.match(reference.label))
        )


#: An index: "a[0][1]", "f(x)[0][1]", "char[10][]".
_INDEXED = lazy_pattern(r"[\w)\]}`]\[")
#: What follows another bracket, but is a footnote, a citation, an option or a closing tag.
_NO_LABEL = lazy_pattern(r"[\^@/<-]|.*\{[{%]", re.S)
#: Numbers of sources ("[1][2]"), and the sets of characters of regular expressions.
_NUMBER_OR_RANGE = lazy_pattern(r"(?:\d+|\^?(?:\w-\w)+)\Z")
_CHANGELOG = lazy_pattern(r"(?:^|[/\\])(?:change|history|release|news)[^/\\]*$", re.I)
#: The subject of a commit: ``- [fix][parser] Read …``.
_TAGGED = lazy_pattern(r"[ \t]*(?:[-*+][ \t]+)?\[[\w./-]+\]\[[\w./-]+\][ \t:]")
#: So far from the start of its line a subject may be.
_MOST_INDENTED = 40
_TASK = lazy_pattern(r"[xX]?\s*\Z")


def _is_tagged(reference: UndefinedReference, text: str) -> bool:
    """Whether a line begins with two words in brackets, this reference."""
    start = text.rfind("\n", max(reference.start - _MOST_INDENTED, 0), reference.start) + 1
    if start == 0 and reference.start > _MOST_INDENTED:
        return False
    tagged = _TAGGED.match(text, start)
    return tagged is not None and reference.end == tagged.end() - 1


def _use_label(reference: UndefinedReference, label: str) -> Edit:
    if reference.reference_type == "full":
        return Edit(*reference.label_span, label)
    if reference.reference_type == "collapsed":
        return Edit(reference.end - 1, reference.end - 1, label)
    return Edit(reference.end, reference.end, f"[{label}]")
