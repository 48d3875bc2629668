"""Paths as reports show them, and where the cache is."""

from __future__ import annotations

import os
import sys
from pathlib import Path

#: The endings of Markdown files, in lower case.
EXTENSIONS = frozenset({".md", ".markdown", ".mdx", ".mkd", ".qmd", ".rmd"})


def is_post(name: str) -> bool:
    """Whether a file of that name is Markdown."""
    return os.path.splitext(name)[1].lower() in EXTENSIONS  # noqa: PTH122  # hot: one call a file


def display_path(path: str | Path) -> str:
    """A path normalized, with forward slashes, and relative where it lies in the current folder.

    Links in it are not followed.
    """
    here = Path.cwd()
    absolute = Path(os.path.normpath(here / path))
    try:
        return absolute.relative_to(here).as_posix()
    except ValueError:
        return absolute.as_posix()


def cache_folder() -> str | None:
    """The folder for postlint's caches, which need not exist; None where there can be none.

    It is the one that the environment variable ``POSTLINT_CACHE_DIR`` names, else the one that
    the operating system has for the purpose.
    """
    named = os.environ.get("POSTLINT_CACHE_DIR")
    if named:
        return named
    if sys.platform == "linux":
        folder = _xdg_cache_home()
        if folder is not None:
            return os.path.join(folder, "postlint")  # noqa: PTH118  # hot: each run
    import platformdirs

    try:
        return platformdirs.user_cache_dir("postlint", appauthor=False)
    except RuntimeError:
        return None  # nobody knows the home folder


def _xdg_cache_home() -> str | None:
    """What platformdirs says on Linux; importing it takes a thirtieth of the time of one post.

    None where that is not simple. https://specifications.freedesktop.org/basedir/latest/
    """
    folder, home = os.environ.get("XDG_CACHE_HOME", ""), os.environ.get("HOME", "")
    if "ANDROID_ROOT" in os.environ:
        return None
    if folder.startswith("/"):
        return folder
    return f"{home.rstrip('/')}/.cache" if home.startswith("/") else None
