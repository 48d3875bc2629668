"""Other tools' globs as patterns of ``.gitignore``."""

from __future__ import annotations

import re

from postlint.regexes import lazy_pattern

#: Extended globs, which ``.gitignore`` lacks: ``!(a|b)``, ``+(a)``.
_EXTENDED = lazy_pattern(r"[!@+*?]\(")
#: The innermost braces with alternatives.
_BRACES = lazy_pattern(r"\{([^{},]*(?:,[^{},]*)+)\}")
#: So many patterns braces may stand for.
_MOST = 64


def from_root(glob: str) -> tuple[str, ...]:
    """The patterns for a glob that starts from the folder of its file, as globby's do."""
    sign, rest = _signed(glob)
    return tuple(
        f"{sign}{one}" if one.startswith(("**/", "/")) else f"{sign}/{one}"
        for one in _expanded(rest)
    )


def from_anywhere(glob: str) -> tuple[str, ...]:
    """The patterns for a glob that, without a slash inside, matches names in any folder."""
    sign, rest = _signed(glob)
    return tuple(f"{sign}{one}" for one in _expanded(rest))


def from_fnmatch(pattern: str) -> tuple[str, ...]:
    """The patterns for one whose ``*`` stands for slashes, too, as in codespell's ``skip``."""
    segments = pattern.strip().split("/")
    return from_anywhere("/".join("**" if segment == "*" else segment for segment in segments))


def from_regex(source: str) -> tuple[str, ...]:
    """The pattern for a regular expression that is but a path with its dots escaped."""
    text = source.removeprefix("^").removesuffix("$").removesuffix(".*")
    text = re.sub(r"\\([./_-])", r"\1", text)
    if not text or re.search(r"[\\^$*+?()\[\]{}|]", text):
        return ()
    return from_root(text) if source.startswith("^") else (f"**/{text.lstrip('/')}",)


def _signed(glob: str) -> tuple[str, str]:
    """The ``!`` that takes a pattern back, if there is one, and the rest."""
    taken_back = glob.startswith("!") and not _EXTENDED.match(glob)
    return ("!", glob[1:]) if taken_back else ("", glob)


def _expanded(glob: str) -> list[str]:
    """A glob without its braces; empty where it is none that ``.gitignore`` could have."""
    glob = glob.strip().removeprefix("./")
    if not glob or glob.startswith(("../", "~")) or _EXTENDED.search(glob):
        return []
    pending, expanded = [glob], list[str]()
    while pending:
        one = pending.pop(0)
        found = _BRACES.search(one)
        if found is None:
            expanded.append(f"\\{one}" if one.startswith("#") else one)
            continue
        before, after = one[: found.start()], one[found.end() :]
        pending[:0] = [f"{before}{part}{after}" for part in found[1].split(",")]
        if len(pending) + len(expanded) > _MOST:
            return []
    # Alternatives within alternatives come to the same several times.
    return list(dict.fromkeys(expanded))
