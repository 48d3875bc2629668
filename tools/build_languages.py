"""Build ``postlint/data/languages.json``: every tag that a highlighter knows.

The tables come out of the highlighters' own packages, fetched by the ordinary clients (``npm``,
``pip``, ``apt-get``) into a folder that is kept between runs when ``--packages`` names it:

    python tools/build_languages.py [--packages FOLDER]

Needs ``node`` and ``npm``, and Debian's ``apt-get`` and ``dpkg-deb`` for Rouge and Chroma. The
result depends on the pinned versions below alone.
"""

from __future__ import annotations

import argparse
import ast
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TARGET = Path(__file__).parent.parent / "postlint" / "data" / "languages.json"


class Highlighter(NamedTuple):
    """A highlighter, the package its tags are read from, and how.

    ``letter`` stands for it in the data; ``read`` yields the tags found in the unpacked package.
    """

    letter: str
    name: str
    package: str
    version: str
    fetch: Callable[[str, str, Path], Path]
    read: Callable[[Path], Iterator[str]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--packages", type=Path, help="folder in which packages are kept")
    folder = parser.parse_args().packages
    with tempfile.TemporaryDirectory() as scratch:
        packages = (folder or Path(scratch)).resolve()
        packages.mkdir(parents=True, exist_ok=True)
        TARGET.write_text(dump(collect(packages)), encoding="utf-8")


def collect(packages: Path) -> dict[str, str]:
    """The letters of the highlighters that know a tag, by tag in lower case."""
    known: dict[str, set[str]] = defaultdict(set)
    for highlighter in HIGHLIGHTERS:
        unpacked = highlighter.fetch(highlighter.package, highlighter.version, packages)
        tags = {tag.lower() for tag in highlighter.read(unpacked) if tag}
        for tag in tags:
            # What an info string cannot hold as its first word is no tag.
            if not re.search(r"[\s`{]", tag):
                known[tag].add(highlighter.letter)
        print(f"{highlighter.name} {highlighter.version}: {len(tags)}", file=sys.stderr)
    # A file name extension counts only where it is not a tag already.
    return {
        tag: "".join(sorted(letters - {EXTENSION} or letters))
        for tag, letters in sorted(known.items())
    }


def dump(known: dict[str, str]) -> str:
    """JSON with one tag a line, so that a new version of a package makes a readable diff."""
    entries = [f"    {json.dumps(tag)}: {json.dumps(letters)}" for tag, letters in known.items()]
    return '{\n  "tags": {\n' + ",\n".join(entries) + "\n  }\n}\n"


def fetch_npm(package: str, version: str, packages: Path) -> Path:
    target = packages / f"{package.strip('@').replace('/', '-')}-{version}"
    if not target.exists():
        command = ["npm", "pack", "--silent", f"{package}@{version}"]
        archive = subprocess.run(command, cwd=packages, check=True, capture_output=True, text=True)
        with tarfile.open(packages / archive.stdout.strip()) as tar:
            tar.extractall(target, filter="data")
    return target / "package"


def fetch_pip(package: str, version: str, packages: Path) -> Path:
    target = packages / f"{package}-{version}"
    if not target.exists():
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        command += ["--only-binary", ":all:", f"{package}=={version}"]
        subprocess.run(command, cwd=packages, check=True)
        wheel = next(packages.glob(f"{package.lower()}-{version}-*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            archive.extractall(target)
    return target


def fetch_deb(package: str, version: str, packages: Path) -> Path:
    target = packages / f"{package}-{version}"
    if not target.exists():
        subprocess.run(["apt-get", "download", f"{package}={version}"], cwd=packages, check=True)
        archive = next(packages.glob(f"{package}_*.deb"))
        subprocess.run(["dpkg-deb", "-x", archive, target], check=True)
    return target


def read_linguist(package: Path) -> Iterator[str]:
    """Names with their spaces as hyphens, as Linguist's ``default_alias`` has them, and aliases."""
    for language in linguist_languages(package):
        yield re.sub(r"\s", "-", language["name"])
        yield from language.get("aliases", [])


def read_linguist_extensions(package: Path) -> Iterator[str]:
    """Extensions without their dot, as Chroma and Pandoc accept them in place of a name."""
    for language in linguist_languages(package):
        for extension in language.get("extensions", []):
            # ".sh.in" is a file's name rather than a way to name a language.
            if extension.count(".") == 1:
                yield extension.removeprefix(".")


def linguist_languages(package: Path) -> list[dict[str, Any]]:
    script = f"""
        const languages = await import({json.dumps((package / "index.js").as_uri())});
        console.log(JSON.stringify(Object.values(languages)));
    """
    languages: list[dict[str, Any]] = json.loads(run_node(script))
    return languages


def read_highlight_js(package: Path) -> Iterator[str]:
    script = f"""
        import {{createRequire}} from "node:module";
        const hljs = createRequire(import.meta.url)({json.dumps(str(package))});
        const names = hljs.listLanguages();
        console.log(JSON.stringify(names.flatMap(
            name => [name, ...(hljs.getLanguage(name).aliases ?? [])])));
    """
    yield from json.loads(run_node(script))


def run_node(script: str) -> str:
    command = ["node", "--input-type=module", "-e", script]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def read_prism(package: Path) -> Iterator[str]:
    components = json.loads((package / "components.json").read_text(encoding="utf-8"))
    for name, language in components["languages"].items():
        if name == "meta":
            continue
        yield name
        alias = language.get("alias", [])
        yield from [alias] if isinstance(alias, str) else alias


def read_shiki(package: Path) -> Iterator[str]:
    """Each language and each alias is a module of its own."""
    for module in (package / "dist").glob("*.mjs"):
        if module.stem != "index":
            yield module.stem


def read_pygments(package: Path) -> Iterator[str]:
    tree = ast.parse((package / "pygments/lexers/_mapping.py").read_text(encoding="utf-8"))
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and ast.unparse(statement.targets[0]) == "LEXERS":
            for _, _, aliases, _, _ in ast.literal_eval(statement.value).values():
                yield from aliases


def read_rouge(package: Path) -> Iterator[str]:
    for lexer in package.rglob("lexers/*.rb"):
        source = lexer.read_text(encoding="utf-8")
        # The list of aliases goes on after a comma at the end of a line.
        for line in re.findall(r"^ *(?:tag|aliases) +((?:.*,\n)*.*)$", source, re.MULTILINE):
            yield from (a or b for a, b in re.findall(r"""["']([^"'\s]+)["']|:(\w+)""", line))


def read_chroma(package: Path) -> Iterator[str]:
    """Names, aliases, and the file names (``Makefile``) that Chroma accepts as well."""
    for lexer in package.rglob("lexers/**/*.xml"):
        config = lexer.read_text(encoding="utf-8").partition("</config>")[0]
        yield from re.findall(r"<(?:name|alias)>([^<]+)</", config)
        yield from exact_names(re.findall(r"<filename>([^<]+)</", config))
    for lexer in package.rglob("lexers/**/*.go"):
        source = lexer.read_text(encoding="utf-8")
        for field, values in re.findall(r"(Aliases|Filenames): +\[\]string\{([^}]*)\}", source):
            names = re.findall(r'"([^"]+)"', values)
            yield from names if field == "Aliases" else exact_names(names)


def exact_names(patterns: list[str]) -> Iterator[str]:
    for pattern in patterns:
        if not re.search(r"[*?\[]", pattern):
            yield pattern


EXTENSION = "x"

HIGHLIGHTERS = [
    Highlighter("l", "Linguist", "linguist-languages", "9.5.0", fetch_npm, read_linguist),
    Highlighter("p", "Pygments", "pygments", "2.21.0", fetch_pip, read_pygments),
    Highlighter("h", "highlight.js", "highlight.js", "11.12.0", fetch_npm, read_highlight_js),
    Highlighter("i", "Prism", "prismjs", "1.30.0", fetch_npm, read_prism),
    Highlighter("s", "Shiki", "@shikijs/langs", "4.6.0", fetch_npm, read_shiki),
    Highlighter("r", "Rouge", "ruby-rouge", "3.30.0-2", fetch_deb, read_rouge),
    Highlighter(
        "c", "Chroma", "golang-github-alecthomas-chroma-v2-dev", "2.5.0-1", fetch_deb, read_chroma
    ),
    Highlighter(
        EXTENSION,
        "Linguist's extensions",
        "linguist-languages",
        "9.5.0",
        fetch_npm,
        read_linguist_extensions,
    ),
]

if __name__ == "__main__":
    main()
