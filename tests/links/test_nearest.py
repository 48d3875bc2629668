"""Which name is near enough to be suggested."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.links.nearest import Names


@pytest.mark.parametrize(
    ("wrong", "known", "near"),
    [
        ("setup", ["set-up", "stepup"], "set-up"),
        ("Set Up", ["set_up"], "set_up"),
        ("giude", ["guide", "guild"], "guide"),
        ("instalation-guide", ["installation-guide"], "installation-guide"),
        ("fool", ["foob", "fooa"], "fooa"),
        ("rust-vision-doc.md", ["async-vision-doc.md"], None),
        ("part-1", ["part-2"], None),
        ("v1.2", ["v1.3", "v1-2"], "v1-2"),
        ("manual", ["handbook"], None),
        ("ab", ["ac"], None),
        ("", ["a"], None),
        ("---", ["a", "--"], None),
        ("a", [], None),
        ("x" * 500, ["x" * 499], None),
    ],
)
def test_nearest(wrong: str, known: list[str], near: str | None) -> None:
    assert Names(known).nearest(wrong) == near


@given(st.lists(st.text(max_size=8)), st.text(max_size=8))
def test_the_answer_is_a_known_name_and_does_not_depend_on_order(
    known: list[str], wrong: str
) -> None:
    near = Names(known).nearest(wrong)
    assert near is None or near in known
    assert Names(reversed(known)).nearest(wrong) == near
