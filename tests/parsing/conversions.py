"""The same talk written as text, HTML, Markdown, DOCX and PDF."""

from __future__ import annotations

import html
import io
from collections.abc import Sequence

import docx
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, SimpleDocTemplate

Said = Sequence[tuple[str, Sequence[str]]]
HEADING = "Foreign Minister Ilsa Varga’s interview with Harbour Radio, Port Orla, May 4, 2021"
RUNNING = "Harbour Radio transcripts"


def as_text(said: Said) -> bytes:
    """Write one paragraph a line."""
    paragraphs = [HEADING]
    for label, texts in said:
        paragraphs += [f"{label}: {texts[0]}", *texts[1:]]
    return "\n\n".join(paragraphs).encode()


def as_html(said: Said) -> bytes:
    """Write a page with menu and footer, labels in bold."""
    body = [f"<h1>{html.escape(HEADING)}</h1>"]
    for label, texts in said:
        body.append(f"<p><b>{html.escape(label)}:</b> {html.escape(texts[0])}</p>")
        body += [f"<p>{html.escape(text)}</p>" for text in texts[1:]]
    page = (
        "<!doctype html><html lang=en><body><nav><a href=/>Home</a></nav><main>{}</main><footer>Orlandia</footer></body></html>"
    )
    return page.format("\n".join(body)).encode()


def as_markdown(said: Said) -> bytes:
    """Write Markdown with labels in bold."""
    paragraphs = [f"# {HEADING}"]
    for label, texts in said:
        paragraphs += [f"**{label}:** {texts[0]}", *texts[1:]]
    return "\n\n".join(paragraphs).encode()


def as_docx(said: Said) -> bytes:
    """Write a Word document with labels in bold."""
    document = docx.Document()
    document.add_heading(HEADING, 0)
    for label, texts in said:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{label}:").bold = True
        paragraph.add_run(f" {texts[0]}")
        for text in texts[1:]:
            document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def as_pdf(said: Said, columns: int = 1) -> bytes:
    """Write a PDF with running heads and page numbers, in one or two columns."""
    out = io.BytesIO()
    body = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=7, alignment=TA_JUSTIFY)
    head = ParagraphStyle("head", parent=body, fontName="Helvetica-Bold", fontSize=14, leading=18, alignment=0)
    story = [Paragraph(html.escape(HEADING), head)]
    for label, texts in said:
        story.append(Paragraph(f"<b>{html.escape(label)}:</b> {html.escape(texts[0])}", body))
        story += [Paragraph(html.escape(text), body) for text in texts[1:]]
    if columns == 1:
        SimpleDocTemplate(out, pagesize=A4).build(story, onFirstPage=_furniture, onLaterPages=_furniture)
    else:
        width, height = A4
        frames = [Frame(50 + i * (width / 2 - 40), 60, width / 2 - 60, height - 130) for i in range(2)]
        template = BaseDocTemplate(out, pagesize=A4)
        template.addPageTemplates(PageTemplate(frames=frames, onPage=_furniture))
        template.build(story)
    return out.getvalue()


def _furniture(canvas, document) -> None:
    canvas.setFont("Helvetica", 8)
    canvas.drawString(60, A4[1] - 40, RUNNING)
    canvas.drawString(A4[0] / 2, 30, f"Page {document.page}")
