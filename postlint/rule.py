"""The plugin interface: what a rule is and what it reports.

A rule is one class in one file. It says what it is called, which options it has, shows examples
that the tests run, and looks at one document (``check``) or at the facts of the whole project
(``check_project``). See ``CONTRIBUTING.md`` for a rule written in five minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, get_args, get_origin, get_type_hints

from msgspec import Meta, Struct

from postlint.source import Position  # noqa: TC001  # packing reads the fields' types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document
    from postlint.links.online import UrlUse, Verdict
    from postlint.project import FileResult, Project
    from postlint.syntax.nodes import Node


class Severity(StrEnum):
    """How much a finding matters; a run fails at ``--fail-on`` and above."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the most severe."""
        return list(Severity).index(self)


class Edit(Struct, frozen=True, array_like=True):
    """Replace the source between two offsets (end exclusive) by a text."""

    start: int
    end: int
    text: str


class Fix(Struct, frozen=True, array_like=True):
    """Edits that mend a finding, applied together or not at all.

    A safe fix cannot change what a reader of the page would not want changed; an unsafe one is
    probably right and wants a look.
    """

    edits: tuple[Edit, ...]
    safe: bool = False


class Diagnostic(Struct, frozen=True):
    """What a rule found in a document, by offsets; ``linter`` turns it into a ``Finding``."""

    rule: str
    severity: Severity
    message: str
    start: int
    end: int
    suggestions: tuple[str, ...] = ()
    fix: Fix | None = None


class Location(Struct, frozen=True, array_like=True):
    """A span in a file, with enough of its line to show it without opening the file.

    ``snippet`` is the line in which the span starts, or a part of it when it is very long;
    ``snippet_start`` is the offset in the source of the snippet's first character.
    """

    path: str
    start: Position
    end: Position
    snippet: str = ""
    snippet_start: int = 0


class Finding(Struct, frozen=True, array_like=True):
    """A diagnostic with its place: one entry of a report."""

    rule: str
    severity: Severity
    message: str
    location: Location
    suggestions: tuple[str, ...] = ()
    fix: Fix | None = None

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """By path, start, end, rule: the order of every report."""
        location = self.location
        return (
            location.path,
            location.start.offset,
            location.end.offset,
            self.rule,
            self.message,
        )


class Example(Struct, frozen=True):
    """A post and what the rule says about it; the tests run it and the docs show it.

    ``reports`` are ``"line:column-line:column message"``, in the order of the report;
    ``suggestions`` those of each report, where the example cares; ``fixed`` is the text once all
    fixes, unsafe ones included, have been applied (None: there must be no fix). ``files`` are
    further posts of the project by path, for rules that look across files.
    """

    text: str
    reports: tuple[str, ...] = ()
    suggestions: tuple[tuple[str, ...], ...] | None = None
    fixed: str | None = None
    options: Mapping[str, Any] = {}
    path: str = "post.md"
    files: Mapping[str, str] = {}
    #: What is known of the URLs, as after ``--online``, by URL; None: they were not checked.
    verdicts: Mapping[str, Verdict] | None = None
    #: A sentence for the documentation.
    note: str = ""


class RuleOptions(Struct, frozen=True):
    """Base of the options of a rule, which all have defaults.

    A field's name in snake case is its key in kebab case; its type (``bool``, ``int``, ``float``,
    ``str``, ``tuple[str, ...]`` or ``Lines``), annotated with an ``option``, is what a value is
    validated against::

        class Options(RuleOptions, frozen=True):
            most: Annotated[int, option("How many may be.")] = 3
    """


def option(doc: str, *, choices: tuple[str, ...] | None = None) -> Meta:
    """What there is to know of an option besides its type: its documentation, and its choices."""
    return Meta(description=doc, extra={"choices": choices})


class OptionField(Struct, frozen=True):
    """An option of a rule, ``doc`` and ``choices`` empty where the rule does not say."""

    name: str
    kind: Any
    default: Any
    doc: str
    choices: tuple[str, ...]

    @property
    def key(self) -> str:
        """What the option is called in a configuration."""
        return self.name.replace("_", "-")


