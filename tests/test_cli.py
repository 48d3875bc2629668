"""The command line: what it prints, where, and its exit status."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from postlint import __version__, fixing
from postlint.command import run

if TYPE_CHECKING:
    from collections.abc import Sequence

BAD = "# Title\n\nText and a [recipe]().\n"
GOOD = "# Title\n\nText.\n"

posix_only = pytest.mark.skipif(os.name != "posix", reason="signals and pipes of POSIX")


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for variable in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


def write(folder: Path, **texts: str) -> None:
    for name, text in texts.items():
        (folder / f"{name}.md").write_bytes(text.encode())


def started(*arguments: str, standard_input: str = "") -> subprocess.CompletedProcess[str]:
    """A run in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "postlint", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        input=standard_input,
    )


# Exit status


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (["good.md"], 0),
        (["bad.md"], 1),
        (["good.md", "bad.md"], 1),
        (["--exit-zero", "bad.md"], 0),
        (["--select", "spelling", "bad.md"], 0),
        (["--fail-on", "error", "bad.md"], 0),
        (["--fail-on", "info", "bad.md"], 1),
        (["--config", 'rules.empty-link.severity="info"', "bad.md"], 0),
        (["--config", 'rules.empty-link.severity="off"', "bad.md"], 0),
        (["nowhere.md"], 2),
        (["bad.md", "nowhere.md"], 2),
        (["--exit-zero", "nowhere.md"], 2),
        (["--select", "nonesuch", "bad.md"], 2),
        (["--nonesuch"], 2),
        (["--jobs", "0", "bad.md"], 2),
        (["--unsafe-fixes", "bad.md"], 2),
        (["-", "bad.md"], 2),
        (["--config", "a.toml", "--config", "b.toml"], 2),
        (["explain", "nonesuch"], 2),
        (["ast", "nowhere.md"], 2),
        (["--help"], 0),
        (["check", "--help"], 0),
    ],
)
def test_exit_status(site: Path, arguments: list[str], status: int) -> None:
    write(site, good=GOOD, bad=BAD)
    assert run(arguments) == status


