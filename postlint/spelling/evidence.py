"""What a post itself says about its words: its code, its links, and how it uses a word.

All weights are logarithms of likelihood ratios: how much likelier the sign is beside a term that
is meant than beside a slip.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any

from postlint.regexes import lazy_pattern
from postlint.spelling.letters import runs_of_letters
from postlint.spelling.tokens import OBJECT, SOFT_HYPHEN, Case, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence, Set

    from postlint.document import Document, ProseRun

#: The post has the word in its code, identifiers, link targets, or labels.
IN_CODE, IN_CODE_LISTED = 9.0, 2.0
#: One of them begins with the word, ends with it, or has it inside, and does not do so merely
#: because it has the word meant; the word is an inflection of one of them. From that length on.
IN_IDENTIFIER, INFLECTED_CODE, IDENTIFIER_PART = 8.0, 8.0, 5
#: It is in inline code itself; the same if the post has the word meant elsewhere.
CODE_SPAN, CODE_SPAN_CONTRADICTED = 10.0, 6.0
#: A capital in mid-sentence; the same in a heading, where all words may have one.
CAPITAL, HEADING_CAPITAL = 3.0, 1.0
#: A capital inside: names are made that way.
MIXED_CASE = 3.0
#: The word next to it has a capital in mid-sentence, too: a full name.
BESIDE_CAPITAL = 4.0
#: Added to both if the word meant is one that has no capital in mid-sentence ("with").
FUNCTION_WORD_CAPITAL = 6.0
#: What is left of these if the word meant is a name itself.
MEANT_NAME_SHARE = 0.8
UPPER = 4.0
#: Of a word that is only known as a name: it has no capital.
NAME_IN_LOWER_CASE = -4.5
#: Of a candidate that is only known as a name, where the word has no capital.
MEANT_NAME_IN_LOWER_CASE = -3.0
#: A part of a compound, or of alternatives.
PART = 3.0
#: Each further time the post uses the word, up to a limit; known slips are made again and again.
REPEATED, REPEATED_LISTED, REPEATED_LIMIT = 4.0, 1.0, 3
#: Up to how many letters before and after a word are compared to tell a copied sentence.
COPIED = 15
#: An item of an enumeration without spaces in it: handles, tools, functions.
ITEM = 3.0
#: No capital at the beginning of a sentence: a handle, a command.
LOWER_START = 3.0
#: In quotation marks.
QUOTED = 1.5
#: An apostrophe in place of the last letter ("speakin'").
DROPPED_LETTER = 20.0
#: The paragraph speaks of spelling.
ABOUT_SPELLING = 5.0
#: ... and has the word in quotation marks: that is the slip it speaks of.
QUOTED_SLIP = 15.0
#: The word runs into dots, and what was meant begins with it: it was cut off ("launche...").
CUT_OFF = 20.0
#: All of an item is two words written as one: a name.
JOINED_ITEM = 8.0
#: Many other words of the paragraph are unknown, too: names, another language, jargon.
CROWD = 4.0
_CROWD_LEAST, _CROWD_SHARE = 2, 0.1
#: Paragraphs of up to so many words (items of lists, cells) are looked at with so many before
#: and after them.
_SHORT, _NEIGHBOURS = 6, 5
_NAME_LENGTH = 5
#: The same of a word that is a name of people or places, or unknown: a full name as well.
BESIDE_NAME = 6.0
#: Beside BESIDE_CAPITAL: the paragraph is a name and nothing else.
NOTHING_BUT_A_NAME = 3.0
#: The paragraph is a person with a handle: "ada lovelace (ada)".
PERSON = 20.0

#: What is numbered has a capital in mid-sentence, and is no name: "Figure 3", "Listing 17-5".
NUMBERED = frozenset(
    "algorithm appendix chapter chart diagram equation example exercise figure image issue lesson "
    "level listing module note option page part phase question recipe release rule section slide "
    "snippet stage step table theorem tip unit version volume week".split()
)

_ABOUT_SPELLING = lazy_pattern(r"\b(?:typos?|mis-?spell\w*|spell(?:ing|ed|s|ings)?)\b", re.I)
_NUMBER = lazy_pattern(r"\s#?\d")
_AFTER_SENTENCE = lazy_pattern(r"[a-z)][.!?]\s+\Z")
#: HTML tags that may stand within a word; soft hyphens that do not.
_TAG_IN_WORD = lazy_pattern(r"</?(?:b|del|em|i|ins|mark|s|strong|u|wbr)\s*/?>", re.I)
_LOOSE_HYPHENS = lazy_pattern(r"(?<![^\W\d_\xad])\xad+|\xad+(?![^\W\d_\xad])")
_CAPITAL_AFTER = lazy_pattern(r" ([A-Z][a-z]+)\b")
_CAPITAL_BEFORE = lazy_pattern(r"\b([A-Z][a-z]+) \Z")
_QUOTES = '"“”‘«»'
_ITEM_BEFORE, _ITEM_AFTER = ",;(/|•·*-–—", ",;)/|•·–—"

_PERSON = lazy_pattern(r"(?:[^\W\d_][\w.'’-]* ){1,4}\(@?[\w.-]+\)")
_INFLECTIONS = ("s", "es", "d", "ed", "r", "er", "ers", "ing")
HUMPS = lazy_pattern(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
#: Front matter whose values are names of things rather than prose.
_LABELS = (
    "tags",
    "tag",
    "categories",
    "category",
    "keywords",
    "author",
    "authors",
    "slug",
    "series",
)


class Paragraph:
    """A run as its doubtful words see it."""

    def __init__(
        self, run: ProseRun, text: str, pieces: Set[str], doubtful: Sequence[Word], unknown: int
    ) -> None:
        self.run = run
        #: The run's text, HTML tags as spaces.
        self.text = text
        #: What stands between white space in it.
        self.pieces = pieces
        self.doubtful = doubtful
        #: How many of its words no dictionary has.
        self.unknown = unknown
        self.is_crowded = False

    @cached_property
    def length(self) -> int:
        """In words."""
        return len(self.text.split())

    @cached_property
    def is_name(self) -> bool:
        """Whether it is nothing but a name: a few words, all with a capital."""
        parts = self.text.split()
        return (
            2 <= len(parts) <= _NAME_LENGTH
            and not self.is_heading
            and all(part[0].isupper() for part in parts)
        )

    @cached_property
    def is_person(self) -> bool:
        return bool(_PERSON.fullmatch(self.text.strip()))

    @cached_property
    def is_about_spelling(self) -> bool:
        return bool(_ABOUT_SPELLING.search(self.text))

    @property
    def is_heading(self) -> bool:
        return self.run.kind in ("heading", "title", "front-matter")

    def weigh(self, word: Word) -> float:
        """How much the paragraph speaks for the word as it stands, whatever was meant."""
        weight = PART if word.part else 0.0
        if word.case == Case.UPPER:
            weight += UPPER
        elif word.case == Case.MIXED:
            weight += MIXED_CASE
        elif word.case == Case.LOWER and _AFTER_SENTENCE.search(
            self.text[max(word.start - 4, 0) : word.start]
        ):
            weight += LOWER_START
        if self.is_crowded:
            weight += CROWD
        if self.is_about_spelling:
            weight += ABOUT_SPELLING
        if self.is_person:
            weight += PERSON
        before, after = self.around(word)
        if before in _QUOTES and after in _QUOTES:
            weight += QUOTED_SLIP if self.is_about_spelling else QUOTED
        elif after in "'’" and word.key.endswith("in"):
            weight += DROPPED_LETTER
        elif self.is_item(word):
            weight += ITEM
        return weight

    def weigh_meant(self, word: Word, meant: str) -> float:
        """How much the paragraph speaks against a certain word's being meant."""
        if meant.startswith(word.key) and self.text.startswith(("...", "…"), word.end):
            return CUT_OFF
        return JOINED_ITEM if " " in meant and self.is_item(word) else 0.0

    def is_item(self, word: Word) -> bool:
        before, after = self.around(word)
        return (before in _ITEM_BEFORE or before == "\n") and (
            after in _ITEM_AFTER or after == "\n"
        )

    def weigh_capital(self, word: Word) -> float:
        """How much the capital letter of a word speaks for its being a name."""
        if word.case not in (Case.INITIAL, Case.CAPITAL):
            return 0.0
        beside = self.is_name or self.is_beside_capital(word)
        if self.is_heading:
            return HEADING_CAPITAL
        weight = CAPITAL if word.case == Case.CAPITAL else 0.0
        if beside:
            weight += BESIDE_CAPITAL
        if self.is_name:
            weight += NOTHING_BUT_A_NAME
        return weight

    def is_beside_capital(self, word: Word) -> bool:
        """Whether a capitalized word is next to it, sentences' first words aside."""
        text = self.text
        following = re.match(r"[-\s]\(?([A-Z])", text[word.end : word.end + 3])
        if following is not None:
            return True
        preceding = re.search(
            r"[^\s.!?:][ \n]([A-Z][\w.]*)[- ]\Z", text[max(word.start - 40, 0) : word.start]
        )
        return preceding is not None

    def beside(self, word: Word) -> list[str]:
        """The capitalized words next to a word, in lower case."""
        following = _CAPITAL_AFTER.match(self.text, word.end)
        preceding = _CAPITAL_BEFORE.search(self.text[max(word.start - 30, 0) : word.start])
        return [match[1].lower() for match in (following, preceding) if match]

    def is_before_number(self, word: Word) -> bool:
        return bool(_NUMBER.match(self.text, word.end))

    def around(self, word: Word) -> tuple[str, str]:
        """The characters before and after a word, spaces aside; a line break at the ends."""
        text = self.text
        start, end = word.start, word.end
        while start and text[start - 1] == " ":
            start -= 1
        while end < len(text) and text[end] == " ":
            end += 1
        return (text[start - 1] if start else "\n"), (text[end] if end < len(text) else "\n")


