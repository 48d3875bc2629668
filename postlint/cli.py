"""The command line: options in, exit status out."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click
from click.core import ParameterSource

from postlint import __version__
from postlint.command import FAILED, INTERRUPTED, OK, STDIN, complain, discard, overrides_from
from postlint.options import cache_options, items, report_options, settings_options, shard
from postlint.reporters import COUNTING_FORMATS

if TYPE_CHECKING:
    from collections.abc import Sequence


_HELP = """\
Is this post ready? Lint and spell-check Markdown posts.

\b
  postlint                          every post below this folder
  postlint posts/ README.md         a folder and a file
  postlint --fix posts/             mend what can safely be mended
  postlint --diff --unsafe-fixes .  show what mending everything would change
  postlint --select spelling .      one rule, family or alias only
  postlint --ignore links,MD040 .   all the usual rules but these
  postlint --format json -o r.json  a report for programs
  postlint --changed-since main     what this branch brought, and no more
  git show HEAD:a.md | postlint - --stdin-filename a.md

Settings come from postlint.toml, .postlint.toml or [tool.postlint] in
pyproject.toml, the nearest above each post. To excuse a line of a post:

\b
  <!-- postlint-disable-next-line RULE -- the reason -->

Exit status: 0 nothing to mend, 1 something is, 2 postlint could not do its
work. `postlint check --help` lists every option.
"""


def run_options(arguments: Sequence[str]) -> int:
    """Runs a command line and returns the exit status; raises ``SettingsError``."""
    try:
        status = postlint.main(list(arguments), prog_name="postlint", standalone_mode=False)
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        complain(_in_a_line(error))
        return FAILED
    # Click answers --help itself, with no status.
    return status if isinstance(status, int) else OK


def _in_a_line(error: click.ClickException) -> str:
    """What was wrong with a command line, in the same words with every version of click."""
    if isinstance(error, click.NoSuchOption):
        near = f" Did you mean '{error.possibilities[0]}'?" if error.possibilities else ""
        return f"No such option '{error.option_name}'.{near}"
    return " ".join(error.format_message().split())


class _DefaultCommand(click.Group):
    """``postlint PATHS…`` is ``postlint check PATHS…``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # While a line is being completed, nothing yet may become any command.
        default = not ctx.resilient_parsing if not args else args[0] not in self._own_words
        if default and args and not ctx.resilient_parsing:
            self._look_for_slip(args[0])
        return super().parse_args(ctx, ["check", *args] if default else args)

    def _look_for_slip(self, word: str) -> None:
        """Raises a usage error for what is no file and nearly a command: ``explian``."""
        if not word.isalpha() or os.path.lexists(word):
            return
        from difflib import get_close_matches

        for near in get_close_matches(word, list(self.commands), n=1, cutoff=0.75):
            raise click.UsageError(f'no file or command is called "{word}"; nearest is "{near}"')

    @property
    def _own_words(self) -> tuple[str, ...]:
        """What may follow ``postlint`` and is not meant for ``check``."""
        return (*self.commands, *_GROUP_OPTIONS)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            # ``postlint ast | head`` is no error: what nobody reads is not written.
            discard(sys.stdout)
            return OK

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        check_context = click.Context(check, ctx, info_name="check")
        return [
            *super().shell_complete(ctx, incomplete),
            *check.shell_complete(check_context, incomplete),
        ]


_GROUP_OPTIONS = ("--help", "-h", "--version")


@click.group(
    cls=_DefaultCommand,
    help=_HELP,
    subcommand_metavar="[PATHS]...",
    options_metavar="[OPTIONS]",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 80},
)
@click.version_option(__version__, prog_name="postlint", message="%(prog)s %(version)s")
def postlint() -> None:
    pass


