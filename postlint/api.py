"""postlint from Python: ``lint_text`` and ``lint_paths``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from postlint.settings import Configuration, Overrides, SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from postlint.project import Report

__all__ = ["Configuration", "Overrides", "SettingsError", "lint_paths", "lint_text"]


def lint_text(
    text: str,
    *,
    path: str = "post.md",
    settings: Mapping[str, Any] | Configuration | None = None,
    cache_dir: str | None = None,
) -> Report:
    """The report on a text, which is taken to be the content of ``path``.

    ``settings`` has the keys of ``postlint.toml``, or is a ``Configuration`` to look for
    configuration files with; by default no such file is read. Where they ask for URLs to be
    checked, ``cache_dir`` is the folder that remembers what became of them. Raises
    ``SettingsError``.
    """
    from postlint.runner import Run
    from postlint.source import Source

    run = Run(_configuration({} if settings is None else settings))
    run.lint_sources([Source.from_text(text, path)])
    run.check_urls(cache_dir=cache_dir)
    return run.report()


def lint_paths(
    paths: Iterable[str],
    *,
    settings: Mapping[str, Any] | Configuration | None = None,
    jobs: int = 1,
    cache_dir: str | None = None,
) -> Report:
    """The report on files, and the posts in folders, in at most ``jobs`` processes.

    ``settings`` is as for ``lint_text``, but by default the configuration files that apply to
    each path are used; ``cache_dir`` is as there. What cannot be read is among the report's
    failures. Raises ``SettingsError``.
    """
    from postlint.discovery import discover
    from postlint.runner import Run

    configuration = _configuration(settings)
    discovered = discover(paths, configuration)
    run = Run(configuration, jobs=jobs, failures=discovered.failures)
    run.lint_files(discovered.paths)
    run.check_urls(cache_dir=cache_dir)
    return run.report()


def _configuration(settings: Mapping[str, Any] | Configuration | None) -> Configuration:
    if isinstance(settings, Configuration):
        return settings
    if settings is None:
        return Configuration()
    return Configuration(Overrides(isolated=True, values=dict(settings)))
