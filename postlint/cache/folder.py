"""The cache folder, made so that neither Git nor backups nor postlint itself looks into it."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

#: https://bford.info/cachedir/
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n# This folder is a cache of postlint.\n"
#: All that changes is below this, so that the cache folder itself stays as it is.
_INNER = "1"


def inner_folder(cache_dir: str) -> Path:
    """The folder for files that postlint writes; raises ``OSError`` when it cannot be made."""
    inner = Path(cache_dir) / _INNER
    if not inner.is_dir():
        inner.mkdir(parents=True, exist_ok=True)
        for name, text in (("CACHEDIR.TAG", _TAG), (".gitignore", "*\n")):
            with suppress(FileExistsError), (inner.parent / name).open("x") as file:
                file.write(text)
    return inner


def replace_file(path: Path, *parts: bytes) -> None:
    """Writes a file such that others see either the old or the new one; raises ``OSError``."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            file.writelines(parts)
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
        raise
