"""What is asked about a URL, and what is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum

from msgspec import Struct

#: Called with the number of URLs checked so far and the number of all.
Progress = Callable[[int, int], None]

#: A URL that was alive so many seconds ago (a month) is given the benefit of the doubt.
MONTH = 30 * 24 * 3600.0


class Status(StrEnum):
    """What is known of a URL; there is no fourth."""

    ALIVE = "alive"
    DEAD = "dead"
    UNSURE = "unsure"


class UrlUse(Struct, frozen=True):
    """A URL as a post has it, with its fragment, and what is wanted besides whether it is alive.

    ``title`` asks for the title of the page; ``https`` asks of an ``http:`` URL that its
    ``https:`` form be checked as well, unless it leads there by itself.
    """

    url: str
    title: bool = False
    https: bool = False


class Verdict(Struct, frozen=True):
    """What became of a URL.

    ``reason`` is one line for people: ``404 Not Found``. ``code`` is the last status code, None
    where there was no answer. ``final_url`` is where redirects ended; ``moved_to`` is how far
    permanent ones (301, 308) lead, None where the first is not permanent or there is none.
    ``anchors`` says of the fragments asked for, percent-decoded, whether the page has them; of a
    page that does not tell (not HTML, built by scripts, too long) it says nothing.
    ``checked_at`` and ``alive_at``, when it was last known to be alive, are Unix times in
    seconds.
    """

    url: str
    status: Status
    reason: str
    checked_at: float
    code: int | None = None
    final_url: str = ""
    moved_to: str | None = None
    title: str | None = None
    anchors: Mapping[str, bool] = {}
    alive_at: float | None = None

    @property
    def archived(self) -> str:
        """The address at which the Internet Archive shows its latest copy, if it has one."""
        return f"https://web.archive.org/web/{self.url}"

    @property
    def lately_alive(self) -> bool:
        """Whether it was alive within the month before it was checked."""
        return self.alive_at is not None and self.checked_at - self.alive_at <= MONTH
