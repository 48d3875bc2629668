"""HTML tags as Markdown knows them: https://spec.commonmark.org/0.31.2/#raw-html.

Quantifiers are possessive, so that a tag that does not end costs no more than one that does.
"""

from __future__ import annotations

_SPACE = r"[ \t\n]"
_NAME = r"[A-Za-z][A-Za-z0-9-]*+"
_VALUE = r"(?:[^ \t\n\"'=<>`]++|'[^']*+'|\"[^\"]*+\")"
_ATTRIBUTE = rf"{_SPACE}++[A-Za-z_:][A-Za-z0-9_.:-]*+(?:{_SPACE}*+={_SPACE}*+{_VALUE})?+"

#: The pattern of an opening or a closing tag.
TAG = rf"<(?:{_NAME}(?:{_ATTRIBUTE})*+{_SPACE}*+/?>|/{_NAME}{_SPACE}*+>)"
