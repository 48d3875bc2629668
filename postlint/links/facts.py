"""What the links of a post need to be checked across files, gathered once when it is linted."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from postlint.facts import HeadingFact, LinkFact, LinkFacts
from postlint.links.entries import reference_entries
from postlint.links.placing import placing_of
from postlint.location import locate
from postlint.regexes import lazy_pattern
from postlint.syntax import nodes
from postlint.syntax.plain import plain_text
from postlint.syntax.templates import explicit_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postlint.document import Document

_ID = lazy_pattern(r"(?<![\w-])(?:id|name)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>{}]+))", re.I)
_COMPUTED_ID = lazy_pattern(
    r"(?<![\w-])id=\{|(?<![\w-])(?:id|name)\s*=\s*[\"'][^\"'<>]*\{[{%]", re.I
)
_HTML_HEADING_TAG = lazy_pattern(r"<(/?)(h[1-6])(?=[\s>])[^<>]*>", re.I)
_TAG = lazy_pattern(r"<[^<>]*>")
#: Front matter by which a page's place on the site is no longer that of its file.
_PLACING_KEYS = ("permalink", "slug", "url", "layout", "aliases")
#: Other files that are pasted in before the page is made: MkDocs, MyST, R Markdown.
_INCLUSION = lazy_pattern(r"^[ \t]*(?:-+8<-+|\{!|(?:```|:::)[ \t]*\{include\})", re.M)
#: Documentation that a plugin of MkDocs writes, with headings: mkdocstrings' ``::: package.module``
#: (a name with a dot; without, it is a box), ``::: mkdocs-click``.
_GENERATED = lazy_pattern(
    r"^[ \t]*:::[ \t]+(?:[^\W\d]\w*(?:\.[^\W\d]\w*)+|mkdocs-[\w-]+)[ \t]*$", re.M
)
#: Documents whose code blocks are run, and may write headings.
_EXECUTED = (".qmd", ".rmd")
#: Targets that are neither HTML nor attributes: MyST's ``(label)=``, the options of its
#: directives and the labels of its equations; Docsify's ``:id=label``.
_LABEL = lazy_pattern(
    r"^[ \t]*(?:\(([\w.:-]+)\)=|:(?:label|name):[ \t]+([\w.:-]+)|\$\$[ \t]*\(([\w.:-]+)\))[ \t]*$"
    r"|[ \t]:id=([\w-]+)",
    re.M,
)
#: What all-contributors writes; where a contribution has no page, its link leads to an anchor that
#: is nowhere, only so that its symbol shows what it was.
_CONTRIBUTORS = ("<!-- ALL-CONTRIBUTORS-LIST:START", "<!-- ALL-CONTRIBUTORS-LIST:END")
_CONTRIBUTION = lazy_pattern(r"[\"(]#([\w-]+)")
#: What a text has at least one of if a pattern over the whole of it has a match; most have none.
_LABEL_SIGNS = (")=", ":label:", ":name:", "$$", ":id=")
_INCLUSION_SIGNS = ("8<", "{!", "{include}")
_GENERATED_SIGNS = (":::",)
_MARKDOWN_IMPORT = lazy_pattern(r"\.mdx?[\"']")


def collect(document: Document) -> LinkFacts:
    """The link facts of a post."""
    return LinkFacts(
        links=tuple(_links(document)),
        headings=tuple(heading for _, heading in sorted(_headings(document), key=_by_offset)),
        entries=tuple(reference_entries(document)),
        ids=frozenset(_ids(document)),
        open=_is_open(document),
        rendered=document.front_matter is not None,
        placed=document.front_matter is not None
        and any(document.front_matter.span(key) for key in _PLACING_KEYS),
        placing=placing_of(document.front_matter, document.source.text),
    )


def _links(document: Document) -> Iterator[LinkFact]:
    text = document.source.text
    seen: set[tuple[int, int]] = set()
    for link in document.links:
        start, end = link.url_span
        if start == end:
            start, end = link.start, link.end
        if (start, end) in seen:
            continue  # one definition, several references
        seen.add((start, end))
        url = html.unescape(link.url) if link.kind == "html" else link.url
        location = locate(document.source, start, end)
        bare = isinstance(link.node, nodes.Link) and link.node.form == "literal"
        yield LinkFact(url.strip(), link.kind, location, text[start:end] == url.strip(), bare)


def _headings(document: Document) -> Iterator[tuple[int, HeadingFact]]:
    for heading in document.nodes("heading"):
        label = plain_text([heading])
        text = plain_text(_without_images(heading))
        source = _source_of(heading, document.source.text)
        yield heading.start, HeadingFact(text, heading.id, label, "" if source == text else source)
    for block in document.nodes("html"):
        if block.block and "</h" in block.value.lower():
            yield from _html_headings(block)


def _source_of(heading: nodes.Heading, text: str) -> str:
    """What is between a heading's markers and its attributes."""
    if not heading.children:
        return ""
    return text[heading.children[0].start : heading.children[-1].end].strip()


