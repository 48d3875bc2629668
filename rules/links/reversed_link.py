"""``reversed-link``."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

from postlint.regexes import lazy_pattern
from postlint.rule import Diagnostic, Edit, Example, Fix, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document

_REVERSED = lazy_pattern(r"\((?P<text>[^()\[\]\n]{1,300})\)\[(?P<url>[^()\[\]\s]{1,2000})\]")
_WEB = lazy_pattern(r"(?:https?://|www\.|mailto:)\S", re.I)
#: A destination rather than a label: from the root, with dots, a fragment, a file.
_DESTINATION = lazy_pattern(
    r"(?:/|\.\.?/|#)[\w./#-]+\Z|[\w./-]+\.(?:md|html?|png|jpe?g|svg|pdf)\Z", re.I
)


class ReversedLink(Rule):
    """A link has its brackets the wrong way around: `(text)[url]`.

    Why it matters: it is no link. Readers see the text in parentheses, and the URL in brackets.

    Use instead: `[text](url)`.
    """

    name = "reversed-link"
    aliases = ("MD011", "no-reversed-links")
    family = "links"
    fix_safety = (
        "The brackets are exchanged. That is safe for a URL with a scheme, which cannot be meant "
        "in another way."
    )
    valid = (
        Example("See the [guide](https://rain.dev/guide).\n"),
        Example("A note (as before)[1] and a call `f(x)[/path]`.\n"),
        Example("See (the guide)[g].\n\n[g]: https://rain.dev/guide\n"),
    )
    invalid = (
        Example(
            "See (the guide)[https://rain.dev/guide].\n",
            reports=('1:5-1:40 Link to "https://rain.dev/guide" has its brackets reversed',),
            fixed="See [the guide](https://rain.dev/guide).\n",
        ),
        Example(
            "See (the guide)[docs/guide.md].\n",
            reports=('1:5-1:31 Link to "docs/guide.md" has its brackets reversed',),
            fixed="See [the guide](docs/guide.md).\n",
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        text = document.source.text
        if ")[" not in text:
            return
        texts = document.nodes("text")
        starts = [node.start for node in texts]
        for match in _REVERSED.finditer(text):
            url = match["url"]
            if not (_WEB.match(url) or _DESTINATION.match(url)):
                continue
            middle = match.end("text")
            place = bisect_right(starts, middle) - 1
            if place < 0 or middle + 2 > texts[place].end:
                continue  # in code, in HTML, or behind a link
            edit = Edit(match.start(), match.end(), f"[{match['text']}]({url})")
            safe = _WEB.match(url) is not None and not url.lower().startswith("www.")
            yield self.report(
                match.span(),
                f'Link to "{url}" has its brackets reversed',
                fix=Fix((edit,), safe=safe),
            )
