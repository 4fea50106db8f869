"""XML whose markup names the speakers (Akoma Ntoso, TEI, XML of no known kind), and HTML wrapped in XML or JSON."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from xml.sax.saxutils import escape, quoteattr

from tests.parsing.layouts.containers import html
from tests.parsing.layouts.lines import text_of
from tests.parsing.layouts.model import Item, Page

# A smaller number may be taken for the month.
LAST_MONTH = 12
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>\n'


def render(page: Page) -> tuple[str, bytes]:
    """Return an XML file of the flavour that the table names."""
    return "xml", (DECLARED + FLAVOURS[page.layout["container"].data["flavour"]](page)).encode()


def _turns(page: Page) -> list[Item]:
    return [item for item in page.items if item.kind == "turn"]


def _paragraphs(texts: Iterable[str], tag: str = "p") -> str:
    return "".join(f"<{tag}>{escape(text)}</{tag}>" for text in texts)


def _keys(page: Page) -> dict[str | None, str]:
    labels = dict.fromkeys(item.label for item in _turns(page))
    return {label: f"p{number}" for number, label in enumerate(labels, 1)}


def _akoma_ntoso(page: Page) -> str:
    """OASIS Akoma Ntoso 3: persons in the references, `from` before each speech."""
    keys = _keys(page)
    people = "".join(
        f'<TLCPerson eId="{key}" href="/ontology/person/{key}" showAs={quoteattr(label or "")}/>' for label, key in keys.items()
    )
    speeches = "".join(
        f'<speech by="#{keys[item.label]}"><from>{escape(item.label or "")}</from>{_paragraphs(item.paragraphs)}</speech>\n'
        for item in _turns(page)
    )
    day = page.gold["date"]
    return (
        '<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate name="debate"><meta>'
        '<identification source="#x"><FRBRWork><FRBRthis value="/x"/><FRBRuri value="/x"/>'
        f'<FRBRdate date="{day}" name="event"/><FRBRauthor href="#x"/></FRBRWork></identification>'
        f'<references source="#x">{people}</references></meta>\n<preface><p><docTitle>{escape(page.gold["title"])}</docTitle></p>'
        f'<p><docDate date="{day}">{day}</docDate></p></preface>\n<debateBody><debateSection name="talk">\n'
        f"{speeches}</debateSection></debateBody></debate></akomaNtoso>\n"
    )


def _sayit(page: Page) -> str:
    """SayIt's Akoma Ntoso: one speech element a paragraph, the person in `by` alone."""
    names = dict.fromkeys(item.label or "" for item in _turns(page))
    people = "".join(
        f"<TLCPerson href={quoteattr('/ontology/person/::/' + name)} id={quoteattr(name)} showAs={quoteattr(name)}/>"
        for name in names
    )
    speeches = "".join(
        f"<speech by={quoteattr('#' + (item.label or ''))}>{_paragraphs([text])}</speech>\n"
        for item in _turns(page)
        for text in item.paragraphs
    )
    page.gold["title"] = f"{page.gold['date']} {page.gold['title']}"  # the heading is the only title there is
    title = escape(page.gold["title"])
    return (
        f"<akomaNtoso><debate><meta><references>{people}</references></meta><debateBody><debateSection><heading>{title}</heading>\n"
        f"{speeches}</debateSection></debateBody></debate></akomaNtoso>\n"
    )


def _tei_head(page: Page) -> str:
    title, day = escape(page.gold["title"]), page.gold["date"]
    return (
        f'<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>{title}</title></titleStmt><publicationStmt><p/></publicationStmt>'
        f'<sourceDesc><bibl><title>{title}</title><date when="{day}">{day}</date></bibl></sourceDesc></fileDesc></teiHeader>\n'
    )


def _tei_drama(page: Page) -> str:
    turns = "".join(f"<sp><speaker>{escape(i.label or '')}</speaker>{_paragraphs(i.paragraphs)}</sp>\n" for i in _turns(page))
    return f"{_tei_head(page)}<text><body><div>\n{turns}</div></body></text></TEI>\n"


def _tei_utterances(page: Page) -> str:
    turns = "".join(
        f'<note type="speaker">{escape(i.label or "")}:</note>\n'
        f'<u who="#{_keys(page)[i.label]}">{_paragraphs(i.paragraphs, "seg")}</u>\n'
        for i in _turns(page)
    )
    return f'{_tei_head(page)}<text><body><div type="debateSection">\n{turns}</div></body></text></TEI>\n'


def _unknown(page: Page) -> str:
    """An element for who speaks, colon included, and one for the words."""
    speeches = "".join(
        f'<Speech Type="Debate" id="{n}"><PersonSpeaking><Affiliation>{escape(item.label or "")}</Affiliation>: </PersonSpeaking>'
        f"<Content>{_paragraphs(item.paragraphs, 'Para')}</Content></Speech>\n"
        for n, item in enumerate(_turns(page))
    )
    return (
        f'<Record lang="{page.language.name.upper()}"><DocTitle><DocName>{escape(page.gold["title"])}</DocName></DocTitle>'
        f'<Info><Item Name="Date">{page.gold["date"]}</Item></Info>\n<RecordBody>{speeches}</RecordBody></Record>\n'
    )


def _attributes(page: Page) -> str:
    """Who speaks in an attribute."""
    said = [(quoteattr(item.label or ""), _paragraphs(item.paragraphs, "para")) for item in _turns(page)]
    turns = "".join(f"<turn speaker={who}>{words}</turn>\n" for who, words in said)
    title = escape(page.gold["title"])
    return f'<transcript date="{page.gold["date"]}">\n<title>{title}</title>\n<body>{turns}</body></transcript>\n'


def _cdata(page: Page) -> str:
    """HTML in a CDATA section of a publisher's XML."""
    part = html.body(page, {"bold": ("<strong>", "</strong>"), "whole": "fragment"})
    day = f"{page.day:%d/%m/%Y}" if page.day.day > LAST_MONTH else page.gold["date"]
    return (
        f"<transcripts>\n<transcript>\n<transcript-id>90001</transcript-id>\n<title>{escape(page.gold['title'])}</title>\n"
        f"<release-date>{day}</release-date>\n<content><![CDATA[{part['talk']}\n{part['below']}]]></content>\n"
        "</transcript>\n</transcripts>\n"
    )


FLAVOURS: dict[str, Callable[[Page], str]] = {
    "akoma-ntoso": _akoma_ntoso,
    "sayit": _sayit,
    "tei-drama": _tei_drama,
    "tei-utterances": _tei_utterances,
    "unknown": _unknown,
    "attributes": _attributes,
    "cdata": _cdata,
}


def render_json(page: Page) -> tuple[str, bytes]:
    """Return a JSON dump: a list of turns, the text in one field, or HTML in one field."""
    flavour = page.layout["container"].data["flavour"]
    found: dict[str, object] = {"id": 90001, "title": page.gold["title"], "date": page.gold["date"], "lang": page.language.name}
    if flavour == "turns":
        found["turns"] = [{"speaker": item.label, "text": "\n\n".join(item.paragraphs)} for item in _turns(page)]
    elif flavour == "text":
        found["content"] = text_of(page)
    else:
        found["content"] = html.body(page, {"bold": ("<b>", "</b>"), "whole": "fragment"})["talk"]
    return "json", json.dumps(found, ensure_ascii=flavour != "turns", indent=2 if flavour == "turns" else None).encode()
