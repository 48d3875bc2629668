"""What a reporter may ask for besides the report."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from msgspec import Struct, field

from postlint.reporters.screen import Screen
from postlint.source import DecodeError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from postlint.rule import Finding, Rule
    from postlint.source import Source

#: Where continuous integration says the top of its checkout is.
_CHECKOUTS = ("GITHUB_WORKSPACE", "CI_PROJECT_DIR")


def _no_source(path: str) -> Source:
    raise FileNotFoundError(path)


class Context(Struct, frozen=True):
    """Where a report goes and where it comes from; a report alone names no file's content.

    ``read_source`` gives the text of a post as the report has it, and raises ``OSError`` or
    ``DecodeError``. ``rules`` are the rules of the run by name, for their documentation.
    ``environment`` holds the environment variables and ``folder`` is the absolute path, with
    forward slashes, that the paths of the report are relative to. ``is_changed`` says whether
    a finding is on a line that the change under review made.
    """

    screen: Screen = field(default_factory=Screen)
    read_source: Callable[[str], Source] = _no_source
    rules: Mapping[str, type[Rule]] = {}
    environment: Mapping[str, str] = {}
    folder: str = ""
    is_changed: Callable[[Finding], bool] = lambda finding: False

    def source(self, path: str) -> Source | None:
        """The text of a post; None when it cannot be read."""
        try:
            return self.read_source(path)
        except (OSError, DecodeError, ValueError):
            return None

    def path_in_checkout(self, path: str) -> str:
        """The path from the top of the checkout, where continuous integration names that.

        Services that annotate lines want that path, whichever folder postlint ran in.
        """
        for variable in _CHECKOUTS:
            top = self.environment.get(variable, "").replace("\\", "/")
            if top and self.folder:
                inside = posixpath.relpath(posixpath.join(self.folder, path), top)
                return path if inside.startswith("../") else inside
        return path
