"""What holds for all tests."""

import signal

import pytest
from hypothesis import settings

# How long an example takes depends on the machine and on what else it does.
settings.register_profile("postlint", deadline=None)
settings.load_profile("postlint")

# A shell's background jobs ignore Ctrl-C, and all that they start: what is sent it here must not.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def cache_of_its_own(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No test sees what another one, or whoever runs the tests, has cached."""
    monkeypatch.setenv("POSTLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
