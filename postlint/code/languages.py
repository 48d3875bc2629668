"""The tags that a highlighter or a site generator does something with.

``data/languages.json`` has the tags of Linguist, Pygments, highlight.js, Prism, Shiki, Rouge and
Chroma (``data/SOURCES.md``); the tables here add what is rendered without a highlighter.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec
from msgspec import Struct

from postlint.regexes import lazy_pattern

_DATA = Path(__file__).parent.parent / "data/languages.json"


class _Data(msgspec.Struct):
    tags: dict[str, str]


def _words(table: str) -> frozenset[str]:
    return frozenset(table.split())


#: Names that say "this is not a language": what highlighters, GitHub, Sphinx and Microsoft Learn
#: show as it stands.
PLAIN = _words(
    "ascii default guess log no-highlight nohighlight none out output plain plain-text plaintext "
    "prompt raw result results session stderr stdin stdout terminal text transcript tree txt"
)

#: What is drawn or computed rather than highlighted: GitHub's and GitLab's diagrams, math and
#: suggestions, the engines of Kroki (https://kroki.io) and HackMD, Hugo's GoAT, and the blocks
#: of Obsidian's best-known plugins.
RENDERED = _words(
    "abc actdiag asciimath base blockdiag bpmn bytefield c4plantuml chart csvtable d2 dataview "
    "dataviewjs dbml ditaa dot embed erd excalidraw fretboard flow flowchart geojson gist goat "
    "graphviz katex latex markmap math mathjax mermaid mindmap nomnoml nwdiag packetdiag pikchr "
    "plantuml puml query rackdiag seqdiag sequence sequence-diagrams smiles stl structurizr "
    "suggestion svgbob symbolator tasks tikz topojson umlet uml vega vega-lite vegalite wavedrom "
    "wireviz zenuml"
)

#: Names that a site generator hands to a highlighter under another name: IPython's lexers, the
#: engines of knitr and Quarto, Microsoft Learn's and Docusaurus' own.
GENERATOR = _words(
    "asis aspx-csharp aspx-vb azurecli azurepowershell block block2 cat comment console-session "
    "cppcx cppwinrt doctest dotnetcli exercise ipython ipython2 ipython3 mdx-code-block "
    "msgraph npm npm2yarn ojs package-install rcpp shinylive-python shinylive-r tikz verbatim "
    "webr webr-r xmldoc"
)

_INTERACTIVE = "-interactive"  # Microsoft Learn: "azurecli-interactive"
_DIFF = "diff-"  # Prism's diff-highlight: "diff-javascript"
_ADMONITION = "ad-"  # Obsidian: "ad-note"

#: A shorter tag is near everything, and a longer one than the longest is no language's name.
_SHORT_TAG = 4
_LONGEST_TAG = 60

#: That many of the seven highlighters know the languages people write about.
_WELL_KNOWN = 5


class Nearest(Struct, frozen=True):
    """Languages that an unknown tag may have been meant for, best first.

    ``certain`` says that there is one alone and that it is one slip of the fingers away.
    """

    languages: tuple[str, ...]
    certain: bool


def is_language(tag: str) -> bool:
    """Whether something renders code with this tag in a way of its own; case does not matter."""
    tag = tag.lower()
    if tag.startswith(_ADMONITION) or _is_listed(tag):
        return True
    bare = tag.removeprefix(_DIFF).removesuffix(_INTERACTIVE)
    return bare != tag and _is_listed(bare)


def nearest_languages(tag: str) -> Nearest:
    """What an unknown tag plainly stands for, if anything.

    A tag with something around it that does not belong there (``.js``, ``lang-js``, ``main.py``,
    ``java17``) is what it holds; otherwise, the known tags at the least Damerau-Levenshtein
    distance (adjacent transpositions count once), those that most highlighters know first.
    """
    tag = tag.lower()
    if len(tag) > _LONGEST_TAG:
        return Nearest((), certain=False)
    held = _MEANT.get(tag) or _language_within(tag)
    if held is not None:
        return Nearest((held,), certain=False)
    ranked = sorted(
        (distance, -known, candidate)
        for candidate, known in _candidates().items()
        if (distance := _slips(tag, candidate, known)) is not None
    )
    if not ranked:
        return Nearest((), certain=False)
    least, best, _ = ranked[0]
    nearest = tuple(candidate for distance, _, candidate in ranked if distance == least)
    certain = (
        len(nearest) == least == 1
        and -best >= _WELL_KNOWN
        and (len(tag) > _SHORT_TAG or _shuffled(tag, nearest[0]))
    )
    return Nearest(nearest[:3], certain)


@cache
def highlighters() -> dict[str, str]:
    """The highlighters that know a tag, a letter for each, by tag in lower case."""
    return msgspec.json.decode(_DATA.read_bytes(), type=_Data).tags


def edit_distance(first: str, second: str, limit: int) -> int:
    """The optimal string alignment distance, or ``limit + 1`` where it is above the limit."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    previous: list[int] = []
    row = list(range(len(second) + 1))
    for i, a in enumerate(first, 1):
        before, previous, row = previous, row, [i]
        for j, b in enumerate(second, 1):
            cost = min(previous[j] + 1, row[-1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == second[j - 2] and b == first[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > limit and min(previous) > limit:
            return limit + 1
    return min(row[-1], limit + 1)


def _is_listed(tag: str) -> bool:
    return tag in highlighters() or tag in PLAIN or tag in RENDERED or tag in GENERATOR


def _slips(tag: str, candidate: str, known: int) -> int | None:
    """The distance between a tag and a candidate, where the one plainly stands for the other.

    The first letter is seldom wrong, unless letters changed places; in a short tag one other
    letter makes another word (``curl``, ``hurl``).
    """
    if len(tag) < _SHORT_TAG:
        return None
    shuffled = _shuffled(tag, candidate)
    if not shuffled and tag[0] != candidate[0]:
        return None
    if len(tag) == _SHORT_TAG:
        likely = known >= _WELL_KNOWN and (shuffled or len(candidate) != len(tag))
        limit = 1 if likely else 0
    else:
        limit = 2 if shuffled or (len(tag) > 6 and known >= _WELL_KNOWN) else 1
    distance = edit_distance(tag, candidate, limit)
    return distance if distance <= limit else None


def _shuffled(first: str, second: str) -> bool:
    return len(first) == len(second) and sorted(first) == sorted(second)


@cache
def _candidates() -> dict[str, int]:
    """What may be suggested, with the number of highlighters that know it.

    A rare tag is a likelier slip than a likely meaning.
    """
    counts = {tag: len(letters) for tag, letters in highlighters().items()}
    return {tag: count for tag, count in counts.items() if count > 2} | {
        "plaintext": _WELL_KNOWN,
        "mermaid": _WELL_KNOWN,
        "graphviz": _WELL_KNOWN,
        "plantuml": _WELL_KNOWN,
        "output": _WELL_KNOWN,
    }


#: Names of platforms and files, which no highlighter takes for the language.
_MEANT = {".net": "csharp", "dockerignore": "gitignore", "npmignore": "gitignore"}

_PREFIX = lazy_pattern(r"lang(?:uage)?-|[^\w]+")
_SUFFIX = lazy_pattern(r"[^\w+#]+$|[-_]?v?\d[\d.]*$")


def _language_within(tag: str) -> str | None:
    """The language in a tag that has too much: a prefix, a version, a file's name."""
    bare = _PREFIX.sub("", tag, count=1) if _PREFIX.match(tag) else tag
    bare = _SUFFIX.sub("", bare)
    if bare != tag and is_language(bare):
        return bare
    name, dot, extension = bare.rpartition(".")
    return extension if dot and name and len(highlighters().get(extension, "")) > 1 else None
