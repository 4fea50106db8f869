"""A transcript as Akoma Ntoso 1.0 (namespace `.../akn/3.0`, OASIS). archive.parsing reads it back without loss.

What Akoma Ntoso has no element for (the kind of event, an unknown day, the place as printed) goes into `proprietary`.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.countries import FoundMention
from archive.formats.language_codes import three_letters
from archive.formats.whole_transcript import FilePerson, FileTurn, WholeTranscript
from archive.formats.xml_pieces import attributes, blocks_of, text_of

MEDIA_TYPE = "application/akn+xml"
NAMESPACE = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0"
OWN = "urn:chancery:reading:1"
UNNAMED = "unnamed"
ELEMENTS = {"question": "question", "answer": "answer"}


def write_akn(of: WholeTranscript) -> Iterator[str]:
    """Yield the document in pieces."""
    persons, offices = of.keys()
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<akomaNtoso xmlns="{NAMESPACE}">\n<debate name="transcript">\n<meta>\n'
    yield from _identification(of)
    yield from _references(of, persons, offices)
    yield _own(of)
    yield "</meta>\n<preface>\n"
    yield f"<longTitle><p><docTitle>{text_of(of.title)}</docTitle></p></longTitle>\n"
    yield _occasion(of)
    yield f"</preface>\n<debateBody{attributes(**{'xml:lang': of.language})}>\n"
    place = 0
    for record, name, turns in of.runs():
        yield f"<debateSection{attributes(name=record.kind, eId=name)}>\n"
        for turn in turns:
            place += 1
            yield from _turn(turn, place, persons, offices)
        yield "</debateSection>\n"
    yield "</debateBody>\n</debate>\n</akomaNtoso>\n"


def _identification(of: WholeTranscript) -> Iterator[str]:
    language = three_letters(of.language)
    day = (of.date or of.changed).isoformat()
    work = f"/akn/{(of.publisher_country or 'xx').lower()}/debate/{day}/{of.slug}"
    expression = f"{work}/{language}@{of.changed.isoformat()}"
    yield '<identification source="#archive">\n<FRBRWork>\n'
    yield _names(f"{work}/!main", work, ("permalink", of.url))
    # An event without a known day is identified by the day of the revision. `proprietary` then has no date.
    yield f"<FRBRdate{attributes(date=day, name='event' if of.date else 'revision')}/>\n"
    yield '<FRBRauthor href="#publisher"/>\n'
    yield f"<FRBRcountry{attributes(value=(of.publisher_country or 'xx').lower())}/>\n"
    yield f"<FRBRsubtype{attributes(value=of.kind)}/>\n</FRBRWork>\n<FRBRExpression>\n"
    yield _names(f"{expression}/!main", expression)
    yield f"<FRBRdate{attributes(date=of.changed.isoformat(), name='revision')}/>\n"
    if of.published:
        yield f"<FRBRdate{attributes(date=of.published.isoformat(), name='published')}/>\n"
    yield '<FRBRauthor href="#archive"/>\n'
    yield f"<FRBRversionNumber{attributes(value=str(of.revision))}/>\n<FRBRlanguage{attributes(language=language)}/>\n"
    yield "</FRBRExpression>\n<FRBRManifestation>\n"
    yield _names(f"{expression}/!main.xml", f"{expression}.akn")
    yield f"<FRBRdate{attributes(date=of.changed.isoformat(), name='revision')}/>\n"
    yield f'<FRBRauthor href="#archive"/>\n<FRBRformat{attributes(value=MEDIA_TYPE)}/>\n'
    yield "</FRBRManifestation>\n</identification>\n"


def _names(this: str, uri: str, alias: tuple[str, str] | None = None) -> str:
    names = f"<FRBRthis{attributes(value=this)}/>\n<FRBRuri{attributes(value=uri)}/>\n"
    return names + (f"<FRBRalias{attributes(value=alias[1], name=alias[0])}/>\n" if alias and alias[1] else "")


def _references(of: WholeTranscript, persons: dict[FilePerson, str], offices: dict[str, str]) -> Iterator[str]:
    yield '<references source="#archive">\n'
    if of.source_url:
        yield f"<original{attributes(eId='source', href=of.source_url, showAs=of.title)}/>\n"
    for key, name in (("archive", of.archive), ("publisher", of.publisher)):
        yield f"<TLCOrganization{attributes(eId=key, href=f'/akn/ontology/organization/{key}', showAs=name or key)}/>\n"
    for person, key in persons.items():
        href = person.url or f"/akn/ontology/person/{key}"
        yield f"<TLCPerson{attributes(eId=key, href=href, showAs=person.name)}/>\n"
    if any(turn.person is None for _, turn in of.turns):
        yield f"<TLCPerson{attributes(eId=UNNAMED, href='/akn/ontology/person/unnamed', showAs='Not named')}/>\n"
    for office, key in offices.items():
        yield f"<TLCRole{attributes(eId=key, href=f'/akn/ontology/role/{key}', showAs=office)}/>\n"
    for code, name in of.countries.items():
        yield f"<TLCLocation{attributes(eId=f'country-{code}', href=f'/akn/ontology/location/{code}', showAs=name)}/>\n"
    if of.place:
        yield f"<TLCLocation{attributes(eId='place', href='/akn/ontology/location/place', showAs=of.place)}/>\n"
    yield "</references>\n"


def _own(of: WholeTranscript) -> str:
    attribute_text = attributes(
        kind=of.kind,
        date=of.date.isoformat() if of.date else "",
        published=of.published.isoformat() if of.published else "",
        place=of.place,
        language=of.language,
        publisher=of.publisher,
        source=of.source_url,
        permalink=of.url,
        revision=str(of.revision),
    )
    return f'<proprietary source="#archive"><c:reading xmlns:c="{OWN}"{attribute_text}/></proprietary>\n'


def _occasion(of: WholeTranscript) -> str:
    day = f'<docDate date="{of.date.isoformat()}">{of.date.isoformat()}</docDate>' if of.date else ""
    place = f'<location refersTo="#place">{text_of(of.place)}</location>' if of.place else ""
    line = ", ".join(filter(None, (text_of(of.event), place, day)))
    return f"<p>{line}</p>\n"


def _turn(turn: FileTurn, place: int, persons: dict[FilePerson, str], offices: dict[str, str]) -> Iterator[str]:
    element = ELEMENTS.get(turn.role, "speech")
    by = persons[turn.person] if turn.person else UNNAMED
    office = f"#{offices[turn.office]}" if turn.office else ""
    yield f"<{element}{attributes(eId=f'turn-{place}', by=f'#{by}', as_=office)}>\n"
    if turn.label:
        yield f"<from>{text_of(turn.label)}</from>\n"
    if turn.notes:
        remarks = "".join(f"<remark>{text_of(note)}</remark>" for note in turn.notes)
        yield f'<p class="notes">{remarks}</p>\n'
    for number, block in blocks_of(turn, _mention, "</location>", "<br/>"):
        yield f"<p{attributes(eId=f'p{number}' if number else '')}>{block}</p>\n"
    yield f"</{element}>\n"


def _mention(mention: FoundMention, continues: int) -> str:
    """Return the opening tag of a country mention. Its class is the layer."""
    layer = mention.layer + (f" continued-{continues}" if continues else "")
    return f"<location{attributes(refersTo=f'#country-{mention.code}', class_=layer)}>"
