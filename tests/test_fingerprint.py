"""Fingerprints: the same finding keeps its own, and no two findings share one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from postlint.fingerprint import fingerprints
from postlint.location import locate
from postlint.rule import Finding, Severity
from postlint.source import Source


def found(
    text: str, marked: str, *, path: str = "post.md", rule: str = "spelling"
) -> list[Finding]:
    """A finding for each occurrence of a text."""
    source = Source(path, text)
    starts = [i for i in range(len(text)) if text.startswith(marked, i)]
    places = [locate(source, start, start + len(marked)) for start in starts]
    return [Finding(rule, Severity.WARNING, "Wrong", place) for place in places]


def test_edits_elsewhere_leave_it_as_it_was() -> None:
    before = fingerprints(found("Title\n\nthe traiing data\n", "traiing"))
    after = fingerprints(found("New\n\nTitle\n\n  the  traiing\tdata\n", "traiing"))
    assert before == after


def test_it_names_the_path_the_rule_the_line_and_the_words() -> None:
    text = "the traiing data\n"
    (one,) = found(text, "traiing")
    others = [
        *found(text, "traiing", path="other.md"),
        *found(text, "traiing", rule="other"),
        *found("the traiing date\n", "traiing"),
        *found(text, "data"),
    ]
    assert len({*fingerprints([one]), *(fingerprints([other])[0] for other in others)}) == 5


def test_the_message_and_the_severity_are_no_part_of_it() -> None:
    (one,) = found("x\n", "x")
    other = replace(one, message="Said in other words", severity=Severity.ERROR)
    assert fingerprints([one]) == fingerprints([other])


def test_what_is_alike_is_numbered_in_order() -> None:
    """So that one more of a kind is new, and the others keep their names."""
    two = fingerprints(found("teh end\nteh end\n", "teh"))
    three = fingerprints(found("teh end\nteh end\nteh end\n", "teh"))
    assert three[:2] == two


@given(st.lists(st.sampled_from(["teh end", "  teh end", "a teh", "teh teh", "\udc80 teh"])))
def test_no_two_are_equal(lines: list[str]) -> None:
    names = fingerprints(found("\n".join(lines), "teh"))
    assert len(set(names)) == len(names)


def test_a_change_of_what_it_is_made_of_is_noticed() -> None:
    """Baselines hold fingerprints: when this one changes, so must the version beside it."""
    (name,) = fingerprints(found("the traiing data\n", "traiing"))
    assert name == "6a44ec01c2dba7791798bcfcb0fed87b"
