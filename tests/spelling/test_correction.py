"""The lexicon, the word graph and the error model."""

from hypothesis import given
from hypothesis import strategies as st

from postlint.spelling.candidates import WordGraph
from postlint.spelling.channel import SlipModel
from postlint.spelling.correction import Corrector
from postlint.spelling.lexicon import AMERICAN, BRITISH, Lexicon, Misspellings, Tier

LEXICON, GRAPH, SLIPS = Lexicon(), WordGraph(), SlipModel()
WORDS = ["receive", "the", "because", "environment", "don't", "zoology", "accommodate"]


def test_the_lexicon_knows_words_with_their_tier_region_and_frequency() -> None:
    assert LEXICON["house"].tier == Tier.COMMON
    assert LEXICON["colour"].region == BRITISH
    assert LEXICON["color"].region == AMERICAN
    assert LEXICON["kubernetes"].tier >= Tier.TERM
    assert LEXICON["the"].zipf > LEXICON["house"].zipf > LEXICON["zoology"].zipf > 0
    assert LEXICON["recieve"].tier == Tier.UNKNOWN


def test_no_known_misspelling_is_in_the_lexicon() -> None:
    misspellings = Misspellings()
    for bad in ("compatability", "occured", "seperate", "targetting", "concious", "definately"):
        assert misspellings[bad]
        assert bad not in LEXICON


@given(st.sampled_from(WORDS), st.data())
def test_one_slip_leads_back_to_the_word(word: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    slips = {
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[:at] + word[at + 1 : at + 2] + word[at : at + 1] + word[at + 2 :],
    }
    for typed in slips - {word}:
        assert word in GRAPH.within(typed, 1)


@given(st.sampled_from([word for word in WORDS if len(word) > 5]), st.data())
def test_two_slips_behind_the_first_letter_lead_back(word: str, data: st.DataObject) -> None:
    typed = word
    for _ in range(2):
        at = data.draw(st.integers(1, len(typed) - 1))
        letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
        typed = data.draw(
            st.sampled_from([typed[:at] + letter + typed[at:], typed[:at] + typed[at + 1 :]])
        )
    assert word in GRAPH.within(typed, 2)


@given(st.text(alphabet="abcdefgh'", min_size=1, max_size=9))
def test_all_candidates_are_words(typed: str) -> None:
    assert all(word in LEXICON for word in GRAPH.within(typed, 2))


def test_likely_slips_cost_less() -> None:
    assert SLIPS.cost("the", "the") == 0
    # Exchanged vowels, a doubled letter lost, a vowel for a vowel: against any letter at all.
    assert SLIPS.cost("recieve", "receive") < SLIPS.cost("receqve", "receive")
    assert SLIPS.cost("accomodate", "accommodate") < SLIPS.cost("accomoate", "accommodate")
    assert SLIPS.cost("seperate", "separate") < SLIPS.cost("sezarate", "separate")
    # Each further slip costs more.
    assert SLIPS.cost("sepperate", "separate") > SLIPS.cost("seperate", "separate")


def test_readings_rank_what_was_meant() -> None:
    reading = Corrector().read("becasue")
    assert reading.candidates[0].word == "because"
    assert reading.candidates[0].score > reading.itself


def test_regular_derivations_are_known() -> None:
    corrector = Corrector()
    for word in ("multibranch", "panelless", "relayout", "overscripting", "retweaked"):
        assert word not in corrector.lexicon
        assert corrector.entry(word).tier == Tier.TERM
    assert corrector.entry("createing").tier == Tier.UNKNOWN
