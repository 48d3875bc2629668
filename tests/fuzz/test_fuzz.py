"""A bounded run of every fuzz target, the same each time, and all inputs that once broke one."""

from __future__ import annotations

import random

import pytest
from fuzz_inputs import found, mutated, seeds
from fuzz_targets import TARGETS

EXECUTIONS = 150


@pytest.mark.parametrize("target", TARGETS)
def test_nothing_breaks(target: str) -> None:
    texts = seeds(target)
    for text in [*found(target), *texts[:30]]:
        TARGETS[target](text)
    chance = random.Random(target)
    for _ in range(EXECUTIONS):
        text = mutated(texts, chance)
        try:
            TARGETS[target](text)
        except Exception as error:
            raise AssertionError(f"{text!r} breaks {target}") from error
