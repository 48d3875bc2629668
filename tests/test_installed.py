"""What is installed is found out once, and again when something was installed."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from postlint import installed
from postlint.installed import Plugin, installed_plugins

GROUP = "postlint.tests"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder that Python imports from besides its own library."""
    folder = tmp_path / "packages"
    folder.mkdir()
    library = [path for path in sys.path if Path(path).name.startswith(("python", "lib-dynload"))]
    monkeypatch.setattr(sys, "path", [str(folder), *library])
    monkeypatch.setattr(installed, "_cache_dir", str(tmp_path / "cache"))
    return folder


def install(folder: Path, name: str) -> None:
    metadata = folder / f"{name}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (metadata / "entry_points.txt").write_text(f"[{GROUP}]\n{name} = {name}.rules:All\n")
    then = time.time() - 100
    os.utime(folder, (then - len(list(folder.iterdir())), then - len(list(folder.iterdir()))))


def test_what_is_installed_is_looked_up_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(folder, "acme")
    expected = (Plugin("acme", "acme.rules:All"),)
    assert installed_plugins(GROUP) == expected
    monkeypatch.setitem(sys.modules, "importlib.metadata", None)
    assert installed_plugins(GROUP) == expected


def test_a_new_plugin_is_found(folder: Path) -> None:
    install(folder, "acme")
    assert len(installed_plugins(GROUP)) == 1
    install(folder, "other")
    assert {plugin.name for plugin in installed_plugins(GROUP)} == {"acme", "other"}


@pytest.mark.parametrize("data", [b"", b"garbage\n", b"\xff" * 100])
def test_a_damaged_memory_is_no_error(folder: Path, tmp_path: Path, data: bytes) -> None:
    install(folder, "acme")
    expected = installed_plugins(GROUP)
    (remembered,) = (tmp_path / "cache").rglob("*.plugins")
    remembered.write_bytes(data)
    assert installed_plugins(GROUP) == expected


def test_without_a_folder_nothing_is_remembered(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(installed, "_cache_dir", None)
    install(folder, "acme")
    assert len(installed_plugins(GROUP)) == 1
    assert not (tmp_path / "cache").exists()


def test_a_plugin_is_a_module_or_what_is_in_it() -> None:
    assert Plugin("a", "os.path").load() is os.path
    assert Plugin("a", "pathlib:Path.cwd [extra]").load() == Path.cwd
    assert Plugin("a", "pathlib:Path").module == "pathlib"
