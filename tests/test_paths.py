"""Where the cache is."""

import sys

import platformdirs
import pytest

from postlint.paths import cache_folder


@pytest.fixture(autouse=True)
def _no_folder_named(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("POSTLINT_CACHE_DIR", "XDG_CACHE_HOME", "ANDROID_ROOT"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize(
    "variables",
    [
        {"HOME": "/home/ada"},
        {"HOME": "/home/ada/"},
        {"HOME": "/"},
        {"HOME": "/home/ada", "XDG_CACHE_HOME": "/var/cache/ada"},
        {"HOME": "/home/ada", "XDG_CACHE_HOME": "/var/cache/ada/"},
        {"HOME": "/home/ada", "XDG_CACHE_HOME": ""},
        {"HOME": "/home/ada", "XDG_CACHE_HOME": "cache"},
        {"HOME": "/home/ada", "XDG_CACHE_HOME": "~/cache"},
    ],
    ids=str,
)
def test_it_is_where_the_operating_system_has_caches(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str]
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert cache_folder() == platformdirs.user_cache_dir("postlint", appauthor=False)


@pytest.mark.skipif(sys.platform == "win32", reason="asks Windows, not the environment")
def test_without_a_home_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setenv("HOME", "")
    monkeypatch.setattr("pwd.getpwuid", nobody)
    assert cache_folder() is None


def test_what_is_named_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POSTLINT_CACHE_DIR", "elsewhere")
    assert cache_folder() == "elsewhere"
