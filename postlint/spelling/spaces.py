"""Words with a space too many or too few: ``work flow``, ``usecases``.

Most words that may be joined are right side by side as well ("any one of them", "log in to it"),
and most that are joined are somebody's term ("querystring"). So both lists are closed. The first
has words that have no business beside each other, exceptions aside ("any where clause"); the
second has phrases that nobody closes up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Set

#: By the words that come first: what is written together with each.
_TOGETHER = {
    "after": "wards", "an": "other", "any": "thing where", "back": "ground grounds wards",
    "be": "cause fore tween", "bench": "mark marks", "book": "mark", "clip": "board",
    "dash": "board boards", "data": "base bases", "else": "where", "every": "thing where",
    "finger": "print prints", "foot": "note notes", "frame": "work", "guide": "lines",
    "hand": "book", "hard": "ware", "hence": "forth", "how": "ever", "in": "stead",
    "key": "board boards", "mean": "while", "meta": "data", "never": "theless",
    "news": "letter letters", "no": "where", "note": "book books", "our": "selves", "out": "put",
    "over": "come night view", "pipe": "line", "snap": "shot shots", "soft": "ware",
    "some": "how thing where", "sub": "set sets", "them": "selves", "there": "fore",
    "through": "out", "under": "lying stand standing stands stood", "up": "dated graded",
    "what": "soever", "when": "ever", "where": "as", "with": "out",
    "work": "flow shop shops station stations",
}  # fmt: skip
#: By the words that come first: what is apart from each.
_APART = {
    "at": "all", "best": "practice practices", "corner": "case cases", "credit": "card cards",
    "edge": "case cases", "error": "message messages", "for": "example instance",
    "function": "call calls", "hard": "disk disks drive drives", "kind": "of",
    "mailing": "list lists", "of": "course", "open": "source", "operating": "system systems",
    "phone": "number numbers", "programming": "language languages", "pull": "request requests",
    "return": "value values", "right": "now", "serial": "number numbers", "sort": "of",
    "source": "code", "use": "case cases", "user": "interface interfaces",
    "web": "browser browsers",
}  # fmt: skip


#: Two words that are one: the second ones by the first, which may begin a sentence.
TOGETHER = {
    spelled: tuple(seconds.split())
    for first, seconds in _TOGETHER.items()
    for spelled in (first, first.capitalize())
}
_FIRSTS = frozenset(TOGETHER)
#: The phrases by what they look like closed up.
APART = {
    f"{first}{second}": f"{first} {second}"
    for first, seconds in _APART.items()
    for second in seconds.split()
}
#: What may follow the second word where both are right: "any where clause", "without out
#: parameters", "where as many as ten".
_FOLLOWING = {
    "where": frozenset(
        "block bound bounds clause clauses condition conditions expression expressions predicate "
        "predicates statement statements".split()
    ),
    "out": frozenset(
        "argument arguments of param params parameter parameters reference references variable "
        "variables".split()
    ),
    "as": frozenset("far few little long many much of soon well".split()),
}
_BEFORE, _AFTER = lazy_pattern(r"(?<![^\s(\"“‘'*_])"), lazy_pattern(r"(?![\w'’@/\\-]|\.\w)")


def are_two(before: str, first: str, second: str, after: str) -> bool:
    """Whether the words around say that two words are right ("any where clause")."""
    if first == "else":
        return before.endswith(("where", "thing", "one", "body"))
    return after in _FOLLOWING.get(second, ())


def split_words(text: str, pieces: Set[str]) -> Iterator[tuple[int, int]]:
    """Where the words of a text are that stand as two: offsets, the end exclusive.

    ``pieces`` are what stands between white space in the text.
    """
    firsts = _FIRSTS & pieces
    if not firsts:
        return
    plain = text.replace("\n", " ")
    for first in firsts:
        for second in TOGETHER[first]:
            pair = f"{first} {second}"
            start = plain.find(pair)
            while start >= 0:
                end = start + len(pair)
                if _BEFORE.match(plain, start) and _AFTER.match(plain, end):
                    yield start, end
                start = plain.find(pair, end)
