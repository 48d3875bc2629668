"""Which settings a path has: finds the configuration files and remembers what they say."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from postlint.cache.stamps import note
from postlint.paths import display_path
from postlint.registry import Registry, load_registry
from postlint.settings.layers import Layer, PathPatterns, make_layer, parse, read_file
from postlint.settings.origin import Origin, SettingsError
from postlint.settings.reach import is_outside
from postlint.settings.resolved import Settings, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

#: The names of configuration files, the first one found in a folder counts.
FILE_NAMES = ("postlint.toml", ".postlint.toml", "pyproject.toml")

#: Folders that hold no posts of the site's own; ``exclude`` replaces this list.
DEFAULT_EXCLUDE = (
    ".git/",
    ".hg/",
    ".svn/",
    ".venv/",
    "venv/",
    ".tox/",
    ".nox/",
    "node_modules/",
    "bower_components/",
    "vendor/bundle/",
    "site-packages/",
    "_site/",
    ".jekyll-cache/",
    ".sass-cache/",
    ".docusaurus/",
    ".next/",
    ".nuxt/",
    ".astro/",
    ".cache/",
    ".pytest_cache/",
    ".mypy_cache/",
    ".ruff_cache/",
    "__pycache__/",
)

_LONGEST_EXTENDS = 20


class Overrides(Struct, frozen=True):
    """What the command line, or a caller, says about configuration; safe to pickle.

    ``file`` is used instead of the configuration files that would be found, ``isolated`` uses
    none. ``inline`` are TOML assignments; ``values`` has the keys of ``postlint.toml`` and wins
    over all else. ``installed_only`` forbids to load rules from files that are named as plugins:
    whoever wrote the posts may have written those, too.
    """

    file: str | None = None
    isolated: bool = False
    inline: tuple[str, ...] = ()
    values: Mapping[str, Any] = {}
    #: What errors in ``values`` begin with; ``OPTIONS`` for the option of the same name.
    values_label: str = "settings"
    installed_only: bool = False


class Exclusion(Struct, frozen=True):
    """The ``exclude`` and ``extend-exclude`` that hold in a folder."""

    patterns: tuple[PathPatterns, ...]

    def matches(self, path: str, root: Path) -> bool:
        """Whether an absolute path is excluded; that of a folder ends with a slash.

        ``root`` is the folder that is being searched.
        """
        return any(patterns.matches(path, root) for patterns in self.patterns)

    def within(self, root: Path) -> Exclusion:
        """What is excluded in a folder that somebody asked for, though it be excluded itself."""
        folder = root.as_posix()
        return Exclusion(
            tuple(patterns.without_matching(folder, root) for patterns in self.patterns)
        )


class Configuration:
    """Answers what the settings of a path are; one per run, as files are read once.

    Methods raise ``SettingsError``.
    """

    def __init__(self, overrides: Overrides | None = None) -> None:
        self.overrides = overrides or Overrides()
        self._folders: dict[Path, tuple[Layer, ...]] = {}
        #: The settings of all files in a folder, where no pattern tells them apart.
        self._shared: dict[str, Settings] = {}
        self._settings: dict[tuple[int, ...], Settings] = {}
        self._exclusions: dict[tuple[int, ...], Exclusion] = {}
        self._last = self._command_line()
        self._explicit = self._explicit_file()

    def for_path(self, path: str) -> Settings:
        """The settings of a file, which need not exist."""
        folder = os.path.dirname(path)  # noqa: PTH120  # hot: several calls a file
        shared = self._shared.get(folder)
        if shared is not None:
            return shared
        absolute = Path(os.path.normpath(Path.cwd() / path))
        files = self._files(absolute.parent)
        # What a file says of some posts goes before what those that extend it say of all.
        layers = [
            *files,
            *_matching(files, absolute),
            *self._last,
            *_matching(self._last, absolute),
        ]
        key = tuple(map(id, layers))
        found = self._settings.get(key)
        if found is None:
            found = self._settings[key] = resolve(layers, self._registry(layers))
        if not any(layer.per_file for layer in layers):
            self._shared[folder] = found
        return found

    def exclusion(self, folder: Path) -> Exclusion:
        """What is excluded in an absolute folder."""
        layers = self._layers(folder)
        key = tuple(map(id, layers))
        found = self._exclusions.get(key)
        if found is None:
            found = self._exclusions[key] = _exclusion(layers)
        return found

    def registry(self, folder: Path) -> Registry:
        """The rules there are for files in an absolute folder, selected or not."""
        return self._registry(self._layers(folder))

    def files_named(self, folder: Path, rule: str, key: str) -> tuple[Path, ...]:
        """The files that a rule's option names for an absolute folder; they need not exist."""
        for layer in reversed(self._layers(folder)):
            value = layer.rules.get(rule, {}).get(key)
            if value is not None:
                names = [value] if isinstance(value, str) else value
                return tuple(layer.origin.folder / name for name in names)
        return ()

    def _registry(self, layers: Sequence[Layer]) -> Registry:
        plugins: dict[Path, None] = {}
        for layer in layers:
            named = layer.values.get("plugins", ())
            if named and self.overrides.installed_only:
                raise layer.origin.error(
                    ("plugins",),
                    f'"plugins": {named[0]} is not loaded with --installed-plugins-only',
                )
            for plugin in named:
                plugins[Path(os.path.normpath(layer.origin.folder / plugin))] = None
        return load_registry(tuple(plugins))

    def _layers(self, folder: Path) -> tuple[Layer, ...]:
        found = self._folders.get(folder)
        if found is None:
            files = self._explicit if self._explicit is not None else self._search(folder)
            found = self._folders[folder] = (*files, *self._last) if files else self._last
        return found

    def _search(self, folder: Path) -> tuple[Layer, ...]:
        """The layers of the nearest configuration file, going upward."""
        for name in FILE_NAMES:
            path = folder / name
            note(path)
            if path.is_file():
                if path.is_symlink() and is_outside(path, folder):
                    raise SettingsError(f"{display_path(path)}: leads out of the site")
                layers = _read(path, base=None, seen=())
                if layers:
                    return (*_imported(folder), *layers)
        if folder.parent == folder:
            return _imported(Path.cwd())
        # The parent's answer is shared, so that all files below it share their settings.
        return self._files(folder.parent)

    def _files(self, folder: Path) -> tuple[Layer, ...]:
        layers = self._layers(folder)
        return layers[: len(layers) - len(self._last)]

    def _explicit_file(self) -> tuple[Layer, ...] | None:
        if self.overrides.file is not None:
            path = Path.cwd() / self.overrides.file
            return (*_imported(path.parent), *_read(path, base=Path.cwd(), seen=()))
        return () if self.overrides.isolated else None

    def _command_line(self) -> tuple[Layer, ...]:
        layers = []
        for text in self.overrides.inline:
            label = f"--config '{text}'"
            origin = Origin(label, Path.cwd(), Path.cwd())
            layers.append(make_layer(parse(text, label), origin))
        if self.overrides.values:
            origin = Origin(self.overrides.values_label, Path.cwd(), Path.cwd())
            layers.append(make_layer(self.overrides.values, origin))
        return tuple(layers)


