"""MkDocs: https://www.mkdocs.org/user-guide/configuration/.

And ProperDocs, which goes on from it; and Zensical, which builds the same sites, and may have the
settings in TOML, below ``project``: https://zensical.org/docs/setup/basics/.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from postlint.links.generators.configuration import mapping, read_first, scalar_spans, texts
from postlint.links.generators.model import (
    Listed,
    Published,
    SiteFiles,
    SiteModel,
    as_address,
    base_of,
    split_page,
)
from postlint.links.sites import MKDOCS_VARIANT
from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.links.placing import Placing

CONFIGURATIONS = (
    *("mkdocs.yml", "mkdocs.yaml", "properdocs.yml", "properdocs.yaml"),
    *("zensical.yml", "zensical.yaml", "zensical.toml"),
)
_YAML = (".yml", ".yaml")
#: Plugins that make no pages.
_HARMLESS_PLUGINS = frozenset(
    "search material/search git-revision-date git-revision-date-localized minify awesome-pages "
    "section-index autorefs macros glightbox privacy offline meta material/meta optimize "
    "git-committers git-authors exclude include-markdown markdownextradata table-reader "
    "material/privacy material/offline material/optimize literate-nav callouts panzoom "
    "redirects with-pdf print-site rss".split()
)
#: Plugins that know anchors of other pages, and of other sites, as labels of references.
_LABELLING_PLUGINS = frozenset({"autorefs", "mkdocstrings", "api-autonav"})
#: Names that extensions begin with, which TOML makes tables of.
_PACKAGES = ("markdown", "pymdownx", "zensical")
#: Addresses on the web, paths that are not looked up, and patterns of ``literate-nav``.
_NO_FILE = lazy_pattern(r"\A/|://|[*?]")


def mkdocs_model(root: str, files: SiteFiles) -> SiteModel:
    """The model of a MkDocs site."""
    found = read_first(root, CONFIGURATIONS, files)
    config = _settings(*found) if found is not None else {}
    content = _docs_dir(root, config)
    plugins = set(texts(config.get("plugins"))) | set(mapping(config.get("plugins")))
    complete = (
        found is not None
        and plugins <= _HARMLESS_PLUGINS
        and not any(key in config for key in ("hooks", "INHERIT"))
    )
    named = posixpath.normpath(posixpath.join(root, found[0])) if found is not None else ""
    return SiteModel(
        root,
        content=(content,) if found is not None else tuple(_docs_dirs(root, files)),
        publish=_publish_files if config.get("use_directory_urls") is False else _publish,
        static=(content,),
        base=base_of(config.get("site_url")),
        complete=complete,
        assets_complete=found is not None and plugins <= _HARMLESS_PLUGINS,
        renderer=_renderer(config) if found is not None else None,
        links_bare_urls=_links_bare_urls(config) if found is not None else None,
        labels_elsewhere=found is None
        or "INHERIT" in config
        or not plugins.isdisjoint(_LABELLING_PLUGINS)
        or _appends_files(config),
        listed=tuple(_listed(content, named, files)) if complete and config.get("nav") else (),
    )


def _docs_dir(root: str, config: dict[str, Any]) -> str:
    folder = config.get("docs_dir")
    return posixpath.normpath(posixpath.join(root, folder if isinstance(folder, str) else "docs"))


def _docs_dirs(root: str, files: SiteFiles) -> Iterator[str]:
    """The folders of pages of a site with several configurations, such as one for a language."""
    variants = sorted(filter(MKDOCS_VARIANT.match, files.entries(root)))
    configs = (read_first(root, (name,), files) for name in variants)
    found = {_docs_dir(root, config[1]) for config in configs if config is not None}
    yield from sorted(found or {_docs_dir(root, {})})


def _listed(content: str, configuration: str, files: SiteFiles) -> Iterator[Listed]:
    """The Markdown files that ``nav`` names: https://www.mkdocs.org/user-guide/configuration/#nav."""
    text = (files.read(configuration) or "") if configuration.endswith(_YAML) else ""
    for start, end in scalar_spans(text, "nav"):
        written = text[start:end]
        if written.endswith(".md") and not _NO_FILE.search(written):
            path = posixpath.normpath(posixpath.join(content, written))
            yield Listed(path, configuration, (start, end))


def _settings(name: str, data: dict[str, Any]) -> dict[str, Any]:
    if name.endswith(_YAML):
        return data
    # Zensical has defaults for what is not there, links of bare URLs among them.
    return {"markdown_extensions": {"pymdownx": {"magiclink": {}}}, **mapping(data.get("project"))}


def _extensions(config: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The options of the extensions of Python-Markdown that are used, by their names."""
    listed = config.get("markdown_extensions")
    found: dict[str, dict[str, Any]] = {}
    for item in listed if isinstance(listed, list) else [listed]:
        named = {item: None} if isinstance(item, str) else mapping(item)
        for name, options in named.items():
            if name in _PACKAGES:
                found |= {f"{name}.{own}": mapping(its) for own, its in mapping(options).items()}
            found[str(name)] = mapping(options)
    return found


def _renderer(config: dict[str, Any]) -> str | None:
    """Python-Markdown's ``toc``, unless it was told to make other ids."""
    extensions = _extensions(config)
    for name in ("toc", "markdown.extensions.toc", "markdown.toc"):
        if extensions.get(name, {}).keys() & {"slugify", "separator"}:
            return None
    if "INHERIT" in config or "hooks" in config:
        return None
    return "mkdocs"


def _links_bare_urls(config: dict[str, Any]) -> bool | None:
    """Python-Markdown makes no links of URLs, but some of its extensions do."""
    if "INHERIT" in config or "hooks" in config:
        return None
    return any("magiclink" in name or "linkify" in name for name in _extensions(config))


def _appends_files(config: dict[str, Any]) -> bool:
    """Whether other files, often with definitions, are pasted below each page."""
    return bool(_extensions(config).get("pymdownx.snippets", {}).get("auto_append"))


def _publish(path: str, placing: Placing) -> Published:
    folder, stem, _ = split_page(path)
    if stem in ("index", "README"):
        return Published((as_address(folder, "/"),))
    return Published((as_address(folder, stem, "/"),))


def _publish_files(path: str, placing: Placing) -> Published:
    folder, stem, _ = split_page(path)
    name = "index" if stem == "README" else stem
    return Published((as_address(folder, f"{name}.html"),))
