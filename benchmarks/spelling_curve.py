#!/usr/bin/env python3
"""What each part of the speller brings: it is measured with one part after another taken away.

    benchmarks/spelling_curve.py RECORDS [POST...]

RECORDS is a file of JSON lines, each a real misspelling: ``bad`` and ``good``, the word before and
after its author mended it, and ``before`` and ``after``, the lines it stands in. Printed are the
shares of the misspellings that are found and whose first suggestion is the author's, as warnings
and with infos, and the findings per 1,000 words on the mended lines and in the posts (those are
not all false: mended lines and posts have further mistakes).
"""

from __future__ import annotations

import argparse
import json
import re
from collections import defaultdict
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest.mock import patch

from postlint.document import Document, make_document
from postlint.source import Source
from postlint.spelling import correction, evidence, post, speller
from postlint.spelling.candidates import WordGraph
from postlint.spelling.channel import SlipModel
from postlint.spelling.lexicon import UNKNOWN, Entry, Lexicon, Misspellings, Tier
from postlint.spelling.options import SpellingOptions

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.spelling.misspelling import Misspelling

WORD = re.compile(r"[A-Za-z][A-Za-z'’]+")
MARKER = re.compile(r"^(#+|[-*+]|\d+[.)]|>|//|<!--)\s*")

Record = dict[str, str]
Counts = Callable[["Misspelling"], bool]


@contextmanager
def constants(**values: float) -> Iterator[None]:
    """Set weights of the model for a while, in every module that has imported them."""
    patches = [
        patch.object(module, name, value)
        for name, value in values.items()
        for module in (correction, evidence, post, speller)
        if hasattr(module, name)
    ]
    for each in patches:
        each.start()
    try:
        yield
    finally:
        for each in patches:
            each.stop()


def method(owner: object, name: str, replacement: Callable[..., Any]) -> Any:
    return patch.object(owner, name, replacement)


def without_terms(self: Lexicon, word: str, get: Any = Lexicon.__getitem__) -> Entry:
    entry: Entry = get(self, word)
    return entry if entry.tier >= Tier.DICTIONARY else UNKNOWN


PARTS = {
    "all of it": constants,
    "known misspellings alone": lambda: method(WordGraph, "within", lambda *_: set()),
    "no known misspellings": lambda: method(Misspellings, "__getitem__", lambda *_: ()),
    "all slips equally likely": lambda: method(SlipModel, "cost", lambda *_: 5.0),
    "no second slip": lambda: constants(FAR_LENGTH=99),
    "no context": lambda: constants(CONTEXT_WEIGHT=0.0),
    "nothing of the post's words": lambda: constants(USED_SHARE=0.0),
    "no terms and names": lambda: method(Lexicon, "__getitem__", without_terms),
    "no capitals": lambda: constants(
        CAPITAL=0.0, BESIDE_CAPITAL=0.0, HEADING_CAPITAL=0.0, FUNCTION_WORD_CAPITAL=0.0
    ),
    "no code, no repetition": lambda: constants(
        IN_CODE=0.0, IN_CODE_LISTED=0.0, REPEATED=0.0, REPEATED_LISTED=0.0
    ),
    "no names in code": lambda: method(speller, "code_runs", lambda *_: ()),
    "no items, no crowds": lambda: constants(ITEM=0.0, CROWD=0.0, PART=0.0, LOWER_START=0.0),
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("records", type=Path)
    parser.add_argument("posts", nargs="*", type=Path)
    options = parser.parse_args()
    lines = options.records.read_text(encoding="utf-8").splitlines()
    records = [record for record in map(json.loads, lines) if record.get("kind") != "realword"]
    before = paragraphs([record["before"] for record in records])
    after = paragraphs([record["after"] for record in records])
    posts = [
        make_document(Source.from_text(path.read_text("utf-8", errors="replace"), str(path)))
        for path in options.posts
    ]
    print(f"{'':28s} warnings: found first  alarms posts   with infos: found first  alarms posts")
    for name, part in PARTS.items():
        speller.corrector.cache_clear()
        with part():
            checker = speller.EnglishSpeller(SpellingOptions())
            cells = []
            found = by_paragraph(before, checker)
            alarms = list(checker.check(after))
            in_posts = [item for post in posts for item in checker.check(post)]
            for counts in (is_warning, is_any):
                hit, first = rates(records, found, counts)
                cells.append(f"{hit:14.3f} {first:.3f} {rate(alarms, [after], counts):7.2f}")
                cells.append(f"{rate(in_posts, posts, counts):5.2f}" if posts else "    -")
        print(f"{name:28s} {' '.join(cells)}", flush=True)


def paragraphs(lines: list[str]) -> Document:
    """A post with a paragraph for each line."""
    texts = (re.sub(r"\s*-->$", "", MARKER.sub("", line.strip())) for line in lines)
    return make_document(Source.from_text("\n\n".join(texts) + "\n"))


def is_warning(item: Misspelling) -> bool:
    return item.confident


def is_any(item: Misspelling) -> bool:
    return True


def by_paragraph(
    document: Document, checker: speller.EnglishSpeller
) -> dict[int, list[Misspelling]]:
    found: defaultdict[int, list[Misspelling]] = defaultdict(list)
    for item in checker.check(document):
        found[(document.source.position(item.start).line - 1) // 2].append(item)
    return found


def rates(
    records: list[Record], found: dict[int, list[Misspelling]], counts: Counts
) -> tuple[float, float]:
    """The shares of the records that are found, and that are mended by the first suggestion."""
    hits = firsts = 0
    for number, record in enumerate(records):
        for item in found.get(number, ()):
            if counts(item) and record["bad"].lower() in item.word.lower():
                hits += 1
                first = item.suggestions[0].lower() if item.suggestions else ""
                firsts += record["good"].lower() in first
                break
    return hits / len(records), firsts / len(records)


def rate(items: list[Misspelling], documents: list[Document], counts: Counts) -> float:
    """Findings per 1,000 words."""
    words = sum(len(WORD.findall(run.text)) for each in documents for run in each.prose)
    return 1000 * sum(map(counts, items)) / max(words, 1)


if __name__ == "__main__":
    main()
