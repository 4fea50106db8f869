"""Texts reduced to the characters of XML 1.0. Pure."""

from __future__ import annotations

import re

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def xml_text(text: str, instead: str = "") -> str:
    """Return a text with `instead` for each character that XML 1.0 does not allow."""
    return _UNWRITABLE.sub(instead, text)
