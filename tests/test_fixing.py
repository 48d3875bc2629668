"""Fixes: merged, repeated, checked, and written whole."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import stat
import subprocess
import sys
from itertools import pairwise
from textwrap import dedent
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint import linting
from postlint.command import run as run_command
from postlint.document import make_document
from postlint.fixing import (
    Allowed,
    Change,
    Outcome,
    apply_edits,
    diff,
    edits_of,
    fix,
    without_overlaps,
    write,
)
from postlint.linter import lint_document
from postlint.preservation import preserves
from postlint.replacing import remove_leftovers
from postlint.rule import Edit, Finding, Fix, Location, Severity
from postlint.runner import Run
from postlint.settings import Configuration, Overrides
from postlint.source import Position, Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from postlint.project import FileResult

posix_only = pytest.mark.skipif(os.name != "posix", reason="modes and links of POSIX")


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


# Which edits go together


def finding(*edits: Edit) -> Finding:
    place = Location("a.md", Position(1, 1, 0), Position(1, 1, 0))
    return Finding("rule", Severity.WARNING, "Message", place, fix=Fix(edits, safe=True))


def test_fixes_that_overlap_wait() -> None:
    first, second = finding(Edit(0, 4, "x")), finding(Edit(3, 5, "y"))
    third = finding(Edit(4, 6, "z"))
    assert without_overlaps([first, second, third]) == [first, third]


def test_a_fix_is_applied_whole_or_not_at_all() -> None:
    first = finding(Edit(5, 6, "x"))
    second = finding(Edit(0, 1, "y"), Edit(5, 7, "z"))
    assert without_overlaps([first, second]) == [first]


def test_insertions_at_the_same_place_wait() -> None:
    first, second = finding(Edit(3, 3, "x")), finding(Edit(3, 3, "y"))
    replacement = finding(Edit(3, 5, "z"))
    assert without_overlaps([first, second, replacement]) == [first]


def test_two_findings_may_share_an_edit() -> None:
    both = [finding(Edit(0, 4, "x")), finding(Edit(0, 4, "x"))]
    assert without_overlaps(both) == both
    assert apply_edits("abcdef", edits_of(both)) == "xef"


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 30), st.integers(0, 6)), min_size=1, max_size=3),
        max_size=12,
    )
)
def test_chosen_edits_never_overlap(spans: list[list[tuple[int, int]]]) -> None:
    findings = [
        finding(*(Edit(start, start + length, "x") for start, length in fix_spans))
        for fix_spans in spans
    ]
    edits = edits_of(without_overlaps(findings))
    chosen = {edit for found in without_overlaps(findings) for edit in (found.fix or Fix(())).edits}
    assert set(edits) == chosen
    for one, other in pairwise(edits):
        assert one.end <= other.start


# Passes


def mend(
    *paths: str, allowed: Allowed = Allowed.SAFE, plugin: str = "", **values: Any
) -> tuple[Run, Outcome]:
    if plugin:
        values["plugins"] = [plugin]
    run = Run(Configuration(Overrides(isolated=True, values=values)))
    run.lint_files(paths)
    return run, fix(run, allowed)


def plugin(site: Path, check: str, *, safe: bool = True) -> str:
    """A file with a rule that yields (start, end, text) edits from the text."""
    body = dedent(check)
    (site / "plugin.py").write_text(
        "from postlint.rule import Edit, Fix, Rule\n\n\n"
        "class Mend(Rule):\n"
        '    name = "mend"\n\n'
        "    def check(self, document):\n"
        "        for start, end, text in edits(document.source.text):\n"
        f"            fix = Fix((Edit(start, end, text),), safe={safe})\n"
        '            yield self.report((start, end), "Mend this", fix=fix)\n\n\n'
        f"{body}\n",
        encoding="utf-8",
    )
    return "plugin.py"


REPLACE_TEH = """\
    import re

    def edits(text):
        return [(*match.span(), "the") for match in re.finditer("teh", text)]
    """


def test_safe_fixes_are_applied_and_counted(site: Path) -> None:
    (site / "a.md").write_text("teh one, teh other\n", encoding="utf-8")
    run, outcome = mend("a.md", plugin=plugin(site, REPLACE_TEH), select=["mend"])
    assert run.source("a.md").text == "the one, the other\n"
    assert outcome.report.fixed == 2
    assert outcome.report.findings == ()
    assert [change.before.path for change in outcome.changes] == ["a.md"]
    assert (site / "a.md").read_text(encoding="utf-8") == "teh one, teh other\n"


def test_unsafe_fixes_want_to_be_allowed(site: Path) -> None:
    (site / "a.md").write_text("teh\n", encoding="utf-8")
    name = plugin(site, REPLACE_TEH, safe=False)
    _, outcome = mend("a.md", plugin=name, select=["mend"])
    assert outcome.changes == ()
    assert outcome.report.fixed == 0
    run, _ = mend("a.md", plugin=name, select=["mend"], allowed=Allowed.UNSAFE)
    assert run.source("a.md").text == "the\n"


def test_passes_go_on_until_nothing_is_left(site: Path) -> None:
    (site / "a.md").write_text("one aaaaaaa two\n", encoding="utf-8")
    name = plugin(
        site,
        """\
        def edits(text):
            start = text.find("aa")
            return [(start, start + 2, "a")] if start >= 0 else []
        """,
    )
    run, outcome = mend("a.md", plugin=name, select=["mend"])
    assert run.source("a.md").text == "one a two\n"
    assert outcome.report.fixed == 6
    assert outcome.report.failures == ()


def test_fixes_that_undo_each_other_leave_the_file_and_are_told(site: Path) -> None:
    (site / "a.md").write_text("ping\n", encoding="utf-8")
    name = plugin(
        site,
        """\
        def edits(text):
            return [(0, 4, "pong" if text.startswith("ping") else "ping")]
        """,
    )
    run, outcome = mend("a.md", plugin=name, select=["mend"])
    assert run.source("a.md").text == "ping\n"
    assert outcome.changes == ()
    assert outcome.report.fixed == 0
    assert [failure.message for failure in outcome.report.failures] == [
        "Internal error: fixes undo each other: mend"
    ]


def test_only_the_rules_of_a_circle_are_named(site: Path) -> None:
    """Others had something to mend before it began."""
    (site / "a.md").write_text("teh ping\n", encoding="utf-8")
    name = plugin(
        site,
        """\
        def edits(text):
            word = "pong" if "ping" in text else "ping"
            return [(4, 8, word)] if text.startswith("the") else []

        class First(Rule):
            name = "first"

            def check(self, document):
                if document.source.text.startswith("teh"):
                    fix = Fix((Edit(0, 3, "the"),), safe=True)
                    yield self.report((0, 3), "Mend this first", fix=fix)
        """,
    )
    _, outcome = mend("a.md", plugin=name, select=["mend", "first"])
    assert [failure.message for failure in outcome.report.failures] == [
        "Internal error: fixes undo each other: mend"
    ]
    assert outcome.changes == ()


def test_fixes_that_never_end_are_told(site: Path) -> None:
    (site / "a.md").write_text("a\n", encoding="utf-8")
    name = plugin(site, "def edits(text):\n    return [(0, 1, 'aa')]\n")
    _, outcome = mend("a.md", plugin=name, select=["mend"])
    assert [failure.message for failure in outcome.report.failures] == [
        "Internal error: fixes do not end after 10 passes: mend"
    ]
    assert outcome.changes == ()
    assert outcome.report.fixed == 0


@posix_only
def test_a_hard_link_keeps_the_old_text(site: Path) -> None:
    (site / "a.md").write_text("teh", encoding="utf-8")
    (site / "other.md").hardlink_to(site / "a.md")
    write(change("a.md", "teh", "the"))
    assert (site / "a.md").read_text(encoding="utf-8") == "the"
    assert (site / "other.md").read_text(encoding="utf-8") == "teh"


def test_a_safe_fix_that_would_change_the_page_is_refused_and_others_applied(site: Path) -> None:
    (site / "a.md").write_text("teh *one* and teh other\n", encoding="utf-8")
    name = plugin(
        site,
        """\
        def edits(text):
            word = text.find("teh o")
            found = [(word, word + 3, "the")] if word >= 0 else []
            # Takes away half of an emphasis.
            star = text.find("*")
            return [(star, star + 1, ""), *found]
        """,
    )
    run, outcome = mend("a.md", plugin=name, select=["mend"])
    assert run.source("a.md").text == "teh *one* and the other\n"
    assert [finding.message for finding in outcome.refused] == ["Mend this"]
    assert [finding.message for finding in outcome.report.findings] == ["Mend this"]
    assert outcome.report.failures == ()


def test_a_harmful_fix_among_many_costs_few_parses(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "a.md").write_text("teh *one* " + "teh " * 63 + "\n", encoding="utf-8")
    name = plugin(
        site,
        """\
        import re

        def edits(text):
            found = [(*match.span(), "the") for match in re.finditer("teh", text)]
            return [*found[:1], (text.find("*"), text.find("*") + 1, ""), *found[1:]]
        """,
    )
    checks: list[int] = []

    def count(*arguments: Any) -> bool:
        checks.append(1)
        return preserves(*arguments)

    monkeypatch.setattr("postlint.fixing.preserves", count)
    run, outcome = mend("a.md", plugin=name, select=["mend"])
    assert "teh" not in run.source("a.md").text
    assert "*one*" in run.source("a.md").text
    assert len(outcome.refused) == 1
    assert len(checks) < 20


@pytest.mark.parametrize(
    "edits",
    ["Edit(0, 3, 'a'), Edit(2, 4, 'b')", "Edit(0, 3, 'a'), Edit(3, 3, 'b')"],
)
def test_a_fix_whose_own_edits_meet_is_the_fault_of_its_rule(site: Path, edits: str) -> None:
    (site / "a.md").write_text("teh end\n", encoding="utf-8")
    (site / "plugin.py").write_text(
        "from postlint.rule import Edit, Fix, Rule\n\n\n"
        'class Mend(Rule):\n    name = "mend"\n\n'
        "    def check(self, document):\n"
        f'        yield self.report((0, 3), "Mend this", fix=Fix(({edits}), safe=True))\n',
        encoding="utf-8",
    )
    _, outcome = mend("a.md", plugin="plugin.py", select=["mend"])
    (failure,) = outcome.report.failures
    assert failure.message.startswith('Rule "mend" failed: ValueError: two edits of the fix meet')


def test_directives_hold_after_every_pass(site: Path) -> None:
    text = "teh\n\n<!-- postlint-disable-next-line mend -->\nteh\n"
    (site / "a.md").write_text(text, encoding="utf-8")
    name = plugin(site, REPLACE_TEH)
    run, outcome = mend("a.md", plugin=name, select=["mend", "unused-directive"])
    assert run.source("a.md").text == text.replace("teh", "the", 1)
    assert outcome.report.findings == ()


def test_a_directive_that_other_fixes_bring_to_use_stays(site: Path) -> None:
    (site / "a.md").write_text(
        "ping\n\n<!-- postlint-disable-next-line later -->\nEnd\n", encoding="utf-8"
    )
    name = plugin(
        site,
        """\
        def edits(text):
            return [(0, 4, "pong")] if text.startswith("ping") else []

        class Later(Rule):
            name = "later"

            def check(self, document):
                if document.source.text.startswith("pong"):
                    end = len(document.source.text) - 1
                    yield self.report((end - 3, end), "Now it is wrong")
        """,
    )
    run, outcome = mend("a.md", plugin=name, select=["mend", "later", "unused-directive"])
    assert "postlint-disable-next-line later" in run.source("a.md").text
    assert outcome.report.findings == ()


def test_a_file_that_did_not_change_is_not_linted_again(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "a.md").write_text("teh\n", encoding="utf-8")
    values = {"plugins": [plugin(site, REPLACE_TEH)], "select": ["mend"]}
    run = Run(Configuration(Overrides(isolated=True, values=values)))
    run.lint_files(["a.md"])
    linted: list[str] = []

    def count(source: Source, *others: Any) -> FileResult:
        linted.append(source.text)
        return lint_document(source, *others)

    monkeypatch.setattr(linting, "lint_document", count)
    fix(run, Allowed.SAFE)
    assert linted == ["the\n"]


def test_a_file_that_changed_since_it_was_linted_is_mended_as_it_is(site: Path) -> None:
    (site / "a.md").write_text("teh\n", encoding="utf-8")
    values = {"plugins": [plugin(site, REPLACE_TEH)], "select": ["mend"]}
    run = Run(Configuration(Overrides(isolated=True, values=values)))
    run.lint_files(["a.md"])
    (site / "a.md").write_text("Something else, teh end\n", encoding="utf-8")
    fix(run, Allowed.SAFE)
    assert run.source("a.md").text == "Something else, the end\n"


# What a safe fix may change


@pytest.mark.parametrize(
    ("before", "old", "new", "kept"),
    [
        ("A teh word", "teh", "the", True),
        ("A *teh* word", "teh", "the", True),
        ("# teh", "teh", "the", True),
        ("| teh | b |\n|--|--|\n| c | d |\n", "teh", "the", True),
        ("[a][teh]\n\n[the]: b\n", "teh", "the", False),
        ("```\ncode\n```\n", "```", "```text", True),
        ("```\ncode\n```\n", "```\ncode", "```text\ncode", False),
        ("One\n\n<!-- c -->\n\ntwo", "<!-- c -->\n", "", True),
        ("- a\n\n  <!-- c -->\n\ntwo", "  <!-- c -->\n", "", True),
        ("- one\n\n<!-- c -->\n\n- two", "<!-- c -->\n", "", False),
        ("One\n<!-- c -->\ntwo", "<!-- c -->\n", "", False),
        ("- <!-- c -->\n  \n  one", "<!-- c -->", "", False),
        ("One\n<!-- c -->\ntwo", "<!-- c -->", "", True),
        ("A *teh* word", "*teh", "the", False),
        ("A teh word, `x`", "teh", "the`", False),
        ("teh\n\n[the]: b\n\n[teh]", "the", "other", True),
        ("teh\n\n[the]: b\n\n[teh]", "b", "c", True),
        ("teh\n\n[the]: b\n\n[teh]", "[the]: b", "[the]: c", False),
        ("A teh word", "teh", "*the*", False),
        ("A teh word", "teh", "`the`", False),
        ("A teh word", "teh", "<https://a.b>", False),
        ("A https://a.b word", "https://a.b", "<https://a.b>", True),
        ("A https://a.b word", "https://a.b", "<https://a.c>", False),
        ("A https://a.b word", "https://a.b", "[a](https://a.b)", True),
        ("A https://a.b word", "https://a.b", "a.b", False),
        ("A https://a.b word", "https://a.b", "", True),
        ("*teh b* c*", "teh", "the*", False),
        ("teh *b*", "teh ", "the\\", False),
        ("teh &amp; b", "teh &", "the &amp;", False),
        ("[teh](a)", "teh](a", "the](b", False),
        ("[teh](a)", "a", "b", True),
        ("[teh](a)", "a", "b 'c'", False),
        ("![teh](a)", "teh", "the", True),
        ("![teh](a)", "a", "b", True),
        ("![teh](a)", "a", "b 'c'", False),
        ("- teh\n- a", "- teh", "3. the", False),
        ("- [ ] teh", "[ ] teh", "[x] the", False),
        ("# teh", "# teh", "## the", False),
        ("| teh |\n|--|\n", "teh |\n|--", "the |\n|-:", False),
        ("teh\n\n```a\nb\n```\n", "b", "c", True),
        ("[the]: b\n\n[the]", "[the]:", "[other]:", False),
        ("one teh\n\ntext", "teh\n", "teh", False),
        ("teh text", "teh", "# the", False),
        ("teh text", "teh ", "    ", False),
        ("<b>teh</b>", "teh", "the", True),
        ("a\n\nteh\n---\n\nb", "teh", "the\n", False),
    ],
)
def test_what_a_safe_fix_may_change(before: str, old: str, new: str, kept: bool) -> None:
    start = before.index(old)
    edits = [Edit(start, start + len(old), new)]
    after = apply_edits(before, edits)
    documents = [make_document(Source.from_text(text)) for text in (before, after)]
    assert preserves(documents[0], documents[1], edits) is kept


WORDS = st.lists(
    st.sampled_from(
        ["word", "*em*", "`code`", "[a](b)", "teh", "- item", "\n\n", "# H", "> q", "\n"]
    ),
    max_size=20,
)


@given(WORDS)
def test_a_word_for_a_word_is_always_harmless(words: list[str]) -> None:
    text = " ".join(words)
    start = 0
    edits = []
    while (start := text.find("teh", start)) >= 0:
        edits.append(Edit(start, start + 3, "other"))
        start += 3
    before = make_document(Source.from_text(text))
    after = make_document(Source.from_text(apply_edits(text, edits)))
    assert preserves(before, after, edits)


# Writing


def change(path: str, before: str, after: str, *, bom: bool = False) -> Change:
    return Change(Source(path, before, bom), Source(path, after, bom))


def test_a_file_is_written_as_it_was_but_for_the_fix(site: Path) -> None:
    (site / "a.md").write_bytes("\ufeffteh\r\nend".encode())
    write(change("a.md", "teh\r\nend", "the\r\nend", bom=True))
    assert (site / "a.md").read_bytes() == "\ufeffthe\r\nend".encode()
    assert [path.name for path in site.iterdir()] == ["a.md"]


def test_utf_16_stays_utf_16(site: Path) -> None:
    data = b"\xff\xfe" + "teh é\n".encode("utf-16-le")
    (site / "a.md").write_bytes(data)
    before = Source.from_bytes(data, "a.md")
    write(Change(before, Source("a.md", "the é\n", before.bom, before.encoding)))
    assert (site / "a.md").read_bytes() == b"\xff\xfe" + "the é\n".encode("utf-16-le")


@posix_only
def test_the_mode_and_a_link_stay(site: Path) -> None:
    (site / "real").mkdir()
    (site / "real/a.md").write_text("teh", encoding="utf-8")
    (site / "real/a.md").chmod(0o754)
    (site / "a.md").symlink_to("real/a.md")
    write(change("a.md", "teh", "the"))
    assert (site / "a.md").is_symlink()
    assert (site / "real/a.md").read_text(encoding="utf-8") == "the"
    assert stat.S_IMODE((site / "real/a.md").stat().st_mode) == 0o754


def test_a_file_that_changed_meanwhile_is_left_alone(site: Path) -> None:
    (site / "a.md").write_text("teh new text", encoding="utf-8")
    with pytest.raises(OSError, match="has changed"):
        write(change("a.md", "teh", "the"))
    assert (site / "a.md").read_text(encoding="utf-8") == "teh new text"


def test_a_failed_write_leaves_the_old_file_and_nothing_else(
    site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (site / "a.md").write_text("teh", encoding="utf-8")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write(change("a.md", "teh", "the"))
    assert (site / "a.md").read_text(encoding="utf-8") == "teh"
    assert [path.name for path in site.iterdir()] == ["a.md"]


class Killed(BaseException):
    """Stands for whatever may be raised between two steps."""


def at_each_step(action: Callable[[], object], stop: Callable[[], None]) -> Iterator[None]:
    """Runs an action again and again, in a process that is stopped one step later each time.

    A step is the begin or the end of a call, also of those into the system.
    """
    for step in itertools.count(1):
        process = os.fork()
        if process == 0:
            _stop_at(step, action, stop)
        _, status = os.waitpid(process, 0)
        yield
        if status == 0:
            return


def _stop_at(step: int, action: Callable[[], object], stop: Callable[[], None]) -> NoReturn:
    steps = itertools.count(1)

    def count(frame: object, event: str, argument: object) -> None:
        if next(steps) == step:
            sys.setprofile(None)
            stop()

    try:
        sys.setprofile(count)
        action()
        sys.setprofile(None)
    except Killed:
        os._exit(9)
    os._exit(0)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt() -> None:
    raise Killed


@posix_only
@pytest.mark.parametrize("stop", [kill, interrupt])
def test_whatever_step_it_is_stopped_at_the_file_is_whole(
    site: Path, stop: Callable[[], None]
) -> None:
    old, new = "teh\n" * 5_000, "the\n" * 5_000
    seen = []
    (site / "a.md").write_text(old, encoding="utf-8")
    for _ in at_each_step(lambda: write(change("a.md", old, new)), stop):
        text = (site / "a.md").read_text(encoding="utf-8")
        assert text in (old, new)
        seen.append((text == new, len(list(site.iterdir())) > 1))
        remove_leftovers([site])
        assert [path.name for path in site.iterdir()] == ["a.md"]
        (site / "a.md").write_text(old, encoding="utf-8")
    assert len(seen) > 50
    assert seen[0] == (False, False)
    assert seen[-1] == (True, False)
    assert (False, True) in seen or stop is interrupt


@posix_only
def test_a_run_removes_what_a_killed_one_left_and_nothing_of_one_at_work(site: Path) -> None:
    (site / "a.md").write_text("# Title\n\nText.\n", encoding="utf-8")
    for name in (".postlint-killed.tmp", ".postlint-atwork.tmp", ".postlint-x.md", "a.tmp"):
        (site / name).write_text("", encoding="utf-8")
    import fcntl

    with (site / ".postlint-atwork.tmp").open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert run_command(["--fix"]) == 0
    assert sorted(path.name for path in site.iterdir()) == [
        ".postlint-atwork.tmp",
        ".postlint-x.md",
        "a.md",
        "a.tmp",
    ]


def test_a_name_may_be_as_long_as_names_can_be(site: Path) -> None:
    name = "a" * 252 + ".md"
    (site / name).write_text("teh", encoding="utf-8")
    write(change(name, "teh", "the"))
    assert (site / name).read_text(encoding="utf-8") == "the"


def test_two_runs_at_once_do_no_harm(site: Path) -> None:
    text = "# Title\n\nText.\n\n[unused]: https://example.com\n"
    command = [sys.executable, "-m", "postlint", "--fix", "--select", "unused-definition"]
    for number in range(40):
        (site / f"{number}.md").write_text(text, encoding="utf-8")
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE) for _ in range(3)]
    for process in runs:
        _, errors = process.communicate()
        # One may find that another was faster.
        for line in errors.decode().splitlines():
            assert line.endswith("Not mended: It has changed while it was being mended"), line
    assert sorted(path.name for path in site.iterdir()) == sorted(f"{n}.md" for n in range(40))
    for path in site.iterdir():
        assert path.read_text(encoding="utf-8") == "# Title\n\nText.\n\n"


# Diffs

NAMES = ["a.md", "a b.md", "é.md", 'quo"te.md', "back\\slash.md", "tab\t.md", "sub/a.md"]
TEXTS = [
    ("one\nteh\nthree\n", "one\nthe\nthree\n"),
    ("teh", "the"),
    ("teh\n", "the"),
    ("teh", "the\n"),
    ("\ufeffteh\r\nend\r\n", "\ufeffthe\r\nend\r\n"),
    ("a\rteh\u2028b\x0cc\n", "a\rthe\u2028b\x0cc\n"),
    ("\n".join(map(str, range(40))) + "teh", "x" + "\n".join(map(str, range(40))) + "the"),
]


@pytest.mark.skipif(shutil.which("git") is None, reason="needs git")
@posix_only
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("before", "after"), TEXTS)
def test_git_applies_a_diff(site: Path, name: str, before: str, after: str) -> None:
    (site / name).parent.mkdir(exist_ok=True)
    (site / name).write_bytes(before.encode())
    patch = diff(
        Change(Source.from_bytes(before.encode(), name), Source.from_bytes(after.encode(), name))
    )
    subprocess.run(
        ["git", "apply", "--whitespace=nowarn", "-"],
        input=patch.encode(),
        check=True,
        env={**os.environ, "GIT_CEILING_DIRECTORIES": str(site.parent)},
    )
    assert (site / name).read_bytes() == after.encode()
