"""Context rules for ambiguous names: which Georgia, which Congo, which Korea, America or the Americas."""

from __future__ import annotations

import re

from archive.countries.gazetteer import Sense
from archive.countries.match_context import STATES, Spot, Verdict, either, nothing, word
from archive.countries.rules_titles import CAUCASUS, of_a_namesake, person

OTHER_STATES = re.compile(rf"\b(?:{STATES}|Atlanta|Savannah|Midwest|Appalachia)\b(?! (?:Treaty|Post|summit|and Moscow))")
STATE_BEFORE = re.compile(
    either(
        r"""\b[Ss]tates? of, \b[Ss]tates like, Atlanta\,, Savannah\,, Augusta\,, Macon\,, Columbus\,, Fort \w+\,,
        Plains\,, Warm Springs\,, Governor of, [Ss]enator from, [Cc]ongress(?:man|woman) from, University of"""
    )
    + " $"
)
STATE_AFTER = re.compile(
    "(?:'s)? "
    + either(
        r"""Tech, Bulldogs, Senators?, Senate, Governor, legislature, Legislature, voters, Democrats?, Republicans?,
        runoff, primary, Congress(?:man|woman), Power, State University, peaches, peanuts?"""
    )
    + r"\b"
)
NEAR = 45  # characters within which another American state shows which Georgia is meant
AT_HOME = re.compile(
    word(
        r"""[Ss]enators?, Senate, Congress, Republicans?, Democrats?, [Gg]overnor, [Vv]oters, [Bb]allots?, Baptist,
        Morehouse, Spelman, Warnock, Ossoff, Kemp, Abrams, Raffensperger, Fulton County, HBCUs?, Medicaid, Florida,
        Texas, Alabama, Tennessee, Carolina, Arizona, Michigan, Wisconsin, Pennsylvania, Nevada, Ohio, United Auto
        Workers, tribes, Dr\. King, Emory, EV, FEMA, [Hh]urricane"""
    )
)


def georgia(spot: Spot) -> Verdict | None:
    """Tell the state of America from the country: by the states, cities and offices named beside it or in the text."""
    beside = spot.before[-NEAR:] + " | " + spot.after[:NEAR]
    sure = STATE_BEFORE.search(spot.before) or STATE_AFTER.match(spot.after)
    likely = OTHER_STATES.search(beside) or in_an_unknown_town(spot) or of_a_namesake(spot) or spot.facts.has(AT_HOME)
    if sure or (likely and not spot.facts.has(CAUCASUS)):
        return Verdict((Sense("US", "place"),), "Georgia")
    return person(spot)


TOWN_BEFORE = re.compile(r"\b(?:[Ii]n|at|to|from|near|of) ([A-Z]\w+)(?: [A-Z]\w+)?, $")


def in_an_unknown_town(spot: Spot) -> bool:
    """Tell whether an unknown town stands before the name, as in an American address."""
    town = TOWN_BEFORE.search(spot.before)
    return town is not None and town.group(1) not in spot.facts.names.heads


STATE_OF_WASHINGTON_BEFORE = re.compile(
    either(
        r"""\b[Ss]tates? of, \b(?:[Ee]astern|[Ww]estern|[Cc]entral), \bUniversity of, \bGovernor of,
        \b(?:Mount|Mt\.|Lake|Fort|Port), \bOregon and, \bOregon or,
        \bIdaho and, (?:Seattle|Spokane|Tacoma|Olympia|Everett|Bellevue|Redmond|Yakima|Vancouver|Walla Walla|Bremerton)\,,
        (?:Richland|Hanford|Bellingham|Kennewick|Pullman|Wenatchee)\,"""
    )
    + " $"
)
STATE_OF_WASHINGTON_AFTER = re.compile(
    r" (?:Monument|Heights|Governor|[Ss]tate)\b| and (?:Oregon|Idaho)\b"
    rf"|, (?!New York|Washington|Georgia|Virginia|Maryland)(?:{STATES})\b(?!,? (?:and|or) )|, (?:Oregon|Idaho)\b"
)


def washington(spot: Spot) -> Verdict | None:
    """Tell the American state and other places of the name from the capital by nearby words."""
    if STATE_OF_WASHINGTON_BEFORE.search(spot.before) or of_a_namesake(spot) or STATE_OF_WASHINGTON_AFTER.match(spot.after):
        return Verdict((Sense("US", "place"),), "Washington")
    return person(spot)


RHODESIA = re.compile(word(r"Rhodesian?s?, Zimbabwe\w*, Pretoria, Ian Smith, Smith, Mugabe, Nkomo, Patriotic Front"))
NERVE_AGENT = re.compile(word(r"Skripals?, Novichok, Amesbury, Porton Down, poison\w*, Theresa May, nerve agent, UK"))


def salisbury(spot: Spot) -> Verdict | None:
    """Read Salisbury as the capital of Rhodesia in texts before 1982, unless England's is meant."""
    if spot.facts.has(NERVE_AGENT) and not spot.facts.has(RHODESIA):
        return None
    rebels = spot.facts.has(RHODESIA) or re.match(r" (?:regime|rebels?|r[ée]gime|authorities|clique)", spot.after)
    return Verdict((Sense("ZW", "seat"),), "Salisbury") if rebels else None


BRAZZAVILLE = re.compile(r"\b(?:Brazzaville|Sassou|Pointe-Noire|(?<!Democratic )Republic of (?:the )?Congo)\b")
KINSHASA = re.compile(
    word(
        r"""Democratic Republic of (?:the )?Congo, DRC, DR Congo, Kinshasa, Kabila, Tshisekedi, Mobutu, Lumumba, Goma,
        Kivu, Katanga, Zaire, MONUC, MONUSCO, ONUC"""
    )
)