@postlint.command(short_help="Lint posts (what happens without a command).")
@click.argument("paths", nargs=-1, metavar="[PATHS]...", type=click.Path())
@click.option(
    "--select",
    multiple=True,
    callback=items,
    metavar="RULES",
    help="Only these rules: names, aliases, families or all, separated by commas.",
)
@click.option(
    "--ignore", multiple=True, callback=items, metavar="RULES", help="Without these rules."
)
@click.option(
    "--extend-select", multiple=True, callback=items, metavar="RULES", help="These rules, too."
)
@click.option(
    "--exclude",
    multiple=True,
    callback=items,
    metavar="PATTERNS",
    help="Leave out files and folders; patterns as in .gitignore.",
)
@click.option(
    "--force-exclude",
    is_flag=True,
    help="Leave out what is excluded also where PATHS names it, as pre-commit does.",
)
@click.option("--fix", is_flag=True, help="Mend what can safely be mended.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix and --diff: also what wants a look.")
@click.option("--diff", is_flag=True, help="Print what --fix would change, and change nothing.")
@report_options
@click.option(
    "--changed-since",
    metavar="REF",
    help="Report only what the change since a commit (of Git) brought: findings on its lines,"
    " and elsewhere those that it caused.",
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info"]),
    help="The least severity for exit status 1.  [default: warning]",
)
@click.option("--stdin-filename", metavar="PATH", help="The path of what standard input holds.")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="The most processes to use.  [default: one per processor]",
)
@click.option(
    "--online/--offline", default=None, help="Check URLs on the web, or do not.  [default: do not]"
)
@cache_options
@click.option(
    "--shard",
    callback=shard,
    metavar="NUMBER/COUNT",
    help="Lint only a part of the posts, as 3/8, and write what postlint merge needs.",
)
@click.option(
    "--installed-plugins-only",
    is_flag=True,
    help="Run no Python files that a configuration names as plugins: an error instead.",
)
@settings_options
@click.pass_context
def check(context: click.Context, /, **options: Any) -> int:
    """Lint the posts in PATHS: files, folders, or - for standard input.

    Without PATHS, every post below the current folder is linted. The exit status is 0 if
    nothing at or above --fail-on was found, 1 if something was, and 2 if postlint could not do
    its work.
    """
    from postlint.commands.checking import CheckRequest, perform_check

    request = CheckRequest(**options)
    if request.unsafe_fixes and not (request.fix or request.diff):
        raise click.UsageError("--unsafe-fixes needs --fix or --diff", context)
    if request.statistics and request.format_name not in COUNTING_FORMATS:
        raise click.UsageError(
            f"--statistics needs --format {', '.join(sorted(COUNTING_FORMATS))}", context
        )
    if STDIN in request.paths and len(request.paths) > 1:
        raise click.UsageError("- (standard input) cannot be mixed with other paths", context)
    if request.changed_since and STDIN in request.paths and not request.stdin_filename:
        raise click.UsageError("--changed-since needs --stdin-filename with -", context)
    if request.shard is not None:
        _forbid_with_shard(context)
    return perform_check(request)


#: Options that are about a whole report, or a single text.
_NOT_WITH_SHARD = {
    "fix": "--fix",
    "diff": "--diff",
    "format_name": "--format",
    "output_file": "--output-file",
    "statistics": "--statistics",
    "quiet": "--quiet",
    "exit_zero": "--exit-zero",
    "refresh": "--refresh",
    "stdin_filename": "--stdin-filename",
}


def _forbid_with_shard(context: click.Context) -> None:
    if STDIN in context.params["paths"]:
        raise click.UsageError("--shard cannot be used with - (standard input)", context)
    for name, option in _NOT_WITH_SHARD.items():
        if context.get_parameter_source(name) is not ParameterSource.DEFAULT:
            raise click.UsageError(
                f"--shard cannot be used with {option}: a shard is no report; postlint merge makes"
                " that",
                context,
            )


