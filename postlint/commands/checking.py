"""What ``postlint check`` was asked, and the answer if it is known from before."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from postlint.cache.printing import pieces_of
from postlint.cache.replay import Memory
from postlint.command import FOUND, OK, STDIN, discard, overrides_from
from postlint.paths import cache_folder

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from postlint.cache.replay import PastRun
    from postlint.reporting import Output
    from postlint.settings import Configuration
    from postlint.shards.parts import Shard

#: The formats that show a report and nothing else: what they print can be printed again.
REPEATABLE = frozenset({"text", "concise", "json"})


class CheckRequest:
    """The options of ``postlint check``, as the command line has them.

    A plain class, since a report that is given again waits for nothing to be imported.
    """

    paths: tuple[str, ...] = ()
    config: tuple[str, ...] = ()
    isolated: bool = False
    select: Sequence[str] = ()
    ignore: Sequence[str] = ()
    extend_select: Sequence[str] = ()
    exclude: Sequence[str] = ()
    force_exclude: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    format_name: str = "text"
    output: str | None = None
    output_file: Sequence[tuple[str, str]] = ()
    statistics: bool = False
    quiet: bool = False
    fail_on: str | None = None
    exit_zero: bool = False
    stdin_filename: str | None = None
    jobs: int | None = None
    online: bool | None = None
    refresh: bool = False
    cache_dir: str | None = None
    no_cache: bool = False
    changed_since: str | None = None
    installed_plugins_only: bool = False
    shard: Shard | None = None

    def __init__(self, **options: Any) -> None:
        """``options`` are those that differ from what is above."""
        vars(self).update(options)

    def outputs(self) -> list[Output]:
        """The reports to write: those to files first, so that they are there when one is read."""
        from postlint.reporting import Output

        outputs = [Output(name, path) for name, path in self.output_file]
        if self.output is not None or not self.quiet:
            outputs.append(Output(self.format_name, self.output, self.statistics))
        return outputs

    def configuration(self) -> Configuration:
        """The configuration that the options ask for; raises ``SettingsError``."""
        from msgspec.structs import replace

        from postlint.settings import Configuration

        values: dict[str, Any] = {
            "select": self.select,
            "ignore": self.ignore,
            "extend-select": self.extend_select,
            "extend-exclude": self.exclude,
            "fail-on": self.fail_on,
        }
        given = {key: value for key, value in values.items() if value}
        if self.online is not None:
            given["links"] = {"online": self.online}
        overrides = overrides_from(self.config, isolated=self.isolated, values=given)
        if self.installed_plugins_only:
            overrides = replace(overrides, installed_only=True)
        return Configuration(overrides)

    def cache_folder(self) -> str | None:
        """The folder in which results are remembered; None when nothing is to be."""
        return None if self.no_cache else self.cache_dir or cache_folder()

    def memory(self) -> Memory | None:
        """Where the report may be known from; None when it is not to be looked for."""
        folder = self.cache_folder()
        changes = self.fix or self.diff
        if folder is None or changes or self.online or self.paths == (STDIN,):
            return None
        if self.changed_since is not None or self.shard is not None:
            return None  # what a repository has is not noted, and a shard is no report
        asked = (
            *(self.paths, self.config, self.isolated, self.select, self.ignore),
            *(self.extend_select, self.exclude, self.fail_on, self.online),
            *(self.installed_plugins_only, self.force_exclude),
        )
        return Memory(folder, map(repr, asked))

    def printed_as(self, stream: TextIO) -> str | None:
        """A name for the form of what is printed; None when there is more to do than to print."""
        if self.output_file or self.output or self.quiet or self.format_name not in REPEATABLE:
            return None
        terminal = os.get_terminal_size(stream.fileno()) if stream.isatty() else None
        variables = [os.environ.get(name) for name in _SCREEN_VARIABLES]
        encoding = getattr(stream, "encoding", None)
        return repr((self.format_name, self.statistics, terminal, encoding, variables))


#: What, besides the stream, a report's look depends on.
_SCREEN_VARIABLES = ("NO_COLOR", "FORCE_COLOR", "TERM", "INSIDE_EMACS", "COLUMNS", "LINES")


def perform_check(request: CheckRequest) -> int:
    """Does what was asked and returns the exit status; raises ``SettingsError``."""
    if request.shard is not None:
        from postlint.commands.sharding import write_shard

        return write_shard(request, request.shard)
    memory = request.memory()
    past = memory.recall() if memory is not None else None
    if past is not None and not past.changed:
        status = _repeat(past, request)
        if status is not None:
            return status
    from postlint.commands.performing import perform

    return perform(request, memory, past)


def _repeat(past: PastRun, request: CheckRequest) -> int | None:
    """Gives the report of a run again; None when that cannot be done."""
    silent = request.quiet and not (request.output or request.output_file)
    printed = "" if silent else past.printed.get(request.printed_as(sys.stdout) or "")
    if printed is not None:
        try:
            sys.stdout.writelines(pieces_of(printed))
            sys.stdout.flush()
        except BrokenPipeError:
            discard(sys.stdout)
        return FOUND if past.failed and not request.exit_zero else OK
    report = past.report()
    if report is None:
        return None
    from postlint.commands.performing import conclude
    from postlint.runner import Run

    return conclude(report, Run(request.configuration()), request, sys.stdout)
