"""What always holds of a tree, whatever the text (the invariants of docs/conformance.md)."""

from __future__ import annotations

import html
import os
import re
from html.entities import html5
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from strategies import LEAVES, indented, inline, leaf, posts

from postlint.document import make_document
from postlint.source import Source
from postlint.syntax import nodes, parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

#: For a longer search by hand: POSTLINT_EXAMPLES=10000 pytest tests/syntax.
_EXAMPLES = os.environ.get("POSTLINT_EXAMPLES")
bounded = settings(max_examples=int(_EXAMPLES or 200), derandomize=_EXAMPLES is None, deadline=None)

#: How the source of each inline type begins and ends.
MARKERS = {
    "emphasis": r"([*_]).*\1",
    "strong": r"(\*\*|__).*\1",
    "delete": r"(~~?)(?!~).*\1",
    "inlineCode": r"(`+)(?!`).*\1",
    "image": r"!\[.*\)",
    "linkReference": r"\[.*\]",
    "imageReference": r"!\[.*\]",
    "footnoteReference": r"\[\^.*\]",
    "inlineMath": r"(\$\$?).*\1",
    "wikiLink": r"\[\[.*\]\]",
    "break": r"(?:\\| {2,})(?:\r\n|\n|\r)",
}
LINK_MARKERS = {"inline": r"\[.*\)", "autolink": r"<.*>", "literal": r"[^\s<>].*"}
BLOCK_MARKERS = {
    "blockquote": r">.*",
    "listItem": r"(?:[-+*]|\d{1,9}[.)]).*",
    "thematicBreak": r"([-_*])(?:[ \t]*\1)+[ \t]*",
    "definition": r"\[.*",
    "footnoteDefinition": r"\[\^.*\]:.*",
    "yaml": r"---.*---[ \t]*",
    "toml": r"\+\+\+.*\+\+\+[ \t]*",
}


def all_nodes(root: nodes.Node) -> Iterator[nodes.Node]:
    """The nodes of a tree and those of images' alternative texts."""
    for node in root.walk():
        yield node
        for inner in getattr(node, "alt_nodes", ()):
            yield from all_nodes(inner)


def offsets(text: nodes.Text) -> list[int]:
    """The offset in the source of each character of a text's value."""
    segments = text.segments or [(0, text.start)]
    found: list[int] = []
    for (index, offset), (stop, _) in pairwise([*segments, (len(text.value), 0)]):
        found.extend(range(offset, offset + stop - index))
    return found


@bounded
@given(posts)
@example("[a]: /u\nb\n===")
def test_children_lie_in_their_parent_in_order(text: str) -> None:
    root = parse(text).root
    assert (root.start, root.end) == (0, len(text))
    for node in all_nodes(root):
        assert 0 <= node.start <= node.end <= len(text)
        assert node.start < node.end or node is root
        end = node.start
        for child in [*node.children, *getattr(node, "alt_nodes", ())]:
            assert end <= child.start, f"{child} overlaps what is before it in {node}"
            end = child.end
        assert end <= node.end, f"{node} ends before its last child"


@bounded
@given(posts)
def test_spans_of_parts_lie_in_their_node(text: str) -> None:
    for node in all_nodes(parse(text).root):
        for name in ("url_span", "title_span", "label_span", "info_span", "opening"):
            span = getattr(node, name, None)
            if span is not None:
                assert node.start <= span[0] <= span[1] <= node.end, (node, name, span)
        if isinstance(node, nodes.Code) and node.info:
            assert text[slice(*node.info_span)].replace("\0", "\ufffd") == node.info


@bounded
@given(posts)
def test_nodes_begin_and_end_with_their_markers(text: str) -> None:
    root = parse(text).root
    for node in all_nodes(root):
        source = text[node.start : node.end]
        pattern = MARKERS.get(node.type) or BLOCK_MARKERS.get(node.type)
        if isinstance(node, nodes.Link):
            pattern = LINK_MARKERS[node.form]
        elif isinstance(node, nodes.Html):
            pattern = r"[ \t]*<.*" if node.block else "<.*>"
        elif isinstance(node, nodes.Heading):
            pattern = r".*(?:=+|-+)[ \t]*" if node.setext else rf"#{{{node.depth}}}(?:[ \t].*)?"
        elif isinstance(node, nodes.Code) and node.fenced:
            pattern = r"(?:```|~~~).*"
        elif isinstance(node, nodes.Template) and not node.block:
            pattern = r"\{.*\}"
        if pattern is not None:
            assert re.fullmatch(pattern, source, re.S), (node, source)


@bounded
@given(posts)
@example("> a &amp; b\\\n>   c\\* d  \n> e")
@example("*\\_b@example.com")
@example("&amp;b@example.com \\\\_c@example.com")
def test_a_text_is_its_source_after_escapes_and_entities(text: str) -> None:
    for node in all_nodes(parse(text).root):
        if isinstance(node, nodes.Text):
            check_text(node, text)


def check_text(node: nodes.Text, source: str) -> None:
    """Each stretch of the value is its stretch of the source; gaps between them say nothing."""
    segments = node.segments or [(0, node.start)]
    assert segments[0][0] == 0
    ends = [*segments[1:], (len(node.value), node.end)]
    end = node.start
    for (index, offset), (stop, limit) in zip(segments, ends, strict=True):
        gap = source[end:offset]
        # A backslash, or what stands around a line ending: white space, quote markers.
        assert re.fullmatch(r"\\|[ \t\r\n>]*\\?", gap), (node, gap)
        value = node.value[index:stop]
        same = source[offset : offset + len(value)].replace("\r", "\n").replace("\0", "\ufffd")
        end = offset + len(value)
        entity = re.match(r"&#?\w+;", source[offset:limit])
        if value != same or (value == "&" and entity is not None):
            assert entity is not None, (node, value, same)
            assert value in (html5.get(entity[0][1:]), html.unescape(entity[0]), "\ufffd")
            assert entity[0].startswith("&#") or entity[0][1:] in html5
            end = offset + entity.end()
    assert re.fullmatch(r"[ \t\r\n>]*", source[end : node.end]), (node, source[end : node.end])


