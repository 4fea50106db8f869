"""Context rules for names inside other names: documents, persons, newspapers, organisations and places elsewhere."""

from __future__ import annotations

import re

from archive.countries.gazetteer import Sense
from archive.countries.match_context import STATES, Spot, Verdict, either, nothing, word

# What may stand between a place and the word for the document: "the Geneva (and Hague) (Refugee) Conventions".
OTHER_PLACES = r"(?:(?:,| and| or|/|-| &) ?[A-Z][\w'-]*(?: [A-Z][\w'-]*)?){0,3}"
QUALITY = either(
    r"""\(?[12]\d{3}\)?, [A-Z][\w'-]*, peace, framework, cease-?fire, climate, nuclear, political, ministerial, outcome,
    joint, additional, final, humanitarian, cooperation, summit, anti-personnel, international, trade, disarmament"""
)
DOCUMENT = either(
    r"""[Aa]greements?, [Aa]ccords?, [Cc]onventions?, [Dd]eclarations?, [Pp]rotocols?, [Pp]rocess, [Tt]reaty, [Tt]reaties,
    Charter, Plan, Statutes?, [Mm]emorand(?:um|a), Final Act, Consensus, [Pp]rinciples, Plans? of, Programmes?(?: of|
    for|\b), Programs? of, Action (?:Plan|Programme|Agenda), Platform, Compact, [Cc]ommuniqu[ée]s?, [Dd]ocuments?,
    [Rr]ound(?! table), [Pp]ackages?, [Ff]ormula, [Aa]rrangements?, [Cc]ommitments, [Pp]act, Framework, Rules, [Gg]uidelines,
    Outcomes?, [Rr]oad ?[Mm]ap, Amendments?, [Mm]andate, Pathway, Strategy, Strategies, Club, [Ff]ormat, Vision,
    Agenda, [Dd]octrine, [Cc]onclusions, [Uu]nderstandings?, Act, Initiative, [Dd]iscussions, Resolution,
    Recommendations, Work Programme, Decisions, Parameters, Criteria, criteria, Appeal, Partnership, Mechanism,
    [Ss]pirit, Manifesto, Concept"""
)
DOCUMENT_AFTER = re.compile(rf"{OTHER_PLACES}(?: {QUALITY}){{0,3}}[ -]{DOCUMENT}\b|[ -]I{{2,3}}\b| ?\+ ?\d\d?\b")
DOCUMENT_BEFORE = re.compile(
    either(
        r"""Treaty, Treaties, Conventions?, Protocols?, Statute, Charter, Declarations?, Peace, Final Act, Agreements?,
        Accords?, Pact, Consensus, Programme of Action, Plan of Action, [Ss]pirit, Communiqu[ée], Principles, Compact,
        Rules, Acts?"""
    )
    + r" of (?:the )?(?:[A-Z]\w+(?:, | and )){0,2}$"
)


def document(spot: Spot) -> Verdict | None:
    """No mention for a place in the title of a treaty, declaration or process ("Minsk agreements", "Treaty of Rome")."""
    if DOCUMENT_AFTER.match(spot.after) or DOCUMENT_BEFORE.search(spot.before):
        return nothing("document title")
    return None


MEDIA_AFTER = re.compile(
    " "
    + either(
        """Times, Post, Daily, Herald, Today, Tribune, Globe, Chronicle, Gazette, Telegraph, Journal, Examiner, Inquirer,
        Observer, Mail, Sun, Star, Review of Books, Magazine, Weekly, Echo, Courier, Sentinel, Dispatch, Bee, Mercury"""
    )
    + r"\b(?! (?:of|in) )"
)


def media(spot: Spot) -> Verdict | None:
    """No mention for a place in the name of a newspaper or station ("Moscow Times")."""
    return nothing("media") if MEDIA_AFTER.match(spot.after) else None


LISTED_WITH_CITIES = "New York|Washington|Georgia"  # "London, New York" is a list, not an address
IN_A_PROVINCE = re.compile(r", (?:Ontario|Quebec|Alberta)\b")
IN_A_STATE = re.compile(rf", (?!{LISTED_WITH_CITIES})(?:{STATES}|Ontario|Quebec|Alberta)\b")


