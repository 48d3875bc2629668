"""Configuration and ignore files of strangers: each is told in one line, or does no harm."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from postlint import disk
from postlint.command import run as run_command
from postlint.patterns import compile_patterns
from postlint.spelling import vocabulary
from postlint.tables import parse_json, parse_toml, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

posix_only = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes")

DEPTH = 100_000


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "post.md").write_text("# Post\n\nSee [it](other.md#part).\n", "utf-8")
    (tmp_path / "other.md").write_text("# Other\n\n## Part\n\nText.\n", "utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    """The exit status and what is said on standard error."""
    status = run_command(["--no-cache", *arguments])
    return status, capsys.readouterr().err


CONFIGURATIONS = {
    "postlint.toml": {
        "nested too deeply": "a = " + "[" * DEPTH + "]" * DEPTH,
        "a number of too many digits": "a = " + "9" * DEPTH,
        "a key of more than 100 names": "a." * DEPTH + "b = 1",
        "too long for a configuration": "#" * (disk.LARGEST_CONFIGURATION + 1),
    },
    "pyproject.toml": {
        "nested too deeply": "[tool.postlint]\na = " + "{b=" * DEPTH,
        "a key of more than 100 names": "[tool." + "a." * DEPTH + "b]",
    },
    "cspell.json": {
        "nested too deeply": '{"words": ' + "[" * DEPTH + "]" * DEPTH + "}",
        "a number of too many digits": '{"words": ' + "9" * DEPTH + "}",
    },
    "cspell.yaml": {
        "too many YAML aliases": "a: &a [a]\nwords: [" + "*a," * DEPTH + "]",
    },
    "typos.toml": {"nested too deeply": "a = " + "[" * DEPTH},
}


@pytest.mark.parametrize(
    ("name", "message", "text"),
    [
        pytest.param(name, message, text, id=f"{name}: {message}")
        for name, texts in CONFIGURATIONS.items()
        for message, text in texts.items()
    ],
)
def test_too_much_is_told_in_a_line(
    site: Path, capsys: pytest.CaptureFixture[str], name: str, message: str, text: str
) -> None:
    (site / name).write_text(text, "utf-8")
    status, said = run(capsys)
    assert status == 2
    assert re.fullmatch(rf"postlint: .*{name}: {message}\n", said)


@pytest.mark.parametrize("name", ["postlint.toml", "pyproject.toml"])
@pytest.mark.parametrize("depth", [50, 200, 300, 450])
def test_what_is_deep_but_can_be_read_is_told(
    site: Path, capsys: pytest.CaptureFixture[str], name: str, depth: int
) -> None:
    table = "tool.postlint." if name == "pyproject.toml" else ""
    text = f"{table}rules.spelling.words = " + "[" * depth + "]" * depth
    (site / name).write_text(text, "utf-8")
    status, said = run(capsys)
    assert status == 2
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("parse", "text"),
    [
        (parse_toml, "a = " + "[" * DEPTH),
        (parse_toml, "a = " + "9" * DEPTH),
        (parse_toml, "[" + "a." * 200 + "a]"),
        (parse_toml, '"a" . ' * 200 + "a = 1"),
        (parse_json, "[" * DEPTH),
        (parse_json, "9" * DEPTH),
        (parse_yaml, "- " * DEPTH),
        (parse_yaml, "a: [\n"),
        (parse_yaml, "? {}\n"),
        (parse_yaml, "a: 9999-99-99\n"),
        (parse_yaml, "9" * DEPTH),
    ],
)
def test_what_cannot_be_read_is_one_kind_of_error(
    parse: Callable[[str], object], text: str
) -> None:
    with pytest.raises(ValueError, match=r"\A[^\n]+\Z") as raised:
        parse(text)
    assert "set_int_max_str_digits" not in str(raised.value)


def test_aliases_and_merged_keys_do_not_multiply() -> None:
    """Each level stands for ten of the one before: written out, more than there is memory."""
    text = "a0: &a0 {x: 1}\n"
    text += "".join(
        f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}], l: [{f'*a{n - 1}, ' * 10}]}}\n"
        for n in range(1, 30)
    )
    assert len(parse_yaml(text)) == 30


# Files that configuration is read from


@posix_only
@pytest.mark.parametrize(
    "name",
    [
        ".gitignore",
        ".git/info/exclude",
        "postlint.toml",
        "pyproject.toml",
        "cspell.json",
        "typos.toml",
        "mkdocs.yml",
        "_config.yml",
        "hugo.toml",
        "other.md",
    ],
)
def test_a_pipe_in_the_place_of_a_file_is_not_waited_for(
    site: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (site / name).unlink(missing_ok=True)
    (site / name).parent.mkdir(exist_ok=True)
    os.mkfifo(site / name)
    assert run(capsys)[0] in (0, 1)


@posix_only
@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ('extends = "pipe"', "there is no file pipe"),
        ('baseline = "pipe"', "Not a file but a pipe"),
        ('rules.spelling.words-file = "pipe"', "Not a file but a pipe"),
    ],
)
def test_a_pipe_that_the_configuration_names_is_told(
    site: Path, capsys: pytest.CaptureFixture[str], setting: str, message: str
) -> None:
    os.mkfifo(site / "pipe")
    (site / "postlint.toml").write_text(setting, "utf-8")
    status, said = run(capsys)
    assert status == 2
    assert message in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "words.txt: not UTF-8: byte offset 0"),
        (b"caf\xe9\n", "words.txt: not UTF-8: byte offset 3"),
        (b"a\n" * 33_554_433, "words.txt: too long for a list of words"),
    ],
    ids=["binary", "Latin-1", "long"],
)
def test_a_words_file_that_is_none_is_told(
    site: Path, capsys: pytest.CaptureFixture[str], content: bytes, message: str
) -> None:
    (site / "words.txt").write_bytes(content)
    (site / "postlint.toml").write_text('rules.spelling.words-file = "words.txt"', "utf-8")
    status, said = run(capsys)
    assert status == 2
    assert said.endswith(f"{message}\n")
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe\0\0" * 100,
        b"\0" * 1000,
        b"# nothing\n",
        b"a/b/c\n\t\n" * 100,
        b"word\r\nword\rword",
        b"w" * 100_000,
    ],
)
def test_a_dictionary_that_is_odd_does_no_harm(
    site: Path, capsys: pytest.CaptureFixture[str], content: bytes
) -> None:
    (site / "words.txt").write_bytes(content)
    (site / "cspell.json").write_text(
        '{"dictionaryDefinitions": [{"name": "a", "path": "words.txt"}]}', "utf-8"
    )
    status, said = run(capsys)
    assert (status, said) == (0, "") or (status == 2 and said.count("\n") == 1)


def test_what_imports_each_other_is_read_once(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = [f"a{number}.json" for number in range(150)]
    for number, name in enumerate(["cspell.json", *names]):
        imports = ", ".join(f'"{other}"' for other in [*names, "cspell.json"] * 3)
        lists = ", ".join(['{"name": "b", "path": "b.txt"}'] * 50)
        text = (
            f'{{"import": [{imports}], "dictionaryDefinitions": [{lists}], "words": ["w{number}"]}}'
        )
        (site / name).write_text(text, "utf-8")
    (site / "b.txt").write_text("bzz\n", "utf-8")
    read: list[str] = []
    genuine = disk.read_regular_file

    def reading(path: str, most: int) -> bytes:
        read.append(path)
        return genuine(path, most)

    monkeypatch.setattr(vocabulary, "read_regular_file", reading)
    assert run(capsys) == (0, "")
    assert len(read) == len(set(read)) == 100


@pytest.mark.parametrize("value", ["1", "true", "null", '"a"', "[1]", '{"a": [[]]}'])
def test_values_of_other_kinds_are_passed_over(
    site: Path, capsys: pytest.CaptureFixture[str], value: str
) -> None:
    keys = ("words", "overrides", "dictionaryDefinitions", "import", "userWords")
    text = ", ".join(f'"{key}": {value}' for key in keys)
    (site / "cspell.json").write_text(f"{{{text}}}", "utf-8")
    (site / "typos.toml").write_text("default = 1\ntype = [1]\n", "utf-8")
    assert run(capsys) == (0, "")


# Patterns


#: Each would take longer than there is time if wildcards were tried in all ways.
PATTERNS = [
    "*a" * 100 + "b",
    "a*" * 100 + "b/",
    "**/" + "*a" * 100 + "b/**",
    "a/**/" * 100 + "b",
    "**/a*/" * 100 + "b",
    "[ab]*?" * 80 + "c",
    "*" * 200 + "b",
    "**/*/" * 50 + "b*c",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_wildcards_are_not_tried_in_all_ways(pattern: str) -> None:
    spec, _ = compile_patterns([pattern])
    assert not spec.match_file("a" * 250 + ".md")
    assert not spec.match_file("/".join(["a"] * 1000) + "/a.md")


@pytest.mark.parametrize("place", ["exclude", "extend-exclude", "per-file", ".gitignore"])
def test_wherever_they_are_written(
    site: Path, capsys: pytest.CaptureFixture[str], place: str
) -> None:
    (site / ("a" * 200 + ".md")).write_text("# A\n\nText.\n", "utf-8")
    if place == ".gitignore":
        (site / place).write_text("\n".join(PATTERNS), "utf-8")
    elif place == "per-file":
        tables = (f'[per-file."{pattern}"]\nignore = ["links"]\n' for pattern in PATTERNS)
        (site / "postlint.toml").write_text("".join(tables), "utf-8")
    else:
        (site / "postlint.toml").write_text(f"{place} = {PATTERNS}", "utf-8")
    assert run(capsys) == (0, "")


NAMES = st.text("ab", min_size=1, max_size=4)
PIECES = st.sampled_from(["a", "b", "*", "**", "?", "/", "/**/", "**/", "[ab]", "*a", "b*"])


@given(
    st.lists(PIECES, min_size=1, max_size=8).map("".join),
    st.lists(NAMES, min_size=1, max_size=6).map("/".join),
    st.sampled_from(["", "/"]),
)
@example("a/**/b/**/a", "a/b/a", "")
@example("*a*b*", "aabb/a", "/")
@example("a*b*a/**/b*a", "aba/a/ba/a", "")
def test_they_match_what_git_would(pattern: str, path: str, ending: str) -> None:
    expected = GitIgnoreSpec.from_lines([pattern]).match_file(path + ending)
    assert compile_patterns([pattern])[0].match_file(path + ending) == expected
