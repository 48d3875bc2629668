"""``action.yml``, our workflows and those in the documentation, as GitHub and GitLab read them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ACTION = ROOT / "action.yml"
WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

#: What a published schema describes, and how to tell it by its keys.
SCHEMAS = {
    "vendor.github-workflows": {"on", "jobs"},
    "vendor.gitlab-ci": {"posts"},
    "vendor.azure-pipelines": {"steps"},
}


def documented() -> Iterator[tuple[str, str]]:
    """The YAML in the documentation, with a name for each."""
    for page in PAGES:
        blocks = re.findall(r"^```yaml\n(.*?)^```$", page.read_text("utf-8"), re.M | re.S)
        for number, block in enumerate(blocks, start=1):
            yield f"{page.stem}-{number}.yml", block


def keys_of(text: str) -> set[str]:
    data = yaml.safe_load(text)
    # YAML 1.1 takes "on" for a truth value.
    return {"on" if key is True else key for key in data} if isinstance(data, dict) else set()


def workflows() -> dict[str, str]:
    """Workflows by name: those in the documentation, and our own."""
    found = {
        name: text
        for name, text in documented()
        if keys_of(text) >= SCHEMAS["vendor.github-workflows"]
    }
    return found | {path.name: path.read_text("utf-8") for path in WORKFLOWS}


def steps() -> Iterator[tuple[str, dict[str, Any]]]:
    """The steps of all workflows, and those of the action."""
    for name, text in workflows().items():
        for job in yaml.safe_load(text)["jobs"].values():
            yield from ((name, step) for step in job["steps"])
    metadata = yaml.safe_load(ACTION.read_text("utf-8"))
    yield from (("action.yml", step) for step in metadata["runs"]["steps"])


def metadata() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(ACTION.read_text("utf-8"))
    return found


# -- schemas and parsers of others ------------------------------------------------------------


def test_the_published_schemas_accept_them(tmp_path: Path) -> None:
    pytest.importorskip("check_jsonschema", reason="it is not installed: pip install '.[dev]'")
    _check("vendor.github-actions", ACTION)
    checked = dict.fromkeys(SCHEMAS, 0)
    for name, text in (
        *documented(),
        *((path.name, path.read_text("utf-8")) for path in WORKFLOWS),
    ):
        for schema, keys in SCHEMAS.items():
            if keys_of(text) >= keys:
                path = tmp_path / name
                path.write_text(text, encoding="utf-8")
                _check(schema, path)
                checked[schema] += 1
    assert all(checked.values()), checked


def _check(schema: str, path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


@pytest.fixture(scope="module")
def parser() -> Path:
    if shutil.which("node") is None:
        pytest.skip("Node.js is not installed")
    if not (HERE / "node_modules").exists():
        pytest.skip(f"GitHub's parser is not installed: run npm ci in {HERE}")
    return HERE / "parse.mjs"


def parsed(parser: Path, files: dict[str, str]) -> dict[str, list[str]]:
    """What GitHub's parser has to say against each file."""
    lines = (json.dumps({"name": name, "content": text}) for name, text in files.items())
    done = subprocess.run(
        ["node", str(parser)],
        input="".join(f"{line}\n" for line in lines),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(files, map(json.loads, done.stdout.splitlines()), strict=True))


def test_the_parser_of_github_accepts_them(parser: Path) -> None:
    files = {"action.yml": ACTION.read_text("utf-8"), **workflows()}
    assert len(files) >= 8
    assert not {name: told for name, told in parsed(parser, files).items() if told}


def test_the_parser_of_github_sees_mistakes(parser: Path) -> None:
    action, workflow = ACTION.read_text("utf-8"), WORKFLOWS[0].read_text("utf-8")
    files = {
        "a/action.yml": action.replace("inputs.paths", "inptus.paths"),
        "b/action.yml": action.replace("using: composite", "using: composit"),
        "c.yml": workflow.replace("runs-on", "run-on"),
        "d.yml": workflow.replace("matrix.os", "matrx.os"),
    }
    assert all(parsed(parser, files).values())


# -- what we hold ourselves to ----------------------------------------------------------------


def test_scripts_have_nothing_put_into_them() -> None:
    for name, step in steps():
        assert "${{" not in step.get("run", ""), name


def test_no_secret_is_needed() -> None:
    """The review of reviewdog alone writes, and says so."""
    for name, text in {**workflows(), "action.yml": ACTION.read_text("utf-8")}.items():
        if not name.startswith("reviewdog"):
            assert "secrets." not in text, name
            assert "github.token" not in text, name


def test_rights_are_few() -> None:
    for name, text in workflows().items():
        rights = yaml.safe_load(text)["permissions"]
        assert rights.pop("contents") == "read", name
        assert rights.keys() <= {"security-events", "pull-requests"}, name


def test_workflows_give_inputs_that_there_are() -> None:
    inputs = metadata()["inputs"].keys()
    given = [
        (name, step.get("with", {}).keys())
        for name, step in steps()
        if step.get("uses", "").partition("@")[0] in ("postlint/postlint", "./")
    ]
    assert len(given) >= 5
    assert all(keys <= inputs for _, keys in given)


def test_the_guide_describes_every_input_and_output() -> None:
    page = (ROOT / "docs" / "github-action.md").read_text("utf-8")
    rows = dict(re.findall(r"^\| `([\w-]+)` \| .* \| (.*) \|$", page, re.M))
    for name, about in metadata()["inputs"].items():
        default = about["default"]
        assert rows.pop(name) in ([f"`{default}`"] if default else ["none", "as configured"]), name
    assert not rows.keys() & {"errors", "warnings"}
    for name in metadata()["outputs"]:
        assert f"`{name}`" in page
