"""Splits labels into names and offices."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from archive.countries import code_of, find_mentions
from archive.parsing import lexicon
from archive.parsing.cleaning import fold, squeeze
from archive.parsing.layout_patterns import OPENING_WORDS, REMOTE
from archive.parsing.speakers.names.name_parts import in_order, is_given, is_press, without_honours
from archive.parsing.speakers.names.uncased_scripts import (
    HAN,
    INITIALS_AND_NAME,
    behind_article,
    is_event,
    is_han_office,
    part_han,
)
from archive.parsing.speakers.offices.office_forms import OF_WORDS, STATES, has_office, office_marks

# "The Minister for Trade (Ms Varga)", as parliaments print it.
_HELD_BY = re.compile(r"([^()\[\]]{3,80}?)\s*[(\[]((?:[^\W\d_][\w.'’-]*\s?){1,9})[)\]]")
# "Moderator (Ana Lima, Government Spokesperson)"
_VOICED = re.compile(r"([^()\[\],]{3,40}?)\s*[(\[]([^()\[\],]{3,60}),[^()\[\]]{2,80}[)\]]")
_BRACKETS = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\])")
_IN_BRACKETS = re.compile(r"\(([^()]*)\)")
# What separates a name from its description: a comma, a full stop after a word of three letters, a bar, a spaced dash.
_PARTING = re.compile(r"\s*(?:[,;،、|]|(?<=\w{3})\.(?=\s)|(?<=\w)/(?=\w)|\s[–—-](?=\s))\s*")
_FROM = re.compile(
    r"(.{3,60}?)\s+(?:from|of|with|de|du|von|vom|van|dari|av|fra|din|od|iz|z|из|с|з|από)\s+(?:(?:the|la|le|el|l['’])\s?)?(.{2,60})"
)
_INITIAL = re.compile(r"(?:[^\W\d_]\.?){1,3}")
# "Joseph R. Arden, Jr.", "Keir Arden KC MP"
_JUNIOR = re.compile(r",\s*(?=(?:jr|sr|ii|iii|iv)\b)", re.I)
_POSTNOMINALS = re.compile(r"(?:,?\s+(?:MP|MEP|MSP|MLA|QC|KC|SC|PhD|Ph\.D\.|Esq\.?|CBE|OBE|CMG|KCMG|DBE|AO|AC|AM))+$")
# "Baroness Penrose of Tarn": all of it is the peer's name.
_PEER = re.compile(r"(?:baroness|lord|viscount|viscountess|countess|earl) (?!bishop|chancellor|speaker|mayor|justice)\S.*", re.I)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
# "Varga’s Meetings" is no name.
_POSSESSIVE = re.compile(r"\w\w['’]s$", re.I)
_NO_NAME = lexicon.INSTITUTIONS | lexicon.EVENTS | lexicon.SENTENCE_WORDS | lexicon.HEADINGS | lexicon.SPOKEN | lexicon.HEADLINES
UNCASED = re.compile("[\u0590-\u08ff\u0900-\u0dff]")
MOST_NAME = 6
MOST_SHORT, LETTERS = 4, 5  # letters of an abbreviation, of an outlet


@dataclass(frozen=True, slots=True)
class LabelParts:
    """The office and the name in a label. `honorific_only`: a title but no given name precedes the surname."""

    office: str | None
    name: str | None
    honorific_only: bool = False


def part_office(label: str) -> LabelParts:
    """Split "President of Russia Vladimir Putin", "Penny Wong, Foreign Minister", "MS. PSAKI", "THE PRESIDENT"."""
    label = without_manner(OPENING_WORDS.sub("", label).strip() or label)
    label = in_order(_POSTNOMINALS.sub("", _JUNIOR.sub(" ", without_honours(label))))
    if (held := _HELD_BY.fullmatch(label)) and _is_held(held.group(1), held.group(2)):
        return _holder(held)
    if (voiced := _VOICED.fullmatch(label)) and fold(voiced.group(1)) in lexicon.MANAGERS and is_full_name(voiced.group(2)):
        return LabelParts(voiced.group(1), voiced.group(2))
    if " " in label and (han := part_han(label)) is not None:
        return LabelParts(han[0], han[1], honorific_only=han[2])
    bare = squeeze(_BRACKETS.sub(" ", label))
    if bare and bare != label:
        inner = next((text for text in map(str.strip, _IN_BRACKETS.findall(label)) if has_office(text)), None)
        parts = part_office(bare)
        return LabelParts(inner or parts.office, parts.name, parts.honorific_only)
    return _from_outlet(label) or _parted(label) or _in_one(label)


def _from_outlet(label: str) -> LabelParts | None:
    """Split a name from its outlet behind "from": "Ines Moor from Tide Television"."""
    found = _FROM.fullmatch(label)
    if found is None or not is_full_name(found.group(1)):
        return None
    outlet = found.group(2)
    lettered = outlet.isupper() and len(outlet) <= LETTERS and outlet.isalpha()
    return (
        LabelParts(outlet, found.group(1))
        if lettered or is_press(outlet) or not lexicon.NEWSROOMS.isdisjoint(fold(outlet).split())
        else None
    )


def without_manner(label: str) -> str:
    """Return a label without how somebody takes part: "VIA ZOOM – ANA LIMA"."""
    return REMOTE.sub("", label).strip() or label


def _is_held(before: str, within: str) -> bool:
    """Say whether brackets name who holds the office before them: "Minister (Ms Varga)", "Formanden (Bente Ravn)"."""
    inner = part_office(within)
    if not inner.name or is_press(within):
        return False
    outer = part_office(before)
    if outer.name is None:
        return True
    told = bool(inner.honorific_only or is_given(inner.name.split()[0]) or without_titles(within) != within)
    # An outlet's name in capitals stands above its reporter's: "NORTHWIRE (Hedda Krohn)".
    alone = " " not in before and not is_given(before) and (not before.isupper() or within.isupper())
    return is_full_name(inner.name) and told and (alone or (outer.office is not None and not is_given(outer.name.split()[0])))


def held_in_brackets(label: str) -> str | None:
    """Return who holds the office of a label as the brackets behind it print the name: "Mr. Kell"."""
    held = _HELD_BY.fullmatch(label)
    return held.group(2).strip() if held and _is_held(held.group(1), held.group(2)) else None


def without_titles(text: str) -> str:
    """Return a text without the honorifics that it begins with: "Datuk Seri Dr. Hanif bin Osman"."""
    tokens = text.split()
    while len(tokens) > 1 and (size := next((n for n in (2, 1) if fold(" ".join(tokens[:n])) in lexicon.HONORIFICS), 0)):
        tokens = tokens[size:]
    return " ".join(tokens) or text


def _holder(held: re.Match[str]) -> LabelParts:
    holder = part_office(held.group(2))
    return LabelParts(held.group(1).strip(), holder.name, holder.honorific_only or " " not in (holder.name or ""))


def _parted(label: str) -> LabelParts | None:
    """Split a label at its first comma, bar or dash: "name, office", "name, organisation" or "office, name"."""
    for found in _PARTING.finditer(label):
        before, after = label[: found.start()].strip(), label[found.end() :].strip()
        cut = found.group().strip()
        if not before or not after or (cut == "/" and ":" in label) or (cut == "." and office_marks(before.split())[-1]):
            continue
        if _asks_for(before, after, cut):
            return LabelParts(after, before)
        person = _in_one(before)
        if person.office and is_full_name(after) and _is_of_office(before, person, after):
            return LabelParts(before, after)
        if person.name is not None and (has_office(after) or (is_full_name(person.name) and not is_press(before))):
            return LabelParts(after if has_office(after) else person.office or after, person.name, person.honorific_only)
        outlet = is_press(before) and not is_press(after) and person.office is None  # "Coast Television – Ines Moor"
        if (
            not has_office(after)
            and is_full_name(after)
            and (person.name is None or outlet or _is_of_office(before, person, after))
        ):
            return LabelParts(before, after)
        return None
    return None


def _asks_for(before: str, after: str, mark: str) -> bool:
    """Tell whether a given name stands alone before an outlet: "Fergal, RTÉ"."""
    named = before[:1].isupper() and is_given(before) and fold(before) not in lexicon.SPOKEN
    dashed = mark in "–—-/|" and after[:1].isupper() and not has_office(after)
    return named and (dashed or is_press(after) or (len(after) <= LETTERS and after.isalpha() and after.isupper()))


def _is_of_office(before: str, person: LabelParts, after: str) -> bool:
    """Say whether what would be a name before the comma belongs to the office: "SECRETARIO DE MARINA, JULIO BERNAL"."""
    office = fold(person.office or "").split()
    if person.name is None:
        return False
    if office and is_given(after.split()[0]) and find_mentions(person.name):
        return True
    return bool(office) and (office[-1] in OF_WORDS or not is_given(person.name.split()[0])) and is_given(after.split()[0])


def _in_one(label: str) -> LabelParts:
    if (han := part_han(label)) is not None:
        return LabelParts(han[0], han[1], honorific_only=han[2])
    if is_han_office(label):
        return LabelParts(label, None)
    if _PEER.fullmatch(label) and not _has_given(label):
        return LabelParts(None, label)
    tokens = label.split()
    folded = [fold(token) for token in tokens]
    marks = office_marks(tokens)
    if UNCASED.match(label) and len(tokens) > 1 and is_given(tokens[0]) and not marks[0]:  # its "secretary" is a name too
        return LabelParts(None, label)
    start = _name_start(folded, tokens, marks)
    if start >= len(tokens):
        name = _before_office(tokens, marks)
        return LabelParts(" ".join(tokens[len(name.split()) :]), name) if name else LabelParts(label, None)
    name = " ".join(tokens[start:])
    if start and folded[start - 1] in OF_WORDS and code_of(name):  # "Primer ministro de Portugal"
        return LabelParts(label, None)
    titles = tokens[:start]
    while titles and (size := next((n for n in (2, 1) if fold(" ".join(titles[:n])) in lexicon.HONORIFICS), 0)):
        titles = titles[size:]
    given = [token for token in name.split() if fold(token) not in lexicon.PARTICLES | lexicon.NOBLE]
    office = " ".join(titles).strip(" ,;-–") or None
    return LabelParts(
        office, name or label, honorific_only=start > 0 and len(given) == 1 and not INITIALS_AND_NAME.fullmatch(given[0])
    )


def _has_given(label: str) -> bool:
    """Tell whether a peer's given name is printed: "Lord George Arden" against "Lord Arden of Holm"."""
    tokens = label.split()
    return len(tokens) > 2 and is_given(tokens[1]) and tokens[2][:1].isupper()


