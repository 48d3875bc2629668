#!/usr/bin/env python3
"""Build ``postlint/data/brands-en.txt``: ``build_brands.py [--cache FOLDER]``.

Names of software, languages and companies that are written with a capital inside ("GitHub",
"macOS"), one a line, each followed by the other ways in which its users write it with a capital
inside. Left out are names that are words as well, unless nearly all write them as names
("TypeScript"), and those so rare that the speller does not suggest them.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import lexicon_sources as sources

from postlint.spelling.brands import BRANDS
from postlint.spelling.lexicon import Lexicon, Tier
from postlint.spelling.tokens import MIXED_CASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SOURCES = ("simple-icons", "linguist-languages", "@cspell/dict-companies")
DICTIONARIES = ("en_us", "en-gb-mit")
#: The least Zipf frequency of a brand, and its least length.
LEAST_ZIPF, LEAST_LENGTH = 2.0, 4
#: A name that no list of brands has counts if so many packages write it so, and this share of all
#: that have it; one that is a word as well, if a list has it and this share writes it so.
PACKAGES, SHARE, WORD_SHARE = 5, 0.7, 0.6
#: Another way of writing a name is a choice rather than a slip if so many packages have it.
CHOICE = 2
PLURAL_OF_ACRONYM = re.compile(r"[A-Z]+s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache/postlint-lexicon")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    lines = sorted(brands(options.cache), key=str.lower)
    BRANDS.write_text("".join(f"{line}\n" for line in lines), encoding="ascii")


def brands(cache: Path) -> Iterator[str]:
    """The lines of the file."""
    lexicon = Lexicon()
    sources.fetch_npm(cache, (*SOURCES, *(f"@cspell/dict-{name}" for name in DICTIONARIES)))
    sources.fetch_descriptions(cache)
    ordinary = {
        word for name in DICTIONARIES for word in sources.cspell(cache, name) if word.islower()
    }
    listed = spellings((name, 0) for name in sources.brands(cache))
    for name in sources.cspell(cache, "companies"):
        listed[name.lower()][name] += 0
    used = spellings(sources.debian(cache).items())
    for key in listed.keys() | used.keys():
        entry = lexicon[key]
        if len(key) < LEAST_LENGTH or entry.tier < Tier.TERM or entry.zipf < LEAST_ZIPF:
            continue
        brand = written(listed.get(key, Counter()), used.get(key, Counter()), key in ordinary)
        if brand and not (key.endswith("s") and key[:-1] in listed.keys() | used.keys()):
            choices = [
                other
                for other, count in used.get(key, Counter()).most_common()
                if other != brand and count >= CHOICE and MIXED_CASE.search(other)
            ]
            yield " ".join((brand, *choices))


def spellings(names: Iterable[tuple[str, int]]) -> defaultdict[str, Counter[str]]:
    """The ways in which each name is written, with how often, by its lower-case form."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for name, count in names:
        if name.isascii() and name.isalpha():
            found[name.lower()][name] += count
    return found


def written(listed: Counter[str], used: Counter[str], is_word: bool) -> str:
    """The one way to write a name that has a capital inside; empty if it is no such name."""
    inside = [name for name in listed if MIXED_CASE.search(name)]
    best, count = max(used.items(), key=lambda item: item[1], default=("", 0))
    share = count / used.total() if count else 0.0
    if is_word:
        return best if best in inside and share >= WORD_SHARE else ""
    if best in inside or (len(inside) == len([n for n in listed if not n.islower()]) == 1):
        return best if best in inside else inside[0]
    if count >= PACKAGES and share >= SHARE and MIXED_CASE.search(best):
        return "" if PLURAL_OF_ACRONYM.fullmatch(best) else best
    return ""


if __name__ == "__main__":
    main()
