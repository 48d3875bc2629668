"""``postlint`` and ``python -m postlint``."""

from __future__ import annotations

import sys


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
    sys.exit(status)


if __name__ == "__main__":
    main()
