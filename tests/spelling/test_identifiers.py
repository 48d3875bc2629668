"""Words of names in inline code."""

import pytest
from posts import document, findings, flagged

from postlint.spelling.identifiers import code_runs, words_in_code


def words_of(text: str) -> list[str]:
    return [word.key for word in words_in_code(text)]


def test_names_are_made_of_words() -> None:
    assert words_of("normalize_whitespace(RawText, HTTPServer)") == [
        "normalize",
        "whitespace",
        "text",
        "http",
        "server",
    ]


def test_names_with_digits_are_codes() -> None:
    assert words_of("thumbv7neon base64encode") == []


@pytest.mark.parametrize(
    ("text", "word", "first"),
    [
        ("Call `normalize_whitepace` first.", "whitepace", "whitespace"),
        ("Every `Rectagle` has a width.", "Rectagle", "Rectangle"),
        ("The option `grammer=` takes a grammar.", "grammer", "grammar"),
        ("See `MAX_OCURRENCES` there.", "OCURRENCES", "OCCURRENCES"),
    ],
)
def test_a_slip_in_a_name_is_never_more_than_an_info(text: str, word: str, first: str) -> None:
    (found,) = findings(text)
    assert (found.word, found.suggestions[0], found.confident) == (word, first, False)
    assert text[found.start : found.end] == word
    assert not found.certain


@pytest.mark.parametrize(
    "text",
    [
        # Simple names in lower case may be anybody's, unless the post knows better.
        "Call `recieve()` on the `adress` attribute.",
        # The program has it, as the code shows.
        "Call `set_adress`.\n\n```\nset_adress(1)\n```\n",
        "A `Dynosaur` is small. Each `Dynosaur` has a name. Draw the `Dynosaur`.",
        # Letters before and behind a word are how names are made.
        "Build it with `-Zunstable-options` or `-Dwarnings`, since warnings are bad.",
        "The chunks of `as_rchunks` and `loadu` do not load chunks.",
        # Names of people, addresses.
        "Thanks to `Nathaniel Theis`; this is his.",
        "Open `https://example.org/Recieve_all` or mail `Recieve_all@example.org`.",
        # Code that is no name in a sentence.
        "```\nnormalize_whitepace\n```",
    ],
)
def test_names_that_may_be_right_are_left_alone(text: str) -> None:
    assert flagged(text) == []


def test_it_can_be_switched_off() -> None:
    assert flagged("Call `normalize_whitepace` first.", inline_code=False) == []


def test_own_words_are_right_in_code_as_well() -> None:
    assert flagged("Call `normalize_whitepace`.", words=frozenset({"whitepace"})) == []


def test_code_that_is_broken_over_lines_is_left_out() -> None:
    assert list(code_runs(document("> Call `normalize\n> whitepace`."))) == []
