"""Configuration: where it is found, how layers combine, and what is said about mistakes."""

# ruff: noqa: E501  # the tables of mistakes are read a mistake a line

from __future__ import annotations

import tomllib
from textwrap import dedent
from typing import TYPE_CHECKING, Any

import pytest

from postlint.registry import load_registry
from postlint.rule import Severity
from postlint.settings import Configuration, Overrides, Settings, SettingsError
from postlint.settings.origin import OPTIONS, line_of

if TYPE_CHECKING:
    from pathlib import Path

LINKS = frozenset(load_registry().families["links"])


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(folder: Path, files: dict[str, str]) -> None:
    for path, text in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")


def settings_with(**values: Any) -> Settings:
    named = {key.replace("_", "-"): value for key, value in values.items()}
    return Configuration(Overrides(isolated=True, values=named)).for_path("post.md")


# Where configuration is found


def test_without_configuration_the_default_rules_run() -> None:
    settings = Configuration().for_path("post.md")
    assert settings.selected == load_registry().defaults
    assert settings.fail_on is Severity.WARNING


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("postlint.toml", 'select = ["empty-section"]'),
        (".postlint.toml", 'select = ["empty-section"]'),
        ("pyproject.toml", '[tool.postlint]\nselect = ["empty-section"]'),
    ],
)
def test_a_file_above_the_post_is_found(site: Path, name: str, text: str) -> None:
    write(site, {name: text})
    assert Configuration().for_path("posts/2024/a.md").selected == {"empty-section"}


def test_the_nearest_file_counts_alone(site: Path) -> None:
    write(
        site,
        {
            "postlint.toml": 'select = ["empty-section"]\nfail-on = "error"\n',
            "drafts/postlint.toml": 'select = ["empty-heading"]\n',
        },
    )
    configuration = Configuration()
    assert configuration.for_path("a.md").selected == {"empty-section"}
    assert configuration.for_path("drafts/b/c.md").selected == {"empty-heading"}
    assert configuration.for_path("drafts/b/c.md").fail_on is Severity.WARNING


def test_of_several_files_in_a_folder_the_plain_name_counts(site: Path) -> None:
    write(
        site,
        {
            "postlint.toml": 'select = ["empty-section"]',
            ".postlint.toml": 'select = ["empty-heading"]',
            "pyproject.toml": '[tool.postlint]\nselect = ["empty-heading"]',
        },
    )
    assert Configuration().for_path("a.md").selected == {"empty-section"}


def test_a_pyproject_without_our_table_is_passed_over(site: Path) -> None:
    write(
        site,
        {
            "postlint.toml": 'select = ["empty-section"]',
            "docs/pyproject.toml": '[project]\nname = "docs"',
        },
    )
    assert Configuration().for_path("docs/a.md").selected == {"empty-section"}


def test_isolated_reads_no_file(site: Path) -> None:
    write(site, {"postlint.toml": "this is not TOML"})
    configuration = Configuration(Overrides(isolated=True))
    assert configuration.for_path("a.md").selected == load_registry().defaults


def test_a_named_file_replaces_those_found(site: Path) -> None:
    write(
        site,
        {
            "postlint.toml": 'select = ["empty-section"]',
            "ci/strict.toml": 'select = ["empty-heading"]\n[per-file."posts/**"]\nignore = ["all"]\n',
        },
    )
    configuration = Configuration(Overrides(file="ci/strict.toml"))
    assert configuration.for_path("a.md").selected == {"empty-heading"}
    # Its patterns start where postlint runs, not in the folder of the file.
    assert configuration.for_path("posts/a.md").selected == set()


def test_files_share_settings(site: Path) -> None:
    write(site, {"postlint.toml": '[per-file."drafts/**"]\nignore = ["links"]\n'})
    configuration = Configuration()
    assert configuration.for_path("a/b.md") is configuration.for_path("c/d/e.md")
    assert configuration.for_path("a/b.md") is not configuration.for_path("drafts/e.md")


