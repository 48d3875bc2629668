"""The readers of the highlighters' tables, on packages that have a little of each."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

TOOL = Path(__file__).parents[2] / "tools" / "build_languages.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("build_languages", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_rouge_aliases_go_on_after_a_comma(tool: ModuleType, tmp_path: Path) -> None:
    lexers = tmp_path / "lib" / "lexers"
    lexers.mkdir(parents=True)
    (lexers / "shell.rb").write_text(
        "      tag 'shell'\n      aliases 'bash', :zsh,\n        'ksh'\n      filenames '*.sh'\n"
    )
    assert set(tool.read_rouge(tmp_path)) == {"shell", "bash", "zsh", "ksh"}


def test_chroma_has_names_aliases_and_exact_file_names(tool: ModuleType, tmp_path: Path) -> None:
    lexers = tmp_path / "lexers" / "embedded"
    lexers.mkdir(parents=True)
    (lexers / "make.xml").write_text(
        "<lexer><config><name>Make</name><alias>mf</alias><filename>*.mk</filename>"
        "<filename>Makefile</filename></config><rules><alias>no</alias></rules></lexer>"
    )
    (tmp_path / "lexers" / "go.go").write_text('Aliases:   []string{"go", "golang"},\n')
    assert set(tool.read_chroma(tmp_path)) == {"Make", "mf", "Makefile", "go", "golang"}


def test_prism_alias_is_a_string_or_a_list(tool: ModuleType, tmp_path: Path) -> None:
    languages = {"meta": {}, "markup": {"alias": ["html", "xml"]}, "js": {"alias": "node"}}
    (tmp_path / "components.json").write_text(json.dumps({"languages": languages}))
    assert set(tool.read_prism(tmp_path)) == {"markup", "html", "xml", "js", "node"}


def test_pygments_mapping_is_read_without_running_it(tool: ModuleType, tmp_path: Path) -> None:
    lexers = tmp_path / "pygments" / "lexers"
    lexers.mkdir(parents=True)
    (lexers / "_mapping.py").write_text(
        "LEXERS = {'X': ('module', 'Name', ('x', 'ex'), ('*.x',), ())}\nraise SystemExit\n"
    )
    assert set(tool.read_pygments(tmp_path)) == {"x", "ex"}


def test_dump_has_a_line_for_each_tag(tool: ModuleType) -> None:
    text = tool.dump({"a": "lp", "b": "x"})
    assert json.loads(text) == {"tags": {"a": "lp", "b": "x"}}
    assert '    "b": "x"\n' in text
