"""What each tool's configuration decides, told by the settings that come of it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from postlint.command import run
from postlint.init.globs import from_anywhere, from_fnmatch, from_regex, from_root
from postlint.init.rules import TAGS
from postlint.registry import load_registry

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[dict[str, str]], None]

ENGLISH = "# Soup\n\nThis is how you make a soup of what is left in the garden.\n"
NAMES = ("README.md", "CHANGELOG.md", "docs/a.md", "docs/api/b.md", "old/docs/c.md")
POSTS = dict.fromkeys(NAMES, ENGLISH)


@pytest.fixture
def settings(write: Write, capsys: pytest.CaptureFixture[str]) -> Callable[..., dict[str, Any]]:
    """Writes files, runs the command, and gives what is configured; ``told`` has the rest."""

    def initialize(files: dict[str, str]) -> dict[str, Any]:
        write(POSTS | files)
        assert run(["init"]) == 0, capsys.readouterr().err
        _, *told = capsys.readouterr().out.splitlines()
        data = tomllib.loads(Path("postlint.toml").read_text("utf-8"))
        return {**data, "told": [line.strip() for line in told[1:]]}

    return initialize


@pytest.mark.parametrize(
    ("rules", "off"),
    [
        ('{"MD034": false}', ["MD034"]),
        ('{"md034": false}', ["MD034"]),
        ('{"NO-BARE-URLS": false}', ["MD034"]),
        ('{"MD034": {"enabled": false}}', ["MD034"]),
        ('{"MD034": true, "url": false}', ["MD034"]),
        ('{"url": false, "MD034": true}', []),
        ('{"MD034": "error"}', []),
        ('{"code": false}', ["MD040"]),
        # "spelling" is markdownlint's tag of MD044, not postlint's rule.
        ('{"spelling": false}', []),
        (
            '{"default": false, "MD040": true, "links": true, "MD011": false}',
            ["MD011"],
        ),
    ],
)
def test_rules_of_markdownlint(
    rules: str, off: list[str], settings: Callable[..., dict[str, Any]]
) -> None:
    assert settings({".markdownlint.json": rules}).get("ignore", []) == off


def test_every_shared_rule_is_below_its_tags() -> None:
    shared = {
        alias
        for rule in load_registry().rules.values()
        for alias in rule.aliases
        if alias.startswith("MD")
    }
    assert {name for names in TAGS.values() for name in names} == shared


def test_options_that_mean_the_same(settings: Callable[..., dict[str, Any]]) -> None:
    found = settings(
        {
            ".markdownlint.yaml": """\
