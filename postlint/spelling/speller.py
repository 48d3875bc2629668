"""The speller: misspellings of a document, each with its suggestions and its confidence."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from postlint.spelling.correction import SUGGESTIONS, SUGGESTION_RANGE, Candidate, Corrector
from postlint.spelling.evidence import count_words, technical_words
from postlint.spelling.lexicon import TIER_MASK, Tier
from postlint.spelling.tokens import (
    OBJECT,
    Case,
    Compound,
    Word,
    is_expressive,
    is_numeral,
    words,
)

if TYPE_CHECKING:
    from postlint.document import Document, ProseRun

#: Confidence from which on a finding is a warning, and from which on it is worth a hint.
WARNING_CONFIDENCE, INFO_CONFIDENCE = 0.9, 0.5
#: Confidence from which on a single correction is beyond doubt.
CERTAIN_CONFIDENCE = 0.999

#: Evidence for a word as it stands, as logarithms of likelihood ratios.
IN_CODE = 5.0
CAPITAL = 4.0
TITLE = 1.0
NAME_IN_LOWER_CASE = -3.0
UPPER = 3.0
PART = 1.0
REPEATED, REPEATED_LIMIT = 1.0, 3
#: Evidence for a candidate: the post uses it elsewhere.
USED_HERE = 1.0

#: Words of large dictionaries and term lists that are this frequent are not doubted.
DOUBTED_ZIPF = 3.0


@dataclass(frozen=True, slots=True)
class Misspelling:
    """A word that is probably wrong: its span in the source, as written, and what was meant.

    ``confidence`` is the probability that it is wrong; ``certain`` says that, moreover, the
    first suggestion is beyond doubt.
    """

    start: int
    end: int
    word: str
    suggestions: tuple[str, ...]
    confidence: float
    certain: bool


@dataclass(frozen=True, slots=True)
class Doubt:
    """A word of a run that the lexicon does not settle."""

    run: ProseRun
    word: Word
    before: str
    after: str


class Speller:
    """Checks English prose; holds the compiled data and what it has learnt of words."""

    def __init__(self, accepted: Iterable[str] = (), *, strict: bool = False) -> None:
        self.corrector = Corrector()
        self._accepted = frozenset(word.lower() for word in accepted)
        self._strict = strict
        self._settled: dict[str, bool] = {}

    def check(self, document: Document) -> Iterator[Misspelling]:
        """The misspellings of a document, in order of its prose."""
        accepted = self._accepted | {word.lower() for word in document.directives.words}
        post = Post(document)
        for run in document.prose:
            for doubt in self._doubts(run):
                if doubt.word.key in accepted:
                    continue
                found = self._judge(doubt, post)
                if found is not None:
                    yield found

    def _doubts(self, run: ProseRun) -> Iterator[Doubt]:
        settled = self._settled
        text = run.text
        for item in words(text):
            if type(item) is Word:
                known = settled.get(item.key)
                if known is None:
                    known = self._settle(item.key)
                if not known:
                    yield self._doubt(run, item)
            elif isinstance(item, Compound):
                if self.corrector.lexicon.code(item.key):
                    continue
                for part in item.parts:
                    if not (settled.get(part.key) or self._settle(part.key)):
                        yield self._doubt(run, part)

    def _settle(self, key: str) -> bool:
        """Whether a word is right whatever stands around it; remembered."""
        code = self.corrector.lexicon.code(key)
        tier = code & TIER_MASK
        if len(key) < 3:
            known = True
        elif tier == Tier.COMMON:
            known = True
        elif tier >= Tier.TERM:
            known = self.corrector.lexicon[key].zipf >= DOUBTED_ZIPF
        else:
            known = is_numeral(key) or is_expressive(key) or not key.replace("'", "").isascii()
        if len(self._settled) > 200_000:
            self._settled.clear()
        self._settled[key] = known
        return known

    def _doubt(self, run: ProseRun, word: Word) -> Doubt:
        return Doubt(run, word, word_before(run.text, word.start), word_after(run.text, word.end))

    def _judge(self, doubt: Doubt, post: Post) -> Misspelling | None:
        word = doubt.word
        reading = self.corrector.read(word.key)
        if not reading.candidates:
            return None
        ranked = sorted(
            (
                (self._candidate_score(candidate, doubt, post), candidate)
                for candidate in reading.candidates
            ),
            key=lambda pair: (-pair[0], pair[1].word),
        )
        best, first = ranked[0]
        itself = reading.itself + self.corrector.context_bonus(word.key, doubt.before, doubt.after)
        entry = reading.entry
        meant = self.corrector.lexicon[first.word]
        if entry.is_name and word.case == Case.LOWER:
            itself += NAME_IN_LOWER_CASE
        if word.case == Case.CAPITAL and not meant.is_name:
            itself += TITLE if doubt.run.kind in ("heading", "title", "front-matter") else CAPITAL
        if word.case == Case.UPPER:
            itself += UPPER
        if word.part:
            itself += PART
        if word.key in post.technical:
            itself += IN_CODE
        itself += REPEATED * min(post.counts[word.key] - 1, REPEATED_LIMIT)
        margin = best - itself
        confidence = 1 / (1 + math.exp(-max(min(margin, 50.0), -50.0)))
        if confidence < INFO_CONFIDENCE:
            return None
        suggestions = tuple(
            cased(candidate.word, word.case)
            for score, candidate in ranked[:SUGGESTIONS]
            if score > best - SUGGESTION_RANGE
        )
        lead = best - ranked[1][0] if len(ranked) > 1 else math.inf
        start, end = doubt.run.span(word.start, word.end)
        return Misspelling(
            start,
            end,
            doubt.run.text[word.start : word.end],
            suggestions,
            confidence,
            certain=confidence >= CERTAIN_CONFIDENCE and (lead > 6.0),
        )

    def _candidate_score(self, candidate: Candidate, doubt: Doubt, post: Post) -> float:
        score = candidate.score
        score += self.corrector.context_bonus(candidate.word, doubt.before, doubt.after)
        if candidate.word in post.counts:
            score += USED_HERE
        return score


class Post:
    """What the post says about its own words; found out when first asked."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def technical(self) -> frozenset[str]:
        return technical_words(self._document)

    @cached_property
    def counts(self) -> dict[str, int]:
        return count_words(run.text for run in self._document.prose)


def word_before(text: str, start: int) -> str:
    """The word before an offset if nothing but a space is between, in lower case; or ""."""
    if start < 2 or not text[start - 1].isspace():
        return ""
    begin = start - 1
    while begin and (text[begin - 1].isalpha() or text[begin - 1] in "'’"):
        begin -= 1
    return text[begin : start - 1].lower().replace("’", "'")


def word_after(text: str, end: int) -> str:
    """The word after an offset if nothing but a space is between, in lower case; or ""."""
    if end + 1 >= len(text) or not text[end].isspace() or text[end + 1] == OBJECT:
        return ""
    stop = end + 1
    while stop < len(text) and (text[stop].isalpha() or text[stop] in "'’"):
        stop += 1
    return text[end + 1 : stop].lower().replace("’", "'")


def cased(word: str, case: Case) -> str:
    """A suggestion in the case of the word it replaces."""
    match case:
        case Case.LOWER:
            return word
        case Case.UPPER:
            return word.upper()
        case _:
            return word[:1].upper() + word[1:]
