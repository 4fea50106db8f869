"""What may stand before a label: a bullet, a list number, a time."""

from __future__ import annotations

import re

# A bullet, a number or a time before a label: "• Reporter:", "3. Question:", "[00:01:20] Ilsa Varga:", "Anf. 3 Ilsa Varga:".
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[.,]\d+)?(?:\s?[ap]\.?m\.?|\s?uhr|\s?h)?"
# A letter or a number of a list within a list: "a)", "(iv)", "1.2", "二、", "④". A capital with a full stop may be an initial.
_LISTED = (
    r"[\[(](?:[a-z]|[ivxl]{2,6})[\])]|(?-i:[a-z]|[ivxl]{2,6})[.)]|\d{1,3}(?:\.\d{1,3}){1,5}[.)]?(?=\s+\D)"
    "|[①-⑳㊀-㊉]|[一二三四五六七八九十]{1,3}[、．.]"
)
# The asker of a numbered question: "Q12  Dame Ella Pruitt: Why?"
_NAME = r"(?-i:[A-ZÀ-Þ])[\w.'’-]*(?:\s(?-i:[A-ZÀ-Þ])[\w.'’-]*){0,4}"
_LEADING_MARK = re.compile(
    rf"(?P<note>(?:[\[(]\s?{_CLOCK}\s?[\])]|{_CLOCK})\s*[-–—|]?|[\[(]?\d{{1,4}}[.)\]]|anf\.\s*\d{{1,4}})\s+(?=\D)|(?P<listed>{_LISTED})\s*(?=[^\W\d_])|(?P<number>Q\d{{1,4}})\s+(?={_NAME}\s?:)"
    r"|>{1,3}\s*(?=[^\W\d_])|(?:[•‣▪▫◦●■□◆◇►▶▸→⇒➔➜▷◈◎◯○★☆*·–—-]|â[^\w\s]{1,2})\s+(?=[^\W\d_\[(【])|[○◯◎●◆◇■□▶▷→](?=[^\W\d_])",
    re.I,
)
_MARK_STARTS = frozenset(
    "[(0123456789AQabcdefghijklmnopqrstuvwxyz①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉一二三四五六七八九十•‣▪▫◦●■□◆◇►▶▸→⇒➔➜▷◈◎◯○★☆*·–—-â>"
)


def part_mark(text: str) -> tuple[int, str | None]:
    """Return the length of the mark at the head of a line (0 if there is none), and the number or time in it."""
    mark = _LEADING_MARK.match(text) if text[:1] in _MARK_STARTS else None
    if mark is None:
        return 0, None
    return mark.end(), (mark["note"] or mark["number"] or mark["listed"] or "").strip(" []().-–—|、．") or None


def leading_mark(text: str) -> int:
    """Return the length of the mark at the head of a line, 0 if there is none."""
    return part_mark(text)[0]
