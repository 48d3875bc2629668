"""How source code of a language gives itself away."""

from __future__ import annotations

import re

from msgspec import Struct

from postlint.regexes import lazy_pattern


class Signature(Struct, frozen=True):
    """Code is in a language if it has ``enough`` of the signs and none of what is foreign."""

    signs: tuple[re.Pattern[str], ...]
    foreign: re.Pattern[str] | None = None
    enough: int = 1


def matches(signature: Signature, sample: str) -> bool:
    """Whether a text has the signature."""
    found = 0
    for sign in signature.signs:
        if sign.search(sample):
            found += 1
            if found == signature.enough:
                return not (signature.foreign and signature.foreign.search(sample))
    return False


def _patterns(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(lazy_pattern(pattern, re.MULTILINE) for pattern in patterns)


def _pattern(*alternatives: str) -> re.Pattern[str]:
    return lazy_pattern("|".join(alternatives), re.MULTILINE)


#: What the text begins with, and the language that alone begins so.
FIRST_LINES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("php", lazy_pattern(r"\s*<\?php\b")),
    ("xml", lazy_pattern(r"\s*<\?xml\b")),
    ("html", lazy_pattern(r"\s*(?:<!doctype html|<html[\s>])", re.IGNORECASE)),
    (
        "diff",
        lazy_pattern(r"diff --git |--- \S.*\n\+\+\+ \S|@@ -\d+(?:,\d+)? \+\d+(?:,\d+)? @@"),
    ),
    (
        "http",
        lazy_pattern(
            r"(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS) \S+ HTTP/\d|"
            r"HTTP/\d(?:\.\d)? \d{3}[^\n]*\n[\w-]+: "
        ),
    ),
    ("latex", lazy_pattern(r"\s*\\documentclass\b")),
    (
        "mermaid",
        lazy_pattern(
            r"\s*(?:(?:graph|flowchart) (?:TD|TB|BT|LR|RL)\b|"
            r"(?:sequenceDiagram|classDiagram|stateDiagram(?:-v2)?|erDiagram|gitGraph)\s*$)",
            re.MULTILINE,
        ),
    ),
)

#: Lines of a session, of a compiler's report or of a diff around the code; elisions.
_REPORT = (
    r"^[ \t]*(?:\$|%|PS|>>>) ",
    r"^(?:error|warning|note)(?:\[\w+\])?:",
    r"^[ \t]*-->",
    r"^ *\d* +\|(?: |$)",
    r"^[+-](?![+-]|\s*\d)",
)
_MARKUP = r"^[ \t]*</?\w"

#: Comments may come before the first statement.
_SQL_START = r"(?i)\A(?:--[^\n]*\n|\s)*"

