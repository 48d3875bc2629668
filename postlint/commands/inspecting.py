"""What ``postlint ast``, ``postlint rules`` and ``postlint explain`` print."""

from __future__ import annotations

import json
import os
import sys
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.command import FAILED, OK, STDIN, STDIN_NAME, complain
from postlint.reference import fixes_of, rule_page, summary_of
from postlint.reporters import Screen
from postlint.settings import Configuration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from postlint.registry import Registry
    from postlint.settings import Overrides
    from postlint.source import Source


def print_trees(files: Sequence[str], overrides: Overrides) -> int:
    """Prints the tree of each file, ``-`` for standard input, as a line of JSON.

    Returns the exit status.
    """
    from postlint.document import make_document
    from postlint.paths import display_path
    from postlint.source import DecodeError
    from postlint.syntax.mdast import to_mdast

    configuration = Configuration(overrides)
    status = OK
    for file in files:
        path = STDIN_NAME if file == STDIN else display_path(file)
        try:
            source = _source(file, path)
        except (OSError, DecodeError) as error:
            complain(f"{path}: {getattr(error, 'strerror', None) or error}")
            status = FAILED
            continue
        document = make_document(source, flavor=configuration.for_path(path).flavor)
        print(json.dumps({"path": path, "tree": to_mdast(document)}))
    return status


def print_rules(format_name: str, overrides: Overrides) -> int:
    """Prints what rules there are; returns the exit status."""
    registry = _registry(overrides)
    if format_name == "json":
        print(json.dumps(_as_data(registry), indent=2))
    else:
        _print_table(registry)
    return _complain_of(registry)


def print_rule(name: str, overrides: Overrides) -> int:
    """Prints the documentation of a rule; returns the exit status."""
    from postlint.registry import UnknownRuleError

    registry = _registry(overrides)
    try:
        print(rule_page(registry.rule(name)), end="")
    except UnknownRuleError as error:
        complain(str(error))
        return FAILED
    return _complain_of(registry)


def _source(file: str, path: str) -> Source:
    """The text of a file or of standard input; raises ``OSError`` or ``DecodeError``."""
    from postlint.disk import read_source
    from postlint.source import Source

    if file == STDIN:
        return Source.from_bytes(sys.stdin.buffer.read(), path)
    return read_source(path)


def _registry(overrides: Overrides) -> Registry:
    return Configuration(overrides).registry(Path.cwd())


def _complain_of(registry: Registry) -> int:
    for failure in registry.failures:
        complain(failure)
    return FAILED if registry.failures else OK


def _as_data(registry: Registry) -> list[dict[str, object]]:
    return [
        {
            "name": name,
            "family": rule.family,
            "aliases": list(rule.aliases),
            "severity": str(rule.severity),
            "enabled": rule.enabled,
            "fixes": fixes_of(rule),
            "summary": summary_of(rule),
        }
        for name, rule in registry.rules.items()
    ]


def _print_table(registry: Registry) -> None:
    screen = Screen.of(sys.stdout, os.environ)
    width = max(map(len, registry.rules), default=0)
    by_family = sorted(registry.rules.values(), key=lambda rule: (rule.family, rule.name))
    for family, rules in groupby(by_family, key=lambda rule: rule.family):
        print(screen.paint(family, "bold"))
        for rule in rules:
            notes = [*rule.aliases, *(() if rule.enabled else ("off by default",))]
            note = screen.paint(f" ({', '.join(notes)})", "dim") if notes else ""
            print(f"  {rule.name:<{width}}  {summary_of(rule)}{note}")
    print("\npostlint explain RULE shows more; families and aliases can be used like names")
