"""Front matter: its values, and where they stand."""

from __future__ import annotations

import pytest

from postlint.document import Document, make_document
from postlint.source import Source


def document(text: str) -> Document:
    return make_document(Source.from_text(text, "post.md"))


def shown(text: str, *path: str | int) -> str | None:
    front_matter = document(text).front_matter
    assert front_matter is not None
    span = front_matter.span(*path)
    return None if span is None else text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("---\ntitle: Café au lait\n---\n", ("title",), "Café au lait"),
        ('---\ntitle: "A b"\n---\n', ("title",), "A b"),
        ("---\ntitle:\n  On the next line\n---\n", ("title",), "On the next line"),
        ("---\ntitle: &a !!str Tagged\n---\n", ("title",), "Tagged"),
        ("---\rtitle: Old\r---\r", ("title",), "Old"),
        ("---\r\ntitle: Two\r\ntags: [a, b]\r\n---\r\n", ("tags", 1), "b"),
        ("---\na:\n  title: Inner\ntitle: Outer\n---\n", ("title",), "Outer"),
        ("---\na:\n  title: Inner\n---\n", ("title",), None),
        ("---\na:\n  title: Inner\n---\n", ("a", "title"), "Inner"),
        ("---\ntext: |\n  one\n  two\n---\n", ("text",), "  one\n  two"),
        ('+++\ntags = [\n["1"]\n]\ntitle = "Deep"\n+++\n', ("title",), "Deep"),
        ('+++\n[extra]\ntitle = "Inner"\n+++\n', ("title",), None),
        ('+++\n[extra]\ntitle = "Inner"\n+++\n', ("extra", "title"), "Inner"),
        ("+++\ntext = '''\ntitle = 1\n'''\n+++\n", ("title",), None),
        ('+++\ntags = ["a", \'b\', # "c"\n"""d""", [1]]\n+++\n', ("tags", 2), "d"),
        ('+++\ntags = ["a", ["b"], 12]\n+++\n', ("tags", 2), "12"),
        ('+++\nx = {a.b = "c", d = ["e"]}\n+++\n', ("x", "a", "b"), "c"),
        ('+++\nx = {a.b = "c", d = ["e"]}\n+++\n', ("x", "d", 0), "e"),
        ('+++\nx = [\n"y = 1"\n]\ny = "z"\n+++\n', ("y",), "z"),
        ('+++\na.b = "c"\n+++\n', ("a", "b"), "c"),
        ('+++\n[[r]]\ns = "1"\n[[r]]\ns = "2"\n[r.t]\nu = "3"\n+++\n', ("r", 1, "s"), "2"),
        ('+++\n[[r]]\ns = "1"\n[[r]]\ns = "2"\n[r.t]\nu = "3"\n+++\n', ("r", 1, "t", "u"), "3"),
        ('{"x": 1, "title": "One line"}\n', ("title",), "One line"),
        ('{"author": {\n "title": "Inner"},\n"title": "Top"}\n', ("title",), "Top"),
        ('{"tags": ["a", {"b": "c"}]}\n', ("tags", 1, "b"), "c"),
    ],
)
def test_a_value_is_where_it_stands(
    text: str, path: tuple[str | int, ...], value: str | None
) -> None:
    assert shown(text, *path) == value


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        ('---\ntitle: "Caf\\u00e9 \\"x\\""\n---\n', 'Café "x"'),
        ("---\ntitle: 'It''s'\n---\n", "It's"),
        ("---\ntitle: See {{ page.x }} and `code` here\n---\n", "See \ufffc and \ufffc here"),
        ("---\nsummary: >\n  one\n  two\n---\n", "  one\ntwo"),
        ("---\ntitle: A word # aside\n---\n", "A word"),
    ],
)
def test_prose_of_a_value_is_what_it_says(text: str, prose: str) -> None:
    run = document(text).prose[0]
    assert (run.kind, run.text) == ("front-matter", prose)
    _, end = run.span(0, len(run.text))
    assert text[end : end + 1] in ("'", '"', "\n", " ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("---\ntitle: [\n---\n", "expected node content"),
        ("+++\ntitle = \n+++\n", "Invalid value"),
        ("---\n" + "a: &a [*a, *a]\n" * 600 + "---\n", "too many YAML aliases"),
    ],
)
def test_what_does_not_parse_says_why(text: str, message: str) -> None:
    front_matter = document(text).front_matter
    assert front_matter is not None
    assert front_matter.data == {}
    assert front_matter.error is not None
    assert message in front_matter.error[0]
    assert 0 <= front_matter.error[1] <= len(text)


def test_front_matter_that_is_no_mapping_has_no_values() -> None:
    front_matter = document("---\n- a\n- b\n---\n").front_matter
    assert front_matter is not None
    assert (front_matter.data, front_matter.error) == ({}, None)


@pytest.mark.parametrize(
    "text",
    [
        '+++\na = [1, {b = "c"}]\n[d]\ne = [["f"], []]\n[[g]]\n"h i" = 2\n[[g]]\nj = {}\n+++\n',
        "---\na: [1, {b: c}]\nd: {e: [[f], []]}\ng: [{h i: 2}, {j: {}}]\n---\n",
        '{"a": [1, {"b": "c"}], "d": {"e": [["f"], []]}, "g": [{"h i": 2}, {"j": {}}]}\n',
    ],
)
def test_every_scalar_has_a_span(text: str) -> None:
    front_matter = document(text).front_matter
    assert front_matter is not None
    assert {path: text[slice(*span)] for path, span in front_matter.spans.items()} == {
        ("a", 0): "1",
        ("a", 1, "b"): "c",
        ("d", "e", 0, 0): "f",
        ("g", 0, "h i"): "2",
    }
