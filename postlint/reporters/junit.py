"""The report as JUnit XML, which most services for continuous integration show.

A post is a test suite. A finding is a test case that failed; a post without any has one that
passed, and a check that could not be made is an error.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from postlint.regexes import lazy_pattern
from postlint.reporters.screen import Screen, visible
from postlint.reporters.text import finding_lines

if TYPE_CHECKING:
    from typing import TextIO

    from postlint.project import Failure, Report
    from postlint.reporters.context import Context
    from postlint.rule import Finding

_NAME = "postlint"

#: What XML 1.0 (section 2.2) has no way to write.
_NO_XML = lazy_pattern("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write(report: Report, out: TextIO, context: Context) -> None:
    """Writes a test suite for each post, and one for failures that belong to none."""
    suites = {path: _suite(path) for path in report.paths}
    for finding in report.findings:
        path = finding.location.path
        _add_finding(suites.setdefault(path, _suite(path)), finding)
    for failure in report.failures:
        name = failure.path or _NAME
        _add_failure(suites.setdefault(name, _suite(name)), failure)
    for suite in suites.values():
        if not len(suite):
            SubElement(suite, "testcase", {"name": _NAME, "classname": suite.attrib["name"]})
    root = Element("testsuites", {"name": _NAME})
    root.extend(suites.values())
    for element in (*suites.values(), root):
        _count(element)
    indent(root)
    # ElementTree would write the characters that the stream's encoding lacks as they are.
    xml = tostring(root, encoding="us-ascii", xml_declaration=False).decode("ascii")
    out.write(f'<?xml version="1.0" encoding="UTF-8"?>\n{xml}\n')


def _suite(name: str) -> Element:
    return Element("testsuite", {"name": _text(name)})


def _add_finding(suite: Element, finding: Finding) -> None:
    start = finding.location.start
    case = SubElement(
        suite,
        "testcase",
        {
            "name": _text(f"{finding.rule} at {start.line}:{start.column}"),
            "classname": suite.attrib["name"],
            "file": suite.attrib["name"],
            "line": str(start.line),
        },
    )
    failure = SubElement(
        case, "failure", {"message": _text(finding.message), "type": finding.severity.value}
    )
    failure.text = _NO_XML.sub("\ufffd", "\n".join(finding_lines(finding, Screen())))


def _add_failure(suite: Element, failure: Failure) -> None:
    case = SubElement(suite, "testcase", {"name": _NAME, "classname": suite.attrib["name"]})
    SubElement(case, "error", {"message": _text(failure.message), "type": "failure"})


def _count(element: Element) -> None:
    for attribute, tag in (("tests", "testcase"), ("failures", "failure"), ("errors", "error")):
        element.set(attribute, str(sum(1 for _ in element.iter(tag))))


def _text(text: str) -> str:
    return _NO_XML.sub("\ufffd", visible(text))
