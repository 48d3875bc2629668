"""The project's own files agree with each other."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from operator import itemgetter
from pathlib import Path
from typing import Any

import pytest
import yaml

from postlint.command import FORCE_EXCLUDE
from postlint.paths import is_post

ROOT = Path(__file__).parents[1]
posix_only = pytest.mark.skipif(os.name != "posix", reason="make and sh")


@pytest.fixture(scope="module")
def pyproject() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def load_yaml(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def test_every_package_is_shipped(pyproject: dict[str, Any]) -> None:
    setuptools = pyproject["tool"]["setuptools"]
    present = {
        ".".join([name, *module.parent.relative_to(ROOT / folder).parts])
        for name, folder in setuptools["package-dir"].items()
        for module in (ROOT / folder).rglob("__init__.py")
    }
    assert set(setuptools["packages"]) == present


def test_every_data_file_is_shipped(pyproject: dict[str, Any]) -> None:
    setuptools = pyproject["tool"]["setuptools"]
    for name, folder in setuptools["package-dir"].items():
        for path in (ROOT / folder).rglob("*"):
            if path.is_dir() or path.suffix in {".py", ".pyc"}:
                continue
            package = ".".join([name, *path.parent.relative_to(ROOT / folder).parts])
            patterns = setuptools["package-data"].get(package, [])
            assert any(path.match(pattern) for pattern in patterns), path


@pytest.mark.parametrize("hook", load_yaml(".pre-commit-hooks.yaml"), ids=itemgetter("id"))
def test_a_hook_takes_the_files_that_are_posts(
    hook: dict[str, Any], pyproject: dict[str, Any]
) -> None:
    command, force_exclude, *options = hook["entry"].split()
    assert command in pyproject["project"]["scripts"]
    assert force_exclude == FORCE_EXCLUDE
    assert hook["id"] == "-".join([command, *(option.strip("-") for option in options)])
    for name in (
        "a.md",
        "b.markdown",
        "c/d.mdx",
        "e.mkd",
        "f.qmd",
        "g.Rmd",
        "G.MD",
        "h.txt",
        "md",
        "i.mdc",
    ):
        assert bool(re.search(hook["files"], name)) == is_post(name), name


def test_continuous_integration_runs_on_every_supported_python_and_system(
    pyproject: dict[str, Any],
) -> None:
    classifiers = pyproject["project"]["classifiers"]
    supported = [name.rpartition(" ")[2] for name in classifiers if " :: Python :: 3." in name]
    jobs = load_yaml(".github/workflows/ci.yml")["jobs"]
    matrix = jobs["test"]["strategy"]["matrix"]
    assert matrix["python"] == supported
    assert [system.partition("-")[0] for system in matrix["os"]] == ["ubuntu", "macos", "windows"]
    assert {"run": ".ci/run"} in jobs["check"]["steps"]


@posix_only
def test_continuous_integration_does_what_make_test_does() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").rstrip().endswith("\nexec make test")


@posix_only
def test_pythons_that_do_not_work_are_passed_over(tmp_path: Path) -> None:
    """A version manager leaves commands for versions that it does not run."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    broken = "#!/bin/sh\necho 'command not found' >&2\nexit 127\n"
    for name in ("python3.13", "python3.12", "python3.11", "python3"):
        command = tmp_path / name
        works = name == f"python{version}"
        command.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n' if works else broken)
        command.chmod(0o755)
    assert find_pythons(tmp_path) == f"{version} {sys.executable}\n"
    (tmp_path / f"python{version}").write_text(broken)
    assert find_pythons(tmp_path) == ""


def find_pythons(folder: Path) -> str:
    """What ``tools/find-pythons`` prints when the Pythons of a folder are all there are."""
    environment = {"PATH": f"{folder}:/bin:/usr/bin", "HOME": str(folder)}
    run = subprocess.run(
        [ROOT / "tools" / "find-pythons"],
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    return run.stdout
