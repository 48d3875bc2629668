"""The speller: misspellings of a document, each with its suggestions and its confidence."""

from __future__ import annotations

import math
from functools import cache, cached_property
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from postlint.prose import ProseRun
from postlint.spelling.correction import (
    FAR_LENGTH,
    FAR_LIMIT,
    SUGGESTION_RANGE,
    SUGGESTIONS,
    Candidate,
    Corrector,
    Reading,
)
from postlint.spelling.evidence import (
    FUNCTION_WORD_CAPITAL,
    IN_CODE,
    IN_CODE_LISTED,
    IN_IDENTIFIER,
    INFLECTED_CODE,
    MEANT_NAME_SHARE,
    NAME_IN_LOWER_CASE,
    REPEATED,
    REPEATED_LIMIT,
    REPEATED_LISTED,
    Paragraph,
    count_words,
    is_in_identifier,
    is_inflected,
    mark_crowds,
    readable,
    technical_words,
)
from postlint.spelling.languages import function_words, is_foreign
from postlint.spelling.lexicon import AMERICAN, BRITISH, TIER_MASK, Tier, log_probability
from postlint.spelling.misspelling import (
    INFO_CONFIDENCE,
    WARNING_CONFIDENCE,
    Misspelling,
    RegionalSpelling,
)
from postlint.spelling.tokens import (
    OBJECT,
    Case,
    Word,
    is_expressive,
    is_numeral,
    words,
)

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator

    from postlint.document import Document
    from postlint.spelling.options import SpellingOptions

#: Confidence from which on a known misspelling's only correction may be beyond doubt.
CERTAIN_CONFIDENCE = 0.999

#: The share of a post's words that are words it has used before, beyond what their frequency
#: in the language explains, and a number of words added to short posts.
USED_SHARE, USED_MORE_WORDS = 0.05, 500

#: Parts of compounds up to this length are prefixes and abbreviations; capitals up to that one
#: are acronyms.
SHORT_PART, ACRONYM = 3, 6
_PUNCTUATION = ".,;:!?\"'()"
#: How many words and pieces to remember before starting afresh.
REMEMBERED = 100_000
#: Words of large dictionaries and term lists that are this frequent are not doubted.
DOUBTED_ZIPF = 3.0


class Doubt(Struct, frozen=True):
    """A word of a paragraph that the lexicon does not settle, with its neighbours."""

    paragraph: Paragraph
    word: Word
    before: str
    after: str

    @property
    def spelled(self) -> str:
        return self.paragraph.run.text[self.word.start : self.word.end]

    @property
    def span(self) -> tuple[int, int]:
        return self.paragraph.run.span(self.word.start, self.word.end)


