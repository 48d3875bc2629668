"""``non-descriptive-link``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from postlint.regexes import lazy_pattern
from postlint.rule import Diagnostic, Example, Rule, RuleOptions, Severity, option
from postlint.syntax import nodes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document

_EDGES = lazy_pattern(r"\A\W+|\W+\Z")


class Options(RuleOptions, frozen=True):
    texts: Annotated[
        tuple[str, ...],
        option(
            "Texts that say nothing; the case of letters and punctuation around them do not count."
        ),
    ] = (
        "here",
        "click here",
        "link",
        "this link",
        "the link",
        "more",
        "read more",
        "learn more",
        "see more",
        "this page",
        "this website",
    )


class NonDescriptiveLink(Rule):
    """A link's text does not say where it leads.

    Why it matters: who listens to the page, or skims it, goes from link to link and hears "here,
    here, more". Search engines take the text for what the page is about.

    Use instead: words of the sentence that name the target: `the [installation guide](…)`.
    """

    name = "non-descriptive-link"
    aliases = ("MD059", "descriptive-link-text")
    family = "links"
    severity = Severity.INFO
    fix_safety = "No fix: what is there, only the author can say."
    Options = Options
    valid = (
        Example("See the [installation guide](https://rain.dev/install).\n"),
        Example("[More about rain](https://rain.dev) and [here be dragons](https://rain.dev/d)\n"),
        Example("[`<Link />`](https://rain.dev/link)\n", note="Code is a name."),
        Example("[here]()\n", note="`empty-link` has more to say about it."),
        Example("[here](https://rain.dev)\n", options={"texts": ("click",)}),
    )
    invalid = (
        Example(
            "For the guide click [here](https://rain.dev/install).\n",
            reports=('1:22-1:26 Link text "here" does not say where it leads',),
        ),
        Example(
            "[**Read more…**][m]\n\n[m]: https://rain.dev/more\n",
            reports=('1:2-1:16 Link text "Read more…" does not say where it leads',),
        ),
        Example(
            "[This paper](https://rain.dev/paper)\n",
            reports=('1:2-1:12 Link text "This paper" does not say where it leads',),
            options={"texts": ("this paper",)},
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        meaningless = {" ".join(text.lower().split()) for text in self.options.texts}
        for link in document.links:
            if link.kind != "link" or not link.node.children or not link.url.strip():
                continue
            if any(isinstance(node, nodes.InlineCode) for node in link.node.walk()):
                continue  # a name: of a component, of a command
            if " ".join(_EDGES.sub("", link.text).lower().split()) in meaningless:
                span = (link.node.children[0].start, link.node.children[-1].end)
                yield self.report(span, f'Link text "{link.text}" does not say where it leads')
