"""What postlint/syntax takes from inside mistune is still there and still does the same.

mistune promises none of this. When one of these tests fails after an update, the module named in
it wants a look before the version in pyproject.toml is raised.
"""

from __future__ import annotations

import re
from importlib.metadata import version
from pathlib import Path

import mistune
import pytest
from mistune.block_parser import BlockParser as MistuneBlockParser
from mistune.core import BlockState, InlineState
from mistune.helpers import (
    BLOCK_TAGS,
    PRE_TAGS,
    parse_link_href,
    parse_link_title,
)
from mistune.inline_parser import AUTO_EMAIL
from mistune.inline_parser import InlineParser as MistuneInlineParser

from postlint.syntax import parse
from postlint.syntax.blocks import BlockParser, open_root
from postlint.syntax.inlines import InlineParser
from postlint.syntax.lines import LineState

SYNTAX = Path(parse.__code__.co_filename).parent


def test_minor_version() -> None:
    assert version("mistune").split(".")[:2] == ["3", "4"], "see the other tests of this module"
    assert mistune.__version__ == version("mistune")


def test_nothing_else_is_imported() -> None:
    """These tests know every name that is taken from mistune."""
    imported: set[tuple[str, str]] = set()
    for path in SYNTAX.glob("*.py"):
        for module, names in re.findall(
            r"from (mistune[\w.]*) import (.+)", path.read_text("utf-8")
        ):
            imported.update((module, name.split(" as ")[0].strip()) for name in names.split(","))
    assert imported == {
        ("mistune.block_parser", "BlockParser"),
        ("mistune.core", "BlockState"),
        ("mistune.core", "InlineState"),
        ("mistune.helpers", "BLOCK_TAGS"),
        ("mistune.helpers", "PRE_TAGS"),
        ("mistune.helpers", "parse_link_href"),
        ("mistune.helpers", "parse_link_title"),
        ("mistune.inline_parser", "AUTO_EMAIL"),
        ("mistune.inline_parser", "InlineParser"),
    }


def test_block_state() -> None:
    """lines.LineState: the source, its length, and what all of a document share."""
    state = BlockState()
    state.process("ab\n")
    assert (state.src, state.cursor, state.cursor_max) == ("ab\n", 0, 3)
    assert state.env == {"ref_links": {}}


def test_inline_state() -> None:
    """inlines.InlineState: the environment, and closing markers found in time."""
    env: dict[str, object] = {"ref_links": {}}
    state = InlineState(env)
    assert state.env is env
    state.src = "a ``b`` `c` --> -->"
    assert state.delimiters.code_end("``", 4) == 5
    assert state.delimiters.code_end("`", 3) == 8
    assert state.delimiters.code_end("```", 0) is None
    assert state.delimiters.find("-->", 0) == 12
    assert state.delimiters.find("-->", 13) == 16
    assert state.delimiters.find("?>", 0) is None
    state.src = "`"
    assert state.delimiters.code_end("`", 0) == 0, "delimiters are those of the current source"


def test_block_grammar() -> None:
    """blocks.BlockParser: names and patterns make one scanner, a match calls its method."""
    parser = BlockParser()
    assert isinstance(parser, MistuneBlockParser)
    assert parser.rules == list(BlockParser.SPECIFICATION)
    scanner = parser.compile_sc()
    assert scanner is parser.compile_sc(), "the scanner is compiled once"
    assert not scanner.flags & re.MULTILINE, "sc_flag decides"
    match = scanner.match("x\n# a\n", 2, 5)
    assert match is not None
    assert match.lastgroup == "heading"
    assert match["heading_1"] == "#"
    state = open_root("# a\n")
    assert isinstance(state, LineState)
    assert state.next_line()
    first = scanner.match(state.src, 0, state.line_end)
    assert first is not None
    assert parser.parse_method(first, state) is True
    assert [node.type for node in state.container.children] == ["heading"]


def test_inline_parser() -> None:
    """inlines.InlineParser: can be made without arguments, and keeps its state class."""
    parser = InlineParser()
    assert isinstance(parser, MistuneInlineParser)
    assert parser.state_cls is not MistuneInlineParser.state_cls


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/url 't')", ("/url", 4)),
        ("<a b> 't')", ("a b", 5)),
        ("a(b(c))d)", ("a(b(c))d", 8)),
        ("a\\)b)", ("a\\)b", 4)),
        ("<a\nb>)", (None, None)),
    ],
)
def test_destination(text: str, expected: tuple[str | None, int | None]) -> None:
    """brackets.parse_target: the destination as written, and where it ends."""
    assert parse_link_href(text, 0, max_nested_level=32) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\n  /url\n", ("/url", 7)),
        (" <> x", ("", 3)),
        (" <a b>", ("a b", 6)),
    ],
)
def test_destination_of_a_definition(text: str, expected: tuple[str, int]) -> None:
    """definitions.read_definitions: with the white space before it."""
    assert parse_link_href(text, 0, block=True, max_nested_level=32) == expected


@pytest.mark.parametrize(
    ("text", "end"),
    [(" 'a \\' b')", 9), ('\n"a\nb"', 6), (" (a)", 4), (" 'a", None), ("'a'", None)],
)
def test_title(text: str, end: int | None) -> None:
    """definitions and brackets: a title stands after white space."""
    assert parse_link_title(text, 0, len(text))[1] == end


def test_email_autolink() -> None:
    pattern = re.compile(AUTO_EMAIL)
    assert pattern.fullmatch("<a.b+c@example.co.uk>")
    assert not pattern.match("<a@-b>")


def test_tags() -> None:
    assert {"pre", "script", "style", "textarea"} == set(PRE_TAGS)
    assert {"address", "details", "div", "h6", "li", "summary", "table", "ul"} <= set(BLOCK_TAGS)
    assert not {"a", "b", "code", "span"} & set(BLOCK_TAGS)