SIGNATURES: dict[str, Signature] = {
    "python": Signature(
        _patterns(
            r"^from [\w.]+ import (?:\(|[\w*])",
            r"^import \w+ as \w+$",
            r"^import (?:argparse|asyncio|csv|datetime|json|os|re|requests|subprocess|sys)$",
            r"^[ \t]*(?:async )?def \w+\([^()\n]*\)(?: -> [^\n:]+)?:",
            r"^class \w+(?:\([\w., =]*\))?:$",
            r"^if __name__ == ",
            r"^[ \t]*(?:el)?if [^\n{}]+:$",
            r"^[ \t]*for [\w, ()]+ in [^\n{}]+:$",
            r"^[ \t]*(?:async )?with [^\n{}]+ as \w+:$",
            r"^[ \t]*try:$",
            r"^[ \t]*(?:print\(|return |self\.\w+ = )",
            r"^\w+ = \w+(?:\.\w+)*\(",
            r"^@[\w.]+(?:\([^()\n]*\))?\n(?:async )?def ",
        ),
        foreign=_pattern(
            *_REPORT, _MARKUP, r";$|^=+ |^E  ", r"^[ \t]*(?:end|func|proc|fn|let|const|var)\b"
        ),
        enough=2,
    ),
    "rust": Signature(
        _patterns(
            r"\bfn \w+(?:<[^>\n]*>)?\([^()\n]*\)(?: -> [^\n{]+)? \{",
            r"\b(?:println|eprintln|vec|assert|assert_eq|panic|format|todo|write)!\s*[(\[]",
            r"^[ \t]*#!?\[(?:derive|test|cfg|allow|tokio::main|no_mangle|feature)\b",
            r"\blet mut \w+",
            r"^[ \t]*(?:pub )?use (?:std|core|alloc|crate|super|self|\w+)::",
            r"\bimpl\b[^\n{;]*\{",
            r"&(?:mut )?self\b|&'\w+ |&mut \w",
            r"\bpub (?:fn|struct|enum|mod|trait|async)\b",
            r"\bmatch [^\n{]+ \{",
            r"\b(?:String|Vec|Box|Rc|Arc|HashMap)::\w+",
            r"\.(?:unwrap|expect|iter|into_iter)\(",
            r":\s*&?(?:[iu](?:8|16|32|64|128|size)|str|String|Vec<)",
            r"\b(?:Some|Ok|Err)\(",
        ),
        foreign=_pattern(*_REPORT, _MARKUP, r"^#include|^(?:using|namespace|import) |\w->\w"),
        enough=2,
    ),
    "javascript": Signature(
        _patterns(
            r"\bconsole\.(?:log|error|warn)\(",
            r"^[ \t]*(?:const|let|var) [\w${}, ]+ = ",
            r"\brequire\(['\"][^'\"\n]+['\"]\)",
            r"\b(?:document|window)\.\w+",
            r"\bfunction\*?\s*\w*\([^()\n]*\) \{",
            r"=> [{(]|=>$|\) => \w",
            r"\bawait \w+",
            r"^[ \t]*module\.exports\b",
            r"\.addEventListener\(",
            r"^export (?:default|const|function|async)\b",
            r"===|!==",
        ),
        foreign=_pattern(
            *_REPORT,
            _MARKUP,
            r"</\w|<[A-Z]\w*[ />]|^[ \t]*@\w|\w<[\w{]|\A\s*- \w|^> ",
            r"\w\??: ?(?:string|number|boolean|any|void|unknown|Promise|Array|[A-Z]\w*[\[<])",
            r"^[ \t]*(?:export |declare )*(?:interface|type|enum|namespace|abstract) \w",
            r"\bas (?:const|\w+)[;,)]|\bimport type\b|<\w+>\(|^[ \t]*(?:private|public|readonly) ",
            r"^import\b|\b(?:let mut|fn|func|fun|def|val|echo|match) |::|\"\"\"|\.\.;$",
        ),
        enough=2,
    ),
    "c": Signature(
        _patterns(r"^#\s*include <(?:ctype|math|stdint|stdio|stdlib|string|unistd)\.h>"),
        foreign=_pattern(
            *_REPORT, r"\bstd::|^#include <\w+>|\b(?:class|template|using|extern \"C\")"
        ),
    ),
    "cpp": Signature(
        _patterns(
            r"^#\s*include <(?:algorithm|iostream|map|memory|string|unordered_map|vector)>",
            r"\bstd::(?:cout|string|vector|unique_ptr|move)\b[^\n]*;$",
        ),
        foreign=_pattern(*_REPORT, r"^(?:use|impl|fn)\b"),
    ),
    "csharp": Signature(
        _patterns(
            r"^using [A-Z]\w*(?:\.\w+)*;$",
            r"\bConsole\.WriteLine\([^\n]*;$",
            r"^namespace [A-Z][\w.]*;?$",
            r"\b(?:public|private) (?:async )?(?:class|void|static|Task|string|int)\b",
        ),
        foreign=_pattern(*_REPORT, r"^import\b|\bstd::"),
        enough=2,
    ),
    "java": Signature(
        _patterns(
            r"\bpublic static void main\(String",
            r"\bSystem\.out\.print(?:ln|f)?\([^\n]*;$",
            r"^import (?:static )?(?:java|javax|org|com)\.[\w.]+(?:\.\*)?;$",
            r"\b(?:public|private|protected) (?:static |final )*(?:class|void|int|String)\b",
        ),
        foreign=_pattern(*_REPORT, r"\b(?:fun|val|def) "),
        enough=2,
    ),
    "go": Signature(
        _patterns(
            r"^package \w+$",
            r"^func (?:\([^()\n]*\) )?\w*\(",
            r"^import (?:\(|\"[\w/.-]+\")$",
            r"\w :?= range |\w := ",
            r"\bfmt\.\w+\(|\berr != nil\b",
            r"^type \w+ (?:struct|interface) \{",
        ),
        foreign=_pattern(*_REPORT, r";$"),
        enough=2,
    ),
    "kotlin": Signature(
        _patterns(r"\bfun \w+\([^()\n]*\)(?:: \w+)? [{=]", r"\bval \w+", r"\bprintln\("),
        foreign=_pattern(*_REPORT, r";$"),
        enough=2,
    ),
    "ruby": Signature(
        _patterns(
            r"^source ['\"]https?://[^\n]+['\"]$",
            r"^[ \t]*gem ['\"][\w-]+['\"](?:, |$)",
            r"^require(?:_relative)? ['\"][\w/.-]+['\"]$",
            r"^[ \t]*def (?:self\.)?\w+[?!]?(?:\([^()\n]*\))?$",
            r"^(?:class|module) [A-Z]\w*(?:::\w+)*(?: < [A-Z][\w:]*)?$",
            r"\bdo(?: \|[\w, ]+\|)?$",
            r"^[ \t]*end$",
            r"^[ \t]*puts ",
        ),
        foreign=_pattern(
            *_REPORT,
            _MARKUP,
            r"[:;]$|->|^(?:\.\.\.|--)$",
            r"^[ \t]*(?:local|function|defmodule|then)\b",
        ),
        enough=2,
    ),
    "elixir": Signature(_patterns(r"^defmodule [A-Z][\w.]* do$"), foreign=_pattern(*_REPORT)),
    "sql": Signature(
        _patterns(
            _SQL_START + r"select\s[^;]*\sfrom\s+[\w\"`\[(]",
            _SQL_START + r"(?:insert into|delete from) +[\w\"`.\[\]]+",
            _SQL_START + r"update +[\w\"`.\[\]]+\s+set\s",
            _SQL_START + r"create +(?:\w+ +){0,3}(?:table|index|view|trigger|database|role) ",
            _SQL_START + r"(?:alter|drop) +(?:table|index|view|database|role) ",
            _SQL_START + r"with +(?:recursive +)?\w+(?: *\([\w, ]*\))? +as +\(",
        ),
        foreign=_pattern(
            *_REPORT,
            r"\bfrom +(?:an?|the|this|your)\b",
            _MARKUP,
            r"^[+|]|^-{3,}|-{4,}|\?\w|\{[{%]|\bWHERE\s*\{|^\w*[>#] |^\d+\||^ *\S+:$",
        ),
    ),
    "dockerfile": Signature(
        _patterns(
            r"\A(?:#[^\n]*\n|ARG [^\n]*\n|\s)*FROM [\w./:${}@-]+(?: [Aa][Ss] [\w.-]+)?$",
            r"^(?:RUN|CMD|COPY|ENTRYPOINT|WORKDIR|ENV|ADD|EXPOSE|USER) \S",
        ),
        foreign=_pattern(*_REPORT, r";$"),
        enough=2,
    ),
    "nginx": Signature(
        _patterns(
            r"^[ \t]*(?:server|location [^\n{]+|upstream \w+|http|events) \{$",
            r"^[ \t]*(?:listen|proxy_pass|server_name|root|rewrite|try_files) [^\n]*;$",
        ),
        foreign=_pattern(*_REPORT),
        enough=2,
    ),
    "html": Signature(
        _patterns(
            r"\A\s*<(?:!--[^\n]*-->\s*<)?(?:div|p|ul|ol|table|form|a|script|link|meta|head|body|section|"
            r"article|nav|h[1-6]|input|button|iframe|video|audio|details|header|footer|main|label|"
            r"select|textarea|img|dl|pre|details|blockquote|figure)(?:\s[^>]*)?>[^\0]*>\s*\Z"
        ),
        foreign=_pattern(
            r"\{[{%#]|<[%?]|className=|=\{|\bv-\w|@click|\s:\w+=|\{/|lang=\"ts|<[A-Z]",
            r"^[ \t]*\.\.\.|^#|^[ \t]*[-+*] ",
        ),
    ),
    "css": Signature(
        _patterns(
            r"\A(?:\s|/\*[^*]*\*/)*"
            r"(?:@media [^\n{]+|[.#:*\w\[][^\n{};$&]*(?:,\n[^\n{};$&]+)*) ?\{\n"
            r"(?:\s*[\w-]+ ?:[^\n;{}]+;\n)+\s*\}"
        ),
        foreign=_pattern(
            *_REPORT,
            _MARKUP,
            r"[$&=]|@(?:include|mixin|extend|use|import)|//|^[ \t]*\w+\(",
            r"^(?:interface|type|class)\b",
        ),
    ),
    "elm": Signature(_patterns(r"^module [A-Z][\w.]* exposing \("), foreign=_pattern(*_REPORT)),
    "zig": Signature(_patterns(r"= @import\(\"\w+\"\);$"), foreign=_pattern(*_REPORT)),
    "terraform": Signature(
        _patterns(r'^(?:resource|data) "\w+" "\w+" \{$', r"^terraform \{$"),
        foreign=_pattern(*_REPORT),
    ),
    "graphql": Signature(
        _patterns(r"\A(?:#[^\n]*\n|\s)*(?:query|mutation|subscription)\b[^\n{;=]*\{\n\s*\w+"),
        foreign=_pattern(*_REPORT, r"[;=]"),
    ),
    "powershell": Signature(
        _patterns(
            r"^[ \t]*\$\w+ = (?:Get|New|Import|Invoke)-[A-Z]\w+",
            r"^[ \t]*(?:Get|Set|New|Invoke|Write|Import|Remove)-[A-Z]\w+(?: -[A-Z]\w+| \$\w+)",
        ),
        foreign=_pattern(*_REPORT),
    ),
}