@postlint.command(short_help="Join what --shard wrote into one report.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@report_options
@cache_options
def merge(files: tuple[str, ...], **options: Any) -> int:
    """Join the shards in FILE... into the report that one machine would have made.

    All shards of the site are needed, and the same posts and settings in this folder. Which rules
    are selected, and all else that decides what is in the report, was said when they were made.
    """
    from postlint.commands.sharding import merge_shards

    if options["statistics"] and options["format_name"] not in COUNTING_FORMATS:
        raise click.UsageError(f"--statistics needs --format {', '.join(sorted(COUNTING_FORMATS))}")
    return merge_shards(files, **options)


@postlint.command(short_help="Print how posts are read: their tree, as JSON.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@settings_options
def ast(files: tuple[str, ...], config: tuple[str, ...], isolated: bool) -> int:
    """Print the tree of each FILE (- for standard input) as mdast JSON, a line for each.

    A line is an object with "path" and "tree"; every node has its position, with lines and
    columns from 1 and offsets from 0, in code points.
    """
    from postlint.commands.inspecting import print_trees

    return print_trees(files, overrides_from(config, isolated=isolated))


@postlint.command(short_help="List the rules.")
@click.option(
    "--format",
    "format_name",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The form of the list.",
)
@settings_options
def rules(format_name: str, config: tuple[str, ...], isolated: bool) -> int:
    """List every rule with its aliases and what it reports.

    Plugins that the configuration of the current folder names are included.
    """
    from postlint.commands.inspecting import print_rules

    return print_rules(format_name, overrides_from(config, isolated=isolated))


@postlint.command(short_help="Show the documentation of a rule.")
@click.argument("rule")
@settings_options
def explain(rule: str, config: tuple[str, ...], isolated: bool) -> int:
    """Show what RULE (a name or alias) reports and why, its options and examples."""
    from postlint.commands.inspecting import print_rule

    return print_rule(rule, overrides_from(config, isolated=isolated))


@postlint.command(short_help="List the words that no dictionary has.")
@click.argument("paths", nargs=-1, metavar="[PATHS]...", type=click.Path())
@click.option(
    "--learn",
    is_flag=True,
    help="Add the words that nothing speaks against to the words-file of the configuration, or"
    " to words.txt.",
)
@settings_options
def words(paths: tuple[str, ...], learn: bool, config: tuple[str, ...], isolated: bool) -> int:
    """List the unknown words of the posts in PATHS, the most suspicious first.

    Each comes with how often it is used, what it may be instead, and where it stands first.
    """
    from postlint.commands.vocabularies import learn_words, print_words

    action = learn_words if learn else print_words
    return action(paths, overrides_from(config, isolated=isolated))


@postlint.command(short_help="Record today's problems, so that only new ones fail.")
@click.argument("paths", nargs=-1, metavar="[PATHS]...", type=click.Path())
@click.option(
    "--prune", is_flag=True, help="Only take out what is no longer found, and add nothing."
)
@settings_options
def baseline(paths: tuple[str, ...], prune: bool, config: tuple[str, ...], isolated: bool) -> int:
    """Record the problems in PATHS in the file that the setting "baseline" names.

    Runs leave out what that file has. Without PATHS, every post below the current folder is
    looked at; without the setting, the file is called postlint-baseline.json.
    """
    from postlint.commands.baselining import prune_findings, record_findings

    action = prune_findings if prune else record_findings
    return action(paths, config, isolated=isolated)


@postlint.command(short_help="Write a first configuration for this site.")
@click.option("--force", is_flag=True, help="Write postlint.toml also where settings are already.")
@click.option(
    "--print", "printing", is_flag=True, help="Print the configuration, and write nothing."
)
def init(force: bool, printing: bool) -> int:
    """Look at the site in the current folder, and write postlint.toml for it.

    What markdownlint, rumdl, cspell, typos, codespell, Vale and lychee were told is kept: rules
    that are off, patterns of files, words, URLs and status codes. What could not be carried over
    is printed, and so are comments in posts that only those tools obey.
    """
    from postlint.commands.initializing import (
        print_configuration,
        replace_configuration,
        write_configuration,
    )

    if printing:
        return print_configuration()
    return replace_configuration() if force else write_configuration()