def _matching(layers: Iterable[Layer], path: Path) -> Iterator[Layer]:
    """What the layers say in ``[per-file]`` tables that match an absolute path."""
    for layer in layers:
        for patterns, inner in layer.per_file:
            if patterns.matches(path.as_posix(), Path.cwd()):
                yield inner


def _read(path: Path, *, base: Path | None, seen: tuple[Path, ...]) -> tuple[Layer, ...]:
    """The layers of a file, those it extends first; none when it says nothing to postlint."""
    note(path)
    label = display_path(path)
    layer = read_file(path, label=label, base=base or path.parent)
    if layer is None:
        return ()
    extends = layer.values.get("extends")
    if extends is None:
        return (layer,)
    extended = Path(os.path.normpath(path.parent / extends))
    if extended in (path, *seen):
        raise layer.origin.error(("extends",), f'"extends" leads back to {display_path(extended)}')
    if is_outside(extended, path.parent):
        raise layer.origin.error(("extends",), f'"extends": {extends} is outside of the site')
    if not extended.is_file():
        raise layer.origin.error(("extends",), f'"extends": there is no file {extends}')
    return (*_read(extended, base=base, seen=(path, *seen)), layer)


def _imported(folder: Path) -> tuple[Layer, ...]:
    """A layer of the words that other spell checkers' configuration in a folder allows."""
    from postlint.spelling.vocabulary import VocabularyError, words_of_folder

    try:
        words = words_of_folder(folder)
    except VocabularyError as error:
        raise SettingsError(str(error)) from error
    if not words:
        return ()
    origin = Origin("words of other spell checkers", folder, folder)
    return (make_layer({"rules": {"spelling": {"imported-words": sorted(words)}}}, origin),)


def _exclusion(layers: Sequence[Layer]) -> Exclusion:
    base = PathPatterns(DEFAULT_EXCLUDE)
    extra: list[PathPatterns] = []
    for layer in layers:
        if "exclude" in layer.values:
            base = _patterns(layer, "exclude")
            extra = []
        if "extend-exclude" in layer.values:
            extra.append(_patterns(layer, "extend-exclude"))
    return Exclusion((base, *extra))


def _patterns(layer: Layer, key: str) -> PathPatterns:
    return PathPatterns(tuple(layer.values[key]), layer.origin, (key,))
