"""Escapes and character references."""

from __future__ import annotations

import pytest

from postlint.syntax.entities import unescape


@pytest.mark.parametrize(
    ("raw", "meant"),
    [
        ("plain", "plain"),
        ("&amp;&copy;&#42;&#x2A;", "&©**"),
        ("\\*\\\\\\a", "*\\\\a"),
        # An escaped ampersand begins no entity.
        ("\\&amp;", "&amp;"),
        # What HTML allows without a semicolon, Markdown does not.
        ("&copy &ltgt; &nosuch; &;", "&copy &ltgt; &nosuch; &;"),
        ("?a=1&copy=2", "?a=1&copy=2"),
        ("&#0;&#xD800;&#x110000;&#xFFFE;&#7;", "\ufffd" * 5),
        ("&#9;", "\t"),
        ("&#x1F600;", "😀"),
        # The longest there may be.
        ("&#12345678;&#x1234567;", "&#12345678;&#x1234567;"),
    ],
)
def test_unescape(raw: str, meant: str) -> None:
    assert unescape(raw) == meant
