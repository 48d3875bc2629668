"""The text report: what a person reads, and what a terminal must never be sent."""

from __future__ import annotations

from io import BytesIO, TextIOWrapper

import pytest
from findings import counted, finding, shown
from hypothesis import given
from hypothesis import strategies as st

from postlint.project import Failure, Report
from postlint.reporters import Context, Screen, reporter
from postlint.rule import Edit, Fix, Severity


def lines(text: str) -> list[str]:
    return text.splitlines()


def test_a_finding_shows_place_rule_line_underline_and_fix() -> None:
    text = "# Soup\n\nI will recieve a pot.\n"
    report = shown(
        finding(
            text,
            "recieve",
            path="posts/soup.md",
            message='"recieve" is misspelled; did you mean "receive"?',
            suggestions=("receive", "relieve"),
            fix=Fix((Edit(15, 22, "receive"),)),
        )
    )
    assert report == (
        'posts/soup.md:3:8: warning: "recieve" is misspelled; did you mean "receive"? [spelling]\n'
        " 3 | I will recieve a pot.\n"
        "   |        ^^^^^^^\n"
        '   = help: replace with "receive" (--fix --unsafe-fixes), or "relieve"\n'
        "\n"
        "Found 1 problem in 1 of 1 post (1 warning); 1 can be fixed with --fix --unsafe-fixes\n"
    )


@pytest.mark.parametrize(
    ("line", "marked", "expected"),
    [
        ("a bad word", "bad", ["a bad word", "  ^^^"]),
        ("\tbad", "bad", ["    bad", "    ^^^"]),
        ("ab\tbad", "bad", ["ab  bad", "    ^^^"]),
        ("ab\tbad", "\t", ["ab  bad", "  ^^"]),
        ("漢字 bad", "bad", ["漢字 bad", "     ^^^"]),
        ("a 漢字 b", "漢字", ["a 漢字 b", "  ^^^^"]),
        ("cafe\u0301 bad", "bad", ["cafe\u0301 bad", "     ^^^"]),
        ("👩\u200d💻 bad", "bad", ["👩\u200d💻 bad", "   ^^^"]),
        ("각 bad", "bad", ["각 bad", "   ^^^"]),
        ("\x1b[31m bad", "bad", ["␛[31m bad", "      ^^^"]),
        ("a\u202eb bad", "bad", ["a<U+202E>b bad", "           ^^^"]),
    ],
)
def test_the_underline_stands_below_what_it_marks(
    line: str, marked: str, expected: list[str]
) -> None:
    source, underline = lines(shown(finding(line, marked)))[1:3]
    assert [source.removeprefix(" 1 | "), underline.removeprefix("   | ")] == expected


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_of_a_span_of_several_lines_the_first_is_underlined(ending: str) -> None:
    report = shown(finding(f"ab cd{ending}ef gh{ending}", f"cd{ending}ef"))
    assert lines(report)[1:3] == [" 1 | ab cd", "   |    ^^"]
    assert "ef" not in report


def test_a_span_without_characters_gets_a_caret() -> None:
    assert lines(shown(finding("", "")))[1:2] == [""]
    assert lines(shown(finding("ab\n", "\n")))[1:3] == [" 1 | ab", "   |   ^"]


def test_the_gutter_is_as_wide_as_the_line_number() -> None:
    report = shown(finding("\n" * 99 + "bad\n", "bad"))
    assert lines(report)[1:3] == [" 100 | bad", "     | ^^^"]


