"""What an info string says: the language, in every way that site generators read it.

CommonMark leaves the info string open; its first word is "typically" the language
(https://spec.commonmark.org/0.31.2/#info-string). What else stands there, and where the language
is then, each generator decides for itself: the functions below name theirs.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from msgspec import Struct

from postlint.code.languages import is_language
from postlint.regexes import lazy_pattern


class Naming(Enum):
    """How a code block names its language."""

    #: No language: there is nothing, or attributes alone (``{1,3}``, ``title="x"``).
    ABSENT = auto()
    #: ``name`` is meant as a language, known or not.
    LANGUAGE = auto()
    #: ``name`` may be a language or something else: a directive, a class.
    WORD = auto()
    #: Something else decides: raw output, a template, a directive, a documentation test.
    OTHER = auto()


class Language(Struct, frozen=True):
    """The language of an info string, and where in the info string it stands.

    ``start`` and ``end`` are indices into the info string, end exclusive; where the language is
    absent, both are where it would stand. ``name`` is as written, empty unless ``naming`` is
    ``LANGUAGE`` or ``WORD``.
    """

    naming: Naming
    start: int
    end: int
    name: str = ""


def parse_info(info: str) -> Language:
    """The language that the info string of a fence names."""
    start = len(info) - len(info.lstrip())
    if start == len(info):
        return Language(Naming.ABSENT, 0, 0)
    if info.startswith("{", start):
        return _braced(info, start)
    return _bare(info, start)


def parse_template_info(info: str) -> Language:
    """The language that the arguments of a ``highlight`` or ``codeblock`` tag name.

    Jekyll's ``{% highlight ruby linenos %}``, Hugo's ``{{< highlight go "linenos=table" >}}``,
    Eleventy's ``{% highlight "js" %}``, and Hexo's ``{% codeblock Title lang:js %}``.
    """
    keyword = re.search(r"""\b(?:lang|language|type)[:=]["']?([^\s"',]+)""", info)
    if keyword:
        return Language(Naming.LANGUAGE, keyword.start(1), keyword.end(1), keyword[1])
    positional = re.match(r"""\s*["']?([^\s"',=]+)(?![^\s"',]*=)""", info)
    if positional:
        return Language(Naming.LANGUAGE, positional.start(1), positional.end(1), positional[1])
    start = len(info) - len(info.lstrip())
    return Language(Naming.ABSENT, start, start)


def parse_attributes(attributes: str) -> Language:
    """The language that a kramdown attribute list (``{: .language-ruby}``) gives a block."""
    match = re.search(r"""\.(?:language|lang)-([^\s.#}]+)|\blang=["']?([^\s"'}]+)""", attributes)
    if not match:
        return Language(Naming.ABSENT, 0, 0)
    group = 1 if match[1] else 2
    return Language(Naming.LANGUAGE, match.start(group), match.end(group), match[group])


#: Attributes of a documentation test in Rust, which may stand alone or before the language:
#: https://doc.rust-lang.org/rustdoc/write-documentation/documentation-tests.html#attributes
_RUSTDOC = lazy_pattern(
    r"ignore(-[\w-]+)?|should_panic|no_run|compile_fail|edition\d{4}|standalone_crate|"
    r"test_harness|allow_fail|E\d{4}"
)

#: What ends a language that something is written to without a space: ``rust,ignore``,
#: ``js{1,3}``, ``python:main.py``, ``ts:line-numbers``, ``js=10``, ``js|app.js``, ``js[1-2]``,
#: ``python;gutter:false``, ``python(main.py)``, ``python!``.
_SEPARATOR = lazy_pattern(r"[,{:=|\[;(!?]")

_FIRST_WORD = lazy_pattern(r"\S+")
_PLACEHOLDER = lazy_pattern(r"\{\{|\{%|[$<]")
_LETTER = lazy_pattern(r"\w")


def _bare(info: str, start: int) -> Language:
    """An info string that begins with a word."""
    word = _FIRST_WORD.match(info, start)
    if word is None or info[start] in "\"'":
        return Language(Naming.ABSENT, start, start)
    text = word[0]
    if is_language(text):
        return _named(start, text)
    if _PLACEHOLDER.search(text):
        return Language(Naming.OTHER, start, start)
    if "," in text:
        return _comma_separated(text, start)
    if _RUSTDOC.fullmatch(text):
        return Language(Naming.OTHER, start, start)
    letter = _LETTER.search(text)
    if letter is None:
        return Language(Naming.OTHER, start, start)
    separator = _SEPARATOR.search(text, letter.start())
    if separator is None:
        return _named(start, _before_slash(text))
    name = text[: separator.start()]
    if separator[0] == "=" and not (
        is_language(name) and re.fullmatch(r"=[\d+]*", text[len(name) :])
    ):
        # `title="x"`, as opposed to HackMD's `js=10`.
        return Language(Naming.ABSENT, start, start)
    return _named(start, name)


def _comma_separated(text: str, start: int) -> Language:
    """rustdoc's, mdBook's and Zola's ``rust,ignore``, where the language may come later."""
    offset = start
    for part in text.split(","):
        if part and not _RUSTDOC.fullmatch(part):
            name = _SEPARATOR.split(part, maxsplit=1)[0]
            return _named(offset, name) if name else Language(Naming.ABSENT, start, start)
        offset += len(part) + 1
    return Language(Naming.OTHER, start, start)


def _before_slash(text: str) -> str:
    """``js/useState/`` highlights a word in Nextra; ``src/main.js`` is a file."""
    name = text.partition("/")[0]
    return name if is_language(name) else text


def _named(start: int, name: str) -> Language:
    return Language(Naming.LANGUAGE, start, start + len(name), name)


_TOKEN = lazy_pattern(r"[^\s,]+")
_CLASS = lazy_pattern(r"\.((?:lang(?:uage)?-)?)([^.#]+)")
_QUOTED = lazy_pattern(r"\"[^\"]*\"|'[^']*'")

#: Classes that say how code is shown, not what it is: those of Pandoc, Material for MkDocs and
#: Quarto.
_PRESENTATION = frozenset(
    {
        "annotate",
        "cell-code",
        "code-overflow-scroll",
        "code-overflow-wrap",
        "copy",
        "line-anchors",
        "line-numbers",
        "lineanchors",
        "linenos",
        "literate",
        "no-copy",
        "no-select",
        "number-lines",
        "numberlines",
        "select",
    }
)

#: MyST directives that take a language after their braces, as in ``{code-block} python``:
#: https://myst-parser.readthedocs.io/en/latest/syntax/code_and_apis.html
_CODE_DIRECTIVES = frozenset({"code", "code-block", "code-cell", "sourcecode"})


def _braced(info: str, start: int) -> Language:
    """An info string that begins with a brace: attributes, an engine or a directive."""
    close = info.find("}", start)
    end = len(info) if close < 0 else close
    # A quoted value may hold anything, and names nothing; only its length matters.
    inside = _QUOTED.sub(lambda value: " " * len(value[0]), info[start + 1 : end])
    if inside.startswith(("{", "%", "=")):
        return Language(Naming.OTHER, start, start)
    first = _TOKEN.search(inside)
    if first is None or first[0][0] in ".#" or first[0][0].isdigit() or "=" in first[0]:
        return _attributes(inside, start)
    if ":" in first[0]:
        return Language(Naming.OTHER, start, start)
    if first[0].lower() in _CODE_DIRECTIVES:
        argument = _FIRST_WORD.search(info, end + 1)
        if argument is None:
            return Language(Naming.OTHER, start, start)
        return _named(argument.start(), argument[0])
    offset = start + 1 + first.start()
    # knitr's options follow a comma: `{python, echo=FALSE}`. MyST's directives have none inside.
    naming = Naming.LANGUAGE if "," in inside else Naming.WORD
    return Language(naming, offset, offset + len(first[0]), first[0])


def _attributes(inside: str, start: int) -> Language:
    """Pandoc's ``{#id .python .numberLines startFrom="100"}``: the first class is the language."""
    word = None
    for token in _TOKEN.finditer(inside):
        if "=" in token[0]:
            continue
        for match in _CLASS.finditer(token[0]):
            prefix, name = match.groups()
            offset = start + 1 + token.start() + match.start(2)
            if prefix or is_language(name):
                return _named(offset, name)
            if word is None and name.lower() not in _PRESENTATION:
                word = Language(Naming.WORD, offset, offset + len(name), name)
    return word or Language(Naming.ABSENT, start, start)
