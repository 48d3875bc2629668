"""The speller: misspellings of a document, each with its suggestions and its confidence."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from postlint.spelling.brands import MISCAPITALIZED, BrandReader, cased, is_miscapitalized
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
    BESIDE_NAME,
    CODE_SPAN,
    CODE_SPAN_CONTRADICTED,
    FUNCTION_WORD_CAPITAL,
    MEANT_NAME_IN_LOWER_CASE,
    MEANT_NAME_SHARE,
    NAME_IN_LOWER_CASE,
    NUMBERED,
    Paragraph,
    mark_crowds,
    readable,
    word_after,
    word_before,
)
from postlint.spelling.identifiers import code_runs, is_affixed, words_in_code
from postlint.spelling.languages import function_words, is_foreign
from postlint.spelling.lexicon import AMERICAN, BRITISH, TIER_MASK, Tier
from postlint.spelling.misspelling import (
    INFO_CONFIDENCE,
    WARNING_CONFIDENCE,
    IdentifierMisspelling,
    Misspelling,
    RegionalSpelling,
)
from postlint.spelling.passages import Passages
from postlint.spelling.post import Post, count_uses, labels
from postlint.spelling.spaces import APART, are_two, split_words
from postlint.spelling.tokens import (
    OBJECT,
    Case,
    Word,
    is_expressive,
    is_numeral,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence, Set

    from postlint.document import Document
    from postlint.prose import ProseRun
    from postlint.spelling.options import SpellingOptions

#: Confidence from which on a known misspelling's only correction may be beyond doubt.
CERTAIN_CONFIDENCE = 0.999

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
        return self.paragraph.run.text[self.word.start : self.word.end].replace(OBJECT, "")

    @property
    def span(self) -> tuple[int, int]:
        return self.paragraph.run.span(self.word.start, self.word.end)


class EnglishSpeller:
    """Checks English prose; holds the compiled data and what it has learnt of words."""

    def __init__(self, options: SpellingOptions, language: str = "en") -> None:
        self.corrector = corrector()
        self._brands = BrandReader(self.corrector)
        self._passages = Passages(language, self.corrector.lexicon.is_common)
        self._accepted = options.words
        self._strict = options.mode == "strict"
        self._inline_code = options.inline_code
        self._foreign_region = {"en-GB": AMERICAN, "en-US": BRITISH}.get(language, 0)
        #: Words met before, and whether they are right whatever stands around them.
        self._settled: dict[str, bool] = {}
        #: Pieces between white space that hold nothing doubtful.
        self._fine: set[str] = set()

    def check(self, document: Document) -> Iterator[Misspelling]:
        """The misspellings of a document, in order of its prose."""
        accepted = self._accepted | {word.lower() for word in document.directives.words}
        paragraphs = [
            self._paragraph(run, document.source.text, accepted)
            for run in (*document.prose, *labels(document))
        ]
        mark_crowds(paragraphs)
        post = Post(document, paragraphs)
        for paragraph in paragraphs:
            split = list(split_words(paragraph.text, paragraph.pieces))
            if not (paragraph.doubtful or split) or is_foreign(paragraph.text, "en"):
                continue
            found = [self._judge_split(paragraph, *place, accepted) for place in split]
            for word in paragraph.doubtful:
                doubt = Doubt(
                    paragraph,
                    word,
                    word_before(paragraph.text, word.start),
                    word_after(paragraph.text, word.end),
                )
                misspelling = self._regional(doubt) or self._judge(doubt, post)
                if misspelling and not self._passages.is_foreign(paragraph.text, word.start):
                    found.append(misspelling)
            yield from sorted(filter(None, found), key=lambda misspelling: misspelling.start)
        if self._inline_code:
            yield from self._check_code(document, accepted, post)

    def _judge_split(
        self, paragraph: Paragraph, start: int, end: int, accepted: frozenset[str]
    ) -> Misspelling | None:
        """A word that stands as two, unless the words around it speak for two."""
        text = paragraph.text
        spelled = " ".join(text[start:end].split())
        first, second = spelled.lower().split()
        joined = first + second
        if paragraph.is_about_spelling or not accepted.isdisjoint((spelled.lower(), joined)):
            return None
        if are_two(word_before(text, start), first, second, word_after(text, end)):
            return None
        span = paragraph.run.span(start, end)
        if span[1] - span[0] != end - start:
            # Markup sets them apart.
            return None
        suggestion = cased(joined, Case.LOWER if spelled[0].islower() else Case.CAPITAL)
        return Misspelling(*span, spelled, (suggestion,), WARNING_CONFIDENCE)

    def _check_code(
        self, document: Document, accepted: frozenset[str], post: Post
    ) -> Iterator[Misspelling]:
        """The misspellings in the names that stand in inline code."""
        paragraphs = []
        for run in code_runs(document):
            if run.text in self._fine:
                continue
            doubtful = [word for word in words_in_code(run.text) if not self._is_settled(word)]
            if doubtful:
                pieces = frozenset(run.text.split())
                paragraphs.append(Paragraph(run, run.text, pieces, doubtful, 0))
            else:
                self._fine.add(run.text)
        text = document.source.text
        uses = count_uses(text, paragraphs)
        for paragraph in paragraphs:
            for word in paragraph.doubtful:
                if word.key not in accepted:
                    found = self._judge_code(Doubt(paragraph, word, "", ""), post, uses[word.key])
                    if found is not None:
                        yield found

    def _judge_code(self, doubt: Doubt, post: Post, uses: int) -> Misspelling | None:
        word = doubt.word
        reading = self.corrector.read(word.key)
        if reading.entry.tier > Tier.SEEN or word.key in post.beside_prose:
            return None
        options = [
            option
            for option in self._ranked(reading, doubt, post)
            if option.word.isalpha()
            and not self.corrector.lexicon[option.word].is_name
            and (option.listed or not is_affixed(word.key, option.word))
        ]
        if not options:
            return None
        best = options[0]
        contradicted = best.word in post.counts or best.word in post.technical
        if not (word.part or contradicted):
            return None
        weight = CODE_SPAN_CONTRADICTED if contradicted else CODE_SPAN
        weight += post.weigh_code(word, best, uses)
        confidence = probability(best.score - reading.itself - weight)
        if confidence < INFO_CONFIDENCE:
            return None
        suggestions = self._suggestions(options, word.case)
        return IdentifierMisspelling(*doubt.span, doubt.spelled, suggestions, confidence)

    def _suggestions(self, options: Sequence[Candidate], case: Case) -> tuple[str, ...]:
        least = options[0].score - SUGGESTION_RANGE
        near = [option.word for option in options[:SUGGESTIONS] if option.score > least]
        return tuple(dict.fromkeys(cased(word, case) for word in near))

    def _paragraph(self, run: ProseRun, source: str, accepted: frozenset[str]) -> Paragraph:
        text = readable(run, source)
        pieces = frozenset(text.split())
        doubtful = [word for word in self._doubtful(text, pieces) if word.key not in accepted]
        unknown = sum(self.corrector.is_novel(word.key) for word in doubtful)
        return Paragraph(run, text, pieces, doubtful, unknown)

    def _doubtful(self, text: str, pieces: Set[str]) -> Iterator[Word]:
        """The words of a text that the lexicon does not settle.

        Nearly all pieces of a text have been met before and hold nothing doubtful; only a text
        that has others is taken apart.
        """
        fine = self._fine
        doubtful = False
        for piece in pieces - fine:
            if self._is_plain(piece) or next(self._unsettled(piece), None) is None:
                fine.add(piece)
            else:
                doubtful = True
        if len(fine) > REMEMBERED:
            fine.clear()
        if doubtful:
            yield from self._unsettled(text, fine)

    def _is_plain(self, piece: str) -> bool:
        """Whether a piece is a settled word between punctuation; the usual case, fast."""
        core = piece.strip(_PUNCTUATION)
        if not (core.isalpha() and core.isascii() and (core.islower() or core.istitle())):
            return False
        key = core.lower()
        known = self._settled.get(key)
        return self._settle(key) if known is None else known

    def _unsettled(self, text: str, fine: Container[str] = ()) -> Iterator[Word]:
        for item in words(text, fine):
            if isinstance(item, Word):
                parts: Sequence[Word] = (item,)
            elif self.corrector.lexicon.code(item.key):
                continue
            else:
                parts = [part for part in item.parts if len(part.key) > SHORT_PART]
            for word in parts:
                if word.case == Case.MIXED:
                    if self._brands.doubts(text[word.start : word.end]):
                        yield word
                elif not self._is_settled(word):
                    yield word

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
        if word.case == Case.MIXED and is_miscapitalized(doubt.spelled):
            once = post.has_once(doubt.spelled)
            brand = cased(word.key, word.case)
            return self._finding(doubt, (brand,), MISCAPITALIZED) if once else None
        reading = self.corrector.read(word.key)
        if reading.entry.tier == Tier.COMMON or (word.key in APART and word.key in post.technical):
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
        weight += post.weigh(word, best) + doubt.paragraph.weigh_meant(word, best.word)
        margin = best.score - reading.itself - weight - self._weigh_capital(doubt, best)
        confidence = probability(margin)
        if strange:
            confidence = max(confidence, WARNING_CONFIDENCE)
        if confidence < INFO_CONFIDENCE:
            return None
        suggestions = self._suggestions(options, word.case)
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
            entry = self.corrector.lexicon[candidate.word]
            bonus += post.familiarity(candidate.word, entry.zipf)
            if entry.is_name and doubt.word.case == Case.LOWER:
                bonus += MEANT_NAME_IN_LOWER_CASE
            found.append(replace(candidate, score=candidate.score + bonus))
        if doubt.word.case == Case.MIXED:
            brands = {brand.word for brand in self._brands.meant(doubt.spelled)}
            found = [candidate for candidate in found if candidate.word in brands]
        found.sort(key=lambda candidate: (-candidate.score, candidate.word))
        return found

    def _weigh_capital(self, doubt: Doubt, first: Candidate) -> float:
        weight = doubt.paragraph.weigh_capital(doubt.word)
        if weight and not doubt.paragraph.is_heading and first.word not in function_words()["en"]:
            beside = map(self.corrector.lexicon.__getitem__, doubt.paragraph.beside(doubt.word))
            weight += BESIDE_NAME * any(it.is_name or it.tier <= Tier.SEEN for it in beside)
        if not weight or (first.word in NUMBERED and doubt.paragraph.is_before_number(doubt.word)):
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


def probability(margin: float) -> float:
    """Of the logarithm of odds."""
    return 1 / (1 + math.exp(-max(min(margin, 50.0), -50.0)))
