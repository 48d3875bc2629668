"""What always holds of fixes, whatever the post: generated ones with defects planted in them.

For a longer search by hand: POSTLINT_EXAMPLES=10000 pytest tests/test_fixing_properties.py.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies import CONTAINERS, INLINES, MARKERS, indented, posts

from postlint.document import make_document
from postlint.fixing import Allowed, Change, Outcome, apply_edits, diff, fix
from postlint.preservation import preserves
from postlint.rule import Edit
from postlint.runner import Run
from postlint.settings import Configuration, Overrides
from postlint.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from postlint.document import Document
    from postlint.syntax.nodes import Node, Text

_EXAMPLES = os.environ.get("POSTLINT_EXAMPLES")
bounded = settings(max_examples=int(_EXAMPLES or 150), derandomize=_EXAMPLES is None, deadline=None)

CONFIGURATION = Configuration(
    Overrides(isolated=True, values={"rules": {"bare-url": {"always": True}}})
)
#: A folder that is not there, so that nothing beside the post plays a part.
PATH = "nowhere/post.md"

#: Defects that a rule has a fix for, by the rule.
DEFECTS = {
    "spelling": ("We recieve a *recieve* today.", "- we recieve it", "## We recieve"),
    "bare-url": ("See https://rain.dev/gauges now.", "*https://rain.dev/a*"),
    "reversed-link": ("See (the guide)[https://rain.dev/guide].", "(a)[docs/guide.md] it"),
    "malformed-url": ("[Rain](htps://rain.dev/a)", "[x](https://https://rain.dev) y"),
    "duplicate-definition": ("[twice]: /twice\n[twice]: /twice\n\n[twice]",),
    "unused-definition": ("[unused]: /unused", "[un]: /u\n[used]: /v\n\n[used]"),
    "unused-directive": (
        "<!-- postlint-disable-next-line spelling -->\n\nA word.",
        "Text\n<!-- postlint-disable-line spelling, empty-section -->\nmore",
    ),
    "unknown-code-language": ("```pyhton\nx = 1\n```", "~~~ javscript\nx\n~~~"),
    "missing-code-language": ('```\n{"a": 1}\n```', "~~~\n$ make test\n3 passed\n~~~"),
    "undefined-reference": ("[a][tipping bukcet]\n\n[tipping bucket]: /b\n\n[tipping bucket]",),
    "duplicate-footnote": ("One.[^two] Two.[^two]\n\n[^two]: Two.\n[^two]: Two.",),
    "undefined-footnote": ("A claim.[^sorce] One.[^source]\n\n[^source]: Its source.",),
    "missing-anchor": ("[set up](#setup)\n\n## Set up\n\nText",),
}
#: What an edit could put into a post that is no word.
HOSTILE = (
    st.lists(st.sampled_from((*MARKERS, *INLINES, "word", "\n")), max_size=3)
    .map("".join)
    .filter(str.strip)
)


@st.composite
def _defect(draw: st.DrawFn, rules: tuple[str, ...]) -> str:
    text = draw(st.sampled_from(DEFECTS[draw(st.sampled_from(rules))]))
    if draw(st.booleans()):
        return text
    return indented(text, *draw(st.sampled_from(CONTAINERS)))


@st.composite
def faulty(draw: st.DrawFn, rules: tuple[str, ...] = tuple(DEFECTS)) -> str:
    """A generated post with one to five defects between, or in, its blocks."""
    text = draw(posts)
    for _ in range(draw(st.integers(1, 5))):
        breaks = [match.end() for match in re.finditer(r"\n", text)] or [len(text)]
        at = draw(st.sampled_from(breaks))
        around = draw(st.sampled_from(("\n\n", "\n\n", "\n")))
        text = text[:at] + around + draw(_defect(rules)) + around + text[at:]
    ending = draw(st.sampled_from(("\n", "\n", "\r\n", "\r")))
    return text.replace("\n", ending)


def mend(text: str, allowed: Allowed) -> tuple[Source, Source, Run, Outcome]:
    """A post before and after its fixes, the run and its outcome."""
    before = Source.from_text(text, PATH)
    run = Run(CONFIGURATION)
    run.lint_sources([before])
    assert run.report().failures == ()
    outcome = fix(run, allowed)
    return before, run.source(PATH), run, outcome


def skeleton(source: Source) -> Counter[Any]:
    """What of a page no safe fix may touch: its nodes with what they are in, and what they say.

    Left out are words, definitions, directives, languages and how an address is written, and
    footnotes that are not shown, as others have their labels.
    """
    document = make_document(source)
    shown = {id(footnote) for footnote in document.footnotes.values()}
    return Counter(_skeleton(document.root, (), shown))


def _skeleton(node: Node, above: tuple[str, ...], shown: set[int]) -> Iterator[Any]:
    for child in getattr(node, "children", ()):
        if child.type in ("text", "definition"):
            continue
        if child.type == "footnoteDefinition" and id(child) not in shown:
            continue
        # Code that is never closed takes in the blank lines before what ends it.
        value = getattr(child, "value", "").rstrip("\n")
        kept = re.sub(r"\s*<!-- postlint-disable.*?-->\s*", "", value)
        if kept != value and not kept:
            continue
        value = kept
        if child.type == "html":
            # The prose between the tags is mended as well.
            value = " ".join(re.findall(r"<[^<>]*>", value))
        yield (
            *above,
            child.type,
            value,
            getattr(child, "depth", 0),
            getattr(child, "identifier", ""),
            getattr(child, "title", ""),
        )
        yield from _skeleton(child, (*above, child.type), shown)


def shape(document: Document) -> list[Any]:
    """The nodes of a page but for its words, in order, with what they are in and what they say."""
    fields = ("depth", "first", "checked", "align", "url", "title", "identifier", "info", "value")
    stack: list[tuple[Node, tuple[str, ...]]] = [(document.root, ())]
    found = []
    while stack:
        node, above = stack.pop()
        if node.type != "text":
            found.append((above, node.type, *(getattr(node, name, None) for name in fields)))
        stack += [(child, (*above, node.type)) for child in reversed(node.children)]
    return found


def squeezed(texts: Iterable[Text]) -> str:
    return "".join("".join(text.value for text in texts).split())


@bounded
@given(faulty())
def test_no_fix_fails_and_none_goes_on_for_ever(text: str) -> None:
    for allowed in Allowed:
        *_, outcome = mend(text, allowed)
        assert outcome.report.failures == ()


@bounded
@given(faulty())
def test_safe_fixes_do_not_change_the_page(text: str) -> None:
    before, after, *_ = mend(text, Allowed.SAFE)
    assert skeleton(before) == skeleton(after)


@bounded
@given(posts, HOSTILE, st.data())
def test_whatever_replaces_words_the_check_lets_nothing_else_change(
    text: str, replacement: str, data: st.DataObject
) -> None:
    before = make_document(Source.from_text(text))
    texts = before.nodes("text")
    urls = [link for link in before.nodes("link") if link.form != "inline"]
    words = [
        node
        for node in texts
        if node.start < node.end and not any(url.start <= node.start < url.end for url in urls)
    ]
    assume(words)
    node = data.draw(st.sampled_from(words))
    start = data.draw(st.integers(node.start, node.end - 1))
    edit = Edit(start, data.draw(st.integers(start + 1, node.end)), replacement)
    after = make_document(Source.from_text(apply_edits(text, [edit])))
    if preserves(before, after, [edit]):
        assert shape(before) == shape(after)
        said = squeezed(after.nodes("text"))
        assert said.startswith(squeezed(text for text in texts if text.end <= node.start))
        assert said.endswith(squeezed(text for text in texts if text.start >= node.end))


@bounded
@given(faulty())
def test_fixing_twice_changes_nothing_more(text: str) -> None:
    for allowed in Allowed:
        _, after, *_ = mend(text, allowed)
        *_, outcome = mend(after.text, allowed)
        assert outcome.changes == ()


@bounded
@given(faulty())
def test_the_report_is_that_of_the_mended_text(text: str) -> None:
    """Positions and directives hold after every pass."""
    for allowed in Allowed:
        _, after, _, outcome = mend(text, allowed)
        fresh = Run(CONFIGURATION)
        fresh.lint_sources([after])
        assert outcome.report.findings == fresh.report().findings


@bounded
@given(faulty())
def test_line_endings_stay(text: str) -> None:
    for allowed in Allowed:
        before, after, *_ = mend(text, allowed)
        endings = [set(re.findall(r"\r\n|\n|\r", source.text)) for source in (before, after)]
        assert endings[1] <= endings[0]


@bounded
@given(faulty())
def test_what_a_directive_excuses_is_not_fixed(text: str) -> None:
    excused = text.replace("recieve", "word") + "\n\n<!-- postlint-disable spelling -->\n\nrecieve"
    before = Source.from_text(excused, PATH)
    directives = [directive.command for directive in make_document(before).directives.all]
    assume(directives.count("disable") == 1)
    _, after, *_ = mend(excused, Allowed.UNSAFE)
    assert after.text.endswith("recieve")


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@settings(bounded, max_examples=int(_EXAMPLES or 40))
@given(
    faulty(), st.sampled_from(["a.md", "a b.md", "é.md", 'quo"te.md', "tab\t.md", "back\\slash.md"])
)
def test_git_makes_of_the_diff_what_fix_makes(text: str, name: str) -> None:
    before, after, *_ = mend(text, Allowed.UNSAFE)
    change = Change(Source(name, before.text, before.bom), Source(name, after.text, after.bom))
    assume(before.text != after.text)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, name)
        file.write_bytes(before.encode(before.text))
        subprocess.run(
            ["git", "apply", "--whitespace=nowarn", "-"],
            cwd=folder,
            input=diff(change).encode(),
            check=True,
            env={**os.environ, "GIT_CEILING_DIRECTORIES": str(Path(folder).parent)},
        )
        assert file.read_bytes() == before.encode(after.text)


@pytest.mark.parametrize("rule", DEFECTS)
@pytest.mark.parametrize("number", range(2))
def test_each_defect_is_one(rule: str, number: int) -> None:
    """Else the properties above would say nothing."""
    defects = DEFECTS[rule]
    text = f"# Title\n\n{defects[number % len(defects)]}\n"
    _, after, *_ = mend(text, Allowed.UNSAFE)
    assert after.text != text