def is_full_name(text: str) -> bool:
    """Tell whether a text has the form of a given name and a surname, without office or institution."""
    tokens = text.split()
    if not 2 <= len(tokens) <= MOST_NAME or any(office_marks(tokens)) or any(map(str.isdigit, text)):
        return False
    words = [fold(token) for token in tokens]
    proper = all(not token[0].islower() or word in lexicon.NOBLE for token, word in zip(tokens, words, strict=True))
    proper = proper and not tokens[-1][0].islower()
    return (
        proper
        and _NO_NAME.isdisjoint(
            word for word in _unknown(words) if len(word) > 2 or (len(word) > 1 and word not in lexicon.HEADLINES)
        )
        and not any(map(_POSSESSIVE.search, tokens[:-1]))
        and fold(text) not in lexicon.SPOKEN
        and words[0] not in lexicon.OPENERS
        and words[0] not in STATES
        and not is_event(text)
    )


def _unknown(words: Sequence[str]) -> Sequence[str]:
    """Return folded words without a first one that is a given name and only elsewhere a word of headlines: Swahili "jana"."""
    return words[1:] if is_given(words[0]) and words[0] in lexicon.HEADLINES else words


def _before_office(tokens: Sequence[str], marks: Sequence[bool]) -> str:
    """Return the name before an office at the end, as in Hungarian and Korean: "Kovács Péter miniszter"."""
    if True not in marks:
        return ""
    first = marks.index(True)
    own = list(tokens[:first])
    told = tokens[-1][:1].islower() or bool(HAN.match(tokens[-1]))
    if not own or not told or not all(marks[first:]) or not (is_full_name(" ".join(own)) or HAN.match(own[0])):
        return ""
    return " ".join(own)


