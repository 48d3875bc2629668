"""Every way in which posts write the language into an info string."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from postlint.code.info import Naming, parse_attributes, parse_info, parse_template_info


@pytest.mark.parametrize(
    ("info", "name"),
    [
        ("python", "python"),
        ("  ruby  ", "ruby"),
        ("c++", "c++"),
        ("c#", "c#"),
        ("objective-c++", "objective-c++"),
        ("html+erb", "html+erb"),
        ("django/jinja", "django/jinja"),
        ('js {1,3-5} title="x"', "js"),
        ("js{1,3}", "js"),
        ("js{numberLines: true}", "js"),
        ("js[1-2|3]", "js"),
        ("js|app.js", "js"),
        ("js=101", "js"),
        ("js=", "js"),
        ("js/useState/", "js"),
        ("python:main.py", "python"),
        ("ts:line-numbers {1}", "ts"),
        ("python;gutter:false", "python"),
        ("python!", "python"),
        ("suggestion:-0+0", "suggestion"),
        ("jsx live", "jsx"),
        ("bash npm2yarn", "bash"),
        ('py title="x" linenums="1"', "py"),
        ("diff-javascript", "diff-javascript"),
        ("azurecli-interactive", "azurecli-interactive"),
        # rustdoc, mdBook and Zola.
        ("rust,ignore", "rust"),
        ("rust,noplayground,test_harness", "rust"),
        ("should_panic,rust", "rust"),
        ("ts, ignore", "ts"),
        ("rust,linenos,hl_lines=3 4", "rust"),
        # Pandoc, Material for MkDocs.
        ("{.python .numberLines}", "python"),
        ("{.numberLines .python}", "python"),
        ('{#id .haskell caption="x"}', "haskell"),
        ('{ .py .annotate title="a .b" }', "py"),
        ("{.language-js}", "js"),
        ("{.python", "python"),
        # knitr, MyST.
        ("{python, echo=FALSE}", "python"),
        ("{r setup, include=FALSE}", "r"),
        ("{code-cell} ipython3", "ipython3"),
        ("{code-block} python", "python"),
        # Not a language, but where one should stand.
        ("main.py", "main.py"),
        ("src/main.js {1}", "src/main.js"),
        ("#!python", "#!python"),
        (".js", ".js"),
    ],
)
def test_language(info: str, name: str) -> None:
    language = parse_info(info)
    assert (language.naming, language.name) == (Naming.LANGUAGE, name)
    assert info[language.start : language.end] == name


@pytest.mark.parametrize(
    "info",
    [
        "",
        "   ",
        "{1,3-5}",
        "{}",
        "{linenos=true}",
        '{title="main.py"}',
        "{.numberLines}",
        "{#only-an-id}",
        'title="main.py"',
        'hl_lines="1"',
        '"main.py"',
    ],
)
def test_no_language(info: str) -> None:
    language = parse_info(info)
    assert language.naming is Naming.ABSENT
    assert language.name == ""


@pytest.mark.parametrize("info", ["{note}", "{list-table}", "{callout .wide}", "{.callout}", "{r}"])
def test_word_in_braces_may_be_a_directive_or_a_class(info: str) -> None:
    language = parse_info(info)
    assert language.naming is Naming.WORD
    assert info[language.start : language.end] == language.name


@pytest.mark.parametrize(
    "info",
    ["{=html}", "{{python}}", "{{ lang }}", "${lang}", "<lang>", "{py:function} f(x)", "E0308",
     "no_run", "compile_fail,E0308", "{code-block}", "=", ","],
)  # fmt: skip
def test_something_else_decides(info: str) -> None:
    assert parse_info(info).naming is Naming.OTHER


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ("ruby linenos", "ruby"),
        ('python mark_lines="1 2"', "python"),
        ('go "linenos=table"', "go"),
        ('"js"', "js"),
        ("'js 0,2'", "js"),
        ("Title lang:js", "js"),
        ('type="go"', "go"),
        ("linenos=table", ""),
        ("", ""),
    ],
)
def test_template_arguments(arguments: str, name: str) -> None:
    language = parse_template_info(arguments)
    assert language.name == arguments[language.start : language.end] == name
    assert (language.naming is Naming.LANGUAGE) == bool(name)


@pytest.mark.parametrize(
    ("attributes", "name"),
    [
        (" .language-ruby", "ruby"),
        (".language-c++ .wide", "c++"),
        ('lang="ruby"', "ruby"),
        (" .wide #id", ""),
    ],
)
def test_kramdown_attributes(attributes: str, name: str) -> None:
    assert parse_attributes(attributes).name == name


@given(st.text(alphabet="{}.,:=#[]|/\"' !%<$-+1_aprustyhon"))
@example('{""')
@example('{.a"b"')
def test_positions_are_those_of_the_name(info: str) -> None:
    for parse in (parse_info, parse_template_info, parse_attributes):
        language = parse(info)
        assert 0 <= language.start <= language.end <= len(info)
        assert info[language.start : language.end] == language.name
