"""Words that no list has, but that are made by rule from one that is known: ``unminified``.

English writes some derivations in a way of its own: it doubles a consonant (``dropped``), changes
a ``y`` (``notified``) or drops an ``e``. Where the lexicon has the word as it should be, the plain
form is a slip of it, no derivation: ``droped``, ``notifyed``, ``operater``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.regexes import lazy_pattern
from postlint.spelling.lexicon import Entry, Tier

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.spelling.lexicon import Lexicon

PREFIXES = (
    "anti", "auto", "co", "counter", "cross", "cyber", "de", "dis", "hyper", "inter", "intra",
    "macro", "mega", "meta", "micro", "mini", "mis", "mono", "multi", "nano", "non", "out",
    "over", "poly", "post", "pre", "proto", "pseudo", "re", "semi", "sub", "super", "tele",
    "trans", "ultra", "un", "under",
)  # fmt: skip
SUFFIXES = ("ness", "less", "like", "wise", "ly", "ish")
#: "-ity" is put to adjectives that end like this: "incrementality", "modularity".
ITY, ITY_STEMS = "ity", ("al", "ar")
#: Suffixes of verbs, before which a final "e" is dropped.
VERB_SUFFIXES = ("er", "ers", "ed", "ing", "able", "ability")
#: How much rarer plurals and other derivations are than what they come from.
PLURAL_ZIPF, DERIVED_ZIPF = -1.0, -2.5
#: A short stem must be frequent for its regular derivations to be words.
STEM_ZIPF, LONG_STEM, LONG_STEM_ZIPF = 3.0, 7, 2.0
#: A term from which words are made must be in use, and other forms of it must be known.
TERM_ZIPF, VERB_FORMS = 2.5, ("ed", "ing")
#: The shortest word that can be a derivation, and its shortest stem.
SHORTEST, SHORTEST_STEM = 5, 4

#: Verbs whose past does not end in "-ed"; those that have both ("learned") are left out.
IRREGULAR = frozenset(
    "arise awake bear beat become begin bend bet bind bite bleed blow break breed bring build "
    "burst buy cast catch choose cling come cost creep cut deal dig draw drink drive eat fall "
    "feed feel fight find flee fling fly forbid forget forgive freeze get give go grind grow "
    "hang have hear hide hit hold hurt keep know lay lead leave lend let lie lose make mean "
    "meet pay put read ride ring rise run say see seek sell send set shake shed shoot shrink "
    "shut sing sink sit sleep slide sling slit speak spend spin split spread spring stand "
    "steal stick sting stink strike string strive swear sweep swim swing take teach tear tell "
    "think throw thrust understand wake wear weave weep win wind wring write".split()
)
#: What is left of two inflections of a word without what they share.
_ENDINGS = frozenset(("", "s", "es", "d", "ed", "r", "er", "rs", "ers", "ing", "e"))
_NO_PLURAL = lazy_pattern(r"(?:ss|xs|zs|chs|shs|'s|eds)\Z")
_ISE = lazy_pattern(r"(?<=\w\w\w)is(?=(?:e[drs]?|ers|ing|able|ation|ations)\Z)")
_ENDS_IN_Y = lazy_pattern(r"[^aeiou]y\Z")
_DOUBLING = lazy_pattern(r"[^aeiou][aeiou][bdfgklmnprtvz]\Z")
_DOUBLED = lazy_pattern(r"[aeiou]([bdfgklmnprtvz])\1\Z")


class Derived(Struct, frozen=True):
    """A word as made from another by an ending."""

    stem: str
    ending: str
    #: The same ending put on as English writes it elsewhere.
    rivals: tuple[str, ...] = ()


class Derivations:
    """What is known of words by what they are made of."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon

    def __getitem__(self, key: str) -> Entry | None:
        """What is assumed of a word in lower case that the lexicon lacks; None if nothing."""
        if len(key) < SHORTEST:
            return None
        return (
            self.plural(key) or self._singular(key) or self._american(key) or self._inflected(key)
        )

    def plural(self, key: str) -> Entry | None:
        """What is assumed of the plural of a known word; None if it is none."""
        if not key.endswith("s") or _NO_PLURAL.search(key):
            return None
        singular = self._lexicon[key[:-1]]
        if singular.tier < Tier.TERM or self._has(y_to(key[:-1], "ies")):
            return None
        return derived(singular, PLURAL_ZIPF)

    def _singular(self, key: str) -> Entry | None:
        """Of a term that lists have in the plural only: ``dotfile``. Dictionaries have both."""
        if key.endswith(("s", "i", "u")):
            return None
        plural = self._lexicon[f"{key}s"]
        return plural if plural.tier == Tier.TERM and not plural.is_name else None

    def _american(self, key: str) -> Entry | None:
        """Of a British spelling of which lists have the American one only: ``tokenises``."""
        american = _ISE.sub("iz", key)
        entry = self._lexicon[american]
        return entry if american != key and entry.tier >= Tier.TERM else None

    def _inflected(self, key: str) -> Entry | None:
        least = LONG_STEM_ZIPF if len(key) > LONG_STEM + 2 else STEM_ZIPF
        found = [
            entry
            for made in made_from(key)
            if (entry := self._lexicon[made.stem]).tier >= Tier.TERM
            and not entry.is_name
            and self._is_productive(made, entry, least)
            and not any(map(self._has, made.rivals))
            and not (entry.tier == Tier.COMMON and self._is_no_verb(made))
        ]
        if not found:
            return None
        return derived(max(found, key=lambda entry: entry.zipf), DERIVED_ZIPF)

    def _is_productive(self, made: Derived, stem: Entry, least: float) -> bool:
        """Whether new words are made from a word: from common ones, and from terms in use."""
        if stem.tier == Tier.COMMON and len(made.stem) >= SHORTEST_STEM:
            if stem.zipf >= least:
                return True
            return made.ending in VERB_FORMS and stem.zipf >= TERM_ZIPF and self._has_verb(made)
        if stem.zipf < TERM_ZIPF or len(made.stem) <= SHORTEST_STEM:
            return False
        if not made.ending:
            return stem.tier == Tier.DICTIONARY and len(made.stem) >= LONG_STEM
        return self._has_verb(made)

    def _has_verb(self, made: Derived) -> bool:
        return any(self._has(form) for ending in VERB_FORMS for form in forms(made.stem, ending))

    def _is_no_verb(self, made: Derived) -> bool:
        """Whether an ending of verbs stands where no verb has it: ``splitted``, ``grammer``.

        The verbs that have another past than "-ed" are few.
        """
        if made.ending not in ("ed", "er", "ers"):
            return False
        is_verb = any(map(self._has, forms(made.stem, "ing")))
        return is_irregular(made.stem) if made.ending == "ed" else not is_verb

    def _has(self, word: str) -> bool:
        return bool(word) and self._lexicon[word].tier >= Tier.TERM


