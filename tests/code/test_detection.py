"""What content gives its language away, and what leaves a doubt."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postlint.code.detection import detect_language
from postlint.code.languages import is_language

TOLD = {
    "bash": [
        "npm install left-pad",
        "# First\ncd blog\ngit clone https://example.org/blog.git \\\n  --depth 1\nmake",
        "DEBUG=1 sudo docker run -it blog",
        "export TOKEN=abc",
        "cd ..\ngit add .",
        "#!/usr/bin/env bash\nset -e",
    ],
    "c": ["#include <stdio.h>\n\nint main(void) {\n  return 0;\n}"],
    "console": [
        "$ ls\nREADME.md",
        "ann@host:~/blog$ make",
        "(venv) ~/blog % pytest",
        "% git status\nOn branch main",
    ],
    "cpp": ["#include <iostream>\n\nint main() {\n  std::cout << 1;\n}"],
    "csharp": ["using System;\n\npublic class Blog {\n}"],
    "css": [".post > h1 {\n  color: red;\n  margin: 0;\n}"],
    "diff": [
        "diff --git a/x b/x\nindex 1..2",
        "--- a/post.md\n+++ b/post.md\n@@ -1 +1 @@\n-a\n+b",
        "@@ -1,2 +1,3 @@\n a",
    ],
    "dockerfile": ["FROM python:3.13\n\nRUN pip install postlint"],
    "elixir": ["defmodule Blog do\nend"],
    "go": ['package main\n\nimport "fmt"\n\nfunc main() {\n\tfmt.Println(1)\n}'],
    "graphql": ["query Posts {\n  posts { title }\n}"],
    "html": ["<!DOCTYPE html>\n<p>Hi", '<nav>\n  <a href="/">Home</a>\n</nav>'],
    "http": ["GET /posts HTTP/1.1\nHost: example.org", "HTTP/1.1 200 OK\nDate: today"],
    "java": ["public class Blog {\n  public static void main(String[] args) {\n  }\n}"],
    "javascript": ["const fs = require('fs');\nconsole.log(fs);"],
    "json": ['{"a": [1, null]}', '[\n  {"a": 1},\n  {"a": 2}\n]'],
    "kotlin": ["fun main() {\n    println(1)\n}"],
    "latex": ["\\documentclass{article}\n\\begin{document}"],
    "mermaid": ["graph TD\n  A --> B", "sequenceDiagram\n  A->>B: Hi"],
    "nginx": ["server {\n  listen 80;\n}"],
    "php": ["<?php echo 1;"],
    "powershell": ["Get-ChildItem -Path .", "$posts = Get-ChildItem"],
    "pycon": [">>> 1 + 1\n2"],
    "python": [
        "from pathlib import Path\n\nprint(Path.cwd())",
        "def words(text):\n    return text.split()",
        "#!/usr/bin/python3\nx = 1",
    ],
    "ruby": ['require "json"\n\ndef posts\n  []\nend'],
    "rust": ['fn main() {\n    println!("hi");\n}', "#[derive(Debug)]\npub struct Post;"],
    "sql": [
        "SELECT title\nFROM posts",
        "-- all\ncreate table posts (id integer)",
        "with p as (select 1) select * from p",
    ],
    "terraform": ['resource "aws_s3_bucket" "blog" {\n}'],
    "toml": ['[project]\nname = "blog"'],
    "xml": ['<?xml version="1.0"?>\n<a/>'],
    "yaml": [
        "---\ntitle: Post\n---",
        "on:\n  push:\n    branches: [main]\njobs:\n  test:\n    - run: |\n        make",
    ],
    "zig": ['const std = @import("std");'],
}


@pytest.mark.parametrize(
    ("language", "content"),
    [(language, content) for language, contents in TOLD.items() for content in contents],
)
def test_told(language: str, content: str) -> None:
    assert detect_language(content) == language
    assert is_language(language)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "   \n\n",
        "Saved 3 files",
        "[1, 2, 3]",
        "{}",
        "{ a: 1 }",
        '{"a": 1',
        "make sure that it works",
        "git version 2.39.1",
        "rustc x.y.z (abcabcabc yyyy-mm-dd)",
        "cargo is a tool.",
        "Thought: it is a sum\nAction: add",
        "src\n├── main.rs\n└── lib.rs",
        "error[E0308]: mismatched types\n --> src/main.rs:1:1\n  |\n1 | fn a(b: i32) { vec![] }",
        "select an option from the menu below",
        "x = 1",
        "import math",
        "mkdir %USERPROFILE%\\blog",
        "{% highlight ruby %}\ndef posts\n  puts 1\nend\n{% endhighlight %}",
        "python -c '\nimport json\nprint(json)\n'",
        "interface Post {\n  title: string;\n}",
        "server.get<Query>('/', async () => {\n  console.log(await read());\n});",
        "<template>\n  <p :title=\"x\">Hi</p>\n</template>",
        "<p>{{ page.title }}</p>",
        "#!/usr/bin/env unheard-of\nimport os\nprint(os)",
        "name: x\nport: 80",
    ],
)  # fmt: skip
def test_doubtful(content: str) -> None:
    assert detect_language(content) is None


@given(st.text() | st.text(alphabet="{}[]\"':,-#$%<>()= \nabfnimport"))
def test_any_content(content: str) -> None:
    language = detect_language(content)
    assert language is None or is_language(language)


@pytest.mark.parametrize(
    "unit",
    ["{", "[", '{"a":', "- ", "impl for ", "for in ", "a: ", "--a: b;\n", "\n", "  \n", '"',
     " -a '", "<a ", "A=", "a@", "[a]\n", "/*", "select a "],
)  # fmt: skip
def test_hostile_content_is_read_to_its_end(unit: str) -> None:
    assert detect_language(".x {\n" + unit * 20_000) is None
    detect_language(unit * 20_000)
