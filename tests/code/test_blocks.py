"""Where a post says the language of a block."""

from __future__ import annotations

import pytest

from postlint.code.blocks import block_language
from postlint.code.info import Language, Naming
from postlint.document import make_document
from postlint.source import Source


def language_of(text: str, path: str = "post.md") -> Language:
    document = make_document(Source.from_text(text, path))
    (code,) = document.nodes("code")
    return block_language(code, text, path)


@pytest.mark.parametrize(
    "text",
    [
        "```ruby\nx\n```",
        "> ~~~ ruby\n> x\n> ~~~",
        "- ``` {.ruby}\n  x\n  ```",
        "~~~\nx\n~~~\n{: .language-ruby}",
        "~~~\nx\n~~~\n{: .language-ruby}\n\nMore",
        "Text\n\n{:.language-ruby}\n~~~\nx\n~~~",
        "Text\r\n\r\n{:.language-ruby}\r\n~~~\r\nx\r\n~~~\r\n",
        "~~~\r\nx\r\n~~~\r\n{: .wide .language-ruby}\r\n",
        "> ~~~\n> x\n> ~~~\n> {: .language-ruby}",
        "{% highlight ruby linenos %}\nx\n{% endhighlight %}",
        '{{< highlight ruby "linenos=table" >}}\nx\n{{< /highlight >}}',
    ],
)
def test_span_is_that_of_the_name(text: str) -> None:
    language = language_of(text)
    assert language.naming is Naming.LANGUAGE
    assert text[language.start : language.end] == language.name == "ruby"


@pytest.mark.parametrize(
    "text",
    ["```\nx\n```\n\n{: .language-ruby}", "```\nx\n```\n{: .wide}", "{: .wide}\n```\nx\n```"],
)
def test_other_attribute_lists_name_none(text: str) -> None:
    language = language_of(text)
    assert language.naming is Naming.ABSENT
    assert language.start == language.end == text.index("```") + 3


def test_what_follows_the_block_does_not_overrule_its_info_string() -> None:
    assert language_of("~~~ js\nx\n~~~\n{: .language-ruby}").name == "js"


@pytest.mark.parametrize(
    ("path", "naming"),
    [("a.md", Naming.WORD), ("a.Rmd", Naming.LANGUAGE), ("a.qmd", Naming.LANGUAGE)],
)
def test_braces_hold_an_engine_in_notebooks(path: str, naming: Naming) -> None:
    assert language_of("```{pyhton}\nx\n```", path).naming is naming
