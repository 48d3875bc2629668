"""Words with a space too many or too few."""

import pytest
from posts import findings, flagged

from postlint.spelling.correction import Corrector
from postlint.spelling.lexicon import Tier
from postlint.spelling.spaces import APART, TOGETHER


@pytest.mark.parametrize(
    ("text", "word", "first"),
    [
        ("A work flow for editors.", "work flow", "workflow"),
        ("It rains through out the year.", "through out", "throughout"),
        ("You may sit any where.", "any where", "anywhere"),
        ("Through out the year it rains.", "Through out", "Throughout"),
        ("There is meta\ndata in it.", "meta data", "metadata"),
        ("(He did it in stead of her.)", "in stead", "instead"),
        ("We have some usecases for it.", "usecases", "use cases"),
        ("It is opensource and free.", "opensource", "open source"),
        ("That is kindof nice.", "kindof", "kind of"),
    ],
)
def test_a_space_too_many_or_too_few(text: str, word: str, first: str) -> None:
    (found,) = findings(text)
    assert (found.word, found.suggestions[0], found.confident) == (word, first, True)
    assert " ".join(text[found.start : found.end].split()) == word
    assert not (found.certain and " " in word)


@pytest.mark.parametrize(
    "text",
    [
        # Others are right as two words, too.
        "Any one of them may be right every day; we can not say, so log in to it.",
        "Use cases are no work around, and the back end is set up at run time.",
        "He had no body, and it was all ready to go on to be low.",
        # The words around them speak for two.
        "Put any where clause behind it.",
        "It works anywhere else where you find it.",
        "There are several places where as many as ten people live.",
        # Something stands between, or holds them together.
        "It may be through, out of reach. We work. Flow is good. A through-out one.",
        "The work `flow` and work *flow* of a co-work flow-chart.",
        # The post speaks of spelling.
        'The spelling "work flow" is a mistake.',
        # Code has it.
        "Draw the usecases.\n\n```\nusecases = []\n```\n",
    ],
)
def test_what_is_right_apart_or_together_is_left_alone(text: str) -> None:
    assert flagged(text) == []


def test_findings_are_in_the_order_of_the_text() -> None:
    assert flagged("A mistke in a work flow is a mistke.") == ["mistke", "work flow", "mistke"]


def test_two_words_may_be_allowed() -> None:
    text = "A work flow for editors."
    assert flagged(text, words=frozenset({"work flow"})) == []
    assert flagged(f"<!-- postlint-words: workflow -->\n\n{text}") == []


def test_pairs_are_common_words_together_and_rare_apart() -> None:
    corrector = Corrector()
    for first, seconds in TOGETHER.items():
        for second in seconds:
            entry = corrector.lexicon[f"{first.lower()}{second}"]
            apart = corrector.bigrams.log_probability(first.lower(), second)
            assert entry.tier == Tier.COMMON
            if apart is not None:
                assert corrector.prior(entry) > apart


def test_phrases_are_more_frequent_than_what_they_are_closed_up() -> None:
    corrector = Corrector()
    for closed, phrase in APART.items():
        apart = corrector.bigrams.log_probability(*phrase.split())
        assert apart is not None
        assert apart > corrector.prior(corrector.lexicon[closed]) + 4
