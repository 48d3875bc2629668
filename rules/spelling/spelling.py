"""The rule ``spelling``."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Annotated

from postlint.rule import Diagnostic, Edit, Example, Fix, Lines, Rule, RuleOptions, Severity, option
from postlint.spelling import check
from postlint.spelling.misspelling import IdentifierMisspelling, Misspelling, RegionalSpelling
from postlint.spelling.options import LANGUAGES, MODES, SpellingOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document


class SpellingRuleOptions(RuleOptions, frozen=True):
    """Options of ``spelling``."""

    words: Annotated[tuple[str, ...], option("Words that are right, whatever their case.")] = ()
    words_file: Annotated[Lines, option("A file of such words, one a line.")] = Lines()
    imported_words: Annotated[
        tuple[str, ...],
        option(
            "Words that another spell checker was told. By default those in the configuration of "
            "cspell (`words`, `ignoreWords`, its dictionaries) and typos (`extend-words`, "
            "`extend-identifiers`), or in their part of `package.json`, `pyproject.toml` or "
            "`.vscode/settings.json`, beside postlint's own, or in the current folder without one."
        ),
    ] = ()
    language: Annotated[
        str,
        option(
            "The language of the posts: `en`, `en-GB`, `en-US`, `es`, `fr`, `pt`, `de`, `it`, "
            "`ru`, `nl`, `ar`, `eu`, `lv` or `fa`. Empty: each post's front matter (`lang`, "
            "`locale`, `language`) or folder (`/fr/`, `/pt-br/`) decides, else English of either "
            "kind.",
            choices=LANGUAGES,
        ),
    ] = ""
    mode: Annotated[
        str,
        option(
            "`typos` reports words that look like slips of another word; `strict` every word that "
            "no dictionary has.",
            choices=MODES,
        ),
    ] = "typos"
    inline_code: Annotated[
        bool,
        option(
            "Report words in the names that stand in inline code, as infos, where they are all but "
            "certainly wrong."
        ),
    ] = True


class Spelling(Rule):
    """A word is misspelled.

    Why it matters: readers take a slip in the first paragraph as a measure of the care that
    went into the rest.

    How it decides: a word that the lexicon lacks is reported when a slip of a known word
    explains it better than a term that the lexicon does not know. Names, code, URLs, paths,
    identifiers, handles and acronyms never fail a build; a word that the post also uses in code
    or again and again is given the benefit of the doubt. What is all but certain is a warning,
    the rest an info.

    Inline code: a name there is right if the program has it. Where a part of a compound or
    capitalized name is all but certainly a slip, and no code block has it, that is an info and
    has no fix; `inline-code = false` stops it. Blocks of code are never looked at.

    Use instead: the first suggestion, most of the time. A word that is right goes into `words`,
    `words-file`, or a comment in the post: `<!-- postlint-words: flibbertigibbet -->`.
    """

    name = "spelling"
    family = "spelling"
    severity = Severity.WARNING
    fix_safety = (
        "The fix is safe for a well-known misspelling in lower case that has a single correction, "
        "where nothing in the post speaks for the word as it stands."
    )
    Options = SpellingRuleOptions
    valid = (
        Example("Every sentence here is written with care."),
        Example("Call `recieve()` on the `adress` attribute.", note="Code is not prose."),
        Example("See https://example.org/recieve or mail recieve@example.org."),
        Example("The flag --recieve-all, config.recieve_all and recieveAll() are identifiers."),
        Example("Ask @recieve about #accross and the docs/recieve/accross.md file."),
        Example("Both colour and color, organise and organize, are right."),
        Example("Un**believ**able, they said, is a word."),
        Example("It recieves nothing.", options={"words": ("recieves",)}),
        Example("Call `normalize_whitepace`.", options={"inline_code": False}),
        Example("<!-- postlint-words: recieves -->\n\nIt recieves nothing."),
    )
    invalid = (
        Example(
            "We recieve a letter.",
            reports=('1:4-1:11 "recieve" is misspelled; did you mean "receive"?',),
            suggestions=(("receive",),),
            fixed="We receive a letter.",
        ),
        Example(
            "The model is traiing on new data.",
            reports=('1:14-1:21 "traiing" is misspelled; did you mean "training"?',),
            fixed="The model is training on new data.",
        ),
        Example(
            "There are alot of them.",
            reports=('1:11-1:15 "alot" is misspelled; did you mean "a lot"?',),
            fixed="There are a lot of them.",
        ),
        Example(
            "Then `normalize_whitepace` is called.",
            reports=(
                '1:17-1:26 "whitepace" in code may be misspelled; did you mean "whitespace"?',
            ),
            suggestions=(("whitespace",),),
            note="In code it is an info, and the fix is yours to make.",
        ),
        Example(
            "It happens ac**cros**s the board.",
            reports=('1:12-1:23 "accross" is misspelled; did you mean "across"?',),
            note="Emphasis inside a word does not hide it; there, the fix is yours to make.",
        ),
    )

    @cached_property
    def _spelling(self) -> SpellingOptions:
        return SpellingOptions.of(self.options)

    def check(self, document: Document) -> Iterator[Diagnostic]:
        for found in check(document, self._spelling):
            yield self.report(
                (found.start, found.end),
                message(found),
                suggestions=found.suggestions,
                fix=fix(found, document.source.text),
                severity=None if found.confident else Severity.INFO,
            )


def message(found: Misspelling) -> str:
    if not found.suggestions:
        return f'"{found.word}" is in no dictionary'
    first = found.suggestions[0]
    if isinstance(found, IdentifierMisspelling):
        return f'"{found.word}" in code may be misspelled; did you mean "{first}"?'
    if isinstance(found, RegionalSpelling):
        return f'"{found.word}" is the {found.region} spelling of "{first}"'
    return f'"{found.word}" is misspelled; did you mean "{first}"?'


def fix(found: Misspelling, text: str) -> Fix | None:
    """Put in the first suggestion, unless there is markup within the word, or it is code."""
    if isinstance(found, IdentifierMisspelling):
        return None
    if not found.suggestions or text[found.start : found.end] != found.word:
        return None
    return Fix((Edit(found.start, found.end, found.suggestions[0]),), safe=found.certain)
