"""The ``[links]`` table: whether and how URLs are checked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from postlint.links.online.options import DAY, OnlineOptions
from postlint.links.online.selection import PatternError, compile_pattern, read_statuses
from postlint.regexes import lazy_pattern
from postlint.settings.origin import ValueMistakeError, did_you_mean

if TYPE_CHECKING:
    from postlint.settings.origin import Origin

#: The key that is not about how URLs are checked but whether they are.
ONLINE = "online"

_UNITS = {"s": 1.0, "m": 60.0, "h": 3600.0, "d": DAY}
_DURATION = lazy_pattern(r"(\d+(?:\.\d+)?)\s*([smhd])")
#: RFC 9110, sections 5.1 and 5.5.
_HEADER_NAME = lazy_pattern(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_HEADER_VALUE = lazy_pattern(r"[\x20-\x7e]+")
_HOST = lazy_pattern(r"[\w.-]+(?::\d{1,5})?")
_VARIABLE = lazy_pattern(r"\$([A-Za-z_]\w*)", re.ASCII)


def read_links(table: Mapping[str, Any], origin: Origin) -> dict[str, Any]:
    """The values of the table, checked and converted, by key; raises ``SettingsError``."""
    values: dict[str, Any] = {}
    for key, value in table.items():
        path = ("links", key)
        place = origin.inside(path[:1])
        read = _READERS.get(key)
        if read is None:
            hint = did_you_mean(key, _READERS)
            raise origin.error(path, f'unknown key "{key}"{place}{hint}')
        try:
            values[key] = read(value)
        except ValueMistakeError as error:
            raise origin.error(path, f'"{key}"{place} must be {error}') from None
        except PatternError as error:
            raise origin.error(path, f'"{key}"{place}: {error}') from None
    return values


def online_options(values: Mapping[str, Any]) -> OnlineOptions:
    """The options that the values of all layers make together."""
    return OnlineOptions(
        **{key.replace("-", "_"): value for key, value in values.items() if key != ONLINE}
    )


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise ValueMistakeError("true or false")
    return value


def _count(least: int) -> Callable[[object], int]:
    def read(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < least:
            raise ValueMistakeError(f"a whole number from {least} on")
        return value

    return read


def _duration(value: object) -> float:
    """Seconds: a number, or a text like ``"7d"``."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < 1e10:
        return float(value)
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueMistakeError(
            'a number of seconds, or a time such as "20s", "90m", "12h" or "7d"'
        )
    return float(match[1]) * _UNITS[match[2]]


def read_time_limit(value: object) -> float:
    """Seconds, more than none; raises ``ValueMistakeError``."""
    seconds = _duration(value)
    if seconds <= 0:
        raise ValueMistakeError("more than 0 seconds")
    return seconds


def _header_value(value: object) -> str:
    if not isinstance(value, str) or not _HEADER_VALUE.fullmatch(value):
        raise ValueMistakeError("a string of ASCII characters")
    return value


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(item, str) for item in value):
        raise ValueMistakeError("a list of strings")
    return tuple(value)


def _statuses(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, (list, tuple)) else [value]
    if not all(isinstance(item, (int, str)) and not isinstance(item, bool) for item in items):
        raise ValueMistakeError('a list of status codes and ranges, such as ["403", "500..=599"]')
    texts = tuple(map(str, items))
    for text in texts:
        read_statuses(text)
    return texts


def _patterns(value: object) -> tuple[str, ...]:
    patterns = _strings(value)
    for pattern in patterns:
        compile_pattern(pattern)
    return patterns


def _remaps(value: object) -> tuple[tuple[str, str], ...]:
    remaps = []
    for item in _strings(value):
        parts = item.split()
        if len(parts) != 2:
            raise ValueMistakeError(
                "a list of strings with a regular expression, a space and a URL"
            )
        compile_pattern(parts[0])
        remaps.append((parts[0], parts[1]))
    return tuple(remaps)


def _headers(value: object) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """By host, the names of headers and of the environment variables with their values."""
    if not isinstance(value, Mapping):
        raise ValueMistakeError('a table of hosts, such as [links.headers."api.example.org"]')
    found = []
    for host, headers in value.items():
        if not _HOST.fullmatch(host):
            raise ValueMistakeError(f'by host, such as "api.example.org", not by "{host}"')
        if not isinstance(headers, Mapping):
            raise ValueMistakeError(f'a table of headers for "{host}"')
        found.append((host.lower(), tuple(_header(name, text) for name, text in headers.items())))
    return tuple(found)


def _header(name: str, value: object) -> tuple[str, str]:
    if not _HEADER_NAME.fullmatch(name):
        raise ValueMistakeError(f'a table of headers; "{name}" is no name of one')
    variable = _VARIABLE.fullmatch(value) if isinstance(value, str) else None
    if variable is None:
        # The value is not told: it may be the secret itself.
        raise ValueMistakeError(
            f'a table in which "{name}" is an environment variable, such as "$API_TOKEN"'
        )
    return name, variable[1]


_READERS: Mapping[str, Callable[[object], Any]] = {
    ONLINE: _boolean,
    "timeout": read_time_limit,
    "concurrency": _count(1),
    "per-host": _count(1),
    "spacing": _duration,
    "retries": _count(0),
    "user-agent": _header_value,
    "accept-header": _header_value,
    "accept": _statuses,
    "include": _patterns,
    "exclude": _patterns,
    "remap": _remaps,
    "headers": _headers,
    "allow-private": _boolean,
    "cache-alive": _duration,
    "cache-dead": _duration,
    "cache-unsure": _duration,
}
