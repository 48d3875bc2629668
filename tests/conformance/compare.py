"""Compare postlint's tree with the reference's, node by node: ``compare.py --help``.

For each document the multisets of ``(type, start, end)`` of both trees are compared; figures are
over all documents together.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from reference import Span, missing, reference_spans, spec_examples

from postlint.source import Source
from postlint.syntax.tree import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

TYPES = (
    "heading code inlineCode link image linkReference imageReference definition emphasis strong "
    "delete list listItem blockquote table thematicBreak html footnoteReference footnoteDefinition"
).split()
#: What rules say most about, and is held to a higher figure.
STRICT_TYPES = ("heading", "code", "link", "image")
#: Shown, but no part of the overall figure.
OTHER_TYPES = "yaml toml paragraph break tableRow tableCell".split()

#: What a site generator replaces before Markdown is parsed; the reference takes it for text.
TEMPLATE_SYNTAX = ("{%", "{{", "{:", "{#")


@dataclass(frozen=True)
class Post:
    """A text to compare, and its name in reports."""

    name: str
    text: str


@dataclass(frozen=True)
class Difference:
    """Spans of one type that only one of both trees has, of one document."""

    post: Post
    type: str
    ours: list[tuple[int, int]]
    theirs: list[tuple[int, int]]

    @property
    def first(self) -> int:
        """Where the difference begins."""
        return min(start for start, _ in self.ours + self.theirs)


@dataclass
class Score:
    """How many spans both trees have, and how many only one of them."""

    common: int = 0
    ours: int = 0
    theirs: int = 0

    @property
    def precision(self) -> float:
        return self.common / self.ours if self.ours else 1.0

    @property
    def recall(self) -> float:
        return self.common / self.theirs if self.theirs else 1.0

    @property
    def f1(self) -> float:
        total = self.ours + self.theirs
        return 2 * self.common / total if total else 1.0

    def add(self, ours: Counter[Span], theirs: Counter[Span]) -> None:
        self.common += (ours & theirs).total()
        self.ours += ours.total()
        self.theirs += theirs.total()


@dataclass
class Comparison:
    """Scores by type, and every difference."""

    documents: int = 0
    scores: dict[str, Score] = field(default_factory=lambda: defaultdict(Score))
    differences: list[Difference] = field(default_factory=list)

    @property
    def overall(self) -> Score:
        scores = [self.scores[kind] for kind in TYPES]
        return Score(
            sum(score.common for score in scores),
            sum(score.ours for score in scores),
            sum(score.theirs for score in scores),
        )

    def add(self, post: Post, ours: Iterable[Span], theirs: Iterable[Span]) -> None:
        """Take in the spans of one document."""
        self.documents += 1
        our_spans_by_type, their_spans_by_type = _by_type(ours), _by_type(theirs)
        for kind in (*TYPES, *OTHER_TYPES):
            our, their = our_spans_by_type[kind], their_spans_by_type[kind]
            self.scores[kind].add(our, their)
            if our != their:
                self.differences.append(
                    Difference(post, kind, _places(our - their), _places(their - our))
                )

    def failures(self, minimum: float, strict_minimum: float) -> list[str]:
        """The figures below their minimum, each as a sentence."""
        limits = [("overall", self.overall, minimum)]
        limits += [(kind, self.scores[kind], strict_minimum) for kind in STRICT_TYPES]
        return [
            f"F1 of {name} is {score.f1:.5f}, below {limit}"
            for name, score, limit in limits
            if score.f1 < limit
        ]


def compare(posts: Sequence[Post]) -> Comparison:
    """Parse all posts with both and compare the trees."""
    comparison = Comparison()
    for post, theirs in zip(posts, reference_spans([post.text for post in posts]), strict=True):
        comparison.add(post, our_spans(post.text), theirs)
    return comparison


def our_spans(text: str) -> Iterator[Span]:
    """The spans of the nodes of postlint's tree, of the types that are compared."""
    wanted = {*TYPES, *OTHER_TYPES}
    for node in parse(text).root.walk():
        if node.type in wanted:
            yield node.type, node.start, node.end


def examples() -> list[Post]:
    """The specification's examples."""
    return [Post(f"example {one.number} ({one.section})", one.markdown) for one in spec_examples()]


