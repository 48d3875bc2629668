"""What directives do to findings, and the two rules about directives themselves.

These rules come with the engine: what they report is known only once every other rule has
reported, so ``apply_directives`` speaks for them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postlint.directives import COMMANDS
from postlint.links.online.uses import web_links
from postlint.registry import ALL, UnknownRuleError
from postlint.rule import Edit, Example, Fix, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

    from postlint.directives import Directive, DirectiveName
    from postlint.project import FileResult
    from postlint.registry import Registry
    from postlint.rule import Finding, Location
    from postlint.settings import Settings


class UnusedDirective(Rule):
    """A directive disables what was not going to be reported.

    Why it matters: the mistake it once excused is gone, or never was there. Left in place, the
    directive hides the next one.
    Use instead: delete the directive, or the names in it that are not needed.
    """

    name = "unused-directive"
    family = "directives"
    fix_safety = "Safe: a comment shows on no page, and nothing it hid is there."
    valid = (
        Example("<!-- postlint-disable empty-section -->\n\n# Notes\n"),
        Example(
            "<!-- postlint-disable nowhere-rule -->\n\nText.\n",
            note="Directives are judged only by rules that ran",
        ),
    )
    invalid = (
        Example(
            "<!-- postlint-disable-next-line empty-section -->\n\nText.\n",
            reports=("1:1-1:50 Nothing is disabled by this directive",),
            fixed="\nText.\n",
        ),
        Example(
            "# Notes <!-- postlint-disable-line empty-section, empty-heading -->\n",
            reports=('1:51-1:64 Nothing is disabled by "empty-heading" here',),
            fixed="# Notes <!-- postlint-disable-line empty-section -->\n",
        ),
    )


class InvalidDirective(Rule):
    """A directive names a rule or a command that does not exist.

    Why it matters: it has no effect, and whoever wrote it believes it has.
    Use instead: the name from the report, or one that ``postlint rules`` lists.
    """

    name = "invalid-directive"
    family = "directives"
    fix_safety = "The fix takes the nearest name, which may be another than was meant."
    valid = (
        Example("<!-- postlint-disable-file spelling, MD040 -- quoted from a log -->\n\nText.\n"),
    )
    invalid = (
        Example(
            "<!-- postlint-disable-file emtpy-section -->\n\n# Text\n",
            reports=('1:28-1:41 No rule is called "emtpy-section"; nearest is "empty-section"',),
            suggestions=(("empty-section",),),
            fixed="<!-- postlint-disable-file empty-section -->\n\n# Text\n",
        ),
        Example(
            "<!-- postlint-disble empty-section -->\n\n# Notes\n",
            reports=(
                '1:1-1:39 No directive is called "postlint-disble"; nearest is "postlint-disable"',
            ),
            suggestions=(("postlint-disable",),),
            fixed="<!-- postlint-disable empty-section -->\n\n# Notes\n",
        ),
    )


def apply_directives(
    findings: Iterable[Finding], result: FileResult, settings: Settings, failed: AbstractSet[str]
) -> list[Finding]:
    """The findings of a file that no directive disables, and those about its directives.

    ``failed`` are rules that looked across files and raised.
    """
    findings = list(findings)
    if not result.directives:
        return findings
    plan = _Plan(result.directives, settings.registry)
    kept = plan.without_disabled(findings)
    about = [
        *_invalid(result.directives, plan, settings),
        *(() if result.failures else _unused(result, plan, settings, failed)),
    ]
    return kept + plan.without_disabled(about)


class _Plan:
    """Which rules the directives of a file disable where, and which of them were of use.

    A use is known by the index of the directive and that of the name in it; a directive without
    names counts as one with the single name ``all``.
    """

    def __init__(self, directives: tuple[Directive, ...], registry: Registry) -> None:
        self.unknown: list[tuple[DirectiveName, str | None]] = []
        self.rules: dict[tuple[int, int], frozenset[str]] = {}
        self.used: set[tuple[int, int]] = set()
        self._in_file: dict[str, list[tuple[int, int]]] = {}
        self._on_line: dict[tuple[int, str], list[tuple[int, int]]] = {}
        self._switches: list[tuple[int, bool, tuple[int, int]]] = []
        about_directives = frozenset(registry.families["directives"])
        for index, directive in enumerate(directives):
            if directive.command not in COMMANDS:
                continue
            if not directive.names:
                # What is reported about directives is disabled only by its name.
                self._add((index, 0), directive, frozenset(registry.rules) - about_directives)
            for number, name in enumerate(directive.names):
                try:
                    rules = frozenset(registry.resolve(name.text))
                except UnknownRuleError as error:
                    self.unknown.append((name, error.nearest))
                    continue
                if name.text.lower() == ALL:
                    rules -= about_directives
                self._add((index, number), directive, rules)

    def _add(self, key: tuple[int, int], directive: Directive, rules: frozenset[str]) -> None:
        self.rules[key] = rules
        if directive.command == "disable-file":
            for rule in rules:
                self._in_file.setdefault(rule, []).append(key)
        elif directive.command in ("disable", "enable"):
            disables = directive.command == "disable"
            self._switches.append((directive.location.end.offset, disables, key))
        else:
            for rule in rules:
                self._on_line.setdefault((directive.line, rule), []).append(key)

    def without_disabled(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that remain; what disables the others is noted as used."""
        kept: list[Finding] = []
        disabled_by: dict[str, tuple[int, int]] = {}
        switches = iter(self._switches)
        switch = next(switches, None)
        for finding in sorted(findings, key=lambda finding: finding.sort_key):
            start = finding.location.start
            while switch is not None and switch[0] <= start.offset:
                self._switch(disabled_by, switch)
                switch = next(switches, None)
            uses = [
                *self._in_file.get(finding.rule, ()),
                *self._on_line.get((start.line, finding.rule), ()),
            ]
            if finding.rule in disabled_by:
                uses.append(disabled_by[finding.rule])
            self.used.update(uses)
            if not uses:
                kept.append(finding)
        while switch is not None:
            self._switch(disabled_by, switch)
            switch = next(switches, None)
        return kept

    def _switch(
        self, disabled_by: dict[str, tuple[int, int]], switch: tuple[int, bool, tuple[int, int]]
    ) -> None:
        _, disables, key = switch
        for rule in self.rules[key]:
            if disables:
                disabled_by[rule] = key
            elif disabled_by.pop(rule, None) is not None:
                self.used.add(key)


