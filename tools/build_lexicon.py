#!/usr/bin/env python3
"""Build the English speller's data: ``build_lexicon.py [--cache FOLDER]``.

Fetches the packages named in ``lexicon_sources`` into the cache folder and writes into
``postlint/data``: the lexicon, the known misspellings, the word pairs, and the regional pairs.
The formats are those that ``postlint.spelling.lexicon`` reads.
"""

from __future__ import annotations

import argparse
import math
import re
import unicodedata
from array import array
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import lexicon_sources as sources
import marisa_trie
import slip_counts
import word_graph

from postlint.spelling.channel import COST_SCALE, SIZE
from postlint.spelling.derivation import PREFIXES
from postlint.spelling.lexicon import AMERICAN, BRITISH, NAME, PAIR_SCALE, SCALE, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

DATA = Path(__file__).resolve().parent.parent / "postlint" / "data"
WORD = re.compile(r"[^\W\d_]+(?:['.-][^\W\d_]+)*")

#: SCOWL's sizes up to which a word is common, is beyond doubt, and is in a large dictionary.
COMMON_SIZE, SETTLED_SIZE, DICTIONARY_SIZE = 60, 70, 80
AMERICAN_LISTS = frozenset({"american"})
BRITISH_LISTS = frozenset({"british", "british_z"})
#: British words whose American counterpart is the rarer one in America, too.
BOTH_SPELLINGS = frozenset({"axe"})
#: Words of lists of library identifiers must be used by others too: Zipf frequency, packages.
IDENTIFIER_ZIPF, PACKAGES = 2.5, 3
#: How American spellings become British: patterns and what replaces them, first match first.
REGIONAL = (
    (r"or(?=s?$|ed$|ing$|er$|ers$|able$|ful$|ite$|ites$|less$|ably$|hood$|ly$|ist$)", "our"),
    (r"or", "our"), (r"iz", "is"), (r"yz", "ys"), (r"er(?=s?$|ed$)", "re"),
    (r"og(?=s?$|ed$|ing$)", "ogue"),
    (r"(?<=[aeiou])l(?=ed$|ing$|er$|ers$|ous$|ings$|able$|or$|ors$|ist$|ists$|y$)", "ll"),
    (r"ll(?=ment|ful|s?$|ness)", "l"), (r"ens", "enc"), (r"e", "ae"), (r"e", "oe"),
    (r"am(?=s?$)", "amme"), (r"ck(?=s?$|ed$)", "que"), (r"ay", "ey"), (r"i", "y"), (r"ol", "oul"),
    (r"ter", "tre"), (r"(?<=[aeiou])([pst])(?=ed$|ing$|er$)", r"\1\1"), (r"gment", "gement"),
    (r"f", "ph"), (r"e(?=able$)", ""), (r"(?<=[^e])(?=able$)", "e"), (r"low", "lough"),
    (r"ax", "axe"),
)  # fmt: skip
#: Words of each language's list of commonest words; English ones found in the others' lists.
FUNCTION_WORDS = 120
ENGLISH_IN_LISTS = frozenset({"the", "of", "and", "to", "for", "you", "this", "with", "from"})
#: Latin has no list; with the words of filler text it is known where it stands in for a text.
LATIN = (
    "ad ab ac an ante apud at atque aut autem cum de dum ea eam ego ei eius enim eos ergo est et "
    "etiam eum ex fuit haec hic his hoc iam id igitur ille inter ipse ita ius magis me mea mei "
    "meis mihi nam ne nec neque nihil nisi nobis non nos nunc ob omnes per pro qua quae quam "
    "quando qui quia quibus quid quo quod quos se sed si sibi sic sine sub sunt te tibi tu tum "
    "ubi usu ut vel vero vim vis vix vos"
)
#: Contractions, those with "is" by hand (the lexicon has no possessives); the shortest that is
#: sure to be one without its apostrophe ("ive" and "im" may be names).
CONTRACTED = re.compile(r"[a-z]+(?:n't|'(?:ve|re|ll|d))")
CONTRACTED_IS = ("here's", "how's", "that's", "there's", "what's", "where's", "who's")
CONTRACTION_LENGTH = 4
#: A term is worth suggesting from this Zipf frequency on.
SUGGESTED_ZIPF = 2.0
#: Words of documentation count if so many packages have them so often together, or if a single
#: one has them all the time.
DOCUMENTING_PACKAGES, DOCUMENTED, DOCUMENTED_ONCE = 2, 4, 20
#: How much of what people write with postlint is like documentation, the rest like the web.
DOCUMENTATION_SHARE = 0.3
#: The sum of all counts of Google's pairs: fitted to those that documentation has as well.
GENERAL_PAIRS = math.exp(29.28)
#: Pairs of documentation that are kept have been seen so often.
DOCUMENTED_PAIR = 4
#: A word that only wordfreq has seen counts as evidence from this Zipf frequency on.
SEEN_ZIPF = 1.3