# Towns in those three states that are named after places abroad. Geneva and Paris are left out: they occur in lists with New
# York.
NAMESAKES = either(
    """Athens, Rome, Dublin, Cairo, Vienna, Damascus, Smyrna, Sparta, Milan, Bremen, Berlin, Warsaw, Delhi, Lima, Naples,
    Amsterdam, Rotterdam, Hamburg, Dresden, Potsdam, Odessa, Carthage, Florence, Verona, Palermo, Liverpool, Manchester,
    Cambridge, Aberdeen, Vancouver, Toledo"""
)
LISTED_BEFORE = re.compile(r"(?:,|\band|\bor|\bboth|\bbetween) $")
IN_A_LISTED_STATE = re.compile(rf", (?:{LISTED_WITH_CITIES})\b(?!,? (?:and|or|to) |, [A-Z]|,? D\.?C)")
NAMESAKE = re.compile(rf"{NAMESAKES}$")
NAMESAKE_BEFORE = re.compile(rf"\b{NAMESAKES}, $")
CAUCASUS = re.compile(
    word(
        r"""Tbilisi, Abkhaz\w*, Osseti\w*, Saakashvili, Shevardnadze, Margvelashvili, Caucasus, Russian?s?, Moscow,
        Ukrain\w+, Moldova, Armenia, Azerbaijan, NATO, OSCE, Black Sea, Kutaisi, Batumi, Tskhinvali?"""
    )
)


def other_state(spot: Spot) -> Verdict | None:
    """No mention for a place followed by an American state ("Odessa, Texas")."""
    codes = {sense.code for sense in spot.row.senses}
    if "US" in codes or ("CA" in codes and IN_A_PROVINCE.match(spot.after)):
        return None
    return nothing("place elsewhere") if IN_A_STATE.match(spot.after) or in_a_listed_state(spot) else None


def in_a_listed_state(spot: Spot) -> bool:
    """Tell whether a town stands before Georgia, New York or Washington as in an address rather than a list."""
    if not NAMESAKE.match(spot.row.surface) or not IN_A_LISTED_STATE.match(spot.after) or LISTED_BEFORE.search(spot.before):
        return False
    return not (spot.after.startswith(", Georgia") and spot.facts.has(CAUCASUS))


def of_a_namesake(spot: Spot) -> bool:
    """Tell whether a state's name follows a town named after one abroad, as in an address ("Rome, Georgia")."""
    found = NAMESAKE_BEFORE.search(spot.before)
    goes_on = re.match(r",? (?:and|or|to) |, [A-Z]", spot.after)
    return found is not None and not goes_on and LISTED_BEFORE.search(spot.before[: found.start()]) is None


# American towns with a country's name, and their states.
COUNTRY_TOWNS = {
    "Lebanon": "Pennsylvania|New Hampshire|Tennessee|Ohio|Indiana|Missouri|Oregon|Kentucky|Virginia|Connecticut|Kansas",
    "Peru": "Indiana|Illinois|Nebraska",
    "Poland": "Ohio|Maine",
    "Norway": "Maine|Michigan",
    "Cuba": "Missouri|Illinois",
    "Mexico": "Missouri|Maine",
    "Jordan": "Minnesota|Utah|Montana",
    "China": "Maine",
    "Denmark": "Wisconsin|South Carolina",
    "Sweden": "Maine",
    "Brazil": "Indiana",
    "Angola": "Indiana",
    "Malta": "Montana",
    "Turkey": "Texas",
}
IN_ITS_STATE = {name: re.compile(rf", (?:{states})\b(?!,? (?:and|or) )") for name, states in COUNTRY_TOWNS.items()}


def country_town(spot: Spot) -> Verdict | None:
    """No mention for an American town with a country's name ("Lebanon, Pennsylvania")."""
    state = IN_ITS_STATE.get(spot.row.surface)
    if state is None or not state.match(spot.after) or LISTED_BEFORE.search(spot.before):
        return None
    return nothing("place elsewhere")


