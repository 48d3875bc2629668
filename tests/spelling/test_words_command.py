"""``postlint words``, and where the words that are right come from."""

from pathlib import Path

import pytest

from postlint.command import run

POST = "# Post\n\nThe flibberwock sleeps. We recieve letters of Zorblax.\n"


@pytest.fixture(autouse=True)
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("POSTLINT_CACHE_DIR", str(tmp_path / ".cache"))
    (tmp_path / "a.md").write_text(POST, encoding="utf-8")
    return tmp_path


def words_of(output: str) -> list[str]:
    return [line.split()[1] for line in output.splitlines()]


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    run(["check", "--format", "concise", "--select", "spelling", *arguments])
    return capsys.readouterr().out


def test_unknown_words_are_listed_with_their_context(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "b.md").write_text("Another flibberwock.\n", encoding="utf-8")
    assert run(["words"]) == 0
    suspicious, frequent, _ = capsys.readouterr().out.splitlines()
    assert suspicious.split()[:4] == ["1", "recieve", "receive?", "a.md:3"]
    assert suspicious.endswith("We recieve letters of Zorblax.")
    assert frequent.split()[:3] == ["2", "flibberwock", "a.md:3"]


def test_posts_whose_spelling_is_not_checked_are_left_out(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "postlint.toml").write_text('[per-file."a.md"]\nignore = ["spelling"]\n')
    assert run(["words"]) == 0
    assert capsys.readouterr().out == ""


def test_a_path_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["words", "nowhere.md"]) == 2
    assert capsys.readouterr().err.startswith("postlint: nowhere.md: ")


def test_safe_words_are_learnt_sorted_and_then_right(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "postlint.toml").write_text('[rules.spelling]\nwords-file = "ours.txt"\n')
    assert run(["words", "--learn"]) == 0
    assert capsys.readouterr().out == "2 new words in ours.txt\n"
    assert (site / "ours.txt").read_text() == "flibberwock\nZorblax\n"
    assert run(["words"]) == 0
    assert words_of(capsys.readouterr().out) == ["recieve"]
    assert run(["words", "--learn"]) == 0
    assert capsys.readouterr().out == "0 new words in ours.txt\n"


def test_without_a_words_file_one_is_made_and_named(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["words", "--learn"]) == 0
    assert 'words-file = "words.txt"' in capsys.readouterr().out
    assert (site / "words.txt").read_text() == "flibberwock\nZorblax\n"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cspell.json", '{"words": ["Recieve"]}'),
        (".cspell.yaml", "ignoreWords: [recieve]\n"),
        ("_typos.toml", '[default.extend-words]\nrecieve = "recieve"\n'),
        ("cspell.config.yaml", "words:\n  - recieve\n"),
        (".vscode/settings.json", '{\n  // ours\n  "cSpell.words": ["recieve"],\n}'),
        ("package.json", '{"name": "site", "cspell": {"words": ["recieve"]}}'),
        ("pyproject.toml", '[tool.typos.default.extend-words]\nrecieve = "recieve"\n'),
    ],
)
def test_words_of_other_spell_checkers_are_right(
    site: Path, capsys: pytest.CaptureFixture[str], name: str, text: str
) -> None:
    assert '"recieve" is misspelled' in checked(capsys)
    (site / name).parent.mkdir(exist_ok=True)
    (site / name).write_text(text, encoding="utf-8")
    assert "recieve" not in checked(capsys)
    assert '"recieve" is misspelled' in checked(capsys, "--isolated")
    assert '"recieve" is misspelled' in checked(
        capsys, "--config", "rules.spelling.imported-words=[]"
    )


def test_they_are_read_beside_the_configuration_and_with_its_own_words(
    site: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = site / "posts"
    folder.mkdir()
    (folder / "b.md").write_text("They recieve teh post.\n", encoding="utf-8")
    (site / "postlint.toml").write_text('[rules.spelling]\nwords = ["teh"]\n')
    (site / "cspell.json").write_text('{"words": ["recieve"]}', encoding="utf-8")
    monkeypatch.chdir(folder)
    assert checked(capsys, "b.md") == checked(capsys, "--ignore", "spelling", "b.md")


def test_a_hunspell_dictionary_may_be_the_words_file(
    site: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "postlint.toml").write_text('[rules.spelling]\nwords-file = "own.dic"\n')
    (site / "own.dic").write_text("1\nrecieve/SM\n", encoding="utf-8")
    assert "recieve" not in checked(capsys)


@pytest.mark.parametrize("name", ["package.json", ".vscode/settings.json"])
def test_files_that_others_read_are_theirs_to_complain_about(
    site: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    (site / name).parent.mkdir(exist_ok=True)
    for text in ("{", "[]", '{"cspell": 3, "cSpell.words": {}}', "\xff"):
        (site / name).write_bytes(text.encode("latin-1"))
        assert '"recieve" is misspelled' in checked(capsys)


def test_a_broken_word_list_is_told(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "cspell.json").write_text("{", encoding="utf-8")
    assert run(["a.md"]) == 2
    error = capsys.readouterr().err
    assert error.startswith("postlint: cannot read ")
    assert error.count("\n") == 1


def test_a_language_without_a_dictionary_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["a.md", "--config", 'rules.spelling.language="en-GD"']) != 2
    capsys.readouterr()
    assert run(["a.md", "--config", 'rules.spelling.language="e"']) == 2
    error = capsys.readouterr().err
    assert 'unknown value "e" for "language" in [rules.spelling]; did you mean "' in error
    assert run(["a.md", "--config", 'rules.spelling.language="tlh"']) == 2
    assert capsys.readouterr().err.count("\n") == 1