class EnglishSpeller:
    """Checks English prose; holds the compiled data and what it has learnt of words."""

    def __init__(self, options: SpellingOptions, language: str = "en") -> None:
        self.corrector = corrector()
        self._accepted = options.words
        self._strict = options.mode == "strict"
        self._foreign_region = {"en-GB": AMERICAN, "en-US": BRITISH}.get(language, 0)
        #: Words met before, and whether they are right whatever stands around them.
        self._settled: dict[str, bool] = {}
        #: Pieces between white space that hold nothing doubtful.
        self._fine: set[str] = set()

    def check(self, document: Document) -> Iterator[Misspelling]:
        """The misspellings of a document, in order of its prose."""
        accepted = self._accepted | {word.lower() for word in document.directives.words}
        post = Post(document)
        paragraphs = [
            self._paragraph(run, document.source.text, accepted)
            for run in (*document.prose, *labels(document))
        ]
        mark_crowds(paragraphs)
        for paragraph in paragraphs:
            if paragraph.doubtful and not is_foreign(paragraph.text, "en"):
                for word in paragraph.doubtful:
                    doubt = Doubt(
                        paragraph,
                        word,
                        word_before(paragraph.text, word.start),
                        word_after(paragraph.text, word.end),
                    )
                    found = self._regional(doubt) or self._judge(doubt, post)
                    if found is not None:
                        yield found

    def _paragraph(self, run: ProseRun, source: str, accepted: frozenset[str]) -> Paragraph:
        text = readable(run, source)
        doubtful = [word for word in self._doubtful(text) if word.key not in accepted]
        unknown = sum(self.corrector.is_novel(word.key) for word in doubtful)
        return Paragraph(run, text, doubtful, unknown)

    def _doubtful(self, text: str) -> Iterator[Word]:
        """The words of a text that the lexicon does not settle.

        Nearly all pieces of a text have been met before and hold nothing doubtful; only a text
        that has others is taken apart.
        """
        fine = self._fine
        unmet = set(text.split()).difference(fine)
        doubtful = False
        for piece in unmet:
            if self._is_plain(piece) or next(self._unsettled(piece), None) is None:
                fine.add(piece)
            else:
                doubtful = True
        if len(fine) > REMEMBERED:
            fine.clear()
        if doubtful:
            yield from self._unsettled(text)

    def _is_plain(self, piece: str) -> bool:
        """Whether a piece is a settled word between punctuation; the usual case, fast."""
        core = piece.strip(_PUNCTUATION)
        if not (core.isalpha() and core.isascii()):
            return False
        key = core.lower()
        known = self._settled.get(key)
        return self._settle(key) if known is None else known

    def _unsettled(self, text: str) -> Iterator[Word]:
        for item in words(text):
            if isinstance(item, Word):
                if not self._is_settled(item):
                    yield item
            elif not self.corrector.lexicon.code(item.key):
                for part in item.parts:
                    if len(part.key) > SHORT_PART and not self._is_settled(part):
                        yield part

    def _is_settled(self, word: Word) -> bool:
        if word.case == Case.UPPER and len(word.key) <= ACRONYM:
            return True
        known = self._settled.get(word.key)
        return self._settle(word.key) if known is None else known

    def _settle(self, key: str) -> bool:
        """Whether a word is right whatever stands around it; remembered."""
        code = self.corrector.lexicon.code(key)
        tier = code & TIER_MASK
        if len(key) < 3:
            known = True
        elif code & self._foreign_region:
            known = False
        elif tier == Tier.COMMON:
            known = True
        elif tier >= Tier.TERM:
            known = self.corrector.lexicon[key].zipf >= DOUBTED_ZIPF
        else:
            known = is_numeral(key) or is_expressive(key) or not key.replace("'", "").isascii()
        if len(self._settled) > REMEMBERED:
            self._settled.clear()
        self._settled[key] = known
        return known

    def _regional(self, doubt: Doubt) -> Misspelling | None:
        word = doubt.word
        if not self.corrector.lexicon.code(word.key) & self._foreign_region:
            return None
        other = self.corrector.counterparts[word.key]
        if not other or word.case in (Case.CAPITAL, Case.UPPER):
            return None
        region = "American" if self._foreign_region == AMERICAN else "British"
        return RegionalSpelling(
            *doubt.span, doubt.spelled, (cased(other, word.case),), 1.0, region=region
        )

    def _judge(self, doubt: Doubt, post: Post) -> Misspelling | None:
        word = doubt.word
        reading = self.corrector.read(word.key)
        if reading.entry.tier == Tier.COMMON:
            return None
        weight = self._weigh(doubt, reading)
        options = self._ranked(reading, doubt, post)
        if (
            len(word.key) >= FAR_LENGTH
            and reading.entry.tier < Tier.TERM
            and not (options and options[0].score > FAR_LIMIT)
            and reading.itself + weight + self._weigh_least(doubt, post) < FAR_LIMIT
        ):
            reading = self.corrector.read_far(word.key)
            options = self._ranked(reading, doubt, post)
        strange = self._strict and reading.entry.tier <= Tier.SEEN
        if not options:
            return self._finding(doubt, (), WARNING_CONFIDENCE) if strange else None
        best = options[0]
        weight += post.weigh(word, best)
        margin = best.score - reading.itself - weight - self._weigh_capital(doubt, best)
        confidence = 1 / (1 + math.exp(-max(min(margin, 50.0), -50.0)))
        if strange:
            confidence = max(confidence, WARNING_CONFIDENCE)
        if confidence < INFO_CONFIDENCE:
            return None
        suggestions = tuple(
            cased(option.word, word.case)
            for option in options[:SUGGESTIONS]
            if option.score > best.score - SUGGESTION_RANGE
        )
        certain = (
            confidence >= CERTAIN_CONFIDENCE
            and self.corrector.misspellings[word.key] == (best.word,)
            and word.case == Case.LOWER
            and doubt.paragraph.weigh(word) <= 0
        )
        return self._finding(doubt, suggestions, confidence, certain=certain)

    def _weigh(self, doubt: Doubt, reading: Reading) -> float:
        """How much speaks for the word as it stands, whatever was meant."""
        word = doubt.word
        weight = doubt.paragraph.weigh(word)
        weight += self.corrector.context_bonus(word.key, doubt.before, doubt.after)
        if reading.entry.is_name and word.case == Case.LOWER:
            weight += NAME_IN_LOWER_CASE
        return weight

    def _weigh_least(self, doubt: Doubt, post: Post) -> float:
        """The least that the capital letter and the post speak for a word that is not listed."""
        capital = doubt.paragraph.weigh_capital(doubt.word) * MEANT_NAME_SHARE
        return capital + post.weigh_use(doubt.word)

    def _ranked(self, reading: Reading, doubt: Doubt, post: Post) -> list[Candidate]:
        """The candidates with the scores they have in this place, the best first."""
        found = []
        for candidate in reading.candidates:
            bonus = self.corrector.context_bonus(candidate.word, doubt.before, doubt.after)
            bonus += post.familiarity(candidate.word, self.corrector.lexicon[candidate.word].zipf)
            found.append(replace(candidate, score=candidate.score + bonus))
        found.sort(key=lambda candidate: (-candidate.score, candidate.word))
        return found

    def _weigh_capital(self, doubt: Doubt, first: Candidate) -> float:
        weight = doubt.paragraph.weigh_capital(doubt.word)
        if not weight:
            return 0.0
        if self.corrector.lexicon[first.word].is_name:
            return weight * MEANT_NAME_SHARE
        if first.word in function_words()["en"] and not doubt.paragraph.is_heading:
            return weight + FUNCTION_WORD_CAPITAL
        return weight

    def _finding(
        self,
        doubt: Doubt,
        suggestions: tuple[str, ...],
        confidence: float,
        *,
        certain: bool = False,
    ) -> Misspelling:
        return Misspelling(*doubt.span, doubt.spelled, suggestions, confidence, certain)