def congo(spot: Spot) -> Verdict | None:
    """Tell the two Congos apart: Brazzaville's only if the text names it and not Kinshasa's."""
    smaller = spot.facts.has(BRAZZAVILLE) and not spot.facts.has(KINSHASA)
    return Verdict((Sense("CG" if smaller else "CD", "named"),), "Congo")


NORTH = re.compile(
    r"\b(?:North Korean?s?|DPRK|Pyongyang|Democratic People's Republic of Korea|Democratic Korea|Kim Jong|Kim Il)\b"
)
SOUTH = re.compile(
    r"\b(?:South Korean?s?|ROK|Seoul|(?<!People's )Republic of Korea|President (?:Moon|Yoon|Park|Roh)|Samsung|Hyundai)\b"
)
BOTH_AFTER = re.compile(
    " " + either("[Pp]eninsula, [Uu]nification, reunification, [Qq]uestion, [Ii]ssue, [Pp]roblem, War, nation, families")
)


def korea(spot: Spot) -> Verdict | None:
    """Read bare Korea as the state that the text names elsewhere; the peninsula and "the two Koreas" as both."""
    divided = spot.before.endswith(("Inter-", "inter-", "two ", "both ")) or BOTH_AFTER.match(spot.after)
    if divided or spot.row.surface.lower() in ("koreas", "korean peninsula"):
        return Verdict((Sense("KP", "named"), Sense("KR", "named")), "Korea")
    north, south = spot.facts.has(NORTH), spot.facts.has(SOUTH)
    if north == south:
        return nothing("Korea")
    return Verdict((Sense("KP" if north else "KR", "named"),), "Korea")


DOMINICA = re.compile(r"\bDominica\b")
DOMINICAN_REPUBLIC = re.compile(r"\bDominican Republic\b|\bSanto Domingo\b")


def dominican(spot: Spot) -> Verdict | None:
    """Read Dominican as of the Dominican Republic, unless the text mentions only Dominica."""
    island = spot.facts.has(DOMINICA) and not spot.facts.has(DOMINICAN_REPUBLIC)
    return Verdict((Sense("DM" if island else "DO", "named"),), "Dominican")


CONTINENT_BEFORE = re.compile(
    r"(?:(?i:\b(?:inter|pan|meso|latin|ibero|hispano|luso|intra|trans|extra|north|south|central)-)|"
    r"\b(?:Latin|South|North|Central|Southern|Spanish|Caribbean|Nuestra) |"
    r"\b(?:Latin|North|South|Central)(?:,| and| or) (?:\w+ )?)$"
)
CONTINENT_AFTER = re.compile(
    r" (?:[Cc]ontinents?|[Hh]emisphere|[Rr]epublics|States|[Ii]ntegration|and the Caribbean)\b|, the Caribbean"
)


def america(spot: Spot) -> Verdict | None:
    """No mention for America the continent ("Latin and North American", "inter-American")."""
    if CONTINENT_BEFORE.search(spot.before) or CONTINENT_AFTER.match(spot.after):
        return nothing("continent")
    return None


AMERICAN_BEFORE = re.compile(
    word("American, Red, Amazonian, [Ii]ndigenous, Mayan?, Miskito, Mapuche, Guatemalan, Plains, Pueblo") + " $"
)
INDIGENOUS = re.compile(
    word("[Ii]ndigenous, [Mm]estizos?, Chiapas, Mayan?s?, Quechua, Aymara, [Aa]boriginal, pre-Columbian, Miskitos?")
)
INDIA = re.compile(word(r"India, New Delhi, Delhi, Pakistan\w*, Kashmir, Modi, Gandhi, Nehru, Sri Lanka, Nepal"))
COMMUNITY_AFTER = re.compile(
    " "
    + word("peoples?, communit(?:y|ies), populations?, tribes?, reservations?, villages?, cultures?, rights, nations")
    + "|[.,;]| and| of"
)


OCEANS_AFTER = re.compile(r",? and (?:the )?(?:Pacific|Atlantic|Arctic|Southern) [Oo]ceans?\b| [Oo]ceans?\b")


def indian(spot: Spot) -> Verdict | None:
    """No mention for the first peoples of the Americas or the ocean, unless the text mentions India."""
    if OCEANS_AFTER.match(spot.after):
        return nothing("ocean")
    if AMERICAN_BEFORE.search(spot.before):
        return nothing("first peoples")
    about = spot.facts.has(INDIGENOUS) and not spot.facts.has(INDIA) and COMMUNITY_AFTER.match(spot.after)
    return nothing("first peoples") if about else None


PACIFIC = re.compile(word("Pacific, Micronesia, Okinawa, Hawaii, Andersen, Samoa, bombers?, Puerto Rico, Chamorro, Guam"))


def guam(spot: Spot) -> Verdict | None:
    """Tell the island from GUAM, the organisation of Georgia, Ukraine, Azerbaijan and Moldova."""
    if spot.facts.text[spot.start : spot.end] != "GUAM" or spot.facts.has(PACIFIC):
        return None
    return Verdict((Sense("guam-organization", "organisation"),), "GUAM")


NEIGHBOURS = re.compile(word("Pashtuns?, Hazaras?, Pushtuns?"))


def minority(spot: Spot) -> Verdict | None:
    """No mention for Tajiks and Uzbeks listed among the peoples of Afghanistan."""
    return nothing("minority") if NEIGHBOURS.search(spot.before + " " + spot.after) else None
