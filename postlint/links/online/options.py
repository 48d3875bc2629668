"""How URLs are to be checked: the values of the ``[links]`` table, with their defaults."""

from __future__ import annotations

from msgspec import Struct

from postlint import __version__

DAY = 24 * 3600.0

#: Honest about who asks; what comes first is what servers expect of anything that reads pages.
USER_AGENT = (
    f"Mozilla/5.0 (compatible; postlint/{__version__}; +https://github.com/postlint/postlint)"
)
ACCEPT = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


class OnlineOptions(Struct, frozen=True):
    """All that has a say in what is requested and how the answer is judged. Times in seconds.

    ``accept`` are status codes, or ranges of them, that count as alive besides 2xx;
    ``include`` and ``exclude`` are regular expressions searched for in URLs; ``remap`` are pairs
    of a regular expression and what to put in its place. ``headers`` are, for a host, names of
    headers with the names of the environment variables that hold their values.
    """

    timeout: float = 20.0
    concurrency: int = 128
    #: The most connections to a host.
    per_host: int = 6
    #: Between the starts of two requests to a host.
    spacing: float = 0.02
    #: How often a request is repeated whose failure may pass.
    retries: int = 2
    user_agent: str = USER_AGENT
    accept_header: str = ACCEPT
    accept: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    remap: tuple[tuple[str, str], ...] = ()
    headers: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    allow_private: bool = False
    #: How long a verdict of each kind is believed.
    cache_alive: float = 7 * DAY
    cache_dead: float = DAY
    cache_unsure: float = 3600.0
    #: The folder of the cache; None: nothing is remembered.
    cache_dir: str | None = None
    #: Ask again whatever the cache says, and remember the answers.
    refresh: bool = False
