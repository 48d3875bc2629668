"""Where a report is shown."""

from __future__ import annotations

from io import StringIO

import pytest

from postlint.reporters.screen import PLAIN_WIDTH, Screen, display_width, visible


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environment", "on_terminal", "in_pipe"),
    [
        ({}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"INSIDE_EMACS": "28.2,compile"}, False, False),
        ({"INSIDE_EMACS": "vterm"}, True, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ({"FORCE_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
    ],
)
def test_colour_is_for_terminals_unless_the_environment_says_otherwise(
    environment: dict[str, str], on_terminal: bool, in_pipe: bool
) -> None:
    assert Screen.of(Terminal(), environment).color is on_terminal
    assert Screen.of(StringIO(), environment).color is in_pipe


def test_the_width_is_that_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "61")
    assert Screen.of(Terminal(), {}).width == 61
    assert Screen.of(StringIO(), {}).width == PLAIN_WIDTH
    monkeypatch.setenv("COLUMNS", "3")
    assert Screen.of(Terminal(), {}).width == 40


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain, grün, 漢字, 👩\u200d💻", "plain, grün, 漢字, 👩\u200d💻"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\tb\nc\r\x1b\x7f", "a␉b␊c␍␛␡"),
        ("\x85\x9b", "<U+0085><U+009B>"),
        ("\u2028\u200b\ufeff\u202e\u2069", "<U+2028><U+200B><U+FEFF><U+202E><U+2069>"),
        ("\udcff", "<U+DCFF>"),
    ],
)
def test_what_cannot_be_shown_is_named(text: str, expected: str) -> None:
    assert visible(text) == expected


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("漢字", 4),
        ("ｆｕｌｌ", 8),
        ("e\u0301", 1),
        ("👩\u200d💻", 2),
        ("각", 2),
    ],
)
def test_width_is_counted_as_a_terminal_does(text: str, width: int) -> None:
    assert display_width(text) == width
