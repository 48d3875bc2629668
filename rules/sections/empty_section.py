"""``empty-section``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from postlint.regexes import lazy_pattern
from postlint.rule import Example, Rule, RuleOptions, option
from postlint.syntax import nodes
from postlint.syntax.plain import plain_text

from .content import has_content

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document, Section
    from postlint.rule import Diagnostic

#: ``1.2.3``, ``v1.2 - 2024-05-01``, ``Version 2.0.0-rc.1 (May 2024)``.
_VERSION = lazy_pattern(
    r"[\[(]?(?:version |release )?v?\d+\.\d+[\w.+-]*[\])]?"
    r"(?:[\s,–—(-]+[\w-]*\d{4}[\w-]*\)?|[\s,–—(-]+\w+ (?:\d{1,2},? )?\d{4}\)?)?",
    re.IGNORECASE,
)

_LONGEST_VERSION = 60

#: ``get(url, options?)``, ``.add(pattern: string): this``, ``client.on("end", listener)``.
_CALL = lazy_pattern(r"[.#]?[\w$]+(?:[.#:]+[\w$]+)*\(")

#: GitHub's templates for issues and pull requests: forms, which others fill in.
_FORM = lazy_pattern(
    r"(?:^|/)(?:ISSUE_TEMPLATE|PULL_REQUEST_TEMPLATE)(?:/[^/]+)?(?:\.\w+)?$", re.IGNORECASE
)


class Options(RuleOptions, frozen=True):
    require_introduction: Annotated[
        bool, option("Whether a section needs content of its own before its first subsection.")
    ] = False
    allow: Annotated[
        tuple[str, ...],
        option("A section may be empty if its heading has one of these texts in it."),
    ] = ("Unreleased",)


class EmptySection(Rule):
    """A section has a heading and nothing else.

    A section is a heading and all up to the next heading of the same or a higher rank. It is
    empty when it has no content of its own and every one of its subsections is empty. Comments,
    link definitions, thematic breaks and template tags that output nothing are not content;
    images, code, tables, HTML and what a template inserts are. Signatures one under the other
    share their text, and a heading with a link in it leads to what it promises.

    Why it matters: the reader follows a heading, from a table of contents or a search engine, and
    finds nothing there. An outline that was never filled in is the most common trace of a post
    published too early.

    Use instead: write the section, or remove its heading until it is written.
    """

    name = "empty-section"
    family = "sections"
    fix_safety = "There is no fix: whether to write the section or to remove it is for the author."
    Options = Options
    valid = (
        Example("# Setup\n\nInstall it.\n"),
        Example("# Guide\n\n## Setup\n\nInstall it.\n", note="Its text is in its subsection."),
        Example("# Result\n\n![A falling curve](curve.png)\n"),
        Example("# Posts\n\n{% include posts.html %}\n", note="The template outputs something."),
        Example('# Tests\n\n{%= include("tests") %}\n'),
        Example("# Changelog\n\n## [Unreleased]\n\n## 1.0\n\nThe first.\n"),
        Example("# Changelog\n\n## [1.1.1](/v1.1.1) - 2024-05-01\n\n## 1.1\n\nFaster.\n"),
        Example(
            "# API\n\n## `get(url)`\n\n## `get(url, options)`\n\nFetches it.\n",
            note="Signatures one under the other share their text.",
        ),
        Example("# API\n\n## get(url)\n\n## get(url, [options])\n\nFetches it.\n"),
        Example(
            "# Rain\n\nIt fell.\n\n## [License](LICENSE)\n\n## Snow: see [its page](snow.md)\n",
            files={"LICENSE": "MIT\n", "snow.md": "# Snow\n\nIt fell, too.\n"},
            note="The heading itself leads to what it promises.",
        ),
        Example("# Next\n\n- [ ] Ship it\n", options={"allow": ()}),
        Example(
            "## Steps\n\n<!-- How does it happen? -->\n\n## Logs\n",
            path=".github/ISSUE_TEMPLATE/bug.md",
            note="A form's sections are filled in by others.",
        ),
        Example(
            "# Guide\n\nHow to begin.\n\n## Setup\n\nInstall it.\n",
            options={"require_introduction": True},
        ),
    )
    invalid = (
        Example(
            "# Setup\n\n# Use\n\nCall it.\n",
            reports=('1:1-1:8 Section "Setup" is empty',),
        ),
        Example(
            "Text.\n\n## Tuning *models*\n\n### Adapters ###\n\n<!-- later -->\n\n[a]: /b\n",
            reports=(
                '3:1-3:19 Section "Tuning models" is empty',
                '5:1-5:17 Section "Adapters" is empty',
            ),
            note="A section of empty sections is empty; comments and definitions do not count.",
        ),
        Example(
            "# Later\n\n> [!NOTE]\n",
            reports=('1:1-1:8 Section "Later" is empty',),
        ),
        Example(
            "Plans\n=====\n\n{% comment %} soon {% endcomment %}\n\n---\n",
            reports=('1:1-2:6 Section "Plans" is empty',),
        ),
        Example(
            "# Guide\n\n## Setup\n\nInstall it.\n",
            reports=('1:1-1:8 Section "Guide" has nothing before its first subsection',),
            options={"require_introduction": True},
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        if _FORM.search(document.path):
            return
        filled = _filled_sections(document)
        for section in document.all_sections:
            if section.start not in filled:
                says = "is empty"
            elif self.options.require_introduction and _lacks_introduction(section):
                says = "has nothing before its first subsection"
            else:
                continue
            title = document.text_of(section.heading)
            if title and not self._may_be_empty(title) and not _is_slides(document):
                yield self.report(section.heading, f'Section "{title}" {says}')

    def _may_be_empty(self, title: str) -> bool:
        # A changelog lists every version, also one in which nothing changed.
        if len(title) <= _LONGEST_VERSION and _VERSION.fullmatch(title):
            return True
        return any(text.casefold() in title.casefold() for text in self.options.allow)


def _lacks_introduction(section: Section) -> bool:
    return bool(section.subsections) and not has_content(section.content)


def _filled_sections(document: Document) -> set[int]:
    """The starts of the sections that have content, their own or a subsection's."""
    filled: set[int] = set()
    below: Section | None = None
    # From the last to the first: a section comes before its subsections.
    for section in reversed(document.all_sections):
        if (
            has_content(section.content)
            or _leads_elsewhere(section.heading)
            or any(subsection.start in filled for subsection in section.subsections)
            or (below is not None and below.start in filled and _share_text(section, below))
        ):
            filled.add(section.start)
        below = section
    return filled


def _share_text(section: Section, below: Section) -> bool:
    """Two signatures or options, one under the other, are described by the text that follows."""
    return (
        section.depth == below.depth
        and _is_signature(section.heading)
        and _is_signature(below.heading)
    )


def _leads_elsewhere(heading: nodes.Heading) -> bool:
    return any(
        isinstance(node, (nodes.Link, nodes.LinkReference)) and bool(plain_text([node]).strip())
        for node in heading.children
    )


def _is_signature(heading: nodes.Heading) -> bool:
    return _is_code(heading) or _CALL.match(plain_text([heading])) is not None


def _is_code(heading: nodes.Heading) -> bool:
    return bool(heading.children) and all(
        isinstance(node, nodes.InlineCode)
        or (isinstance(node, nodes.Text) and not any(map(str.isalnum, node.value)))
        for node in heading.children
    )


def _is_slides(document: Document) -> bool:
    """Marp's slides may be a heading alone: https://marpit.marp.app/directives."""
    front_matter = document.front_matter
    return front_matter is not None and front_matter.data.get("marp") is True
