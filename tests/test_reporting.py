"""Reports as the command line writes them: several at once, to files and to the screen."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from postlint.command import run
from postlint.reporters import COUNTING_FORMATS, FORMATS, reporter

BAD = "# Title\n\nText and a [pot of soup]().\n"
DOCS = Path(__file__).parents[1] / "docs"
REPORTS = DOCS / "reports.md"


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for variable in ("GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE", "CI_PROJECT_DIR"):
        monkeypatch.delenv(variable, raising=False)
    (tmp_path / "bad.md").write_text(BAD, encoding="utf-8")
    return tmp_path


def test_several_reports_are_written_in_one_run(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = ["--output-file", "sarif:a.sarif", "--output-file", "html:b.html"]
    assert run([*files, "--format", "concise", "bad.md"]) == 1
    assert capsys.readouterr().out.startswith("bad.md:3:12: ")
    (result,) = json.loads((site / "a.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert result["ruleId"] == "empty-link"
    assert "## Why it matters" in (site / "a.sarif").read_text("utf-8")
    assert '"Text and a "' in (site / "b.html").read_text("utf-8")


def test_files_are_written_when_nothing_is_printed(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--quiet", "--output-file", "concise:c.txt", "bad.md"]) == 1
    assert capsys.readouterr().out == ""
    assert (site / "c.txt").read_text("utf-8").startswith("bad.md:3:12: ")


def test_reports_after_fixes_show_the_posts_as_they_are(site: Path) -> None:
    (site / "bad.md").write_text(f"{BAD}\nYou will recieve it.\n", encoding="utf-8")
    assert run(["--fix", "-q", "--output-file", "html:b.html", "bad.md"]) == 1
    page = (site / "b.html").read_text("utf-8")
    assert "You will receive it." in page
    assert "recieve it" not in page


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_writes_a_report_with_and_without_findings(
    site: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "good.md").write_text("# Title\n\nText.\n", encoding="utf-8")
    assert run(["--format", name, "bad.md"]) == 1
    assert "leads nowhere" in capsys.readouterr().out
    assert run(["--format", name, "good.md"]) == 0
    assert "leads nowhere" not in capsys.readouterr().out


@pytest.mark.parametrize("name", FORMATS)
def test_formats_that_count_are_those_that_say_so(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    counts = hasattr(reporter(name), "write_statistics")
    assert (name in COUNTING_FORMATS) == counts
    assert run(["--format", name, "--statistics", "bad.md"]) == (1 if counts else 2)
    if not counts:
        assert "--statistics needs --format json, markdown, text" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("report.sarif", '"report.sarif" must be FORMAT:FILE, as in sarif:report.sarif'),
        ("sarif:", '"sarif:" must be FORMAT:FILE, as in sarif:report.sarif'),
        ("sarf:x", 'no format "sarf"; the formats are text, json, '),
    ],
)
def test_what_is_no_output_is_told(
    value: str, message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["--output-file", value, "bad.md"]) == 2
    assert message in " ".join(capsys.readouterr().err.split())


def test_a_file_that_cannot_be_written_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--output-file", "json:no/report.json", "bad.md"]) == 2
    assert capsys.readouterr().err == "postlint: no/report.json: No such file or directory\n"


def test_rules_of_plugins_bring_their_documentation(site: Path) -> None:
    (site / "ours.py").write_text(
        "from postlint.rule import Rule\n\n\n"
        "class NoText(Rule):\n"
        '    """A post says \\"text\\"."""\n\n'
        '    name = "no-text"\n\n'
        "    def check(self, document):\n"
        '        yield self.report((0, 1), "It says text")\n',
        encoding="utf-8",
    )
    (site / "postlint.toml").write_text('plugins = ["ours.py"]\n', encoding="utf-8")
    run(["--select", "no-text", "-q", "--output-file", "sarif:a.sarif", "bad.md"])
    (rule,) = json.loads((site / "a.sarif").read_text("utf-8"))["runs"][0]["tool"]["driver"][
        "rules"
    ]
    assert rule["shortDescription"] == {"text": 'A post says "text".'}
    assert "helpUri" not in rule


def test_the_page_on_reports_tells_of_every_format_and_of_no_other() -> None:
    text = REPORTS.read_text(encoding="utf-8")
    table = re.findall(r"^\| (?:\[)?`([a-z]+)`", text, flags=re.MULTILINE)
    assert sorted(table) == sorted(FORMATS)
    assert set(re.findall(r"--format(?: |\\ )([a-z]+)", text)) <= FORMATS.keys()
    assert set(re.findall(r"--output-file ([a-z]+):", text)) <= FORMATS.keys()


#: The published schema of each service's files, by the first line of a block in the documentation;
#: those of GitHub are checked with the action.
SCHEMAS = {
    "posts:": ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"],
    "# azure-pipelines.yml": ["vendor.azure-pipelines", "--data-transform", "azure-pipelines"],
}


def test_the_documented_pipelines_follow_their_schemas(tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema", reason="check-jsonschema is not installed")
    checked = dict.fromkeys(SCHEMAS, 0)
    for page in DOCS.glob("*.md"):
        for block in re.findall(r"^```yaml\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.M):
            for first in filter(block.startswith, SCHEMAS):
                (tmp_path / "job.yml").write_text(block, encoding="utf-8")
                _check(tmp_path / "job.yml", *SCHEMAS[first])
                checked[first] += 1
    assert all(checked.values()), checked


def _check(path: Path, *schema: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", *schema, str(path)],
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, path.read_text("utf-8") + done.stdout