# Selection


@pytest.mark.parametrize(
    ("values", "selected"),
    [
        ({"select": ["MD040"]}, {"missing-code-language"}),
        ({"select": ["md040"]}, {"missing-code-language"}),
        ({"select": ["links"]}, LINKS & load_registry().defaults),
        ({"select": ["spelling"]}, {"spelling"}),
        ({"select": []}, set()),
        ({"select": ["all"]}, load_registry().defaults),
        ({"ignore": ["links"]}, load_registry().defaults - LINKS),
        ({"select": ["empty-section", "empty-link"], "ignore": ["links"]}, {"empty-section", "empty-link"}),
        ({"select": ["empty-link"], "ignore": ["empty-link"]}, set()),
        ({"select": ["links"], "ignore": ["links"]}, set()),
        ({"select": [], "extend-select": ["MD040"]}, {"missing-code-language"}),
        (
            {"ignore": ["links"], "extend-select": ["missing-file"]},
            load_registry().defaults - LINKS | {"missing-file"},
        ),
    ],
)  # fmt: skip
def test_selection(values: dict[str, Any], selected: set[str]) -> None:
    settings = Configuration(Overrides(isolated=True, values=values)).for_path("post.md")
    assert settings.selected == selected


OFF_BY_DEFAULT = """\
    from postlint.rule import Rule

    class Opinion(Rule):
        name = "opinion"
        enabled = False
    """


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("", False),
        ('select = ["all"]', False),
        ('extend-select = ["opinions"]', False),
        ('extend-select = ["opinion"]', True),
        ('select = ["opinion"]', True),
    ],
)
def test_a_rule_off_by_default_wants_its_name(site: Path, setting: str, expected: bool) -> None:
    write(
        site,
        {"opinions.py": OFF_BY_DEFAULT, "postlint.toml": f'plugins = ["opinions.py"]\n{setting}\n'},
    )
    assert ("opinion" in Configuration().for_path("a.md").selected) is expected


def test_severity_off_deselects_and_can_be_taken_back(site: Path) -> None:
    write(
        site,
        {
            "base.toml": '[rules.empty-section]\nseverity = "off"\n[rules.MD040]\nseverity = "off"\n',
            "postlint.toml": 'extends = "base.toml"\n[rules.empty-section]\nseverity = "error"\n',
        },
    )
    settings = Configuration().for_path("a.md")
    assert "missing-code-language" not in settings.selected
    rule = settings.rule("empty-section")
    assert rule is not None
    assert rule.severity is Severity.ERROR


def test_the_command_line_selects_what_is_off_in_the_file(site: Path) -> None:
    write(site, {"postlint.toml": '[rules.empty-section]\nseverity = "off"\n'})
    configuration = Configuration(Overrides(values={"select": ["empty-section"]}))
    assert configuration.for_path("a.md").selected == {"empty-section"}


# Layers


def test_extends_is_relative_to_the_file_and_yields_to_it(site: Path) -> None:
    write(
        site,
        {
            "base.toml": 'fail-on = "error"\nflavor = "hugo"\nignore = ["links"]\n'
            '[rules.spelling]\nmode = "strict"\nwords = ["foo"]\n',
            "site/postlint.toml": 'extends = "../base.toml"\nflavor = "jekyll"\n'
            '[rules.spelling]\nwords = ["bar"]\n',
        },
    )
    settings = Configuration().for_path("site/a.md")
    assert settings.fail_on is Severity.ERROR
    assert settings.flavor == "jekyll"
    assert not settings.selected & LINKS
    spelling = settings.rule("spelling")
    assert spelling is not None
    assert spelling.options.mode == "strict"
    assert spelling.options.words == ("bar",)


