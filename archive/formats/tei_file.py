"""A transcript as TEI P5 in the manner of ParlaMint. archive.parsing reads it back without loss.

ParlaMint has no press conferences, so the roles are a taxonomy of our own, and no ParlaMint conformance is claimed.
"""

from __future__ import annotations

from collections.abc import Iterator

from archive.countries import FoundMention
from archive.formats.whole_transcript import RIGHTS, FilePerson, FileTurn, WholeTranscript
from archive.formats.xml_pieces import attributes, blocks_of, text_of

MEDIA_TYPE = "application/tei+xml"
NAMESPACE = "http://www.tei-c.org/ns/1.0"
APPLICATION = "chancery"
ROLES = {
    "statement": "Words outside question and answer",
    "question": "Who asks",
    "answer": "Who answers",
}


def write_tei(of: WholeTranscript) -> Iterator[str]:
    """Yield the document in pieces."""
    persons, offices = of.keys()
    language = attributes(**{"xml:lang": of.language})
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<TEI xmlns="{NAMESPACE}"{language}>\n<teiHeader>\n'
    yield from _file(of)
    yield from _encoding(offices)
    yield from _profile(of, persons)
    changed = attributes(when=of.changed.isoformat(), n=str(of.revision))
    yield f"<revisionDesc><change{changed}>Revision {of.revision}</change></revisionDesc>\n</teiHeader>\n<text>\n<body>\n"
    place = 0
    for record, name, turns in of.runs():
        yield f"<div{attributes(**{'type': record.kind, 'xml:id': name})}>\n"
        for turn in turns:
            place += 1
            yield from _turn(turn, place, persons, offices)
        yield "</div>\n"
    yield "</body>\n</text>\n</TEI>\n"


def _file(of: WholeTranscript) -> Iterator[str]:
    yield "<fileDesc>\n<titleStmt>\n"
    yield f'<title type="main">{text_of(of.title)}</title>\n'
    yield f"</titleStmt>\n<editionStmt><edition{attributes(n=str(of.revision))}>Revision {of.revision}</edition></editionStmt>\n"
    speeches, words = str(len(of.turns)), str(of.words)
    yield f'<extent><measure unit="speeches" quantity="{speeches}">{speeches} speeches</measure>'
    yield f'<measure unit="words" quantity="{words}">{words} words</measure></extent>\n'
    yield f"<publicationStmt>\n<distributor>{text_of(of.archive)}</distributor>\n"
    yield f'<idno type="URI">{text_of(of.url)}</idno>\n' if of.url else ""
    yield f'<availability status="restricted"><p>{text_of(RIGHTS)}</p></availability>\n'
    yield f'<date when="{of.changed.isoformat()}"/>\n</publicationStmt>\n'
    yield f"<sourceDesc>\n<bibl>\n<title>{text_of(of.title)}</title>\n"
    yield f"<publisher>{text_of(of.publisher)}</publisher>\n" if of.publisher else ""
    yield f'<idno type="URI" subtype="source">{text_of(of.source_url)}</idno>\n' if of.source_url else ""
    yield f'<date type="event" when="{of.date.isoformat()}"/>\n' if of.date else ""
    yield f'<date type="published" when="{of.published.isoformat()}"/>\n' if of.published else ""
    yield "</bibl>\n</sourceDesc>\n</fileDesc>\n"


def _encoding(offices: dict[str, str]) -> Iterator[str]:
    yield "<encodingDesc>\n<projectDesc><p>Split into turns and records, and countries marked, by Chancery.</p></projectDesc>\n"
    yield '<classDecl>\n<taxonomy xml:id="roles"><desc>What a turn is within its event</desc>\n'
    yield from (f'<category xml:id="{role}"><catDesc>{description}</catDesc></category>\n' for role, description in ROLES.items())
    yield "</taxonomy>\n"
    if offices:
        yield '<taxonomy xml:id="offices"><desc>Offices at the time</desc>\n'
        yield from (
            f'<category xml:id="{key}"><catDesc>{text_of(office)}</catDesc></category>\n' for office, key in offices.items()
        )
        yield "</taxonomy>\n"
    yield "</classDecl>\n"
    yield f'<appInfo><application ident="{APPLICATION}" version="1"><label>Chancery</label></application></appInfo>\n'
    yield "</encodingDesc>\n"


def _profile(of: WholeTranscript, persons: dict[FilePerson, str]) -> Iterator[str]:
    language = of.language or "und"
    yield f"<profileDesc>\n<langUsage><language{attributes(ident=language)}>{text_of(language)}</language></langUsage>\n"
    yield "<settingDesc><setting>"
    yield f'<name type="place">{text_of(of.place)}</name>' if of.place else ""
    yield f'<date when="{of.date.isoformat()}"/>' if of.date else ""
    yield f"<activity{attributes(n=of.kind)}>{text_of(of.event)}</activity></setting></settingDesc>\n"
    if persons:
        yield "<particDesc><listPerson>\n"
        for person, key in persons.items():
            url = f'<idno type="URI">{text_of(person.url)}</idno>' if person.url else ""
            country = f"<nationality{attributes(key=person.country)}/>" if person.country else ""
            yield f'<person xml:id="{key}"><persName>{text_of(person.name)}</persName>{country}{url}</person>\n'
        yield "</listPerson></particDesc>\n"
    yield "</profileDesc>\n"


def _turn(turn: FileTurn, place: int, persons: dict[FilePerson, str], offices: dict[str, str]) -> Iterator[str]:
    """Yield the name as printed and the utterance. An unnamed speaker has no `who`."""
    if turn.label:
        yield f'<note type="speaker">{text_of(turn.label)}</note>\n'
    who = f"#{persons[turn.person]}" if turn.person else ""
    role = f"#{turn.role}" + (f" #{offices[turn.office]}" if turn.office else "")
    yield f"<u{attributes(**{'xml:id': f'turn-{place}', 'who': who, 'ana': role})}>\n"
    yield from (f'<note type="comment">{text_of(note)}</note>\n' for note in turn.notes)
    for number, block in blocks_of(turn, _mention, "</rs>", "<lb/>"):
        yield f"<seg{attributes(**{'xml:id': f'p{number}' if number else ''})}>{block}</seg>\n"
    yield "</u>\n"


def _mention(mention: FoundMention, continues: int) -> str:
    """Return the opening tag of a country mention: its type is the layer, its key the code."""
    return f"<rs{attributes(type=mention.layer, key=mention.code, subtype=f'continued-{continues}' if continues else '')}>"
