"""The action's steps, run as a runner runs them.

They need Bash, Git and something that pip can install from.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hooked import copy_working_tree, environment_of, skip_without_packages
from repositories import NEW_MISTAKE, OLD_MISTAKE, Repository
from runner import Job

if TYPE_CHECKING:
    from commands import Command

pytestmark = [
    pytest.mark.skipif(shutil.which("git") is None, reason="Git is not installed"),
    pytest.mark.skipif(os.name != "posix", reason="file names of POSIX, and its Bash"),
]

POST = f"# Soup\n\n## Setup\n\n{OLD_MISTAKE}"
CHANGED = f"{POST}\n{NEW_MISTAKE}"


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """The action, installed by its own step, in an empty folder."""
    shared = tmp_path_factory.mktemp("action")
    job = Job(shared / "workspace", shared / "temp", shared / "postlint")
    for folder in (job.workspace, job.temp, job.action):
        folder.mkdir()
    copy_working_tree(job.action, environment_of(shared))
    job.use()
    install = next(step for step in job.steps if step.name == "Install postlint")
    if install.status != 0:
        skip_without_packages(shared, environment_of(shared))
    assert install.status == 0, install.log
    job.known = {"install": install.outputs}
    return job


@pytest.fixture
def job(installed: Job, tmp_path: Path) -> Job:
    """A job of its own, with what has been installed and a checkout of nothing."""
    for folder in ("blog", "temp"):
        (tmp_path / folder).mkdir()
    return replace(installed, workspace=tmp_path / "blog", temp=tmp_path / "temp", steps=[])


class Blog:
    """A repository on a server, with a pull request, and the checkouts that a job makes of it."""

    def __init__(self, folder: Path) -> None:
        self.server = Repository.made(folder / "server")
        self.server.git("config", "uploadpack.allowAnySHA1InWant", "true")

    def pull_request(self, job: Job, **checkout: str) -> None:
        """Merges ``topic`` into ``main`` as GitHub tries to, and checks that out."""
        server = self.server
        base = server.git("rev-parse", "main").strip()
        server.git("checkout", "--quiet", "--detach", "main")
        server.git("merge", "--quiet", "--no-ff", "--no-edit", "topic")
        server.git("update-ref", "refs/pull/7/merge", "HEAD")
        event = {"pull_request": {"number": 7, "base": {"sha": base}}}
        self.checkout(job, "refs/pull/7/merge", "pull_request", event, **checkout)

    def checkout(
        self,
        job: Job,
        ref: str,
        event: str,
        payload: object,
        commit: str | None = None,
        depth: str = "1",
    ) -> None:
        """What actions/checkout does: one commit, unless told otherwise."""
        sha = self.server.git("rev-parse", ref).strip()
        commit = commit or sha
        workspace = Repository.made(job.workspace)
        workspace.git("remote", "add", "origin", self.server.folder.as_uri())
        depths = [f"--depth={depth}"] if depth != "0" else []
        workspace.git("fetch", "--quiet", "--no-tags", *depths, "origin", commit)
        workspace.git("checkout", "--quiet", "--force", "--detach", commit)
        path = job.temp / "event.json"
        path.write_text(json.dumps(payload), encoding="utf-8")
        job.variables = {"EVENT_NAME": event, "EVENT_PATH": str(path), "SHA": sha}


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    """Old mistakes on ``main``; on ``topic`` a new one, and a heading with another name."""
    made = Blog(tmp_path)
    made.server.commit(soup=POST, stew="See [the soup](soup.md#setup).\n", old=OLD_MISTAKE)
    made.server.git("checkout", "--quiet", "-b", "topic")
    made.server.commit(soup=CHANGED.replace("## Setup", "## Installation"))
    made.server.git("checkout", "--quiet", "main")
    made.server.commit(meanwhile=OLD_MISTAKE)
    return made


def annotated(job: Job) -> list[tuple[str, str, str]]:
    """The level, file and line of each annotation of the last step."""
    assert all(command.name in {"error", "warning", "notice"} for command in job.last.commands), (
        job.last.log
    )
    return [
        (command.name, command.properties.get("file", ""), command.properties.get("line", ""))
        for command in job.last.commands
    ]


def errors(job: Job) -> list[str]:
    assert job.last.status == 2, job.last.log
    return [command.message for command in job.last.commands if command.name == "error"]


BROUGHT = [("warning", "soup.md", "7"), ("warning", "stew.md", "1")]
ALL = [
    ("warning", "meanwhile.md", "1"),
    ("warning", "old.md", "1"),
    ("warning", "soup.md", "5"),
    *BROUGHT,
]


# -- without inputs ---------------------------------------------------------------------------


def test_a_pull_request_is_annotated_where_it_changed(job: Job, blog: Blog) -> None:
    """With the single commit that actions/checkout fetches."""
    blog.pull_request(job)
    outputs = job.use()
    assert annotated(job) == BROUGHT
    assert job.last.status == 1
    assert {name: outputs[name] for name in ("errors", "warnings", "infos")} == {
        "errors": "0",
        "warnings": "2",
        "infos": "0",
    }
    report = json.loads(Path(outputs["report"]).read_bytes())
    assert [finding["path"] for finding in report["diagnostics"]] == ["soup.md", "stew.md"]
    summary = job.last.files["GITHUB_STEP_SUMMARY"]
    sha = job.variables["SHA"]
    assert f"[7:8](https://github.com/ana/blog/blob/{sha}/soup.md?plain=1#L7)" in summary
    assert "old.md" not in summary


def test_a_push_is_about_the_whole_site(job: Job, blog: Blog) -> None:
    before = blog.server.git("rev-parse", "main^").strip()
    blog.server.git("merge", "--quiet", "--no-edit", "topic")
    blog.checkout(job, "main", "push", {"before": before})
    outputs = job.use()
    assert annotated(job) == ALL
    assert outputs["warnings"] == "5"


def test_the_log_has_the_report_for_people(job: Job, blog: Blog) -> None:
    blog.pull_request(job)
    job.use()
    assert "7 | It was allways there." in job.last.log
    assert "The change brought 2 problems in 2 of 4 posts" in job.last.log


def test_a_good_pull_request_passes(job: Job, blog: Blog) -> None:
    blog.server.git("checkout", "--quiet", "-B", "topic", "main")
    blog.server.commit(more="Fine.\n")
    blog.server.git("checkout", "--quiet", "main")
    blog.pull_request(job)
    outputs = job.use()
    assert (job.last.status, annotated(job), outputs["warnings"]) == (0, [], "0")


def test_nothing_is_left_for_later_steps(job: Job, blog: Blog) -> None:
    blog.pull_request(job)
    job.use()
    for step in job.steps:
        assert not any(step.files.get(f"GITHUB_{name}") for name in ("ENV", "PATH", "STATE"))


def test_what_it_uses(job: Job, blog: Blog) -> None:
    blog.pull_request(job)
    job.use()
    assert [step.uses for step in job.steps if step.uses] == [
        "actions/setup-python@v5",
        "actions/cache@v4",
    ]
    python, cache = (step for step in job.steps if step.uses)
    assert python.inputs == {"python-version": "3.13", "update-environment": "false"}
    assert cache.inputs["path"].split() == [
        f"{job.temp}/postlint/pip",
        f"{job.temp}/postlint/cache",
    ]
    assert cache.inputs["key"].startswith(cache.inputs["restore-keys"])
    assert any((job.temp / "postlint" / "cache").iterdir())


# -- events and checkouts ---------------------------------------------------------------------


def test_the_whole_history_is_as_good(job: Job, blog: Blog) -> None:
    blog.pull_request(job, depth="0")
    job.use()
    assert annotated(job) == BROUGHT
    assert "fetching" not in job.last.log


def test_the_head_of_a_pull_request_instead_of_its_merge(job: Job, blog: Blog) -> None:
    head = blog.server.git("rev-parse", "topic").strip()
    blog.pull_request(job, commit=head)
    job.use()
    assert annotated(job) == BROUGHT


def test_a_history_that_cannot_be_fetched(job: Job, blog: Blog) -> None:
    """A private repository, say, whose checkout has left no credentials."""
    blog.pull_request(job)
    Repository(job.workspace).git("remote", "set-url", "origin", "file:///nowhere")
    job.use()
    (error,) = errors(job)
    assert "the clone is shallow" in error
    assert error.endswith("give actions/checkout the input fetch-depth: 0")


def test_a_merge_queue(job: Job, blog: Blog) -> None:
    base = blog.server.git("rev-parse", "main").strip()
    blog.server.git("merge", "--quiet", "--no-edit", "topic")
    blog.checkout(job, "main", "merge_group", {"merge_group": {"base_sha": base}})
    job.use()
    assert annotated(job) == BROUGHT


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away"
)
def test_a_checkout_that_belongs_to_somebody_else(job: Job, blog: Blog) -> None:
    """As in a job that has a container."""
    blog.pull_request(job)
    for path in (job.workspace, *job.workspace.rglob("*")):
        os.chown(path, 12_345, 12_345)
    job.use()
    assert annotated(job) == BROUGHT


@pytest.mark.parametrize("wanted", ["false", "False", "FALSE"])
def test_all_of_a_pull_request(job: Job, blog: Blog, wanted: str) -> None:
    blog.pull_request(job)
    job.use(changed_only=wanted)
    assert annotated(job) == ALL


def test_the_changes_of_a_push(job: Job, blog: Blog) -> None:
    before = blog.server.git("rev-parse", "main").strip()
    blog.server.git("merge", "--quiet", "--no-edit", "topic")
    blog.checkout(job, "main", "push", {"before": before})
    job.use(changed_only="true")
    assert annotated(job) == BROUGHT


@pytest.mark.parametrize(
    ("event", "payload"),
    [("push", {"before": "0" * 40}), ("schedule", {}), ("workflow_dispatch", {"before": 3})],
)
def test_an_event_without_a_change(
    job: Job, blog: Blog, event: str, payload: dict[str, object]
) -> None:
    blog.checkout(job, "main", event, payload)
    job.use(changed_only="true")
    assert len(annotated(job)) == 3
    assert "the event has nothing to compare with; everything is reported" in job.last.log


def test_a_checkout_beside_others(job: Job, blog: Blog) -> None:
    whole = job.workspace
    job.workspace = whole / "site"
    job.workspace.mkdir()
    blog.pull_request(job)
    job.workspace = whole
    job.use(working_directory="site")
    assert [file for _, file, _ in annotated(job)] == ["site/soup.md", "site/stew.md"]


# -- inputs -----------------------------------------------------------------------------------


def test_paths_and_options(job: Job, blog: Blog) -> None:
    blog.checkout(job, "main", "push", {})
    (job.workspace / "my posts").mkdir()
    (job.workspace / "my posts" / "a.md").write_text(POST, encoding="utf-8")
    job.use(paths="old.md\n'my posts'", args="--select spelling --extend-select 'empty-section'")
    assert annotated(job) == [("warning", "my posts/a.md", "5"), ("warning", "old.md", "1")]


def test_what_fails_the_step(job: Job, blog: Blog) -> None:
    blog.pull_request(job)
    job.use(fail_on="error")
    assert (job.last.status, annotated(job)) == (0, BROUGHT)


def test_a_report_for_code_scanning(job: Job, blog: Blog) -> None:
    blog.pull_request(job)
    job.use(sarif_file="postlint.sarif")
    log = json.loads((job.workspace / "postlint.sarif").read_bytes())
    assert len(log["runs"][0]["results"]) == 2


@pytest.mark.parametrize(
    ("inputs", "message"),
    [
        ({"online": "yes"}, 'The input "online" must be true or false, not "yes"'),
        ({"changed_only": "1"}, 'The input "changed-only" must be true or false, not "1"'),
        ({"args": "--select 'x"}, 'The input "args" has a quote that is not closed'),
        ({"args": "--selekt x"}, "No such option '--selekt'. Did you mean '--select'?"),
        (
            {"fail_on": "never"},
            "Invalid value for '--fail-on': 'never' is not one of 'error', 'warning', 'info'.",
        ),
        ({"paths": "nowhere"}, "No such file or directory"),
        ({"sarif_file": "no/where.sarif"}, "no/where.sarif: No such file or directory"),
    ],
    ids=str,
)
def test_inputs_that_cannot_be_used(
    job: Job, blog: Blog, inputs: dict[str, str], message: str
) -> None:
    blog.checkout(job, "main", "push", {})
    job.use(**inputs)
    assert errors(job) == [message]


def test_a_version_that_is_none(job: Job, blog: Blog) -> None:
    blog.checkout(job, "main", "push", {})
    job.known = {}
    job.use(version="1.0 --index-url=http://evil.example")
    (error,) = errors(job)
    assert error.startswith('The input "version" must be a version such as 1.0.0, not')


# -- what strangers write ---------------------------------------------------------------------


def test_plugins_of_the_linted_repository_are_not_run(job: Job, blog: Blog) -> None:
    blog.server.git("checkout", "--quiet", "topic")
    blog.server.write("postlint.toml", '# rules\nplugins = ["rules.py"]\n')
    blog.server.write("rules.py", "open('ran', 'w').close()\n")
    blog.server.commit()
    blog.server.git("checkout", "--quiet", "main")
    blog.pull_request(job)
    job.use()
    assert errors(job) == [
        'postlint.toml:2: "plugins": rules.py is not loaded with --installed-plugins-only,'
        " which the input allow-plugins would change"
    ]
    assert not (job.workspace / "ran").exists()
    job.use(allow_plugins="true")
    assert (job.workspace / "ran").exists()


def test_no_python_of_the_linted_repository_is_imported(job: Job, blog: Blog) -> None:
    """Not while postlint is installed, either."""
    blog.pull_request(job)
    for name in (
        *("pip", "venv", "ensurepip", "json", "re", "postlint", "postlint_rules", "mistune"),
        *("sitecustomize", "usercustomize", "setuptools", "encodings"),
    ):
        (job.workspace / f"{name}.py").write_text("open('ran', 'w').close()\n", "utf-8")
    for name in ("pip", "postlint", "postlint_rules"):
        (job.workspace / name).mkdir()
        (job.workspace / name / "__init__.py").write_text("open('ran', 'w').close()\n", "utf-8")
    (job.workspace / "setup.py").write_text("open('ran', 'w').close()\n", "utf-8")
    entry = job.workspace / "evil-1.0.dist-info"
    entry.mkdir()
    (entry / "entry_points.txt").write_text("[postlint.rules]\nevil = mistune\n", "utf-8")
    job.known = {}
    job.use()
    assert annotated(job) == BROUGHT
    assert not (job.workspace / "ran").exists()


HOSTILE_NAMES = [
    "::error::pwned.md",
    "##[set-output name=report]pwned.md",
    "new\n::add-mask::line.md",
    "carriage\r##[add-matcher]return.md",
    "%0A::set-env name=PATH::x.md",
    "$(touch ran).md",
    "`touch ran`; touch ran #.md",
    "a,line=1,title=b.md",
    "é漢😀.md",
    "--exit-zero.md",
]


def test_nothing_in_a_pull_request_is_a_command(job: Job, blog: Blog) -> None:
    hostile = "::error::pwned\n##[add-mask]the\n::stop-commands::x\n"
    blog.server.git("checkout", "--quiet", "topic")
    for name in HOSTILE_NAMES:
        blog.server.write(name, f"{hostile}\n{NEW_MISTAKE}\n[##[set-output name=errors]9][none]\n")
        blog.server.write(f"{name}.broken.md", b"\0\1" * 100)
    blog.server.git("config", "core.quotePath", "false")
    blog.server.commit()
    blog.server.git("checkout", "--quiet", "main")
    blog.pull_request(job)
    outputs = job.use()
    found: list[Command] = job.last.commands
    assert {command.name for command in found} == {"error", "warning", "notice"}
    assert not any(command.message == "pwned" for command in found)
    files = {command.properties.get("file") for command in found if command.name == "warning"}
    assert len(files & set(HOSTILE_NAMES)) >= 4
    assert job.last.status == 2
    assert outputs["errors"] == "0"
    assert not (job.workspace / "ran").exists()
    assert "\n::add-mask" not in job.last.files["GITHUB_STEP_SUMMARY"]
    assert job.last.files["GITHUB_OUTPUT"].count("\n") == 4


def test_inputs_are_no_scripts(job: Job, blog: Blog) -> None:
    blog.checkout(job, "main", "push", {})
    job.use(paths="old.md \"$(touch ran)\" '`touch ran`' ; touch ran", args='"$(touch ran)"')
    assert job.last.status == 2
    assert not (job.workspace / "ran").exists()
