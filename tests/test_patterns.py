"""Patterns that earlier runs compiled."""

from __future__ import annotations

import gc
import pkgutil
import re
import subprocess
import sys
from importlib import import_module
from typing import TYPE_CHECKING

import msgspec
import pytest

import postlint
from postlint import regexes
from postlint.cache.patterns import PatternCache
from postlint.digests import digest_of
from postlint.registry import load_registry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: Runs the command line and prints how many patterns ``regexes`` had compiled anew.
_PROGRAM = """\
import atexit, re, sys
compile_pattern, count = re.compile, 0
def compile_and_count(*arguments, **options):
    global count
    caller = sys._getframe(1).f_globals["__name__"]
    count += caller in ("postlint.regexes", "postlint.cache.patterns")
    return compile_pattern(*arguments, **options)
re.compile = compile_and_count
atexit.register(lambda: print(count, file=sys.stderr))
from postlint.__main__ import main
main()
"""


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    regexes.compile_with(re.compile)


def all_patterns() -> set[tuple[str, int]]:
    """Every lazy pattern of postlint and its rules, with its flags."""
    for module in pkgutil.walk_packages(postlint.__path__, "postlint."):
        if not module.name.endswith("__main__") and "postlint.cluster" not in module.name:
            import_module(module.name)
    load_registry()
    lazy = (found for found in gc.get_objects() if type(found) is regexes._LazyPattern)
    return {found._arguments for found in lazy if found._arguments[0] != "("}


def file_in(folder: Path) -> Path:
    (file,) = folder.rglob("*.patterns")
    return file


def fill(folder: Path, *sources: str) -> Path:
    cache = PatternCache(str(folder))
    for source in sources:
        cache.compile(source, 0)
    cache.close()
    return file_in(folder)


def test_each_pattern_of_postlint_is_the_same_again(tmp_path: Path) -> None:
    patterns = sorted(all_patterns())
    assert len(patterns) > 300
    cache = PatternCache(str(tmp_path))
    compiled = {arguments: cache.compile(*arguments) for arguments in patterns}
    cache.close()
    again = PatternCache(str(tmp_path))
    re.purge()
    for (source, flags), pattern in compiled.items():
        remembered = again.compile(source, flags)
        assert remembered is not pattern
        # Equal patterns have the same numbers, which is all that matching goes by.
        assert remembered == pattern, source
        assert remembered.groupindex == pattern.groupindex
        assert (remembered.pattern, remembered.groups) == (pattern.pattern, pattern.groups)
    assert again._new == []


def test_a_run_compiles_what_no_run_before_it_has(tmp_path: Path) -> None:
    post, other = tmp_path / "a.md", tmp_path / "b.md"
    post.write_text("# Title\n\nIt recieves a [link](b.md).\n", "utf-8")
    other.write_text(post.read_text("utf-8") + "\n```\n$ ls -l\n```\n", "utf-8")

    def compiled(*arguments: str) -> int:
        done = subprocess.run(
            [sys.executable, "-c", _PROGRAM, "--cache-dir", str(tmp_path / "c"), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=tmp_path,
        )
        return int(done.stderr)

    assert compiled("a.md") > 30
    assert compiled("./a.md") == 0
    assert compiled("b.md") > 0
    assert compiled("a.md", "b.md") == 0


@pytest.mark.parametrize("damage", ["empty", "short", "foreign", "folder"])
def test_a_damaged_file_is_no_error(tmp_path: Path, damage: str) -> None:
    file = fill(tmp_path, "a+", "(?P<name>b)")
    content = file.read_bytes()
    file.unlink()
    if damage == "folder":
        file.mkdir()
    else:
        file.write_bytes({"empty": b"", "short": content[:-1], "foreign": content[:40]}[damage])
    cache = PatternCache(str(tmp_path))
    assert cache.compile("a+", 0) == re.compile("a+")
    cache.close()


def test_numbers_that_make_no_pattern_are_not_believed(tmp_path: Path) -> None:
    file = fill(tmp_path, "a+")
    ((*head, numbers, groups, index),) = msgspec.msgpack.decode(file.read_bytes()[32:])
    data = msgspec.msgpack.encode([[*head, b"\xff" * len(numbers), groups, index]])
    file.write_bytes(digest_of(data).encode() + data)
    cache = PatternCache(str(tmp_path))
    assert cache.compile("a+", 0) == re.compile("a+")
    cache.close()
    assert PatternCache(str(tmp_path)).compile("a+", 0).fullmatch("aaa")
    ((*_, mended, _, _),) = msgspec.msgpack.decode(file.read_bytes()[32:])
    assert mended == numbers


def test_a_wrong_pattern_is_told_as_usual(tmp_path: Path) -> None:
    cache = PatternCache(str(tmp_path))
    with pytest.raises(re.error):
        cache.compile("(", 0)


def test_too_many_patterns_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("postlint.cache.patterns._MOST", 2)
    file = fill(tmp_path, "a", "b")
    assert len(msgspec.msgpack.decode(file.read_bytes()[32:])) == 2
    fill(tmp_path, "c")
    assert msgspec.msgpack.decode(file.read_bytes()[32:]) == []


def test_a_cache_folder_that_cannot_be_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = PatternCache(str(tmp_path / "file"))
    assert cache.compile("a", 0) == re.compile("a")
    cache.close()


def test_once_closed_patterns_are_compiled_as_usual(tmp_path: Path) -> None:
    cache = PatternCache(str(tmp_path))
    assert regexes._compile == cache.compile
    cache.close()
    assert regexes._compile is re.compile