def is_irregular(verb: str) -> bool:
    """Whether a verb, prefixes aside ("rewrite", "overlay"), has a past of its own."""
    return verb in IRREGULAR or any(
        verb.startswith(prefix) and verb[len(prefix) :] in IRREGULAR for prefix in PREFIXES
    )


def made_from(key: str) -> Iterator[Derived]:
    """The ways in which a word can have been made, with what would be right instead."""
    for prefix in PREFIXES:
        if key.startswith(prefix):
            yield Derived(key[len(prefix) :], "")
    for suffix in SUFFIXES:
        if key.endswith(suffix):
            stem = key[: -len(suffix)]
            yield Derived(stem, suffix, rivals(stem, suffix))
    if key.endswith(ITY) and key.removesuffix(ITY).endswith(ITY_STEMS):
        yield Derived(key.removesuffix(ITY), ITY)
    for suffix in VERB_SUFFIXES:
        if key.endswith(suffix):
            stem = key[: -len(suffix)]
            for whole in stems(stem):
                yield Derived(whole, suffix, tuple(set(rivals(whole, suffix)) - {key}))


def stems(stem: str) -> Iterator[str]:
    """What may stand before an ending that begins with a vowel: ``drop`` for ``dropp``."""
    yield f"{stem}e"
    if stem.endswith("e"):
        return
    yield stem
    if _DOUBLED.search(stem):
        yield stem[:-1]
    if stem.endswith("i"):
        yield f"{stem[:-1]}y"


def forms(stem: str, ending: str) -> Iterator[str]:
    """A verb with an ending, in each way in which it may be written."""
    yield (stem[:-1] if stem.endswith("e") else stem) + ending
    yield stem + stem[-1] + ending
    yield y_to(stem, f"i{ending}")


def rivals(stem: str, ending: str) -> tuple[str, ...]:
    """A stem with an ending, or one like it, in the ways that differ from both put together."""
    base = stem.removesuffix("e")
    if ending == "ly":
        return (f"{stem}ally", y_to(stem, "ily"), f"{base}y" if stem.endswith("le") else "")
    if ending == "ness":
        return (y_to(stem, "iness"),)
    if ending not in VERB_SUFFIXES:
        return ()
    found = [y_to(stem, f"i{ending}"), f"{base}{ending}"]
    if _DOUBLING.search(stem):
        found.append(f"{stem}{stem[-1]}{ending}")
    if ending.startswith("er"):
        found.append(f"{base}or{ending[2:]}")
    if ending.startswith("ab"):
        found += [f"{base}i{ending[1:]}", f"{base.removesuffix('at')}{ending}"]
    return tuple(found)


def y_to(stem: str, ending: str) -> str:
    """The ending in place of a final ``y``; empty where there is none after a consonant."""
    return stem[:-1] + ending if _ENDS_IN_Y.search(stem) else ""


def is_inflection(first: str, second: str) -> bool:
    """Whether two words differ by endings alone: ``transpiles`` and ``transpiled``."""
    pairs = zip(first, second, strict=False)
    least = min(len(first), len(second))
    shared = next((at for at, (one, other) in enumerate(pairs) if one != other), least)
    return shared > SHORTEST_STEM and {first[shared:], second[shared:]} <= _ENDINGS


def derived(stem: Entry, difference: float) -> Entry:
    """What is assumed of a word that is regularly derived from another."""
    return Entry(Tier.TERM, max(stem.zipf + difference, 0.0), stem.is_name, stem.region)
