"""``malformed-url``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated

from postlint.links.malformed import defect_of, is_local, local_path
from postlint.regexes import lazy_pattern
from postlint.rule import Diagnostic, Edit, Example, Fix, Rule, RuleOptions, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document, DocumentLink

#: What looks like an inline link or image, but is text because of the space in its destination.
_SPACED = lazy_pattern(
    r"\]\([ \t]*(?P<url>[^\s()<>\[\]\"'{}`]{1,1000}"
    r"(?:[ \t]+[^\s()<>\[\]\"'{}`]{1,200}){1,8})[ \t]*\)"
)
#: Such a destination is meant as one when it begins like a path or URL, or ends like a file.
_MEANT = lazy_pattern(r"(?:https?://|\.{0,2}/|www\.)|.*\.[A-Za-z]\w{1,4}(?:#\S*)?\Z", re.S)
#: So many characters of a URL are shown.
_LONGEST_SHOWN = 100
#: A link that shows its address, or speaks of a machine, leads there on purpose.
_SHOWS_ADDRESS = lazy_pattern(r"localhost|127\.0\.0\.1|0\.0\.0\.0|:\d{2,5}\b|/|\blocal", re.I)


class Options(RuleOptions, frozen=True):
    local: Annotated[
        bool, option("Report links to `localhost`, to files, and to previews in editors.")
    ] = True


class MalformedUrl(Rule):
    """A URL is written in a way that cannot be meant.

    Why it matters: the link leads nowhere, or there is no link at all. It is mostly a slip of
    the finger, or came with copying.

    Use instead: the URL as the browser shows it.

    Reported are misspelled and doubled schemes (`htps://`, `http:/x`, `https://https://x`), whole
    links where a URL belongs (`[text]([https://x](https://x))`), hosts that cannot exist,
    punctuation swallowed at the end, parentheses left open, spaces that make a text of the link,
    and addresses of the author's own machine behind words
    (`[my post](http://localhost:4000/my-post/)`). URLs of which a template or a reader fills in
    parts are left alone.
    """

    name = "malformed-url"
    family = "links"
    fix_safety = (
        "A scheme is put right, which is safe; what was swallowed at the end, a missing "
        "parenthesis and spaces are likely what they seem."
    )
    Options = Options
    valid = (
        Example("[Rain](https://rain.dev/a_(b)), <https://rain.dev/?q=a.>, [me](mailto:a@b.dev)\n"),
        Example("[Acme](https://en.wikipedia.org/wiki/Acme_Inc.)\n"),
        Example("Open [http://localhost:4000/admin](http://localhost:4000/admin).\n"),
        Example("[Old](https://web.archive.org/web/2020/https://rain.dev)\n"),
        Example('[Rain](https://rain.dev "A title") and array[0](first item)\n'),
        Example("[My post](http://localhost:4000/my-post/)\n", options={"local": False}),
    )
    invalid = (
        Example(
            "[Rain](htps://rain.dev/a)\n",
            reports=('1:8-1:25 URL "htps://rain.dev/a" has a misspelled scheme, "htps://"',),
            suggestions=(("https://rain.dev/a",),),
            fixed="[Rain](https://rain.dev/a)\n",
        ),
        Example(
            "[Rain](http:/rain.dev), [snow](https://https://snow.dev)\n",
            reports=(
                '1:8-1:22 URL "http:/rain.dev" has a misspelled scheme, "http:/"',
                '1:32-1:56 URL "https://https://snow.dev" has two schemes',
            ),
            fixed="[Rain](http://rain.dev), [snow](https://snow.dev)\n",
        ),
        Example(
            "[Rain][r]\n\n[r]: https://rain.dev/rain.\n",
            reports=(
                '3:6-3:28 URL "https://rain.dev/rain." ends with a "." that is not part of it',
            ),
            fixed="[Rain][r]\n\n[r]: https://rain.dev/rain\n",
        ),
        Example(
            "[Rain]([https://rain.dev](https://rain.dev/a))\n",
            reports=('1:8-1:46 URL "[https://rain.dev](https://rain.dev/a)" is a link, not a URL',),
            suggestions=(("https://rain.dev/a",),),
            fixed="[Rain](https://rain.dev/a)\n",
        ),
        Example(
            "![A map](my maps/north.png)\n",
            reports=('1:10-1:27 URL "my maps/north.png" has a space, so that this is no link',),
            fixed="![A map](my%20maps/north.png)\n",
        ),
        Example(
            "[Rain](https://rain.dev/a_(b)\n",
            reports=('1:8-1:30 Link to "https://rain.dev/a_(b)" has no ")" at its end',),
            fixed="[Rain](https://rain.dev/a_(b))\n",
        ),
        Example(
            "See [my last post](http://localhost:4000/2024/rain/).\n",
            reports=('1:20-1:52 URL "http://localhost:4000/2024/rain/" is only on your machine',),
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        for link in document.links:
            start, end = link.url_span
            if start == end:
                continue
            if getattr(link.node, "form", "") == "literal":
                yield from self._check_bare(document, link)
                continue
            yield from self._check_url(document, link)
        yield from self._check_spaces(document)

    def _check_url(self, document: Document, link: DocumentLink) -> Iterator[Diagnostic]:
        url = link.url.strip()
        defect = defect_of(url)
        if defect is not None:
            mended, certain = defect.mended, defect.certain
            while mended and (again := defect_of(mended)) is not None:
                mended, certain = again.mended, False
            yield self.report(
                link.url_span,
                f'URL "{_shortened(url)}" {defect.what}',
                suggestions=(mended,) if mended else (),
                fix=_replace(document, link, mended, safe=certain) if mended else None,
            )
        elif self.options.local and is_local(url) and _hides_address(link):
            yield self.report(link.url_span, f'URL "{url}" is only on your machine')

    def _check_bare(self, document: Document, link: DocumentLink) -> Iterator[Diagnostic]:
        """A bare URL may stand where a link was meant: ``[text](https://…`` and no ``)``."""
        text = document.source.text
        start, end = link.start, link.end
        if not text.startswith("](", start - 2) or text[end : end + 1] not in ("", "\n", "\r"):
            return
        url = text[start:end]
        # Without the last ")", the parenthesis that is there closes the URL's own.
        if url.count("(") == url.count(")") and "[" in text[max(0, start - 300) : start]:
            fix = Fix((Edit(end, end, ")"),))
            yield self.report(
                (start, end), f'Link to "{_shortened(url)}" has no ")" at its end', fix=fix
            )

    def _check_spaces(self, document: Document) -> Iterator[Diagnostic]:
        text = document.source.text
        if "](" not in text:
            return
        for node in document.nodes("text"):
            position = text.find("](", node.start, node.end)
            while position >= 0:
                match = _SPACED.match(text, position)
                if match is not None and _MEANT.match(match["url"]):
                    url, span = match["url"], match.span("url")
                    edit = Edit(*span, re.sub(r"[ \t]", "%20", url))
                    message = f'URL "{url}" has a space, so that this is no link'
                    yield self.report(span, message, fix=Fix((edit,)))
                position = text.find("](", position + 2, node.end)


def _hides_address(link: DocumentLink) -> bool:
    """Whether readers do not see that the link leads to a machine's own address."""
    if link.kind == "image":
        return True
    if link.kind != "link" or not local_path(link.url):
        return False
    return not _SHOWS_ADDRESS.search(link.text)


def _shortened(url: str) -> str:
    return url if len(url) <= _LONGEST_SHOWN else f"{url[: _LONGEST_SHOWN - 1]}…"


def _replace(document: Document, link: DocumentLink, url: str, *, safe: bool) -> Fix | None:
    start, end = link.url_span
    if document.source.text[start:end] != link.url:
        return None
    return Fix((Edit(start, end, url),), safe=safe)