@bounded
@given(posts)
def test_line_endings_only_move_offsets(text: str) -> None:
    tree = flattened(text, lambda offset: offset)
    assert flattened(text.replace("\n", "\r"), lambda offset: offset) == tree
    crlf = text.replace("\n", "\r\n")
    moved = flattened(text, lambda offset: offset + text.count("\n", 0, offset))
    assert flattened(crlf, lambda offset: offset) == moved


def flattened(text: str, at: Callable[[int], int]) -> list[Any]:
    """All that a tree says, with its offsets mapped."""

    def mapped(name: str, value: Any) -> Any:
        if name in ("start", "end", "content_start"):
            return at(value)
        if name in ("url_span", "title_span", "label_span", "info_span", "opening") and value:
            return at(value[0]), at(value[1])
        return value.replace("\r\n", "\n").replace("\r", "\n") if isinstance(value, str) else value

    result: list[Any] = []
    tree = parse(text)
    for node in all_nodes(tree.root):
        fields = {name for kind in type(node).__mro__ for name in getattr(kind, "__slots__", ())}
        fields -= {"children", "segments", "alt_nodes"}
        said = [(name, mapped(name, getattr(node, name))) for name in sorted(fields)]
        if isinstance(node, nodes.Text):
            said.append(("offsets", [at(offset) for offset in offsets(node)]))
        result.append((node.type, said))
    for reference in tree.undefined_references:
        span = at(reference.start), at(reference.end)
        result.append((span, mapped("label_span", reference.label_span), reference.label))
    return result


@bounded
@given(posts)
def test_a_byte_order_mark_moves_nothing(text: str) -> None:
    assume(not text.startswith("\ufeff"))
    source = Source.from_text("\ufeff" + text)
    assert source.bom
    assert spans(make_document(source).root) == spans(parse(text).root)


@bounded
@given(posts)
def test_nul_is_a_character_like_others(text: str) -> None:
    assert spans(parse(text).root) == spans(parse(text.replace("\0", "\ufffd")).root)


@bounded
@given(posts)
def test_what_stands_before_a_post_only_moves_it(text: str) -> None:
    assume(not re.match(r"[-+]{3}|\{", text))
    before = "Before.\n\n"
    distance = len(before)
    moved = [(kind, start + distance, end + distance) for kind, start, end in spans_in(text)[1:]]
    assert [span for span in spans_in(before + text)[1:] if span[1] >= distance] == moved


@bounded
@given(
    st.lists(
        st.one_of(
            inline, st.sampled_from([text for text in LEAVES if not re.search(r"[{$]", text)])
        ),
        min_size=1,
        max_size=4,
    ),
    st.sampled_from([("> ", "> "), ("- ", "  "), ("12. ", "    "), ("[^x]: ", "    ")]),
)
def test_a_container_only_moves_what_is_in_it(parts: list[str], prefixes: tuple[str, str]) -> None:
    """Blocks put into a quote, an item or a footnote: the same nodes, each where it is now."""
    text = "\n\n".join(parts).strip("\n")
    first, rest = prefixes
    # What templates and formulas may span, blank lines say, is another matter in a container.
    assume(text.strip() and not re.search(r"[{$\t]", text))
    assume(not re.match(r"[ ]|[-+]{3}|\[[ xX]\]", text))
    contained = indented(text, first, rest)
    lengths = [len(first), *[len(rest)] * text.count("\n")]

    def at(offset: int) -> int:
        return offset + sum(lengths[: text.count("\n", 0, offset) + 1])

    moved = [(kind, at(start), at(end - 1) + 1) for kind, start, end in spans_in(text)[1:]]
    root = parse(contained).root
    container = root.children[0]
    if isinstance(container, nodes.List):
        container = container.children[0]
    assert [span for child in container.children for span in spans(child)] == moved
    assert texts(root) == texts(parse(text).root)


def spans(root: nodes.Node) -> list[tuple[str, int, int]]:
    """The types and the spans of a tree, in order."""
    return [(node.type, node.start, node.end) for node in root.walk()]


def spans_in(text: str) -> list[tuple[str, int, int]]:
    return spans(parse(text).root)


def texts(root: nodes.Node) -> list[str]:
    return [node.value for node in root.walk() if isinstance(node, nodes.Text)]


@bounded
@given(posts)
def test_prose_can_be_found_in_the_source(text: str) -> None:
    document = make_document(Source.from_text(text))
    source = document.source.text
    for run in document.prose:
        for index, char in enumerate(run.text):
            offset = run.offset(index)
            assert 0 <= offset <= len(source)
            if run.kind != "front-matter" and char not in "\ufffc\ufffd\n" and offset < len(source):
                assert source[offset] == char or source[offset] == "&", (run, index, char)


@bounded
@given(st.one_of(posts, leaf))
def test_mdx_holds_together_too(text: str) -> None:
    root = parse(text, mdx=True).root
    for node in all_nodes(root):
        assert 0 <= node.start <= node.end <= len(text)
        end = node.start
        for child in node.children:
            assert end <= child.start
            end = child.end
        assert end <= node.end
