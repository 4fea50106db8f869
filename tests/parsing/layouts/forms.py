"""Items of a page to paragraphs with marks: the label form (axes/label.toml) applied.

A paragraph is a text; a newline in it is a line of its own. Marks are <b>, <i>, <u>, <h>, written as single private characters
so that no text can be taken for one; containers turn them into what they have for it, or leave them out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tests.parsing.layouts.model import Item, Page, Value

MARKS = {"<b>": "\ue000", "</b>": "\ue001", "<i>": "\ue002", "</i>": "\ue003", "<u>": "\ue004", "</u>": "\ue005"}
MARKS |= {"<h>": "\ue006", "</h>": "\ue007"}
SLIPS_AT = 4
TAKE = 3
ANY_MARK = re.compile("[\ue000-\ue007]")


@dataclass
class Paragraph:
    """A paragraph and what it is on the page; `row` holds label and words where the form is a table or a list."""

    text: str
    kind: str
    row: tuple[str, list[str]] | None = None
    cells: str = ""


def paragraphs(page: Page) -> list[Paragraph]:
    """Return the paragraphs of a page in order."""
    form = page.layout["label"].data
    upper = page.layout["setting"].data.get("upper")
    found: list[Paragraph] = []
    for item in page.items:
        for paragraph in _of_item(item, form, page.layout["setting"]):
            if upper and paragraph.kind in ("turn", "more"):
                paragraph.text = paragraph.text.upper()
            if (
                form.get("glue")
                and paragraph.kind == "turn"
                and found
                and found[-1].kind in ("turn", "more")
                and item.number % 3 == 2
            ):
                found[-1].text += " " + paragraph.text
            else:
                found.append(paragraph)
    return found


def _of_item(item: Item, form: Mapping[str, object], setting: Value) -> Iterator[Paragraph]:
    if item.kind == "numbered":
        yield from (Paragraph(f"({item.number or 1}) {text}", "line") for text in item.paragraphs)
        return
    if item.kind != "turn":
        yield from (Paragraph(text, item.kind) for text in item.paragraphs)
        return
    texts = list(item.paragraphs)
    texts[-1] = f"{texts[-1]} {item.trail}".strip()
    if item.label is None and not form.get("unlabelled"):
        yield from (Paragraph(text, "turn" if n == 0 else "more") for n, text in enumerate(texts))
        return
    if "takes" in setting.data and item.number % TAKE == 0:
        lines = setting.data["takes"]
        yield from (Paragraph(str(line).format(label=item.label, n=374 + item.number // TAKE), "line") for line in lines)
    if setting.data.get("rule") and item.number > 1:
        yield Paragraph(str(setting.data["rule"]), "rule")
    if form.get("cells"):
        yield Paragraph("", "turn", (_label_cell(item, form), texts), str(form["cells"]))
        return
    first = _first(item, form, texts[0]).split("\n\n")
    yield from (Paragraph(text, "turn" if n == 0 else "more") for n, text in enumerate([*first, *texts[1:]]))


def _label(item: Item, form: Mapping[str, object]) -> str:
    label = f"{item.label or ''}"
    if form.get("upper"):
        label = label.upper()
    if form.get("wrap"):
        label = label.replace(" ", "\n", 1) if item.number % 4 in (1, 2) else label
    return label + item.behind


def _label_cell(item: Item, form: Mapping[str, object]) -> str:
    return str(form["pattern"]).format(label=_label(item, form), text="").strip()


def _first(item: Item, form: Mapping[str, object], text: str) -> str:
    pattern = str(form["question"] if "question" in form and item.role == "question" else form["pattern"])
    if "slip" in form and item.number == SLIPS_AT:
        pattern = str(form["slip"])
    for mark, character in MARKS.items():
        pattern = pattern.replace(mark, character)
    label = _label(item, form)
    if label.endswith(".") and "{label}." in pattern:
        label = label[:-1]
    return pattern.format(label=label, text=text, n=item.number, clock=item.clock, post=item.post)


def plain(text: str) -> str:
    """Return a text without its marks."""
    return ANY_MARK.sub("", text)
