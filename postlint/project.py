"""Results of single files, and what can only be said across files.

``linter`` makes a ``FileResult`` of each post. ``lint_project`` takes them all, runs the rules
that look across files on the facts alone, applies the directives, and returns the ``Report``.
Nothing here reads or parses a post.
"""

from __future__ import annotations

import posixpath
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from heapq import merge
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol, cast

from msgspec import Struct

from postlint.directives import Directive  # noqa: TC001  # packing reads the fields' types
from postlint.facts import Facts  # noqa: TC001  # packing reads the fields' types
from postlint.rule import Finding, Rule, Severity
from postlint.shape import checked

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from postlint.links.online import OnlineOptions, Verdict
    from postlint.links.resolving import Resolver
    from postlint.settings import Settings
    from postlint.shelf import Results, Shelf

#: Between a folder with a slash and the same with this are all paths below it.
_AFTER_SLASH = chr(ord("/") + 1)


class Failure(Struct, frozen=True, array_like=True, order=True):
    """Work that could not be done: a file that cannot be read, a rule that raised.

    ``path`` is the post; ``message`` is one line that names the cause and, for a rule, the
    file and line in which it raised. A run with failures ends with exit status 2.
    """

    path: str
    message: str


class FileResult(Struct, frozen=True, array_like=True):
    """All that is kept of a linted file; small, and safe to pickle.

    ``path`` is normalized, with forward slashes. ``findings`` are those before the directives
    had their say. ``digest`` is that of the text.
    """

    path: str
    findings: tuple[Finding, ...] = ()
    directives: tuple[Directive, ...] = ()
    facts: Facts | None = None
    failures: tuple[Failure, ...] = ()
    digest: str = ""


class Summary(Struct, frozen=True):
    """The counts of a report; ``fixable`` counts findings with a fix, safe or not."""

    files: int
    errors: int
    warnings: int
    infos: int
    fixable: int
    safely_fixable: int


class Report(Struct, frozen=True, array_like=True, dict=True):
    """What a run found: findings and failures in order, and the paths that were linted.

    ``failed`` says whether any finding is at or above the ``fail-on`` of its file; ``fixed``
    is the number of findings that ``--fix`` mended before this report was made. ``of_change`` says
    that only what a change brought is in it. ``known`` are the findings that are left out because
    a baseline has them, ``gone`` those that it has and that were not found any more.

    Many findings are no tuple but a ``Findings``, which differs from one by its type alone.
    """

    findings: tuple[Finding, ...]
    failures: tuple[Failure, ...] = ()
    paths: tuple[str, ...] = ()
    failed: bool = False
    fixed: int = 0
    of_change: bool = False
    known: int = 0
    gone: int = 0

    @cached_property
    def summary(self) -> Summary:
        by_severity = dict.fromkeys(Severity, 0)
        fixable = safely_fixable = 0
        for finding in self.findings:
            by_severity[finding.severity] += 1
            if finding.fix:
                fixable += 1
                safely_fixable += finding.fix.safe
        return Summary(
            files=len(self.paths),
            errors=by_severity[Severity.ERROR],
            warnings=by_severity[Severity.WARNING],
            infos=by_severity[Severity.INFO],
            fixable=fixable,
            safely_fixable=safely_fixable,
        )

    @cached_property
    def by_rule(self) -> Mapping[str, int]:
        """The number of findings of each rule that has any, most first, then by name."""
        counts: dict[str, int] = defaultdict(int)
        for finding in self.findings:
            counts[finding.rule] += 1
        return MappingProxyType(dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))))


class Files(Protocol):
    """Looks at the file system for rules, so that tests can put another in its place."""

    def exists(self, path: str) -> bool:
        """Whether there is a file or folder at the path."""

    def entries(self, folder: str) -> frozenset[str]:
        """The names in a folder; empty when it cannot be listed."""

    def read(self, path: str) -> str | None:
        """The text of a file of moderate size, such as a configuration; None without one."""