TITLE_BEFORE = re.compile(
    r"\b(?:(?:MR|MRS|MS|DR|Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|Col|Capt|Lt|Prof|Hon)\b\.?|"
    + either(
        """Miss, Madam, Judge, Justice, Senator, Congressman, Congresswoman, Representative, Governor, Mayor, Professor,
        Captain, General, Colonel, Secretary, Coach, Sir, Lady, Lord, Dame, Prince, Princess, Queen, King, Pope,
        Cardinal, Ambassador, Minister, Director, Doctor, Reverend, Commander, Admiral, Saint, Officer, Sergeant,
        Detective"""
    )
    + ") $"
)
NAME_BEFORE = re.compile(r"\b([A-Z][a-z]+|[A-Z]{2,}|[A-Z]\.) $")
VOCATIVE_BEFORE = re.compile(
    either(
        r"""\b[Yy]es, \b[Oo]kay, \bOK, \b[Tt]hanks, \b[Tt]hank you, \b[Gg]o ahead, \bHi, \bHello, \b[Ss]ure, \b[Ss]orry,
        \b[Ww]ell, \bGood (?:morning|afternoon|question), \b[Rr]ight, \b[Yy]eah, \bGo, \bMorning"""
    )
    + ",? $"
)
VOCATIVE_AFTER = re.compile(r"[.?!]|, (?:I|you|go|and then|what|do|did|is|are|that|this|let|we|it)\b| --|'s question\b| asked\b")
OFFICES = (
    "Government|Ministry|Minister|Parliament|Embassy|Army|President|Delegation|Police|Times|River|Valley|Basin|University|Airport"
)
SURNAME_AFTER = re.compile(rf" (?!{OFFICES})[A-Z][a-z]+(?:-[A-Z][a-z]+)? (?:said|says|asked|asks|told|wrote|tweeted|testified)\b")
NEVER_CALLED = frozenset({"Israel", "Washington", "Lincoln"})


def person(spot: Spot) -> Verdict | None:
    """No mention for a person with a country's or city's name ("Michael Jordan", "Mr. Rhodes", "Go ahead, Chad.")."""
    before = spot.before[-24:]
    called = VOCATIVE_BEFORE.search(before) and VOCATIVE_AFTER.match(spot.after) and spot.row.surface not in NEVER_CALLED
    if called or TITLE_BEFORE.search(before) or SURNAME_AFTER.match(spot.after) or follows_given_name(spot, before):
        return nothing("person")
    return None


def follows_given_name(spot: Spot, before: str) -> bool:
    """Tell whether a given name or an initial stands right before."""
    found = NAME_BEFORE.search(before)
    if not found:
        return False
    name = found.group(1)
    return (name.endswith(".") and name != "U.") or name.title() in spot.facts.names.given_names


PLACE_BEFORE = re.compile(
    word("[Ii]n, to, from, at, near, visit(?:ed|ing)?, outside, around, through, via, leave, left, of") + " $"
)
IN_PLACE_BEFORE = re.compile(word("[Ii]n, at, near, outside, around, into, visit(?:ed|ing)?, downtown, city of, town of") + " $")


def placed(spot: Spot) -> Verdict | None:
    """Count a place whose name is also a word or a surname only after a preposition of place ("in Flint")."""
    return None if IN_PLACE_BEFORE.search(spot.before) else nothing("word")


SEATED_THERE = re.compile(word("EU, NATO, European Union, European Commission, Commission, Alliance, European"))


def seat_of_organisation(spot: Spot) -> Verdict | None:
    """In texts about the EU or NATO, read Brussels as the town one travels to, or as no mention."""
    if not spot.facts.has(SEATED_THERE):
        return None
    if not PLACE_BEFORE.search(spot.before):
        return nothing("seat of an organisation")
    return document(spot) or media(spot) or Verdict((Sense("BE", "place"),), "seat of an organisation")
