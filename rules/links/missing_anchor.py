"""``missing-anchor``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.links.anchors import is_line_reference
from postlint.links.outcome import Outcome
from postlint.links.targets import Form, quote_path
from postlint.links.templated import read_destination
from postlint.rule import Edit, Example, Finding, Fix, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.facts import LinkFact
    from postlint.links.resolving import Resolver
    from postlint.project import Project

_GUIDE = {"docs/guide.md": "# Guide\n\n## Set up\n\n## FAQ & more\n\n## Set up\n"}


class MissingAnchor(Rule):
    """A link's fragment names no heading and no other anchor of the page.

    Why it matters: the page opens at its top, and readers look for what was promised. It happens
    whenever a heading is reworded.

    Use instead: the heading's anchor, as the site generator makes it, or an explicit one
    (`{#id}`, `<a id="…">`).

    The anchors are those of the generator that builds the site: kramdown's for Jekyll,
    Goldmark's for Hugo, Python-Markdown's for MkDocs, those of Docusaurus, Astro, VitePress and
    VuePress, and GitHub's elsewhere (in lower case, spaces as hyphens, punctuation dropped,
    duplicates numbered). Where the generator is not known, or has been told to make them in
    another way, a fragment that any of them could make of a heading is accepted. On pages that
    include others or compute headings, nothing is reported; nor, in projects of MyST and Sphinx,
    of fragments without a path, which may name a label of any page or notebook.
    """

    name = "missing-anchor"
    aliases = ("MD051", "link-fragments")
    family = "links"
    per_post = True
    fix_safety = "The fix takes the nearest anchor there is, which may be another section's."
    valid = (
        Example("[Set up](#set-up), [top](#top)\n\n## Set up\n"),
        Example(
            "[1](docs/guide.md#set-up), [2](docs/guide.md#set-up-1), "
            "[3](docs/guide.md#faq--more), [4](docs/guide.md#L3)\n",
            files=_GUIDE,
        ),
        Example('[A](#a), [b](#b), [c](#c)\n\n<a id="a"></a><a name="b"></a>\n\n## C {#c}\n'),
        Example(
            "[Rain](#fig:rain)\n",
            files={"myst.yml": "version: 1\n"},
            note="In a project of MyST, the label may be on another page.",
        ),
        Example(
            "[Run](docs/api.md#rain.run)\n",
            files={"docs/api.md": "# Reference\n\n::: rain.gauge\n    options:\n"},
            note="mkdocstrings writes the rest of the page.",
        ),
        Example("[Note](#fn-1) again[^1]\n\n[^1]: A note.\n"),
    )
    invalid = (
        Example(
            "---\ntitle: Rain\n---\n\n[Both](#rain-snow)\n\n## Rain & snow\n",
            files={"_config.yml": "title: Rain\n"},
            reports=('5:8-5:18 No heading "#rain-snow" in this file; nearest is "#rain--snow"',),
            fixed="---\ntitle: Rain\n---\n\n[Both](#rain--snow)\n\n## Rain & snow\n",
            note="On a site that Jekyll builds.",
        ),
        Example(
            "[Set up](#setup)\n\n## Set up\n",
            reports=('1:10-1:16 No heading "#setup" in this file; nearest is "#set-up"',),
            suggestions=(("#set-up",),),
            fixed="[Set up](#set-up)\n\n## Set up\n",
        ),
        Example(
            "[Set up](docs/guide.md#setup)\n",
            files=_GUIDE,
            reports=('1:10-1:29 No heading "#setup" in docs/guide.md; nearest is "#set-up"',),
            fixed="[Set up](docs/guide.md#set-up)\n",
        ),
        Example(
            "[Prices](#prices)\n\n## Set up\n",
            reports=('1:10-1:17 No heading "#prices" in this file',),
        ),
    )

    def check_project(self, project: Project) -> Iterator[Finding]:
        resolver = project.resolver
        for path, result in project.results.items():
            for fact in result.facts.links.links if result.facts else ():
                finding = self._check_link(fact, path, resolver) if "#" in fact.url else None
                if finding is not None:
                    yield finding

    def _check_link(self, fact: LinkFact, post: str, resolver: Resolver) -> Finding | None:
        target = read_destination(fact.url)
        if not target.fragment:
            return None
        if target.form is Form.PAGE and _is_label_of_project(resolver, post):
            return None
        if target.form is not Form.PAGE and is_line_reference(target.fragment):
            return None
        outcome, page, *_ = resolver.resolve(fact, post)
        anchors = resolver.anchors_of(page) if outcome is Outcome.FOUND else None
        if anchors is None:
            return None
        on_site = resolver.place_of(page).site is not None
        has = anchors.may_have if on_site else anchors.may_have_in_any_case
        if has(target.fragment):
            return None
        where = "this file" if target.form is Form.PAGE else target.path
        message = f'No heading "#{target.fragment}" in {where}'
        near = anchors.nearest(target.fragment)
        if near is None:
            return self.report_at(fact.location, message)
        return self.report_at(
            fact.location,
            f'{message}; nearest is "#{near}"',
            suggestions=(f"#{near}",),
            fix=_replace_fragment(fact, near),
        )


def _is_label_of_project(resolver: Resolver, post: str) -> bool:
    """Whether a fragment alone leads to a label anywhere in the project, notebooks included."""
    site = resolver.place_of(post).site
    return site is not None and site.generator in ("myst", "sphinx")


def _replace_fragment(fact: LinkFact, anchor: str) -> Fix | None:
    if not fact.verbatim:
        return None
    start = fact.location.start.offset + fact.url.index("#") + 1
    return Fix((Edit(start, fact.location.end.offset, quote_path(anchor)),))
