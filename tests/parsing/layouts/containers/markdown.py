"""Markdown: with and without front matter, with HTML inside, quoted."""

from __future__ import annotations

import json

from tests.parsing.layouts.containers import html
from tests.parsing.layouts.forms import MARKS, Paragraph, paragraphs
from tests.parsing.layouts.model import Page

SIGNS = {"<b>": "**", "</b>": "**", "<i>": "*", "</i>": "*", "<u>": "", "</u>": "", "<h>": "### ", "</h>": ""}


def render(page: Page) -> tuple[str, bytes]:
    """Return a Markdown file; the day is in the front matter too where there is one and it is known."""
    options = page.layout["container"].data
    head = FRONT[options.get("front", "none")](page)
    if options.get("inner") == "html":
        part = html.body(page, {"bold": ("<strong>", "</strong>"), "whole": "fragment"})
        return "md", f"{head}{part['above']}\n{part['talk']}\n{part['below']}\n".encode()
    blocks = [_block(paragraph, options) for paragraph in paragraphs(page) if not (head and paragraph.kind == "title")]
    return "md", (head + "\n\n".join(blocks) + "\n").encode()


def _block(paragraph: Paragraph, options: dict) -> str:
    text = paragraph.text.translate(str.maketrans({MARKS[mark]: sign for mark, sign in SIGNS.items()})).replace("\n", "  \n")
    match paragraph.kind:
        case "title":
            return f"# {text}"
        case "heading":
            return f"## {text}"
        case "link":
            return f"- [{text}](#)"
        case "turn" | "more" if options.get("quote"):
            return "\n".join(f"> {line}" for line in text.split("\n"))
        case "turn" | "more":
            return text
    return text.replace("***", r"\*\*\*")


def _yaml(page: Page) -> str:
    title = json.dumps(page.gold["title"], ensure_ascii=False)
    return f"---\nlayout: post\ntitle: {title}\ndate: {page.gold['date']}\ntags: [press, harbour]\n---\n\n"


def _folded(page: Page) -> str:
    words = page.gold["title"].split(" ")
    middle = len(words) // 2 or 1
    title = " ".join(words[:middle]) + ("\n  " + " ".join(words[middle:]) if words[middle:] else "")
    return f"---\ntitle: >-\n  {title}\npermalink: /press/\ndate: {page.gold['date']}T10:00:00Z\n---\n"


def _toml(page: Page) -> str:
    title = json.dumps(page.gold["title"], ensure_ascii=False)
    return f"+++\ntitle = {title}\ndate = {page.gold['date']}\ndraft = false\n+++\n\n"


FRONT = {"none": lambda page: "", "yaml": _yaml, "folded": _folded, "toml": _toml}