def test_per_file_tables_apply_in_order(site: Path) -> None:
    write(
        site,
        {
            "postlint.toml": """\
                [rules.spelling]
                mode = "strict"

                [per-file."drafts/**"]
                ignore = ["links"]
                [per-file."drafts/**".rules.spelling]
                mode = "typos"

                [per-file."*.mdx"]
                flavor = "docusaurus"
                ignore = ["sections"]
                """
        },
    )
    configuration = Configuration()

    def mode(path: str) -> str:
        rule = configuration.for_path(path).rule("spelling")
        assert rule is not None
        return str(rule.options.mode)

    assert mode("a.md") == "strict"
    assert mode("drafts/a.md") == "typos"
    assert "missing-file" not in configuration.for_path("drafts/x/a.mdx").selected
    assert "empty-section" not in configuration.for_path("drafts/x/a.mdx").selected
    assert "empty-section" in configuration.for_path("drafts/x/a.md").selected
    assert configuration.for_path("b/a.mdx").flavor == "docusaurus"


def test_per_file_tables_of_an_extended_file_go_before_what_is_said_of_all(site: Path) -> None:
    write(
        site,
        {
            "base.toml": '[per-file."drafts/"]\nignore = ["spelling", "sections"]\n',
            "postlint.toml": """\
                extends = "base.toml"
                select = ["spelling", "empty-section"]
                [per-file."drafts/b.md"]
                extend-select = ["empty-section"]
                """,
        },
    )
    configuration = Configuration()
    assert configuration.for_path("a.md").selected == {"spelling", "empty-section"}
    assert configuration.for_path("drafts/a.md").selected == set()
    assert configuration.for_path("drafts/b.md").selected == {"empty-section"}
    insisting = Configuration(Overrides(values={"select": ["spelling"]}))
    assert insisting.for_path("drafts/a.md").selected == {"spelling"}


def test_assignments_win_over_files_and_options_over_both(site: Path) -> None:
    write(site, {"postlint.toml": 'flavor = "hugo"\nfail-on = "error"\n'})
    overrides = Overrides(
        inline=('flavor = "jekyll"', 'rules.spelling.mode = "strict"', 'fail-on = "info"'),
        values={"fail-on": "warning"},
    )
    settings = Configuration(overrides).for_path("a.md")
    assert settings.flavor == "jekyll"
    assert settings.fail_on is Severity.WARNING
    spelling = settings.rule("spelling")
    assert spelling is not None
    assert spelling.options.mode == "strict"


def test_site_root_is_relative_to_the_file_that_sets_it(site: Path) -> None:
    write(site, {"web/postlint.toml": 'site-root = "static"\n'})
    assert Configuration().for_path("web/posts/a.md").site_root == "web/static"
    assert Configuration().for_path("a.md").site_root is None


def test_a_words_file_is_read_relative_to_the_configuration(site: Path) -> None:
    write(
        site,
        {
            "web/postlint.toml": '[rules.spelling]\nwords-file = "words.txt"\n',
            "web/words.txt": "# names\n\nfoo\n  bar  \n",
        },
    )
    spelling = Configuration().for_path("web/a.md").rule("spelling")
    assert spelling is not None
    assert spelling.options.words_file == ("foo", "bar")


# Mistakes: each is told in one line with its place

