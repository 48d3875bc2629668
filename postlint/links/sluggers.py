"""The ids that each site generator gives to headings, by the rules of its Markdown renderer.

``tools/build_slug_tables.py`` asks the renderers themselves; the tests hold these against their
answers.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import TYPE_CHECKING

from postlint.links.slugs import GithubSlugger, github_slug
from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from postlint.facts import HeadingFact


_SPACES = lazy_pattern(r"\s+")
_DASHES = lazy_pattern(r"-{2,}")
_DASH = lazy_pattern(r"(?<!-)--(?!-)")
_EMOJI_NAME = lazy_pattern(r":[a-z][a-z0-9_+-]*:")
_ENTITY = lazy_pattern(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_NOT_SPACED_WORD = lazy_pattern(r"[^\w\s-]")
_DASHES_AND_SPACES = lazy_pattern(r"[-\s]+")
_COUNTED = lazy_pattern(r"(.*)_(\d{1,9})\Z", re.S)
_NOT_KRAMDOWN = lazy_pattern(r"[^a-zA-Z0-9 -]")
_BEFORE_ASCII_LETTER = lazy_pattern(r"\A[^a-zA-Z]+")
_CONTROL = lazy_pattern(r"[\x00-\x1f]")
#: What VitePress turns into hyphens, runs of it into one.
_VITEPRESS_SPECIAL = lazy_pattern(r"[\s~`!@#$%^&*()\-_+=\[\]{}|\\;:\"'“”‘’<>,.?/]+")
_COMBINING_DIACRITICS = lazy_pattern(r"[\u0300-\u036f]")


class Slugger:
    """Gives the headings of one page their ids, in the order of the page."""

    def __init__(self, base: Callable[[HeadingFact], str], numbering: Callable[[str], str]) -> None:
        self._base = base
        self._numbering = numbering

    def slug(self, heading: HeadingFact) -> str:
        """The id of the next heading; "" where it gets none."""
        return self._numbering(self._base(heading))


def make_slugger(name: str) -> Slugger | None:
    """A slugger for one page; None for a renderer whose rules are not known here."""
    parts = _SLUGGERS.get(name)
    if parts is None:
        return None
    base, numbering = parts
    return Slugger(base, numbering())


def make_sluggers(name: str) -> tuple[Slugger, ...]:
    """The sluggers of all versions of a renderer for one page, that of the newest first."""
    found = (make_slugger(name), make_slugger(f"{name}-of-source"))
    return tuple(slugger for slugger in found if slugger is not None)


def _kramdown_gfm(heading: HeadingFact) -> str:
    """kramdown for Jekyll: https://github.com/kramdown/parser-gfm.

    ``--`` and ``---`` are typeset as dashes; where there is code, the text is taken as it is.
    """
    text = heading.text if "`" in heading.source else _DASHES.sub("", heading.text)
    text = text.replace("\t", " ")
    return github_slug(_lower_each(text))


def _kramdown(heading: HeadingFact) -> str:
    """https://kramdown.gettalong.org/converter/html.html#auto-ids: of the heading's source."""
    text = _BEFORE_ASCII_LETTER.sub("", heading.source or heading.text)
    return _NOT_KRAMDOWN.sub("", text).replace(" ", "-").lower() or "section"


def _goldmark(heading: HeadingFact) -> str:
    """Hugo's type ``github``: letters and digits of the text, in which ``--`` is a dash."""
    return _kept_by_hugo(_typeset(heading)) or "heading"


def _goldmark_ascii(heading: HeadingFact) -> str:
    """The same with the type ``github-ascii``."""
    return _kept_by_hugo(_in_ascii(_typeset(heading))) or "heading"


def _blackfriday(heading: HeadingFact) -> str:
    """The same with the type ``blackfriday``."""
    return _kept_by_blackfriday(_typeset(heading))


def _goldmark_of_source(heading: HeadingFact) -> str:
    """What Hugo made of the heading's source, markup and all, as 0.111 does."""
    return _kept_by_hugo((heading.source or heading.text).strip()) or "heading"


def _goldmark_ascii_of_source(heading: HeadingFact) -> str:
    return _kept_by_hugo(_in_ascii((heading.source or heading.text).strip())) or "heading"


def _blackfriday_of_source(heading: HeadingFact) -> str:
    return _kept_by_blackfriday(heading.source or heading.text)


def _typeset(heading: HeadingFact) -> str:
    text = heading.label.strip()
    return text if "`" in heading.source else _DASHES.sub("", text)


