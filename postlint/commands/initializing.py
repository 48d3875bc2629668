"""What ``postlint init`` does: writes a first configuration, and says what is not in it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.cache.folder import replace_file
from postlint.command import FAILED, OK, complain
from postlint.init.comments import read_comments
from postlint.init.lychee import read_lychee
from postlint.init.markdownlint import read_markdownlint
from postlint.init.rumdl import read_rumdl
from postlint.init.spellcheckers import read_codespell, read_cspell, read_typos, read_vale
from postlint.init.survey import find_site, survey
from postlint.init.writing import draft, excluded_by
from postlint.registry import load_registry
from postlint.reporters.screen import visible
from postlint.settings.configuration import FILE_NAMES
from postlint.settings.layers import make_layer, parse, read_file
from postlint.settings.origin import Origin
from postlint.settings.resolved import resolve

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import TextIO

    from postlint.init.writing import Draft

#: The file that is written.
NAME = "postlint.toml"

_READERS = (
    read_markdownlint,
    read_rumdl,
    read_cspell,
    read_typos,
    read_codespell,
    read_vale,
    read_lychee,
    read_comments,
)


def write_configuration() -> int:
    """Writes the configuration of the current folder if it has none; returns the exit status.

    Raises ``SettingsError``.
    """
    present = _present(Path.cwd())
    if present:
        complain(f"{present} is there already; --force writes {NAME} all the same")
        return FAILED
    return _write()


def replace_configuration() -> int:
    """Writes the configuration of the current folder, which may have one; returns the status.

    Raises ``SettingsError``.
    """
    present = _present(Path.cwd())
    status = _write()
    if status == OK and present not in (NAME, None):
        print(f"{present} does not count any more: {NAME} goes before it")
    return status


def print_configuration() -> int:
    """Prints what would be written, and on standard error what is not in it.

    Returns the exit status; raises ``SettingsError``.
    """
    drafted = _draft(Path.cwd())
    sys.stdout.write(drafted.text)
    _tell(drafted.left, sys.stderr)
    return OK


def _write() -> int:
    folder = Path.cwd()
    drafted = _draft(folder)
    try:
        replace_file(folder / NAME, drafted.text.encode())
    except OSError as error:
        complain(f"{NAME}: {error.strerror}")
        return FAILED
    print(f"{NAME} is written; look it over, then run postlint")
    _tell(drafted.left, sys.stdout)
    return OK


def _present(folder: Path) -> str | None:
    """The configuration file that the folder has; raises ``SettingsError``."""
    for name in FILE_NAMES:
        path = folder / name
        if path.is_file() and read_file(path, label=name, base=folder) is not None:
            return name
    return None


def _draft(folder: Path) -> Draft:
    """The configuration for a folder; raises ``SettingsError`` also if it could not be used."""
    site = find_site(folder)
    decisions = [it for read in _READERS for it in read(site)]
    excluded = site.matching(excluded_by(decisions))
    drafted = draft(decisions, survey([it for it in site.posts if it not in excluded]), site)
    layer = make_layer(parse(drafted.text, NAME), Origin(NAME, folder, folder, drafted.text))
    resolve([layer], load_registry())
    return drafted


def _tell(left: Sequence[str], out: TextIO) -> None:
    if left:
        print("Not carried over:", file=out)
    for sentence in left:
        print(f"  {visible(sentence)}", file=out)