MISTAKES = [
    ('flaver = "hugo"\n', 'postlint.toml:1: unknown key "flaver"; did you mean "flavor"?'),
    ('\nslect = []\n', 'postlint.toml:2: unknown key "slect"; did you mean "select"?'),
    ('[rules.spelling]\nwords = []\nlangauge = "en"\n', 'postlint.toml:3: unknown key "langauge" in [rules.spelling]; did you mean "language"?'),
    ('[rules.speling]\n', 'postlint.toml:1: unknown rule "speling"; did you mean "spelling"?'),
    ('select = ["emtpy-section"]\n', 'postlint.toml:1: unknown rule "emtpy-section"; did you mean "empty-section"?'),
    ('select = "spelling"\n', 'postlint.toml:1: "select" must be a list of strings'),
    ('select = [1]\n', 'postlint.toml:1: "select" must be a list of strings'),
    ('# c\n\nfail-on = "warn"\n', 'postlint.toml:3: unknown value "warn" for "fail-on"; did you mean "warning"?'),
    ('[rules.MD040]\nseverity = "eror"\n', 'postlint.toml:2: unknown value "eror" for "severity" in [rules.MD040]; did you mean "error"?'),
    ('# """\n\nflavor = 3\n', 'postlint.toml:3: "flavor" must be a string'),
    ('flavor = 3\n', 'postlint.toml:1: "flavor" must be a string'),
    ('rules = 3\n', 'postlint.toml:1: "rules" must be a table'),
    ('[rules]\nspelling = 3\n', 'postlint.toml:2: "spelling" in [rules] must be a table of options'),
    ('[rules.spelling]\nwords = "foo"\n', 'postlint.toml:2: "words" in [rules.spelling] must be a list, each item a string'),
    ('[rules.spelling]\nwords = [1]\n', 'postlint.toml:2: "words" in [rules.spelling] must be a list, each item a string'),
    ('[rules.spelling]\nmode = "typo"\n', 'postlint.toml:2: unknown value "typo" for "mode" in [rules.spelling]; did you mean "typos"?'),
    ('[rules.spelling]\nmode = true\n', 'postlint.toml:2: "mode" in [rules.spelling] must be a string'),
    ('[rules.empty-section]\nseverity = "fatal"\n', 'postlint.toml:2: unknown value "fatal" for "severity" in [rules.empty-section]; it can be error, info, off, warning'),
    ('[rules.empty-section]\nrequire-introduction = 1\n', 'postlint.toml:2: "require-introduction" in [rules.empty-section] must be true or false'),
    ('[rules.spelling]\nwords-file = "no.txt"\n', 'postlint.toml:2: "words-file" in [rules.spelling]: no.txt: No such file or directory'),
    ('[rules.spelling]\nwords-file = 1\n', 'postlint.toml:2: "words-file" in [rules.spelling] must be the path of a file, or a list of paths'),
    ('[per-file]\n"a/**" = 1\n', 'postlint.toml:2: "a/**" in [per-file] must be a table'),
    ('[per-file."a/**"]\nplugins = []\n', 'postlint.toml:2: unknown key "plugins" in [per-file."a/**"]; it can be extend-select, flavor, ignore, rules, select'),
    ('[per-file."a.md".rules.spelling]\nmood = 1\n', 'postlint.toml:2: unknown key "mood" in [per-file."a.md".rules.spelling]; did you mean "mode"?'),
    ('extends = "no.toml"\n', 'postlint.toml:1: "extends": there is no file no.toml'),
    ('extends = "postlint.toml"\n', 'postlint.toml:1: "extends" leads back to postlint.toml'),
    ('a = \n', 'postlint.toml:1:5: not valid TOML: Invalid value'),
    ('plugins = ["no.py"]\nselect = ["mine"]\n', "Plugin no.py cannot be loaded: there is no such file or folder"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "message"), MISTAKES)
def test_a_mistake_is_told_in_one_line(site: Path, text: str, message: str) -> None:
    write(site, {"postlint.toml": text})
    with pytest.raises(SettingsError) as raised:
        Configuration().for_path("a.md")
    assert str(raised.value) == message


def test_a_mistake_in_pyproject_names_its_table(site: Path) -> None:
    write(
        site,
        {"pyproject.toml": '[project]\nname = "x"\n\n[tool.postlint.rules.spelling]\nmood = 1\n'},
    )
    with pytest.raises(SettingsError) as raised:
        Configuration().for_path("a.md")
    assert str(raised.value) == (
        'pyproject.toml:5: unknown key "mood" in [tool.postlint.rules.spelling];'
        ' did you mean "mode"?'
    )


def test_a_pyproject_whose_tool_is_no_table_is_told(site: Path) -> None:
    write(site, {"pyproject.toml": "# x\ntool = 1\n"})
    with pytest.raises(SettingsError) as raised:
        Configuration().for_path("a.md")
    assert str(raised.value) == 'pyproject.toml:2: "tool" must be a table'


