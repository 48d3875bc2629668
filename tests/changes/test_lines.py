"""Which lines of a text are new."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from postlint.changes.lines import unchanged_lines

texts = st.lists(st.sampled_from(["", "a", "b", "c", "d", "e"]), max_size=30)


@given(texts, texts)
@example(["a", "b"] * 15, ["b", "a"] * 15)
def test_unchanged_lines_are_equal_and_in_order(before: list[str], after: list[str]) -> None:
    found = unchanged_lines(before, after)
    assert all(after[later] == before[earlier] for later, earlier in found.items())
    earlier = [found[later] for later in sorted(found)]
    assert all(one < next_one for one, next_one in pairwise(earlier))


@given(texts)
def test_a_text_is_as_it_is(text: list[str]) -> None:
    assert unchanged_lines(text, text) == {line: line for line in range(len(text))}


@given(texts, texts, texts)
def test_what_is_put_in_between_is_all_that_is_new(
    start: list[str], new: list[str], end: list[str]
) -> None:
    assert len(unchanged_lines([*start, *end], [*start, *new, *end])) == len(start) + len(end)


@given(texts, texts)
def test_what_is_taken_out_leaves_nothing_new(start: list[str], end: list[str]) -> None:
    assert len(unchanged_lines([*start, "x", *end], [*start, *end])) == len(start) + len(end)


def test_of_blocks_that_change_places_one_is_new() -> None:
    before = ["# One", "", "first", "", "# Two", "", "second"]
    after = ["# Two", "", "second", "", "# One", "", "first"]
    found = unchanged_lines(before, after)
    assert ({0, 2} <= found.keys()) != ({4, 6} <= found.keys())


def test_a_line_that_is_edited_among_many() -> None:
    before = [f"line {number}" for number in range(10_000)]
    after = [*before[:5_000], "edited", *before[5_001:]]
    found = unchanged_lines(before, after)
    assert [line for line in range(10_000) if line not in found] == [5_000]


def test_texts_made_to_be_hard_take_no_more_than_their_length() -> None:
    """Two lines that alternate, out of step in the middle: nothing to hold on to."""
    before = ["x", *["a", "b"] * 20_000, "y"]
    after = ["z", *["b", "a", "a"] * 20_000, "y"]
    found = unchanged_lines(before, after)
    assert found[len(after) - 1] == len(before) - 1
    assert 0 not in found
