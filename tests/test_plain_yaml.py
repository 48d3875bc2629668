"""Plain YAML is read as PyYAML reads it, or left to PyYAML."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.frontmatter import read_any_yaml
from postlint.plain_yaml import read_plain_yaml

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = [
    "",
    "\n",
    "title: Of mice and men\n",
    "title:   Of mice and men  \n\n",
    "title: 'Of mice: and men'\nsubtitle: \"#1\"\n",
    "title: Mäuse – und 人\r\nlang: de\r\n",
    "date: 2015-02-28\nupdated: 2016-02-29 10:11:12\nversion: 2.4.0\n",
    "date: 2014-07-29 18:59:13 -0400\n",
    "begin: 2010-01-10T13:07:09Z\nend: 2010-01-10 13:07:09 -04:30\n",
    "weight: 10\nzero: 0\ntime: 10 min\n",
    "draft: true\ntoc: Off\nlayout: null\nempty:\nlast:   \n",
    "tags: [a, b c, yes ,d]\nnone: []\n",
    "tags:\n- a\n- 'b'\n\ncategories:\n   -   c\n   - 3\n",
    "permalink: /docs/:year/\nlanguage: C#\nurl: https://example.org/\n",
]
NOT_PLAIN = [
    "title: a: b\n",
    "title: a #b\n",
    "title: a:\n",
    "title: a\n  b\n",
    "title: a\n- b\n",
    "title: a\ntitle: b\n",
    "tags:\n- a\n  - b\n",
    "tags:\n- a: b\n",
    "tags:\n- - b\n",
    "tags: [a, [b]]\n",
    'title: "a\\n"\n',
    "title: 'it''s'\n",
    "title: |\n  a\n",
    "title: &a b\n",
    "title: 010\n",
    "title: 1_0\n",
    "title: 1:30\n",
    "title: 1e3\n",
    "title: .5\n",
    "date: 2015-02-30\n",
    "date: 2015-02-28 25:00:00\n",
    "yes: no\n",
    "title:\ta\n",
    "title: a\rb: c\n",
    "title: a\x85b\n",
    "title: a\N{NO-BREAK SPACE}\n",
    "- a\n",
    "{a: b}\n",
    "title : a\n",
    "# a\n",
]
_PIECES = st.sampled_from([*"aZ09 -:#'\"[],/\n\r\t.é", ": ", " #", "\n- ", "\n  - ", "null", "on"])


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_plain_is_read_without_a_library(text: str) -> None:
    assert read_plain_yaml(text) is not None
    compare(text)


@pytest.mark.parametrize("text", NOT_PLAIN)
def test_what_is_not_plain_is_left_to_the_library(text: str) -> None:
    assert read_plain_yaml(text) is None


@given(
    st.lists(st.sampled_from("".join([*PLAIN, *NOT_PLAIN]).splitlines(keepends=True)), max_size=4),
    st.lists(st.tuples(st.integers(0, 99), st.integers(0, 3), _PIECES), max_size=3),
)
def test_both_say_the_same(lines: list[str], changes: list[tuple[int, int, str]]) -> None:
    text = "".join(lines)
    for place, removed, piece in changes:
        start = place * len(text) // 100
        text = text[:start] + piece + text[start + removed :]
    compare(text)


def compare(text: str) -> None:
    plain = read_plain_yaml(text)
    if plain is not None:
        data, spans = read_any_yaml(text)
        # By their form: True is not 1, and a date is no moment.
        assert repr(plain[0]) == repr(data or {})
        assert dict(plain[1]) == dict(spans)


def test_a_post_with_plain_front_matter_needs_no_library(tmp_path: Path) -> None:
    program = "import sys; from postlint.__main__ import main\n" + (
        "import atexit; atexit.register(lambda: print('yaml' in sys.modules))\nmain()"
    )
    for text, needed in (("title: A\ntags: [b]\n", "False"), ("title: &a A\n", "True")):
        (tmp_path / "a.md").write_text(f"---\n{text}---\n\nText.\n", "utf-8")
        done = subprocess.run(
            [sys.executable, "-c", program, "--no-cache", "--quiet", "a.md"],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
        )
        assert done.stdout.strip() == needed
