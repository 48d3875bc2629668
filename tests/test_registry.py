"""Rules are found, named, and loaded from plugins; a broken plugin stops nothing."""

from __future__ import annotations

import py_compile
import sys
from importlib.util import cache_from_source
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from postlint import registry
from postlint.installed import Plugin
from postlint.registry import Registry, UnknownRuleError, load_registry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

RULE = """\
    from postlint.rule import Rule

    class NoShouting(Rule):
        name = "no-shouting"
        aliases = ("NS1",)
    """

OTHER_RULE = RULE.replace("no-shouting", "no-whispering").replace("NS1", "NW1")


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    load_registry.cache_clear()
    yield
    load_registry.cache_clear()


def write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
    return path


# Names


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("empty-section", ("empty-section",)),
        ("Empty-Section", ("empty-section",)),
        ("MD040", ("missing-code-language",)),
        ("md040", ("missing-code-language",)),
        ("code", ("missing-code-language", "unknown-code-language")),
        ("directives", ("invalid-directive", "unused-directive")),
        ("spelling", ("spelling",)),
    ],
)
def test_a_name_alias_or_family_stands_for_rules(name: str, rules: tuple[str, ...]) -> None:
    assert set(rules) <= set(load_registry().resolve(name))


def test_all_stands_for_all() -> None:
    found = load_registry()
    assert found.resolve("all") == tuple(found.rules)


@pytest.mark.parametrize(
    ("name", "nearest"),
    [
        ("emtpy-section", "empty-section"),
        ("fenced-code-langauge", "fenced-code-language"),
        ("sectons", "sections"),
        ("xyzzy", None),
        ("", None),
    ],
)
def test_an_unknown_name_has_its_nearest(name: str, nearest: str | None) -> None:
    with pytest.raises(UnknownRuleError) as raised:
        load_registry().resolve(name)
    assert raised.value.nearest == nearest


def test_a_family_is_no_rule() -> None:
    with pytest.raises(UnknownRuleError):
        load_registry().rule("sections")


# Plugins named in configuration


def test_a_file_gives_its_rules(tmp_path: Path) -> None:
    found = load_registry((write(tmp_path / "tools/our_rules.py", RULE),))
    assert found.failures == ()
    assert found.rules["no-shouting"].family == "our-rules"
    assert found.resolve("our-rules") == found.resolve("NS1") == ("no-shouting",)


def test_a_folder_gives_the_rules_of_its_files(tmp_path: Path) -> None:
    write(tmp_path / "plugins/a.py", RULE)
    write(tmp_path / "plugins/b.py", OTHER_RULE)
    found = load_registry((tmp_path / "plugins",))
    assert {"no-shouting", "no-whispering"} <= set(found.rules)


def test_files_of_the_same_name_do_not_collide(tmp_path: Path) -> None:
    one = write(tmp_path / "a/rules.py", RULE)
    other = write(tmp_path / "b/rules.py", OTHER_RULE)
    assert {"no-shouting", "no-whispering"} <= set(load_registry((one, other)).rules)


def test_nothing_is_written_beside_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    file = write(tmp_path / "rules.py", RULE)
    assert "no-shouting" in load_registry((file,)).rules
    assert list(tmp_path.iterdir()) == [file]


def test_what_somebody_has_compiled_beside_a_file_is_not_run(tmp_path: Path) -> None:
    file = write(tmp_path / "rules.py", RULE)
    other = write(tmp_path / "other.py", OTHER_RULE)
    never_checked = py_compile.PycInvalidationMode.UNCHECKED_HASH
    py_compile.compile(
        str(other), cache_from_source(str(file)), doraise=True, invalidation_mode=never_checked
    )
    found = load_registry((file,)).rules
    assert "no-shouting" in found
    assert "no-whispering" not in found


def test_imported_rules_and_bases_without_a_name_are_not_a_plugins_own(tmp_path: Path) -> None:
    path = write(
        tmp_path / "mine.py",
        """\
        from postlint.rule import Rule
        from postlint.suppression import UnusedDirective

        class Base(Rule):
            pass

        class Mine(Base):
            name = "mine"
        """,
    )
    found = load_registry((path,))
    assert found.failures == ()
    assert set(found.rules) - set(load_registry().rules) == {"mine"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "import nowhere\n",
            "ModuleNotFoundError: No module named 'nowhere' (tools/bad.py:1)",
        ),
        ("x = 1\nx = = 2\n", "SyntaxError: invalid syntax (tools/bad.py:2)"),
        ("x = 1\n", "it has no rules"),
        (
            RULE.replace('("NS1",)', '"NS1"'),
            "class NoShouting: its aliases must be a tuple of strings",
        ),
        (
            RULE + "    class Options:\n            x = 1\n",
            "class NoShouting: its Options must be RuleOptions",
        ),
        (
            RULE.replace("import Rule", "import Rule, RuleOptions")
            + "    class Options(RuleOptions):\n            most: int\n",
            "class NoShouting: each of its Options must have a default",
        ),
        ("import sys\n\nsys.exit(3)\n", "SystemExit: 3 (tools/bad.py:3)"),
        (
            RULE.replace("NS1", "md040"),
            'rule "no-shouting": "md040" means the rule "missing-code-language" already',
        ),
        (
            RULE.replace("no-shouting", "md040"),
            'rule "md040": "md040" means the rule "missing-code-language" already',
        ),
        (
            "def f():\n    raise ValueError('a\\n b')\n\nf()\n",
            "ValueError: a b (tools/bad.py:2)",
        ),
        (
            RULE.replace("no-shouting", "No Shouting"),
            'class NoShouting: "No Shouting" is no kebab-case rule name',
        ),
        (
            RULE.replace("no-shouting", "empty-section"),
            'rule "empty-section" exists already, in postlint_rules.sections.empty_section',
        ),
    ],
)
def test_a_plugin_that_cannot_be_loaded_is_told(tmp_path: Path, text: str, message: str) -> None:
    path = write(tmp_path / "tools/bad.py", text)
    found = load_registry((path,))
    assert found.failures == (f"Plugin tools/bad.py cannot be loaded: {message}",)
    assert "empty-section" in found.rules


