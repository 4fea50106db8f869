"""Pages to bytes: one function a kind of container, named by `render` in axes/container.toml.

Each returns the ending of the file's name and the bytes, or raises Unable where its kind cannot hold the page.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.parsing.layouts.containers import html, mail, markdown, markup, office, plain
from tests.parsing.layouts.model import Page

RENDER: dict[str, Callable[[Page], tuple[str, bytes]]] = {
    "text": plain.render,
    "html": html.render,
    "markdown": markdown.render,
    "docx": office.render_docx,
    "pdf": office.render_pdf,
    "xml": markup.render,
    "json": markup.render_json,
    "mail": mail.render,
    "mhtml": mail.render_mhtml,
    "dump": mail.render_dump,
}
