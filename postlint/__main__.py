"""``postlint`` and ``python -m postlint``."""

from __future__ import annotations

import _thread
import atexit
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import signal as _signal
    from sys import UnraisableHookArgs
    from typing import NoReturn
else:
    import _signal  # what signal takes from C, without importing enum


def main() -> None:
    """Runs the command line and exits with its status."""
    if sys.argv[1:] == ["--version"]:
        # Hooks and scripts ask this often; nothing needs to be imported to answer.
        from postlint import __version__

        print(f"postlint {__version__}")
        return
    sys.unraisablehook = _interrupt_again
    try:
        from postlint.command import run

        status = run(sys.argv[1:])
        _signal.signal(_signal.SIGINT, _signal.SIG_IGN)  # all is done
    except KeyboardInterrupt:
        # Pressed while modules were still being imported.
        _signal.signal(_signal.SIGINT, _signal.SIG_IGN)
        status = 130
    _leave(status)


def _interrupt_again(unraisable: UnraisableHookArgs) -> None:
    """Ctrl-C during a callback of the collector or of a weak reference is answered after it.

    Python would print and forget it there, and the run would go on.
    """
    if issubclass(unraisable.exc_type, KeyboardInterrupt):
        _thread.start_new_thread(_interrupt_soon, ())
    else:
        sys.__unraisablehook__(unraisable)


def _interrupt_soon() -> None:
    import time

    time.sleep(0.001)
    if os.name == "posix":
        os.kill(os.getpid(), _signal.SIGINT)  # ends waiting too
    else:
        _thread.interrupt_main()


def _leave(status: int) -> NoReturn:
    """Ends the process without taking apart what goes with it anyway: a tenth of a short run.

    What others have registered for the end is called, and what they have written is flushed.
    """
    from contextlib import suppress

    threads = sys.modules.get("threading")
    others = threads is not None and threads.active_count() > 1
    if not (others or sys.gettrace() or sys.getprofile()):
        atexit._run_exitfuncs()  # what the interpreter does too; there is no public name for it
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    sys.exit(status)


if __name__ == "__main__":
    main()