def test_a_plugin_loads_after_it_has_been_mended(tmp_path: Path) -> None:
    path = write(tmp_path / "bad.py", "import nowhere\n")
    assert load_registry((path,)).failures
    load_registry.cache_clear()
    write(path, RULE)
    assert "no-shouting" in load_registry((path,)).rules


def test_a_broken_file_in_a_folder_leaves_the_others(tmp_path: Path) -> None:
    write(tmp_path / "plugins/a.py", RULE)
    write(tmp_path / "plugins/b.py", "1 / 0\n")
    write(tmp_path / "plugins/c.py", OTHER_RULE)
    write(tmp_path / "plugins/shared.py", "x = 1\n")
    found = load_registry((tmp_path / "plugins",))
    assert {"no-shouting", "no-whispering"} <= set(found.rules)
    assert found.failures == (
        "Plugin plugins/b.py cannot be loaded: ZeroDivisionError: division by zero"
        " (plugins/b.py:1)",
    )


def test_a_folder_without_rules_is_told(tmp_path: Path) -> None:
    write(tmp_path / "plugins/shared.py", "x = 1\n")
    found = load_registry((tmp_path / "plugins",))
    assert found.failures == ("Plugin plugins cannot be loaded: it has no rules",)


def test_of_two_rules_with_one_alias_the_first_has_it(tmp_path: Path) -> None:
    one = write(tmp_path / "a.py", RULE)
    other = write(tmp_path / "b.py", RULE.replace("no-shouting", "no-whispering"))
    found = load_registry((one, other))
    assert found.resolve("NS1") == ("no-shouting",)
    assert found.failures == (
        'Plugin b.py cannot be loaded: rule "no-whispering": "NS1" means the rule "no-shouting"'
        " already",
    )


# Installed plugins


def installed(monkeypatch: pytest.MonkeyPatch, value: str) -> Registry:
    own = Plugin("postlint", "postlint_rules")
    other = Plugin("acme", value)
    monkeypatch.setattr(registry, "installed_plugins", lambda group: [other, own])
    return load_registry()


@pytest.fixture
def acme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.syspath_prepend(tmp_path)
    write(tmp_path / "acme_rules/__init__.py", "")
    write(tmp_path / "acme_rules/style/__init__.py", "")
    write(tmp_path / "acme_rules/style/shouting.py", RULE)
    yield tmp_path
    for name in [name for name in sys.modules if name.startswith("acme_rules")]:
        del sys.modules[name]


@pytest.mark.usefixtures("acme")
@pytest.mark.parametrize(
    "value", ["acme_rules", "acme_rules.style.shouting", "acme_rules.style.shouting:NoShouting"]
)
def test_an_entry_point_is_a_package_module_or_rule(
    monkeypatch: pytest.MonkeyPatch, value: str
) -> None:
    found = installed(monkeypatch, value)
    assert found.failures == ()
    assert found.rules["no-shouting"].family == "style"
    assert "empty-section" in found.rules


@pytest.mark.usefixtures("acme")
def test_an_entry_point_that_is_something_else_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    found = installed(monkeypatch, "acme_rules.style.shouting:Rule.check")
    assert found.failures == (
        'Plugin "acme" cannot be loaded: acme_rules.style.shouting:Rule.check is neither a'
        " module nor a rule",
    )


def test_a_broken_module_of_an_installed_package_is_told(
    acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(acme / "acme_rules/style/broken.py", "1 / 0\n")
    found = installed(monkeypatch, "acme_rules")
    assert found.failures == (
        'Plugin "acme" cannot be loaded: ZeroDivisionError: division by zero'
        " (acme_rules/style/broken.py:1)",
    )
    assert {"empty-section", "no-shouting"} <= set(found.rules)


def test_an_installed_plugin_cannot_take_an_alias_of_ours(
    acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(acme / "acme_rules/style/shouting.py", RULE.replace("NS1", "MD040"))
    found = installed(monkeypatch, "acme_rules")
    assert found.resolve("MD040") == ("missing-code-language",)
    assert len(found.failures) == 1


def test_an_installed_package_that_exits_is_told(
    acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(acme / "acme_rules/broken/__init__.py", "raise SystemExit(3)\n")
    found = installed(monkeypatch, "acme_rules")
    assert found.failures == (
        'Plugin "acme" cannot be loaded: SystemExit: 3 (acme_rules/broken/__init__.py:1)',
    )
    assert "no-shouting" in found.rules


def test_a_broken_package_in_an_installed_package_is_told(
    acme: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(acme / "acme_rules/broken/__init__.py", "import nowhere\n")
    found = installed(monkeypatch, "acme_rules")
    assert found.failures == (
        "Plugin \"acme\" cannot be loaded: ModuleNotFoundError: No module named 'nowhere'"
        " (acme_rules/broken/__init__.py:1)",
    )
    assert "no-shouting" in found.rules


def test_nothing_is_loaded_merely_because_it_is_there(tmp_path: Path) -> None:
    write(tmp_path / "rules.py", "raise SystemExit\n")
    write(tmp_path / "postlint_rules.py", "raise SystemExit\n")
    assert load_registry().failures == ()
