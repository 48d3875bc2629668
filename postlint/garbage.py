"""Garbage collection, tuned for short-lived trees among results that stay."""

import gc

#: A tree holds on to itself, so that only the collector frees it; by default it would look 50
#: times for each post, and ever longer the more results there are.
_ALLOCATIONS = 100_000


def collect_less_often() -> None:
    """Makes this process collect about once for several posts; for processes that end soon."""
    gc.set_threshold(_ALLOCATIONS, 20, 50)
