"""Whether URLs on the live web lead somewhere: asked politely, judged carefully, remembered.

``check_urls`` is all that the rest of postlint needs. The HTTP client is imported when the first
URL is checked, and not before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.links.online.options import OnlineOptions
from postlint.links.online.verdict import Status, UrlUse, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from postlint.links.online.verdict import Progress

__all__ = ["OnlineOptions", "Status", "UrlUse", "Verdict", "check_urls"]


def check_urls(
    uses: Iterable[UrlUse], options: OnlineOptions, *, progress: Progress | None = None
) -> Mapping[str, Verdict]:
    """The verdicts on the URLs, by URL as it is written in the use.

    Each distinct URL is requested once, whatever the number of its uses and fragments. URLs that
    the options exclude, or that are no web addresses, have no verdict; neither have those that
    were not reached when the run was interrupted (Ctrl-C), which raises nothing.
    """
    from postlint.links.online.checking import run_checks

    return run_checks(uses, options, progress=progress)