def _invalid(
    directives: tuple[Directive, ...], plan: _Plan, settings: Settings
) -> Iterator[Finding]:
    rule = settings.rule(InvalidDirective.name)
    if rule is None:
        return
    for directive in directives:
        if directive.command not in COMMANDS:
            from difflib import get_close_matches

            close = get_close_matches(directive.command, COMMANDS, n=1)
            nearest = tuple(f"postlint-{command}" for command in close)
            yield rule.report_at(
                directive.location,
                f'No directive is called "postlint-{directive.command}"' + _nearest(nearest),
                suggestions=nearest,
                fix=_rename(directive, nearest[0]) if nearest else None,
            )
    for name, found in plan.unknown:
        nearest = (found,) if found else ()
        yield rule.report_at(
            name.location,
            f'No rule is called "{name.text}"' + _nearest(nearest),
            suggestions=nearest,
            fix=_replace(name.location, found) if found else None,
        )


def _rename(directive: Directive, name: str) -> Fix | None:
    """Another name for a directive; None where its name is not on its first line."""
    location = directive.location
    start = location.start.offset - location.snippet_start
    written = re.compile(re.escape(f"postlint-{directive.command}"), re.I)
    found = written.search(location.snippet, max(start, 0))
    if found is None:
        return None
    first, last = (location.snippet_start + place for place in found.span())
    return Fix((Edit(first, last, name),))


def _replace(location: Location, text: str) -> Fix:
    return Fix((Edit(location.start.offset, location.end.offset, text),))


def _nearest(names: tuple[str, ...]) -> str:
    return f'; nearest is "{names[0]}"' if names else ""


def _unused(
    result: FileResult, plan: _Plan, settings: Settings, failed: AbstractSet[str]
) -> Iterator[Finding]:
    rule = settings.rule(UnusedDirective.name)
    if rule is None:
        return
    ran = settings.selected - failed
    of_today = settings.registry.online
    web_lines = {link.location.start.line for link in web_links(result)}
    for index, directive in enumerate(result.directives):
        # What there is to say of URLs differs from day to day, and offline nothing is said.
        judges = ran - of_today if _covers_web_links(directive, web_lines) else ran
        keys = [(index, number) for number in range(max(1, len(directive.names)))]
        unused = [
            number
            for number, key in enumerate(keys)
            if key not in plan.used and _judged(plan.rules.get(key), judges, settings.registry)
        ]
        if not unused:
            continue
        if len(unused) == len(keys):
            yield rule.report_at(
                directive.location,
                "Nothing is disabled by this directive"
                if directive.command != "enable"
                else "Nothing is enabled by this directive",
                fix=Fix((directive.removal,), safe=True),
            )
            continue
        fix = _without(directive, unused)
        for number in unused:
            verb = "enabled" if directive.command == "enable" else "disabled"
            name = directive.names[number]
            yield rule.report_at(name.location, f'Nothing is {verb} by "{name.text}" here', fix=fix)


def _covers_web_links(directive: Directive, web_lines: AbstractSet[int]) -> bool:
    if directive.command in ("disable-line", "disable-next-line"):
        return directive.line in web_lines
    return bool(web_lines)


def _judged(rules: frozenset[str] | None, ran: AbstractSet[str], registry: Registry) -> bool:
    """Whether this run can say that a name was not needed: all of its usual rules ran.

    Without this, ``--select links`` would call every directive about spelling unused.
    """
    if not rules or rules & frozenset(registry.families["directives"]):
        return False
    usual = rules & registry.defaults or rules
    return usual <= ran


def _without(directive: Directive, unused: list[int]) -> Fix:
    """Takes names out of a directive that keeps others.

    A directive whose last name goes would mean all rules, so the whole list is one edit.
    """
    names = directive.names
    start, end = names[0].location.start.offset, names[-1].location.end.offset
    gap = names[1].location.start.offset - names[0].location.end.offset
    separator = ", " if gap > 1 else " "
    kept = separator.join(name.text for i, name in enumerate(names) if i not in unused)
    return Fix((Edit(start, end, kept),), safe=True)
