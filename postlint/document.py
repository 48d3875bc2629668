"""Document: a parsed post and the views of it that rules need."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.links.embedded import html_link_spans, template_link_spans
from postlint.nodeindex import NodeIndex
from postlint.prose import ProseRun, collect_prose
from postlint.syntax import nodes, parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.directives import Directives
    from postlint.frontmatter import FrontMatter
    from postlint.source import Source
    from postlint.syntax.references import UndefinedReference
    from postlint.syntax.tree import Tree

__all__ = ["Document", "DocumentLink", "ProseRun", "Section", "make_document"]


class Section(Struct, frozen=True):
    """A heading and all up to the next heading of the same or a higher rank.

    ``content`` is what stands before the first heading within it; ``end`` is the offset of the
    heading that ends the section, or the end of the text.
    """

    heading: nodes.Heading
    content: tuple[nodes.Node, ...]
    subsections: tuple[Section, ...]
    start: int
    end: int

    @property
    def depth(self) -> int:
        return self.heading.depth


class DocumentLink(Struct, frozen=True):
    """A link or an image, however it is written, with its destination.

    ``kind`` is "link", "image", "html" (JSX and the tags of templates, too) or "front-matter"
    (an image's or a page's address among the values). ``url`` is after escapes and entities, not
    percent-decoded; ``url_span`` is where it stands: for a reference, in its definition.
    ``text`` is what a reader sees, or an image's alternative text.
    """

    node: nodes.Node
    kind: str
    url: str
    url_span: tuple[int, int]
    text: str

    @property
    def start(self) -> int:
        return self.node.start

    @property
    def end(self) -> int:
        return self.node.end


class Document(NodeIndex):
    """A post: its source, its tree, and views of the tree made when first asked for."""

    def __init__(self, source: Source, tree: Tree, flavor: str = "auto") -> None:
        super().__init__(tree.root)
        self.source = source
        #: Whose Markdown it is: the site generator named in the configuration, or "auto".
        self.flavor = flavor
        self.root = tree.root
        #: By identifier; of several definitions of a label the first counts.
        self.definitions: dict[str, nodes.Definition] = tree.definitions
        #: By identifier, the first of each.
        self.footnotes: dict[str, nodes.FootnoteDefinition] = tree.footnotes
        self.undefined_references: tuple[UndefinedReference, ...] = tuple(tree.undefined_references)
        self._front_matter_node = tree.front_matter

    @property
    def path(self) -> str:
        return self.source.path

    @cached_property
    def front_matter(self) -> FrontMatter | None:
        """The front matter, or None where there is none."""
        if self._front_matter_node is None:
            return None
        from postlint.frontmatter import FrontMatter

        return FrontMatter(self.source.text, self._front_matter_node)

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The outermost sections, in order. Headings within other blocks begin none."""
        return _sections(self.root.children, len(self.source.text))

    @cached_property
    def all_sections(self) -> tuple[Section, ...]:
        """Every section, subsections after the section they belong to."""
        found: list[Section] = []
        stack = list(reversed(self.sections))
        while stack:
            section = stack.pop()
            found.append(section)
            stack.extend(reversed(section.subsections))
        return tuple(found)

    @cached_property
    def links(self) -> tuple[DocumentLink, ...]:
        """Every link and image that has a destination, in document order."""
        return tuple(sorted(self._find_links(), key=lambda link: (link.start, link.end)))

    @cached_property
    def prose(self) -> tuple[ProseRun, ...]:
        """What a person reads, one run a block; see ``postlint.prose``."""
        return tuple(collect_prose(self))

    @cached_property
    def directives(self) -> Directives:
        """The postlint comments of the post."""
        from postlint.directives import parse_directives

        return parse_directives(self)

    def text_of(self, node: nodes.Node) -> str:
        """The text of a node without its markup, line breaks as spaces."""
        from postlint.syntax.plain import plain_text

        return " ".join(plain_text([node]).split())

    def _find_links(self) -> Iterator[DocumentLink]:
        for link in self.nodes("link"):
            yield DocumentLink(link, "link", link.url, link.url_span, self.text_of(link))
        for image in self.nodes("image"):
            yield DocumentLink(image, "image", image.url, image.url_span, image.alt)
        for reference in self.nodes("linkReference"):
            target = self.definitions[reference.identifier]
            text = self.text_of(reference)
            yield DocumentLink(reference, "link", target.url, target.url_span, text)
        for image_reference in self.nodes("imageReference"):
            target = self.definitions[image_reference.identifier]
            alt = image_reference.alt
            yield DocumentLink(image_reference, "image", target.url, target.url_span, alt)
        text = self.source.text
        for node in (*self.nodes("html"), *self.nodes("mdxJsx")):
            for start, end in html_link_spans(text, node.start, node.end):
                yield DocumentLink(node, "html", text[start:end], (start, end), "")
        for template in self.nodes("template"):
            for start, end in template_link_spans(text, template):
                yield DocumentLink(template, "html", text[start:end], (start, end), "")
        yield from self._front_matter_links()

    def _front_matter_links(self) -> Iterator[DocumentLink]:
        if self.front_matter is None or self._front_matter_node is None:
            return
        from postlint.links.placing import link_spans

        text = self.source.text
        for start, end in link_spans(self.front_matter, text):
            yield DocumentLink(
                self._front_matter_node, "front-matter", text[start:end], (start, end), ""
            )


def make_document(source: Source, *, flavor: str = "auto") -> Document:
    """Parse a source; MDX by its file name."""
    return Document(source, parse(source.text, mdx=source.path.lower().endswith(".mdx")), flavor)


def _sections(blocks: list[nodes.Node], text_end: int) -> tuple[Section, ...]:
    headings = [i for i, node in enumerate(blocks) if isinstance(node, nodes.Heading)]
    # Built from the last to the first: a section's subsections are then complete.
    later: list[Section] = []
    for number in range(len(headings) - 1, -1, -1):
        index = headings[number]
        heading = blocks[index]
        assert isinstance(heading, nodes.Heading)
        stop = headings[number + 1] if number + 1 < len(headings) else len(blocks)
        own: list[Section] = []
        while later and later[-1].depth > heading.depth:
            own.append(later.pop())
        end = later[-1].start if later else text_end
        later.append(
            Section(heading, tuple(blocks[index + 1 : stop]), tuple(own), heading.start, end)
        )
    return tuple(reversed(later))
