"""The words and patterns of mail.ini, compiled."""

from __future__ import annotations

import re
from configparser import ConfigParser
from pathlib import Path

from archive.parsing.cleaning import fold


def _sections() -> ConfigParser:
    parser = ConfigParser(delimiters=("=",), interpolation=None, comment_prefixes=("#",))
    parser.read(Path(__file__).with_name("mail.ini"), encoding="utf-8")
    return parser


def _whole(rows: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(row for row in rows.splitlines() if row) + ")$", re.I)


_ALL = _sections()

# Printed field name, folded, to its meaning: from, sent, to, subject, other.
HEADS = {fold(word): name for name, words in _ALL["heads"].items() for word in words.split(",")}
MARKER = _whole(_ALL["lines"]["marker"])
QUOTING = _whole(_ALL["lines"]["quoting"])
GREETING = _whole(_ALL["lines"]["greeting"])
COVER = _whole(_ALL["lines"]["cover"])
SIGNOFF = _whole(_ALL["lines"]["signoff"])
DEVICE = _whole(_ALL["lines"]["device"])
