"""``empty-link``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postlint.regexes import lazy_pattern
from postlint.rule import Diagnostic, Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document, DocumentLink

#: "#" alone leads to the top of the page: right for a link that says so.
_TO_TOP = lazy_pattern(r"\btop\b|\b(?:back|go) up\b|[↑⇑⇧⬆▲🔝]", re.I)


class EmptyLink(Rule):
    """A link or an image has no destination.

    Why it matters: it looks like a link and goes nowhere; an image without a source is not
    shown. Mostly the address was to be filled in later.

    Use instead: the address, or plain text. `#` is accepted where the link says that it leads
    to the top of the page, and in HTML, where scripts use it.
    """

    name = "empty-link"
    aliases = ("MD042", "no-empty-links")
    family = "links"
    fix_safety = "No fix: where the link was to lead is for its author to say."
    valid = (
        Example("[text](https://example.com), [section](#section)\n\n# Section\n"),
        Example("[Back to top](#)\n", note="`#` alone is the top of the page."),
        Example('<a href="#" onclick="show()">Show</a>\n'),
    )
    invalid = (
        Example("See [the guide]().\n", reports=('1:5-1:18 Link "the guide" leads nowhere',)),
        Example("See [the guide](<>).\n", reports=('1:5-1:20 Link "the guide" leads nowhere',)),
        Example("See [the guide](#).\n", reports=('1:5-1:19 Link "the guide" leads nowhere',)),
        Example("![A map]()\n", reports=('1:1-1:11 Image "A map" has no source',)),
        Example(
            "See [the guide][g].\n\n[g]: <>\n",
            reports=('1:5-1:19 Link "the guide" leads nowhere',),
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        for link in document.links:
            if _is_empty(link):
                text = f' "{link.text}"' if link.text else ""
                if link.kind == "image":
                    yield self.report(link.node, f"Image{text} has no source")
                else:
                    yield self.report(link.node, f"Link{text} leads nowhere")


def _is_empty(link: DocumentLink) -> bool:
    url = link.url.strip()
    if link.kind == "html":
        return False
    if not url:
        return True
    return url == "#" and not (link.kind == "link" and _TO_TOP.search(link.text))
