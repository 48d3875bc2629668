"""Shell sessions and commands, told from everything else that a code block may hold."""

from __future__ import annotations

import re

from postlint.regexes import lazy_pattern

#: What interactive programs print before the reader's input.
_PROMPTS = (
    ("console", lazy_pattern(r"\$ (?=[\w./~\"'(\[{-])")),
    ("console", lazy_pattern(r"(?:\([\w.-]+\) )?[\w.-]+@[\w.-]+[: ][^\s$#%]*[ ]?[$#%] \S")),
    ("console", lazy_pattern(r"\([\w.-]+\) [^\s$%]* ?[$%] \S")),
    ("pycon", lazy_pattern(r">>> \S")),
    ("irb", lazy_pattern(r"irb\([^()\n]*\):\d+(?::\d+)?[>*] ")),
)
_PERCENT_PROMPT = lazy_pattern(r"(?:[\w~/.-]+ )?% ([^\n]+)")


def prompt_language(sample: str) -> str | None:
    """The kind of session whose prompt the text begins with."""
    text = sample.lstrip()
    for language, prompt in _PROMPTS:
        if prompt.match(text):
            return language
    percent = _PERCENT_PROMPT.match(text)
    # zsh's prompt is a comment's sign elsewhere.
    return "console" if percent and _is_command(percent[1]) else None


#: Commands that are no English word, or not one that begins a sentence.
_COMMANDS = frozenset(
    """
    apk apt apt-get aws az brew bundle cargo cd chmod chown conda cp curl deno docker
    docker-compose dnf echo ffmpeg flyctl gcloud gh git grep gunzip gzip heroku jekyll
    journalctl jq kubectl ln ls make minikube mkdir mv node npm npx openssl pacman pip pip3 pipenv
    pipx pnpm poetry psql pytest python python3 rake rm rsync ruby rustc rustup scp sed ssh
    sqlite-utils sqlite3 source systemctl tar terraform tmux touch unzip uv uvx wget xargs yarn
    yum zip
    """.split()
)

#: Those that do something without an argument.
_ALONE = frozenset({"ls", "make", "pytest", "rustup"})

#: What follows a command's name in prose or in its own output, never on a command line.
_PROSE = lazy_pattern(
    r"(?:is|are|was|has|and|or|will|can|does|the|a|an|sure|it|version|command|from)\b|v?\d|"
    r"x\.y|[-=:]+\s"
)

_SENTENCE_END = lazy_pattern(r"\w[.:]$")
_ASSIGNMENTS = lazy_pattern(r"\A(?:[A-Za-z_]\w*=(?:\"[^\"]*\"|'[^']*'|[^\s\"']*) +)*")
_WORD = lazy_pattern(r"[\w.-]+")
_MARKS_OF_OTHERS = lazy_pattern(r"`$|\$env:|%\w+%|^PS |[;{}]$|^[ \t]*[|+]", re.MULTILINE)


def is_shell_commands(sample: str) -> bool:
    """Whether each line is a comment or begins a well-known command, and one at least does."""
    joined = re.sub(r"\\\n\s*", " ", sample)
    if _MARKS_OF_OTHERS.search(joined):
        return False
    lines = [line.strip() for line in joined.split("\n")]
    commands = [line for line in lines if line and not line.startswith("#")]
    return bool(commands) and all(_is_command(line) for line in commands)


def _is_command(line: str) -> bool:
    if re.match(r"export \w+=", line):
        return True
    line = _ASSIGNMENTS.sub("", line, count=1).removeprefix("sudo ").lstrip()
    word = _WORD.match(line)
    if word is None or word[0] not in _COMMANDS:
        return False
    rest = line[word.end() :]
    if not rest:
        return word[0] in _ALONE
    return rest[0] == " " and not _PROSE.match(rest.lstrip()) and not _SENTENCE_END.search(line)