MD052: {shortcut_syntax: true, ignored_labels: [x]}
MD053: {ignored_definitions: [note]}
MD059: {prohibited_texts: [here], severity: warning}
MD040: {allowed_languages: [bash]}
"""
        }
    )
    assert found["rules"] == {
        "spelling": {},
        "undefined-reference": {"shortcut": True},
        "unused-definition": {"ignore": ["note"]},
        "non-descriptive-link": {"texts": ["here"], "severity": "info"},
    }
    assert found["told"] == [
        '.markdownlint.yaml: MD052: "ignored_labels" has no counterpart',
        '.markdownlint.yaml: MD040: "allowed_languages" has no counterpart',
    ]


def test_a_file_that_is_extended(settings: Callable[..., dict[str, Any]]) -> None:
    found = settings(
        {
            ".markdownlint.json": '{"extends": "style/base.json", "MD034": true}',
            "style/base.json": '{"extends": "more.yaml", "MD034": false, "MD051": false}',
            "style/more.yaml": "MD040: false\nMD051: true\n",
        }
    )
    assert found["ignore"] == ["MD040", "MD051"]


def test_files_that_extend_each_other(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write({".markdownlint.json": '{"extends": "a.json"}', "a.json": '{"extends": "a.json"}'})
    assert run(["init"]) == 2
    assert capsys.readouterr().err == 'postlint: a.json: "extends" leads back to a.json\n'


@pytest.mark.parametrize(
    ("named", "what"),
    [
        ("markdownlint/style/prettier", "a package, and packages are not read"),
        ("@ana/markdownlint-config", "a package, and packages are not read"),
        ("../outside.json", "no file of this site"),
        ("./style.cjs", "no file of this site"),
    ],
)
def test_what_is_extended_elsewhere(
    named: str, what: str, settings: Callable[..., dict[str, Any]]
) -> None:
    Path("../outside.json").write_text('{"MD034": false}', "utf-8")
    found = settings({".markdownlint.json": f'{{"extends": "{named}", "MD040": false}}'})
    assert found["ignore"] == ["MD040"]
    assert found["told"] == [f'.markdownlint.json: "extends" names {named}, which is {what}']


def test_other_forms_of_markdownlints_files(settings: Callable[..., dict[str, Any]]) -> None:
    found = settings(
        {
            "package.json": '{"markdownlint-cli2": {"config": {"MD040": false},'
            ' "ignores": ["docs/**"]}}',
            ".markdownlintrc": "MD034 = false\n[MD053]\nenabled = false\n",
            ".markdownlintignore": "# made by a tool\nCHANGELOG.md\n",
            ".markdownlint.cjs": "module.exports = {}\n",
        }
    )
    # A file of markdownlint's own goes before the rules of its runner.
    assert found["ignore"] == ["MD034", "MD053"]
    assert found["extend-exclude"] == ["/docs/**", "CHANGELOG.md"]
    assert found["told"] == [".markdownlint.cjs: is a program, and programs are not run"]


def test_rumdl(settings: Callable[..., dict[str, Any]]) -> None:
    found = settings(
        {
            ".rumdl.toml": """\
[global]
disable = ["MD013", "MD057", "no-bare-urls"]
exclude = ["CHANGELOG.md", "target"]
[per-file-ignores]
"docs/**" = ["MD040", "MD033"]
[MD053]
ignored_definitions = ["note"]
"""
        }
    )
    assert found["ignore"] == ["MD034", "missing-file"]
    assert found["extend-exclude"] == ["CHANGELOG.md"]
    assert found["per-file"] == {"docs/**": {"ignore": ["MD040"]}}
    assert found["rules"]["unused-definition"] == {"ignore": ["note"]}
    assert found["told"] == [".rumdl.toml: 1 pattern matches no post"]


def test_rumdl_with_a_list_of_what_is_on(settings: Callable[..., dict[str, Any]]) -> None:
    text = '[tool.rumdl]\nenable = ["MD040", "MD057"]\n'
    off = settings({"pyproject.toml": text})["ignore"]
    assert "MD034" in off
    assert not {"MD040", "missing-file"} & {*off}


def test_cspell_elsewhere(settings: Callable[..., dict[str, Any]]) -> None:
    found = settings(
        {
            ".vscode/cspell.json": """\
{ "words": ["isohyet", "a b"], "language": "en_US,en",
  "dictionaryDefinitions": [{"name": "own", "path": "own.txt"}, {"name": "x", "path": "x.trie"}],
  "overrides": [{"filename": "**/*{LOG,LICENCE}.md", "enabled": false}] }
""",
            ".vscode/own.txt": "hinterbach\n",
        }
    )
    assert found["rules"]["spelling"] == {"words": ["hinterbach", "isohyet"], "language": "en-US"}
    assert found["per-file"] == {"**/*LOG.md": {"ignore": ["spelling"]}}
    assert found["told"] == [
        ".vscode/cspell.json: the dictionary x.trie is not read, only those that are .txt files"
    ]


def test_what_cspell_imports(settings: Callable[..., dict[str, Any]]) -> None:
    Path("../outside.json").write_text('{"words": ["outsidde"]}', "utf-8")
    found = settings(
        {
            ".vscode/cspell.json": """\
{ "import": ["./own.yaml", "@cspell/dict-de/cspell-ext.json", "../../outside.json"] }
""",
            # It leads back, and that does no harm.
            ".vscode/own.yaml": "words: [hinterbach]\nimport: [../more.json, cspell.json]\n",
            "more.json": '{"words": ["isohyet"], "import": "more.json"}',
        }
    )
    assert found["rules"]["spelling"] == {"words": ["hinterbach", "isohyet"]}
    assert found["told"] == [
        f'.vscode/cspell.json: "import" names {named}, which is no file of this site'
        for named in ("@cspell/dict-de/cspell-ext.json", "../../outside.json")
    ]


def test_what_cspell_leaves_out_by_rules(settings: Callable[..., dict[str, Any]]) -> None:
    found = settings(
        {
            "cspell.json": r"""
{ "ignoreRegExpList": ["Urls", "/\\bGT-\\d+\\b/g"], "languageSettings": [{"words": ["x"]}],
  "flagWords": ["hte"] }
