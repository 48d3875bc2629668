"""Patterns that are compiled when they are first used."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from postlint.regexes import lazy_pattern

#: Prints the modules that have compiled a pattern by the time all rules are known.
_PROGRAM = """\
import re, sys
compile_pattern = re.compile
def compile_and_tell(*arguments, **options):
    name = sys._getframe(1).f_globals["__name__"]
    if name.startswith("postlint"):
        print(name)
    return compile_pattern(*arguments, **options)
re.compile = compile_and_tell
import postlint.linter, postlint.settings, postlint.links.facts, postlint.registry
postlint.registry.load_registry()
"""


def test_nothing_is_compiled_before_it_is_used() -> None:
    broken = lazy_pattern("(")
    with pytest.raises(re.error):
        broken.search("")


def test_it_has_what_a_compiled_one_has() -> None:
    lazy, compiled = lazy_pattern("(?P<a>X)", re.I), re.compile("(?P<a>X)", re.I)
    for _ in range(2):
        assert lazy.sub("-", "axb") == "a-b"
        assert [match["a"] for match in lazy.finditer("xaX")] == ["x", "X"]
    assert (lazy.pattern, lazy.flags, lazy.groups, lazy.groupindex) == (
        compiled.pattern,
        compiled.flags,
        compiled.groups,
        compiled.groupindex,
    )
    with pytest.raises(AttributeError):
        lazy.nothing  # type: ignore[attr-defined] # noqa: B018 - the attribute is the test


def test_importing_the_rules_compiles_no_patterns_but_that_of_their_names() -> None:
    done = subprocess.run(
        [sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["postlint.regexes"]
