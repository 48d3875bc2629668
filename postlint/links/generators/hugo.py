"""Hugo: https://gohugo.io/content-management/urls/ and .../organization/."""

from __future__ import annotations

import datetime
import posixpath
import unicodedata
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from postlint.links.generators.configuration import mapping, read_first, texts
from postlint.links.generators.model import (
    MARKDOWN,
    Published,
    SiteFiles,
    SiteModel,
    as_address,
    base_of,
    split_page,
)
from postlint.links.generators.zola import zola_model
from postlint.links.placing import every, first
from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from postlint.links.placing import Placing

_NAMES = ("hugo", "config")
_SUFFIXES = (".toml", ".yaml", ".yml", ".json")
#: ``markup.goldmark.parser`` is the deepest table that is looked at.
_DEEPEST = 3
_TOKEN = lazy_pattern(r":([a-z]+)(\[[^\]]*\])?")
_DATE = lazy_pattern(r"(\d{4})-(\d{2})-(\d{2})")
_HYPHENS = lazy_pattern(r"-{2,}")
#: ``about.fr.md``
_LANGUAGE_SUFFIX = lazy_pattern(r"\.[a-z]{2}(?:-[A-Za-z]{2,4})?\Z")


def hugo_model(root: str, files: SiteFiles) -> SiteModel:
    """The model of a Hugo site, or of a Zola site, whose folders look alike."""
    found = _read(root, files)
    if found is not None and "base_url" in found:
        return zola_model(root, files)
    if found is None and "content" not in files.entries(root):
        # Without a configuration, pages begin where the first list of pages is.
        return SiteModel(root, content=(root,), publish=_Placer().publish, static=(root,))
    config = found or {}
    content = posixpath.join(root, _text(config.get("contentdir")) or "content")
    themes, themes_here = _themes(config, root, files)
    static = [posixpath.join(root, name) for name in texts(config.get("staticdir")) or ("static",)]
    languages = mapping(config.get("languages"))
    permalinks = _permalinks(config.get("permalinks"))
    plain = not any(key in config for key in ("module", "frontmatter", "cascade", "imports"))
    placer = _Placer(
        permalinks=permalinks,
        ugly=config.get("uglyurls") is True,
        lower=config.get("disablepathtolower") is not True,
    )
    return SiteModel(
        root,
        content=(posixpath.normpath(content),),
        publish=placer.publish,
        static=(
            *map(posixpath.normpath, static),
            *(posixpath.join(theme, "static") for theme in themes),
            posixpath.join(root, "assets"),
        ),
        base=base_of(config.get("baseurl")),
        complete=found is not None
        and plain
        and len(languages) < 2
        and config.get("defaultcontentlanguageinsubdir") is not True
        and isinstance(config.get("uglyurls", False), bool),
        assets_complete=found is not None and themes_here and "module" not in config,
        renderer=_renderer(config) if found is not None else None,
        bundles=True,
    )


def _read(root: str, files: SiteFiles) -> dict[str, Any] | None:
    """The configuration, keys in lower case: a file, or the files of a folder together."""
    names = [name + suffix for name in _NAMES for suffix in _SUFFIXES]
    found = read_first(root, names, files)
    if found is not None:
        return _lower(found[1])
    folder = posixpath.join(root, "config", "_default")
    entries = files.entries(folder)
    if not entries:
        return None
    config: dict[str, Any] = {}
    for name in sorted(entries):
        stem, suffix = posixpath.splitext(name)
        part = read_first(folder, [name], files) if suffix in _SUFFIXES else None
        if part is not None and stem in _NAMES:
            config |= _lower(part[1])
        elif part is not None:
            config[stem.partition(".")[0].lower()] = _lower(part[1])
    return config


def _lower(data: dict[Any, Any], depth: int = _DEEPEST) -> dict[str, Any]:
    """The data with the keys of tables in lower case, as far down as anything is looked up."""
    return {
        str(key).lower(): _lower(value, depth - 1) if depth and isinstance(value, dict) else value
        for key, value in data.items()
    }


def _themes(config: dict[str, Any], root: str, files: SiteFiles) -> tuple[list[str], bool]:
    """The folders of the themes, and whether all of them are here."""
    folder = posixpath.join(root, _text(config.get("themesdir")) or "themes")
    themes = [posixpath.join(folder, name) for name in texts(config.get("theme"))]
    return themes, all(files.entries(theme) for theme in themes)


def _renderer(config: dict[str, Any]) -> str | None:
    markup = mapping(config.get("markup"))
    if markup.get("defaultmarkdownhandler", "goldmark") != "goldmark":
        return None
    parser = mapping(mapping(markup.get("goldmark")).get("parser"))
    kind = parser.get("autoheadingidtype") or parser.get("autoidtype") or "github"
    if parser.get("autoheadingid") is False:
        return None
    names = {"github": "hugo", "github-ascii": "hugo-ascii", "blackfriday": "hugo-blackfriday"}
    return names.get(str(kind))


