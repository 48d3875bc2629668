"""Runs of letters, against the regular expression that says what they are."""

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.spelling.letters import _LETTERS_ONLY, _REMEMBERED, runs_of_letters

RUNS = re.compile(r"[^\W\d_]+")


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("snake_case and CamelCase", ["snake", "case", "and", "CamelCase"]),
        ("x86_64, don’t", ["x", "don", "t"]),
        ("naïve\u00a0Größe", ["naïve", "Größe"]),
        ("", []),
    ],
)
def test_runs_of_letters(text: str, runs: list[str]) -> None:
    assert runs_of_letters(text) == runs


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("aZ9_ \t²½٣é\u0301"))))
def test_as_the_pattern_has_them(text: str) -> None:
    assert runs_of_letters(text) == RUNS.findall(text)


def test_a_text_with_all_characters_there_are_is_not_remembered() -> None:
    text = "".join(map(chr, range(sys.maxunicode + 1)))
    assert runs_of_letters(text) == RUNS.findall(text)
    assert len(_LETTERS_ONLY) == _REMEMBERED
