"""The report for GitLab's Code Quality: https://docs.gitlab.com/ci/testing/code_quality/.

GitLab compares the fingerprints of two reports to tell what a merge request adds and mends.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from postlint.fingerprint import fingerprints
from postlint.reporters.screen import visible
from postlint.rule import Severity

if TYPE_CHECKING:
    from typing import TextIO

    from postlint.project import Report
    from postlint.reporters.context import Context
    from postlint.rule import Finding

#: GitLab's severities are info, minor, major, critical and blocker; the last two are for code
#: that breaks what runs.
_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def write(report: Report, out: TextIO, context: Context) -> None:
    """Writes the findings as a JSON array."""
    names = fingerprints(report.findings)
    issues = [
        _issue(finding, name, context) for finding, name in zip(report.findings, names, strict=True)
    ]
    json.dump(issues, out, indent=2)
    out.write("\n")


def _issue(finding: Finding, fingerprint: str, context: Context) -> dict[str, Any]:
    location = finding.location
    return {
        "type": "issue",
        "description": visible(finding.message),
        "check_name": finding.rule,
        "categories": ["Style"],
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.severity],
        "location": {
            "path": context.path_in_checkout(location.path),
            "lines": {"begin": location.start.line, "end": location.end.line},
        },
    }
