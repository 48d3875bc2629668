"""What is remembered between runs: used when nothing changed, and only then."""

from __future__ import annotations

import os
import pickle
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from postlint import linter, linting
from postlint.api import lint_text
from postlint.cache import replay, results, stamps
from postlint.cache.database import prefer_log
from postlint.cache.fingerprint import code_files, settings_digest
from postlint.cache.packing import UnpackError, pack, unpack
from postlint.cache.results import ResultCache
from postlint.cache.stamps import stamp_of
from postlint.command import run
from postlint.commands import performing
from postlint.digests import digest_of
from postlint.project import FileResult, Report
from postlint.registry import load_registry
from postlint.settings import Configuration, Overrides

if TYPE_CHECKING:
    from collections.abc import Callable

    from postlint.cache.replay import Memory, PastRun
    from postlint.commands.checking import CheckRequest

POSTS = {
    "a.md": "# A\n\nSee [b](b.md#two) and ![x](x.png) and [out](other/o.md#one).\n",
    "b.md": "# B\n\n## Two\n\nText with [empty]() links.\n",
    "c.md": "# C\n\nIt recieves words.\n",
    "x.png": "",
    "words.txt": "",
    ".postlint.toml": '[rules.spelling]\nwords-file = "words.txt"\n',
    "rules.py": "",
}
OTHER = {"o.md": "# One\n"}
#: Options that leave the folder ``other`` out of the run, though it is linked to.
ARGUMENTS = ("--exclude", "other", ".")


class Outcome(NamedTuple):
    status: int
    text: str


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    for name, text in POSTS.items():
        write(folder / name, text)
    for name, text in OTHER.items():
        write(folder / "other" / name, text)
    # What others meanwhile put beside it, or into /tmp, plays no part.
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("POSTLINT_CACHE_DIR", str(tmp_path / "cache"))
    return folder


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def age(folder: Path) -> None:
    """Makes it look as if nobody had touched the files for a while."""
    then = time.time() - 100
    for path in (folder, *folder.rglob("*")):
        if path.stat().st_mtime > then + 50:
            os.utime(path, (then, then))


@pytest.fixture
def lint(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Outcome]:
    """Runs the command line as a new process would."""

    def lint(*arguments: str) -> Outcome:
        monkeypatch.setattr(stamps, "_noted", {})
        monkeypatch.setattr(stamps, "_presences", {})
        monkeypatch.setattr(stamps, "_listings", {})
        monkeypatch.setattr(stamps, "_folders", {})
        age(site)
        status = run(arguments or ARGUMENTS)
        return Outcome(status, capsys.readouterr().out)

    return lint