class Lines(tuple[str, ...]):
    """An option whose value is a path: the settings replace it by the lines of that file.

    A relative path is relative to the configuration file that names it. The rule sees the
    lines, so that it need not open a file; blank lines and ``#`` comments are left out.
    """

    __slots__ = ()


class Rule:
    """Base of all rules.

    The class's docstring is its documentation: a first line that states the defect, then
    ``Why it matters:`` and ``Use instead:`` paragraphs in Markdown.
    """

    name: ClassVar[str]
    aliases: ClassVar[tuple[str, ...]] = ()
    #: The folder the rule lives in: "sections", "spelling", "links", "code", or another's own.
    family: ClassVar[str]
    severity: Severity = Severity.WARNING
    #: False for rules that must be selected by name.
    enabled: ClassVar[bool] = True
    #: What is needed to say that a fix is right, or why there is none; shown in the reference.
    fix_safety: ClassVar[str] = ""
    #: Whether ``check_project`` and ``holds`` go post by post: what they say of one depends on
    #: nothing in others but their headings, ids and front matter. When few posts have changed,
    #: and those not in that, the others need not be looked at again.
    per_post: ClassVar[bool] = False
    Options: ClassVar[type[RuleOptions]] = RuleOptions
    valid: ClassVar[tuple[Example, ...]] = ()
    invalid: ClassVar[tuple[Example, ...]] = ()

    def __init__(self, options: Any = None, severity: Severity | None = None) -> None:
        self.options: Any = self.Options() if options is None else options
        if severity is not None:
            self.severity = severity

    def check(self, document: Document) -> Iterator[Diagnostic]:
        """Findings in one document. Pure: no file, network, clock or state."""
        return iter(())

    def check_project(self, project: Project) -> Iterator[Finding]:
        """Findings that need more than one file, from facts alone."""
        return iter(())

    def holds(self, finding: Finding, project: Project) -> bool:
        """Whether a finding of ``check`` holds on the site that the post is part of.

        Asked once all posts are linted, for findings that a site's configuration may explain.
        """
        return True

    def urls(self, result: FileResult) -> Iterator[UrlUse]:
        """The URLs of a file on which ``check_project`` wants verdicts.

        A rule with this method finds something only in runs that check URLs (``--online``); the
        verdicts are then in ``Project.verdicts``.
        """
        return iter(())

    @classmethod
    def is_online(cls) -> bool:
        """Whether the rule needs to know what became of URLs."""
        return cls.urls is not Rule.urls

    def report(
        self,
        where: Node | tuple[int, int],
        message: str,
        *,
        suggestions: tuple[str, ...] = (),
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> Diagnostic:
        """A diagnostic at a node or a span of offsets."""
        start, end = where if isinstance(where, tuple) else (where.start, where.end)
        return Diagnostic(
            self.name, severity or self.severity, message, start, end, suggestions, fix
        )

    def report_at(
        self,
        location: Location,
        message: str,
        *,
        suggestions: tuple[str, ...] = (),
        fix: Fix | None = None,
        severity: Severity | None = None,
    ) -> Finding:
        """A finding at a location taken from a fact."""
        return Finding(self.name, severity or self.severity, message, location, suggestions, fix)

    @classmethod
    def option_fields(cls) -> tuple[OptionField, ...]:
        """The options of the rule, in the order of their definition."""
        # Names that a module imports for typing only are known all the same.
        known = {"Annotated": Annotated, "Lines": Lines, "Mapping": Mapping, "option": option}
        kinds = get_type_hints(cls.Options, localns=known, include_extras=True)
        defaults = cls.Options()
        return tuple(
            _option_field(name, kinds[name], getattr(defaults, name))
            for name in cls.Options.__struct_fields__
        )


def _option_field(name: str, kind: Any, default: Any) -> OptionField:
    kind, *extras = get_args(kind) if get_origin(kind) is Annotated else (kind,)
    for extra in extras:
        if isinstance(extra, Meta):
            choices = (extra.extra or {}).get("choices") or ()
            return OptionField(name, kind, default, extra.description or "", choices)
    return OptionField(name, kind, default, "", ())
