"""mdast nodes with offsets: what a parsed post is made of.

Types and fields are those of https://github.com/syntax-tree/mdast, in snake case; what mdast
lacks has a node of its own (``Template``, ``Math``, ``WikiLink``, ...). ``start`` and ``end``
are offsets in code points into the source, end exclusive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterator

type_names: dict[str, type[Node]] = {}

#: The fields of nodes that are spans, beside their own: what moves a node moves these.
SPAN_FIELDS = ("url_span", "title_span", "label_span", "info_span", "opening")


class Node:
    """A node of the tree: its span and, where the type has them, its children in order."""

    __slots__ = ("end", "start")

    type: ClassVar[str] = ""
    #: Leaf nodes share this empty tuple; parents have a list of their own.
    children: list[Node] | tuple[()] = ()

    def __init__(self, start: int, end: int) -> None:
        self.start = start
        self.end = end

    def __init_subclass__(cls) -> None:
        if cls.type:
            type_names[cls.type] = cls

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.start}, {self.end})"

    def walk(self) -> Iterator[Node]:
        """This node and all below it, in document order."""
        stack: list[Node] = [self]
        while stack:
            node = stack.pop()
            yield node
            if node.children:
                stack.extend(reversed(node.children))


class Parent(Node):
    """A node that has children."""

    __slots__ = ("children",)

    children: list[Node]

    def __init__(self, start: int, end: int, children: list[Node] | None = None) -> None:
        self.start = start
        self.end = end
        self.children = [] if children is None else children


class Root(Parent):
    __slots__ = ()
    type = "root"


class Paragraph(Parent):
    __slots__ = ()
    type = "paragraph"


class Heading(Parent):
    """``depth`` is 1 to 6; ``id`` an explicit one (``{#id}``), or the empty string."""

    __slots__ = ("depth", "id", "setext")
    type = "heading"

    def __init__(self, start: int, end: int, depth: int, *, setext: bool = False) -> None:
        super().__init__(start, end)
        self.depth = depth
        self.setext = setext
        self.id = ""


class Emphasis(Parent):
    __slots__ = ()
    type = "emphasis"


class Strong(Parent):
    __slots__ = ()
    type = "strong"


class Delete(Parent):
    __slots__ = ()
    type = "delete"


class Blockquote(Parent):
    __slots__ = ()
    type = "blockquote"


class List(Parent):
    """``marker`` is the bullet (``-``, ``*``, ``+``) or what ends the number (``.``, ``)``);

    ``first`` is the number of an ordered list's first item (mdast's ``start``).
    """

    __slots__ = ("first", "marker")
    type = "list"

    def __init__(self, start: int, end: int, marker: str, first: int | None = None) -> None:
        super().__init__(start, end)
        self.marker = marker
        self.first = first

    @property
    def ordered(self) -> bool:
        return self.first is not None


class ListItem(Parent):
    """``checked`` is None unless the item begins with a task list marker."""

    __slots__ = ("checked",)
    type = "listItem"

    def __init__(self, start: int, end: int) -> None:
        super().__init__(start, end)
        self.checked: bool | None = None


class Table(Parent):
    """``align`` has ``"left"``, ``"right"``, ``"center"`` or None for each column."""

    __slots__ = ("align",)
    type = "table"

    def __init__(self, start: int, end: int, align: list[str | None]) -> None:
        super().__init__(start, end)
        self.align = align


class TableRow(Parent):
    __slots__ = ()
    type = "tableRow"


class TableCell(Parent):
    __slots__ = ()
    type = "tableCell"


class FootnoteDefinition(Parent):
    """``label`` is what the author wrote; ``identifier`` its normalized form, for matching."""

    __slots__ = ("identifier", "label")
    type = "footnoteDefinition"

    def __init__(self, start: int, end: int, label: str, identifier: str) -> None:
        super().__init__(start, end)
        self.label = label
        self.identifier = identifier


class FootnoteReference(Node):
    __slots__ = ("identifier", "label")
    type = "footnoteReference"

    def __init__(self, start: int, end: int, label: str, identifier: str) -> None:
        self.start = start
        self.end = end
        self.label = label
        self.identifier = identifier


class Text(Node):
    """Prose. ``value`` is the source after escapes and entities.

    ``segments`` is None where ``value == source[start:end]``; otherwise pairs
    ``(index in value, offset in source)``, ascending: from each index on, value and source run
    in step until the next pair. A character made from an entity has a pair of its own, and so
    has what follows it.
    """

    __slots__ = ("segments", "value")
    type = "text"

    def __init__(
        self, start: int, end: int, value: str, segments: list[tuple[int, int]] | None = None
    ) -> None:
        self.start = start
        self.end = end
        self.value = value
        self.segments = segments


class Literal(Node):
    """A node whose ``value`` is not prose."""

    __slots__ = ("value",)

    def __init__(self, start: int, end: int, value: str) -> None:
        self.start = start
        self.end = end
        self.value = value


class InlineCode(Literal):
    __slots__ = ()
    type = "inlineCode"


class Html(Literal):
    """HTML, of a block or of a line; comments are HTML too."""

    __slots__ = ("block",)
    type = "html"

    def __init__(self, start: int, end: int, value: str, *, block: bool = False) -> None:
        super().__init__(start, end, value)
        self.block = block

    @property
    def is_comment(self) -> bool:
        return self.value.lstrip().startswith("<!--")


class Yaml(Literal):
    """YAML front matter, the fences included in the span but not in the value."""

    __slots__ = ()
    type = "yaml"


class Toml(Literal):
    __slots__ = ()
    type = "toml"


class Json(Literal):
    """JSON front matter, as Hugo reads it."""

    __slots__ = ()
    type = "json"


class Code(Node):
    """A code block: fenced, indented, or a template's (``{% highlight ruby %}``).

    ``info`` is the info string as written, ``lang`` its first word, ``meta`` the rest (mdast's
    fields, after escapes and entities). ``opening`` is the span of the opening fence with its
    info string, ``info_span`` that of the info string alone.
    """

    __slots__ = ("content_start", "info", "info_span", "kind", "lang", "meta", "opening", "value")
    type = "code"

    def __init__(self, start: int, end: int, value: str, kind: str) -> None:
        self.start = start
        self.end = end
        self.value = value
        #: "fenced", "indented" or "template".
        self.kind = kind
        self.info = ""
        self.lang: str | None = None
        self.meta: str | None = None
        self.opening: tuple[int, int] = (start, end)
        self.info_span: tuple[int, int] = (end, end)
        #: Offset of the first line of the content.
        self.content_start = start

    @property
    def fenced(self) -> bool:
        return self.kind == "fenced"


class Break(Node):
    __slots__ = ()
    type = "break"


class ThematicBreak(Node):
    __slots__ = ()
    type = "thematicBreak"


class Link(Parent):
    """``url_span`` is where the destination stands (without ``<>``), empty where there is none.

    ``form`` is "inline" (``[a](b)``), "autolink" (``<b>``) or "literal" (a bare URL).
    """

    __slots__ = ("form", "title", "title_span", "url", "url_span")
    type = "link"

    def __init__(self, start: int, end: int, url: str, title: str | None, form: str) -> None:
        super().__init__(start, end)
        self.url = url
        self.title = title
        self.form = form
        self.url_span: tuple[int, int] = (end, end)
        self.title_span: tuple[int, int] | None = None


class Image(Node):
    """``alt`` is the text of what stands between the brackets; ``alt_nodes`` is that content,

    parsed, for those who need its positions (mdast gives an image no children).
    """

    __slots__ = ("alt", "alt_nodes", "title", "title_span", "url", "url_span")
    type = "image"

    def __init__(self, start: int, end: int, url: str, title: str | None) -> None:
        self.start = start
        self.end = end
        self.url = url
        self.title = title
        self.alt = ""
        self.alt_nodes: list[Node] = []
        self.url_span: tuple[int, int] = (end, end)
        self.title_span: tuple[int, int] | None = None


class LinkReference(Parent):
    """``reference_type`` is "shortcut", "collapsed" or "full"."""

    __slots__ = ("identifier", "label", "reference_type")
    type = "linkReference"

    def __init__(
        self, start: int, end: int, label: str, identifier: str, reference_type: str
    ) -> None:
        super().__init__(start, end)
        self.label = label
        self.identifier = identifier
        self.reference_type = reference_type


class ImageReference(Node):
    __slots__ = ("alt", "alt_nodes", "identifier", "label", "reference_type")
    type = "imageReference"

    def __init__(
        self, start: int, end: int, label: str, identifier: str, reference_type: str
    ) -> None:
        self.start = start
        self.end = end
        self.label = label
        self.identifier = identifier
        self.reference_type = reference_type
        self.alt = ""
        self.alt_nodes: list[Node] = []


class Definition(Node):
    """``[label]: url "title"``."""

    __slots__ = ("identifier", "label", "label_span", "title", "title_span", "url", "url_span")
    type = "definition"

    def __init__(
        self, start: int, end: int, label: str, identifier: str, url: str, title: str | None
    ) -> None:
        self.start = start
        self.end = end
        self.label = label
        self.identifier = identifier
        self.url = url
        self.title = title
        self.label_span: tuple[int, int] = (start, start)
        self.url_span: tuple[int, int] = (end, end)
        self.title_span: tuple[int, int] | None = None


class Template(Literal):
    """What a site generator replaces before or while it renders.

    ``kind`` is "liquid" (also Jinja), "shortcode" (Hugo), "attributes" (kramdown's
    ``{: .class}``, ``{#id}``), "directive" (the fence line of ``:::note``, ``!!! note``) or
    "comment" (``{% comment %}``, ``{# #}``). ``outputs`` says whether it puts something on the
    page.
    """

    __slots__ = ("block", "kind", "outputs")
    type = "template"

    def __init__(
        self, start: int, end: int, value: str, kind: str, *, block: bool, outputs: bool
    ) -> None:
        super().__init__(start, end, value)
        self.kind = kind
        self.block = block
        self.outputs = outputs


class ContainerDirective(Parent):
    """An admonition with an indented body: ``!!! note "Title"``."""

    __slots__ = ("name",)
    type = "containerDirective"

    def __init__(self, start: int, end: int, name: str) -> None:
        super().__init__(start, end)
        self.name = name


class Math(Literal):
    __slots__ = ()
    type = "math"


class InlineMath(Literal):
    __slots__ = ()
    type = "inlineMath"


class WikiLink(Literal):
    """``[[Page]]`` or ``[[Page|alias]]``; ``value`` is what stands between the brackets."""

    __slots__ = ()
    type = "wikiLink"

    @property
    def alias(self) -> str:
        """What readers see instead of the name of the page; "" where they see that."""
        return self.value.rpartition("|")[2] if "|" in self.value else ""


class MdxJsx(Literal):
    """A JSX tag in MDX, opening, closing or both."""

    __slots__ = ()
    type = "mdxJsx"


class MdxExpression(Literal):
    __slots__ = ()
    type = "mdxExpression"


class MdxImport(Literal):
    """An ``import`` or ``export`` in MDX."""

    __slots__ = ()
    type = "mdxImport"
