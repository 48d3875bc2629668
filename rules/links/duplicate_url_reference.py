"""``duplicate-url-reference``."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from postlint.links.entries import reference_entries
from postlint.rule import Diagnostic, Example, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document
    from postlint.rule import Location


class DuplicateUrlReference(Rule):
    """A list of references has the same target twice.

    Why it matters: one of the two is superfluous, or, more often, has the address of another
    source, copied and never changed.

    Use instead: one entry for a source; or the right address.

    Looked at are sections called References, Bibliography, Sources, Further reading and the like,
    and in them entries with a single link. A trailing slash, `www.` and the scheme make no
    difference; a fragment does.
    """

    name = "duplicate-url-reference"
    family = "links"
    fix_safety = "No fix: which of the two is wrong is for the author to say."
    valid = (
        Example(
            "## References\n\n- [Rain](https://rain.dev/a)\n- [Snow](https://rain.dev/b)\n"
            "- [Hail](https://rain.dev/a#hail)\n"
        ),
        Example("See [rain](https://rain.dev/a) and again [rain](https://rain.dev/a).\n"),
    )
    invalid = (
        Example(
            "## References\n\n- [Rain](https://rain.dev/a)\n- [Snow](http://www.rain.dev/a/)\n",
            reports=('4:10-4:32 "http://www.rain.dev/a/" is listed already in line 3',),
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        listed: dict[tuple[str, ...], Location] = {}
        for entry in reference_entries(document):
            target = _target(entry.url)
            if target is None:
                continue
            first = listed.setdefault(target, entry.location)
            if first is not entry.location:
                span = (entry.location.start.offset, entry.location.end.offset)
                yield self.report(
                    span, f'"{entry.url}" is listed already in line {first.start.line}'
                )


def _target(url: str) -> tuple[str, ...] | None:
    """What a URL leads to, however it is written; None for what is no URL on the web."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return host, unquote(parts.path).rstrip("/"), parts.query, parts.fragment
