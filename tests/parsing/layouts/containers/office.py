"""Word documents and PDFs."""

from __future__ import annotations

import html
import io
import zipfile
from functools import cache

import docx
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, SimpleDocTemplate
from reportlab.platypus import Paragraph as PdfParagraph

from tests.parsing.layouts.forms import MARKS, Paragraph, paragraphs
from tests.parsing.layouts.model import Page, Unable

RUNS = {
    MARKS["<b>"]: ("bold", True),
    MARKS["</b>"]: ("bold", False),
    MARKS["<i>"]: ("italic", True),
    MARKS["</i>"]: ("italic", False),
}
RUNS |= {MARKS["<u>"]: ("underline", True), MARKS["</u>"]: ("underline", False)}
ASIAN = {"zh": "STSong-Light", "ja": "HeiseiMin-W3", "ko": "HYSMyeongJo-Medium"}


def render_docx(page: Page) -> tuple[str, bytes]:
    """Return a Word document; tables for labels in cells."""
    document = docx.Document()
    table = None
    for paragraph in paragraphs(page):
        if paragraph.row:
            table = document.add_table(rows=0, cols=2) if table is None else table
            cells = table.add_row().cells
            cells[0].text = paragraph.row[0]
            cells[1].text = "\n".join(paragraph.row[1])
            continue
        style = "Title" if paragraph.kind == "title" else "Heading 2" if _is_heading(paragraph) else None
        _add_runs(document.add_paragraph(style=style), paragraph.text)
    out = io.BytesIO()
    document.save(out)
    return "docx", _without_clock(out.getvalue())


def _without_clock(data: bytes) -> bytes:
    """Return a zip whose files are all of one moment: a draw is the same whenever it is made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as settled:
        for name in made.namelist():
            settled.writestr(zipfile.ZipInfo(name), made.read(name))
    return out.getvalue()


def _is_heading(paragraph: Paragraph) -> bool:
    return paragraph.kind == "heading" or MARKS["<h>"] in paragraph.text


def _add_runs(block: docx.text.paragraph.Paragraph, text: str) -> None:
    """Add a text in runs, each set as the marks before it say."""
    state: dict[str, bool] = {}
    run = ""
    for character in [*text, ""]:
        if character in RUNS or not character:
            if run:
                added = block.add_run(run)
                for name, on in state.items():
                    setattr(added, name, on)
            run = ""
            if character:
                name, on = RUNS[character]
                state[name] = on
        elif character not in MARKS.values():
            run += character


def render_pdf(page: Page) -> tuple[str, bytes]:
    """Return a PDF with running heads; raises Unable for letters that its fonts lack."""
    font = _font(page)
    plain = ParagraphStyle(
        "plain", fontName=font, fontSize=10.5, leading=14, spaceAfter=8, wordWrap="CJK" if font in ASIAN.values() else None
    )
    title = ParagraphStyle("title", parent=plain, fontSize=15, leading=19)
    story = [PdfParagraph(_markup(p.text), title if p.kind == "title" else plain) for p in paragraphs(page)]
    running = page.layout["container"].data.get("running", False)

    def furniture(canvas, document) -> None:
        canvas.setFont(font, 8)
        canvas.drawCentredString(A4[0] / 2, 30, str(canvas.getPageNumber()))
        if running:
            canvas.drawString(60, A4[1] - 40, page.language.data["publisher"])

    out = io.BytesIO()
    if page.layout["container"].data.get("columns") == 2:
        width, height = A4
        frames = [Frame(50 + column * (width / 2 - 40), 60, width / 2 - 60, height - 130) for column in range(2)]
        template = BaseDocTemplate(out, pagesize=A4, invariant=1)
        template.addPageTemplates(PageTemplate(frames=frames, onPage=furniture))
        template.build(story)
    else:
        SimpleDocTemplate(out, pagesize=A4, invariant=1).build(story, onFirstPage=furniture, onLaterPages=furniture)
    return "pdf", out.getvalue()


def _font(page: Page) -> str:
    if page.language.name in ASIAN:
        return _asian(ASIAN[page.language.name])
    words = " ".join(f"{item.label} {' '.join(item.paragraphs)}" for item in page.items)
    try:
        words.encode("cp1252")
    except UnicodeEncodeError as fault:
        raise Unable(f"no font of every PDF reader has {fault.object[fault.start]!r}") from fault
    return "Helvetica"


@cache
def _asian(name: str) -> str:
    pdfmetrics.registerFont(UnicodeCIDFont(name))
    return name


def _markup(text: str) -> str:
    text = html.escape(text, quote=False).replace("\n", "<br/>")
    tags = {character: mark for mark, character in MARKS.items() if "h" not in mark}
    return text.translate(str.maketrans({**tags, MARKS["<h>"]: "", MARKS["</h>"]: ""}))
