"""The speaker if no label names one: the person in the title or the header."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from archive.countries import find_mentions
from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.labels.candidates import key_of
from archive.parsing.speakers.holders import Context
from archive.parsing.speakers.names.full_names import part_titles
from archive.parsing.speakers.names.name_cases import may_be_given, nominative
from archive.parsing.speakers.names.name_parts import is_given, is_journalist
from archive.parsing.speakers.names.person import Person
from archive.parsing.speakers.names.short_names import NAME_PARTICLE, NAME_WORD
from archive.parsing.speakers.names.uncased_scripts import named_han
from archive.parsing.speakers.offices.label_parts import is_full_name, part_office
from archive.parsing.speakers.offices.office_forms import office_marks
from archive.parsing.speakers.resolution import People
from archive.parsing.speakers.roster import listed_in

_RUN = re.compile(rf"{NAME_WORD}(?:[ \t/]+(?:{NAME_PARTICLE}[ \t]+){{0,2}}{NAME_WORD})+")
_BEFORE_NAME = re.compile(
    r"(?:\b(?:by|says|said|diz|afirma|dice|dit|affirme|sagt|erklärt|заявил|заявила|сказал|сказала)|\bот|\b(?:h\.?\s?e|mr|mrs|ms|dr|prof|amb)\.)\s*$",
    re.I,
)
_OFFICE_OF = re.compile(r"[^\W\d_a-zа-я][\w'’-]*\s+(?:of|for|de|des|del|degli|dos|für)\s+(?:the\s+|las?\s+|los\s+)?$")
# "Doorstop with the Minister for Trade, Ewan Hale"
_AT_END = re.compile(rf",\s+({NAME_WORD}(?:[ \t]+(?:{NAME_PARTICLE}[ \t]+){{0,2}}{NAME_WORD}){{1,3}})\s*$")
_HELD_HAN = re.compile(
    "(?:发言人|外长|部长|主席|总理|大使|总统)([\u4e00-\u9fff]{2,4}?)(?=主持|就|在|接受|答|出席|举行|会见|的|同|与|$)"
)
LONG_TITLE = 120
FEWEST = 2  # words of a name
_OF_COUNTRY = ("ии", "уси", "стана")  # the genitive of countries, never of a surname: "Президента Торвании"
_INFLECTS = re.compile("[Α-ЯЁІЇЄЂ-Џ]")
_PATRONYMIC = re.compile("(?:вич(?:а|у|ем|е)?|вн(?:а|ы|е|у|ой))$")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")
_QUOTES_OF = re.compile(r"([^\W\d_][\w.'’ -]{1,40}):\s*[«„“\"‘'”»「]")
_STOP = re.compile(r"['’]s?$")
_EDGES = " ,.:;!?…()[]|–—-\"“”'‘’*«»"


def principal(people: People, title: str | None, header: Sequence[str], asking: Collection[str | None] = ()) -> Person | None:
    """Return the person whose words are unlabelled: from labels that the title mentions, the title, the header.

    `asking` are persons known to put the questions.
    """
    officials = [person for label in people.labels() if (person := people.person(label)).name and not _anonymous(label)]
    officials = [person for person in officials if person.who not in asking]
    distinct = {person.who for person in officials}
    for text in [title or "", *header]:
        mentioned = _first_mentioned(officials, text)
        if mentioned is not None:
            return mentioned
        if not officials and (name := next(iter(titled_names(text)), None)) is not None:
            return Person(name)
    return officials[0] if len(distinct) == 1 else None


def quoted_in_title(title: str, named: Sequence[str]) -> Person | None:
    """Return the person whose words a title quotes behind the name, by the full name in the head: "Varga: «We sail»"."""
    found = _QUOTES_OF.match(title)
    said = fold(found.group(1)) if found else ""
    full = dict.fromkeys(name for name in named if said and f" {fold(name)} ".endswith(f" {said.split()[-1]} "))
    return Person(next(iter(full))) if len(full) == 1 else None


def only_in_title(title: str, printed: Collection[str]) -> Person | None:
    """Return the one person whom a title names, in the nominative, by full name or by office and surname.

    `printed` are the words of the document: "Аскар" there tells that "Аскара" in the title is a genitive.
    """
    listed = [one.name for one in listed_in(title) if fold(one.name.split()[0]) not in lexicon.OPENERS | lexicon.PARTICLES]
    names = dict.fromkeys(nominative(name, printed) for name in listed)
    named = [name for name in names if is_given(name.split()[0]) or is_given(name.split()[-1]) or name.split()[0] in printed]
    if len(named) == 1:
        return Person(named[0])
    surnames = dict.fromkeys(_surnames_in(title)) if not named else {}
    return Person(next(iter(surnames))) if len(surnames) == 1 else None


def _surnames_in(title: str) -> Iterator[str]:
    """Yield the single words behind an office in a title that is not set in capitals: "Intervista al Ministro Bassanelli"."""
    tokens = [] if title.isupper() else title.split()
    marks = office_marks([token.strip(_EDGES) for token in tokens], honorifics=True)
    for marked, token, behind in zip(marks, tokens[1:], [*tokens[2:], ""], strict=False):
        word = token.strip(_EDGES)
        open_end = not behind[:1].isupper() or token != token.rstrip(_EDGES)
        if marked and open_end and word[:1].isupper() and not word.isupper() and not office_marks([word])[0] and _is_usable(word):
            yield word


def _is_usable(word: str) -> bool:
    usual = lexicon.EVENTS | lexicon.INSTITUTIONS | lexicon.OUTLETS | lexicon.VENUES | lexicon.PARTICLES | lexicon.LETTERHEADS
    return (
        len(word) > 2
        and not word.endswith(_OF_COUNTRY)
        and fold(word) not in usual
        and fold(word) not in lexicon.HEADLINES
        and not find_mentions(word)
    )


def section_principal(people: People, heading: str) -> Person | None:
    """Return the person in a section's heading, with or without a label of their own."""
    name = next(iter(titled_names(heading)), None)
    return Person(name) if name else principal(people, heading, [])


