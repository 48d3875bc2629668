"""The hooks, as people use them: pre-commit installs them and Git runs them.

They need pre-commit, Git and something that pip can install from.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from email.parser import Parser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from hooked import ROOT, Blog, Hooks, installed_hooks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

GUIDE = ROOT / "docs" / "pre-commit.md"

pytest.importorskip("pre_commit", reason="pre-commit is not installed: pip install '.[dev]'")
pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed"),
    pytest.mark.skipif(os.name != "posix", reason="file names and symbolic links of POSIX"),
]

GOOD = "# Soup\n\nYou will get a pot.\n"
BAD = "# Soup\n\nYou will recieve a pot.\n"
MENDED = "# Soup\n\nYou will receive a pot.\n"


def finding(name: str) -> str:
    """What the report says about ``BAD``."""
    return (
        f'{name}:3:10: warning: "recieve" is misspelled; did you mean "receive"? [spelling]\n'
        " 3 | You will recieve a pot.\n"
        "   |          ^^^^^^^\n"
        '   = help: replace with "receive" (--fix)\n'
    )


# -- a hook that is installed -----------------------------------------------------------------


def test_a_bad_post_stops_the_commit_and_a_good_one_passes(blog: Blog) -> None:
    blog.write("posts/soup.md", BAD)
    attempt = blog.commit()
    assert not attempt.passed
    assert finding("posts/soup.md") in attempt.output
    assert "Found 1 problem in 1 of 1 post (1 warning)" in attempt.output
    assert blog.commits() == 1

    blog.write("posts/soup.md", GOOD)
    attempt = blog.commit()
    assert attempt.passed, attempt.output
    assert re.search(r"^postlint\.+Passed$", attempt.output, flags=re.MULTILINE)
    assert blog.commits() == 2


def test_what_is_no_post_is_none_of_its_business(blog: Blog) -> None:
    blog.write("notes.txt", BAD)
    attempt = blog.commit()
    assert attempt.passed
    assert "(no files to check)" in attempt.output


def test_a_fix_stops_the_commit_once(fixing_blog: Blog) -> None:
    fixing_blog.write("posts/soup.md", BAD)
    attempt = fixing_blog.commit()
    assert not attempt.passed
    assert "files were modified by this hook" in attempt.output
    assert fixing_blog.read("posts/soup.md") == MENDED

    attempt = fixing_blog.commit()
    assert attempt.passed, attempt.output
    assert fixing_blog.committed("posts/soup.md") == MENDED


def test_what_cannot_be_fixed_is_reported(fixing_blog: Blog) -> None:
    fixing_blog.write("posts/soup.md", BAD + "\n## Ingredients\n")
    for _ in range(2):
        attempt = fixing_blog.commit()
        assert not attempt.passed
        assert 'Section "Ingredients" is empty [empty-section]' in attempt.output
    assert "recieve" not in attempt.output


def test_only_what_is_staged_counts(blog: Blog) -> None:
    blog.write("good.md", GOOD)
    blog.stage("good.md")
    blog.write("good.md", BAD)
    blog.write("untracked.md", BAD)
    attempt = blog.commit_staged()
    assert attempt.passed, attempt.output
    assert blog.committed("good.md") == GOOD
    assert blog.read("good.md") == BAD

    blog.write("bad.md", BAD)
    blog.stage("bad.md")
    blog.write("bad.md", GOOD)
    attempt = blog.commit_staged()
    assert not attempt.passed
    assert finding("bad.md") in attempt.output
    assert blog.read("bad.md") == GOOD
    assert blog.read("good.md") == BAD


def test_a_fix_keeps_what_is_not_staged(fixing_blog: Blog) -> None:
    paragraphs = "".join(f"Boil the water for {number} minutes.\n\n" for number in range(10, 20))
    staged = f"{BAD}\n{paragraphs}".rstrip() + "\n"
    fixing_blog.write("soup.md", staged)
    fixing_blog.stage("soup.md")
    fixing_blog.write("soup.md", f"{staged}\nNot ready, and I will recieve no praise.\n")

    attempt = fixing_blog.commit_staged()
    assert not attempt.passed
    mended = staged.replace("recieve", "receive")
    assert fixing_blog.read("soup.md") == (f"{mended}\nNot ready, and I will recieve no praise.\n")
    assert fixing_blog.staged("soup.md") == staged


#: File names, and how a report shows them where that is not as they are.
HOSTILE_NAMES = {
    "a good post.md": "",
    'posts/it\'s "quoted" $(touch pwned) `id`; & *.md': "",
    "two\nlines.md": "two␊lines.md",
    "escape\x1b[31m.md": "escape␛[31m.md",
    "back\\slash.md": "",
    "año/日本語 – Ωmega.md": "",
    "-draft.md": "",
    "--output=pwned.md": "",
    "SHOUTED.MD": "",
}


def test_a_post_may_have_any_name(blog: Blog) -> None:
    for name in HOSTILE_NAMES:
        blog.write(name, BAD)
    attempt = blog.commit()
    assert not attempt.passed
    for name, shown in HOSTILE_NAMES.items():
        assert finding(shown or name) in attempt.output

    for name in HOSTILE_NAMES:
        blog.write(name, GOOD)
    attempt = blog.commit()
    assert attempt.passed, attempt.output
    for name in HOSTILE_NAMES:
        assert blog.committed(name) == GOOD
    assert not list(blog.folder.rglob("pwned*"))


def test_thousands_of_posts_are_one_run(blog: Blog) -> None:
    """More than one run would not know all posts, and would each start processes of its own."""
    for number in range(3000):
        blog.write(f"posts/{number:04}.md", BAD if number in (0, 2999) else GOOD)
    attempt = blog.commit()
    assert not attempt.passed
    assert finding("posts/0000.md") in attempt.output
    assert finding("posts/2999.md") in attempt.output
    assert re.findall("^Found .*? posts", attempt.output, flags=re.MULTILINE) == [
        "Found 2 problems in 2 of 3,000 posts"
    ]


def test_links_to_posts_that_are_not_staged_are_followed(blog: Blog) -> None:
    blog.write("posts/stove.md", "# Stove\n\n## Lighting it\n\nUse a match.\n")
    assert blog.commit().passed

    blog.write("posts/soup.md", "# Soup\n\nUse [a stove](stove.md#lighting-it).\n")
    attempt = blog.commit()
    assert attempt.passed, attempt.output

    blog.write(
        "posts/soup.md",
        "# Soup\n\nUse [a stove](stove.md#putting-it-out) and [a pot](pot.md).\n",
    )
    attempt = blog.commit()
    assert not attempt.passed
    assert 'No heading "#putting-it-out" in stove.md' in attempt.output
    assert 'No file "pot.md"' in attempt.output
    assert "Found 2 problems in 1 of 1 post" in attempt.output


def test_what_the_repository_excludes_is_left_out(blog: Blog) -> None:
    blog.write("postlint.toml", 'extend-exclude = ["/drafts/"]\n')
    blog.write("drafts/soup.md", BAD)
    attempt = blog.commit()
    assert attempt.passed, attempt.output
    blog.write("soup.md", BAD)
    blog.write("drafts/soup.md", BAD + BAD)
    attempt = blog.commit()
    assert not attempt.passed
    assert "Found 1 problem in 1 of 1 post" in attempt.output


def test_settings_of_the_repository_hold(blog: Blog) -> None:
    blog.write("postlint.toml", '[per-file."archive/**"]\nignore = ["spelling"]\n')
    blog.write("archive/soup.md", BAD)
    attempt = blog.commit()
    assert attempt.passed, attempt.output

    blog.write("postlint.toml", 'ignroe = ["spelling"]\n')
    blog.write("archive/soup.md", BAD + BAD)
    attempt = blog.commit()
    assert not attempt.passed
    assert 'did you mean "ignore"?' in attempt.output
    assert "Traceback" not in attempt.output


def test_urls_are_checked_when_that_is_asked_for(new_blog: NewBlog, gone: str) -> None:
    blog = new_blog("      - id: postlint-online")
    blog.write("postlint.toml", "[links]\nallow-private = true\nretries = 0\n")
    blog.write("soup.md", f"# Soup\n\nAs [in the book]({gone}).\n")
    attempt = blog.commit()
    assert attempt.passed, attempt.output

    attempt = blog.pre_commit("run", "--hook-stage", "manual", "postlint-online", "--all-files")
    assert not attempt.passed
    assert f'Dead URL "{gone}": 404' in attempt.output


# -- what the guide and this repository say -----------------------------------------------------


def examples() -> list[str]:
    text = GUIDE.read_text(encoding="utf-8")
    return re.findall(r"^```yaml\n(repos:\n.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def test_the_whole_site_can_be_linted_each_time(new_blog: NewBlog) -> None:
    """A post that is not staged may link to one that the commit takes away."""
    (hooks,) = (
        example.partition("    hooks:\n")[2] for example in examples() if "always_run" in example
    )
    blog = new_blog(hooks)
    blog.write("stove.md", "# Stove\n\nUse a match.\n")
    blog.write("soup.md", "# Soup\n\nUse [a stove](stove.md).\n")
    assert blog.commit().passed
    (blog.folder / "stove.md").unlink()
    attempt = blog.commit()
    assert not attempt.passed
    assert 'soup.md:3:15: warning: No file "stove.md" [missing-file]' in attempt.output


@pytest.mark.parametrize("example", examples())
def test_configurations_in_the_guide_are_valid(example: str, new_blog: NewBlog) -> None:
    blog = new_blog(example.partition("    hooks:\n")[2])
    blog.write("posts/soup.md", GOOD)
    attempt = blog.commit()
    assert attempt.passed, attempt.output


def test_the_guide_shows_a_report_as_it_is(blog: Blog) -> None:
    text = GUIDE.read_text(encoding="utf-8")
    (shown,) = re.findall(
        r'^\$ git commit -m "Soup"\n(.*?)^```$', text, flags=re.MULTILINE | re.DOTALL
    )
    blog.write("posts/soup.md", BAD)
    assert blog.commit().output.endswith(shown)


def test_this_repository_uses_its_own_hook(hooks: Hooks) -> None:
    repository = Blog(hooks.folder, hooks.environment)
    commands = hooks.folder / ".venv" / "bin"
    commands.parent.mkdir()
    commands.symlink_to(Path(sys.executable).parent)
    attempt = repository.pre_commit("run", "--all-files", "--verbose")
    assert attempt.passed, attempt.output
    assert "(no files to check)" not in attempt.output


# -- its installation ---------------------------------------------------------------------------


def test_the_environment_needs_no_compiler(hooks: Hooks, shared: Path) -> None:
    """The dependencies came as wheels (see ``environment_of``), and postlint runs anywhere."""
    assert hooks.environment["PIP_ONLY_BINARY"] == ":all:"
    (wheel,) = shared.glob("pre-commit/repo*/py_env*/lib/python*/*/postlint-*.dist-info/WHEEL")
    assert Parser().parsestr(wheel.read_text("utf-8"))["Root-Is-Purelib"] == "true"


def test_the_hooks_can_be_tried(blog: Blog, hooks: Hooks) -> None:
    """``try-repo`` makes an environment of its own, and runs all hooks but the manual one."""
    blog.write("posts/soup.md", BAD)
    blog.stage(".")
    attempt = blog.pre_commit("try-repo", str(hooks.folder), "--all-files")
    assert not attempt.passed
    assert re.search(r"^postlint\.+Failed$", attempt.output, flags=re.MULTILINE)
    assert finding("posts/soup.md") in attempt.output
    assert re.search(r"^postlint --fix\.+Failed$", attempt.output, flags=re.MULTILINE)
    assert "files were modified by this hook" in attempt.output
    assert blog.read("posts/soup.md") == MENDED
    assert "--online" not in attempt.output


# -- what the tests stand on --------------------------------------------------------------------


if TYPE_CHECKING:
    #: Makes a blog with the hooks that stand below ``hooks:`` in its configuration.
    NewBlog = Callable[[str], Blog]


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of pytest-xdist have in common."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "hooks"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="module")
def hooks(shared: Path) -> Hooks:
    return installed_hooks(shared)


@pytest.fixture
def new_blog(tmp_path: Path, hooks: Hooks) -> NewBlog:
    def make(named: str) -> Blog:
        blog = Blog(tmp_path / "blog", hooks.environment)
        blog.write(".pre-commit-config.yaml", hooks.configuration(named))
        blog.git("init", "--quiet")
        blog.git("add", ".pre-commit-config.yaml")
        blog.git("commit", "--quiet", "-m", "Hooks")
        installed = blog.pre_commit("install")
        assert installed.passed, installed.output
        return blog

    return make


@pytest.fixture
def blog(new_blog: NewBlog) -> Blog:
    """A blog that lints its posts."""
    return new_blog("      - id: postlint")


@pytest.fixture
def fixing_blog(new_blog: NewBlog) -> Blog:
    """A blog that mends its posts."""
    return new_blog("      - id: postlint-fix")


@pytest.fixture
def gone() -> Iterator[str]:
    """The address of a page that is gone."""

    class Nothing(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_error(404)

        def do_GET(self) -> None:
            self.send_error(404)

        def log_message(self, format: str, *args: object) -> None:
            """Says nothing: the default prints."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Nothing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/book"
        server.shutdown()
