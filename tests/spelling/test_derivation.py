"""Words that are made by rule from known ones, and those that break the rule."""

from __future__ import annotations

import pytest

from postlint.spelling.derivation import Derivations, is_inflection
from postlint.spelling.lexicon import Lexicon, Tier

DERIVATIONS = Derivations(Lexicon())


@pytest.mark.parametrize(
    "word",
    [
        "callsites",
        "subteams",
        "undocument",
        "unminified",
        "embedder",
        "stringifier",
        "stringifiers",
        "bookmarkable",
        "extensioned",
        "tokenises",
    ],
)
def test_what_is_made_by_rule_is_a_term(word: str) -> None:
    entry = DERIVATIONS[word]
    assert entry is not None
    assert entry.tier >= Tier.TERM


@pytest.mark.parametrize(
    "word",
    [
        # The lexicon has "dropped", "transferred", "begging", "notified", "advisories".
        "droped",
        "transfered",
        "beging",
        "notifyed",
        "advisorys",
        # "operator", "navigable", "corruptible", "quadratically", "uncomfortably", "happiness".
        "operater",
        "navigatable",
        "corruptable",
        "quadraticly",
        "uncomfortablely",
        "happyness",
        # Irregular verbs, and an ending that only verbs have.
        "splitted",
        "meaned",
        "rewrited",
        "grammer",
        # "status", "always": what a dictionary has in the plural only is no plural.
        "statu",
        "alway",
        "createing",
    ],
)
def test_what_english_writes_otherwise_is_none(word: str) -> None:
    assert DERIVATIONS[word] is None


def test_a_plural_is_as_frequent_as_its_singular_lets_expect() -> None:
    singular = Lexicon()["callsite"]
    plural = DERIVATIONS.plural("callsites")
    assert plural is not None
    assert plural.zipf <= max(singular.zipf - 1, 0)
    assert DERIVATIONS.plural("penaltys") is None


@pytest.mark.parametrize(
    ("first", "second", "are"),
    [
        ("transpiles", "transpiled", True),
        ("dirnames", "dirname", True),
        ("referencer", "reference", True),
        ("founs", "found", False),
        ("listing", "liting", False),
    ],
)
def test_inflections_of_one_word(first: str, second: str, are: bool) -> None:
    assert is_inflection(first, second) is are
    assert is_inflection(second, first) is are
