"""Words of other spell checkers, and the words of a site."""

from pathlib import Path

import pytest
from posts import document

from postlint.spelling.options import SpellingOptions
from postlint.spelling.vocabulary import (
    VocabularyError,
    learnt,
    unknown_words,
    words_of_file,
    words_of_folder,
)


def test_cspell_in_json_with_comments(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("# ours\nFlibber\n!wrong\n", encoding="utf-8")
    path = tmp_path / "cspell.json"
    path.write_text(
        '{\n  // ours\n  "words": ["Zorblax", "a//b",],\n  "ignoreWords": ["quux"],\n'
        '  "dictionaryDefinitions": [{"name": "own", "path": "./own.txt"}]\n}\n',
        encoding="utf-8",
    )
    assert words_of_file(path) == {"zorblax", "a//b", "quux", "flibber"}


def test_cspell_in_yaml(tmp_path: Path) -> None:
    path = tmp_path / "cspell.config.yaml"
    path.write_text("words:\n  - Zorblax\noverrides:\n  - words: [quux]\n", encoding="utf-8")
    assert words_of_file(path) == {"zorblax", "quux"}


def test_typos_words_that_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "_typos.toml").write_text(
        '[default.extend-words]\nteh = "teh"\nhte = "the"\n'
        '[default.extend-identifiers]\nHexx = "Hexx"\n',
        encoding="utf-8",
    )
    assert words_of_folder(tmp_path) == {"teh", "hexx"}


def test_hunspell_dictionary(tmp_path: Path) -> None:
    path = tmp_path / "own.dic"
    path.write_text("3\nZorblax/MS\nquux\n*nope\n", encoding="utf-8")
    assert words_of_file(path) == {"zorblax", "quux"}


@pytest.mark.parametrize(("name", "text"), [("cspell.json", "{"), ("_typos.toml", "= 1")])
def test_a_broken_file_is_named(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(VocabularyError, match=name):
        words_of_file(path)


def test_unknown_words_of_a_site_the_most_suspicious_first() -> None:
    posts = [
        document("The flibberwock sleeps.\n\nWe recieve letters.", "a.md"),
        document("Another flibberwock, by Zorblax.", "b.md"),
    ]
    found = unknown_words((post, SpellingOptions()) for post in posts)
    assert [(word.word, word.count, word.path, word.line) for word in found] == [
        ("recieve", 1, "a.md", 3),
        ("flibberwock", 2, "a.md", 1),
        ("Zorblax", 1, "b.md", 1),
    ]
    assert found[0].suspicion > 0.9
    assert found[0].context == "We recieve letters."
    assert learnt(["# ours", "Quux"], found) == "# ours\nflibberwock\nQuux\nZorblax\n"