def _in_ascii(text: str) -> str:
    """Accents are dropped, then what is not ASCII."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in decomposed if unicodedata.category(c) != "Mn")
    return bare.encode("ascii", "ignore").decode()


def _kept_by_blackfriday(text: str) -> str:
    """All that is no letter or digit becomes single hyphens."""
    kept = (c.lower() if unicodedata.category(c)[0] in "LN" else " " for c in text)
    return "-".join("".join(kept).split()) or "heading"


def _kept_by_hugo(text: str) -> str:
    kept = []
    for character in text:
        if character in "- ":
            kept.append("-")
        elif character == "_" or unicodedata.category(character) in _LETTERS_AND_DIGITS:
            kept.append(character.lower())
    return "".join(kept)


_LETTERS_AND_DIGITS = frozenset("Lu Ll Lt Lm Lo Nd".split())


def _python_markdown(heading: HeadingFact) -> str:
    """``slugify`` of https://python-markdown.github.io/extensions/toc/."""
    text = unicodedata.normalize("NFKD", heading.text).encode("ascii", "ignore").decode()
    return _DASHES_AND_SPACES.sub("-", _NOT_SPACED_WORD.sub("", text).strip().lower())


def _vitepress(heading: HeadingFact) -> str:
    """``slugify`` of ``@mdit-vue/shared``, for VitePress and VuePress.

    Images and ``:smile:`` are left out before, and entities left as they are written.
    """
    text = _EMOJI_NAME.sub("", heading.text)
    for entity in _ENTITY.findall(heading.source):
        text = text.replace(html.unescape(entity), entity, 1)
    text = unicodedata.normalize("NFKD", text)
    text = _CONTROL.sub("", _COMBINING_DIACRITICS.sub("", text))
    text = _DASHES.sub("-", _VITEPRESS_SPECIAL.sub("-", text)).strip("-")
    return f"_{text}".lower() if text[:1].isascii() and text[:1].isdigit() else text.lower()


def _markdown_it_anchor(heading: HeadingFact) -> str:
    """The default of https://github.com/valeriangalliat/markdown-it-anchor, percent-decoded."""
    return _SPACES.sub("-", heading.text.strip().lower())


def _docusaurus(heading: HeadingFact) -> str:
    return heading.label


def _astro(heading: HeadingFact) -> str:
    """github-slugger after SmartyPants, to which ``--`` is a dash and ``---`` is not."""
    return heading.text if "`" in heading.source else _DASH.sub("", heading.text)


def _github(heading: HeadingFact) -> str:
    return heading.text


def _lower_each(text: str) -> str:
    """In lower case letter by letter: a final sigma is one like any other."""
    return "".join(map(str.lower, text))


class _Counted:
    """kramdown: a taken slug gets its count, even if that makes it equal to another."""

    def __init__(self) -> None:
        self._used: dict[str, int] = {}

    def __call__(self, slug: str) -> str:
        if slug not in self._used:
            self._used[slug] = 0
            return slug
        self._used[slug] += 1
        return f"{slug}-{self._used[slug]}"


class _FirstFree:
    """Goldmark, markdown-it-anchor: the first number from 1 on that makes it unique."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def __call__(self, slug: str) -> str:
        result = slug
        number = self._last.get(slug, 0)
        while result in self._taken:
            number += 1
            result = f"{slug}-{number}"
        self._last[slug] = number
        self._taken.add(result)
        return result


class _Underscored:
    """Python-Markdown: ``_1``, or one more than the number there is."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def __call__(self, slug: str) -> str:
        counted = _COUNTED.match(slug)
        stem, number = (counted[1], int(counted[2])) if counted else (slug, 0)
        result = slug
        if not slug or slug in self._taken:
            number = max(number, self._last.get(stem, 0))
            result = f"{stem}_{number + 1}"
            while result in self._taken:
                number += 1
                result = f"{stem}_{number + 1}"
            self._last[stem] = number
        self._taken.add(result)
        return result


_SLUGGERS: Mapping[str, tuple[Callable[[HeadingFact], str], Callable[[], Callable[[str], str]]]] = {
    "github": (_github, lambda: GithubSlugger().slug),
    "docusaurus": (_docusaurus, lambda: GithubSlugger().slug),
    "astro": (_astro, lambda: GithubSlugger().slug),
    "kramdown-gfm": (_kramdown_gfm, _Counted),
    "kramdown": (_kramdown, _Counted),
    "hugo": (_goldmark, _FirstFree),
    "hugo-ascii": (_goldmark_ascii, _FirstFree),
    "hugo-blackfriday": (_blackfriday, _FirstFree),
    "hugo-of-source": (_goldmark_of_source, _FirstFree),
    "hugo-ascii-of-source": (_goldmark_ascii_of_source, _FirstFree),
    "hugo-blackfriday-of-source": (_blackfriday_of_source, _FirstFree),
    "mkdocs": (_python_markdown, _Underscored),
    "vitepress": (_vitepress, _FirstFree),
    "markdown-it-anchor": (_markdown_it_anchor, _FirstFree),
}
