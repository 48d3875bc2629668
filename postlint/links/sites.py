"""Where a post stands: in the folder of which site generator, in which repository.

Generators are told by the files their documentation asks for. What matters here is whether
relative links start from the file, as on GitHub and in generators that rewrite them, or from
the page's URL, which only the generator's configuration tells.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING

from msgspec import Struct

from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

#: Configuration files, by which a folder is that of a site, and the generators.
_CONFIGURATIONS = {
    "_config.yml": "jekyll",  # Hexo's, too
    "_config.yaml": "jekyll",
    "_config.toml": "jekyll",
    "hugo.toml": "hugo",
    "hugo.yaml": "hugo",
    "hugo.yml": "hugo",
    "hugo.json": "hugo",
    "book.toml": "mdbook",
    "mkdocs.yml": "mkdocs",
    "mkdocs.yaml": "mkdocs",
    "properdocs.yml": "mkdocs",
    "properdocs.yaml": "mkdocs",
    "zensical.toml": "mkdocs",
    "zensical.yml": "mkdocs",
    "zensical.yaml": "mkdocs",
    "zola.toml": "zola",
    "docusaurus.config.js": "docusaurus",
    "docusaurus.config.ts": "docusaurus",
    "docusaurus.config.mjs": "docusaurus",
    "docusaurus.config.cjs": "docusaurus",
    ".vitepress": "vitepress",
    ".vuepress": "vuepress",
    "_quarto.yml": "quarto",
    "_quarto.yaml": "quarto",
    "conf.py": "sphinx",
    "myst.yml": "myst",
    "astro.config.mjs": "astro",
    "astro.config.ts": "astro",
    "astro.config.js": "astro",
    "gatsby-config.js": "gatsby",
    "gatsby-config.ts": "gatsby",
    "next.config.js": "next",
    "next.config.mjs": "next",
    "next.config.ts": "next",
    "nuxt.config.ts": "nuxt",
    "nuxt.config.js": "nuxt",
    "svelte.config.js": "sveltekit",
    ".eleventy.js": "eleventy",
    "eleventy.config.js": "eleventy",
    "eleventy.config.mjs": "eleventy",
    "eleventy.config.cjs": "eleventy",
    "pelicanconf.py": "pelican",
    "quartz.config.ts": "quartz",
    "mint.json": "mintlify",
    "docs.json": "mintlify",
}
#: One of several configurations, by language or by where the site is put: ``mkdocs.en.yml``.
MKDOCS_VARIANT = lazy_pattern(r"mkdocs[.-][\w.-]+\.ya?ml\Z")
#: Names by which the generator can be told below such a folder, or without a configuration.
_TRACES = {
    "_posts": "jekyll",
    "_drafts": "jekyll",
    "_layouts": "jekyll",
    "archetypes": "hugo",
    "_index.md": "hugo",  # Zola's, too
    "SUMMARY.md": "mdbook",  # GitBook's and HonKit's, too
    "_toc.yml": "myst",
    "_sidebar.md": "docsify",
    "_metadata.yml": "quarto",
}
#: Hugo and Zola both may be configured by these, beside a folder ``content``.
_CONTENT_CONFIGS = frozenset({"config.toml", "config.yaml", "config.yml", "config.json", "config"})
#: Generators with traces in common.
_ALIKE = ({"hugo", "zola"}, {"mdbook", "mkdocs"})
#: Generators that resolve relative links and images from the file they are written in.
_FROM_FILE = frozenset(
    {"mdbook", "mkdocs", "docusaurus", "vitepress", "vuepress", "quarto", "sphinx", "myst"}
)
#: Those of them that do the same in HTML.
_HTML_FROM_FILE = frozenset({"mdbook", "vitepress", "vuepress", "quarto"})
#: Folders of a site from which generators look for what is not beside the file.
_CONTENT_FOLDERS = (
    *("", "content", "docs", "src", "src/content", "src/pages", "pages", "source"),
    *("static", "public", "assets"),
)
#: Folders of texts that are pasted into pages elsewhere, or into what people write on GitHub.
_PARTIAL_FOLDERS = frozenset(
    "_includes _layouts _partials _snippets archetypes includes layouts partials shortcodes "
    "snippets issue_template pull_request_template discussion_template".split()
)
_TEMPLATES = ("issue_template", "pull_request_template")
#: A folder for a language: ``de``, ``pt-br``, ``zh-Hans``.
_LANGUAGE = lazy_pattern(r"[a-z]{2}(?:[-_][A-Za-z]{2,4})?\Z")
#: So many folders above the current one are looked at.
_MOST_ABOVE = 12


class Site(Struct, frozen=True, order=True):
    """A site: its generator and its folder."""

    generator: str
    root: str

    @property
    def resolves_from_file(self) -> bool:
        """Whether relative links start from the file's folder, not from the page's URL."""
        return self.generator in _FROM_FILE

    @property
    def resolves_html_from_file(self) -> bool:
        """Whether links in HTML do so, too."""
        return self.generator in _HTML_FROM_FILE

    def bases(self, folder: str) -> Iterator[str]:
        """Folders other than its own from which a link in ``folder`` may be resolved."""
        for above in _upwards(folder):
            yield above
            if above == self.root:
                break
        for name in _CONTENT_FOLDERS:
            yield posixpath.join(self.root, name)


class Place(Struct, frozen=True):
    """The site and the repository a folder belongs to, each None where there is none.

    ``traced`` is a site of the same generator nearer to the folder, by what it has but a
    configuration: part of the other, or a site of its own.
    """

    site: Site | None
    repository: str | None
    traced: Site | None = None

    def with_flavor(self, flavor: str) -> Place:
        """The place where the settings name the generator, or "github" for none; or "auto"."""
        if flavor == "auto":
            return self
        if flavor == "github":
            return Place(None, self.repository)
        root = self.site.root if self.site is not None else self.repository or "."
        return Place(Site(flavor, root), self.repository)

    def holds(self, path: str) -> bool:
        """Whether a path is in the repository, as far as that is known."""
        return self.repository is None or is_within(path, self.repository)


def place_of(folder: str, entries: Callable[[str], Collection[str]]) -> Place:
    """The place of a folder; ``entries`` gives the names in a folder.

    The nearest site counts; where it has no configuration, one of the same generator above.
    Nothing above the repository's root is looked at.
    """
    configured: Site | None = None
    traced: Site | None = None
    repository: str | None = None
    for above in _upwards(folder):
        names = entries(above)
        if configured is None:
            generator = _configured_generator(names)
            trace = _traced_generator(names) if traced is None else None
            if generator is not None and (traced is None or _are_alike(traced, generator)):
                configured = Site(generator, above)
            elif trace is not None:
                traced = Site(trace, above)
        if ".git" in names:
            repository = above
            break
    if ".github" in folder.split("/"):
        return Place(None, repository)  # GitHub shows it, whatever the repository builds
    return Place(configured or traced, repository, traced if configured else None)


def is_partial(path: str) -> bool:
    """Whether a file is no page of its own, so that its links start from other pages."""
    *folders, name = path.lower().split("/")
    stem = posixpath.splitext(name)[0]
    return (
        not _PARTIAL_FOLDERS.isdisjoint(folders)
        or stem in _TEMPLATES
        or (stem.startswith("_") and stem != "_index")
        or "{{" in path
    )


def untranslated(path: str) -> Iterator[str]:
    """Where the original of a translated file may be, which sites show where it has none."""
    parts = path.split("/")
    for index, part in enumerate(parts[:-1]):
        if _LANGUAGE.match(part):
            yield "/".join((*parts[:index], "en", *parts[index + 1 :]))
            yield "/".join((*parts[:index], *parts[index + 1 :]))


def translated_names(entries: Iterable[str]) -> frozenset[str]:
    """The names that entries of a folder are for some language: ``map.png`` for ``map.en.png``.

    Hugo and plugins of MkDocs publish that at the name without the language.
    """
    found = set()
    for entry in entries:
        rest, suffix = posixpath.splitext(entry)
        stem, _, language = rest.rpartition(".")
        if stem and _LANGUAGE.match(language):
            found.add(stem + suffix)
    return frozenset(found)


def is_within(path: str, folder: str) -> bool:
    """Whether a normalized path is below a normalized folder, both relative or both absolute."""
    if folder == ".":
        return not path.startswith(("../", "/")) and path != ".."
    if posixpath.basename(folder) == "..":
        ups = folder.split("/").count("..")
        return not path.startswith("/") and path.split("/").count("..") <= ups
    return path == folder or path.startswith(folder.rstrip("/") + "/")


def _configured_generator(names: Collection[str]) -> str | None:
    for name, generator in _CONFIGURATIONS.items():
        if name in names:
            return generator
    if any(map(MKDOCS_VARIANT.match, names)):
        return "mkdocs"
    if "content" in names and not _CONTENT_CONFIGS.isdisjoint(names):
        return "hugo"
    return None


def _traced_generator(names: Collection[str]) -> str | None:
    return next((generator for name, generator in _TRACES.items() if name in names), None)


def _are_alike(site: Site, generator: str) -> bool:
    """Whether a configuration may be that of the site some traces were found of."""
    # ``SUMMARY.md`` may be the navigation of a plugin of MkDocs.
    return site.generator == generator or {site.generator, generator} in _ALIKE


def _upwards(folder: str) -> Iterator[str]:
    """A folder and those above it, also above the current one."""
    folder = posixpath.normpath(folder or ".")
    above = 0
    while above < _MOST_ABOVE:
        yield folder
        if folder == "/":
            return
        if folder == "." or posixpath.basename(folder) == "..":
            folder = posixpath.normpath(posixpath.join(folder, ".."))
            above += 1
        else:
            folder = posixpath.dirname(folder) or "."
