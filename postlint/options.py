"""Options that several commands have, and the reading of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from postlint.reporters import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from postlint.shards.parts import Shard


def items(context: click.Context, option: click.Parameter, values: tuple[str, ...]) -> list[str]:
    """The items of a repeatable option whose values are separated by commas."""
    return [item.strip() for value in values for item in value.split(",") if item.strip()]


def outputs(
    context: click.Context, option: click.Parameter, values: tuple[str, ...]
) -> list[tuple[str, str]]:
    """The format and the path in each ``FORMAT:PATH``."""
    outputs = []
    for value in values:
        name, colon, path = value.partition(":")
        if not (colon and path):
            raise click.BadParameter(f'"{value}" must be FORMAT:FILE, as in sarif:report.sarif')
        if name not in FORMATS:
            raise click.BadParameter(f'no format "{name}"; the formats are {", ".join(FORMATS)}')
        outputs.append((name, path))
    return outputs


def settings_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say which settings are in force."""
    for option in (
        click.option("--isolated", is_flag=True, help="Use no configuration files."),
        click.option(
            "--config",
            multiple=True,
            metavar="FILE|KEY=VALUE",
            help="A file to use instead of those found, or a TOML assignment such as"
            " 'rules.spelling.mode=\"strict\"'.",
        ),
    ):
        command = option(command)
    return command


def shard(context: click.Context, option: click.Parameter, value: str | None) -> Shard | None:
    if value is None:
        return None
    from postlint.shards.parts import Shard

    try:
        return Shard.parse(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def report_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say where a report goes and what it looks like."""
    for option in reversed(
        (
            click.option(
                "--format",
                "format_name",
                type=click.Choice(list(FORMATS)),
                default="text",
                show_default=True,
                help="The form of the report.",
            ),
            click.option(
                "-o",
                "--output",
                type=click.Path(dir_okay=False),
                metavar="FILE",
                help="Write the report to a file.",
            ),
            click.option(
                "--output-file",
                multiple=True,
                callback=outputs,
                metavar="FORMAT:FILE",
                help="Write a report to a file, too: sarif:report.sarif. Can be given several"
                " times.",
            ),
            click.option(
                "--statistics", is_flag=True, help="Count findings by rule, do not list them."
            ),
            click.option(
                "-q", "--quiet", is_flag=True, help="Print no report; the exit status tells."
            ),
            click.option(
                "--exit-zero", is_flag=True, help="Exit with 0 even when something is found."
            ),
        )
    ):
        command = option(command)
    return command


def cache_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say what is remembered."""
    for option in reversed(
        (
            click.option(
                "--refresh", is_flag=True, help="Check URLs again whatever the cache says."
            ),
            click.option(
                "--cache-dir",
                type=click.Path(file_okay=False),
                metavar="FOLDER",
                help="Where the cache is.  [default: the system's folder for caches]",
            ),
            click.option("--no-cache", is_flag=True, help="Do not use the cache."),
        )
    ):
        command = option(command)
    return command
