"""TOML, JSON and YAML that strangers wrote: reading ends in data or in an error, whatever it is.

What is nested too deeply, or has numbers of too many digits, or would take too long, is a
``ValueError``, too, whose text is one line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

#: YAML of ten lines can stand for gigabytes, by aliases of aliases.
_MOST_ALIASES = 10_000
#: ``a.a.a`` …: time grows with the square of the number of names in a key.
_LONG_KEY = lazy_pattern(
    r"^[ \t]*(?:\[\[?[ \t]*)?(?:(?:[\w-]+|\"[^\"\n]*\"|'[^'\n]*')[ \t]*\.[ \t]*){100}", re.M
)
_TOO_DEEP = "nested too deeply"


def parse_toml(text: str) -> dict[str, Any]:
    """Raises ``tomllib.TOMLDecodeError``, with the place in its text, or another ``ValueError``."""
    if _LONG_KEY.search(text):
        raise ValueError("a key of more than 100 names")
    import tomllib

    return _guarded(tomllib.loads, text)


def parse_json(text: str | bytes) -> Any:
    """Raises ``json.JSONDecodeError`` or another ``ValueError``."""
    import json

    return _guarded(json.loads, text)


def parse_yaml(text: str, loader: Any = None) -> Any:
    """The data of a YAML text, by PyYAML's safe loader if no other is given."""
    import yaml

    if text.count("*") > _MOST_ALIASES:
        raise ValueError("too many YAML aliases")
    loader = loader or getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _guarded(lambda text: yaml.load(text, Loader=loader), text)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise ValueError(f"{place}{error.problem or error.context}") from error
    except (yaml.YAMLError, TypeError, OverflowError) as error:
        raise ValueError(str(error).replace("\n", " ")) from error


def _guarded(parse: Callable[[Any], T], text: object) -> T:
    try:
        return parse(text)
    except RecursionError as error:
        raise ValueError(_TOO_DEEP) from error
    except ValueError as error:
        # What Python says is about an option of Python.
        if "set_int_max_str_digits" in str(error):
            raise ValueError("a number of too many digits") from error
        raise
