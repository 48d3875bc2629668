"""Finds and parses the files that other tools are configured by."""

from __future__ import annotations

import configparser
import json
from typing import TYPE_CHECKING, Any

from postlint.disk import LARGEST_CONFIGURATION, read_regular_file
from postlint.settings.origin import SettingsError
from postlint.settings.reach import is_outside
from postlint.spelling.vocabulary import as_mapping, without_comments
from postlint.tables import parse_json, parse_toml, parse_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

#: A section for what stands before the first one.
TOP = "\0top"


def find(folder: Path, names: Iterable[str]) -> str | None:
    """The first of some files that there is; none that a link leads to out of the site."""
    for name in names:
        path = folder / name
        if path.is_file() and not is_outside(path, path.parent):
            return name
    return None


def read_text(folder: Path, name: str) -> str:
    """The text of a file; raises ``SettingsError``."""
    path = folder / name
    try:
        data = read_regular_file(str(path), LARGEST_CONFIGURATION)
    except OSError as error:
        raise SettingsError(f"{name}: cannot be read: {error.strerror}") from error
    if len(data) > LARGEST_CONFIGURATION:
        raise SettingsError(f"{name}: too long for a configuration")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{name}: not UTF-8: byte offset {error.start}") from error


def read_table(folder: Path, name: str) -> Mapping[str, Any]:
    """The data of a JSON (with comments), YAML or TOML file, empty if it is no table.

    Which of them it is, its ending says; without one it is JSON. Raises ``SettingsError``.
    """
    text = read_text(folder, name)
    try:
        if name.endswith(".toml"):
            return parse_toml(text)
        if name.endswith((".yaml", ".yml")):
            return as_mapping(parse_yaml(text))
        return as_mapping(parse_json(without_comments(text)) if text.strip() else {})
    except json.JSONDecodeError as error:
        raise SettingsError(f"{name}:{error.lineno}:{error.colno}: {error.msg}") from error
    except ValueError as error:
        raise SettingsError(f"{name}: {error}") from error


def read_ini(folder: Path, name: str) -> Mapping[str, Mapping[str, str]]:
    """The sections of an INI file by name; raises ``SettingsError``."""
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    try:
        parser.read_string(f"[{TOP}]\n{read_text(folder, name)}", name)
    except configparser.Error as error:
        message = str(error).replace("\n", " ")
        raise SettingsError(f"{name}: not an INI file: {message}") from error
    return {section: dict(parser.items(section)) for section in parser.sections()}


def table_in(folder: Path, name: str, *keys: str) -> Mapping[str, Any]:
    """A table within a file that is about more, such as ``pyproject.toml``; empty without one."""
    if find(folder, [name]) is None:
        return {}
    data = read_table(folder, name)
    for key in keys:
        data = as_mapping(data.get(key))
    return data
