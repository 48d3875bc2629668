"""Documents for the tests of the speller."""

from postlint.document import Document, make_document
from postlint.source import Source
from postlint.spelling import check
from postlint.spelling.misspelling import Misspelling
from postlint.spelling.options import SpellingOptions


def document(text: str, path: str = "post.md") -> Document:
    return make_document(Source.from_text(text, path))


def findings(text: str, path: str = "post.md", **options: object) -> list[Misspelling]:
    return list(check(document(text, path), SpellingOptions(**options)))  # type: ignore[arg-type]  # the test's own


def flagged(text: str, path: str = "post.md", **options: object) -> list[str]:
    return [found.word for found in findings(text, path, **options)]
