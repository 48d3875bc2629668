"""The first configuration file: short, with comments that say where everything comes from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from postlint.registry import load_registry
from postlint.reporters.rule_pages import HOME_PAGE
from postlint.reporters.screen import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from postlint.init.decisions import Decisions, Site
    from postlint.init.survey import Survey

#: Lists that are longer have an item a line.
_LONGEST_LINE = 88
_ENGLISH = "en"


class Draft(Struct, frozen=True):
    """The text of a configuration, and a sentence for each thing that is not in it."""

    text: str
    left: tuple[str, ...]


def draft(decisions: Sequence[Decisions], survey: Survey, site: Site) -> Draft:
    """The configuration that keeps what other tools' files decided, earlier ones first."""
    language, told = _language(decisions, survey)
    blocks = [
        _head(survey),
        _rules_off(decisions),
        _excluded(decisions),
        _spelling(decisions, language),
        *_other_options(decisions),
        _links(decisions),
        _per_file(decisions, site),
    ]
    text = "\n".join("".join(f"{line}\n" for line in block) for block in blocks if block)
    left = [f"{it.source}: {sentence}" for it in decisions for sentence in it.left]
    return Draft(text, (*left, *told))


def excluded_by(decisions: Iterable[Decisions]) -> list[str]:
    """The patterns of posts that are not checked at all."""
    return _distinct(it.excluded for it in decisions)


def _head(survey: Survey) -> list[str]:
    lines = [
        "# What postlint is to know about this site. Every key is explained in",
        f"# {HOME_PAGE}/blob/main/docs/configuration.md",
    ]
    if survey.generators or survey.languages:
        lines.append("#")
    for generator, root in survey.generators:
        where = "" if root == "." else f" in {visible(root)}"
        lines.append(f"# Site{where}: {generator}, told by its files. If not, set flavor.")
    if survey.languages:
        posts = ", ".join(
            f"{count:,} {language or 'in languages without a dictionary'}"
            for language, count in survey.languages
        )
        of = f"s of {survey.read:,} posts" if survey.read != 1 else " of 1 post"
        lines.append(f"# Language{of}: {posts}.")
    return lines


def _rules_off(decisions: Sequence[Decisions]) -> list[str]:
    sources: dict[str, list[str]] = {}
    for it in decisions:
        for name in it.off:
            sources.setdefault(name, []).append(it.source)
    if not sources:
        return ["# Rules to do without:", '# ignore = ["unused-definition"]']
    registry = load_registry()
    lines = [f"# Rules that {_and(_distinct(sources.values()))} switched off.", "ignore = ["]
    for name in sorted(sources):
        meant = registry.rule(name).name
        lines.append(f"    {_value(name)}," + (f"  # {meant}" if meant != name else ""))
    return [*lines, "]"]


def _excluded(decisions: Sequence[Decisions]) -> list[str]:
    sources = [it.source for it in decisions if it.excluded]
    if not sources:
        return []
    return [
        f"# Left out by {_and(sources)}, and here with all rules.",
        *_assignment("extend-exclude", excluded_by(decisions)),
    ]


def _spelling(decisions: Sequence[Decisions], language: str) -> list[str]:
    lines = ["[rules.spelling]"]
    shared = [it.source for it in decisions if it.shares_words]
    if shared:
        there = "it is" if len(shared) == 1 else "they are"
        lines.append(
            f"# The words in {_and(shared)} are right here, too, as long as {there} there."
        )
    sources = [it.source for it in decisions if it.words]
    if sources:
        words = sorted({word for it in decisions for word in it.words}, key=str.casefold)
        lines += [f"# From {_and(sources)}.", *_assignment("words", words)]
    files = [file for it in decisions for file in it.words_files]
    if files:
        lines += _assignment("words-file", files)
    if language:
        lines += _assignment("language", language)
    if not (sources or files):
        lines.append('# words = ["isohyet"]')
    return lines


def _language(decisions: Sequence[Decisions], survey: Survey) -> tuple[str, list[str]]:
    """The language that can be set for all posts, and what to tell where none can."""
    wanted = {it.language: it.source for it in decisions if it.language}
    if not wanted:
        return "", []
    if len(wanted) > 1:
        return "", [f"{_and(wanted.values())}: they disagree on the language: {_and(wanted)}"]
    (language, source), *_ = wanted.items()
    others = [found for found, _ in survey.languages if not (found or "").startswith(_ENGLISH)]
    if others:
        return "", [f"{source}: {language} is not set, as it would hold for all languages"]
    return language, []


def _other_options(decisions: Sequence[Decisions]) -> Iterator[list[str]]:
    tables: dict[str, dict[str, tuple[Any, str]]] = {}
    for it in decisions:
        for name, severity in it.severities.items():
            rule = load_registry().rule(name).name
            tables.setdefault(rule, {})["severity"] = severity, it.source
        for rule, options in it.options.items():
            for key, value in options.items():
                tables.setdefault(rule, {})[key] = value, it.source
    for rule, values in tables.items():
        lines = [f"[rules.{rule}]"]
        for key, (value, source) in values.items():
            lines += [f"# From {source}.", *_assignment(key, value)]
        yield lines


def _links(decisions: Sequence[Decisions]) -> list[str]:
    sources = [it.source for it in decisions if it.links]
    if not sources:
        return []
    merged: dict[str, Any] = {}
    for it in decisions:
        for key, value in it.links.items():
            known = merged.get(key)
            merged[key] = [*known, *value] if isinstance(known, list) else value
    lines = [f"# From {_and(sources)}, for postlint --online.", "[links]"]
    for key, value in merged.items():
        lines += _assignment(key, value)
    return lines


def _per_file(decisions: Sequence[Decisions], site: Site) -> list[str]:
    """A line for each pattern, unless its posts are left out altogether."""
    excluded = site.matching(excluded_by(decisions))
    names: dict[str, list[str]] = {}
    sources: dict[str, None] = {}
    for it in decisions:
        for pattern, off in it.ignored.items():
            if not site.matching([pattern]) <= excluded:
                names[pattern] = _distinct([names.get(pattern, ()), off])
                sources[it.source] = None
    if not names:
        return []
    return [
        f"# Left out by {_and(sources)}.",
        "[per-file]",
        *(f"{_basic(pattern)}.ignore = {_value(off)}" for pattern, off in names.items()),
    ]


def _assignment(key: str, value: Any) -> list[str]:
    line = f"{key} = {_value(value)}"
    if isinstance(value, list) and len(line) > _LONGEST_LINE:
        return [f"{key} = [", *(f"    {_value(item)}," for item in value), "]"]
    return [line]


def _value(value: Any) -> str:
    """A text, number, truth value or list of texts as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        # What has backslashes is easier to read as it is.
        return f"'{value}'" if "\\" in value and _is_plain(value) else _basic(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return str(value)


def _is_plain(text: str) -> bool:
    return "'" not in text and text.isprintable()


def _basic(text: str) -> str:
    """A text in double quotes; JSON's are TOML's, but for a character of control more."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _and(names: Iterable[str]) -> str:
    *others, last = dict.fromkeys(names)
    return f"{', '.join(others)} and {last}" if others else last


def _distinct(lists: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(name for names in lists for name in names))