"""
        }
    )
    assert found["told"] == [
        'cspell.json: "ignoreRegExpList" has no counterpart: /\\bGT-\\d+\\b/g',
        'cspell.json: "languageSettings" has no counterpart',
        'cspell.json: "flagWords" has no counterpart: hte',
    ]


def test_cspell_switched_off(settings: Callable[..., dict[str, Any]]) -> None:
    assert settings({"cspell.json": '{"enabled": false}'})["ignore"] == ["spelling"]


def test_typos(settings: Callable[..., dict[str, Any]]) -> None:
    found = settings(
        {
            "pyproject.toml": """\
[tool.typos.files]
extend-exclude = ["docs/api/", "uv.lock"]
[tool.typos.default]
locale = "en-gb"
extend-ignore-re = ["@\\\\w+"]
[tool.typos.default.extend-words]
fo = "fo"
soop = "soup"
"""
        }
    )
    assert found["rules"]["spelling"] == {"words": ["fo"], "language": "en-GB"}
    assert found["per-file"] == {"docs/api/": {"ignore": ["spelling"]}}
    source = "pyproject.toml [tool.typos]"
    assert found["told"] == [
        f"{source}: 1 pattern matches no post",
        f'{source}: "extend-ignore-re" has no counterpart: @\\w+',
        f"{source}: corrections of one's own have no counterpart: soop",
    ]


def test_words_that_runs_read_themselves_are_not_copied(
    settings: Callable[..., dict[str, Any]],
) -> None:
    found = settings({"_typos.toml": '[default.extend-words]\nrecieve = "recieve"\n'})
    assert found["rules"]["spelling"] == {}
    assert "The words in _typos.toml are right here" in Path("postlint.toml").read_text("utf-8")


def test_codespell(settings: Callable[..., dict[str, Any]]) -> None:
    found = settings(
        {
            ".codespellrc": """\
