"""What a post says about its own words, beyond the paragraph a word stands in."""

from __future__ import annotations

import math
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from postlint.prose import ProseRun
from postlint.spelling.evidence import (
    COPIED,
    IN_CODE,
    IN_CODE_LISTED,
    IN_IDENTIFIER,
    INFLECTED_CODE,
    REPEATED,
    REPEATED_LIMIT,
    REPEATED_LISTED,
    count_copies,
    count_words,
    is_in_identifier,
    is_inflected,
    words_beside_prose,
    words_in_inline_code,
)
from postlint.spelling.lexicon import log_probability

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from postlint.document import Document
    from postlint.spelling.correction import Candidate
    from postlint.spelling.evidence import Paragraph
    from postlint.spelling.tokens import Word

#: The share of a post's words that are words it has used before, beyond what their frequency
#: in the language explains, and a number of words added to short posts.
USED_SHARE, USED_MORE_WORDS = 0.05, 500


class Post:
    """What the post says about its own words; found out when first asked."""

    def __init__(self, document: Document, paragraphs: Sequence[Paragraph]) -> None:
        self._document = document
        self._paragraphs = paragraphs

    @cached_property
    def technical(self) -> frozenset[str]:
        return self.beside_prose | words_in_inline_code(self._document)

    @cached_property
    def counts(self) -> Counter[str]:
        return count_words(run.text for run in self._document.prose)

    @cached_property
    def length(self) -> int:
        """In words."""
        return self.counts.total()

    def has_once(self, spelled: str) -> bool:
        """Whether the source has a word, capitals and all, a single time."""
        text = self._document.source.text
        return text.count(spelled) == 1

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

    def weigh_code(self, word: Word, meant: Candidate, uses: int) -> float:
        """How much its other uses speak for a word in inline code, used so often there."""
        again = min(self.counts[word.key] + uses - 1, REPEATED_LIMIT)
        return again * (REPEATED_LISTED if meant.listed else REPEATED)

    @cached_property
    def beside_prose(self) -> frozenset[str]:
        """What the post's blocks of code, links and labels have: that is no slip of the prose."""
        return words_beside_prose(self._document)

    def _again(self, word: Word) -> int:
        """How often the post uses a word beside this once, as far as that counts.

        A sentence that was copied with its slip has not used the word again.
        """
        others = self.counts[word.key] - self.copies[word.key] - 1
        return min(max(others, 0), REPEATED_LIMIT)

    @cached_property
    def copies(self) -> Counter[str]:
        """How many uses of each doubtful word stand between the same letters as another."""
        return count_copies(self._paragraphs)


def labels(document: Document) -> Iterator[ProseRun]:
    """The labels of definitions that are phrases: where they are used they are read."""
    text = document.source.text
    for definition in document.nodes("definition"):
        start, end = definition.label_span
        if text.count(" ", start, end) >= 2:
            yield ProseRun("label", text[start:end], ((0, start),))


def count_uses(text: str, paragraphs: Iterable[Paragraph]) -> Counter[str]:
    """How often each doubtful word is used in inline code; a copied sentence counts once."""
    uses = {
        (
            text[max(start - COPIED, 0) : start].rpartition("\n")[2],
            word.key,
            text[end : end + COPIED].partition("\n")[0],
        )
        for paragraph in paragraphs
        for word in paragraph.doubtful
        for start, end in [paragraph.run.span(word.start, word.end)]
    }
    return Counter(key for _, key, _ in uses)
