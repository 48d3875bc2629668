"""The options of a rule: from what a configuration says to the rule's ``Options``."""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from postlint.cache.stamps import note
from postlint.disk import LARGEST_WORD_LIST, read_regular_file
from postlint.rule import Lines, Rule, Severity
from postlint.settings.origin import SettingsError, did_you_mean
from postlint.settings.reach import is_outside

if TYPE_CHECKING:
    from pathlib import Path

    from postlint.settings.origin import Origin

#: The option that every rule has.
SEVERITY = "severity"
#: The value of ``severity`` that switches a rule off.
OFF = "off"

_KINDS = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a string",
}


def read_severity(options: Mapping[str, Any], written_as: str, origin: Origin) -> str | None:
    """The ``severity`` among a rule's options, ``"off"`` included; raises ``SettingsError``.

    ``written_as`` is the name that the table has in the configuration.
    """
    value = options.get(SEVERITY)
    known = (*Severity, OFF)
    if value is None or value in known:
        return value
    raise _unknown_value(value, SEVERITY, known, origin, written_as)


def read_options(
    options: Mapping[str, Any], rule: type[Rule], written_as: str, origin: Origin
) -> dict[str, Any]:
    """Field values for the rule's ``Options``, from one layer's table.

    ``written_as`` is the name the table has there. Raises ``SettingsError`` for a key the rule
    does not have, and for a value of the wrong type or not among its choices.
    """
    known = {field.key: field for field in rule.option_fields()}
    read: dict[str, Any] = {}
    for key, value in options.items():
        if key == SEVERITY:
            continue
        path = ("rules", written_as, key)
        place = origin.inside(path[:2])
        field = known.get(key)
        if field is None:
            hint = did_you_mean(key, (*known, SEVERITY))
            raise origin.error(path, f'unknown key "{key}"{place}{hint}')
        try:
            read[field.name] = _convert(value, field.kind, origin)
        except _WrongTypeError as error:
            raise origin.error(path, f'"{key}"{place} must be {error}') from None
        except _UnreadableError as error:
            raise origin.error(path, f'"{key}"{place}: {error}') from None
        values = read[field.name] if isinstance(value, list) else (read[field.name],)
        for chosen in values:
            if field.choices and chosen not in field.choices:
                raise _unknown_value(chosen, key, field.choices, origin, written_as)
    return read


class _UnreadableError(Exception):
    """Which file cannot be read, and why."""


class _WrongTypeError(Exception):
    """What a value must be, in words."""


def _unknown_value(
    value: object, key: str, known: tuple[str, ...], origin: Origin, rule: str
) -> SettingsError:
    hint = did_you_mean(str(value), known)
    place = origin.inside(("rules", rule))
    return origin.error(("rules", rule, key), f'unknown value "{value}" for "{key}"{place}{hint}')


def _convert(value: object, wanted: Any, origin: Origin) -> Any:
    """A TOML value as an option's type; raises ``_WrongTypeError``."""
    if wanted is Lines:
        return _lines(value, origin)
    if wanted in _KINDS:
        if wanted is float and type(value) is int:
            return float(value)
        if type(value) is not wanted:
            raise _WrongTypeError(_KINDS[wanted])
        return value
    arguments = typing.get_args(wanted)
    container = typing.get_origin(wanted)
    if container is tuple:
        if not isinstance(value, (list, tuple)):
            raise _WrongTypeError(f"a list, each item {_words(arguments[0])}")
        return tuple(_item(item, arguments[0], "a list, each item", origin) for item in value)
    if container in (dict, Mapping):
        if not isinstance(value, Mapping):
            raise _WrongTypeError(f"a table, each value {_words(arguments[1])}")
        return {
            key: _item(item, arguments[1], "a table, each value", origin)
            for key, item in value.items()
        }
    if container in (typing.Union, types.UnionType):
        return _convert(value, next(kind for kind in arguments if kind is not type(None)), origin)
    raise TypeError(f"options cannot have the type {wanted}")


def _item(value: object, wanted: Any, what: str, origin: Origin) -> Any:
    try:
        return _convert(value, wanted, origin)
    except _WrongTypeError:
        raise _WrongTypeError(f"{what} {_words(wanted)}") from None


def _words(wanted: Any) -> str:
    return _KINDS.get(wanted, str(wanted))


def _lines(value: object, origin: Origin) -> Lines:
    """The lines of the file, or the files, that the value names."""
    paths = [value] if isinstance(value, str) else value
    if not isinstance(paths, (list, tuple)) or not all(isinstance(path, str) for path in paths):
        raise _WrongTypeError("the path of a file, or a list of paths")
    lines: list[str] = []
    for path in paths:
        # What the command line says, the user says.
        if origin.text and is_outside(origin.folder / path, origin.folder):
            raise _UnreadableError(f"{path} is outside of the site")
        text = _read(origin.folder / path, path)
        stripped = (line.strip() for line in text.splitlines())
        lines += [line for line in stripped if line and not line.startswith("#")]
    return Lines(lines)


def _read(path: Path, written_as: str) -> str:
    note(path)
    try:
        data = read_regular_file(str(path), LARGEST_WORD_LIST)
        if len(data) > LARGEST_WORD_LIST:
            raise _UnreadableError(f"{written_as}: too long for a list of words")
        return data.decode("utf-8-sig")
    except (OSError, ValueError) as error:
        if isinstance(error, UnicodeDecodeError):
            reason = f"not UTF-8: byte offset {error.start}"
        else:
            reason = getattr(error, "strerror", None) or str(error)
        raise _UnreadableError(f"{written_as}: {reason}") from error