def test_a_mistake_in_an_extended_file_names_that_file(site: Path) -> None:
    write(site, {"base/b.toml": 'flavour = "hugo"\n', "postlint.toml": 'extends = "base/b.toml"\n'})
    with pytest.raises(SettingsError, match=r'^base/b\.toml:1: unknown key "flavour"; did you'):
        Configuration().for_path("a.md")


def test_files_that_extend_each_other_are_told(site: Path) -> None:
    write(site, {"postlint.toml": 'extends = "b.toml"\n', "b.toml": 'extends = "postlint.toml"\n'})
    with pytest.raises(SettingsError) as raised:
        Configuration().for_path("a.md")
    assert str(raised.value) == 'b.toml:1: "extends" leads back to postlint.toml'


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        (Overrides(inline=("flavor=hugo",)), "--config 'flavor=hugo':1:8: not valid TOML: Invalid value"),
        (Overrides(inline=("rules.x.y=1",)), "--config 'rules.x.y=1': unknown rule \"x\"; see postlint rules"),
        (Overrides(values={"select": ["spellling"]}, values_label=OPTIONS), '--select: unknown rule "spellling"; did you mean "spelling"?'),
        (Overrides(values={"selct": []}), 'settings: unknown key "selct"; did you mean "select"?'),
        (Overrides(file="no.toml"), "no.toml: cannot be read: No such file or directory"),
    ],
)  # fmt: skip
def test_a_mistake_on_the_command_line(overrides: Overrides, message: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Configuration(overrides).for_path("a.md")
    assert str(raised.value) == message


def test_a_file_that_is_no_text_is_told(site: Path) -> None:
    (site / "postlint.toml").write_bytes(b'a = "\xff"\n')
    with pytest.raises(SettingsError) as raised:
        Configuration().for_path("a.md")
    assert str(raised.value) == "postlint.toml: not UTF-8: byte offset 5"


# The locator of lines


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("a",), 1),
        (("t", "b c"), 6),
        (("t", "d", "e"), 7),
        (("t", "d", "missing"), 7),
        (("t", "missing"), 5),
        (("arr",), 8),
        (("missing",), 1),
    ],
)
def test_line_of(keys: tuple[str, ...], line: int) -> None:
    text = dedent(
        '''\
        a = """
        t = 1
        [t]
        """
        [ t ]
        "b c" = 1
        d . 'e' = 2
        [[arr]]
        '''
    )
    assert line_of(text, keys) == line


@pytest.mark.parametrize(
    "before",
    [
        '# """',
        "# don't",
        'b = 1 # """',
        'b = \'"""\'',
        "b = \"'''\" # \"",
        'b = """x"""',
        'b = """\n# \'\'\'\nc = 1"""',
        'b = """\n\\"""\na = 1"""',
        'b = """x""""',
        "b = '''\nx''''",
        'b = "\u2028"',
    ],
)
def test_strings_and_comments_hide_no_line(before: str) -> None:
    tomllib.loads(f"{before}\na = 1\n")
    assert line_of(f"{before}\na = 1\n", ("a",)) == before.count("\n") + 2


@pytest.mark.parametrize(
    "text",
    ['ignore = []\nexclude = ["drafts/", "!"]\n', '\n[per-file."!"]\nignore = ["spelling"]\n'],
)
def test_a_pattern_that_means_nothing_is_an_error_with_its_line(tmp_path: Path, text: str) -> None:
    (tmp_path / "postlint.toml").write_text(text)
    (tmp_path / "a.md").write_text("# A\n")
    configuration = Configuration()
    path = f"{tmp_path}/a.md"
    with pytest.raises(SettingsError, match=r':2: "!" is no pattern'):
        configuration.for_path(path)
        configuration.exclusion(tmp_path).matches(path, tmp_path)
