"""What is fuzzed: each target takes a text and raises where something that always holds does not.

Whatever the text, nothing may raise but the error that a target's room promises.
"""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from postlint.document import make_document
from postlint.fixing import Allowed, fix
from postlint.links.malformed import defect_of, is_local, local_path
from postlint.links.nearest import Names
from postlint.links.slugs import GithubSlugger, loose_slugs
from postlint.links.targets import read_url
from postlint.runner import Run
from postlint.settings import Configuration, Overrides, SettingsError
from postlint.settings.layers import make_layer, parse
from postlint.settings.origin import Origin
from postlint.settings.resolved import resolve
from postlint.source import Source
from postlint.spelling import check
from postlint.spelling.options import SpellingOptions
from postlint.spelling.tokens import Word, words
from postlint.syntax import parse as parse_markdown

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from postlint.frontmatter import FrontMatter
    from postlint.project import Report
    from postlint.syntax.nodes import Node

_SPANS = ("url_span", "title_span", "label_span", "info_span", "opening")


def parser(text: str) -> None:
    """Children lie in their parent, in order; line endings move nothing but offsets."""
    root = parse_markdown(text).root
    check_tree(root, text)
    with_cr = parse_markdown(text.replace("\r\n", "\n").replace("\n", "\r")).root
    with_lf = parse_markdown(text.replace("\r\n", "\n").replace("\r", "\n")).root
    assert _spans(with_cr) == _spans(with_lf)


def mdx(text: str) -> None:
    """The same of MDX."""
    check_tree(parse_markdown(text, mdx=True).root, text)


def check_tree(root: Node, text: str) -> None:
    assert (root.start, root.end) == (0, len(text))
    for node in root.walk():
        assert node.start < node.end or node is root
        end = node.start
        for child in [*node.children, *getattr(node, "alt_nodes", ())]:
            assert end <= child.start, f"{child} overlaps what is before it in {node}"
            end = child.end
        assert end <= node.end, f"{node} ends before its last child"
        for name in _SPANS:
            span = getattr(node, name, None)
            assert span is None or node.start <= span[0] <= span[1] <= node.end, (node, name)


def front_matter(text: str) -> None:
    """Values are where they are said to be; what does not parse is told with an offset."""
    for before, after in (("---\n", "\n---\n"), ("+++\n", "\n+++\n"), ("{", "}\n")):
        post = f"{before}{text}{after}"
        document = make_document(Source.from_text(post))
        found: FrontMatter | None = document.front_matter
        if found is None:
            continue
        assert isinstance(found.data, dict)
        if found.error is not None:
            message, offset = found.error
            assert message
            assert "\n" not in message
            assert found.start <= offset <= found.end
        for key in found.data:
            span = found.span(key) if isinstance(key, (str, int)) else None
            assert span is None or found.start <= span[0] <= span[1] <= found.end


def document(text: str) -> None:
    """Templates, links, prose, sections: every view of a post has its spans in the post."""
    view = make_document(Source.from_text(text))
    for link in view.links:
        assert 0 <= link.start <= link.url_span[0] <= link.url_span[1] <= len(text)
    for run in view.prose:
        assert run.segments[0][0] == 0
        for (index, offset), (next_index, next_offset) in pairwise(run.segments):
            assert index <= next_index
            assert offset <= next_offset
        if run.text:
            start, end = run.span(0, len(run.text))
            assert 0 <= start <= end <= len(text)
    for section in view.all_sections:
        assert section.start <= section.heading.end <= section.end <= len(text)


def spelling(text: str) -> None:
    """Words are cut from the text, in order; a misspelling stands where it is said to be."""
    end = 0
    for found in words(text):
        parts = [found] if isinstance(found, Word) else list(found.parts)
        for word in parts:
            assert 0 <= word.start < word.end <= len(text)
        for word in parts[:1]:
            assert word.start >= end
            end = word.start
    post = Source.from_text(text)
    for mode in ("typos", "strict"):
        for item in check(make_document(post), SpellingOptions(language="en", mode=mode)):
            assert 0 <= item.start < item.end <= len(post.text)
            assert 0 <= item.confidence <= 1


def directives(text: str) -> None:
    """Comments that speak to postlint, or nearly."""
    for opening, closing in (("<!--", "-->"), ("{% comment %}", "{% endcomment %}"), ("{#", "#}")):
        post = f"[a]()\n\n{opening} postlint-{text} {closing}\n\n[b]()\n"
        _lint(post, select=["empty-link", "invalid-directive", "unused-directive"])


def configuration(text: str) -> None:
    """A configuration is understood, or told to be wrong in one line."""
    here = Path("/site")
    try:
        layer = make_layer(parse(text, "postlint.toml"), Origin("postlint.toml", here, here, text))
        if not layer.values.get("plugins"):
            resolve([layer], Configuration(Overrides(isolated=True)).registry(here))
    except SettingsError as error:
        assert "\n" not in str(error)
        assert re.match(r"postlint\.toml(:\d+|: )", str(error)), str(error)


def urls(text: str) -> None:
    """Destinations, slugs and names that are nearly right."""
    target = read_url(text)
    assert 0 <= target.path_end <= len(text)
    if text:
        defect_of(text)
        if is_local(text):
            local_path(text)
    slugger = GithubSlugger()
    assert slugger.slug(text) != slugger.slug(text)
    loose_slugs(text)
    Names(["set-up", "other", text]).nearest(text[1:])
    _lint(f"# Set up\n\n[a](<{text}>) [b]({text}) <{text}> {text}\n", select=["links"])


def fixing(text: str) -> None:
    """Fixing never fails, and fixing twice changes nothing more."""
    post = Source.from_text(text, "post.md")
    run = _run(select=["all", "bare-url"])
    run.lint_sources([post])
    once = fix(run, Allowed.UNSAFE)
    assert not once.report.failures, once.report.failures
    for change in once.changes:
        again = _run(select=["all", "bare-url"])
        again.lint_sources([change.after])
        assert not fix(again, Allowed.UNSAFE).changes


def _lint(text: str, **values: Any) -> Report:
    run = _run(**values)
    run.lint_sources([Source.from_text(text, "post.md")])
    report = run.report()
    assert not report.failures, report.failures
    return report


def _run(**values: Any) -> Run:
    key = repr(values)
    if key not in _configurations:
        _configurations[key] = Configuration(Overrides(isolated=True, values=values))
    return Run(_configurations[key])


_configurations: dict[str, Configuration] = {}


def _spans(root: Node) -> list[tuple[str, int, int]]:
    return [(node.type, node.start, node.end) for node in root.walk()]


TARGETS: Mapping[str, Callable[[str], None]] = {
    target.__name__: target
    for target in (
        parser,
        mdx,
        front_matter,
        document,
        spelling,
        directives,
        configuration,
        urls,
        fixing,
    )
}
