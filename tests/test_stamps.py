"""Stamps tell whether something has changed, and whether they can be trusted to."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import TYPE_CHECKING

from postlint.cache import stamps
from postlint.cache.stamps import is_settled, stamp_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_what_was_touched_a_moment_ago_is_not_trusted() -> None:
    now = 1_700_000_000_123_456_789
    assert is_settled(now - 100_000_000, now)
    assert not is_settled(now - 1_000_000, now)
    # A clock that counts whole seconds, or two at a time.
    assert not is_settled(now // 10**9 * 10**9, now)
    assert is_settled(now // 10**9 * 10**9 - 3 * 10**9, now)
    assert is_settled(None, now)


def test_a_stamp_tells_all_that_may_change(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = {"st_ino": 0, "st_size": 0, "st_mode": 0, "st_ctime_ns": 0, "st_mtime_ns": 0}
    statuses = [usual]
    for field in usual:
        values = (1, 2**31, 2**32 - 1, *((-1, -(10**18)) if "time" in field else ()))
        statuses += [{**usual, field: value} for value in values]
    seen = set()
    for status in statuses:
        found = SimpleNamespace(**status)
        monkeypatch.setattr(stamps, "os", SimpleNamespace(stat=lambda path, found=found: found))
        seen.add(stamp_of("a.md"))
    assert len(seen) == len(statuses)


def test_what_was_modified_before_1970_is_settled(tmp_path: Path) -> None:
    os.utime(tmp_path, ns=(0, -(10**18)))
    assert is_settled(stamp_of(tmp_path), 0)
