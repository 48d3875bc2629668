"""From a destination to a file: found, missing, or not to be decided offline."""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import TYPE_CHECKING

from postlint.links.addressing import SiteAddresses
from postlint.links.anchors import Anchors, anchors_of
from postlint.links.files import HTML_SUFFIXES, FileTree, is_markdown, join
from postlint.links.outcome import UNDECIDED, Outcome, Resolution
from postlint.links.sites import Place, Site, is_partial, place_of, translated_names, untranslated
from postlint.links.targets import Form, Target, with_scheme
from postlint.links.templated import read_destination
from postlint.regexes import lazy_pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from postlint.facts import LinkFact
    from postlint.links.generators import Listed, SiteModel
    from postlint.project import Project

__all__ = ["Outcome", "Resolution", "Resolver"]

#: Pages of a repository that GitHub has and no file stands for; a link from a file starts two
#: levels deeper than they are (``/owner/name/blob/main/README.md``).
_GITHUB_PAGE = lazy_pattern(
    r"(?:\.\./)+(?:tree|blob|raw|edit)/|"
    r"(?:\.\./){2,}(?:issues|pulls?|wiki|releases|actions|discussions|new|"
    r"commits?|compare|milestones?|security|projects|labels|tags|branches|graphs|network|"
    r"stargazers|watchers|forks?|archive|packages|deployments|contribute|pulse|settings)"
    r"(?:[/?#]|\Z)"
)
_README = lazy_pattern(r"readme\b", re.I)
_UPWARDS = lazy_pattern(r"\A(?:\.{1,2}/)+")
#: In characters; the systems' limits are 260 to 4096.
_LONGEST_PATH = 1024
#: An ending that is not that of a version or a sentence.
_FILE_SUFFIX = lazy_pattern(r"\.\d?[A-Za-z]\w{0,7}\Z")


