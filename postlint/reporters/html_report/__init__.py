"""The report as a page: one file that needs no network and nothing beside it.

The page holds data, not markup: the overview as JSON, and each post as JSON of its own, which
the page's script turns into elements when the post is opened. So 2,000 posts open at once. The
content security policy allows that one script and that one style sheet by their digests and
nothing else, so that nothing in a post runs, is loaded or is sent, whatever it contains.
"""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files
from itertools import groupby
from typing import TYPE_CHECKING, Any

from postlint.document import make_document
from postlint.regexes import lazy_pattern
from postlint.reporters.html_report.rendering import render
from postlint.reporters.rule_pages import HOME_PAGE, rule_url
from postlint.reporters.screen import visible
from postlint.reporters.text import hint_of

if TYPE_CHECKING:
    from typing import TextIO

    from postlint.project import Report
    from postlint.reporters.context import Context
    from postlint.rule import Finding, Rule

#: The parts of the page's script; what a part needs at once stands in those before it.
_SCRIPTS = ("content.js", "charts.js", "report.js")

_PLACE = lazy_pattern(r"\{\{([a-z_]+)\}\}")


def write(report: Report, out: TextIO, context: Context) -> None:
    """Writes the page; posts that cannot be read any more are shown by their marked lines."""
    style = _resource("report.css")
    script = "\n".join(('"use strict";', *map(_resource, _SCRIPTS)))
    beginning, end = _resource("page.html").split("{{posts}}")
    values = {
        "policy": _policy(style, script),
        "style": style,
        "script": script,
        "overview": _embedded(_overview(report, context)),
    }
    out.write(_PLACE.sub(lambda match: values[match[1]], beginning))
    number = 0
    for index, (path, findings) in enumerate(_by_path(report)):
        post = _embedded(_post(path, findings, number, context))
        out.write(f'<script type="application/json" id="post-{index}">{post}</script>\n')
        number += len(findings)
    out.write(_PLACE.sub(lambda match: values[match[1]], end))


def _by_path(report: Report) -> list[tuple[str, list[Finding]]]:
    groups = groupby(report.findings, lambda finding: finding.location.path)
    return [(path, list(findings)) for path, findings in groups]


def _overview(report: Report, context: Context) -> dict[str, Any]:
    """All that is known without opening a post."""
    summary = report.summary
    posts = [[visible(path), len(findings)] for path, findings in _by_path(report)]
    return {
        "home": HOME_PAGE,
        "summary": {
            "files": summary.files,
            "safe": summary.safely_fixable,
            "unsafe": summary.fixable - summary.safely_fixable,
            "fixed": report.fixed,
        },
        "posts": posts,
        "failures": [[visible(item.path), visible(item.message)] for item in report.failures],
        "rules": {name: _rule(name, context.rules.get(name)) for name in report.by_rule},
        "findings": [_finding(finding) for finding in report.findings],
    }


def _rule(name: str, rule: type[Rule] | None) -> dict[str, Any]:
    from postlint.reference import summary_of

    return {"summary": summary_of(rule) if rule else "", "url": rule_url(name)}


def _finding(finding: Finding) -> list[Any]:
    start = finding.location.start
    fixable = 0 if finding.fix is None else 1 if finding.fix.safe else 2
    return [
        finding.rule,
        finding.severity.value,
        visible(finding.message),
        start.line,
        start.column,
        fixable,
        hint_of(finding),
    ]


def _post(path: str, findings: list[Finding], number: int, context: Context) -> list[Any]:
    """The content of a post whose findings have the numbers from ``number`` on."""
    numbered = list(enumerate(findings, number))
    source = context.source(path)
    if source is None:
        return [_line(finding, index) for index, finding in numbered]
    length = len(source.text)
    spans = [
        (index, min(finding.location.start.offset, length), finding.location.end.offset)
        for index, finding in numbered
    ]
    return render(make_document(source), spans)


def _line(finding: Finding, number: int) -> dict[str, Any]:
    """The line of a finding as a block of its own."""
    location = finding.location
    first = max(location.start.offset - location.snippet_start, 0)
    last = max(location.end.offset - location.snippet_start, first)
    before, marked, after = (
        location.snippet[:first],
        location.snippet[first:last],
        location.snippet[last:],
    )
    content = ["pre", {"c": "raw"}, before, ["mark", {"f": [number]}, marked or " "], after]
    return {"n": content, "f": [number]}


def _embedded(data: Any) -> str:
    """JSON in ASCII that cannot end the element it stands in."""
    text = json.dumps(data, separators=(",", ":"))
    return text.replace("</", "<\\/").replace("<!", "\\u003c!")


def _policy(style: str, script: str) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            f"style-src '{_digest(style)}'",
            f"script-src '{_digest(script)}'",
            "base-uri 'none'",
            "form-action 'none'",
            "require-trusted-types-for 'script'",
            "trusted-types 'none'",
        )
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _resource(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
