"""The tree is the reference's, on the specification's examples and on the project's own posts.

Any folder can be compared by hand: see docs/conformance.md.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from compare import Comparison, Post, compare, examples, folder_posts
from reference import missing, reference_spans

POSTS = Path(__file__).parent / "posts"
MINIMUM_F1 = 0.995
MINIMUM_STRICT_F1 = 0.999

pytestmark = pytest.mark.skipif(missing() is not None, reason=f"no conformance check: {missing()}")


def test_specification_examples() -> None:
    posts = examples()
    assert len(posts) == 652
    check(compare(posts))


def test_own_posts() -> None:
    posts = folder_posts(POSTS)
    assert len(posts) == len(list(POSTS.glob("*.md")))
    check(compare(posts))


def test_a_difference_is_found() -> None:
    text = "# a *b*"
    [theirs] = reference_spans([text])
    comparison = Comparison()
    comparison.add(Post("post", text), [("heading", 0, 6), ("emphasis", 4, 7)], theirs)
    assert comparison.scores["heading"].f1 == 0.0
    assert comparison.scores["emphasis"].f1 == 1.0
    assert [one.type for one in comparison.differences if one.type == "heading"]
    assert len(comparison.failures(MINIMUM_F1, MINIMUM_STRICT_F1)) == 2


def check(comparison: Comparison) -> None:
    """Fail with the figures that are too low and with what differs."""
    failures = comparison.failures(MINIMUM_F1, MINIMUM_STRICT_F1)
    differing = sorted({f"{one.post.name}: {one.type}" for one in comparison.differences})
    assert not failures, "\n".join([*failures, *differing])