class Resolver:
    """Resolves the destinations of a project's posts."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._tree = FileTree(project)
        self._is_pasted = lru_cache(maxsize=128)(self._find_out_whether_pasted)
        #: By folder, the names that its files for some language are published at.
        self._translated = lru_cache(maxsize=128)(self._find_translated)
        self._site_above = lru_cache(maxsize=128)(self._find_site_above)
        self._places: dict[str, Place] = {}
        self._sites: dict[Site, SiteAddresses] = {}
        self._anchors: dict[str, Anchors | None] = {}

    def place_of(self, post: str) -> Place:
        """The site and repository of a post."""
        folder = posixpath.dirname(post)
        if folder not in self._places:
            place = place_of(folder, self._project.entries).with_flavor(self._project.flavor)
            sites = (site for site in (place.site, place.traced) if site is not None)
            holding = (site for site in sites if self._addresses_of(site).may_hold(folder))
            self._places[folder] = Place(next(holding, None), place.repository)
        return self._places[folder]

    def resolve(self, fact: LinkFact, post: str) -> Resolution:
        """What a link in a post leads to; the path of the page itself for a bare fragment."""
        target = read_destination(fact.url)
        if target.form is Form.EXTERNAL or target.form is Form.PLACEHOLDER:
            return UNDECIDED
        if self._is_pasted(post) or "\0" in target.path or len(target.path) > _LONGEST_PATH:
            return UNDECIDED
        if target.form is Form.PAGE:
            return Resolution(Outcome.FOUND, post)
        if target.form is Form.RELATIVE:
            return self._resolve_relative(fact, post, target)
        if target.form is Form.ROOT:
            found = self._resolve_from_root(target, post)
            if found is not None:
                return found
        site = self.place_of(post).site
        return UNDECIDED if site is None else self._addresses_of(site).resolve(target, post)

    def model_of(self, post: str) -> SiteModel | None:
        """What is known of the site that a post is on; None where it is on none."""
        site = self.place_of(post).site
        return None if site is None else self._addresses_of(site).model

    def may_define_elsewhere(self, post: str) -> bool:
        """Whether the labels that a file refers to may be defined in other files of its site.

        Also for a file beside the site's pages, which may be pasted into one.
        """
        site = self._site_above(posixpath.dirname(post))
        return site is not None and self._addresses_of(site).model.labels_elsewhere

    def missing_pages(self) -> Iterator[Listed]:
        """The pages that configurations name and that are not there.

        Those of the sites that links were resolved on: to look for others would cost a listing
        of every folder.
        """
        for site in sorted(self._sites):
            for listed in self._sites[site].model.listed:
                if not self._tree.is_there(listed.path):
                    yield listed

    def is_published(self, post: str) -> bool:
        """Whether the site makes a page of a file; if not, it is read on GitHub."""
        model = self.model_of(post)
        return model is not None and (not model.needs_front_matter or self._is_rendered(post))

    def anchors_of(self, page: str) -> Anchors | None:
        """The anchors of a Markdown file; None where they cannot be had."""
        if page not in self._anchors:
            facts = self._project.facts_of(page) if is_markdown(page) else None
            model = self.model_of(page) if self.is_published(page) else None
            renderer = None if model is None else model.renderer
            self._anchors[page] = None if facts is None else anchors_of(facts.links, renderer)
        return self._anchors[page]

    def nearest(self, path: str) -> str | None:
        """An existing path that a missing one most likely stands for."""
        return self._tree.nearest(path)

    def _resolve_relative(self, fact: LinkFact, post: str, target: Target) -> Resolution:
        folder = posixpath.dirname(post)
        path = join(folder, target.path)
        found = self._tree.find(path, join(folder, fact.url[: target.path_end]))
        if found is not None:
            if self._starts_from_file(fact, post, target.path) or is_markdown(path):
                return Resolution(Outcome.FOUND, found)
            by_address = self._resolve_by_address(fact, post, target)
            return by_address if by_address.outcome is Outcome.FOUND else UNDECIDED
        if with_scheme(fact.url) is not None:
            return Resolution(Outcome.MISSING, path)
        if self._may_be_elsewhere(fact, post, target.path):
            return self._resolve_by_address(fact, post, target)
        spelled = self._tree.in_other_case(path)
        if spelled is not None:
            return Resolution(Outcome.WRONG_CASE, spelled)
        if self._tree.has_source_in_other_case(path):
            return UNDECIDED
        return Resolution(Outcome.MISSING, path)

    def _resolve_by_address(self, fact: LinkFact, post: str, target: Target) -> Resolution:
        """A relative destination as browsers take it: from the address of the page."""
        site = self.place_of(post).site
        if site is None or fact.kind == "front-matter" or is_markdown(target.path):
            return UNDECIDED
        found = self._addresses_of(site).resolve_relative(target, post)
        if found.outcome is not Outcome.FOUND and self._is_elsewhere(post, target.path):
            return UNDECIDED
        return found

    def _resolve_from_root(self, target: Target, post: str) -> Resolution | None:
        """What starts from the folder that the settings name, or from the repository on GitHub."""
        root = self._project.site_root
        place = self.place_of(post)
        if root is None and place.site is None and not self._is_rendered(post):
            root = place.repository
        if root is None:
            return None
        path = join(root, target.path.lstrip("/"))
        found = self._tree.find(path)
        if found is not None:
            return Resolution(Outcome.FOUND, found)
        if place.site is not None and self._project.site_root is None:
            return None
        suffix = posixpath.splitext(target.path)[1]
        if suffix in HTML_SUFFIXES or not _FILE_SUFFIX.match(suffix):
            return None
        if self._project.site_root is None and not self._is_beside_what_is_there(path, root):
            return UNDECIDED
        if place.site is not None:
            by_site = self._addresses_of(place.site).resolve(target, post)
            if by_site.outcome is Outcome.FOUND:
                return by_site
        spelled = self._tree.in_other_case(path)
        if spelled is not None:
            actual = "/" + posixpath.relpath(spelled, root)
            return Resolution(Outcome.WRONG_CASE, spelled, "file", actual)
        return Resolution(Outcome.MISSING, path, "file", "")

    def _is_beside_what_is_there(self, path: str, root: str) -> bool:
        """Whether at least the first folder of a path from the root exists."""
        first, slash, _ = posixpath.relpath(path, root).partition("/")
        return not slash or self._tree.is_there(join(root, first))

    def _addresses_of(self, site: Site) -> SiteAddresses:
        if site not in self._sites:
            self._sites[site] = SiteAddresses(site, self._project, self._tree)
        return self._sites[site]

    def _may_be_elsewhere(self, fact: LinkFact, post: str, target: str) -> bool:
        """Whether a destination without a file at its path may lead somewhere all the same."""
        if not is_markdown(target) and not self._starts_from_file(fact, post, target):
            return True
        return self._is_elsewhere(post, target)

    def _is_elsewhere(self, post: str, target: str) -> bool:
        """Whether a destination is outside of the repository, or another folder's file."""
        folder = posixpath.dirname(post)
        path = join(folder, target)
        place = self.place_of(post)
        if _GITHUB_PAGE.match(target) or not place.holds(path):
            return True
        if "i18n" in path.split("/"):
            return True
        in_folder, name = posixpath.split(path)
        if name in self._translated(in_folder or "."):
            return True
        elsewhere = list(untranslated(path))
        if place.site is not None:
            elsewhere += [join(base, target) for base in place.site.bases(folder)]
        elsewhere += self._where_pasted(post, target)
        return self._tree.find(*elsewhere) is not None

    def _where_pasted(self, post: str, target: str) -> list[str]:
        """What a destination means where a file beside the site's pages is pasted into one.

        The README is read on GitHub first.
        """
        folder, name = posixpath.split(post)
        site = self._site_above(folder)
        if site is None or self.place_of(post).site is not None or _README.match(name):
            return []
        return [
            join(content, _UPWARDS.sub("", target))
            for content in self._addresses_of(site).model.content
        ]

    def _find_translated(self, folder: str) -> frozenset[str]:
        return translated_names(self._project.entries(folder))

    def _find_site_above(self, folder: str) -> Site | None:
        """The site in whose folder a folder is, whether or not it holds pages."""
        return place_of(folder, self._project.entries).with_flavor(self._project.flavor).site

    def _starts_from_file(self, fact: LinkFact, post: str, target: str) -> bool:
        """Whether a destination that is no Markdown file is one relative to the post's file."""
        if fact.kind == "front-matter":
            return False
        site = self.place_of(post).site
        if site is None and not self._is_rendered(post):
            return True
        suffix = posixpath.splitext(target)[1]
        if suffix in HTML_SUFFIXES or not _FILE_SUFFIX.match(suffix):
            return False
        if site is None:
            facts = self._project.facts_of(post)
            return facts is None or not facts.links.placed
        # Hugo and Zola publish what lies beside such a page beside it, wherever that is.
        in_bundle = posixpath.basename(post) in ("index.md", "_index.md")
        if site.generator in ("hugo", "zola") and in_bundle and not target.startswith("../"):
            return True
        return site.resolves_html_from_file if fact.kind == "html" else site.resolves_from_file

    def _find_out_whether_pasted(self, post: str) -> bool:
        """Whether a file is no page of its own, so that its links start from other pages."""
        site = self.place_of(post).site
        return is_partial(post) or (site is not None and self._addresses_of(site).is_part(post))

    def _is_rendered(self, post: str) -> bool:
        facts = self._project.facts_of(post)
        return facts is not None and facts.links.rendered