@cache
def corrector() -> Corrector:
    """The English noisy channel, loaded once in a process."""
    return Corrector()


class Post:
    """What the post says about its own words; found out when first asked."""

    def __init__(self, document: Document) -> None:
        self._document = document

    @cached_property
    def technical(self) -> frozenset[str]:
        return technical_words(self._document)

    @cached_property
    def counts(self) -> Counter[str]:
        return count_words(run.text for run in self._document.prose)

    @cached_property
    def length(self) -> int:
        """In words."""
        return self.counts.total()

    def familiarity(self, word: str, zipf: float) -> float:
        """How much likelier a word is in this post than in the language, as a logarithm."""
        count = self.counts.get(word, 0)
        if not count:
            return 0.0
        here = USED_SHARE * count / (self.length + USED_MORE_WORDS)
        return math.log(1 + here / math.exp(log_probability(zipf)))

    def weigh(self, word: Word, meant: Candidate) -> float:
        """How much the rest of the post speaks for a word."""
        if meant.listed:
            weight = self._again(word) * REPEATED_LISTED
            return weight + IN_CODE_LISTED if word.key in self.technical else weight
        weight = self.weigh_use(word)
        if word.key not in self.technical and is_in_identifier(
            word.key, meant.word, self.technical
        ):
            weight += IN_IDENTIFIER
        return weight

    def weigh_use(self, word: Word) -> float:
        """The same of a word that is no known misspelling, whatever was meant."""
        weight = self._again(word) * REPEATED
        if word.key in self.technical:
            weight += IN_CODE
        elif is_inflected(word.key, self.technical):
            weight += INFLECTED_CODE
        return weight

    def _again(self, word: Word) -> int:
        """How often the post uses a word beside this once, as far as that counts."""
        return min(self.counts[word.key] - 1, REPEATED_LIMIT)


def labels(document: Document) -> Iterator[ProseRun]:
    """The labels of definitions that are phrases: where they are used they are read."""
    text = document.source.text
    for definition in document.nodes("definition"):
        start, end = definition.label_span
        if text.count(" ", start, end) >= 2:
            yield ProseRun("label", text[start:end], ((0, start),))


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
