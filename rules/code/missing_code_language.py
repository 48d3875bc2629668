"""``missing-code-language``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from postlint.code.blocks import block_language
from postlint.code.info import Naming
from postlint.regexes import lazy_pattern
from postlint.rule import Edit, Example, Fix, Rule, RuleOptions, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.code.info import Language
    from postlint.document import Document
    from postlint.rule import Diagnostic
    from postlint.syntax.nodes import Code

_LINE = lazy_pattern(r"[^\r\n]*")


class Options(RuleOptions, frozen=True):
    report: Annotated[
        str,
        option(
            "Which blocks without a language to report: all, or only those whose content tells it.",
            choices=("all", "recognized"),
        ),
    ] = "all"
    indented: Annotated[
        bool, option("Whether to report indented code, too: only a fence can name a language.")
    ] = False


class MissingCodeLanguage(Rule):
    """A code block does not say what language it is in.

    Why it matters: without a language, the site shows the code in one colour, and screen readers
    and search engines cannot tell what it is. Some highlighters guess instead, and guess wrong.

    Use instead: the language as the first word after the fence. Output, logs and plain text have
    a name as well: `text`, or `console` where commands stand with their prompt.
    """

    name = "missing-code-language"
    aliases = ("MD040", "fenced-code-language")
    family = "code"
    fix_safety = (
        "The fix inserts the language that the content shows. It is unsafe: highlighting changes "
        "how the page looks, and a shell session may be meant as plain text."
    )
    Options = Options
    valid = (
        Example("```python\nprint(1)\n```\n"),
        Example("```text\nDone in 3 s\n```\n", note="Output has a name, too."),
        Example("``` {.haskell .numberLines}\nmain = pure ()\n```\n", note="Pandoc's attributes."),
        Example("~~~\nputs 1\n~~~\n{: .language-ruby}\n", note="kramdown's attribute list."),
        Example("```{note}\nRead this first.\n```\n", note="A MyST directive is not code."),
        Example("```no_run\nfetch();\n```\n", note="rustdoc's attributes imply Rust."),
        Example("{% highlight ruby %}\nputs 1\n{% endhighlight %}\n"),
        Example("    $ indented\n", note="Indented code is reported only when asked for."),
        Example("<!--\n```\nnot shown\n```\n-->\n"),
        Example("```\nSaved 3 files\n```\n", options={"report": "recognized"}),
    )
    invalid = (
        Example(
            '```\n{"name": "postlint"}\n```\n',
            reports=('1:1-1:4 Code block has no language; it looks like "json"',),
            suggestions=(("json",),),
            fixed='```json\n{"name": "postlint"}\n```\n',
        ),
        Example(
            "~~~ {1,3}\n$ make test\n3 passed\n~~~\n",
            reports=('1:1-1:10 Code block has no language; it looks like "console"',),
            suggestions=(("console",),),
            fixed="~~~ console {1,3}\n$ make test\n3 passed\n~~~\n",
            note="Line numbers to highlight are no language.",
        ),
        Example(
            "- First:\n\n  ```\n  Saved 3 files\n  ```\n",
            reports=("3:3-3:6 Code block has no language",),
            suggestions=((),),
            note="Where the content leaves a doubt, there is no suggestion.",
        ),
        Example(
            "Run it:\n\n    $ make test\n",
            reports=('3:1-3:16 Indented code has no language; it looks like "console"',),
            suggestions=((),),
            options={"indented": True},
        ),
        Example(
            "```\n#!/bin/sh\nexit 0\n```\n",
            reports=('1:1-1:4 Code block has no language; it looks like "sh"',),
            fixed="```sh\n#!/bin/sh\nexit 0\n```\n",
            options={"report": "recognized"},
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        for code in document.nodes("code"):
            if not code.value.strip() or (code.kind == "indented" and not self.options.indented):
                continue
            language = block_language(code, document.source.text, document.path)
            if language.naming is not Naming.ABSENT:
                continue
            # Most posts have nothing to detect, and the signatures take a while to compile.
            from postlint.code.detection import detect_language

            detected = detect_language(code.value)
            if detected is None and self.options.report == "recognized":
                continue
            yield self._report(code, language, detected, document)

    def _report(
        self, code: Code, language: Language, detected: str | None, document: Document
    ) -> Diagnostic:
        hint = f'; it looks like "{detected}"' if detected else ""
        if code.kind == "indented":
            return self.report(_first_line(code, document), f"Indented code has no language{hint}")
        start, end = code.opening
        end = start + len(document.source.text[start:end].rstrip())
        fix = None
        if detected and code.fenced:
            space = " " if code.info else ""
            fix = Fix((Edit(language.start, language.start, detected + space),))
        return self.report(
            (start, end),
            f"Code block has no language{hint}",
            suggestions=(detected,) if detected else (),
            fix=fix,
        )


def _first_line(code: Code, document: Document) -> tuple[int, int]:
    line = _LINE.match(document.source.text, code.start, code.end)
    return line.span() if line else (code.start, code.end)
