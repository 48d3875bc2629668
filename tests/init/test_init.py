"""``postlint init``: what is written, that it can be used, and that nothing is lost by it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from postlint.command import run

if TYPE_CHECKING:
    from collections.abc import Callable

    Write = Callable[[dict[str, str]], None]

ENGLISH = "# Soup\n\nThis is how you make a soup of what is left in the garden.\n"
GERMAN = "# Suppe\n\nDas ist die Suppe, und sie ist nicht von gestern, auch wenn es so aussieht.\n"

SITE = {
    "hugo.toml": 'title = "Soup"\n',
    "content/posts/soup.md": ENGLISH,
    "content/posts/stew.md": ENGLISH,
    "docs/guide.md": ENGLISH,
    "archive/old.md": "# Old\n\nWe recieve it.\n",
    ".markdownlint.jsonc": """\
{
  // What this site thinks of markdownlint's rules
  "MD013": false,
  "MD033": { "allowed_elements": ["br"] },
  "no-bare-urls": false, /* they are
                            fine */
  "MD053": { "ignored_definitions": ["note"] },
  "descriptive-link-text": "warning",
}
""",
    ".markdownlint-cli2.jsonc": """\
{ "globs": ["content/**/*.md", "#docs/*.md"], "ignores": ["archive/{old,older}.md", "gone/**"] }
""",
    "cspell.json": """\
{ "language": "en-GB", "words": ["recieve"], "ignorePaths": ["content/posts/stew.md"],
  "ignoreRegExpList": ["/[A-Z]{4}/"] }
""",
    "lychee.toml": """\
verbose = "info"
max_cache_age = "2d"
timeout = 20
accept = ["200..=206", 403]
exclude = ['^https://intranet\\.', '\\p{L}']
exclude_path = ["posts/soup\\\\.md"]
header = ["Authorization=secret"]
""",
    ".lycheeignore": "# they block us\nlinkedin\\.com\n",
}

WRITTEN = r"""# What postlint is to know about this site. Every key is explained in
# https://github.com/postlint/postlint/blob/main/docs/configuration.md
#
# Site: hugo, told by its files. If not, set flavor.
# Languages of 2 posts: 2 en.

# Rules that .markdownlint.jsonc switched off.
ignore = [
    "MD034",  # bare-url
]

# Left out by .markdownlint-cli2.jsonc, and here with all rules.
extend-exclude = ["/archive/old.md", "/docs/*.md"]

[rules.spelling]
# The words in cspell.json are right here, too, as long as it is there.
language = "en-GB"
# words = ["isohyet"]

[rules.non-descriptive-link]
# From .markdownlint.jsonc.
severity = "info"

[rules.unused-definition]
# From .markdownlint.jsonc.
ignore = ["note"]

# From lychee.toml and .lycheeignore, for postlint --online.
[links]
timeout = 20
cache-alive = "2d"
exclude = ['^https://intranet\.', 'linkedin\.com']
accept = ["403"]

# Left out by cspell.json and lychee.toml.
[per-file]
"content/posts/stew.md".ignore = ["spelling"]
"**/posts/soup.md".ignore = ["links"]
"""

TOLD = r"""postlint.toml is written; look it over, then run postlint
Not carried over:
  .markdownlint-cli2.jsonc: 1 pattern matches no post
  .markdownlint-cli2.jsonc: "globs" (content/**/*.md): name such paths on the command line
  .markdownlint.jsonc: MD033: not checked by postlint
  cspell.json: "ignoreRegExpList" has no counterpart: /[A-Z]{4}/
  lychee.toml: "exclude": \p{L} cannot be used
  lychee.toml: "header" may hold secrets: see docs/links-online.md on headers