class Builder:
    """Collects words with the best tier that any source gives them."""

    def __init__(self) -> None:
        self.tier: dict[str, Tier] = {}
        #: Words seen in lower case in a source: they are no mere names.
        self.lower: set[str] = set()
        #: Words that no list of misspellings may take away.
        self.settled: set[str] = set()

    def add(self, words: Iterable[str], tier: Tier) -> None:
        for spelled in words:
            for word in normalized(spelled):
                key = word.lower()
                if word == key:
                    self.lower.add(key)
                if tier > self.tier.get(key, Tier.UNKNOWN):
                    self.tier[key] = tier

    def has(self, word: str) -> bool:
        return len(word) == 1 or self.tier.get(word.lower(), Tier.UNKNOWN) >= Tier.TERM


def normalized(spelled: str) -> Iterator[str]:
    """The words in a source's entry, possessives removed, with and without accents."""
    text = unicodedata.normalize("NFC", spelled.replace("’", "'"))
    match = WORD.fullmatch(text.rstrip("."))
    if match is None:
        # Several words, or words and digits: each word counts.
        found = [part for part in WORD.findall(text) if len(part) > 2]
    else:
        found = [text.rstrip(".")]
    for word in (each.removesuffix("'s") for each in found):
        if len(word) < 2:
            continue
        yield word
        plain = "".join(
            c for c in unicodedata.normalize("NFD", word) if not unicodedata.combining(c)
        )
        if plain != word and plain.isascii():
            yield plain


class Documentation:
    """What software is written about in: its words, their frequencies, and their pairs."""

    def __init__(self, cache: Path) -> None:
        self.packages, self.counts, self.pairs = sources.documentation(cache)
        self.described = sources.debian(cache)
        for word, count in self.described.items():
            if count >= PACKAGES:
                self.counts[word.lower()] += count
                self.packages[word.lower()] += DOCUMENTING_PACKAGES
        self.total = self.counts.total()
        self.pairs_total = self.pairs.total()

    def words(self) -> Iterator[str]:
        """The words that several packages use."""
        for word, packages in self.packages.items():
            count = self.counts[word]
            if count >= (DOCUMENTED if packages >= DOCUMENTING_PACKAGES else DOCUMENTED_ONCE):
                yield word

    def mixed(self, general: Mapping[str, float]) -> dict[str, float]:
        """Zipf frequencies of general English and of documentation together."""
        shares = {word: (1 - DOCUMENTATION_SHARE) * 10**zipf for word, zipf in general.items()}
        for word in self.words():
            share = DOCUMENTATION_SHARE * self.counts[word] / self.total * 1e9
            shares[word] = shares.get(word, 0.0) + share
        return {word: math.log10(share) for word, share in shares.items()}


def collect(
    cache: Path, documentation: Documentation
) -> tuple[Builder, dict[str, float], dict[str, int]]:
    """All words with their tiers, their Zipf frequencies, and their regions."""
    builder = Builder()
    zipf = sources.wordfreq(cache)
    american: set[str] = set()
    british: set[str] = set()
    spellings = {*sources.cspell(cache, "en_us")} & {*sources.cspell(cache, "en-gb-mit")}
    for word, variety, size, category in sources.scowl(cache):
        if category == "roman-numerals" or variety.startswith("special"):
            continue
        variant = "variant_2" in variety or "variant_3" in variety
        if size <= COMMON_SIZE and not variant:
            tier = Tier.COMMON
        elif size <= DICTIONARY_SIZE:
            tier = Tier.DICTIONARY
        else:
            tier = Tier.TERM
        builder.add([word], tier)
        if size <= SETTLED_SIZE and not variant:
            builder.settled.add(word.lower())
        elif size <= COMMON_SIZE and word in spellings:
            # A variant that dictionaries of both regions have ("focusses") is a choice.
            builder.settled.add(word)
        if variety in AMERICAN_LISTS and size <= DICTIONARY_SIZE:
            american.add(word.removesuffix("'s"))
        elif variety in BRITISH_LISTS and size <= DICTIONARY_SIZE:
            british.add(word.removesuffix("'s"))
    regions = dict.fromkeys(american - british, AMERICAN)
    # British English has some of them with another meaning: to license, to program.
    for word in sources.cspell(cache, "en-gb-mit"):
        regions.pop(word, None)
    regions |= dict.fromkeys(british - american - BOTH_SPELLINGS, BRITISH)
    # Each of these has slips of its own; two that agree are a dictionary.
    votes: Counter[str] = Counter()
    for words in (
        sources.cspell(cache, "en_us"),
        sources.cspell(cache, "en-gb-mit"),
        (*sources.wordnet(cache), *sources.wordnet_inflections(cache)),
    ):
        votes.update({form for word in words for form in normalized(word)})
    builder.add((word for word, count in votes.items() if count >= 2), Tier.DICTIONARY)
    builder.add(votes, Tier.TERM)

    packages = documentation.described
    builder.add((w for w, n in packages.items() if n >= PACKAGES), Tier.TERM)
    builder.add(documentation.words(), Tier.TERM)
    builder.add(sources.debian_names(cache), Tier.TERM)
    for name in sources.CSPELL[3:]:
        words = sources.cspell(cache, name)
        if name == "scientific-terms-us":
            words = (word for word in words if word.lower() in zipf)
        elif name in sources.IDENTIFIER_LISTS:
            words = (
                word
                for word in words
                if zipf.get(word.lower(), 0) >= IDENTIFIER_ZIPF or packages[word] >= 2
            )
        builder.add(words, Tier.TERM)
    builder.add(sources.faker_names(cache), Tier.TERM)
    builder.add(sources.places(cache), Tier.TERM)
    builder.add(sources.brands(cache), Tier.TERM)
    seen = (word for word, value in zipf.items() if value >= SEEN_ZIPF and word.isalpha())
    builder.add((word for word in seen if word not in builder.tier), Tier.SEEN)
    return builder, zipf, regions


