#!/usr/bin/env python3
"""Build ``postlint/data/words-*.marisa``: ``build_other_words.py [--cache FOLDER]``.

What pyspellchecker's lists of other languages lack: the Spanish one has "haber", but not "había".
Taken are wordfreq's words, each with its Zipf frequency in a byte.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

import lexicon_sources as sources
import marisa_trie

from postlint.spelling.foreign import LEAST_LENGTH, frequencies, words_path
from postlint.spelling.lexicon import SCALE

if TYPE_CHECKING:
    from collections.abc import Iterator

#: A word is left out as a slip if it has a letter doubled, a double letter single or two letters
#: exchanged, and as it should be it is so much more frequent (in Zipf steps), and if it is rare.
SLIP_STEPS, SLIP_ZIPF = 1.3, 3.5
#: Each language's list in wordfreq, and the least Zipf frequency of a word: one that is rarer may
#: be a slip. Russian has so many forms that its list is cut earlier.
LISTS = {
    "ar": ("large", 2.5), "de": ("large", 2.5), "es": ("large", 2.5), "fa": ("small", 2.5),
    "fr": ("large", 2.5), "it": ("large", 2.5), "lv": ("small", 2.5), "nl": ("large", 2.5),
    "pt": ("large", 2.5), "ru": ("large", 3.0),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache/postlint-lexicon")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    sources.fetch_wheels(options.cache, ("wordfreq",))
    for language, (size, least) in LISTS.items():
        listed = frequencies(language)
        used = sources.wordfreq(options.cache, language, size)
        records = [
            (word, (round(zipf * SCALE),))
            for word, zipf in used.items()
            if zipf >= least
            and len(word) >= LEAST_LENGTH
            and word.isalpha()
            and word not in listed
            and not (
                zipf < SLIP_ZIPF
                and any(used.get(other, 0.0) >= zipf + SLIP_STEPS for other in unslipped(word))
            )
        ]
        marisa_trie.RecordTrie("<B", sorted(records)).save(str(words_path(language)))
        print(language, len(records))


def unslipped(word: str) -> Iterator[str]:
    """What a word may have been meant to be: a letter doubled or not, neighbours exchanged."""
    for at, letter in enumerate(word):
        yield word[:at] + letter + word[at:]
        if word[at + 1 : at + 2] == letter:
            yield word[:at] + word[at + 1 :]
        elif at + 1 < len(word):
            yield word[:at] + word[at + 1] + letter + word[at + 2 :]


if __name__ == "__main__":
    main()