@pytest.fixture
def linted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The paths of the posts that are linted, in order."""
    paths: list[str] = []
    genuine = linter.lint_document

    def record(source: Any, *others: Any) -> FileResult:
        paths.append(source.path)
        return genuine(source, *others)

    monkeypatch.setattr(linting, "lint_document", record)
    return paths


def cache_folder() -> Path:
    return Path(os.environ["POSTLINT_CACHE_DIR"]) / "1"


def forget_reports() -> None:
    for path in cache_folder().glob("*.run"):
        path.unlink()


def test_an_unchanged_site_is_reported_without_any_work(
    lint: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = lint()
    assert first.status == 1
    monkeypatch.setattr(performing, "perform", None)
    assert lint() == first
    assert lint("--exit-zero", *ARGUMENTS) == (0, first.text)


def test_a_known_report_is_given_in_another_form(
    lint: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    lint()
    expected = lint("--no-cache", "--format", "github", *ARGUMENTS)
    monkeypatch.setattr(performing, "perform", None)
    assert lint("--format", "github", *ARGUMENTS) == expected


def test_what_does_not_matter_may_change(
    site: Path, lint: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "notes").mkdir()
    write(site / "notes/d.md", "# D\n")
    first = lint()
    write(site / "notes/.d.md.swp", "An editor's own.")
    write(site / "rules.py", "changed = True\n")
    (site.parent / "cache").touch()
    monkeypatch.setattr(performing, "perform", None)
    assert lint() == first


def append(name: str, text: str) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        with (site / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return change


def remove(name: str) -> Callable[[Path], None]:
    return lambda site: (site / name).unlink()


def same_size_and_time(site: Path) -> None:
    before = (site / "c.md").stat()
    write(site / "c.md", POSTS["c.md"].replace("recieves", "receives"))
    os.utime(site / "c.md", ns=(before.st_atime_ns, before.st_mtime_ns))


def configure_above(site: Path) -> None:
    (site / ".postlint.toml").unlink()
    write(site.parent / "postlint.toml", "select = ['links']\n")


CHANGES: dict[str, Callable[[Path], None]] = {
    "a post": append("c.md", "And it recieves more.\n"),
    "a post, keeping its size and time": same_size_and_time,
    "a new post": append("d.md", "[empty]()\n"),
    "a post is gone": remove("c.md"),
    "a linked image is gone": remove("x.png"),
    "a heading that is linked to": lambda site: write(site / "b.md", "# B\n\n## Three\n"),
    "a heading in a post that is not linted": lambda site: write(site / "other/o.md", "# Two\n"),
    "the configuration": append(".postlint.toml", "[rules.empty-link]\nseverity = 'error'\n"),
    "a configuration that goes before it": lambda site: write(
        site / "postlint.toml", "ignore = ['all']\n"
    ),
    "a configuration above them": configure_above,
    "the word list": append("words.txt", "recieves\n"),
    "an ignore file": append(".gitignore", "c.md\n"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_what_changed_is_reported(
    site: Path, lint: Callable[..., Outcome], change: Callable[[Path], None]
) -> None:
    before = lint()
    change(site)
    after = lint()
    assert after == lint("--no-cache", *ARGUMENTS)
    assert after != before
    assert lint() == after


def test_only_what_changed_is_linted(
    site: Path, lint: Callable[..., Outcome], linted: list[str]
) -> None:
    lint()
    assert linted == ["a.md", "b.md", "c.md"]
    linted.clear()
    write(site / "b.md", "# B\n\n## Three\n")
    assert "missing-anchor" in lint().text
    assert linted == ["b.md"]


def test_a_touched_file_is_read_but_not_linted(
    site: Path, lint: Callable[..., Outcome], linted: list[str]
) -> None:
    before = lint()
    linted.clear()
    for name in POSTS:
        text = (site / name).read_bytes()
        (site / name).unlink()
        (site / name).write_bytes(text)
    assert lint() == before
    assert linted == []


def test_other_settings_have_other_results(lint: Callable[..., Outcome], linted: list[str]) -> None:
    assert "recieves" in lint().text
    linted.clear()
    assert "recieves" not in lint("--config", 'rules.spelling.words=["recieves"]', *ARGUMENTS).text
    assert linted == ["a.md", "b.md", "c.md"]


def test_a_changed_plugin_lints_again(site: Path, lint: Callable[..., Outcome]) -> None:
    plugin = (
        "from postlint.rule import Rule\n\n\n"
        'class Mine(Rule):\n    name = "mine"\n\n'
        "    def check(self, document):\n"
        '        yield self.report(document.root, "{}")\n'
    )
    arguments = ("-m", "postlint", "--config", 'plugins=["rules.py"]', "--select", "mine", ".")

    def lint_in_process() -> str:
        age(site)
        command = [sys.executable, *arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout

    write(site / "rules.py", plugin.format("First"))
    assert "First" in lint_in_process()
    write(site / "rules.py", plugin.format("Changed"))
    assert "Changed" in lint_in_process()


def test_fixed_posts_are_not_reported_as_they_were(
    site: Path, lint: Callable[..., Outcome]
) -> None:
    assert "recieves" in lint("c.md").text
    assert lint("--fix", "c.md").status == 0
    assert "receives" in (site / "c.md").read_text(encoding="utf-8")
    assert lint("c.md") == lint("--no-cache", "c.md")


def test_reports_on_live_urls_are_not_given_again(lint: Callable[..., Outcome]) -> None:
    lint("--online", "c.md")
    lint("--config", "links.online=true", "c.md")
    assert not list(cache_folder().glob("*.run"))


def test_reports_with_failures_are_not_given_again(
    site: Path, lint: Callable[..., Outcome]
) -> None:
    (site / "c.md").write_bytes(b"\xff")
    assert lint().status == 2
    assert not list(cache_folder().glob("*.run"))
    assert lint().status == 2


def test_without_cache_nothing_is_written(lint: Callable[..., Outcome]) -> None:
    lint("--no-cache", *ARGUMENTS)
    assert not cache_folder().exists()


def test_the_option_goes_before_the_variable(site: Path, lint: Callable[..., Outcome]) -> None:
    lint("--cache-dir", str(site / "kept"), *ARGUMENTS)
    assert not cache_folder().exists()
    assert (site / "kept/CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f068")
    assert (site / "kept/.gitignore").read_text() == "*\n"


def damaged(data: bytes) -> dict[str, bytes]:
    middle = len(data) // 2
    return {
        "empty": b"",
        "cut": data[:middle],
        "garbage": b"garbage" * 1000,
        "flipped": data[:middle] + bytes(byte ^ 0xFF for byte in data[middle:]),
    }


@pytest.mark.parametrize("how", damaged(b""))
def test_damage_is_healed_in_silence(
    lint: Callable[..., Outcome], linted: list[str], how: str
) -> None:
    expected = lint()
    for path in cache_folder().iterdir():
        path.write_bytes(damaged(path.read_bytes())[how])
    assert lint() == expected
    forget_reports()
    assert lint() == expected
    linted.clear()
    forget_reports()
    assert lint() == expected
    assert linted == []


def test_a_database_with_other_tables_is_begun_anew(
    lint: Callable[..., Outcome], linted: list[str]
) -> None:
    cache_folder().mkdir(parents=True)
    with closing(sqlite3.connect(cache_folder() / results.FILE_NAME)) as database:
        database.executescript("CREATE TABLE result (other TEXT); CREATE TABLE file (other TEXT)")
    expected = lint()
    linted.clear()
    forget_reports()
    assert lint() == expected
    assert linted == []


@pytest.mark.parametrize("what", ["versions", "content_digest"])
def test_results_of_another_version_are_not_taken(
    lint: Callable[..., Outcome], linted: list[str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """Of Python and the libraries, or of the code of postlint and its rules."""
    expected = lint()
    linted.clear()
    forget_reports()
    monkeypatch.setattr(results, what, lambda *files: ("another",))
    if what == "content_digest":
        # Other files, so that they are read at all.
        files = [*code_files(load_registry()), __file__]
        monkeypatch.setattr(results, "code_files", lambda registry: files)
    assert lint() == expected
    assert linted == ["a.md", "b.md", "c.md"]


_RULE = """\
from postlint.rule import Rule, Severity
class Says(Rule):
    \"\"\"Says so.\"\"\"
    name, severity = "{name}", Severity.WARNING
    def check(self, document):
        yield self.report((0, 1), "{name}")
