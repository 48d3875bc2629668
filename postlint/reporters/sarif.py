"""The report as SARIF 2.1.0, the format of code scanning services.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html; the numbers of sections below
are of that document.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from postlint import __version__
from postlint.fingerprint import VERSION as FINGERPRINT_VERSION
from postlint.fingerprint import fingerprints
from postlint.location import SNIPPET_LENGTH
from postlint.regexes import lazy_pattern
from postlint.reporters.places import commit_of, file_uri
from postlint.reporters.rule_pages import HOME_PAGE, rule_url
from postlint.reporters.screen import visible
from postlint.rule import Severity

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TextIO

    from postlint.project import Failure, Report
    from postlint.reporters.context import Context
    from postlint.rule import Finding, Fix, Location, Rule
    from postlint.source import Position, Source

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

#: The name that stands for the top of the checkout in the report's paths (3.14.14).
_TOP = "%SRCROOT%"

_PLACEHOLDER = lazy_pattern(r"\{[0-9]+\}")
_LINK = lazy_pattern(r"\[([^\[\]]*)\]\(")

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def write(report: Report, out: TextIO, context: Context) -> None:
    """Writes a log with one run."""
    names = sorted(report.by_rule)
    index = {name: number for number, name in enumerate(names)}
    source_of = lru_cache(maxsize=1)(context.source)
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "postlint",
                "semanticVersion": __version__,
                "informationUri": HOME_PAGE,
                "rules": [_descriptor(name, context.rules.get(name)) for name in names],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not report.failures,
                "toolExecutionNotifications": [
                    _notification(failure, context) for failure in report.failures
                ],
            }
        ],
        "automationDetails": {"id": "postlint/"},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {_TOP: {"description": {"text": "The top of the checkout"}}},
        "results": [
            _result(finding, fingerprint, index[finding.rule], context, source_of)
            for finding, fingerprint in zip(
                report.findings, fingerprints(report.findings), strict=True
            )
        ],
    }
    commit = commit_of(context)
    if commit is not None:
        run["versionControlProvenance"] = [
            {
                "repositoryUri": commit.repository,
                "revisionId": commit.revision,
                "mappedTo": {"uriBaseId": _TOP},
            }
        ]
    json.dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, out, indent=2)
    out.write("\n")


def _descriptor(name: str, rule: type[Rule] | None) -> dict[str, Any]:
    """What a rule is (3.49); of a rule that is no longer there, its name."""
    descriptor: dict[str, Any] = {"id": name}
    title = name.title().replace("-", "")
    if title.lower() != name:
        descriptor["name"] = title  # one that is the same is to be left out (3.49.7)
    url = rule_url(name)
    if url is not None:
        descriptor["helpUri"] = url
    if rule is None:
        return descriptor
    from postlint.reference import description_of, rule_page, summary_of

    page = rule_page(rule)
    descriptor |= {
        "shortDescription": {"text": f"{summary_of(rule)}."},
        "fullDescription": {"text": description_of(rule)},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family, *rule.aliases]},
    }
    return descriptor


def _result(
    finding: Finding,
    fingerprint: str,
    rule_index: int,
    context: Context,
    source_of: Callable[[str], Source | None],
) -> dict[str, Any]:
    location = finding.location
    artifact = _artifact(location.path, context)
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(visible(finding.message))},
        "locations": [
            {"physicalLocation": {"artifactLocation": artifact, **_regions(location)}},
        ],
        "partialFingerprints": {f"postlint/v{FINGERPRINT_VERSION}": fingerprint},
    }
    source = source_of(location.path) if finding.fix else None
    if finding.fix and source:
        result["fixes"] = [_fix(finding.fix, artifact, source)]
    return result


def _fix(fix: Fix, artifact: dict[str, Any], source: Source) -> dict[str, Any]:
    certainty = "Safe" if fix.safe else "Probably right, but wants a look"
    replacements = [
        {
            "deletedRegion": _region(source.position(edit.start), source.position(edit.end)),
            "insertedContent": {"text": edit.text},
        }
        for edit in fix.edits
    ]
    return {
        "description": {"text": certainty},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
    }


def _regions(location: Location) -> dict[str, Any]:
    """The span and, where the snippet is the whole line that it is in, that line around it."""
    region = _region(location.start, location.end)
    first = location.start.offset - location.snippet_start
    if not location.snippet or location.end.line != location.start.line:
        return {"region": region}
    marked = location.snippet[first : location.end.offset - location.snippet_start]
    region["snippet"] = {"text": marked}
    if first != location.start.column - 1 or len(location.snippet) >= SNIPPET_LENGTH:
        return {"region": region}
    line = location.start.line
    around = {"startLine": line, "endLine": line, "snippet": {"text": location.snippet}}
    return {"region": region, "contextRegion": around}


def _region(start: Position, end: Position) -> dict[str, Any]:
    """A span (3.30): its end column is that of the first character behind it."""
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _artifact(path: str, context: Context) -> dict[str, Any]:
    uri = file_uri(context.path_in_checkout(path))
    return {"uri": uri} if uri.startswith("file:") else {"uri": uri, "uriBaseId": _TOP}


def _notification(failure: Failure, context: Context) -> dict[str, Any]:
    notification: dict[str, Any] = {
        "level": "error",
        "message": {"text": _message(visible(failure.message))},
    }
    if failure.path:
        artifact = _artifact(failure.path, context)
        notification["locations"] = [{"physicalLocation": {"artifactLocation": artifact}}]
    return notification


def _message(text: str) -> str:
    """Text that is not taken for a placeholder (3.11.5) or an embedded link (3.11.6)."""
    text = _PLACEHOLDER.sub(r"{\g<0>}", text)
    return _LINK.sub(r"\\[\1\\](", text)
