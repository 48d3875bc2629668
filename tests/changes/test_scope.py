"""``--changed-since``: which findings are the change's."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from repositories import NEW_MISTAKE, OLD_MISTAKE, Postlint, Repository

from postlint.reporters import FORMATS

if TYPE_CHECKING:
    from pathlib import Path

POST = f"# Soup\n\n## Setup\n\n{OLD_MISTAKE}\n## Use\n\nStir it.\n"


# -- lines ------------------------------------------------------------------------------------


def test_only_changed_lines_count(repository: Repository, postlint: Postlint) -> None:
    repository.commit(a=POST, b=OLD_MISTAKE)
    repository.write("a.md", POST + "\n" + NEW_MISTAKE)
    assert postlint.since("HEAD") == ["a.md:11 spelling"]


def test_lines_that_only_moved_have_not_changed(repository: Repository, postlint: Postlint) -> None:
    repository.commit(a=POST)
    repository.write("a.md", f"{NEW_MISTAKE}\nA word before.\n\n{POST}")
    assert postlint.since("HEAD") == ["a.md:1 spelling"]


def test_nothing_has_changed(repository: Repository, postlint: Postlint) -> None:
    repository.commit(a=POST)
    assert postlint("--changed-since", "HEAD") == (
        0,
        "The change brought no problems in 1 post\n",
        "",
    )


def test_the_change_is_committed_staged_and_neither(
    repository: Repository, postlint: Postlint
) -> None:
    repository.commit(a=POST)
    repository.git("checkout", "--quiet", "-b", "topic")
    repository.commit(committed=NEW_MISTAKE)
    repository.write("staged.md", NEW_MISTAKE)
    repository.git("add", "staged.md")
    repository.write("untracked.md", NEW_MISTAKE)
    assert postlint.since("main") == [
        f"{name}.md:1 spelling" for name in ("committed", "staged", "untracked")
    ]


def test_what_main_did_meanwhile_does_not_count(repository: Repository, postlint: Postlint) -> None:
    repository.commit(a=POST, b="Fine.\n")
    repository.git("checkout", "--quiet", "-b", "topic")
    repository.commit(b=NEW_MISTAKE)
    repository.git("checkout", "--quiet", "main")
    repository.commit(a="All is mended on the other side.\n")
    repository.git("checkout", "--quiet", "topic")
    assert postlint.since("main") == ["b.md:1 spelling"]


def test_a_finding_over_several_lines_counts_if_one_has_changed(
    repository: Repository, postlint: Postlint
) -> None:
    link = "Look at [the\nsoup and\npan]().\n"
    repository.commit(a=link)
    assert postlint.since("HEAD") == []
    repository.write("a.md", link.replace("soup and", "soup or"))
    assert postlint.since("HEAD") == ["a.md:1 empty-link"]


@pytest.mark.parametrize("move", ["committed", "staged"])
def test_renames_are_followed(repository: Repository, postlint: Postlint, move: str) -> None:
    repository.commit(a=POST)
    repository.write("a.md", POST + "\n" + NEW_MISTAKE)
    (repository.folder / "posts").mkdir()
    repository.git("mv", "a.md", "posts/b.md")
    repository.git("add", "--all")
    if move == "committed":
        repository.git("commit", "--quiet", "-m", "Move")
        assert postlint.since("HEAD^") == ["posts/b.md:11 spelling"]
    else:
        assert postlint.since("HEAD") == ["posts/b.md:11 spelling"]


# -- what a change causes elsewhere -----------------------------------------------------------


def test_a_heading_that_goes_breaks_links_elsewhere(
    repository: Repository, postlint: Postlint
) -> None:
    links = "[one](a.md#setup), [two](a.md#none), [three](none.md)\n"
    repository.commit(a=POST, b=links)
    repository.write("a.md", POST.replace("## Setup", "## Installation"))
    assert postlint.since("HEAD") == ["b.md:1 missing-anchor"]
    _, out, _ = postlint("--changed-since", "HEAD", "--format", "json")
    (finding,) = json.loads(out)["diagnostics"]
    assert 'No heading "#setup" in a.md' in finding["message"]


@pytest.mark.parametrize("how", ["remove", "rename"])
def test_a_file_that_goes_breaks_links_elsewhere(
    repository: Repository, postlint: Postlint, how: str
) -> None:
    repository.commit(a=POST, b="See [a](a.md), or [c](c.md).\n")
    if how == "remove":
        repository.git("rm", "--quiet", "a.md")
    else:
        repository.git("mv", "a.md", "elsewhere.md")
    assert postlint.since("HEAD") == ["b.md:1 missing-file"]


def test_an_image_that_goes_breaks_links_elsewhere(
    repository: Repository, postlint: Postlint
) -> None:
    repository.write("images/pot.png", b"\x89PNG")
    repository.commit(a="![A pot](images/pot.png)\n")
    repository.git("rm", "--quiet", "images/pot.png")
    assert postlint.since("HEAD") == ["a.md:1 missing-file"]


def test_a_link_that_was_broken_in_another_way_is_broken_anew(
    repository: Repository, postlint: Postlint
) -> None:
    repository.commit(a=POST, b="See [a](a.md#none).\n")
    repository.git("rm", "--quiet", "a.md")
    assert postlint.since("HEAD") == ["b.md:1 missing-file"]


def test_a_renamed_post_takes_its_broken_links_along(
    repository: Repository, postlint: Postlint
) -> None:
    """Where it was, one of its links was good."""
    repository.write("posts/b.md", "# B\n")
    repository.write("posts/a.md", "See [b](b.md) and some more of [none](none.md).\n\nText.\n")
    repository.commit()
    repository.git("mv", "posts/a.md", "a.md")
    _, out, _ = postlint("--changed-since", "HEAD", "--format", "json")
    (finding,) = json.loads(out)["diagnostics"]
    assert finding["message"].startswith('No file "b.md"')


def test_a_section_that_loses_its_text_is_empty_by_the_change(
    repository: Repository, postlint: Postlint
) -> None:
    repository.commit(a=POST)
    repository.write("a.md", POST.replace("Stir it.\n", ""))
    assert postlint.since("HEAD") == ["a.md:7 empty-section"]


def test_a_mended_target_mends(repository: Repository, postlint: Postlint) -> None:
    repository.commit(a=POST, b="See [a](a.md#installation).\n")
    repository.write("a.md", POST.replace("Setup", "Installation"))
    assert postlint.since("HEAD") == []


def test_directives_hold(repository: Repository, postlint: Postlint) -> None:
    repository.commit(a=POST, b="See [a](a.md). <!-- postlint-disable-line missing-file -->\n")
    repository.git("rm", "--quiet", "a.md")
    assert postlint.since("HEAD") == []


def test_the_settings_are_those_of_today(repository: Repository, postlint: Postlint) -> None:
    repository.write("postlint.toml", 'ignore = ["spelling"]\n')
    repository.commit(a=POST)
    repository.write("postlint.toml", "")
    assert postlint.since("HEAD") == []


def test_what_git_ignores_is_as_it_was(repository: Repository, postlint: Postlint) -> None:
    """A link to what a build makes leads where it led before."""
    repository.write(".gitignore", "made/\n")
    repository.write("made/pot.md", "# Pot\n")
    repository.commit(a="See [pot](made/pot.md#pot) and [pan](made/pan.md).\n", b="Fine.\n")
    repository.write("b.md", NEW_MISTAKE)
    assert postlint.since("HEAD") == ["b.md:1 spelling"]


# -- with other options -----------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_tells_the_same(
    repository: Repository, postlint: Postlint, name: str, tmp_path: Path
) -> None:
    repository.commit(a=POST)
    repository.write("a.md", POST + "\n" + NEW_MISTAKE)
    target = tmp_path / "report"
    status, _, _ = postlint(
        "--changed-since", "HEAD", "--quiet", "--output-file", f"{name}:{target}"
    )
    text = target.read_text("utf-8")
    assert status == 1
    assert "allways" in text
    assert re.search(r"goverment\W+(?:quot;|#34;)?\W*is misspelled", text) is None


def test_the_exit_status_follows_what_is_reported(
    repository: Repository, postlint: Postlint
) -> None:
    repository.commit(a=POST)
    repository.write("a.md", POST + "\nSee [here](a.md).\n")
    assert postlint("--changed-since", "HEAD")[0] == 0
    assert postlint("--changed-since", "HEAD", "--fail-on", "info")[0] == 1


def test_fixes_are_those_of_the_change(repository: Repository, postlint: Postlint) -> None:
    repository.commit(a=POST)
    repository.write("a.md", POST + "\n" + NEW_MISTAKE)
    _, shown, _ = postlint("--changed-since", "HEAD", "--diff")
    assert "+It was always there." in shown
    assert "government" not in shown
    assert postlint("--changed-since", "HEAD", "--fix")[0] == 0
    text = (repository.folder / "a.md").read_text("utf-8")
    assert text == POST + "\nIt was always there.\n"


def test_standard_input_stands_for_a_post(
    repository: Repository, postlint: Postlint, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit(a=POST)
    _type(monkeypatch, POST + "\n" + NEW_MISTAKE)
    assert postlint.since("HEAD", "-", "--stdin-filename", "a.md") == ["a.md:11 spelling"]
    _type(monkeypatch, NEW_MISTAKE)
    assert postlint.since("HEAD", "-", "--stdin-filename", "new/b.md") == ["new/b.md:1 spelling"]
    _type(monkeypatch, NEW_MISTAKE)
    assert "needs --stdin-filename" in postlint.failure("HEAD", "-")


def test_no_report_of_another_change_is_given_again(
    repository: Repository, postlint: Postlint
) -> None:
    """Nothing that a report usually depends on changes here: only what Git has does."""
    repository.commit(a=POST)
    repository.commit(a=POST + "\n" + NEW_MISTAKE)
    for path in (repository.folder, repository.folder / "a.md"):
        os.utime(path, (1_000_000, 1_000_000))
    everything = postlint("--format", "concise")[1]
    assert len(everything.splitlines()) == 2
    assert postlint.since("HEAD^") == ["a.md:11 spelling"]
    assert postlint.since("HEAD") == []
    assert postlint("--format", "concise")[1] == everything
    repository.git("commit", "--quiet", "--amend", "--allow-empty", "-m", "Again")
    assert postlint.since("HEAD^") == ["a.md:11 spelling"]


def test_annotations_begin_with_changed_lines(repository: Repository, postlint: Postlint) -> None:
    repository.commit(a=POST, b="See [a](a.md#setup).\n")
    repository.write("a.md", POST.replace("Setup", "Installation"))
    repository.write("c.md", NEW_MISTAKE)
    _, out, _ = postlint("--changed-since", "HEAD", "--format", "github")
    assert [line.partition("file=")[2][:4] for line in out.splitlines()] == ["c.md", "b.md"]


def _type(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))


def test_only_what_has_changed_is_asked_of_the_web(
    repository: Repository, postlint: Postlint
) -> None:
    asked: list[str] = []

    class Nothing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        do_HEAD = do_GET  # noqa: N815  # the name that the server looks for

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing: the default prints."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Nothing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}"
        repository.write("postlint.toml", "[links]\nallow-private = true\nretries = 0\n")
        repository.commit(a=f"[old]({address}/old)\n", b="Fine.\n")
        repository.write("b.md", f"[new]({address}/new)\n")
        assert postlint.since("HEAD", "--online", "--select", "dead-url") == ["b.md:1 dead-url"]
        server.shutdown()
    assert set(asked) == {"/new"}


def test_what_a_baseline_has_is_no_part_of_a_change(
    repository: Repository, postlint: Postlint
) -> None:
    """A line may be edited beside a mistake that is known."""
    repository.write("postlint.toml", 'baseline = "known.json"\n')
    repository.commit(a=POST)
    postlint("baseline")
    repository.write("a.md", POST.replace("Ask the", "Just ask the") + "\n" + NEW_MISTAKE)
    assert postlint.since("HEAD") == ["a.md:11 spelling"]