class Project:
    """What a rule's ``check_project`` sees.

    ``results`` are the files the rule is to look at: those for which it is selected with the
    options of this instance. Paths have forward slashes; those of files outside the linted set
    are relative to the current folder, as those of the results are.
    """

    def __init__(
        self,
        results: Mapping[str, FileResult],
        known: Mapping[str, FileResult],
        files: Files,
        load_facts: Callable[[str], Facts | None],
        site_root: str | None = None,
        flavor: str = "auto",
        verdicts: Mapping[str, Verdict] | None = None,
    ) -> None:
        self.results = results
        #: What became of URLs, by URL as the rules asked for it; None: they were not checked.
        self.verdicts = verdicts
        #: The folder that root-relative links (``/images/x.png``) start from; None: not known.
        self.site_root = site_root
        #: The site generator that the settings name; "auto": the files around a post tell.
        self.flavor = flavor
        self._known = known
        self._files = files
        self._load_facts = load_facts
        self._entries: dict[str, frozenset[str]] = {}
        self._exact_cases: dict[str, str | None] = {}
        #: By folder, the names in it by what they are if the case of letters is ignored.
        self._spellings: dict[str, dict[str, str]] = {}

    def facts_of(self, path: str) -> Facts | None:
        """The facts of a Markdown file, linted or not; None when they cannot be had."""
        path = posixpath.normpath(path)
        result = self._known.get(path)
        return result.facts if result is not None else self._load_facts(path)

    @property
    def linted_paths(self) -> Iterable[str]:
        """The paths of all linted files, whatever their settings."""
        return self._known

    def linted(self, path: str) -> FileResult | None:
        """The result of a file, whatever its settings; None for one that was not linted."""
        return self._known.get(posixpath.normpath(path))

    def exists(self, path: str) -> bool:
        """Whether there is a file or folder at the path, as this file system sees it."""
        return posixpath.normpath(path) in self._known or self._files.exists(path)

    def exact_case(self, path: str) -> str | None:
        """The normalized path spelled as on disk.

        None when there is nothing at the path even if the case of letters is ignored. A path
        that is there is returned as it is; a server that distinguishes case serves a path
        only if it equals the one returned.
        """
        path = posixpath.normpath(path)
        if path in self._known:
            return path
        if path not in self._exact_cases:
            self._exact_cases[path] = self._find_exact_case(path)
        return self._exact_cases[path]

    def entries(self, folder: str) -> frozenset[str]:
        """The names in a folder, on disk or of the linted posts; empty when there are none."""
        found = self._entries.get(folder)
        if found is None:
            path = posixpath.normpath(folder)
            on_disk = self._files.entries(path)
            known = self._known_entries(path)
            found = self._entries[folder] = on_disk if known <= on_disk else on_disk | known
        return found

    def read(self, path: str) -> str | None:
        """The text of a file that is no post, such as a site's configuration; None without one."""
        return self._files.read(posixpath.normpath(path))

    @cached_property
    def resolver(self) -> Resolver:
        """Finds what the links of posts lead to; shared by the rules that ask."""
        from postlint.links.resolving import Resolver

        return Resolver(self)

    @cached_property
    def _known_paths(self) -> list[str]:
        return sorted(self._known)

    def _known_entries(self, folder: str) -> frozenset[str]:
        """The names in a folder that lead to linted posts."""
        prefix = "" if folder == "." else posixpath.join(folder, "")
        paths = self._known_paths
        names = set()
        at = bisect_left(paths, prefix)
        while at < len(paths) and paths[at].startswith(prefix):
            name, below, _ = paths[at][len(prefix) :].partition("/")
            names.add(name)
            at = bisect_left(paths, f"{prefix}{name}{_AFTER_SLASH}", at) if below else at + 1
        return frozenset(names - {""})

    def _find_exact_case(self, path: str) -> str | None:
        folder, rest = ("/", path.lstrip("/")) if path.startswith("/") else ("", path)
        for name in rest.split("/"):
            spelled = name if name in ("", ".", "..") else self._spelling(folder or ".", name)
            if spelled is None:
                return None
            folder = posixpath.join(folder, spelled)
        return folder

    def _spelling(self, folder: str, name: str) -> str | None:
        entries = self.entries(folder)
        if name in entries:
            return name
        if not entries:
            # A folder that may be entered but not listed.
            return name if self._files.exists(posixpath.join(folder, name)) else None
        if folder not in self._spellings:
            in_order = sorted(entries, reverse=True)
            self._spellings[folder] = {entry.casefold(): entry for entry in in_order}
        return self._spellings[folder].get(name.casefold())