def test_without_paths_the_current_folder_is_linted(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(site, bad=BAD)
    assert run([]) == run(["check"]) == 1
    assert "bad.md:3:12: warning: " in capsys.readouterr().out


def test_a_folder_without_posts_is_no_error_but_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run([]) == 0
    assert capsys.readouterr().err == "postlint: no posts in this folder\n"


# What goes wrong, in one line on standard error


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["no.md"], "postlint: no.md: No such file or directory\n"),
        (["binary.md"], "postlint: binary.md: Binary, not text: NUL at byte offset 8\n"),
        (["--select", "cod"], 'postlint: --select: unknown rule "cod"; did you mean "code"?\n'),
        (["--ignore", "xyzzy"], 'postlint: --ignore: unknown rule "xyzzy"; see postlint rules\n'),
        (["--config", "no.toml"], "postlint: no.toml: cannot be read: No such file or directory\n"),
        (["--config", "flavor=3"], "postlint: --config 'flavor=3': \"flavor\" must be a string\n"),
        (["explain", "speling"], 'postlint: unknown rule "speling"; did you mean "spelling"?\n'),
        (["--output", "no/report.txt"], "postlint: no/report.txt: No such file or directory\n"),
        (["--formt", "json"], "postlint: No such option '--formt'. Did you mean '--format'?\n"),
        (["ast"], "postlint: Missing argument 'FILE...'.\n"),
        (
            ["explian", "spelling"],
            'postlint: no file or command is called "explian"; nearest is "explain"\n',
        ),
        (["posts"], "postlint: posts: No such file or directory\n"),
        (["a\x1b[31m\n.md"], "postlint: a␛[31m␊.md: No such file or directory\n"),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_one_line(
    site: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    (site / "binary.md").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    (site / "good.txt").write_text(GOOD, encoding="utf-8")
    if arguments[0] in ("--select", "--ignore", "--config", "--output"):
        arguments = [*arguments, "good.txt"]
    assert run(arguments) == 2
    assert capsys.readouterr().err == message


def test_a_broken_configuration_file_is_told(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(site, good=GOOD)
    (site / "postlint.toml").write_text("\n[rules.spelling]\nlangauge = 1\n", encoding="utf-8")
    assert run([]) == 2
    assert capsys.readouterr() == (
        "",
        'postlint: postlint.toml:3: unknown key "langauge" in [rules.spelling];'
        ' did you mean "language"?\n',
    )
    assert run(["--isolated"]) == 0


# Options


def test_items_are_separated_by_commas_or_repeated(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(site, bad=BAD + "\n# Empty\n")
    arguments = ["--select", "empty-link, empty-section", "--select", "MD040", "--statistics"]
    assert run(arguments) == 1
    assert capsys.readouterr().out.splitlines()[:2] == ["1  empty-link", "1  empty-section"]


def test_extend_select_and_ignore(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site, bad=BAD)
    assert run(["--ignore", "links"]) == 0
    assert run(["--ignore", "links", "--extend-select", "MD042"]) == 1


def test_exclude(site: Path) -> None:
    write(site, bad=BAD, good=GOOD)
    assert run(["--exclude", "bad.md"]) == 0


def test_the_report_goes_to_a_file(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site, bad=BAD)
    assert run(["--format", "json", "--output", "report.json"]) == 1
    report = json.loads((site / "report.json").read_text(encoding="utf-8"))
    assert [finding["rule"] for finding in report["diagnostics"]] == ["empty-link"]
    assert capsys.readouterr() == ("", "")


def test_quiet_prints_no_report_but_what_goes_wrong(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(site, bad=BAD)
    assert run(["--quiet", "bad.md"]) == 1
    assert capsys.readouterr() == ("", "")
    assert run(["-q", "no.md"]) == 2
    assert capsys.readouterr() == ("", "postlint: no.md: No such file or directory\n")


def test_a_file_may_be_called_like_a_command(site: Path) -> None:
    write(site, bad=BAD)
    (site / "rules").mkdir()
    (site / "bad.md").rename(site / "rules" / "bad.md")
    assert run(["check", "rules"]) == 1
    assert run(["./rules"]) == 1


# Standard input


class Input(io.TextIOWrapper):
    def __init__(self, data: bytes) -> None:
        super().__init__(io.BytesIO(data), encoding="utf-8")


def test_standard_input_is_linted(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Input(BAD.encode()))
    assert run(["-"]) == 1
    assert capsys.readouterr().out.startswith("<stdin>:3:12: ")


def test_standard_input_has_the_settings_of_its_name(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = '[per-file."drafts/**"]\nignore = ["links"]\n'
    (site / "postlint.toml").write_text(text, encoding="utf-8")
    for name, status in (("drafts/a.md", 0), ("./posts/a.md", 1)):
        monkeypatch.setattr(sys, "stdin", Input(BAD.encode()))
        assert run(["-", "--stdin-filename", name]) == status
    assert "posts/a.md:3:12: " in capsys.readouterr().out


def test_standard_input_that_is_no_text_is_told(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Input(b"\xff"))
    assert run(["-"]) == 2
    assert "<stdin>: Not valid UTF-8: byte 0xff at byte offset 0, line 1" in capsys.readouterr().err


def test_standard_input_is_mended_to_standard_output() -> None:
    text = "\ufeffText. <!-- postlint-disable-line MD042 -->\r\n"
    done = started("-", "--fix", "--isolated", standard_input=text)
    assert done.stdout == "\ufeffText.\n"  # read with universal newlines
    assert "Fixed 1 problem" in done.stderr
    assert done.returncode == 0


# Fixes


UNUSED = "Text. <!-- postlint-disable-line MD042 -->\n"


def test_fix_mends_files(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site, a=UNUSED, b=BAD)
    assert run(["--fix"]) == 1
    assert (site / "a.md").read_text(encoding="utf-8") == "Text.\n"
    assert (site / "b.md").read_text(encoding="utf-8") == BAD
    output = capsys.readouterr().out
    assert "b.md:3:12" in output
    assert "Fixed 1 problem" in output
    assert run(["--fix", "a.md"]) == 0


def test_diff_shows_the_fixes_and_changes_nothing(
    site: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    write(site, a=UNUSED, b=BAD)
    assert run(["--diff"]) == 1
    assert capsysbinary.readouterr() == (
        f"--- a/a.md\n+++ b/a.md\n@@ -1 +1 @@\n-{UNUSED}+Text.\n".encode(),
        b"postlint: would fix 1 problem in 1 post\n",
    )
    assert run(["--diff", "--exit-zero", "--quiet"]) == 0
    assert capsysbinary.readouterr().err == b""
    assert (site / "a.md").read_text(encoding="utf-8") == UNUSED
    assert run(["--diff", "b.md"]) == 0


@pytest.mark.parametrize("options", [[], ["--quiet"]])
def test_what_is_excluded_is_left_out_also_when_named_if_that_is_wanted(
    site: Path, capsys: pytest.CaptureFixture[str], options: list[str]
) -> None:
    write(site, a=BAD, b=BAD)
    (site / "postlint.toml").write_text('extend-exclude = ["a.md"]\n', encoding="utf-8")
    assert run(["--force-exclude", *options, "--", "a.md"]) == 0
    assert capsys.readouterr().err == ""
    assert run(["--force-exclude", *options, "--", "a.md", "b.md"]) == 1
    assert "a.md" not in capsys.readouterr().out
    assert run([*options, "a.md"]) == 1


def test_a_file_that_cannot_be_written_is_told(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(site, a=UNUSED)

    def refuse(change: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(fixing, "write", refuse)
    assert run(["--fix"]) == 2
    assert capsys.readouterr().err == "postlint: a.md: Not mended: Permission denied\n"


# Other commands


def test_ast_prints_trees(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(site, a="# Café\n", b="Text\n")
    assert run(["ast", "a.md", "./b.md"]) == 0
    one, other = map(json.loads, capsys.readouterr().out.splitlines())
    assert one["path"] == "a.md"
    assert one["tree"]["type"] == "root"
    assert one["tree"]["children"][0]["position"]["end"] == {"line": 1, "column": 7, "offset": 6}
    assert other["path"] == "b.md"


def test_ast_reads_standard_input() -> None:
    done = started("ast", "-", standard_input="# A\n")
    assert (done.returncode, done.stderr) == (0, "")
    line = json.loads(done.stdout)
    assert line["path"] == "<stdin>"
    assert line["tree"]["children"][0]["type"] == "heading"


def test_ast_goes_on_after_a_file_that_cannot_be_read(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(site, a="Text\n")
    assert run(["ast", "no.md", "a.md"]) == 2
    output = capsys.readouterr()
    assert json.loads(output.out)["path"] == "a.md"
    assert output.err == "postlint: no.md: No such file or directory\n"


def test_rules_lists_all_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["rules", "--format", "json"]) == 0
    rules = {rule["name"]: rule for rule in json.loads(capsys.readouterr().out)}
    assert rules["unused-directive"]["fixes"] == "yes"
    assert rules["missing-code-language"]["aliases"][0] == "MD040"
    assert run(["rules"]) == 0
    output = capsys.readouterr().out
    assert all(f"  {name}  " in output or f"  {name} " in output for name in rules)


def test_rules_include_those_of_plugins(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plugin = (
        "from postlint.rule import Rule\n\n"
        'class Mine(Rule):\n    """It is mine."""\n    name = "mine"\n'
    )
    (site / "ours.py").write_text(plugin, encoding="utf-8")
    (site / "postlint.toml").write_text('plugins = ["ours.py", "no.py"]\n', encoding="utf-8")
    assert run(["rules"]) == 2
    output = capsys.readouterr()
    assert "  mine " in output.out
    assert output.err == (
        "postlint: Plugin no.py cannot be loaded: there is no such file or folder\n"
    )


@pytest.mark.parametrize("where", ["postlint.toml", "base.toml", "pyproject.toml", "--config"])
def test_named_plugins_are_not_run_where_that_is_forbidden(
    site: Path, capsys: pytest.CaptureFixture[str], where: str
) -> None:
    (site / "ours.py").write_text('open("ran", "w").close()\n', encoding="utf-8")
    (site / "a.md").write_text("# Title\n\nText.\n", encoding="utf-8")
    setting = 'plugins = ["ours.py"]\n'
    options = ["--config", setting] if where == "--config" else []
    if where == "base.toml":
        (site / "postlint.toml").write_text('extends = "base.toml"\n', encoding="utf-8")
    if where != "--config":
        table = "[tool.postlint]\n" if where == "pyproject.toml" else ""
        (site / where).write_text(table + setting, encoding="utf-8")
    assert run([*options, "--installed-plugins-only"]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.endswith('"plugins": ours.py is not loaded with --installed-plugins-only')
    assert not (site / "ran").exists()
    run(options)
    assert (site / "ran").exists()
    (site / "ran").unlink()
    assert run([*options, "--installed-plugins-only"]) == 2


@pytest.mark.parametrize("name", ["unused-directive", "MD040", "spelling"])
def test_explain_shows_the_documentation(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explain", name]) == 0
    page = capsys.readouterr().out
    assert page.startswith("# ")
    for part in ("Family `", "## Why it matters", "## Use instead"):
        assert part in page


def test_help_fits_a_screen(capsys: pytest.CaptureFixture[str]) -> None:
    run(["--help"])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= 40
    assert max(map(len, lines)) <= 80


def test_completion_knows_commands_and_the_options_of_check() -> None:
    def completed(words: str, position: int) -> str:
        variables = {
            "_POSTLINT_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(position),
        }
        script = "from postlint.__main__ import main; main()"
        done = subprocess.run(
            [sys.executable, "-c", script],
            capture_output=True,
            encoding="utf-8",
            check=False,
            env={**os.environ, **variables},
        )
        return done.stdout

    assert "plain,explain" in completed("postlint ex", 1)
    assert "plain,--select" in completed("postlint --sel", 1)
    assert "plain,json" in completed("postlint check --format j", 3)


# The process


def test_version_and_help_import_little() -> None:
    assert started("--version").stdout == f"postlint {__version__}\n"

    def imported(arguments: Sequence[str]) -> set[str]:
        script = (
            f"import sys; sys.argv = ['postlint', *{list(arguments)!r}]\n"
            "before = set(sys.modules)\n"
            "from postlint.__main__ import main\n"
            "try: main()\n"
            "except SystemExit: pass\n"
            "print(*sys.modules.keys() - before, file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True
        )
        return set(done.stderr.split())

    heavy = {"mistune", "postlint_rules", "spellchecker", "marisa_trie", "yaml", "pathspec"}
    assert not imported(["--version"]) & {*heavy, "click", "re"}
    assert not imported(["--help"]) & heavy


@posix_only
def test_a_reader_that_leaves_is_no_error(site: Path) -> None:
    write(site, bad=BAD * 3_000)
    for arguments in (["bad.md"], ["--format", "json", "bad.md"], ["ast", "bad.md"]):
        process = subprocess.Popen(
            [sys.executable, "-m", "postlint", *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.read(10)
        process.stdout.close()
        assert process.wait() == (0 if arguments[0] == "ast" else 1)
        assert process.stderr.read() == b""
        process.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
@pytest.mark.parametrize(
    "arguments",
    [
        ["bad.md"],
        ["--format", "json", "bad.md"],
        ["ast", "bad.md"],
        ["rules"],
        ["words", "bad.md"],
        ["explain", "spelling"],
        ["--help"],
    ],
)
def test_a_full_disk_is_told(site: Path, arguments: list[str]) -> None:
    write(site, bad=BAD + "\nIt is a zzyzxq.\n")
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "postlint", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.endswith(b"No space left on device\n")
    assert done.stderr.count(b"\n") == 1


@posix_only
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", "<&- >&- 2>&-"])
def test_streams_may_be_closed(site: Path, closed: str) -> None:
    write(site, bad=BAD)
    command = f'"{sys.executable}" -m postlint bad.md nowhere.md {closed}'
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert (site / "bad.md").read_text("utf-8") == BAD


@posix_only
def test_standard_input_may_be_closed(site: Path) -> None:
    command = f'"{sys.executable}" -m postlint - <&-'
    assert subprocess.run(["sh", "-c", command], capture_output=True, check=False).returncode == 0


@posix_only
@pytest.mark.parametrize("path", [".", "../a.md"])
def test_a_folder_that_is_gone_is_told(site: Path, path: str) -> None:
    command = f'mkdir d; cd d; rmdir ../d; "{sys.executable}" -P -m postlint {path}'
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False)
    assert done.returncode == 2
    assert done.stderr == b"postlint: No such file or directory\n"


WAITING = """\
import time
from pathlib import Path

from postlint.rule import Rule

class Waiting(Rule):
    name = "waiting"

    def check(self, document):
        Path("started").touch()
        time.sleep(3600)
        return iter(())
"""


@posix_only
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_is_quiet(site: Path, jobs: str) -> None:
    write(site, a="x " * 600_000, b="x " * 600_000)
    (site / "waiting.py").write_text(WAITING, encoding="utf-8")
    arguments = ["--jobs", jobs, "--config", 'plugins=["waiting.py"]', "--select", "waiting"]
    process = subprocess.Popen(
        [sys.executable, "-m", "postlint", *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while not (site / "started").exists():
        assert process.poll() is None
        time.sleep(0.05)
    # As a terminal does: to the whole group. The line break ends the line that has its "^C".
    os.killpg(process.pid, signal.SIGINT)
    output, errors = process.communicate()
    assert (process.returncode, output, errors) == (130, b"", b"\n")
