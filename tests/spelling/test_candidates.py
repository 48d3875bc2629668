"""The walk through the word graph, against all slips tried one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.spelling.candidates import LETTERS, WordGraph
from postlint.spelling.lexicon import Lexicon

ALPHABET = LETTERS[1:]
WORDS = WordGraph()


def slips(word: str) -> set[str]:
    """What one slip makes of a word."""
    made: set[str] = set()
    for place in range(len(word) + 1):
        before, after = word[:place], word[place:]
        made.update(before + letter + after for letter in ALPHABET)
        if after:
            made.add(before + after[1:])
            made.update(before + letter + after[1:] for letter in ALPHABET)
        if len(after) > 1:
            made.add(before + after[1] + after[0] + after[2:])
    return made


def is_suggested(word: str) -> bool:
    return word in WORDS.within(word, 1)


@pytest.mark.parametrize("typed", ["texty", "helo", "recieve", "teh", "bein", "wrold", "xyzzy"])
def test_one_slip_finds_all_words_one_slip_away_and_no_others(typed: str) -> None:
    nearby = slips(typed) | {typed}
    assert WORDS.within(typed, 1) == {word for word in nearby if is_suggested(word)}


@given(st.text(alphabet="aeinrst", min_size=5, max_size=7))
def test_two_slips_find_what_one_does_behind_the_first_letter(typed: str) -> None:
    near, far = WORDS.within(typed, 1), WORDS.within(typed, 2)
    assert {word for word in near if word[:1] == typed[0]} <= far
    assert all(word[0] in typed[:2] for word in far)


@pytest.mark.parametrize(
    ("typed", "word"),
    [("combianotoric", "combinatoric"), ("siginificatly", "significantly"), ("ohter", "other")],
)
def test_two_slips_away(typed: str, word: str) -> None:
    assert word in WORDS.within(typed, 2)


def test_letters_that_no_word_has() -> None:
    assert WORDS.within("h\u00e9lo", 1) <= {"helo", "halo", "hello"} | WORDS.within("hlo", 1)
    assert WORDS.within("\u00e9\u00e9\u00e9", 1) == set()


def test_all_that_is_suggested_is_in_the_lexicon() -> None:
    lexicon = Lexicon()
    assert all(word in lexicon for word in WORDS.within("thes", 2))
