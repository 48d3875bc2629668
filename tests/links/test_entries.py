"""Which parts of a post are entries of its list of references."""

from __future__ import annotations

import pytest

from postlint.document import make_document
from postlint.links.entries import reference_entries
from postlint.source import Source


def entries(text: str) -> list[tuple[str, str]]:
    document = make_document(Source.from_text(text, "post.md"))
    return [(entry.url, entry.text) for entry in reference_entries(document)]


@pytest.mark.parametrize(
    "title",
    ["References", "## references", "Bibliography:", "5. Sources", "Works Cited", "Further reading",
     "The literature", "References & notes"],
)  # fmt: skip
def test_sections_of_references(title: str) -> None:
    assert entries(f"# {title.lstrip('# ')}\n\n- [A](http://a.dev/)\n") == [("http://a.dev/", "A")]


@pytest.mark.parametrize(
    "title",
    ["References and borrowing", "Reference", "Open source", "Reading", "Data sources used"],
)
def test_other_sections(title: str) -> None:
    assert entries(f"# {title}\n\n- [A](http://a.dev/)\n") == []


def test_what_an_entry_is() -> None:
    text = """# References

Some words on [the list](http://list.dev/).

1. Knuth, *Literate programming*. <http://a.dev/>
2. Two: [b](http://b.dev/), [c](http://c.dev/)
3. None at all.

[4] Lovelace, [Notes][notes].

- nested
  - [D](d.md)

[notes]: http://notes.dev/
"""
    assert entries(text) == [
        ("http://a.dev/", "Knuth, Literate programming."),
        ("http://notes.dev/", "[4] Lovelace, Notes."),
        ("d.md", "nested D"),
    ]


def test_an_entry_stands_where_its_url_does() -> None:
    text = "# Sources\n\n- [A][a]\n\n[a]: http://a.dev/ 'T'\n"
    (entry,) = reference_entries(make_document(Source.from_text(text, "post.md")))
    start, end = entry.location.start.offset, entry.location.end.offset
    assert text[start:end] == "http://a.dev/"