"""


def test_a_site_with_everything(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write(SITE)
    assert run(["init"]) == 0
    assert Path("postlint.toml").read_text("utf-8") == WRITTEN
    assert capsys.readouterr().out == TOLD


def test_what_is_written_is_obeyed(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write(SITE)
    write(
        {
            "content/posts/stew.md": "# Stew\n\nWe seperate it: https://example.org/stew\n",
            "content/posts/soup.md": "# Soup\n\n[gone](gone.md)\n\nAccross.\n\n[note]: x.md\n",
            "content/posts/cold.md": "# Cold\n\nThe color is [here](/soup/), says recieve.\n",
        }
    )
    assert run(["init"]) == 0
    capsys.readouterr()
    run(["--format", "concise", "--no-cache"])
    # Neither the bare URL, nor what cspell and lychee leave out, nor the unused definition.
    assert capsys.readouterr().out.splitlines() == [
        'content/posts/cold.md:3:5: "color" is the American spelling of "colour" [spelling]',
        'content/posts/cold.md:3:15: Link text "here" does not say where it leads'
        " [non-descriptive-link]",
        'content/posts/soup.md:5:1: "Accross" is misspelled; did you mean "Across"? [spelling]',
    ]


def test_a_site_with_nothing(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write({"post.md": ENGLISH})
    assert run(["init"]) == 0
    assert capsys.readouterr().out == "postlint.toml is written; look it over, then run postlint\n"
    assert tomllib.loads(Path("postlint.toml").read_text("utf-8")) == {"rules": {"spelling": {}}}
    assert run(["--no-cache"]) == 0


def test_a_folder_without_posts(write: Write) -> None:
    write({})
    assert run(["init"]) == 0
    assert "Languages" not in Path("postlint.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("postlint.toml", "# mine\n"),
        (".postlint.toml", 'fail-on = "error"\n'),
        ("pyproject.toml", '[tool.postlint]\nfail-on = "error"\n'),
    ],
)
def test_what_is_there_stays(
    name: str, text: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write({name: text, "post.md": ENGLISH})
    assert run(["init"]) == 2
    assert capsys.readouterr().err == (
        f"postlint: {name} is there already; --force writes postlint.toml all the same\n"
    )
    assert Path(name).read_text("utf-8") == text
    assert sorted(path.name for path in Path().iterdir()) == sorted({name, "post.md", ".git"})

    assert run(["init", "--force"]) == 0
    assert "What postlint is to know" in Path("postlint.toml").read_text("utf-8")
    told = f"{name} does not count any more: postlint.toml goes before it\n"
    assert (told in capsys.readouterr().out) == (name != "postlint.toml")


def test_a_pyproject_without_settings_is_in_nobodys_way(write: Write) -> None:
    write({"pyproject.toml": '[project]\nname = "x"\n'})
    assert run(["init"]) == 0


def test_print_writes_nothing(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write({**SITE, "postlint.toml": "# mine\n"})
    assert run(["init", "--print"]) == 0
    captured = capsys.readouterr()
    assert captured.out == WRITTEN
    assert captured.err == TOLD.partition("\n")[2]
    assert Path("postlint.toml").read_text("utf-8") == "# mine\n"


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            ".markdownlint.json",
            '{ /* what\n we */ "MD013": fals }',
            ".markdownlint.json:2:17: Expecting value",
        ),
        (".markdownlint.yaml", "a: [\n", ".markdownlint.yaml: line 2, column 1: "),
        ("lychee.toml", "timeout = \n", "lychee.toml: Invalid value (at line 1, column 11)"),
        ("cspell.json", "[" * 100_000, "cspell.json: nested too deeply"),
        (".codespellrc", "[codespell\n", ".codespellrc: not an INI file: "),
    ],
)
def test_a_damaged_file_is_an_error(
    name: str, text: str, told: str, write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write({name: text, "post.md": ENGLISH})
    assert run(["init"]) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"postlint: {told}")
    assert error.count("\n") == 1
    assert not Path("postlint.toml").exists()


def test_bytes_that_are_no_text_are_an_error(
    write: Write, capsys: pytest.CaptureFixture[str]
) -> None:
    write({})
    Path("lychee.toml").write_bytes(b"\xff\xfe\xff")
    assert run(["init"]) == 2
    assert capsys.readouterr().err == "postlint: lychee.toml: not UTF-8: byte offset 0\n"


def test_languages_and_sites(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    write(
        {
            "README.md": ENGLISH,
            "site/mkdocs.yml": "site_name: Soup\n",
            "site/docs/de/index.md": GERMAN,
            "cspell.yaml": "language: en-US\n",
        }
    )
    assert run(["init"]) == 0
    lines = Path("postlint.toml").read_text("utf-8").splitlines()
    assert lines[3:5] == [
        "# Site in site: mkdocs, told by its files. If not, set flavor.",
        "# Languages of 2 posts: 1 de, 1 en.",
    ]
    assert "cspell.yaml: en-US is not set, as it would hold for all languages" in (
        capsys.readouterr().out
    )


def test_names_do_not_get_out_of_their_comments(write: Write) -> None:
    write({'a\nignore = ["all"]\n#/mkdocs.yml': "", 'a\nignore = ["all"]\n#/docs/x.md': ENGLISH})
    assert run(["init"]) == 0
    assert "ignore" not in tomllib.loads(Path("postlint.toml").read_text("utf-8"))
