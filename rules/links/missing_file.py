"""``missing-file``."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from postlint.links.malformed import defect_of
from postlint.links.outcome import Outcome
from postlint.links.targets import quote_path, with_scheme
from postlint.links.templated import read_destination
from postlint.location import locate
from postlint.rule import Edit, Example, Finding, Fix, Rule
from postlint.source import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.facts import LinkFact
    from postlint.links.generators import Listed
    from postlint.links.resolving import Resolver
    from postlint.project import Project

_GUIDE = {"docs/guide.md": "# Guide\n"}
_SITE = {
    "_config.yml": "collections:\n  guides:\n    output: true\n",
    "_guides/gauge.md": "---\ntitle: Gauge\n---\n",
}


class MissingFile(Rule):
    """A link or an image leads to a file or page that does not exist.

    Why it matters: readers get a "not found" page or a broken image. A name in the wrong case
    works on the author's machine and fails on most servers.

    Use instead: the path of the file, relative to the post, in the case it has on disk; or the
    address that the site generator gives the page.

    Where a page is published, its front matter and the configuration of the site tell: that of
    Astro, Docusaurus, Hugo, Jekyll, mdBook, MkDocs, VitePress, VuePress and Zola is read, and of
    Next.js, Gatsby, Nuxt and SvelteKit the folder of static files. So links from the site's root
    (`/images/map.png`, `/blog/post/`) are checked, and what templates say that lead to a page
    (`{{ site.baseurl }}/x`, `{% post_url %}`, `{% link %}`, `{{< ref >}}`), links and images in
    HTML (`srcset` and `poster`, too), in shortcodes and includes (`{{< figure >}}`), and in front
    matter (`image:`, `cover: {image: …}`, `hero: {actions: […]}`). So are the pages that the `nav`
    of MkDocs names, in its configuration. In a repository that no generator builds, `/` is its
    root, as on GitHub.

    What cannot be decided without building the site is not reported: pages that plugins may
    make, lists of tags, other sites beside this one. `guide`, `guide/` and `guide.html` are the
    same page. The settings `flavor` and `site-root` say what the files do not.
    """

    name = "missing-file"
    family = "links"
    per_post = True
    fix_safety = (
        "A name in the wrong case is put right, which is safe; the nearest file to a missing one "
        "and a URL's missing scheme are guesses."
    )
    valid = (
        Example("[Guide](docs/guide.md#guide), [too](docs/guide), [page](docs/)\n", files=_GUIDE),
        Example("[Issues](../../issues)\n", note="A page of the repository on GitHub."),
        Example("[Home]({{ site.url }}/home.md), [Root](/about), [Mail](mailto:me@example.com)\n"),
        Example("[Site](example.com/x)\n", note="An address that is shown rather than followed."),
        Example(
            "![A photo](photo.jpg), [next](../next/)\n",
            path="_posts/2024-05-01-photo.md",
            note="Without a configuration, the page's address is not known.",
        ),
        Example(
            "[Gauge]({% link _guides/gauge.md %}), [too]({{ site.baseurl }}/guides/gauge)\n",
            files=_SITE,
            note="On a site that Jekyll builds.",
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
        Example(
            "[Gauge](/guides/gouge.html), [snow]({% post_url 2024-05-01-snow %})\n",
            files=_SITE,
            reports=(
                '1:9-1:27 No page "/guides/gouge.html"; nearest is "/guides/gauge.html"',
                '1:37-1:67 No post "2024-05-01-snow"',
            ),
            fixed="[Gauge](/guides/gauge.html), [snow]({% post_url 2024-05-01-snow %})\n",
        ),
        Example("![A map](map.png)\n", reports=('1:10-1:17 No file "map.png"',)),
        Example(
            "[Site](rain.dev/x)\n",
            reports=('1:8-1:18 No file "rain.dev/x"; the URL lacks "https://"',),
            suggestions=(("https://rain.dev/x",),),
            fixed="[Site](https://rain.dev/x)\n",
        ),
    )

    def check_project(self, project: Project) -> Iterator[Finding]:
        resolver = project.resolver
        for path, result in project.results.items():
            for fact in result.facts.links.links if result.facts else ():
                finding = self._check_link(fact, path, resolver)
                if finding is not None:
                    yield finding
        for listed in resolver.missing_pages():
            yield self._check_listed(listed, project)

    def _check_listed(self, listed: Listed, project: Project) -> Finding:
        """A page that is missing where a site's configuration names it."""
        source = Source.from_text(project.read(listed.configuration) or "", listed.configuration)
        start, end = listed.span
        written = source.text[start:end]
        message = f'No file "{written}"'
        near = project.resolver.nearest(listed.path)
        if near is None:
            return self.report_at(locate(source, start, end), message)
        folder = listed.path.removesuffix(posixpath.normpath(written))
        suggestion = posixpath.relpath(near, folder or ".")
        return self.report_at(
            locate(source, start, end),
            f'{message}; nearest is "{suggestion}"',
            suggestions=(suggestion,),
        )

    def _check_link(self, fact: LinkFact, post: str, resolver: Resolver) -> Finding | None:
        outcome, path, noun, suggestion = resolver.resolve(fact, post)
        if outcome is not Outcome.WRONG_CASE and outcome is not Outcome.MISSING:
            return None
        target = read_destination(fact.url)
        if outcome is Outcome.WRONG_CASE:
            written = _as_link(path, fact, post) if suggestion is None else suggestion
            message = f'File "{target.path}" is "{written or path}" on disk'
            return self.report_at(
                fact.location,
                f"{message}; servers distinguish case",
                suggestions=(written,) if written else (),
                fix=_replace(fact, target.path_end, quote_path(written), safe=True),
            )
        if defect_of(fact.url) is not None:
            return None  # what is no URL for its letters is for ``malformed-url`` to say
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
            is_other = near is not None and near != posixpath.normpath(post)
            suggestion = _as_link(near, fact, post) if near is not None and is_other else ""
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
    if not (fact.verbatim and end and text):
        return None
    start = fact.location.start.offset
    return Fix((Edit(start, start + end, text),), safe=safe)
