"""Refuses PDFs that are locked, endless or unpack to far more than they hold."""

from __future__ import annotations

import io
import logging

from archive.parsing.types import TranscriptError

MAX_PAGES = 1_000
MAX_STREAM = 30_000_000
MAX_CONTENT = 15_000_000
MAX_TOTAL = 120_000_000


def check_pdf(data: bytes) -> None:
    """Raise TranscriptError for a PDF that Chancery does not open.

    pypdf unpacks every stream but images with an upper bound before pdfplumber, which has none, may see it.
    """
    import pypdf
    from pypdf.generic import StreamObject

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise TranscriptError("the PDF is locked with a password; save it without one")
        pages = len(reader.pages)
        if pages > MAX_PAGES:
            raise TranscriptError(f"the PDF has {pages} pages; Chancery reads up to {MAX_PAGES}")
        content = sum(_content_size(page) for page in reader.pages)
        total = 0
        for generation, numbers in reader.xref.items():
            for number in numbers:
                item = reader.get_object(pypdf.generic.IndirectObject(number, generation, reader))
                if isinstance(item, StreamObject) and item.get("/Subtype") != "/Image":
                    total += len(item.get_data())
                    if total > MAX_TOTAL:
                        raise _bomb()
    except TranscriptError:
        raise
    except pypdf.errors.LimitReachedError as fault:
        raise _bomb() from fault
    except Exception as fault:
        raise TranscriptError(f"the PDF is broken ({type(fault).__name__}); open it and print it to a new PDF") from fault
    if content > MAX_CONTENT:
        raise _bomb()


def _content_size(page: object) -> int:
    contents = page.get_contents()  # type: ignore[attr-defined]  # pypdf's PageObject
    return len(contents.get_data()) if contents is not None else 0


def _bomb() -> TranscriptError:
    return TranscriptError("the PDF unpacks to far more than a transcript holds; Chancery refuses it")
