"""Context rules for names that are also words: languages, pronouns, prefixes and common nouns."""

from __future__ import annotations

import re

from archive.countries.match_context import Spot, Verdict, either, nothing, word

TONGUES = "English|French|Spanish|Portuguese|Russian|Arabic|Chinese|German|Italian|Japanese|Turkish|Hebrew|Ukrainian"
SPOKEN_BEFORE = re.compile(
    word(
        """[Ss]peak(?:s|ing)?, [Ss]poken?, [Ll]earn(?:s|ed|ing)?, [Tt]aught, [Tt]each(?:es|ing)?,
        [Ss]tud(?:y|ies|ied|ying), [Ff]luent, know, knows, knew, understand, understands, translat(?:e|ed|ion|ing),
        read, excellent, perfect, broken, original"""
    )
    + rf"(?: {either('in, into, from, to, perfect, good, excellent, fluent, both, some, any, little, better, very')})*"
    + rf"(?: (?:{TONGUES})(?:,|,? and|,? or))* $"
)
IN_BEFORE = re.compile(rf"\b[Ii]n(?:to)? (?:both )?(?:(?:{TONGUES})(?:,|,? and|,? or) ){{0,3}}$")
LANGUAGE_AFTER = re.compile(
    r"[- ](?:speaking|speakers?|language|medium)\b|(?: (?:and|or) [A-Z]\w+)? "
    + either(
        "languages?, translations?, versions?, words?, speakers?, spelling, grammar, interpretation, subtitles, proverb, alphabet"
    )
    + r"\b"
)
NO_NOUN_AFTER = re.compile(
    rf"(?:,? (?:and|or) (?:{TONGUES}))*(?:[.,;:)\]!?\"\u201d]|$| ?[\u2014]| - | "
    + either(
        """as, for, to, with, that, because, so, is, was, at, on, by, than, but, when, which, it, you, we, they, he, she,
        I, if, in, only, too, well, very, here, today, now"""
    )
    + r"\b)"
)


def language(spot: Spot) -> Verdict | None:
    """No mention for a world language that is spoken, written or translated ("in French", "English-speaking")."""
    if LANGUAGE_AFTER.match(spot.after):
        return nothing("language")
    return tongue(spot)


def tongue(spot: Spot) -> Verdict | None:
    """No mention for the bare name of a language ("answered in Russian"). "Russian language" is a mention."""
    spoken = SPOKEN_BEFORE.search(spot.before) or IN_BEFORE.search(spot.before)
    return nothing("language") if spoken and NO_NOUN_AFTER.match(spot.after) else None


LOWER_CASE = re.compile(r"[a-z]")
CAPITAL_WORD_BEFORE = re.compile(r"\b([A-Z]{2,}),? $")
CAPITAL_WORD_AFTER = re.compile(r" [A-Z]{2,}\b|[.!?]?$")


def pronoun_us(spot: Spot) -> Verdict | None:
    """No mention for the pronoun in a passage set in capitals ("LET US GO"), unless THE stands before it."""
    found = CAPITAL_WORD_BEFORE.search(spot.before)
    if not found or found.group(1) == "THE" or LOWER_CASE.search(spot.before[-30:]) or not CAPITAL_WORD_AFTER.match(spot.after):
        return None
    return nothing("pronoun")


COMBINED = re.compile(r"[A-Z][^\W\d_]+")


def combining(spot: Spot) -> Verdict | None:
    """Count Sino-, Russo-, Franco- before another nation ("Sino-Russian"), not in names of regions ("Indo-Pacific")."""
    found = COMBINED.match(spot.after)
    rows = spot.facts.names.heads.get(found.group(), ()) if found else ()
    nation = any(found and row.surface == found.group() and row.kind == "demonym" for row in rows)
    return None if nation else nothing("combining form")


NICE_BEFORE = re.compile(r"(?:\b(?:in|to|at|of|from|near|and|or|since|after)|,) $")
NICE_AFTER = re.compile(r" (?:Treaty|to|try|job|work|question|one)\b")


def word_nice(spot: Spot) -> Verdict | None:
    """Read Nice as the city only after a preposition of place."""
    city = NICE_BEFORE.search(spot.before) and not NICE_AFTER.match(spot.after)
    return None if city and not spot.before.endswith("Treaty of ") else nothing("word")


POLE_BEFORE = re.compile(r"\b(?:North|South|Magnetic|Third|Northern|Southern) $")


def pole(spot: Spot) -> Verdict | None:
    """Tell a person of Poland from the poles of the Earth."""
    return nothing("word") if POLE_BEFORE.search(spot.before) else None


OTHER_EMIRATE = re.compile(r"\b(?:Caucasus|Islamic) $")


def emirates(spot: Spot) -> Verdict | None:
    """No mention for emirates other than those of the Gulf."""
    return nothing("word") if OTHER_EMIRATE.search(spot.before) else None


STATES_BEFORE = re.compile(
    word("back, here, over, home, lives?, lived, living, born, stud(?:y|ied|ying), visit, visited, trip, travell?ed, flew, moved")
    + " (?:in |to |from )?the $"
)


def the_states(spot: Spot) -> Verdict | None:
    """Read "the States" as America only where one lives there or travels there."""
    return None if STATES_BEFORE.search(spot.before) else nothing("word")


CHANNEL = re.compile(word(r"Guernsey, Isle of Man, Channel Islands, Crown Dependenc\w+, tax havens?, Bailiwick"))


def jersey(spot: Spot) -> Verdict | None:
    """Read Jersey as the island only beside its neighbours. Elsewhere it is a shirt, a name or New Jersey."""
    return None if spot.facts.has(CHANNEL) else nothing("word")
