"""Jekyll: https://jekyllrb.com/docs/permalinks/ and https://jekyllrb.com/docs/collections/."""

from __future__ import annotations

import datetime
import posixpath
import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from postlint.links.generators.configuration import mapping, read_first, texts
from postlint.links.generators.model import (
    Published,
    SiteFiles,
    SiteModel,
    as_address,
    base_of,
    split_page,
)
from postlint.links.placing import every, first
from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.links.placing import Placing

CONFIGURATIONS = ("_config.yml", "_config.yaml", "_config.toml")

_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_DATED = lazy_pattern(r"(\d{4}|\d{2})-(\d{1,2})-(\d{1,2})-(.+)", re.S)
_DATE = lazy_pattern(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_PLACEHOLDER = lazy_pattern(r":([a-z_]+)")
_NOT_PRETTY = lazy_pattern(r"[^\w.~!$&'()+,;=@]+|(?<!\w)_(?!\w)")
_NOT_ALPHANUMERIC = lazy_pattern(r"[\W_]+")
#: Plugins that make no pages, or only such as are never taken for missing.
_HARMLESS_PLUGINS = frozenset(
    "jekyll-feed jekyll-sitemap jekyll-seo-tag jekyll-paginate jekyll-redirect-from jemoji "
    "jekyll-relative-links jekyll-optional-front-matter jekyll-readme-index jekyll-mentions "
    "jekyll-default-layout jekyll-titles-from-headings jekyll-gist jekyll-include-cache jekyll-toc "
    "jekyll-remote-theme jekyll-github-metadata jekyll-coffeescript jekyll-commonmark-ghpages "
    "jekyll-avatar jekyll-admin jekyll-compose jekyll-last-modified-at jekyll-target-blank "
    "jekyll-archives jekyll-sass-converter kramdown-parser-gfm jekyll-email-protect".split()
)
_SKIPPED = frozenset("_site _includes _layouts _sass _data _plugins node_modules vendor".split())


def jekyll_model(root: str, files: SiteFiles) -> SiteModel:
    """The model of a Jekyll site."""
    names = files.entries(root)
    if "source" in names and "_posts" in files.entries(posixpath.join(root, "source")):
        return SiteModel(root)  # Hexo, whose configuration is called alike
    found = read_first(root, CONFIGURATIONS, files)
    config = found[1] if found is not None else {}
    source = config.get("source")
    folder = posixpath.normpath(posixpath.join(root, source if isinstance(source, str) else ""))
    plugins = set(texts(config.get("plugins"))) | set(texts(config.get("gems")))
    collections = _collections(config.get("collections"))
    permalink = _text(config.get("permalink")) or "date"
    placer = _Placer(
        permalink=permalink,
        post_permalink=_text(collections.get("posts", {}).get("permalink")) or permalink,
        collections=collections,
        collections_folder=_text(config.get("collections_dir")) or "",
        defaults=tuple(_defaults(config.get("defaults"))),
        listed=found is not None,
    )
    return SiteModel(
        folder,
        content=(folder,),
        publish=placer.publish,
        static=(folder,),
        base=base_of(config.get("baseurl")),
        complete=found is not None and plugins <= _HARMLESS_PLUGINS and "_plugins" not in names,
        renderer=_renderer(config) if found is not None else None,
        links_bare_urls=_links_bare_urls(config) if found is not None else None,
        skipped=_SKIPPED,
        needs_front_matter=True,
    )


def post_named(name: str, path: str) -> bool:
    """Whether ``{% post_url name %}`` means the post at a path below a ``_posts`` folder."""
    folders, _, below = path.rpartition("_posts/")
    wanted = posixpath.splitext(name)[0] if name.endswith((".md", ".markdown")) else name
    wanted = wanted.lstrip("/")
    stem = posixpath.splitext(below)[0]
    full = posixpath.join(folders, stem)
    return stem == wanted or full == wanted or full.endswith(f"/{wanted}")


def _renderer(config: dict[str, Any]) -> str | None:
    kramdown = mapping(config.get("kramdown"))
    changes = ("auto_ids", "auto_id_prefix", "transliterated_header_ids", "auto_id_stripping")
    if str(config.get("markdown", "kramdown")).lower() != "kramdown":
        return None
    if any(key in kramdown and kramdown[key] not in (None, "") for key in changes):
        return None
    return "kramdown" if str(kramdown.get("input", "GFM")).lower() == "kramdown" else "kramdown-gfm"


def _links_bare_urls(config: dict[str, Any]) -> bool | None:
    """kramdown makes no links of URLs; of other processors that is not known."""
    return False if str(config.get("markdown", "kramdown")).lower() == "kramdown" else None


class _Scope(Struct, frozen=True):
    """A scope of the front matter defaults that sets a permalink."""

    path: str
    kind: str
    permalink: str


def _defaults(value: object) -> Iterator[_Scope]:
    for item in value if isinstance(value, list) else ():
        scope, values = mapping(mapping(item).get("scope")), mapping(mapping(item).get("values"))
        permalink = _text(values.get("permalink"))
        if permalink:
            path = _text(scope.get("path")) or ""
            yield _Scope(path.strip("/"), _text(scope.get("type")) or "", permalink)


def _collections(value: object) -> dict[str, dict[str, Any]]:
    if isinstance(value, list):
        return {name: {} for name in texts(value)}
    return {str(name): mapping(settings) for name, settings in mapping(value).items()}


class _Placer(Struct, frozen=True):
    """Gives pages their addresses as the configuration says."""

    permalink: str
    post_permalink: str
    collections: dict[str, dict[str, Any]] = {}
    collections_folder: str = ""
    defaults: tuple[_Scope, ...] = ()
    #: Whether there is a configuration, which lists the collections.
    listed: bool = True

    def publish(self, path: str, placing: Placing) -> Published:
        """The addresses of a page; those it is redirected from are among them."""
        within = (
            path.removeprefix(f"{self.collections_folder}/") if self.collections_folder else path
        )
        folders = within.split("/")[:-1]
        if "_drafts" in folders:
            return Published()
        if "_posts" in folders:
            found = self._post(within, placing)
        elif folders and folders[0].startswith("_"):
            found = self._document(within, placing)
        else:
            found = self._page(path, placing)
        moved = tuple(as_address(old) for old in every(placing, "redirect_from"))
        return Published((*found.addresses, *moved), found.certain)

    def _post(self, path: str, placing: Placing) -> Published:
        before, _, below = path.partition("_posts/")
        _, stem, _ = split_page(below)
        dated = _DATED.fullmatch(stem)
        if dated is None:
            return Published()
        template = self._template(placing, path, "posts", self.post_permalink)
        values = {"title": _pretty(first(placing, "slug") or dated[4])}
        values["slug"] = _slug(first(placing, "slug") or dated[4])
        values |= {"output_ext": ".html", "collection": "posts"}
        dates = [_date(first(placing, "date")), _date("-".join(dated.group(1, 2, 3)))]
        addresses = [
            _fill(template, values | _dates(date) | {"categories": categories, **slugs})
            for date in dates
            if date is not None
            for categories, slugs in _categories(before, placing)
        ]
        return _published(addresses)

    def _document(self, path: str, placing: Placing) -> Published:
        label, _, below = path[1:].partition("/")
        settings = self.collections.get(label)
        permalink = first(placing, "permalink")
        if settings is None and self.listed:
            return Published()  # no collection, so none of these is on the site
        if settings is not None and not settings.get("output") and permalink is None:
            return Published()
        folder, stem, _ = split_page(below)
        own = _text((settings or {}).get("permalink"))
        default = own or "/:collection/:path" + self._suffix()
        template = self._template(placing, path, label, default)
        name = first(placing, "slug") or stem
        dated = _DATED.fullmatch(stem)
        values = {
            "collection": label,
            "path": posixpath.join(folder, stem),
            "name": _slug(stem),
            "title": _pretty(first(placing, "slug") or (dated[4] if dated else stem)),
            "slug": _slug(name),
            "categories": "/".join(every(placing, "categories", "category")).lower(),
            "output_ext": ".html",
        }
        date = _date(first(placing, "date"))
        found = _fill(template, values | (_dates(date) if date is not None else {}))
        return _published([found])

    def _page(self, path: str, placing: Placing) -> Published:
        folder, stem, suffix = split_page(path)
        default = "/:path/" if stem == "index" else "/:path/:basename" + self._suffix()
        template = self._template(placing, path, "pages", default)
        values = {"path": folder, "basename": stem, "output_ext": ".html", "title": stem}
        found = [_fill(template, values)]
        if stem.lower() == "readme":
            found.append(as_address(folder, "/"))  # by jekyll-readme-index, on GitHub Pages
        if suffix == ".html":
            found.append(as_address(path))
        return _published(found)

    def _suffix(self) -> str:
        """What ends the addresses of pages and documents, by the style of the posts'."""
        return "/" if self.permalink == "pretty" or self.permalink.endswith("/") else ":output_ext"

    def _template(self, placing: Placing, path: str, kind: str, default: str) -> str:
        own = first(placing, "permalink")
        if own is not None:
            return _STYLES.get(own, own)
        best: tuple[int, str] | None = None
        for scope in self.defaults:
            in_scope = not scope.path or path == scope.path or path.startswith(f"{scope.path}/")
            if in_scope and scope.kind in ("", kind):
                rank = len(scope.path) * 2 + bool(scope.kind)
                if best is None or rank >= best[0]:
                    best = (rank, scope.permalink)
        template = default if best is None else best[1]
        return _STYLES.get(template, template) if kind != "pages" else template


def _published(addresses: list[str | None]) -> Published:
    known = dict.fromkeys(address for address in addresses if address is not None)
    return Published(tuple(known), certain=len(known) > 0 and None not in addresses)


def _fill(template: str, values: dict[str, str]) -> str | None:
    """An address from a permalink's template; None where it has what is not known."""
    missing = False

    def value(match: re.Match[str]) -> str:
        nonlocal missing
        name = match[1]
        # ":title_suffix" has no delimiter: the longest name that is known counts.
        while name and name not in values:
            name = name.rpartition("_")[0]
        if not name:
            missing = True
            return ""
        return values[name] + match[1][len(name) :]

    address = as_address(_PLACEHOLDER.sub(value, template))
    return None if missing else address


def _categories(before: str, placing: Placing) -> Iterator[tuple[str, dict[str, str]]]:
    """The categories as a path, in each of the ways that the front matter may be meant."""
    folders = [name for name in before.split("/") if name]
    alone, listed = every(placing, "category"), every(placing, "categories")
    # A text with spaces has several; a list may as well have one with spaces in its name.
    split = tuple(listed[0].split()) if len(listed) == 1 else listed
    for names in dict.fromkeys(((*alone, *split), (*alone, *listed))):
        every_name = list(dict.fromkeys([*folders, *names]))
        slugs = "/".join(_slug(name) for name in every_name)
        yield "/".join(every_name).lower(), {"slugified_categories": slugs}


def _dates(date: datetime.date) -> dict[str, str]:
    return {
        "year": f"{date:%Y}",
        "short_year": f"{date:%y}",
        "month": f"{date:%m}",
        "i_month": str(date.month),
        "short_month": f"{date:%b}",
        "long_month": f"{date:%B}",
        "day": f"{date:%d}",
        "i_day": str(date.day),
        "y_day": f"{date:%j}",
        "week": f"{date:%V}",
        "short_day": f"{date:%a}",
        "w_year": f"{date:%G}",
    }


def _date(text: str | None) -> datetime.date | None:
    match = _DATE.match(text or "")
    try:
        return datetime.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _pretty(name: str) -> str:
    return _NOT_PRETTY.sub("-", name).strip("-")


def _slug(name: str) -> str:
    return _NOT_ALPHANUMERIC.sub("-", name).strip("-").lower()


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
