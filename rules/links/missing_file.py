"""``missing-file``."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from postlint.links.outcome import Outcome
from postlint.links.targets import quote_path, read_url, with_scheme
from postlint.links.templated import read_destination
from postlint.rule import Edit, Example, Finding, Fix, Rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.links.facts import LinkFact
    from postlint.links.resolving import Resolver
    from postlint.project import Project

_GUIDE = {"docs/guide.md": "# Guide\n"}


class MissingFile(Rule):
    """A relative link or image leads to a file that does not exist.

    Why it matters: readers get a "not found" page or a broken image. A name in the wrong case
    works on the author's machine and fails on most servers.

    Use instead: the path of the file, relative to the post, in the case it has on disk.

    Whether a relative link leads somewhere may depend on the site generator. What it could make
    a page of is taken to exist (`guide`, `guide/` and `guide.html` for `guide.md`); in folders
    of generators that start relative links from a page's address, only links to Markdown files
    are checked. Addresses from the site's root and with a scheme are not this rule's.
    """

    name = "missing-file"
    family = "links"
    fix_safety = (
        "A name in the wrong case is put right, which is safe; the nearest file to a missing one "
        "and a URL's missing scheme are guesses."
    )
    valid = (
        Example("[Guide](docs/guide.md#guide), [too](docs/guide), [page](docs/)\n", files=_GUIDE),
        Example("[Issues](../../issues)\n", note="A page of the repository on GitHub."),
        Example("[Home]({{ site.url }}/home.md), [Root](/about), [Mail](mailto:me@example.com)\n"),
        Example(
            "![A photo](photo.jpg), [next](../next/)\n",
            path="_posts/2024-05-01-photo.md",
            note="Jekyll starts from the page's address, which its configuration tells.",
        ),
    )
    invalid = (
        Example(
            "[Guide](docs/giude.md)\n",
            files=_GUIDE,
            reports=('1:9-1:22 No file "docs/giude.md"; nearest is "docs/guide.md"',),
            suggestions=(("docs/guide.md",),),
            fixed="[Guide](docs/guide.md)\n",
        ),
        Example(
            "[Guide](docs/Guide.md#guide)\n",
            files=_GUIDE,
            reports=(
                '1:9-1:28 File "docs/Guide.md" is "docs/guide.md" on disk; '
                "servers distinguish case",
            ),
            fixed="[Guide](docs/guide.md#guide)\n",
        ),
        Example("![A map](map.png)\n", reports=('1:10-1:17 No file "map.png"',)),
        Example(
            "[Site](example.com/x)\n",
            reports=('1:8-1:21 No file "example.com/x"; the URL lacks "https://"',),
            suggestions=(("https://example.com/x",),),
            fixed="[Site](https://example.com/x)\n",
        ),
    )

    def check_project(self, project: Project) -> Iterator[Finding]:
        resolver = project.resolver
        for path, result in project.results.items():
            for fact in result.facts.links.links if result.facts else ():
                finding = self._check_link(fact, path, resolver)
                if finding is not None:
                    yield finding

    def _check_link(self, fact: LinkFact, post: str, resolver: Resolver) -> Finding | None:
        outcome, path, noun, suggestion = resolver.resolve(fact, post)
        if outcome is Outcome.WRONG_CASE:
            wanted, actual = read_url(fact.url).path, suggestion or _as_link(path, fact, post)
            message = f'File "{wanted}" is "{actual}" on disk; servers distinguish case'
            fix = _replace(fact, read_url(fact.url).path_end, quote_path(actual), safe=True)
            return self.report_at(fact.location, message, suggestions=(actual,), fix=fix)
        if outcome is not Outcome.MISSING:
            return None
        target = read_destination(fact.url)
        message = f'No {noun} "{target.path}"'
        absolute = with_scheme(fact.url)
        if absolute is not None:
            scheme = absolute[: -len(fact.url)]
            return self.report_at(
                fact.location,
                f'{message}; the URL lacks "{scheme}"',
                suggestions=(absolute,),
                fix=_replace(fact, len(fact.url), absolute),
            )
        if suggestion is None:
            near = resolver.nearest(path)
            suggestion = _as_link(near, fact, post) if near is not None else ""
        if not suggestion:
            return self.report_at(fact.location, message)
        return self.report_at(
            fact.location,
            f'{message}; nearest is "{suggestion}"',
            suggestions=(suggestion,),
            fix=_replace(fact, target.path_end, quote_path(suggestion)),
        )


def _as_link(path: str, fact: LinkFact, post: str) -> str:
    relative = posixpath.relpath(path, posixpath.dirname(post) or ".")
    dotted = fact.url.startswith("./") and not relative.startswith("../")
    return f"./{relative}" if dotted else relative


def _replace(fact: LinkFact, end: int, text: str, *, safe: bool = False) -> Fix | None:
    """Put a text in place of the URL's first characters, where the source has it verbatim."""
    if not fact.verbatim:
        return None
    start = fact.location.start.offset
    return Fix((Edit(start, start + end, text),), safe=safe)
