"""The documentation is true: generated pages are current, what it shows is so, and it is clean."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tomllib
from io import StringIO
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from postlint.api import lint_paths
from postlint.document import make_document
from postlint.reference import rule_page
from postlint.registry import load_registry
from postlint.reporters import Context, reporter
from postlint.settings import Configuration, Overrides
from postlint.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import ModuleType

    from postlint.rule import Diagnostic, Example, Rule

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.fixture(scope="module")
def build_docs() -> Iterator[ModuleType]:
    sys.path.insert(0, str(ROOT / "tools"))
    import build_docs

    yield build_docs
    sys.path.remove(str(ROOT / "tools"))


@pytest.fixture(scope="module")
def pictures() -> Iterator[ModuleType]:
    sys.path.insert(0, str(ROOT / "tools"))
    import build_terminal_pictures

    yield build_terminal_pictures
    sys.path.remove(str(ROOT / "tools"))


def blocks(page: Path, language: str) -> list[str]:
    """The code blocks of a page that have a language."""
    text = page.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def all_blocks(language: str) -> list[tuple[str, str]]:
    return [(page.name, block) for page in PAGES for block in blocks(page, language)]


def postlint(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-X", "utf8", "-m", "postlint", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)


def test_the_pictures_of_terminals_show_what_there_is_to_see(pictures: ModuleType) -> None:
    for name, picture in pictures.pictures_of_reports().items():
        shown = (pictures.PICTURES / f"{name}.svg").read_text(encoding="utf-8")
        assert shown == picture, name


def test_generated_pages_are_current(build_docs: ModuleType) -> None:
    stale = [
        path for path, text in build_docs.generated().items() if build_docs.current(path) != text
    ]
    assert not stale, "run `make docs`"


def test_every_rule_has_a_page_with_all_it_says(build_docs: ModuleType) -> None:
    rules = build_docs.own_rules()
    assert len(rules) > 10
    for rule in rules:
        page = rule_page(rule)
        for heading in ("## Why it matters", "## Example", "## Use instead"):
            assert heading in page, rule.name
        if any(example.fixed is not None for example in rule.invalid):
            assert "## Fix safety" in page, rule.name
        for field in rule.option_fields():
            assert f"### `{field.name.replace('_', '-')}`" in page, rule.name


def test_a_stale_page_and_one_of_no_rule_are_told(
    build_docs: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "docs" / "rules").mkdir(parents=True)
    readme = tmp_path / "README.md"
    readme.write_text("```console\n$ postlint examples/posts\n```\n```\n", encoding="utf-8")
    gone = tmp_path / "docs" / "rules" / "no-such-rule.md"
    gone.write_text("# no-such-rule\n", encoding="utf-8")
    monkeypatch.setattr(build_docs, "ROOT", tmp_path)
    monkeypatch.setattr(build_docs, "REFERENCE", gone.parent)
    monkeypatch.setattr(build_docs, "README", readme)
    monkeypatch.setattr(build_docs, "demo_report", lambda: "a\n\nFound 1\n")

    monkeypatch.setattr(sys, "argv", ["build_docs.py", "--check"])
    assert build_docs.main() == 1
    assert "+[…]" in capsys.readouterr().out
    assert gone.exists()

    monkeypatch.setattr(sys, "argv", ["build_docs.py"])
    assert build_docs.main() == 0
    assert not gone.exists()
    assert "$ postlint examples/posts\na\n\n[…]\n\nFound 1\n```\n```\n" in readme.read_text("utf-8")

    monkeypatch.setattr(sys, "argv", ["build_docs.py", "--check"])
    assert build_docs.main() == 0


def test_the_readme_shows_what_its_first_command_prints() -> None:
    (block,) = (
        block
        for block in blocks(ROOT / "README.md", "console")
        if block.startswith("$ postlint examples/posts\n")
    )
    beginning, _, end = block.partition("\n")[2].partition("[…]\n")
    assert beginning.count("\n\n") >= 3
    real = postlint("examples/posts")
    assert real.returncode == 1, real.stderr
    assert real.stdout.startswith(beginning)
    assert real.stdout.endswith(end)
    assert end.startswith("\nFound ")


def test_the_guide_shows_a_report_as_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (block,) = blocks(ROOT / "docs" / "getting-started.md", "text")
    (tmp_path / "posts").mkdir()
    post = tmp_path / "posts" / "soup.md"
    post.write_text("# Soup\n\nYou will recieve a pot.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    out = StringIO()
    reporter("text").write(lint_paths(["posts"]), out, Context())
    assert out.getvalue().partition("\n\n")[0] == block.rstrip("\n")


def test_the_documentation_has_no_findings() -> None:
    run = postlint("--format", "json", *(str(page.relative_to(ROOT)) for page in PAGES), "docs")
    assert json.loads(run.stdout)["diagnostics"] == []
    assert run.returncode == 0, run.stderr


def test_every_page_of_the_guide_is_in_its_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    for page in (ROOT / "docs").glob("*.md"):
        assert page.name == "README.md" or f"]({page.name})" in index


@pytest.mark.parametrize(("page", "block"), all_blocks("toml"))
def test_configuration_in_the_documentation_is_valid(
    page: str, block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "project" in tomllib.loads(block):
        return
    if "plugins" not in tomllib.loads(block):
        block = f'plugins = ["tools/our_rules.py"]\n{block}'
    (tmp_path / "tools").mkdir()
    house_rules = "\n".join(
        block
        for block in blocks(ROOT / "docs" / "writing-rules.md", "python")
        if "(Rule):" in block
    )
    (tmp_path / "tools" / "our_rules.py").write_text(house_rules, encoding="utf-8")
    (tmp_path / "words.txt").write_text("isohyet\n", encoding="utf-8")
    (tmp_path / "postlint.toml").write_text(block, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    configuration = Configuration(Overrides(file="postlint.toml"))
    for path in ("post.md", "archive/post.md", "changelog/1.md"):
        assert configuration.for_path(path).document_rules
    assert not configuration.registry(tmp_path).failures


def rule_blocks() -> list[str]:
    return [
        block for _, block in all_blocks("python") if "(Rule):" in block and "valid = " in block
    ]


@pytest.mark.parametrize("block", rule_blocks())
def test_rules_in_the_documentation_do_what_they_say(block: str, tmp_path: Path) -> None:
    """A reader who copies a rule from a page into a file has a rule whose examples hold."""
    file = tmp_path / "our_rules.py"
    file.write_text(block, encoding="utf-8")
    before = load_registry().rules
    registry = load_registry((file,))
    assert not registry.failures
    ((_, rule),) = ((name, rule) for name, rule in registry.rules.items() if name not in before)
    assert rule.valid
    assert rule.invalid
    for example in chain(rule.valid, rule.invalid):
        assert tuple(reports(rule, example)) == example.reports
        assert fixed(rule, example) == (example.fixed or example.text)


def reports(rule: type[Rule], example: Example) -> Iterator[str]:
    source = Source.from_text(example.text, example.path)
    for found in diagnostics(rule, example):
        start, end = source.position(found.start), source.position(found.end)
        yield f"{start.line}:{start.column}-{end.line}:{end.column} {found.message}"


def fixed(rule: type[Rule], example: Example) -> str:
    text = example.text
    fixes = [found.fix for found in diagnostics(rule, example) if found.fix]
    for edit in sorted(
        chain.from_iterable(fix.edits for fix in fixes), key=lambda edit: -edit.start
    ):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def diagnostics(rule: type[Rule], example: Example) -> list[Diagnostic]:
    source = Source.from_text(example.text, example.path)
    return list(rule().check(make_document(source)))


def test_tests_that_the_documentation_names_exist() -> None:
    named = set(
        re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", (ROOT / "docs/robustness.md").read_text("utf-8"))
    )
    assert len(named) > 50
    for file in sorted({file for file, _ in named}):
        tree = ast.parse((ROOT / file).read_text("utf-8"))
        defined = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        assert {name for of, name in named if of == file} <= defined, file
