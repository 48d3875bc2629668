"""``unknown-code-language``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from postlint.code.blocks import block_language
from postlint.code.info import Naming
from postlint.code.languages import is_language, nearest_languages
from postlint.rule import Edit, Example, Fix, Rule, RuleOptions, option

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.document import Document
    from postlint.rule import Diagnostic

_LONGEST_QUOTE = 60


class Options(RuleOptions, frozen=True):
    known: Annotated[
        tuple[str, ...], option("Further languages that the site highlights; case does not matter.")
    ] = ()


class UnknownCodeLanguage(Rule):
    """A code block names a language that no highlighter knows.

    Why it matters: the site shows the code without highlighting, or fails to build. Most often
    the name is misspelled, or it is a file's name where the language should stand.

    Use instead: a name that the site's highlighter has. Known are the names and aliases of GitHub
    (Linguist), Pygments, highlight.js, Prism, Shiki, Rouge (Jekyll) and Chroma (Hugo), diagrams
    such as `mermaid`, and names for what is no language, such as `text` and `output`.
    """

    name = "unknown-code-language"
    family = "code"
    fix_safety = (
        "The fix replaces the name alone. It is safe where one language only is nearest, most "
        "highlighters know it, and a single slip of the fingers lies between them."
    )
    Options = Options
    valid = (
        Example("```rust,ignore\nfn main() {}\n```\n"),
        Example('```js {1,3-5} title="x"\nlet x\n```\n'),
        Example("```python:main.py\nx = 1\n```\n"),
        Example("```{r setup, include=FALSE}\nx <- 1\n```\n"),
        Example("```{code-cell} ipython3\nx = 1\n```\n"),
        Example(
            "```{admonition} Read this\nfirst\n```\n", note="MyST directives are no languages."
        ),
        Example("```C++\nint x;\n```\n", note="Case does not matter."),
        Example("```mermaid\ngraph TD\n```\n"),
        Example("```output\nDone\n```\n"),
        Example("```\nMD040's business\n```\n"),
        Example("```myscript\nrun\n```\n", options={"known": ("MyScript",)}),
    )
    invalid = (
        Example(
            "```pyhton\nx = 1\n```\n",
            reports=('1:4-1:10 No highlighter knows "pyhton"; did you mean "python"?',),
            suggestions=(("python",),),
            fixed="```python\nx = 1\n```\n",
        ),
        Example(
            "``` {#first .javscript .numberLines}\nlet x\n```\n",
            reports=('1:14-1:23 No highlighter knows "javscript"; did you mean "javascript"?',),
            suggestions=(("javascript",),),
            fixed="``` {#first .javascript .numberLines}\nlet x\n```\n",
        ),
        Example(
            "```src/main.py {1}\nx = 1\n```\n",
            reports=('1:4-1:15 No highlighter knows "src/main.py"; did you mean "py"?',),
            suggestions=(("py",),),
            fixed="```py {1}\nx = 1\n```\n",
            note="A file's name is no language.",
        ),
        Example(
            "```frobnicate\nx\n```\n",
            reports=('1:4-1:14 No highlighter knows "frobnicate"',),
            suggestions=((),),
        ),
        Example(
            "~~~\nputs 1\n~~~\n{: .language-rubyy}\n",
            reports=('4:14-4:19 No highlighter knows "rubyy"; did you mean "ruby"?',),
            fixed="~~~\nputs 1\n~~~\n{: .language-ruby}\n",
        ),
    )

    def check(self, document: Document) -> Iterator[Diagnostic]:
        known = {name.lower() for name in self.options.known}
        for code in document.nodes("code"):
            language = block_language(code, document.source.text, document.path)
            name = language.name
            if not name or name.lower() in known or is_language(name):
                continue
            nearest = nearest_languages(name)
            if language.naming is Naming.WORD and not nearest.certain:
                continue
            message = f'No highlighter knows "{name[:_LONGEST_QUOTE]}"'
            fix = None
            if nearest.languages:
                best = nearest.languages[0]
                message += f'; did you mean "{best}"?'
                edit = Edit(language.start, language.end, best)
                fix = Fix((edit,), safe=nearest.certain)
            span = (language.start, language.end)
            yield self.report(span, message, suggestions=nearest.languages, fix=fix)
