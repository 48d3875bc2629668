"""The ``[limits]`` table: what a single file may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postlint.limits import Limits
from postlint.regexes import lazy_pattern
from postlint.settings.links import read_time_limit
from postlint.settings.origin import ValueMistakeError, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from postlint.settings.origin import Origin

_UNITS = {"B": 1, "kB": 1000, "MB": 1000**2, "GB": 1000**3}
_SIZE = lazy_pattern(r"(\d{1,15}(?:\.\d{1,15})?)\s*(B|kB|MB|GB)")


def read_limits(table: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    """The values of the table, checked and converted, by key; raises ``SettingsError``."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        path = ("limits", key)
        place = origin.inside(path[:1])
        read = _READERS.get(key)
        if read is None:
            hint = did_you_mean(key, _READERS)
            raise origin.error(path, f'unknown key "{key}"{place}{hint}')
        try:
            values[key] = read(value)
        except ValueMistakeError as error:
            raise origin.error(path, f'"{key}"{place} must be {error}') from None
    return values


def limits_of(values: Mapping[str, Any]) -> Limits:
    """The limits that the values of all layers make together."""
    return Limits(**{key.replace("-", "_"): value for key, value in values.items()})


def _size(value: object) -> int:
    """Bytes: a number, or a text like ``"5MB"``."""
    if isinstance(value, int) and not isinstance(value, bool) and value > 0:
        return value
    match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
    size = int(float(match[1]) * _UNITS[match[2]]) if match else 0
    if size <= 0:
        raise ValueMistakeError('a number of bytes, or a size such as "500kB" or "5MB"')
    return size


_READERS: Mapping[str, Callable[[object], Any]] = {
    "file-size": _size,
    "file-time": read_time_limit,
}
