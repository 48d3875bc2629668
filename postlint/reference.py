"""The documentation of a rule as a Markdown page, made from the rule itself."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from postlint.rule import Example, Rule

_PARAGRAPH_TITLE = re.compile(r"^([A-Z][\w ]*):[ \n]", re.M)
_FENCE = re.compile(r"`{3,}|~{3,}")


def rule_page(rule: type[Rule]) -> str:
    """A page: what the rule reports, why, its options and its examples."""
    return "\n\n".join(_parts(rule)) + "\n"


def summary_of(rule: type[Rule]) -> str:
    """The first line of the documentation, without its full stop."""
    return _documentation(rule).partition("\n")[0].rstrip(".")


def fixes_of(rule: type[Rule]) -> str:
    """``"yes"`` where an example of the rule is mended, else ``"no"``."""
    return "yes" if any(example.fixed is not None for example in rule.invalid) else "no"


def _parts(rule: type[Rule]) -> Iterator[str]:
    yield f"# {rule.name}"
    summary, _, rest = _documentation(rule).partition("\n")
    yield summary
    yield _facts(rule)
    if rest.strip():
        yield _PARAGRAPH_TITLE.sub(r"**\1.** ", rest.strip())
    if rule.fix_safety:
        yield f"**Fix safety.** {rule.fix_safety}"
    options = list(_options(rule))
    if options:
        yield "## Options"
        yield "\n".join(options)
    if rule.invalid:
        yield "## Reported"
        for example in rule.invalid:
            yield from _example(rule, example)
    if rule.valid:
        yield "## Not reported"
        for example in rule.valid:
            yield from _example(rule, example)


def _documentation(rule: type[Rule]) -> str:
    return inspect.cleandoc(rule.__doc__ or "")


def _facts(rule: type[Rule]) -> str:
    facts = [f"Family: `{rule.family}`", f"severity: {rule.severity}"]
    if rule.aliases:
        facts.append(f"also known as {', '.join(f'`{alias}`' for alias in rule.aliases)}")
    if not rule.enabled:
        facts.append(f'off by default (`extend-select = ["{rule.name}"]`)')
    return "; ".join(facts)


def _options(rule: type[Rule]) -> Iterator[str]:
    for field in rule.option_fields():
        name = field.name.replace("_", "-")
        notes = [f"default `{_toml(field.default)}`"]
        choices = field.metadata.get("choices")
        if choices:
            notes.append("one of " + ", ".join(f"`{_toml(choice)}`" for choice in choices))
        yield f"- `{name}` ({'; '.join(notes)}): {field.metadata.get('doc', '')}"


def _toml(value: Any) -> str:
    """A value as TOML writes it: that is JSON for what options can be, tables apart."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key} = {_toml(item)}" for key, item in value.items()) + "}"
    return json.dumps(value, ensure_ascii=False)


def _example(rule: type[Rule], example: Example) -> Iterator[str]:
    if example.note:
        yield example.note.rstrip(".") + ":"
    if example.options:
        settings = "\n".join(
            f"{key.replace('_', '-')} = {_toml(value)}" for key, value in example.options.items()
        )
        yield f"```toml\n[rules.{rule.name}]\n{settings}\n```"
    for path, text in example.files.items():
        yield f"`{path}`:"
        yield _fenced(text)
    if example.files or example.path != "post.md":
        yield f"`{example.path}`:"
    yield _fenced(example.text)
    if example.reports:
        yield "\n".join(f"- `{report}`" for report in example.reports)
    if example.fixed is not None:
        yield "After the fix:"
        yield _fenced(example.fixed)


def _fenced(text: str) -> str:
    longest = max((len(fence) for fence in _FENCE.findall(text)), default=2)
    fence = "`" * max(3, longest + 1)
    return (
        f"{fence}markdown\n{text.rstrip()}\n{fence}"
        if text.strip()
        else f"{fence}markdown\n{fence}"
    )