def _without_images(parent: nodes.Node) -> list[nodes.Node]:
    if not any(isinstance(node, (nodes.Image, nodes.ImageReference)) for node in parent.walk()):
        return [parent]
    leaves = (nodes.Text, nodes.InlineCode, nodes.InlineMath, nodes.Break, nodes.WikiLink)
    return [node for node in parent.walk() if isinstance(node, leaves)]


def _html_headings(block: nodes.Html) -> Iterator[tuple[int, HeadingFact]]:
    """``<h2>…</h2>``: GitHub gives these ids, too."""
    value = _blank_comments(block.value)
    opening: re.Match[str] | None = None
    for tag in _HTML_HEADING_TAG.finditer(value):
        if not tag[1]:
            opening = tag
        elif opening is not None and opening[2].lower() == tag[2].lower():
            text = html.unescape(_TAG.sub("", value[opening.end() : tag.start()])).strip()
            source = value[opening.start() : tag.end()]
            yield block.start + opening.start(), HeadingFact(text, "", text, source)
            opening = None


def _blank_comments(value: str) -> str:
    """The HTML with each comment replaced by as many spaces."""
    parts, position = [], 0
    while (start := value.find("<!--", position)) >= 0:
        end = value.find("-->", start + 4)
        end = len(value) if end < 0 else end + 3
        parts += [value[position:start], " " * (end - start)]
        position = end
    return "".join([*parts, value[position:]])


def _by_offset(pair: tuple[int, HeadingFact]) -> int:
    return pair[0]


def _ids(document: Document) -> Iterator[str]:
    for tag in (*document.nodes("html"), *document.nodes("mdxJsx")):
        if isinstance(tag, nodes.Html) and tag.is_comment:
            yield from explicit_ids(tag.value)  # Docusaurus's <!-- {#id} -->
            continue
        for match in _ID.finditer(tag.value):
            yield html.unescape(match[1] or match[2] or match[3] or "")
    text = document.source.text
    if _has_any(_LABEL_SIGNS, text):
        for match in _LABEL.finditer(text):
            yield match[match.lastindex or 0]
    yield from _contributions(text)
    for template in document.nodes("template"):
        if template.kind == "attributes":
            yield from explicit_ids(template.value)
        else:
            yield from (match[1] or match[2] or match[3] for match in _ID.finditer(template.value))
    for number, identifier in enumerate(document.footnotes, start=1):
        for name in (identifier, str(number)):
            # GitHub, kramdown and Python-Markdown, markdown-it and Goldmark
            for separator in ("-", ":", ""):
                yield f"fn{separator}{name}"
                yield f"fnref{separator}{name}"


def _contributions(text: str) -> list[str]:
    start = text.find(_CONTRIBUTORS[0])
    end = text.find(_CONTRIBUTORS[1], start) if start >= 0 else -1
    return _CONTRIBUTION.findall(text, start, end) if end >= 0 else []


def _has_any(signs: Iterable[str], text: str) -> bool:
    return any(sign in text for sign in signs)


def _is_open(document: Document) -> bool:
    text = document.source.text
    return (
        any(map(_may_add_anchors, document.nodes("template")))
        or any(map(_is_computed, document.nodes("heading")))
        or any(_COMPUTED_ID.search(html.value) for html in document.nodes("html"))
        or any(_is_component(tag) for tag in document.nodes("mdxJsx"))
        or any(_MARKDOWN_IMPORT.search(module.value) for module in document.nodes("mdxImport"))
        or (_has_any(_INCLUSION_SIGNS, text) and _INCLUSION.search(text) is not None)
        or (_has_any(_GENERATED_SIGNS, text) and _GENERATED.search(text) is not None)
        or document.path.lower().endswith(_EXECUTED)
    )


def _may_add_anchors(template: nodes.Template) -> bool:
    """Whether a template may put a heading or an id on the page.

    A variable within a line is taken for a word of it.
    """
    if not template.outputs or template.value.startswith(("{% raw", "{%- raw")):
        return False
    return template.block or not template.value.startswith("{{")


def _is_computed(heading: nodes.Heading) -> bool:
    return any(
        isinstance(node, nodes.MdxExpression) or (isinstance(node, nodes.Template) and node.outputs)
        for node in heading.walk()
    )


def _is_component(tag: nodes.MdxJsx) -> bool:
    """Whether a JSX tag may stand for headings: a component without content of its own."""
    named = tag.value[1:2].isupper() and tag.value.rstrip().endswith("/>")
    return named or _COMPUTED_ID.search(tag.value) is not None
