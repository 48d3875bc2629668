"""The rules for links on small sites and repositories, each with the reviewed report beside it.

A folder of ``tests/rules/links`` is copied, made a repository and linted from within; its
``report.txt`` says what is found. Only what is marked as wrong in the posts may be reported.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from postlint.api import lint_paths

CASES = Path(__file__).parent / "links"
RULES = ["missing-file", "missing-anchor", "bare-url"]


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_report_is_as_reviewed(case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    site = tmp_path / "site"
    shutil.copytree(CASES / case, site, ignore=shutil.ignore_patterns("report.txt"))
    (site / ".git").mkdir()
    monkeypatch.chdir(site)
    report = lint_paths(["."], settings={"select": RULES})
    found = [
        f"{finding.location.path}:{finding.location.start.line}:{finding.location.start.column} "
        f"{finding.rule}: {finding.message}"
        for finding in report.findings
    ]
    reviewed = (CASES / case / "report.txt").read_text(encoding="utf-8").splitlines()
    assert found == reviewed
    assert not report.failures


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir()))
def test_every_fix_leads_somewhere(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    shutil.copytree(CASES / case, site)
    (site / ".git").mkdir()
    monkeypatch.chdir(site)
    settings = {"select": RULES}
    report = lint_paths(["."], settings=settings)
    fixed = [finding for finding in report.findings if finding.fix]
    # From the last to the first, so that the offsets of those before stay right.
    for finding in reversed(fixed):
        path = Path(finding.location.path)
        text = path.read_bytes().decode()
        assert finding.fix is not None
        for edit in reversed(finding.fix.edits):
            text = text[: edit.start] + edit.text + text[edit.end :]
        path.write_bytes(text.encode())
    left = lint_paths(["."], settings=settings).findings
    assert len(left) == len(report.findings) - len(fixed)
    assert not any(finding.fix for finding in left)


def test_the_flavor_overrides_what_the_files_tell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "_config.yml").write_text("title: Rain\n", encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text("---\ntitle: A\n---\n\n## A & b\n", encoding="utf-8")
    post = tmp_path / "post.md"
    text = "---\ntitle: Rain\n---\n\n[a](docs/a.md#a-b), https://rain.dev, [b](/docs/b.md)\n"
    post.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def messages(flavor: str) -> list[str]:
        report = lint_paths(["post.md"], settings={"select": RULES, "flavor": flavor})
        return [finding.message for finding in report.findings]

    missing = 'No heading "#a-b" in docs/a.md; nearest is "#a--b"'
    bare = 'Bare URL "https://rain.dev" will not be a link'
    assert messages("auto") == [missing, bare, 'No file "/docs/b.md"']
    assert messages("github") == []
    assert messages("docusaurus") == ['No file "/docs/b.md"']


def test_the_site_root_is_where_links_from_the_root_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "web" / "images").mkdir(parents=True)
    (tmp_path / "web" / "images" / "map.svg").write_text("<svg/>", encoding="utf-8")
    post = tmp_path / "post.md"
    post.write_text(
        "---\ntitle: A\n---\n\n![](/images/map.svg), ![](/images/mop.svg), ![](/logo.svg), "
        "![](/images/Map.svg), [page](/about/)\n",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    assert lint_paths(["."], settings={"select": RULES}).findings == ()
    report = lint_paths(["."], settings={"select": RULES, "site-root": "web"})
    assert [finding.message for finding in report.findings] == [
        'No file "/images/mop.svg"',
        'No file "/logo.svg"',
        'File "/images/Map.svg" is "/images/map.svg" on disk; servers distinguish case',
    ]


def test_pages_that_are_not_linted_are_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(CASES / "jekyll", tmp_path, dirs_exist_ok=True)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    whole = lint_paths(["."], settings={"select": RULES}).findings
    path = "_posts/2024-05-05-addresses.md"
    alone = lint_paths([path], settings={"select": RULES}).findings
    assert alone == tuple(found for found in whole if found.location.path == path)


def test_a_broken_configuration_makes_nothing_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in {
        "_config.yml": "a: [b\n" * 50,
        "_posts/2024-05-01-a.md": "[a](/guides/b/), [b](/a/b/c/), ![](x.png), https://rain.dev\n",
        "guides/a.md": "# A\n",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    report = lint_paths(["."], settings={"select": RULES})
    assert report.findings == ()
    assert report.failures == ()


def test_a_page_that_a_configuration_names_is_missed_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(CASES / "mkdocs", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    settings = {"select": ["missing-file"], "per-file": {"docs/fr/*": {"ignore": ["bare-url"]}}}

    def missing(*paths: str) -> list[str]:
        found = lint_paths(list(paths), settings=settings).findings
        return [finding.message for finding in found if finding.location.path == "mkdocs.yml"]

    named = ['No file "guide/adresses.md"; nearest is "guide/addresses.md"']
    assert missing(".") == missing("docs/guide") == [*named, 'No file "snow/drifts.md"']
    (tmp_path / "docs" / "snow").mkdir()
    (tmp_path / "docs" / "snow" / "drifts.md").write_text("# Drifts\n", encoding="utf-8")
    assert missing(".") == named
    with (tmp_path / "mkdocs.yml").open("a", encoding="utf-8") as configuration:
        configuration.write("plugins: [search, gen-files]\n")
    assert missing(".") == []


def test_links_out_of_the_repository_are_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    post = tmp_path / "repository" / "post.md"
    post.write_text("[Sibling](../other/post.md), [own](other.md)\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "repository")
    report = lint_paths(["post.md"], settings={"select": RULES})
    assert [finding.message for finding in report.findings] == ['No file "other.md"']


def test_paths_from_elsewhere_resolve_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    shutil.copytree(CASES / "github", site)
    (site / ".git").mkdir()
    (tmp_path / "elsewhere").mkdir()
    settings = {"select": RULES}
    monkeypatch.chdir(site)
    from_within = [finding.message for finding in lint_paths(["."], settings=settings).findings]
    monkeypatch.chdir(tmp_path / "elsewhere")
    for path in ("../site", str(site)):
        report = lint_paths([path], settings=settings)
        assert [finding.message for finding in report.findings] == from_within


def test_a_linked_post_need_not_be_linted_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.md").write_text("[b](b.md#here), [c](b.md#gone)\n", encoding="utf-8")
    (tmp_path / "b.md").write_text("# Here\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    report = lint_paths(["a.md"], settings={"select": RULES})
    assert [finding.message for finding in report.findings] == ['No heading "#gone" in b.md']
