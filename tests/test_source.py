"""Bytes to text, and offsets to positions."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.location import SNIPPET_LENGTH, locate
from postlint.source import DecodeError, Position, Source


@pytest.mark.parametrize(
    ("data", "encoding", "bom"),
    [
        ("# Café 🌍\r\n".encode(), "utf-8", False),
        ("# Café 🌍\r\n".encode("utf-8-sig"), "utf-8", True),
        (b"\xff\xfe" + "# Café 🌍\r\n".encode("utf-16-le"), "utf-16-le", True),
        (b"\xfe\xff" + "# Café 🌍\r\n".encode("utf-16-be"), "utf-16-be", True),
        (b"\xff\xfe\0\0" + "# Café 🌍\r\n".encode("utf-32-le"), "utf-32-le", True),
    ],
)
def test_text_is_decoded_and_can_be_encoded_again(data: bytes, encoding: str, bom: bool) -> None:
    source = Source.from_bytes(data, "a.md")
    assert source == Source("a.md", "# Café 🌍\r\n", bom, encoding)
    assert source.encode(source.text) == data


def test_an_empty_file_is_empty_text() -> None:
    source = Source.from_bytes(b"", "a.md")
    assert source.text == ""
    assert source.position(0) == (1, 1, 0)


def test_a_stray_nul_is_text() -> None:
    data = b"A post with one stray NUL \0 in a long enough line of text.\n"
    assert Source.from_bytes(data, "a.md").text == data.decode()


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"# A\nCaf\xe9\n", "Not valid UTF-8: byte 0xe9 at byte offset 7, line 2"),
        (b"\xef\xbb\xbfCaf\xe9\n", "Not valid UTF-8: byte 0xe9 at byte offset 6, line 1"),
        (b"cut in two \xf0\x9f", "Not valid UTF-8: byte 0xf0 at byte offset 11, line 1"),
        (b"\xed\xa0\x80", "Not valid UTF-8: byte 0xed at byte offset 0, line 1"),
        (PNG, "Binary, not text: NUL at byte offset 8"),
        (
            "# Title".encode("utf-16-le"),
            "UTF-16 without a byte order mark, or binary: NUL at byte offset 1",
        ),
        (
            "# Title".encode("utf-16-be"),
            "UTF-16 without a byte order mark, or binary: NUL at byte offset 0",
        ),
        (
            b"\xff\xfea\0b",
            "Not valid UTF-16, which its byte order mark says it is: byte offset 4",
        ),
    ],
)
def test_what_is_no_text_is_told_with_its_offset(data: bytes, message: str) -> None:
    with pytest.raises(DecodeError) as raised:
        Source.from_bytes(data, "a.md")
    assert str(raised.value) == message


@given(st.binary(max_size=64))
def test_any_bytes_are_text_or_an_error(data: bytes) -> None:
    try:
        source = Source.from_bytes(data, "a.md")
    except DecodeError as error:
        assert "\n" not in str(error)
        assert "byte offset" in str(error)
    else:
        assert source.encode(source.text) == data


def test_locate_gives_positions_and_the_line() -> None:
    source = Source.from_text("one\r\ntwo three\rfour", "a.md")
    location = locate(source, 9, 14)
    assert location.path == "a.md"
    assert location.start == Position(2, 5, 9)
    assert location.end == Position(2, 10, 14)
    assert location.snippet == "two three"
    assert location.snippet_start == 5


@given(st.integers(0, 2000), st.integers(0, 900), st.integers(0, 2000))
def test_a_snippet_of_a_long_line_is_short_and_shows_the_start(
    start: int, length: int, line: int
) -> None:
    text = "é" * line + "\nlast"
    start = min(start, line)
    end = min(start + length, len(text))
    location = locate(Source.from_text(text), start, end)
    assert len(location.snippet) <= SNIPPET_LENGTH
    cut = location.snippet_start
    assert location.snippet == text[:line][cut : cut + len(location.snippet)]
    assert cut <= start <= cut + len(location.snippet)
    assert min(end, start + 100, line) <= cut + len(location.snippet)


class Measured(str):
    """A text that counts the characters that are copied out of it."""

    __slots__ = ("copied",)

    def __getitem__(self, key: Any) -> str:
        part = super().__getitem__(key)
        self.copied: int = getattr(self, "copied", 0) + len(part)
        return part


def test_of_a_long_line_only_the_snippet_is_copied() -> None:
    text = Measured("word " * 20_000)
    source = Source("a.md", text)
    for start in range(0, len(text), 1_000):
        locate(source, start, start + 4)
    assert text.copied <= 100 * (SNIPPET_LENGTH + 10)
