"""What postlint finds and its peers do not, and the reverse, where the job is the same.

    python benchmarks/differential.py FOLDER [--show 20]

Installs postlint and the peers into ``.benchmarks``, as ``run.py`` does, runs them on a folder of
posts, and prints a table in Markdown: markdownlint-cli2 (MD040, MD042, MD051, MD052, MD053) by file
and line, lychee (``--offline``, with fragments) by file and destination. Findings of one alone are
counted by what is known of them; ``--show`` lists so many of each kind, to be read by hand.
Nothing is written into the folder.
"""

from __future__ import annotations

import argparse
import datetime
import json
import posixpath
import re
import subprocess
import tempfile
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from tools import ROOT, Tools

#: Our rules by those of markdownlint that do the same.
RULES = {
    "MD040": ("missing-code-language",),
    "MD042": ("empty-link",),
    "MD051": ("missing-anchor",),
    "MD052": ("undefined-reference", "undefined-footnote"),
    "MD053": ("unused-definition", "duplicate-definition"),
}
#: Our rules that find what lychee finds.
LINKS = ("missing-file", "missing-anchor", "malformed-url", "empty-link")
_LINE = re.compile(r"(?P<path>.+?):(?P<line>\d+)(?::\d+)? (?:error |warning )?(?P<rule>MD\d+)/")
_BUILDING = re.compile(r'Error building URL for "(.*?)"')
_TEMPLATE = re.compile(r"\{\{|\{%")
_TEMPLATE_LABEL = re.compile(r"^ {0,3}\[[^\]\n]+\]:.*(?:\{\{|\{%)", re.M)


class Case(NamedTuple):
    """A finding: where, and the destination, label or message by which it can be recognised."""

    path: str
    line: int
    what: str


Cases = dict[tuple[str, int | str], Case]


def main() -> None:
    options = _options()
    folder: Path = options.folder.resolve()
    tools = Tools(options.place.resolve())
    tools.install(npm=True)
    versions = tools.versions()
    ours = _postlint(tools, folder)
    print(datetime.datetime.now(datetime.UTC).date().isoformat(), end=": ")
    print(", ".join(f"{name} {versions[name]}" for name in ("markdownlint-cli2", "lychee")))
    print("\n| job | both | postlint alone | peer alone |\n|---|--:|--:|--:|")
    kinds: dict[tuple[str, str], list[Case]] = defaultdict(list)
    if tools.has_npm:
        theirs = _markdownlint(tools, folder)
        for code, names in RULES.items():
            own = {
                (case.path, case.line): case
                for name in names
                for case in ours.get(name, {}).values()
            }
            _compare(code, own, theirs.get(code, {}), kinds, folder)
    _compare("lychee", _destinations(ours, folder), _lychee(tools, folder), kinds, folder)
    for (job, kind), cases in sorted(kinds.items()):
        print(f"\n{job}, {kind}: {len(cases):,}")
        for case in cases[: options.show]:
            print(f"    {case.path}:{case.line} {case.what}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--place", type=Path, default=ROOT / ".benchmarks")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="so many of each kind")
    return parser.parse_args()


def _compare(
    job: str,
    ours: Cases,
    theirs: Cases,
    kinds: dict[tuple[str, str], list[Case]],
    folder: Path,
) -> None:
    alone, peer = ours.keys() - theirs.keys(), theirs.keys() - ours.keys()
    print(f"| {job} | {len(ours.keys() & theirs.keys()):,} | {len(alone):,} | {len(peer):,} |")
    for key in sorted(alone, key=str):
        kinds[job, "postlint alone"].append(ours[key])
    for key in sorted(peer, key=str):
        kinds[job, f"peer alone, {_kind(job, theirs[key], folder)}"].append(theirs[key])


def _kind(job: str, case: Case, folder: Path) -> str:
    """What is known, from the text alone, of a finding that only the peer has."""
    if job == "MD051" or (job == "lychee" and "#" in case.what and case.what.startswith("#")):
        return "an anchor for which postlint knows a heading or a page it cannot see whole"
    if job == "MD052":
        text = (folder / case.path).read_text(encoding="utf-8", errors="replace")
        return "the label is made by a template" if _TEMPLATE_LABEL.search(text) else "other"
    if job != "lychee":
        return "other"
    path = case.what.partition("#")[0]
    if _TEMPLATE.search(path):
        return "a template makes the address"
    if path.startswith("/"):
        return "an address from the site's root, which lychee has to be told"
    if not path:
        return "no destination"
    stem, suffix = posixpath.splitext(path)
    if suffix == ".html":
        beside = (folder / case.path).parent / f"{stem}.md"
        return f"the address of a page, {'with' if beside.exists() else 'without'} its Markdown"
    return "an address without a suffix" if not suffix else "other"


def _postlint(tools: Tools, folder: Path) -> dict[str, Cases]:
    names = sorted({*LINKS, *(name for names in RULES.values() for name in names)})
    command = tools.postlint(
        "--isolated", "--no-cache", "--format", "json", "--select", ",".join(names), "."
    )
    found: dict[str, Cases] = defaultdict(dict)
    for it in json.loads(_output(command, folder).stdout)["diagnostics"]:
        text = (folder / it["path"]).read_bytes().decode("utf-8-sig", errors="replace")
        span = text[it["start"]["offset"] : it["end"]["offset"]]
        case = Case(it["path"], it["start"]["line"], span)
        found[it["rule"]][case.path, it["start"]["offset"]] = case
    return found


def _markdownlint(tools: Tools, folder: Path) -> dict[str, Cases]:
    found: dict[str, Cases] = defaultdict(dict)
    with tempfile.TemporaryDirectory() as temporary:
        config = Path(temporary) / ".markdownlint-cli2.jsonc"
        config.write_text(json.dumps({"config": {"default": False, **dict.fromkeys(RULES, True)}}))
        command = tools.npm_peer(
            *("markdownlint-cli2", "--config", str(config), "**/*.{md,markdown}")
        )
        done = _output(command, folder)
    for match in map(_LINE.match, (done.stdout + done.stderr).splitlines()):
        if match is not None:
            case = Case(match["path"], int(match["line"]), match.string[match.end() :])
            found[match["rule"]][case.path, case.line] = case
    return found


def _lychee(tools: Tools, folder: Path) -> Cases:
    command = tools.peer(
        *("lychee", "--offline", "--hidden", "--include-fragments", "--no-progress"),
        *("--format", "json", "**/*.md", "**/*.markdown"),
    )
    found: Cases = {}
    for path, failures in json.loads(_output(command, folder).stdout)["error_map"].items():
        for it in failures:
            text = it["status"]["text"]
            built = _BUILDING.match(text)
            url = built[1] if built else it["url"].partition("?")[0]
            target = unquote(url.removeprefix("file://"))
            own = str(folder / path)
            shown = posixpath.relpath(target, posixpath.dirname(own)) if not built else target
            if "fragment" in text:
                shown = "#" + target.partition("#")[2]
            found[path, target] = Case(path, it["span"]["line"], shown)
    return found


def _destinations(ours: dict[str, Cases], folder: Path) -> Cases:
    """Our findings by the destination, absolute as lychee has it."""
    found: Cases = {}
    for name in LINKS:
        for case in ours.get(name, {}).values():
            written = unquote(case.what.partition("?")[0])
            own = str(folder / case.path)
            joined = posixpath.join(posixpath.dirname(own), written)
            target = own + written if written.startswith("#") else posixpath.normpath(joined)
            found[case.path, "" if name == "empty-link" else target] = case
    return found


def _output(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


if __name__ == "__main__":
    main()
