"""Word documents written by hand, part by part, as Word, LibreOffice and Google Docs write them."""

from __future__ import annotations

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_NAMESPACES = (
    f'xmlns:r="{_OFFICE}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
HEAD = "<w:p><w:r><w:t>Minister Ilsa Varga's interview, Port Orla, May 4, 2021</w:t></w:r></w:p>"


def document(body: str, namespace: str = W, main: str = "word/document.xml", **parts: str) -> bytes:
    """Write a document with this body; other parts (styles, footnotes, header1 ...) by name."""
    relations = [_relation(0, "officeDocument", f"/{main}")]
    beside = [_relation(n, name.rstrip("0123456789"), f"{name}.xml") for n, name in enumerate(parts)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", _RELATIONS.format("".join(relations)))
        archive.writestr(f"word/_rels/{main.removeprefix('word/')}.rels", _RELATIONS.format("".join(beside)))
        archive.writestr(main, part("document", f"<w:body>{body}</w:body>", namespace))
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def part(name: str, content: str, namespace: str = W) -> str:
    """Write a part's root element around its content."""
    return f'<?xml version="1.0"?><w:{name} xmlns:w="{namespace}" {_NAMESPACES}>{content}</w:{name}>'


def run(text: str, properties: str = "") -> str:
    """Write a run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inner: str, properties: str = "") -> str:
    """Write a paragraph of runs and the like; plain strings without a tag become runs."""
    pieces = (piece if piece.startswith("<") else run(piece) for piece in inner)
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(pieces)}</w:p>"


def said(label: str, *inner: str) -> str:
    """Write a turn: its label in bold and what follows it."""
    return paragraph(run(f"{label}: ", "<w:b/>"), *inner)


def talk(*answer: str) -> str:
    """Write an interview whose one answer is made of these pieces."""
    return HEAD + said("Question", "What of the harbour?") + said("Ilsa Varga", *answer)


def table(*rows: tuple[str, ...], before: str = "") -> str:
    """Write a table; a cell is a text or paragraphs."""
    return f"<w:tbl>{before}{''.join(map(_row, rows))}</w:tbl>"


def _row(cells: tuple[str, ...]) -> str:
    inner = (cell if cell.startswith("<") else paragraph(cell) for cell in cells)
    return f"<w:tr>{''.join(f'<w:tc>{cell}</w:tc>' for cell in inner)}</w:tr>"


def _relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
