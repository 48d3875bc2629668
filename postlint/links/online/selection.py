"""Which URLs are checked, and where: ``include``, ``exclude``, ``remap`` and ``accept``.

The patterns mean what they mean to lychee: they are regular expressions that may match anywhere
in the URL; what ``include`` names is checked whatever ``exclude`` says; with ``include`` alone
nothing else is checked; of the ``remap`` pairs the first that matches counts, and its
replacement may name groups as ``$1`` or ``${name}``.
"""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from msgspec import Struct

from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from postlint.links.online.options import OnlineOptions

#: Names that RFC 2606 and RFC 6761 keep for examples: nobody promises that they lead anywhere.
_RESERVED = lazy_pattern(r"(?:\A|\.)(?:example(?:\.(?:com|net|org|edu))?|test|invalid)\.?\Z", re.I)
#: The reader's own machine, which tutorials link to.
_LOCALHOST = lazy_pattern(r"(?:\A|\.)localhost\.?\Z", re.I)
#: ``200``, ``200..300``, ``200..=299``, ``..400``, ``500..``
_STATUSES = lazy_pattern(r"\s*(?:(\d{3})|(\d{3})?\.\.(?:(=?)(\d{3}))?)\s*\Z")
_GROUP = lazy_pattern(r"\$(?:\$|(\d+|[A-Za-z_]\w*)|\{(\w+)\})")
#: The first code that is none.
_END = 1000


class PatternError(ValueError):
    """A pattern of the options that cannot be used, said in one line."""


class Address(Struct, frozen=True):
    """Where to ask for a URL; ``remapped`` says that it is not the URL's own address."""

    url: str
    remapped: bool = False


class Selection(Struct, frozen=True):
    """The patterns of the options, compiled; raises ``PatternError`` when one is wrong."""

    include: tuple[re.Pattern[str], ...]
    exclude: tuple[re.Pattern[str], ...]
    remap: tuple[tuple[re.Pattern[str], str], ...]
    accept: tuple[range, ...]
    allow_private: bool = False

    @classmethod
    def of(cls, options: OnlineOptions) -> Selection:
        return cls(
            tuple(map(compile_pattern, options.include)),
            tuple(map(compile_pattern, options.exclude)),
            tuple((compile_pattern(old), new) for old, new in options.remap),
            tuple(map(read_statuses, options.accept)),
            options.allow_private,
        )

    def address_of(self, url: str) -> Address | None:
        """The absolute address to request for a URL; None when it is not to be checked."""
        if url.startswith("//"):
            url = f"https:{url}"
        if not self._selects(url):
            return None
        address = Address(url)
        for pattern, replacement in self.remap:
            if pattern.search(url):
                expand = partial(_expand, replacement)
                address = Address(pattern.sub(expand, url), remapped=True)
                break
        return address if address.url.lower().startswith(("http://", "https://")) else None

    def accepts(self, code: int) -> bool:
        """Whether the options take an answer with this status code for one of a page."""
        return any(code in codes for codes in self.accept)

    def _selects(self, url: str) -> bool:
        if any(pattern.search(url) for pattern in self.include):
            return True
        if self._is_nobodys(url) or (self.include and not self.exclude):
            return False
        return not any(pattern.search(url) for pattern in self.exclude)

    def _is_nobodys(self, url: str) -> bool:
        """Whether the URL is an example's, or leads to whoever follows it."""
        try:
            host = urlsplit(url).hostname or ""
        except ValueError:
            return False
        local = _LOCALHOST.search(host) is not None and not self.allow_private
        return local or _RESERVED.search(host) is not None


def compile_pattern(text: str) -> re.Pattern[str]:
    """A regular expression; raises ``PatternError``."""
    try:
        return re.compile(text)
    except re.error as error:
        raise PatternError(f'"{text}" is no regular expression: {error}') from None


def read_statuses(text: str) -> range:
    """The codes in ``404``, ``200..300``, ``200..=299``, ``..400`` or ``500..``.

    As with lychee, the end belongs to the range only after ``=``. Raises ``PatternError``.
    """
    match = _STATUSES.match(text)
    if match is None:
        raise PatternError(f'"{text}" is no status code or range such as "403" or "500..=599"')
    code, first, inclusive, last = match.groups()
    if code:
        return range(int(code), int(code) + 1)
    end = int(last) + bool(inclusive) if last else _END
    return range(int(first or 0), end)


def _expand(replacement: str, match: re.Match[str]) -> str:
    """The replacement with its groups; a group that there is not is empty, as in lychee."""

    def group(reference: re.Match[str]) -> str:
        name = reference[1] or reference[2]
        if name is None:
            return "$"
        try:
            return match[int(name) if name.isdecimal() else name] or ""
        except IndexError:
            return ""

    return _GROUP.sub(group, replacement)