@pytest.mark.parametrize(
    ("before", "after"), [(0, 500), (500, 0), (300, 300), (20, 500), (500, 20), (4000, 4000)]
)
def test_long_lines_are_cut_around_the_span(before: int, after: int) -> None:
    line = "x " * (before // 2) + "bad" + " y" * (after // 2)
    source, underline = lines(shown(finding(line, "bad"), screen=Screen(width=80)))[1:3]
    assert max(len(source), len(underline)) <= 80
    column = underline.index("^^^")
    assert source[column : column + 3] == "bad"
    shown_line = source.removeprefix(" 1 | ")
    assert shown_line.startswith("...") == (before > 40)
    assert shown_line.endswith("...") == (after > 40)


def test_a_span_wider_than_the_screen_shows_its_beginning() -> None:
    source, underline = lines(shown(finding("ab " + "x" * 500, "x" * 500)))[1:3]
    assert underline.count("^") > 80
    assert source[underline.index("^")] == "x"
    assert len(source) <= 100


@given(
    st.text(max_size=300), st.text(min_size=1, max_size=30), st.text(max_size=300), st.booleans()
)
def test_whatever_the_post_holds_the_terminal_gets_text(
    before: str, marked: str, after: str, color: bool
) -> None:
    text = before + marked + after
    hostile = finding(text, marked, path=text or "p", message=text, suggestions=(text,))
    report = shown(hostile, screen=Screen(60, color))
    for style in ("1", "2", "1;33", "34", "36", "0"):
        report = report.replace(f"\x1b[{style}m", "")
    assert all(character.isprintable() or character in "\n " for character in plain(report))
    assert len(lines(report)) <= 6


def plain(text: str) -> str:
    """The text without characters that ``isprintable`` rejects although they are harmless."""
    from unicodedata import category

    return "".join(c for c in text if category(c) not in {"Zs", "Cn", "Co", "Cf"})


@pytest.mark.parametrize("character", ["\x1b", "\r", "\x9b", "\x00", "\u202e", "\u2066", "\udc80"])
def test_nothing_steers_the_terminal(character: str) -> None:
    hostile = finding(
        f"a{character}b",
        "b",
        path=f"po{character}st.md",
        message=f'"a{character}" is bad',
        suggestions=(f"c{character}",),
        fix=Fix((Edit(0, 1, f"d{character}"),)),
    )
    report = Report((hostile,), paths=(hostile.location.path,))
    assert character not in shown(report)
    assert character not in counted(report)


@pytest.mark.parametrize(
    ("suggestions", "fix", "help_text"),
    [
        ((), None, None),
        (("said",), None, None),
        (("one",), None, 'try "one"'),
        (("one", "two", "three"), None, 'try "one", "two" or "three"'),
        (("one",), Fix((Edit(0, 3, "one"),), safe=True), 'replace with "one" (--fix)'),
        ((), Fix((Edit(0, 3, ""),), safe=True), "remove this (--fix)"),
        ((), Fix((Edit(3, 3, "python"),)), 'insert "python" (--fix --unsafe-fixes)'),
        ((), Fix((Edit(0, 1, "m"),)), 'replace "b" with "m" (--fix --unsafe-fixes)'),
        ((), Fix((Edit(0, 2, ""),), safe=True), 'remove "ba" (--fix)'),
        ((), Fix((Edit(0, 4, ""),), safe=True), "remove this (--fix)"),
        (
            ("one",),
            Fix((Edit(0, 0, "<"), Edit(3, 3, ">")), safe=True),
            'insert "<" and insert ">" (--fix), or "one"',
        ),
    ],
)
def test_help_says_what_can_be_done(
    suggestions: tuple[str, ...], fix: Fix | None, help_text: str | None
) -> None:
    report = shown(finding("bad", "bad", message='Or "said"', suggestions=suggestions, fix=fix))
    found = [line.partition("= help: ")[2] for line in lines(report) if "= help" in line]
    assert found == ([help_text] if help_text else [])


def test_the_summary_counts_posts_severities_and_fixes() -> None:
    safe, unsafe = Fix((Edit(0, 1, "b"),), safe=True), Fix((Edit(0, 1, "b"),))
    findings = (
        finding("a", "a", path="1.md", severity=Severity.ERROR, fix=safe),
        finding("a", "a", path="1.md", fix=safe),
        finding("a", "a", path="2.md", fix=unsafe),
        finding("a", "a", path="2.md", severity=Severity.INFO),
    )
    report = Report(findings, paths=tuple(f"{n}.md" for n in range(1200)))
    assert lines(shown(report))[-1] == (
        "Found 4 problems in 2 of 1,200 posts (1 error, 2 warnings, 1 info); "
        "2 can be fixed with --fix, 1 more with --fix --unsafe-fixes"
    )


def test_the_summary_of_nothing() -> None:
    assert shown(Report((), paths=("a.md", "b.md"))) == "No problems found in 2 posts\n"
    assert shown(Report((), paths=("a.md",), fixed=2)) == (
        "Fixed 2 problems\nNo problems found in 1 post\n"
    )


def test_a_run_with_failures_never_says_that_all_is_well() -> None:
    report = Report((), (Failure("b.md", "b.md cannot be read"),), ("a.md",))
    assert shown(report) == "1 check could not be made, so this is not all\n"


def test_statistics_count_by_rule() -> None:
    fix = Fix((Edit(0, 1, "b"),))
    findings = [finding("a", "a", rule="b-rule") for _ in range(10)]
    findings += [finding("a", "a", rule="a-rule", fix=fix), finding("a", "a", rule="c-rule")]
    assert lines(counted(Report(tuple(findings), paths=("post.md",))))[:4] == [
        "10  b-rule",
        " 1  a-rule (1 fixable)",
        " 1  c-rule",
        "",
    ]
    assert counted(Report((), paths=("post.md",))) == "No problems found in 1 post\n"


def test_colour_changes_nothing_but_colour() -> None:
    bad = finding("bad", "bad", suggestions=("good",))
    colored = shown(bad, screen=Screen(color=True))
    assert "\x1b[1;33m^^^\x1b[0m" in colored
    for style in ("1", "2", "1;33", "34", "36", "0"):
        colored = colored.replace(f"\x1b[{style}m", "")
    assert colored == shown(bad)


def test_a_stream_that_lacks_characters_gets_escapes() -> None:
    raw = BytesIO()
    out = TextIOWrapper(raw, encoding="ascii", newline="\n")
    bad = finding("漢 bad", "bad", path="é.md")
    reporter("text").write(Report((bad,), paths=("é.md",)), out, Context())
    out.flush()
    assert raw.getvalue().startswith(b"\\xe9.md:1:3: warning")
    assert b"\\u6f22 bad" in raw.getvalue()