def _permalinks(value: object) -> dict[str, str]:
    """Templates by section; those for the kind "page" may have a table of their own."""
    templates = mapping(value) | mapping(mapping(value).get("page"))
    return {section: text for section, text in templates.items() if isinstance(text, str)}


class _Placer(Struct, frozen=True):
    permalinks: dict[str, str] = {}
    ugly: bool = False
    lower: bool = True

    def publish(self, path: str, placing: Placing) -> Published:
        """The addresses of a page, its aliases among them."""
        address, certain = self._address(path, placing)
        beside = posixpath.dirname(address.rstrip("/")) if address else ""
        aliases = tuple(
            alias if alias.startswith("/") else as_address(beside, alias)
            for alias in every(placing, "aliases")
        )
        own = first(placing, "path")  # Zola's, where no configuration tells
        others = (as_address(own, "/"),) if own is not None and self == _Placer() else ()
        return Published((address, *others, *aliases), certain and not others)

    def _address(self, path: str, placing: Placing) -> tuple[str, bool]:
        url = first(placing, "url")
        if url is not None and "://" not in url:
            return as_address(url), ":" not in url
        folder, stem, _ = split_page(path)
        if _LANGUAGE_SUFFIX.search(stem):
            return "", False
        if stem == "_index":
            return self._clean(as_address(folder, "/")), True
        if stem == "index":
            folder, stem = posixpath.split(folder)
        slug = first(placing, "slug")
        template = self.permalinks.get(folder.split("/")[0] if folder else "/")
        if template is not None:
            return self._from_template(template, folder, stem, placing)
        end = ".html" if self.ugly else "/"
        return self._clean(as_address(folder, slug or stem) + (end if stem else "")), True

    def _from_template(
        self, template: str, folder: str, stem: str, placing: Placing
    ) -> tuple[str, bool]:
        slug, title = first(placing, "slug"), first(placing, "title")
        values = {
            "section": folder.split("/")[0],
            "sections": folder,
            "filename": stem,
            "contentbasename": stem,
            "slugorfilename": slug or stem,
            "slugorcontentbasename": slug or stem,
            "slug": slug or title or "",
            "title": title or "",
        }
        values |= _dates(first(placing, "date"))
        tokens = _TOKEN.findall(template)
        known = all(name in values and values[name] and not part for name, part in tokens)
        # How Hugo writes a title in an address has changed from version to version.
        # Which folders are sections depends on the files in them.
        certain = known and not any(
            name == "title"
            or (name == "slug" and slug is None)
            or (name == "sections" and "/" in folder)
            for name, _ in tokens
        )
        address = _TOKEN.sub(lambda match: values.get(match[1], ""), template)
        end = "" if posixpath.splitext(address)[1] == ".html" else "/"
        return self._clean(as_address(address, end)), certain

    def _clean(self, address: str) -> str:
        """As Hugo writes paths: spaces as hyphens, most punctuation dropped, in lower case."""
        kept = "".join(c for c in address.replace(" ", "-") if c in "./\\_#+~-@" or _is_word(c))
        kept = _HYPHENS.sub("-", kept) if " " in address else kept
        return kept.lower() if self.lower else kept


def _is_word(character: str) -> bool:
    return unicodedata.category(character)[0] in "LM" or unicodedata.category(character) == "Nd"


def _dates(text: str | None) -> dict[str, str]:
    match = _DATE.match(text or "")
    try:
        date = datetime.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        date = None
    if date is None:
        return {}
    return {
        "year": f"{date:%Y}",
        "month": f"{date:%m}",
        "monthname": f"{date:%B}".lower(),
        "day": f"{date:%d}",
        "yearday": str(date.timetuple().tm_yday),
    }


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def pages_referred_to(name: str, post: str, content: str) -> tuple[str, ...]:
    """The paths that ``ref "name"`` in a post may mean, the nearest first.

    https://gohugo.io/methods/page/getpage/: from the root of the content, or from the post.
    """
    folder = posixpath.dirname(post)
    if posixpath.basename(post) == "index.md":
        folders = [folder, posixpath.dirname(folder)]
    else:
        folders = [folder]
    bases = [content] if name.startswith("/") else [*folders, content]
    found: list[str] = []
    for base in bases:
        path = posixpath.normpath(posixpath.join(base, name.strip("/")))
        found.append(path)
        if not path.endswith(MARKDOWN):
            found += [path + suffix for suffix in (".md", ".html", ".markdown")]
            found += [posixpath.join(path, index) for index in ("index.md", "_index.md")]
    return tuple(found)
