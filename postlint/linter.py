"""One document in, its findings and facts out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.facts import Facts
from postlint.location import locate
from postlint.project import Failure, FileResult
from postlint.registry import PLUGIN_ERRORS, describe_error
from postlint.rule import Diagnostic, Finding
from postlint.shape import checked

if TYPE_CHECKING:
    from collections.abc import Callable

    from postlint.document import Document
    from postlint.rule import Rule
    from postlint.settings import Settings
    from postlint.source import Source


def lint_document(
    source: Source, settings: Settings, enter: Callable[[str], None] | None = None
) -> FileResult:
    """The result of a post: a pure function of its text, path and settings.

    A rule that raises does not stop the others; its failure is part of the result, and so is
    what it found before. ``enter`` is called with the name of each rule before it is run. Raises
    ``MemoryError``.
    """
    from postlint.document import make_document

    try:
        document = make_document(source, flavor=settings.flavor)
        directives = document.directives.all
        facts = _facts(document)
    except MemoryError:
        raise
    except Exception as error:
        message = f"Internal error while reading the post: {describe_error(error)}"
        return FileResult(source.path, failures=(Failure(source.path, message),))
    findings: list[Finding] = []
    failures: list[Failure] = []
    for rule in settings.document_rules:
        if enter is not None:
            enter(rule.name)
        try:
            for diagnostic in rule.check(document):
                findings.append(_finding(diagnostic, source))  # noqa: PERF401  # kept if it raises
        except MemoryError:
            raise
        except PLUGIN_ERRORS as error:
            failures.append(Failure(source.path, describe_failure(rule, rule.check, error)))
    return FileResult(
        source.path, tuple(findings), directives, facts, tuple(failures), source.digest
    )


def facts_of(source: Source, settings: Settings) -> Facts | None:
    """The facts of a post that is not linted itself; None when it cannot be read as one."""
    from postlint.document import make_document

    try:
        return _facts(make_document(source, flavor=settings.flavor))
    except Exception:
        return None


def describe_failure(rule: Rule, check: Callable[..., object], error: BaseException) -> str:
    """One line on a rule whose check raised, with the file and line in the rule."""
    told = describe_error(error, getattr(check, "__code__", None))
    return f'Rule "{rule.name}" failed: {told}'


def _facts(document: Document) -> Facts:
    from postlint.links.facts import collect

    return Facts(links=collect(document))


def _finding(reported: object, source: Source) -> Finding:
    """What a rule reported with its place; raises ``TypeError`` or ``ValueError``."""
    diagnostic = checked(reported, Diagnostic)
    spans = [(diagnostic.start, diagnostic.end)]
    if diagnostic.fix is not None:
        spans += [(edit.start, edit.end) for edit in diagnostic.fix.edits]
    for start, end in spans:
        if not 0 <= start <= end <= len(source.text):
            raise ValueError(f"span {start}-{end} is not in a text of {len(source.text)}")
    return Finding(
        diagnostic.rule,
        diagnostic.severity,
        diagnostic.message,
        locate(source, diagnostic.start, diagnostic.end),
        diagnostic.suggestions,
        diagnostic.fix,
    )