def clean(builder: Builder, known: dict[str, list[str]]) -> dict[str, list[str]]:
    """Take the known misspellings out of the lexicon; return those that then hold.

    A word that common dictionaries have is no misspelling, whatever a list says; where only a
    larger dictionary or a list of terms has it, the list of misspellings is right.
    """
    holding: dict[str, list[str]] = {}
    for bad, corrections in known.items():
        key = bad.lower()
        good = [words for words in corrections if all(map(builder.has, parts_of(words)))]
        if not good or key in builder.settled or is_prefixed(key, good[0]):
            continue
        builder.tier.pop(key, None)
        holding[key] = good
    return holding


def contractions(builder: Builder) -> dict[str, list[str]]:
    """The contractions that have lost their apostrophe ("dont"), taken out of the lexicon.

    Term lists have some of them, as names of functions. What is a common word by itself ("its",
    "were", "cant") stays.
    """
    found: dict[str, list[str]] = {}
    verbs = [word for word, tier in builder.tier.items() if tier == Tier.COMMON and "'" in word]
    for contraction in sorted({*filter(CONTRACTED.fullmatch, verbs), *CONTRACTED_IS}):
        bad = contraction.replace("'", "")
        if len(bad) >= CONTRACTION_LENGTH and builder.tier.get(bad) != Tier.COMMON:
            builder.tier.pop(bad, None)
            found[bad] = [contraction]
    return found


def parts_of(words: str) -> list[str]:
    return re.findall(r"[\w']+", words)


def is_prefixed(bad: str, good: str) -> bool:
    """Whether a correction only puts a hyphen behind a prefix ("reenable")."""
    prefix, hyphen, rest = good.partition("-")
    return bool(hyphen) and prefix in PREFIXES and prefix + rest == bad


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, default=Path.home() / ".cache/postlint-lexicon")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    sources.fetch(options.cache)
    documentation = Documentation(options.cache)
    builder, general, regions = collect(options.cache, documentation)
    zipf = documentation.mixed(general)
    known = clean(builder, sources.misspellings(options.cache))
    for bad, good in contractions(builder).items():
        known[bad] = list(dict.fromkeys((*known.get(bad, ()), *good)))
    # A hyphenated word is read part by part; it is listed only where a part is no word.
    words = {
        key: tier
        for key, tier in builder.tier.items()
        if "-" not in key
        or (tier > Tier.SEEN and not all(part in builder.tier for part in key.split("-")))
    }
    trie = marisa_trie.Trie(words)
    entries = array("H", bytes(2 * len(trie)))
    for word, tier in words.items():
        frequency = min(255, round(zipf.get(word, 0.0) * SCALE))
        name = 0 if word in builder.lower else NAME
        entries[trie[word]] = frequency << 8 | regions.get(word, 0) | name | int(tier)
    trie.save(str(DATA / "lexicon-en.marisa"))
    marisa_trie.BytesTrie(counterparts(regions)).save(str(DATA / "regional-en.marisa"))
    (DATA / "function-words.txt").write_text(function_words(options.cache, words), encoding="utf-8")
    (DATA / "lexicon-en.bin").write_bytes(entries.tobytes())

    worthy = [
        word
        for word, tier in words.items()
        if re.fullmatch("[a-z']+", word)
        and (tier >= Tier.DICTIONARY or (tier == Tier.TERM and zipf.get(word, 0) >= SUGGESTED_ZIPF))
        and (tier == Tier.COMMON or word in zipf)
    ]
    (DATA / "graph-en.bin").write_bytes(word_graph.packed(worthy))

    pairs = [(bad, ",".join(good).encode()) for bad, good in sorted(known.items())]
    marisa_trie.BytesTrie(pairs).save(str(DATA / "misspellings-en.marisa"))

    single = [(bad, good[0].lower()) for bad, good in known.items() if len(good) == 1]
    (DATA / "slips-en.bin").write_bytes(slip_counts.tables(single))
    (DATA / "trigrams-en.bin").write_bytes(trigrams(words))
    bigrams(options.cache, words, documentation)
    for tier in Tier:
        print(tier.name, sum(value == tier for value in words.values()))
    print("misspellings", len(known))


