"""Which tags are known, and what an unknown one plainly stands for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.code.languages import edit_distance, highlighters, is_language, nearest_languages

COMMON = (
    "python javascript typescript rust go java c cpp c++ c# csharp ruby php swift kotlin sql html "
    "css scss json jsonc yaml toml xml bash sh zsh fish powershell console shell-session text txt "
    "plain plaintext output diff patch mermaid math latex dockerfile makefile nginx ini csv "
    "graphql http pycon ipython3 html+jinja diff-js azurecli-interactive ad-note none nohighlight"
)


@pytest.mark.parametrize("tag", COMMON.split())
def test_what_people_write_is_known(tag: str) -> None:
    assert is_language(tag)
    assert is_language(tag.upper())


@pytest.mark.parametrize("tag", ["pyhton", "frobnicate", "main.py", "java17", "diff-", "-", ""])
def test_unknown(tag: str) -> None:
    assert not is_language(tag)


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("pyhton", "python"),
        ("PYTHN", "python"),
        ("javscript", "javascript"),
        ("josn", "json"),
        ("htlm", "html"),
        ("dockefile", "dockerfile"),
        ("golng", "golang"),
        ("consle", "console"),
        ("mermiad", "mermaid"),
    ],
)
def test_one_slip_is_certain(tag: str, language: str) -> None:
    nearest = nearest_languages(tag)
    assert nearest.languages == (language,)
    assert nearest.certain


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("phyton", "python"),  # two slips
        ("pyton", "python"),  # "pycon" is as near
        ("ymal", "yaml"),  # so is "yml"
        (".js", "js"),
        ("#!python", "python"),
        ("lang-js", "js"),
        ("language-python", "python"),
        ("main.py", "py"),
        ("src/app/main.tsx", "tsx"),
        ("java17", "java"),
        ("python3.12", "python"),
        ("c++20", "c++"),
        (".NET", "csharp"),
    ],
)
def test_likely_but_not_certain(tag: str, language: str) -> None:
    nearest = nearest_languages(tag)
    assert nearest.languages[0] == language
    assert not nearest.certain


@pytest.mark.parametrize(
    "tag",
    "note code curl yarn usage test error request response example input wide script bsh "
    "admonition figure dropdown card grid tab-set margin exercise x".split(),
)
def test_other_words_stand_for_no_language(tag: str) -> None:
    if not is_language(tag):
        assert nearest_languages(tag).languages == ()


def test_what_is_suggested_is_known() -> None:
    for tag in highlighters():
        for slip in (tag[1:], tag[:-1], tag[:2] + tag[1:]):
            assert all(map(is_language, nearest_languages(slip).languages)), slip


def test_an_endless_tag_stands_for_nothing() -> None:
    assert nearest_languages("python" * 10_000).languages == ()


@pytest.mark.parametrize(
    ("first", "second", "distance"),
    [("", "", 0), ("ab", "ba", 1), ("abc", "abd", 1), ("abc", "ab", 1), ("abcd", "badc", 2),
     ("abc", "", 3), ("python", "haskell", 3)],
)  # fmt: skip
def test_edit_distance(first: str, second: str, distance: int) -> None:
    assert edit_distance(first, second, limit=2) == distance


@given(st.text("abc", max_size=6), st.text("abc", max_size=6), st.integers(0, 6))
def test_edit_distance_is_symmetric_and_capped(first: str, second: str, limit: int) -> None:
    full = edit_distance(first, second, limit=6)
    assert edit_distance(second, first, limit=6) == full
    assert edit_distance(first, second, limit) == min(full, limit + 1)
    assert (full == 0) == (first == second)


def test_data_is_what_the_documentation_says() -> None:
    for tag, letters in highlighters().items():
        assert tag == tag.lower()
        assert tag.split() == [tag]
        assert letters == "x" or set(letters) <= set("lphisrc")