def _name_start(folded: Sequence[str], tokens: Sequence[str], marks: Sequence[bool]) -> int:
    """Return the start of the name: after honorifics, offices, their "of ..." and the institution named there."""
    offices = [index for index, marked in enumerate(marks) if marked]
    if not offices:
        return 0
    if offices[-1] == len(folded) - 2 and _is_short_form(tokens):  # "Presiden RI"
        return len(folded)
    if offices[-1] == len(folded) - 1:
        surname = len(folded) == 2 and folded[0] in lexicon.HONORIFICS and folded[1] in lexicon.SURNAMES_TOO
        return 1 if surname else len(folded)
    first = offices[-1] + 1
    return _given_start(folded, tokens, first) or _behind_institutions(folded, tokens, first)


def _is_short_form(tokens: Sequence[str]) -> bool:
    """Say whether the last word is an abbreviation of what the office is of: in capitals among words that are not."""
    last = tokens[-1]
    return 1 < len(last) <= MOST_SHORT and last.isupper() and last.isalpha() and not " ".join(tokens[:-1]).isupper()


def _given_start(folded: Sequence[str], tokens: Sequence[str], first: int) -> int:
    """Return where a known given name follows the office's field ("of Rostov Region Vasily ..."); 0 if nowhere."""
    if not _LATIN.match(tokens[first]):
        return behind_article(tokens, first)
    of = [index for index in range(first, len(folded)) if folded[index] in OF_WORDS and tokens[index][:1].islower()]
    of = [index for index in of if index == first or folded[index] not in lexicon.NOBLE or not is_given(folded[index - 1])]
    if not of or of[0] != first:
        return 0
    behind = of[-1] + 2
    return next((index for index in range(behind, len(folded) - 1) if is_given(folded[index]) and tokens[index][0].isupper()), 0)


def _behind_institutions(folded: Sequence[str], tokens: Sequence[str], first: int) -> int:
    start = first
    for index in range(first, len(folded)):
        word = folded[index]
        if (
            (word in OF_WORDS and index == start and (tokens[index][0].islower() or tokens[index].isupper()))
            or (word in lexicon.INSTITUTIONS and not _is_surname(folded, start, index))
            or (tokens[index][:1].islower() and word not in lexicon.NOBLE)
            or not word
        ):
            start = index + 1
        elif word in ("of", "for", "to", "and") or (folded[index - 1] in ("of", "for", "the", "to") and start == index):
            start = index + (2 if word in lexicon.TWO_WORDS else 1)
    return start


def _is_surname(folded: Sequence[str], start: int, index: int) -> bool:
    """Tell whether a word that may name an institution ends a name: "Minister Jude Law"."""
    return start < index == len(folded) - 1 and is_given(folded[start])


def is_surname(name: str) -> bool:
    """Tell whether words are one surname with its particles: "VAN OSTADE", "de la Cruz"."""
    words = fold(name).split()
    return len(words) > 1 and all(word in lexicon.NOBLE and not is_given(word) for word in words[:-1])
