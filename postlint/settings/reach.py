"""How far a site's files reach: what they name or lead to must not be read from elsewhere.

Whoever wrote the posts may have written the configuration and the symbolic links, too, and what
is read may show in a public report.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from postlint.cache.stamps import note_presence


def is_outside(path: str | Path, folder: Path) -> bool:
    """Whether a file, links followed, is outside of the site that an absolute folder belongs to.

    The site is the repository around the folder. Where there is none, it is the folder itself
    and, if that is in it, the current one.
    """
    folder = Path(os.path.normpath(folder))
    real = Path(os.path.realpath(path))
    return not any(real.is_relative_to(root) for root in _roots(folder, Path.cwd()))


def leads_out(path: str) -> bool:
    """Whether a symbolic link takes what is at a path out of the site, be it one of a folder."""
    here = Path.cwd()
    absolute = Path(os.path.normpath(here / path))
    return is_outside(absolute, here if absolute.is_relative_to(here) else absolute.parent)


@lru_cache(maxsize=1024)
def _roots(folder: Path, here: Path) -> tuple[Path, ...]:
    for above in (folder, *folder.parents):
        if note_presence(f"{above.as_posix().rstrip('/')}/.git"):
            return (_real(above),)
    return (_real(here), _real(folder)) if folder.is_relative_to(here) else (_real(folder),)


def _real(folder: Path) -> Path:
    return Path(os.path.realpath(folder))
