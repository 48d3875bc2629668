"""What a change brought: findings on its lines, and those it caused elsewhere.

``git`` reads a repository, ``past`` is the site as it was, ``lines`` tells which lines of a text
are new, and ``scope`` narrows a report down to what the change is answerable for.
"""
