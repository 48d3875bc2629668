"""Applies fixes: in passes, until nothing is left to mend, and to disk all at once."""

from __future__ import annotations

import difflib
import os
import re
from bisect import bisect_left, insort
from enum import Enum
from itertools import chain, groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from postlint.preservation import preserves
from postlint.project import Failure
from postlint.replacing import replace_content
from postlint.source import DecodeError, Source
from postlint.suppression import UnusedDirective

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from postlint.project import Report
    from postlint.rule import Edit, Finding, Fix
    from postlint.runner import Run

#: A fix may uncover something to mend; rules that still disagree after so many passes never end.
MAX_PASSES = 10


class Allowed(Enum):
    """Which fixes may be applied."""

    SAFE = "safe"
    UNSAFE = "unsafe"

    def permits(self, fix: Fix | None) -> bool:
        """Whether there is a fix, and it may be applied."""
        return fix is not None and (fix.safe or self is Allowed.UNSAFE)


class Change(Struct, frozen=True):
    """What the fixes make of a file."""

    before: Source
    after: Source


class Outcome(Struct, frozen=True):
    """The report on the mended texts, the changed files by path, and what was left alone.

    ``refused`` are findings whose fix, said to be safe, would have changed more of the page
    than it meant to.
    """

    report: Report
    changes: tuple[Change, ...] = ()
    refused: tuple[Finding, ...] = ()


class _File(Struct):
    """A file while it is being mended."""

    original: Source
    #: What was applied in each pass, and the texts that the passes began with.
    passes: list[list[Finding]] = []
    texts: list[str] = []
    refused: list[Finding] = []

    @property
    def applied(self) -> int:
        return sum(map(len, self.passes))


def fix(run: Run, allowed: Allowed) -> Outcome:
    """Mends the texts of a run that has been linted; nothing is written.

    Of fixes that overlap, the first is applied and the others wait for the next pass. Safe
    fixes go before unsafe ones, and each pass of them is checked by parsing the result. A post
    whose fixes do not come to an end is left as it was, and is among the failures.
    """
    files, report = _read_again(run, allowed)
    for _ in range(MAX_PASSES):
        changed = list(_one_pass(run, files, _fixable(report, allowed)))
        if not changed:
            break
        run.lint_sources(changed)
        report = run.report()
    else:
        for path in _fixable(report, allowed):
            if path in files and len(files[path].passes) == MAX_PASSES:
                file = files.pop(path)
                what = f"do not end after {MAX_PASSES} passes"
                run.failures.add(_quarrel(path, what, file.passes[-1]))
                run.lint_sources([file.original])
    return _outcome(run, files)


def _one_pass(
    run: Run, files: dict[str, _File], fixable: dict[str, list[Finding]]
) -> Iterator[Source]:
    """The texts that one pass changes.

    A file whose text comes back to what it was before is given up, and is as it was at first.
    """
    for path, findings in fixable.items():
        if path not in files:
            continue
        file, source = files[path], run.source(path)
        text, mended = _mend(run, source, findings, file)
        if not mended:
            continue
        file.texts.append(source.text)
        file.passes.append(mended)
        if text in file.texts:
            circle = file.passes[file.texts.index(text) :]
            run.failures.add(_quarrel(path, "undo each other", chain.from_iterable(circle)))
            yield files.pop(path).original
            continue
        yield replace(source, text=text)


def _quarrel(path: str, what: str, findings: Iterable[Finding]) -> Failure:
    rules = ", ".join(sorted({finding.rule for finding in findings}))
    return Failure(path, f"Internal error: fixes {what}: {rules}")


def _outcome(run: Run, files: dict[str, _File]) -> Outcome:
    changes = tuple(
        Change(file.original, run.source(path))
        for path, file in sorted(files.items())
        if run.source(path).text != file.original.text
    )
    return Outcome(
        replace(run.report(), fixed=sum(file.applied for file in files.values())),
        changes,
        tuple(finding for _, file in sorted(files.items()) for finding in file.refused),
    )


def _read_again(run: Run, allowed: Allowed) -> tuple[dict[str, _File], Report]:
    """The files with something to mend, linted once more as they now are.

    A file that changed since it was linted would otherwise be edited in the wrong places.
    """
    files: dict[str, _File] = {}
    for path in _fixable(run.report(), allowed):
        try:
            source = run.source(path)
        except DecodeError as error:
            run.failures.add(Failure(path, str(error)))
        except OSError as error:
            run.failures.add(Failure(path, error.strerror or str(error)))
        else:
            files[path] = _File(source)
    run.lint_sources(file.original for file in files.values())
    return files, run.report()


def _fixable(report: Report, allowed: Allowed) -> dict[str, list[Finding]]:
    """The findings that may be mended, by path."""
    findings = (finding for finding in report.findings if allowed.permits(finding.fix))
    return {
        path: list(of_path)
        for path, of_path in groupby(findings, key=lambda finding: finding.location.path)
    }


