"""What ``postlint words`` prints and learns: the words of a site that no dictionary has."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from postlint.command import FAILED, OK, complain
from postlint.paths import display_path
from postlint.reporters import Screen
from postlint.settings import Configuration

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from postlint.document import Document
    from postlint.settings import Overrides
    from postlint.spelling.options import SpellingOptions
    from postlint.spelling.vocabulary import UnknownWord

_RULE, _WORDS_FILE = "spelling", "words-file"
#: Where words are learnt when the configuration names no file.
_DEFAULT_FILE = "words.txt"
#: How much of a line is shown before and after the word, in characters.
_CONTEXT = 30


def print_words(paths: Sequence[str], overrides: Overrides) -> int:
    """Prints a line for each unknown word; returns the exit status."""
    posts = _Posts(paths, Configuration(overrides))
    found = posts.unknown_words()
    screen = Screen.of(sys.stdout, os.environ)
    width = max((len(item.word) for item in found), default=0)
    for item in found:
        print(_line(item, width, screen))
    return posts.status


def learn_words(paths: Sequence[str], overrides: Overrides) -> int:
    """Adds the words that nothing speaks against to the words file; returns the exit status."""
    from postlint.spelling.vocabulary import learnt

    configuration = Configuration(overrides)
    named = configuration.files_named(Path.cwd(), _RULE, _WORDS_FILE)
    file = named[0] if named else Path.cwd() / _DEFAULT_FILE
    label = display_path(file)
    try:
        # The settings cannot be read while a file that they name is missing.
        file.touch()
        posts = _Posts(paths, configuration)
        before = file.read_text("utf-8-sig").splitlines()
        known = {line.strip().lower() for line in before}
        safe = [
            item
            for item in posts.unknown_words()
            if item.is_safe and item.word.lower() not in known
        ]
        if safe:
            file.write_text(learnt(before, safe), "utf-8", newline="\n")
    except (OSError, UnicodeDecodeError) as error:
        complain(f"{label}: {getattr(error, 'strerror', None) or error}")
        return FAILED
    print(f"{len(safe)} new {'word' if len(safe) == 1 else 'words'} in {label}")
    if not named and safe:
        print(f'to use it, put words-file = "{label}" under [rules.spelling] in postlint.toml')
    return posts.status


class _Posts:
    """The posts in some paths; ``status`` is FAILED once one could not be read."""

    def __init__(self, paths: Sequence[str], configuration: Configuration) -> None:
        self._paths = paths or (".",)
        self._configuration = configuration
        self.status = OK

    def unknown_words(self) -> tuple[UnknownWord, ...]:
        from postlint.spelling.vocabulary import unknown_words

        return unknown_words(self._documents())

    def _documents(self) -> Iterator[tuple[Document, SpellingOptions]]:
        """The posts whose spelling is checked, each with its options."""
        from postlint.discovery import discover
        from postlint.disk import read_source
        from postlint.document import make_document
        from postlint.source import DecodeError
        from postlint.spelling.options import SpellingOptions

        discovered = discover(self._paths, self._configuration)
        for failure in discovered.failures:
            self._fail(failure.path, failure.message)
        for path in discovered.paths:
            settings = self._configuration.for_path(path)
            rule = settings.rule(_RULE)
            if rule is None:
                continue
            try:
                source = read_source(path)
            except (OSError, DecodeError) as error:
                self._fail(path, getattr(error, "strerror", None) or str(error))
                continue
            document = make_document(source, flavor=settings.flavor)
            yield document, SpellingOptions.of(rule.options)

    def _fail(self, path: str, reason: str) -> None:
        complain(f"{path}: {reason}")
        self.status = FAILED


def _line(item: UnknownWord, width: int, screen: Screen) -> str:
    """How often, the word, what it may be, where, and the words around it there."""
    from postlint.reporters.screen import visible

    meant = f"{item.suggestions[0]}?" if item.suspicion and item.suggestions else ""
    place = screen.paint(f"{visible(item.path)}:{item.line}", "dim")
    around = visible(_around(item.context, item.word))
    word = screen.paint(item.word, "bold") + " " * (width - len(item.word))
    return f"{item.count:>5}  {word}  {meant:<{width}}  {place}  {around}".rstrip()


def _around(line: str, word: str) -> str:
    """A word in its line, which is cut where it is long."""
    at = max(line.find(word), 0)
    start, end = max(at - _CONTEXT, 0), at + len(word) + _CONTEXT
    before, after = "..." if start else "", "..." if end < len(line) else ""
    return f"{before}{line[start:end]}{after}"
