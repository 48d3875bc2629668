"""``postlint`` and ``python -m postlint``."""

from __future__ import annotations

import atexit
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import NoReturn


def main() -> None:
    """Runs the command line and exits with its status."""
    if sys.argv[1:] == ["--version"]:
        # Hooks and scripts ask this often; nothing needs to be imported to answer.
        from postlint import __version__

        print(f"postlint {__version__}")
        return
    try:
        from postlint.command import run

        status = run(sys.argv[1:])
    except KeyboardInterrupt:
        # Pressed while modules were still being imported.
        status = 130
    _leave(status)


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
