"""The language of a code block without a tag, where its content leaves no doubt.

Each detector knows one language by what no other has: a shebang, a prompt, a grammar that only it
parses. Silence is the rule; on blocks whose authors did write a tag, what is named here has to
agree with it in more than 98 of 100.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from postlint.code.shell import is_shell_commands, prompt_language
from postlint.code.signatures import FIRST_LINES, SIGNATURES, matches
from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable

#: What is looked at, in code points: more of the same would not make the language clearer.
_SAMPLE = 4_000
#: Data is parsed as a whole, or not at all.
_LONGEST_DATA = 100_000

#: Templates, Markdown with code in it, and scripts quoted on a command line hold two languages.
_OF_SEVERAL = lazy_pattern(
    r"\{%-? *\w|(?<!\$)\{\{[ <-]|^ *```|\A<!--|"
    r" --?\w[\w-]* (?:\"[^\"\n]*|'[^'\n]*)$|\A[a-z][\w-]* [^\n]* [\"'](?:\(\{)?$",
    re.MULTILINE,
)


def detect_language(content: str) -> str | None:
    """The tag for what a code block holds, or None where there is doubt."""
    content = content.strip("\n")
    if not content.strip():
        return None
    sample = _sample(content)
    language = prompt_language(sample)
    if language:
        return language
    if sample.startswith("#!"):
        return _shebang(sample)
    if _OF_SEVERAL.search(sample):
        return None
    for language, pattern in FIRST_LINES:
        if pattern.match(sample):
            return language
    for candidate, is_written_in in _DATA:
        if len(content) <= _LONGEST_DATA and is_written_in(content):
            return candidate
    found = [language for language, signature in SIGNATURES.items() if matches(signature, sample)]
    if found:
        return found[0] if len(found) == 1 else None
    return "bash" if is_shell_commands(sample) else None


def _sample(content: str) -> str:
    """The first lines, whole."""
    if len(content) <= _SAMPLE:
        return content
    sample, newline, _ = content[:_SAMPLE].rpartition("\n")
    return sample if newline else ""


_SHEBANG = lazy_pattern(r"#! ?/(?:[\w.-]+/)+(?:env +(?:-\S+ +)?)?([A-Za-z]+)[\d.]*(?=\s|$)")
_INTERPRETERS = {
    "bash": "bash",
    "bun": "javascript",
    "dash": "sh",
    "fish": "fish",
    "ksh": "ksh",
    "lua": "lua",
    "node": "javascript",
    "perl": "perl",
    "php": "php",
    "pwsh": "powershell",
    "pypy": "python",
    "python": "python",
    "ruby": "ruby",
    "sh": "sh",
    "uv": "python",
    "zsh": "zsh",
}


def _shebang(sample: str) -> str | None:
    match = _SHEBANG.match(sample)
    return _INTERPRETERS.get(match[1]) if match else None


def _is_json(content: str) -> bool:
    """An object with a key, or an array with such an object: ``[1, 2]`` is valid in too many."""
    bare = content.strip()
    if not re.match(r'\{\s*"|\[\s*\{\s*"', bare):
        return False
    import json

    try:
        json.loads(bare)
    except (ValueError, RecursionError):
        return False
    return True


_TOML_TABLE = lazy_pattern(r'^\[\[?[\w."-]+\]\]?\s*(?:#.*)?$', re.MULTILINE)
_TOML_STRING = lazy_pattern(r"^[\w.-]+\s*=\s*(?:[\"'{]|\[\s*[\"'{]|true$|false$)", re.MULTILINE)


def _is_toml(content: str) -> bool:
    """Tables with strings or booleans: an INI file would have them without quotes."""
    if not _TOML_TABLE.search(content) or not _TOML_STRING.search(content):
        return False
    import tomllib

    try:
        tomllib.loads(content)
    except (ValueError, RecursionError):
        return False
    return True


_YAML_KEY = lazy_pattern(r"[A-Za-z_][\w./-]*:(?: |$)|[\"'][\w ./-]+[\"']:(?: |$)")
_YAML_ITEMS = lazy_pattern(r"\A(?:- +)+")
_YAML_BLOCK = lazy_pattern(r"[|>][+-]?\d?$")


def _is_yaml(content: str) -> bool:
    """Nothing but keys, items and comments, with a key that holds others or items of keys."""
    lines = content.rstrip().split("\n")
    begins = lines[0].rstrip() == "---"
    if begins:
        del lines[0]
        if lines and lines[-1].rstrip() in {"---", "..."}:
            lines.pop()
    keys = nested = 0
    literal_indent = -1
    if not lines or lines[0].startswith(" "):
        return False
    for line in lines:
        text = line.strip()
        indent = len(line) - len(line.lstrip(" "))
        if literal_indent >= 0 and (indent > literal_indent or not text):
            continue
        literal_indent = -1
        if not text or text.startswith("#"):
            continue
        entry = _YAML_ITEMS.sub("", text)
        if _YAML_KEY.match(entry):
            keys += 1
            nested += indent > 0 or entry != text
            if _YAML_BLOCK.search(entry):
                literal_indent = indent
        elif not text.startswith("- "):
            return False
        if text.endswith((";", ",")):
            return False
    return keys >= 1 if begins else keys >= 2 and nested >= 1


_DATA: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("json", _is_json),
    ("toml", _is_toml),
    ("yaml", _is_yaml),
)