def _first_mentioned(persons: Sequence[Person], text: str) -> Person | None:
    """Return the person a text mentions first; someone met "with" is not the speaker."""
    folded = f" {fold(text)} "
    places = [(place, index) for index, person in enumerate(persons) if (place := mention(person.name or "", folded)) >= 0]
    speaking = [(place, index) for place, index in places if " with " not in folded[max(0, place - 60) : place + 1]]
    return persons[min(speaking)[1]] if speaking else None


def mention(name: str, folded: str) -> int:
    """Return where a folded text mentions a person, by full name or (inflected) surname; -1 if it does not."""
    own = fold(name)
    if not own:
        return -1
    place = folded.find(f" {own}")
    return folded.find(f" {own.split()[-1]}") if place < 0 and len(own.split()[-1]) > 4 else place


def titled_names(text: str) -> Iterable[str]:
    """Yield the names after an office, an honorific or "by" in a title or byline."""
    yield from _HELD_HAN.findall(text[:600])
    yield from (name for name, _ in named_han(text[:600]))
    if (named := _AT_END.search(text[:600])) and not lexicon.OFFICES.isdisjoint(fold(text[: named.start()]).split()):
        yield named.group(1)
    for found in _RUN.finditer(text[:600]):
        tokens = re.split(r"[ \t/]+", found.group())
        prefix, name = part_titles(tokens)
        lead = text[: found.start()]
        by = _BEFORE_NAME.search(lead)
        if not prefix and (office := _OFFICE_OF.search(lead)):
            parts = part_office(f"{office.group()}{found.group()}")
            tokens = (parts.name or "").split()
            if (lexicon.PARTICLES | lexicon.INSTITUTIONS | lexicon.OFFICES).isdisjoint(map(fold, tokens)):
                prefix, name = [parts.office or ""], tokens
        kept = _without_country(_name_only(name))
        asks = is_journalist(prefix[-1:])
        titled = (any(office_marks(prefix)) or by) and not asks
        if titled and 2 <= len(kept) <= 5 and is_full_name(" ".join(kept)) and _is_person(kept, text):
            yield nominative(" ".join(kept))


def _without_country(name: list[str]) -> list[str]:
    """Return the words of a name without whose office it is before it: "Президента Торвании Ивана Лугового".

    A surname before a given name and a patronymic stays.
    """
    inflects = len(name) > FEWEST and _INFLECTS.match(name[0]) is not None and not _PATRONYMIC.search(name[-1])
    return name[1:] if inflects and not may_be_given(name[0]) and may_be_given(name[1]) else name


def _is_person(name: Sequence[str], text: str) -> bool:
    """Tell whether words after an office are a person's name; in a text in capitals, only a given name shows it."""
    loud = text.isupper() and (len(text) > LONG_TITLE or not _LATIN.match(name[0]))
    return lexicon.HEADLINES.isdisjoint(map(fold, name)) and (not loud or is_given(name[0]))


def _name_only(tokens: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for token in tokens:
        bare = _STOP.sub("", token)
        if fold(bare) in lexicon.EVENTS or fold(bare) in lexicon.OFFICES:
            break
        kept.append(bare.rstrip(","))
        if bare != token or token.endswith(","):
            break
    return kept


def _anonymous(label: str) -> bool:
    return key_of(label) in lexicon.SPOKEN


def only_other(context: Context, asking: Collection[str | None]) -> Person | None:
    """Return the only person named with an office above the talk, if only who asks has a label."""
    asked = frozenset(map(fold, filter(None, asking)))
    others = {fold(one.name): one for one in context.in_head if fold(one.name) not in asked} if asked else {}
    only = next(iter(others.values())) if len(others) == 1 else None
    return Person(only.name, only.office) if only else None


def signed(people: People, context: Context) -> Person | None:
    """Return the only person named below a talk in which no label names anybody."""
    names = {fold(one.name): one for one in context.in_foot}
    only = next(iter(names.values())) if len(names) == 1 and not people.labels() else None
    return Person(only.name, only.office) if only else None
