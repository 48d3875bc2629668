"""Headers that are for one host alone: tokens, which come from the environment and stay there.

A configuration names the variable, never the value, so that no token gets into a repository.
They are sent over https to exactly the host and port they are for; where a redirect leads, they
do not follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from yarl import URL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from postlint.links.online.options import OnlineOptions

GITHUB_TOKEN = "GITHUB_TOKEN"
#: The hosts that are sent the token without any configuration.
_GITHUB_HOSTS = ("github.com", "api.github.com")


class Secrets:
    """The headers by host and port; a variable that is not set is no header."""

    def __init__(self, options: OnlineOptions, environment: Mapping[str, str]) -> None:
        self._headers: dict[tuple[str, int], dict[str, str]] = {}
        token = environment.get(GITHUB_TOKEN)
        for host in _GITHUB_HOSTS if token else ():
            self._headers[host, 443] = {"Authorization": f"Bearer {token}"}
        for host, variables in options.headers:
            headers = self._headers.setdefault(_origin(URL(f"https://{host}/")), {})
            for name, variable in variables:
                value = environment.get(variable, "").strip()
                if value:
                    headers[name] = value

    def for_url(self, url: URL) -> Mapping[str, str]:
        """The headers that a request for a URL may carry."""
        return self._headers.get(_origin(url), {}) if url.scheme == "https" else {}


def _origin(url: URL) -> tuple[str, int]:
    return url.raw_host or "", url.port or 0
