"""The documentation of a rule as a Markdown page, made from the rule itself.

``postlint explain`` prints it, and ``docs/rules`` is made of it.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from postlint.location import locate
from postlint.regexes import lazy_pattern
from postlint.reporters import Screen
from postlint.reporters.text import finding_lines
from postlint.rule import Example, Finding
from postlint.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.rule import OptionField, Rule

#: ``Why it matters:`` at the beginning of a line of a docstring; a longer one is a sentence.
_TITLE = lazy_pattern(r"^([A-Z][a-z]+(?: [a-z]+){0,3}):(?=\s)", re.M)
_USE_INSTEAD = "Use instead"
_FENCE = lazy_pattern(r"`{3,}")
#: Defaults that stand for no value.
_NOTHING = (None, (), "")

#: What to call the languages of the files in examples, by their endings.
_LANGUAGES = {"md": "markdown", "mdx": "mdx", "yml": "yaml", "toml": "toml", "json": "json"}

#: What an option takes, by its annotation.
_TYPES = {
    "bool": "`true` or `false`",
    "int": "a whole number",
    "float": "a number",
    "str": "a string",
    "tuple": "a list",
    "tuple[str, ...]": "a list of strings",
    "Mapping[str, str]": "a table of strings",
    "Lines": "the path of a file with an entry a line, relative to the configuration",
}


def rule_page(rule: type[Rule]) -> str:
    """A page: what the rule reports, why, an example, what to do instead, options, fix safety."""
    return "\n\n".join(filter(None, _parts(rule))) + "\n"


def summary_of(rule: type[Rule]) -> str:
    """The first line of the documentation, without its full stop."""
    return _documentation(rule).partition("\n")[0].rstrip(".")


def description_of(rule: type[Rule]) -> str:
    """What the rule reports and why that matters, in Markdown."""
    introduction, sections = _sections(rule)
    texts = [text for title, text in sections.items() if title != _USE_INSTEAD]
    return "\n\n".join([introduction, *texts])


def fixes_of(rule: type[Rule]) -> str:
    """``"yes"`` where an example of the rule is mended, else ``"no"``."""
    return "yes" if any(example.fixed is not None for example in rule.invalid) else "no"


def _parts(rule: type[Rule]) -> Iterator[str]:
    introduction, sections = _sections(rule)
    use_instead = sections.pop(_USE_INSTEAD, "")
    yield f"# {rule.name}"
    yield introduction
    yield _facts(rule)
    for title, text in sections.items():
        yield f"## {title}"
        yield text
    if rule.invalid:
        yield "## Example"
        yield from _example(rule, rule.invalid[0])
    if use_instead or rule.valid:
        yield f"## {_USE_INSTEAD}"
        if use_instead:
            yield use_instead
        if rule.valid:
            yield from _example(rule, rule.valid[0])
    yield from _noted("Also reported", rule, rule.invalid[1:])
    yield from _noted("Not reported", rule, rule.valid[1:])
    if rule.option_fields():
        yield "## Options"
        for field in rule.option_fields():
            yield from _option(rule, field)
    if rule.fix_safety:
        yield "## Fix safety"
        yield rule.fix_safety


def _documentation(rule: type[Rule]) -> str:
    return inspect.cleandoc(rule.__doc__ or "")


def _sections(rule: type[Rule]) -> tuple[str, dict[str, str]]:
    """The docstring up to its first title, and the text below each title."""
    first, *rest = _TITLE.split(_documentation(rule))
    texts = (text.strip() for text in rest[1::2])
    return first.strip(), {
        title: text[:1].upper() + text[1:] for title, text in zip(rest[::2], texts, strict=True)
    }


def _facts(rule: type[Rule]) -> str:
    facts = [f"Family `{rule.family}`", f"severity `{rule.severity}`"]
    if rule.aliases:
        facts.append("also called " + ", ".join(f"`{alias}`" for alias in rule.aliases))
    if rule.is_online():
        facts.append("needs `--online`")
    if not rule.enabled:
        facts.append(f'off by default (`extend-select = ["{rule.name}"]`)')
    return " · ".join(facts)


def _noted(title: str, rule: type[Rule], examples: tuple[Example, ...]) -> Iterator[str]:
    """The examples that have something to say; those that set options stand with the options."""
    noted = [example for example in examples if example.note and not example.options]
    if noted:
        yield f"## {title}"
    for example in noted:
        yield from _example(rule, example)


def _option(rule: type[Rule], field: OptionField) -> Iterator[str]:
    """An option: what it does, what it takes, and the examples that set it."""
    yield f"### `{field.key}`"
    if field.doc:
        yield field.doc
    kind = field.kind.__name__ if isinstance(field.kind, type) else str(field.kind)
    takes = " or ".join(f"`{_toml(choice)}`" for choice in field.choices)
    default = "none" if field.default in _NOTHING else f"`{_toml(field.default)}`"
    yield f"Takes {takes or _TYPES.get(kind, f'`{kind}`')}; default {default}."
    for example in (*rule.invalid, *rule.valid):
        if {field.key, field.name} & example.options.keys():
            yield from _example(rule, example)


def _example(rule: type[Rule], example: Example) -> Iterator[str]:
    """An example with its note, its options, the other posts it needs, and its report."""
    if example.note:
        yield example.note.rstrip(".:") + ":"
    if example.options:
        keys = "\n".join(
            f"{key.replace('_', '-')} = {_toml(value)}" for key, value in example.options.items()
        )
        yield f"```toml\n[rules.{rule.name}]\n{keys}\n```"
    for path, text in example.files.items():
        yield f"`{path}`:"
        yield _fenced(text, path)
    if example.files or example.path != "post.md":
        yield f"`{example.path}`:"
    yield _fenced(example.text, example.path)
    for url, verdict in (example.verdicts or {}).items():
        yield f"With `--online`, where `{url}` is {verdict.status}: {verdict.reason}."
    if example.reports:
        yield "\n".join(["```text", "\n\n".join(_reports(rule, example)), "```"])


def _fenced(text: str, path: str) -> str:
    """A file's text in a fence longer than those within it."""
    longest = max(map(len, _FENCE.findall(text)), default=2)
    fence = "`" * (longest + 1)
    language = _LANGUAGES.get(path.rpartition(".")[2].lower(), "text")
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def _reports(rule: type[Rule], example: Example) -> Iterator[str]:
    """An example's reports, ``line:column-line:column message``, as the text report has them."""
    source = Source.from_text(example.text, example.path)
    for report in example.reports:
        place, _, message = report.partition(" ")
        start, end = (
            source.line_starts[int(line) - 1] + int(column) - 1
            for line, column in (point.split(":") for point in place.split("-"))
        )
        finding = Finding(rule.name, rule.severity, message, locate(source, start, end))
        yield "\n".join(finding_lines(finding, Screen()))


def _toml(value: Any) -> str:
    """A value as TOML writes it: that is JSON for what options can be, tables apart."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)
