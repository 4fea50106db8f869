"""Web pages of several kinds, and HTML inside other files."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from typing import Any

from tests.parsing.layouts.containers.plain import encode
from tests.parsing.layouts.forms import MARKS, Paragraph, paragraphs
from tests.parsing.layouts.lines import text_of
from tests.parsing.layouts.model import Page

HARD_SPACE = "\u00a0"


def render(page: Page) -> tuple[str, bytes]:
    """Return a page in the encoding that it declares."""
    options = page.layout["container"].data
    text = WHOLE[options.get("whole", "page")](page, body(page, options))
    if options.get("entities"):
        return "html", text.replace(HARD_SPACE, "&nbsp;").encode("ascii", "xmlcharrefreplace")
    return "html", encode(text, page.layout["encoding"].name)


def body(page: Page, options: Mapping[str, Any]) -> dict[str, str]:
    """Return the pieces of a page: title, what is above it, the talk, what is below."""
    found = paragraphs(page)
    title = next((n for n, paragraph in enumerate(found) if paragraph.kind == "title"), 0)
    first_foot = next((n for n, p in enumerate(found) if p.kind in ("foot", "link") and n > title), len(found))
    indent = page.layout["setting"].data.get("indent", "")
    return {
        "above": _elements(found[:title], options, indent),
        "title": html.escape(found[title].text),
        "talk": _elements(found[title + 1 : first_foot], options, indent),
        "below": _elements(found[first_foot:], options, indent),
    }


def _elements(found: Sequence[Paragraph], options: Mapping[str, Any], indent: str) -> str:
    """Return elements, table rows and list items gathered under one head."""
    parts: list[str] = []
    number = 0
    while number < len(found):
        kind = _group(found[number])
        last = number
        while last + 1 < len(found) and kind and _group(found[last + 1]) == kind:
            last += 1
        parts.append(_grouped(kind, found[number : last + 1], options) if kind else _element(found[number], options, indent))
        number = last + 1
    return ("<br><br>\n" if options.get("para") == "br" else "\n").join(parts)


def _group(paragraph: Paragraph) -> str:
    return "rows" if paragraph.row else paragraph.kind if paragraph.kind in ("nav", "link") else ""


def _grouped(kind: str, found: Sequence[Paragraph], options: Mapping[str, Any]) -> str:
    if kind == "rows":
        return _rows(found, options)
    names = [name for paragraph in found for name in (paragraph.text.split(" | ") if kind == "nav" else [paragraph.text])]
    links = "".join(f'<li><a href="#">{html.escape(name)}</a></li>' for name in names)
    return f"<nav><ul>{links}</ul></nav>" if kind == "nav" and options.get("whole", "page") == "page" else f"<ul>{links}</ul>"


def _rows(found: Sequence[Paragraph], options: Mapping[str, Any]) -> str:
    rows = [(html.escape(p.row[0]), "".join(f"<p>{inline(text, options)}</p>" for text in p.row[1])) for p in found if p.row]
    if found[0].cells == "dl":
        return "<dl>" + "\n".join(f"<dt>{label}</dt><dd>{words}</dd>" for label, words in rows) + "</dl>"
    return "<table>" + "\n".join(f"<tr><td>{label}</td><td>{words}</td></tr>" for label, words in rows) + "</table>"


def _element(paragraph: Paragraph, options: Mapping[str, Any], indent: str) -> str:
    text = inline(indent + paragraph.text if paragraph.kind in ("turn", "more") else paragraph.text, options)
    if MARKS["<h>"] in paragraph.text:
        return f"<h3>{text}</h3>"
    match paragraph.kind:
        case "heading":
            return f"<h3>{text}</h3>"
        case "rule":
            return "<hr>"
        case "caption":
            return f'<figure><img src="a.jpg" alt=""><figcaption>{text}</figcaption></figure>'
    match options.get("para", "p"):
        case "br":
            return text
        case "old":
            return f'<P STYLE="FONT-SIZE: 14px"><FONT FACE="Arial">{text}</FONT>'
        case "word":
            style = 'style="font-size:12.0pt"'
            return f"<p class=MsoNormal><span lang=EN-GB {style}>{text}<o:p></o:p></span></p>"
        case name:
            return f"<{name}>{text}</{name}>"


def inline(text: str, options: Mapping[str, Any]) -> str:
    """Escape a text and put tags for its marks."""
    bold, end = options.get("bold", ("<b>", "</b>"))
    text = html.escape(text, quote=False).replace("\n", "<br>\n")
    tags = {MARKS["<b>"]: bold, MARKS["</b>"]: end, MARKS["<h>"]: "", MARKS["</h>"]: ""}
    tags |= {character: mark for mark, character in MARKS.items() if mark[-2:] in ("i>", "u>")}
    return text.translate(str.maketrans(tags))


def _page(page: Page, part: Mapping[str, str]) -> str:
    return (
        f'<!doctype html>\n<html lang="{page.language.name}"><head><meta charset="{page.layout["encoding"].name}">'
        f"<title>{part['title']}</title></head>\n<body>\n<header>{part['above']}</header>\n<main><article>\n<h1>{part['title']}</h1>\n"
        f"{part['talk']}\n</article></main>\n<footer>{part['below']}</footer>\n</body></html>\n"
    )


def _fragment(page: Page, part: Mapping[str, str]) -> str:
    return f"{part['above']}\n<h2>{part['title']}</h2>\n{part['talk']}\n{part['below']}\n"


def _site(page: Page, part: Mapping[str, str]) -> str:
    publisher = html.escape(page.language.data["publisher"])
    return (
        '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01 Transitional//EN">\n<html><head>'
        f'<meta http-equiv="Content-Type" content="text/html; charset={page.layout["encoding"].name}">\n'
        f"<title>{part['title']} — {publisher}</title><script>var a = 1;</script></head><body>\n"
        f'<div class="crumb">{part["above"]}</div>\n<div id="News_Body_Title">{part["title"]}</div>\n'
        f'<div id="News_Body_Txt">{part["talk"]}</div>\n'
        f'<div class="box">{part["below"]}</div>\n</body></html>\n'
    )


def _word(page: Page, part: Mapping[str, str]) -> str:
    return (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
        f'<meta http-equiv=Content-Type content="text/html; charset={page.layout["encoding"].name}">'
        '<meta name=Generator content="Microsoft Word 15">'
        "<style>p.MsoNormal {margin:0cm}</style></head><body lang=EN-GB><div class=WordSection1>\n"
        f"{part['above']}\n"
        f"<p class=MsoTitle align=center><b>{part['title']}</b></p>\n{part['talk']}\n"
        f"{part['below']}\n</div></body></html>\n"
    )


def _old(page: Page, part: Mapping[str, str]) -> str:
    return (
        f'<HTML><HEAD><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset={page.layout["encoding"].name}">'
        f"<TITLE>{part['title']}</TITLE></HEAD>\n<BODY BGCOLOR=white><CENTER>{part['above']}</CENTER>\n"
        f"<H2 ALIGN=center>{part['title']}</H2>\n{part['talk']}\n<HR>\n{part['below']}\n</BODY></HTML>\n"
    )


def _pre(page: Page, part: Mapping[str, str]) -> str:
    text = html.escape(text_of(page), quote=False)
    return f"<html>\n<head><title>{part['title']}</title></head>\n<body><pre>\n{text}</pre></body></html>\n"


def _modern(page: Page, part: Mapping[str, str]) -> str:
    day = page.gold["date"]
    data = json.dumps({"@type": "NewsArticle", "headline": page.gold["title"], "datePublished": day}, ensure_ascii=False)
    return (
        f'<!DOCTYPE html><html lang="{page.language.name}"><head><meta charset="utf-8"><title>{part["title"]}</title>'
        f'<meta property="og:title" content="{part["title"]}"><meta property="article:published_time" content="{day}">'
        f'<script type="application/ld+json">{data}</script></head><body><div class="cookie-banner" role="dialog">OK</div>\n'
        f'<nav><a href="/">1</a></nav><div class="layout"><aside class="sidebar">{part["below"]}</aside>\n'
        f'<main id="content"><h1 class="title">{part["title"]}</h1>{part["above"]}<div class="article-body">\n{part["talk"]}\n'
        "</div></main></div></body></html>\n"
    )


WHOLE = {"pre": _pre, "modern": _modern, "page": _page, "fragment": _fragment, "site": _site, "word": _word, "old": _old}
