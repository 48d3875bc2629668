"""A rule's page says all that the rule says of itself."""

from __future__ import annotations

from typing import Annotated

from postlint.reference import fixes_of, rule_page, summary_of
from postlint.rule import Example, Rule, RuleOptions, option


class Loud(Rule):
    """A heading shouts.

    It does so with capital letters.

    Why it matters: nobody likes it. What everybody likes is plain: quiet.
    Use instead: lower case.
    """

    name = "loud"
    family = "manners"
    aliases = ("MD000",)
    fix_safety = "Safe: it is only a matter of tone."
    valid = (Example("# Soup\n"), Example("```\n# SOUP\n```\n", note="Code may shout."))
    invalid = (
        Example("# SOUP\n", reports=("1:3-1:7 It shouts",), fixed="# Soup\n"),
        Example("# TEA\n", options={"max_loudness": 2}, reports=("1:3-1:6 It shouts",)),
        Example("[T](tea.md)\n", path="a/b.mdx", files={"a/tea.md": "# TEA\n"}, note="From afar"),
    )

    class Options(RuleOptions, frozen=True):
        max_loudness: Annotated[int, option("How much is fine.")] = 0
        names: Annotated[tuple[str, ...], option("Who may.")] = ()
        tone: Annotated[str, option("Which one.", choices=("calm", "merry"))] = "calm"


class Bare(Rule):
    name = "bare"
    family = "manners"


PAGE = """\
# loud

A heading shouts.

It does so with capital letters.

Family `manners` · severity `warning` · also called `MD000`

## Why it matters

Nobody likes it. What everybody likes is plain: quiet.

## Example

```markdown
# SOUP
```

```text
post.md:1:3: warning: It shouts [loud]
 1 | # SOUP
   |   ^^^^
```

## Use instead

Lower case.

```markdown
# Soup
```

## Also reported

From afar:

`a/tea.md`:

```markdown
# TEA
```

`a/b.mdx`:

```mdx
[T](tea.md)
```

## Not reported

Code may shout:

````markdown
```
# SOUP
```
````

## Options

### `max-loudness`

How much is fine.

Takes a whole number; default `0`.

```toml
[rules.loud]
max-loudness = 2
```

```markdown
# TEA
```

```text
post.md:1:3: warning: It shouts [loud]
 1 | # TEA
   |   ^^^
```

### `names`

Who may.

Takes a list of strings; default none.

### `tone`

Which one.

Takes `"calm"` or `"merry"`; default `"calm"`.

## Fix safety

Safe: it is only a matter of tone.
"""


def test_a_page_has_all_that_a_rule_says() -> None:
    assert rule_page(Loud) == PAGE
    assert summary_of(Loud) == "A heading shouts"
    assert fixes_of(Loud) == "yes"


def test_a_rule_that_says_nothing_has_a_page() -> None:
    assert rule_page(Bare).startswith("# bare\n")
    assert fixes_of(Bare) == "no"
