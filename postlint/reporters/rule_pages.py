"""Where rules are documented."""

from __future__ import annotations

from functools import cache

#: Where people find out what postlint is.
HOME_PAGE = "https://github.com/postlint/postlint"

#: The folder of ``docs/rules`` that people read on the web: a page a rule.
RULE_PAGES = f"{HOME_PAGE}/blob/main/docs/rules/"

_OWN_PACKAGES = frozenset({"postlint", "postlint_rules"})


@cache
def rule_url(name: str) -> str | None:
    """The address of the page of one of postlint's own rules; None for a rule of others."""
    from postlint.registry import load_registry

    rule = load_registry().rules.get(name)
    if rule is None or rule.__module__.partition(".")[0] not in _OWN_PACKAGES:
        return None
    return f"{RULE_PAGES}{name}.md"