def _mend(
    run: Run, source: Source, findings: Sequence[Finding], file: _File
) -> tuple[str, list[Finding]]:
    """The text after one pass, and the findings it mends.

    Directives that excuse nothing go last: other fixes may bring up what they excuse.
    """
    findings, directives = (
        [finding for finding in findings if (finding.rule == UnusedDirective.name) is about]
        for about in (False, True)
    )
    safe = [finding for finding in findings if finding.fix and finding.fix.safe]
    mended, file.refused = _without_harm(run, source, safe)
    if not mended:
        mended = without_overlaps(
            finding for finding in findings if finding.fix and not finding.fix.safe
        )
    if not mended:
        mended, refused = _without_harm(run, source, directives)
        file.refused += refused
    return apply_edits(source.text, edits_of(mended)), mended


def _without_harm(
    run: Run, source: Source, findings: Sequence[Finding]
) -> tuple[list[Finding], list[Finding]]:
    """The findings whose fixes, together, change only what they mean to; and those refused.

    Where all together do harm, each half is tried: one harmful fix costs few parses.
    """
    kept: list[Finding] = []
    refused: list[Finding] = []
    untried = [without_overlaps(findings)]
    while untried:
        some = untried.pop()
        if _harmless(run, source, [*kept, *some]):
            kept += some
        elif len(some) == 1:
            refused += some
        else:
            half = len(some) // 2
            untried += [some[half:], some[:half]]
    return kept, refused


def _harmless(run: Run, source: Source, findings: Sequence[Finding]) -> bool:
    if not findings:
        return True
    from postlint.document import make_document

    flavor = run.configuration.for_path(source.path).flavor
    edits = edits_of(findings)
    after = replace(source, text=apply_edits(source.text, edits))
    return preserves(
        make_document(source, flavor=flavor), make_document(after, flavor=flavor), edits
    )


def without_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, in order, whose edits overlap neither each other nor those of one before.

    Two findings may share an edit: it is then one.
    """
    chosen: list[Finding] = []
    taken: list[tuple[int, int, str]] = []
    for finding in findings:
        own = sorted(set(map(_key, finding.fix.edits if finding.fix else ())))
        new = [key for key in own if key not in _around(taken, key)]
        with_others = (_overlap(key, other) for key in new for other in _around(taken, key))
        with_itself = (_overlap(key, other) for key, other in pairwise(own))
        if own and not any(with_others) and not any(with_itself):
            chosen.append(finding)
            for key in new:
                insort(taken, key)
    return chosen


def _key(edit: Edit) -> tuple[int, int, str]:
    return edit.start, edit.end, edit.text


def _around(
    taken: list[tuple[int, int, str]], key: tuple[int, int, str]
) -> list[tuple[int, int, str]]:
    """Those of the edits taken, in order and without overlaps, that could meet another."""
    index = bisect_left(taken, key)
    return taken[max(index - 1, 0) : index + 1]


def _overlap(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Whether two edits touch the same characters, or insert at the edge of the other."""
    if one[0] == one[1] or other[0] == other[1]:
        return one[0] <= other[1] and other[0] <= one[1]
    return one[0] < other[1] and other[0] < one[1]


def edits_of(findings: Iterable[Finding]) -> list[Edit]:
    """The edits of findings in order, each once."""
    edits = {edit for finding in findings if finding.fix for edit in finding.fix.edits}
    return sorted(edits, key=lambda edit: (edit.start, edit.end))


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text after edits that are in order and do not overlap."""
    parts: list[str] = []
    done = 0
    for edit in edits:
        parts += (text[done : edit.start], edit.text)
        done = edit.end
    return "".join((*parts, text[done:]))


def write(change: Change) -> None:
    """Puts the changed text on disk, all or nothing.

    The mode, the owner, the encoding and a byte order mark stay, and so does a symbolic link:
    the file it leads to is changed. Raises ``OSError``; also when the file is no longer what
    the fixes were made for.
    """
    path = Path(os.path.realpath(change.before.path))
    if path.read_bytes() != change.before.encode(change.before.text):
        raise OSError(None, "It has changed while it was being mended")
    replace_content(path, change.before.encode(change.after.text))


def diff(change: Change) -> str:
    """A unified diff that ``git apply`` and ``patch -p1`` take."""
    path = change.before.path.lstrip("/")
    before, after = (_lines(source) for source in (change.before, change.after))
    lines = difflib.unified_diff(before, after, _diff_name("a", path), _diff_name("b", path))
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def _lines(source: Source) -> list[str]:
    """Lines as Git counts them: only LF ends one."""
    text = ("\ufeff" if source.bom else "") + source.text
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _diff_name(side: str, path: str) -> str:
    """A file name as in a header of Git's: quoted where it has to be, else ended by a tab."""
    name = f"{side}/{path}"
    if re.search(r'["\\\x00-\x1f\x7f]', name):
        escaped = "".join(
            f"\\{byte:03o}" if byte < 0x20 or byte in b'"\\\x7f' or byte > 0x7E else chr(byte)
            for byte in os.fsencode(name)
        )
        return f'"{escaped}"'
    return f"{name}\t" if " " in name else name