def count_copies(paragraphs: Iterable[Paragraph]) -> Counter[str]:
    """How many uses of each doubtful word stand between the same letters as another."""
    copies: Counter[str] = Counter()
    met: set[tuple[str, str, str]] = set()
    for paragraph in paragraphs:
        text = paragraph.text
        for word in paragraph.doubtful:
            before = text[max(word.start - COPIED, 0) : word.start]
            use = (before, word.key, text[word.end : word.end + COPIED])
            if use in met:
                copies[word.key] += 1
            met.add(use)
    return copies


def mark_crowds(paragraphs: Sequence[Paragraph]) -> None:
    """Find out which paragraphs are full of unknown words."""
    for place, paragraph in enumerate(paragraphs):
        if not paragraph.unknown:
            continue
        around: Sequence[Paragraph] = [paragraph]
        if paragraph.length <= _SHORT:
            near = paragraphs[max(place - _NEIGHBOURS, 0) : place + _NEIGHBOURS + 1]
            around = [other for other in near if other.length <= _SHORT]
        others = sum(other.unknown for other in around) - 1
        length = sum(other.length for other in around)
        paragraph.is_crowded = others >= _CROWD_LEAST and others >= _CROWD_SHARE * length


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


def readable(run: ProseRun, source: str) -> str:
    """The run's text with spaces for HTML tags, or soft hyphens where they stand in a word.

    What stands for code or a template stays: a word that touches it is a part of something.
    """
    text = run.text
    if OBJECT not in text:
        return text
    parts = []
    start = 0
    while (place := text.find(OBJECT, start)) >= 0:
        parts.append(text[start:place])
        at = run.offset(place)
        if source[at] != "<":
            parts.append(OBJECT)
        else:
            parts.append(SOFT_HYPHEN if _TAG_IN_WORD.match(source, at) else " ")
        start = place + 1
    plain = "".join((*parts, text[start:]))
    if SOFT_HYPHEN not in plain:
        return plain
    return _LOOSE_HYPHENS.sub(lambda found: " " * len(found[0]), plain)