def function_words(cache: Path, words: Mapping[str, Tier]) -> str:
    """The commonest words of every language that has a list, one language a line."""
    common = {word for word, tier in words.items() if tier == Tier.COMMON}
    lines = []
    for path in sorted((cache / "wordfreq/wordfreq/data").glob("small_*.msgpack.gz")):
        language = path.name.removeprefix("small_").partition(".")[0]
        zipf = sources.wordfreq(cache, language, "small")
        lines.append(function_line(language, zipf))
    lines.append(function_line("eu", sources.pyspellchecker(cache, "eu")))
    filler = {word.lower() for word in sources.cspell(cache, "lorem-ipsum")} - common
    lines.append(" ".join(("la", *LATIN.split(), *sorted(filler.difference(LATIN.split())))))
    return "".join(f"{line}\n" for line in sorted(lines))


def function_line(language: str, frequencies: Mapping[str, float]) -> str:
    listed = sorted(frequencies, key=lambda word: -frequencies[word])[: 2 * FUNCTION_WORDS]
    foreign = set() if language == "en" else ENGLISH_IN_LISTS
    kept = [w for w in listed if re.fullmatch(r"[^\W\d_]+(?:'[^\W\d_]+)*", w) and w not in foreign]
    return " ".join((language, *kept[:FUNCTION_WORDS]))


def counterparts(regions: Mapping[str, int]) -> list[tuple[str, bytes]]:
    """Pairs of an American and a British spelling, both ways."""
    pairs = []
    for word, region in regions.items():
        if region != AMERICAN or word != word.lower():
            continue
        for american, british in REGIONAL:
            other = re.sub(american, british, word, count=1)
            if other != word and regions.get(other) == BRITISH:
                pairs += [(word, other.encode()), (other, word.encode())]
                break
    return sorted(pairs)


def trigrams(words: Iterable[str]) -> bytes:
    """-log P(letter | two before), times COST_SCALE, counted on all words once each."""
    counts: Counter[tuple[int, int, int]] = Counter()
    for word in words:
        codes = [0, 0, *map(slip_counts.code, word), 0]
        counts.update(zip(codes, codes[1:], codes[2:], strict=False))
    contexts: Counter[tuple[int, int]] = Counter()
    for (first, second, _), count in counts.items():
        contexts[first, second] += count
    return bytes(
        min(
            255,
            round(-math.log((counts[a, b, c] + 0.5) / (contexts[a, b] + 0.5 * SIZE)) * COST_SCALE),
        )
        for a in range(SIZE)
        for b in range(SIZE)
        for c in range(SIZE)
    )


def bigrams(cache: Path, words: Mapping[str, Tier], documentation: Documentation) -> None:
    """Word pairs with their probabilities: Google's and those of documentation."""
    path = cache / "symspellpy/symspellpy/frequency_bigramdictionary_en_243_342.txt"
    shares: defaultdict[str, float] = defaultdict(float)
    for line in path.read_text("utf-8-sig").splitlines():
        first, second, count = line.split()
        shares[f"{first} {second}"] = (1 - DOCUMENTATION_SHARE) * int(count) / GENERAL_PAIRS
    for pair, seen in documentation.pairs.items():
        first, _, second = pair.partition(" ")
        if pair in shares or (
            seen >= DOCUMENTED_PAIR
            and words.get(first, 0) >= Tier.TERM
            and words.get(second, 0) >= Tier.TERM
        ):
            shares[pair] += DOCUMENTATION_SHARE * seen / documentation.pairs_total
    trie = marisa_trie.Trie(shares)
    costs = bytearray(len(trie))
    for pair, share in shares.items():
        costs[trie[pair]] = min(255, round(-math.log(share) * PAIR_SCALE))
    trie.save(str(DATA / "bigrams-en.marisa"))
    (DATA / "bigrams-en.bin").write_bytes(bytes(costs))


if __name__ == "__main__":
    main()
