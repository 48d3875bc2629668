"""postlint: is this post ready?

A linter and spellchecker for Markdown posts. The public names for writing rules live in
``postlint.rule``, ``postlint.document`` and ``postlint.syntax.nodes``; to run postlint from
Python, see ``postlint.api``. Importing this package imports nothing else.
"""

__version__ = "0.1.0"