def words_in_inline_code(document: Document) -> frozenset[str]:
    """Lower-case words of the identifiers that stand among prose."""
    found: set[str] = set()
    for span in document.nodes("inlineCode"):
        found |= identifier_words(span.value)
    return frozenset(found)


def words_beside_prose(document: Document) -> frozenset[str]:
    """Lower-case words of the post's blocks of code, link targets, path and labels."""
    found: set[str] = set()
    for code in document.nodes("code"):
        found |= identifier_words(code.value)
    for link in document.links:
        found |= identifier_words(link.url)
    if document.front_matter is not None:
        for key in _LABELS:
            for text in strings(document.front_matter.data.get(key)):
                found |= identifier_words(text)
    found |= identifier_words(document.path)
    return frozenset(found)


def is_inflected(word: str, technical: frozenset[str]) -> bool:
    """Whether a word is a name from the code with an English ending ("consts", "linted")."""
    for ending in _INFLECTIONS:
        stem = word.removesuffix(ending)
        if len(stem) >= 4 and stem != word and stem in technical:
            return True
    return False


def is_in_identifier(word: str, meant: str, technical: frozenset[str]) -> bool:
    """Whether a longer identifier has a word in it ("fallin" in "cfallin").

    One that has the word meant says nothing: "acces" is in "accessor".
    """
    if len(word) < IDENTIFIER_PART:
        return False
    return any(word in name and meant not in name for name in technical)


def identifier_words(text: str) -> set[str]:
    """The words that identifiers, URLs and paths are made of, whole and by hump."""
    names = set(runs_of_letters(text))
    found = set(map(str.lower, names))
    for name in names:
        if not (name.islower() or name.isupper()):
            found.update(map(str.lower, HUMPS.findall(name)))
    return found


def strings(value: Any) -> Iterable[str]:
    """All strings in a value of the front matter."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)


def count_words(texts: Iterable[str]) -> Counter[str]:
    """How often each word of the post occurs, in lower case."""
    return Counter(runs_of_letters("\n".join(texts).lower()))
