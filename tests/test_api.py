"""postlint from Python."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from postlint.api import Configuration, Overrides, SettingsError, lint_paths, lint_text

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "[a]()\n\n```\ncode\n```\n"


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_lint_text_reads_no_configuration_unless_asked(site: Path) -> None:
    (site / "postlint.toml").write_text('select = ["empty-link"]\n', encoding="utf-8")
    assert set(lint_text(TEXT).by_rule) == {"empty-link", "missing-code-language"}
    assert set(lint_text(TEXT, settings=Configuration()).by_rule) == {"empty-link"}


def test_settings_have_the_keys_of_the_file(site: Path) -> None:
    settings = {
        "select": ["links"],
        "rules": {"empty-link": {"severity": "error"}},
        "per-file": {"drafts/**": {"ignore": ["all"]}},
    }
    report = lint_text(TEXT, settings=settings)
    assert report.summary.errors == 1
    assert report.failed
    assert lint_text(TEXT, path="drafts/a.md", settings=settings).findings == ()
    with pytest.raises(SettingsError, match=r'^settings: unknown key "selekt"'):
        lint_text(TEXT, settings={"selekt": []})


def test_lint_paths_uses_the_files_that_apply(site: Path) -> None:
    (site / "posts").mkdir()
    (site / "posts/a.md").write_text(TEXT, encoding="utf-8")
    (site / "posts/postlint.toml").write_text('select = ["empty-link"]\n', encoding="utf-8")
    report = lint_paths(["posts", "no.md"])
    assert set(report.by_rule) == {"empty-link"}
    assert [failure.path for failure in report.failures] == ["no.md"]
    isolated = Configuration(Overrides(isolated=True))
    assert len(lint_paths(["posts"], settings=isolated).by_rule) == 2


@pytest.mark.parametrize(
    ("values", "failed"),
    [
        ({"fail-on": "warning"}, True),
        ({"fail-on": "error"}, False),
        ({"fail-on": "error", "per-file": {"post.md": {}}}, False),
        ({"rules": {"empty-link": {"severity": "info"}}}, False),
        ({"rules": {"empty-link": {"severity": "info"}}, "fail-on": "info"}, True),
    ],
)
def test_a_report_fails_at_fail_on_and_above(values: dict[str, object], failed: bool) -> None:
    assert lint_text("[a]()\n", settings=values).failed is failed


def test_importing_the_package_imports_nothing_heavy() -> None:
    script = (
        "import sys; before = set(sys.modules); import postlint; "
        "print(*(sys.modules.keys() - before))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert done.stdout.split() == [b"postlint"]