[codespell]
skip = .git,*.svg,./old/*
ignore-words-list = nd,
    fo
ignore-words = own.txt,gone.txt
ignore-regex = x+
""",
            "own.txt": "hinterbach\n",
        }
    )
    assert found["rules"]["spelling"] == {"words": ["fo", "nd"], "words-file": ["own.txt"]}
    assert found["per-file"] == {"old/**": {"ignore": ["spelling"]}}
    assert found["told"] == [
        ".codespellrc: 2 patterns match no post",
        '.codespellrc: "ignore-words": there is no file gone.txt',
        '.codespellrc: "ignore-regex" has no counterpart',
    ]


def test_vale(settings: Callable[..., dict[str, Any]]) -> None:
    words = "styles/config/vocabularies/Base/accept.txt"
    found = settings(
        {
            ".vale.ini": "StylesPath = styles\nVocab = Base, Gone\n\n[*.md]\nVale.X = NO\n",
            words: "Kubernetes\n(?i)gitops\n",
        }
    )
    assert found["rules"]["spelling"] == {"words-file": [words]}
    assert found["told"] == [
        f".vale.ini: {words}: regular expressions are no words: (?i)gitops",
        ".vale.ini: the vocabulary Gone is not below styles",
    ]


def test_lychee(settings: Callable[..., dict[str, Any]]) -> None:
    found = settings(
        {
            ".github/lychee.toml": r"""
include = ["^https://our"]
exclude = ["linkedin\\.com"]
remap = ["https://a/(.*) https://b/$1", "nonsense"]
accept = "200, 429, 500..=599"
max_retries = 4
max_concurrency = 16
max_cache_age = "1d 2h"
user_agent = "us"
exclude_path = ["^docs/", "(README|LICENCE)", "gone"]
scheme = ["https"]
basic_auth = ["a b:c"]
""",
        }
    )
    assert found["links"] == {
        "retries": 4,
        "concurrency": 16,
        "user-agent": "us",
        "include": ["^https://our"],
        "exclude": [r"linkedin\.com"],
        "remap": ["https://a/(.*) https://b/$1"],
        "accept": ["429", "500..=599"],
    }
    assert found["per-file"] == {"/docs/": {"ignore": ["links"]}}
    source = ".github/lychee.toml"
    assert found["told"] == [
        f'{source}: "max_cache_age": 1d 2h cannot be used',
        f'{source}: "remap": nonsense cannot be used',
        f'{source}: "exclude_path": (README|LICENCE) cannot be written as a pattern of .gitignore',
        f'{source}: "basic_auth" may hold secrets: see docs/links-online.md on headers',
        f'{source}: "scheme" has no counterpart',
    ]
    assert "b:c" not in Path("postlint.toml").read_text("utf-8")


def test_links_that_lead_out_of_the_site_are_not_read(
    settings: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    outside = tmp_path.with_name("outside-lychee.toml")
    outside.write_text('exclude = ["secret"]\n', "utf-8")
    Path("lychee.toml").symlink_to(outside)
    assert "links" not in settings({})


@pytest.mark.parametrize(
    ("convert", "glob", "patterns"),
    [
        (from_root, "docs/*.md", ("/docs/*.md",)),
        (from_root, "CHANGELOG.md", ("/CHANGELOG.md",)),
        (from_root, "./a", ("/a",)),
        (from_root, "**/node_modules", ("**/node_modules",)),
        (from_root, "!a", ("!/a",)),
        (from_root, "!(a|b)", ()),
        (from_root, "../a", ()),
        (from_root, "a{1,2}/{x,{y,z}}", ("/a1/x", "/a1/y", "/a1/z", "/a2/x", "/a2/y", "/a2/z")),
        (from_root, "{a,b}" * 9, ()),
        (from_anywhere, "#a", ("\\#a",)),
        (from_anywhere, "CHANGELOG.md", ("CHANGELOG.md",)),
        (from_fnmatch, "./a/*", ("a/**",)),
        (from_regex, r"^docs/a\.md$", ("/docs/a.md",)),
        (from_regex, "docs/", ("**/docs/",)),
        (from_regex, "docs/.*", ("**/docs/",)),
        (from_regex, "a|b", ()),
    ],
)
def test_patterns(
    convert: Callable[[str], tuple[str, ...]], glob: str, patterns: tuple[str, ...]
) -> None:
    assert sorted(convert(glob)) == sorted(patterns)


def test_comments_for_other_linters(settings: Callable[..., dict[str, Any]]) -> None:
    found = settings(
        {
            "a.md": "# A\n\n<!-- markdownlint-disable MD013 MD034 no-inline-html -->\n",
            "b.md": "# B\n\n<!-- markdownlint-disable-next-line -->\nText.\n<!-- vale off -->\n",
            "c.md": "# C\n\n<!-- rumdl-disable MD034 -->\n<!-- rumdl-disable-line MD040 -->\n",
            "d.md": "# D\n\n<!-- cSpell:words isohyet,\nstage -->\n"
            "<!-- spellchecker: disable-line -->\n",
            # These excuse nothing that postlint would report, or are no comments for others.
            "e.md": "# E\n\n<!-- markdownlint-disable MD013 -->\n<!-- postlint-disable MD034 -->\n",
        }
    )
    assert found["told"] == [
        "a.md and 2 more posts: <!-- markdownlint-disable MD013 MD034 no-inline-html -->"
        " does not count; write <!-- postlint-disable MD034 -->",
        "b.md and 1 more post: <!-- vale off -->"
        " does not count; write <!-- postlint-disable spelling -->",
        "d.md: <!-- cSpell:words isohyet, stage -->"
        " does not count; write <!-- postlint-words: isohyet stage -->",
    ]