def folder_posts(folder: Path, skip: Sequence[str] = ()) -> list[Post]:
    """The Markdown files below a folder, but those that contain one of the strings to skip."""
    posts = []
    for path in sorted(folder.rglob("*")):
        if path.suffix not in {".md", ".markdown", ".mkd"} or not path.is_file():
            continue
        text = Source.from_text(path.read_bytes().decode("utf-8", "replace")).text
        if not any(syntax in text for syntax in skip):
            posts.append(Post(path.relative_to(folder).as_posix(), text))
    return posts


def _by_type(spans: Iterable[Span]) -> defaultdict[str, Counter[Span]]:
    by_type: defaultdict[str, Counter[Span]] = defaultdict(Counter)
    for span in spans:
        by_type[span[0]][span] += 1
    return by_type


def _places(spans: Counter[Span]) -> list[tuple[int, int]]:
    return sorted((start, end) for _, start, end in spans.elements())


def print_table(comparison: Comparison) -> None:
    """Figures by type, in Markdown."""
    print(f"{comparison.documents} documents\n")
    print("| type | ours | reference | both | precision | recall | F1 |")
    print("|---|--:|--:|--:|--:|--:|--:|")
    rows = [(kind, comparison.scores[kind]) for kind in TYPES]
    rows.append(("**overall**", comparison.overall))
    rows += [(f"({kind})", comparison.scores[kind]) for kind in OTHER_TYPES]
    for name, score in rows:
        if score.ours or score.theirs:
            print(
                f"| {name} | {score.ours} | {score.theirs} | {score.common} "
                f"| {score.precision:.5f} | {score.recall:.5f} | {score.f1:.5f} |"
            )


def print_differences(
    comparison: Comparison, limit: int, types: Sequence[str], *, context: int
) -> None:
    """Up to ``limit`` differences of each type, with the source around them."""
    for kind in types:
        differences = [one for one in comparison.differences if one.type == kind]
        if differences:
            print(f"\n===== {kind}: {len(differences)} documents differ")
        for difference in differences[:limit]:
            _print_difference(difference, context)


def only_first(comparison: Comparison) -> list[Difference]:
    """The difference that comes first in each document: the later ones often follow from it."""
    first: dict[str, Difference] = {}
    for difference in comparison.differences:
        if difference.type in TYPES:
            known = first.setdefault(difference.post.name, difference)
            if difference.first < known.first:
                first[difference.post.name] = difference
    return list(first.values())


def _print_difference(difference: Difference, context: int) -> None:
    source = Source.from_text(difference.post.text)
    print(f"\n--- {difference.post.name}")
    sides = [(start, end, "ours") for start, end in difference.ours]
    sides += [(start, end, "reference") for start, end in difference.theirs]
    for start, end, side in sorted(sides)[:6]:
        place = source.position(start)
        print(f"  only {side}: {place.line}:{place.column} [{start}, {end})")
        print(f"    {_shortened(source.text[start:end], context)}")
    first = difference.first
    line = source.position(first).line
    begin = source.line_starts[max(0, line - 3)]
    print(f"  source: {source.text[begin : first + context]!r}")


def _shortened(text: str, length: int) -> str:
    if len(text) <= length:
        return repr(text)
    return f"{text[: length // 2]!r} … {text[-length // 2 :]!r}"


def main() -> int:
    options = _options()
    if reason := missing():
        print(reason, file=sys.stderr)
        return 2
    skip = () if options.with_templates else TEMPLATE_SYNTAX
    posts = examples() if options.examples else []
    for folder in options.folder:
        posts += folder_posts(folder, skip)
    posts = [post for post in posts if options.only in post.name]
    comparison = compare(posts)
    types = options.types.split(",") if options.types else [*TYPES, *OTHER_TYPES]
    if options.first:
        comparison.differences = only_first(comparison)
    print_differences(comparison, options.show, types, context=options.context)
    print()
    print_table(comparison)
    failures = comparison.failures(options.min_f1, options.min_strict_f1)
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    add = parser.add_argument
    add("--examples", action="store_true", help="the examples of the CommonMark specification")
    add("--folder", type=Path, action="append", default=[], help="the posts below a folder")
    add("--with-templates", action="store_true", help="also files with Liquid, Jinja or Hugo tags")
    add("--only", default="", help="only documents whose name contains this")
    add("--show", type=int, default=0, help="how many differences of each type to show")
    add("--first", action="store_true", help="show only the first difference of each document")
    add("--types", help="show differences of these types, separated by commas")
    add("--context", type=int, default=160, help="how much of the source to show")
    add("--min-f1", type=float, default=0.0, help="fail when the overall F1 is below")
    add("--min-strict-f1", type=float, default=0.0, help=f"the same of {', '.join(STRICT_TYPES)}")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