def lint_project(
    results: Results | Iterable[FileResult],
    settings_of: Callable[[str], Settings],
    *,
    files: Files,
    load_facts: Callable[[str], Facts | None],
    verdicts: Mapping[OnlineOptions, Mapping[str, Verdict]] = MappingProxyType({}),
    shelf: Shelf | None = None,
    only: Collection[str] = (),
) -> Report:
    """Join the results of all files into a report.

    ``settings_of`` gives the settings of a path; ``load_facts`` those facts of a Markdown file
    that is no part of the results; ``verdicts`` what became of URLs that were checked, by the
    options they were checked with. ``shelf`` takes findings that are too many for memory. The
    report is on all posts, or on those of ``only``, of which rules then see the results.
    """
    from postlint.shelf import Findings, Results, Selection, Shelf
    from postlint.suppression import apply_directives

    if not isinstance(results, Results):
        results = Results.of(results)
    by_path = results.in_order()
    failures: set[Failure] = set()
    failed: set[str] = set()
    found: dict[str, list[Finding]] = defaultdict(list)
    projects: dict[int, Project] = {}
    reported = Selection(by_path, only) if only else by_path
    for settings, paths in _by_settings(reported, settings_of):
        failures.update(
            Failure("", message) for message in (*settings.registry.failures, *settings.failures)
        )
        if not settings.project_rules and not settings.withdrawing_rules:
            continue
        project = projects[id(settings)] = Project(
            by_path if len(paths) == len(by_path) else Selection(by_path, paths),
            by_path,
            files,
            load_facts,
            settings.site_root,
            settings.flavor,
            verdicts.get(settings.online_options) if settings.online else None,
        )
        for rule in settings.project_rules:
            if project.verdicts is None and rule.is_online():
                continue  # it has nothing to say of URLs that were not checked
            findings, failure = _run(rule, project)
            for finding in findings:
                found[finding.location.path].append(finding)
            if failure:
                failures.add(failure)
                failed.add(rule.name)
    kept = Findings(shelf or Shelf())
    fail = False
    for path in merge(reported, sorted(found.keys() - reported.keys())):
        result = reported.get(path)
        if result is None:
            # Of a file that is no post, such as a site's configuration; all groups see it alike.
            of_file = list(dict.fromkeys(found[path]))
        else:
            failures.update(result.failures)
            settings = settings_of(path)
            rules, site = settings.withdrawing_rules, projects.get(id(settings))
            of_file = [
                finding
                for finding in result.findings
                if site is None or _holds(finding, rules, site, failures)
            ]
            of_file += found.get(path, ())
            of_file = apply_directives(of_file, result, settings, failed)
        kept.add(sorted(of_file, key=lambda finding: finding.sort_key))
        fail = fail or fails(of_file, settings_of)
    in_order = cast("tuple[Finding, ...]", kept.in_order())
    return Report(in_order, tuple(sorted(failures)), tuple(reported), failed=fail)


def fails(findings: Iterable[Finding], settings_of: Callable[[str], Settings]) -> bool:
    """Whether any finding is at or above the ``fail-on`` of its file."""
    return any(
        finding.severity.rank <= settings_of(finding.location.path).fail_on.rank
        for finding in findings
    )


def _by_settings(
    paths: Iterable[str], settings_of: Callable[[str], Settings]
) -> Sequence[tuple[Settings, list[str]]]:
    groups: dict[int, tuple[Settings, list[str]]] = {}
    for path in paths:
        settings = settings_of(path)
        groups.setdefault(id(settings), (settings, []))[1].append(path)
    return tuple(groups.values())


def _run(rule: Rule, project: Project) -> tuple[list[Finding], Failure | None]:
    """What a rule finds, and its failure if it raises; what it found before is kept."""
    from postlint.linter import describe_failure
    from postlint.registry import PLUGIN_ERRORS

    findings: list[Finding] = []
    try:
        for finding in rule.check_project(project):
            findings.append(checked(finding, Finding))  # noqa: PERF401  # kept if it raises
    except PLUGIN_ERRORS as error:
        return findings, Failure("", describe_failure(rule, rule.check_project, error))
    return findings, None


def _holds(
    finding: Finding, rules: Mapping[str, Rule], project: Project, failures: set[Failure]
) -> bool:
    """Whether a finding holds on its site; also one of which its rule cannot tell."""
    from postlint.linter import describe_failure
    from postlint.registry import PLUGIN_ERRORS

    rule = rules.get(finding.rule)
    if rule is None:
        return True
    try:
        return bool(rule.holds(finding, project))
    except PLUGIN_ERRORS as error:
        failures.add(Failure("", describe_failure(rule, rule.holds, error)))
        return True