"""


def test_a_new_module_in_a_package_of_rules_is_noticed(site: Path, tmp_path: Path) -> None:
    package, metadata = tmp_path / "lib" / "acme", tmp_path / "lib" / "acme-1.0.dist-info"
    write(package / "__init__.py", "")
    write(package / "first.py", _RULE.format(name="acme-first"))
    write(metadata / "METADATA", "Metadata-Version: 2.1\nName: acme\nVersion: 1.0\n")
    write(metadata / "entry_points.txt", "[postlint.rules]\nacme = acme\n")
    environment = {**os.environ, "PYTHONPATH": str(package.parent), "PYTHONDONTWRITEBYTECODE": "1"}

    def found() -> set[str]:
        age(site)
        age(package.parent)
        command = [sys.executable, "-m", "postlint", "--format", "concise", "--", "b.md"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        return {word.strip("[]") for word in done.stdout.split() if word.startswith("[acme-")}

    assert found() == {"acme-first"}
    assert found() == {"acme-first"}
    write(package / "second.py", _RULE.format(name="acme-second"))
    assert found() == {"acme-first", "acme-second"}


def test_reports_of_another_version_are_not_given(
    lint: Callable[..., Outcome], linted: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = lint()
    monkeypatch.setattr(replay, "__version__", "0.0.1")
    recalled: list[object] = []
    genuine = replay.Memory.recall

    def recall(self: Memory) -> PastRun | None:
        recalled.append(genuine(self))
        return None

    monkeypatch.setattr(replay.Memory, "recall", recall)
    assert lint() == expected
    assert recalled == [None]


def test_a_damaged_result_is_made_anew(lint: Callable[..., Outcome], linted: list[str]) -> None:
    expected = lint()
    forget_reports()
    with sqlite3.connect(cache_folder() / results.FILE_NAME) as database:
        database.execute("UPDATE result SET value = zeroblob(100)")
    linted.clear()
    assert lint() == expected
    assert linted == ["a.md", "b.md", "c.md"]


def test_a_folder_that_cannot_be_used_is_no_error(
    site: Path, lint: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = lint("--no-cache", *ARGUMENTS)
    monkeypatch.setenv("POSTLINT_CACHE_DIR", str(site / "words.txt"))
    assert lint() == expected


def test_a_full_disk_is_no_error(
    lint: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = Path.open

    def refuse(path: Path, mode: str = "r", **options: Any) -> Any:
        if "w" in mode:
            raise OSError(28, "No space left on device")
        return opened(path, mode, **options)

    expected = lint("--no-cache", *ARGUMENTS)
    monkeypatch.setattr(Path, "open", refuse)
    assert lint() == expected
    assert not list(cache_folder().glob("*.run*"))


def test_runs_at_the_same_time_agree(site: Path) -> None:
    age(site)
    command = [sys.executable, "-m", "postlint", *ARGUMENTS]
    running = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    outputs = [process.communicate() for process in running]
    assert {error for _, error in outputs} == {""}
    assert len({text for text, _ in outputs}) == 1


def test_old_results_are_forgotten(
    site: Path, lint: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    lint()
    database = sqlite3.connect(cache_folder() / results.FILE_NAME)
    with database:
        database.execute("UPDATE result SET used = used - 31")
        database.execute("UPDATE file SET used = used - 31")
    write(site / "new.md", "New.\n")
    lint("new.md")
    assert database.execute("SELECT count(*) FROM result").fetchone() == (1,)
    monkeypatch.setattr(results, "_LARGEST", 0)
    write(site / "newer.md", "Newer.\n")
    lint("newer.md")
    assert database.execute("SELECT count(*) FROM result").fetchone() == (1,)
    database.close()


def test_few_reports_are_kept(
    lint: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replay, "_MOST_RUNS", 2)
    for name in ("a.md", "b.md", "c.md"):
        lint(name)
    assert len(list(cache_folder().glob("*.run"))) == 2


def test_an_old_report_is_not_given_again(
    lint: Callable[..., Outcome], monkeypatch: pytest.MonkeyPatch, linted: list[str]
) -> None:
    lint()
    linted.clear()
    performed: list[CheckRequest] = []
    genuine = performing.perform

    def perform(request: CheckRequest, memory: Memory, past: PastRun | None) -> int:
        performed.append(request)
        return genuine(request, memory, past)

    monkeypatch.setattr(performing, "perform", perform)
    monkeypatch.setattr(replay, "_LASTS", 0)
    lint()
    assert len(performed) == 1
    assert linted == []


def test_results_survive_packing() -> None:
    text = (
        "---\ntitle: T\n---\n# A {#x}\n\n[a]() ![b](c.png) [d](e.md#f) recieve "
        "<!-- postlint-disable-next-line empty-link, nonesuch -->\n\n[g]()\n"
    )
    report = lint_text(text)
    assert report.findings
    assert unpack(pack(report), Report) == report


class _Harmful:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, ("exit 1",)


@pytest.mark.parametrize("value", [_Harmful(), subprocess.Popen, Path("x")])
def test_nothing_foreign_is_unpacked(value: object) -> None:
    import zlib

    with pytest.raises(UnpackError):
        unpack(zlib.compress(pickle.dumps(value)), FileResult)


def test_results_of_other_paths_are_told_apart(site: Path) -> None:
    settings = Configuration(Overrides(isolated=True)).for_path("a.md")
    age(site)
    cache = ResultCache(os.environ["POSTLINT_CACHE_DIR"])
    digest = digest_of((site / "a.md").read_bytes())
    result = pack(FileResult("a.md", digest="x"))
    cache.put("a.md", settings, digest, result, stamp=stamp_of("a.md"))
    cache.close()
    cache = ResultCache(os.environ["POSTLINT_CACHE_DIR"])
    assert cache.get("a.md", settings, stamp_of("a.md")) == FileResult("a.md", digest="x")
    write(site / "copy.md", POSTS["a.md"])
    assert cache.get("copy.md", settings, stamp_of("copy.md")) is None
    cache.close()


def test_the_settings_digest_is_the_same_in_every_process() -> None:
    program = (
        "from postlint.settings import Configuration, Overrides\n"
        "from postlint.cache.fingerprint import settings_digest\n"
        "values = {'rules': {'spelling': {'words': ['a', 'b']}}}\n"
        "print(settings_digest(Configuration(Overrides(None, True, (), values)).for_path('a.md')))"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("values", "same"),
    [
        ({"fail-on": "error"}, True),
        ({"links": {"online": True}}, True),
        ({"ignore": ["missing-file"]}, True),
        ({"ignore": ["empty-link"]}, False),
        ({"rules": {"empty-link": {"severity": "error"}}}, False),
        ({"rules": {"spelling": {"words": ["x"]}}}, False),
        ({"flavor": "hugo"}, False),
    ],
)
def test_settings_that_bear_on_a_text_alone_are_in_the_digest(
    values: dict[str, Any], same: bool
) -> None:
    def digest(values: dict[str, Any]) -> str:
        overrides = Overrides(isolated=True, values=values)
        return settings_digest(Configuration(overrides).for_path("a.md"))

    assert (digest(values) == digest({})) is same


def test_who_comes_second_does_not_fail_for_the_mode_of_the_database(tmp_path: Path) -> None:
    path = tmp_path / "cache.sqlite3"
    with (
        closing(sqlite3.connect(path)) as first,
        closing(sqlite3.connect(path, timeout=0)) as other,
    ):
        first.execute("BEGIN EXCLUSIVE")
        prefer_log(other)
        first.rollback()
        prefer_log(other)
        assert other.execute("PRAGMA journal_mode").fetchone() == ("wal",)
