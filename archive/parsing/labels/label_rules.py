"""The table of evidence for and against a candidate; every rule with its weight and reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.labels.asker_labels import asks_from
from archive.parsing.labels.candidates import is_voice, shape_of
from archive.parsing.labels.label_questions import (
    ASKING,
    BRACKETED,
    LETTERS,
    LONG,
    LONGEST,
    OFTEN,
    OUTLET_TAIL,
    Case,
    World,
    asks_before,
    clashes,
    dated,
    has_given_name,
    has_no_colon,
    heads_a_list,
    introduces,
    lowercase,
    most,
    name_comma_office,
    name_shaped,
    named_in_text,
    office,
    opens_a_sentence,
    page_word,
    punctuated,
    recurs_at_length,
    runs_on,
    sentence,
    set_throughout,
    stray,
    titled,
)
from archive.parsing.labels.names_above import is_unspaced_name
from archive.parsing.speakers.names.name_parts import without_honours


def answers(case: Case, world: World) -> bool:
    """Say whether a label of a script without capitals is a person's name and stands where an answer begins."""
    return case.key in world.answering and is_unspaced_name(case.label)


def named_before_stop(case: Case, world: World) -> bool:
    """Tell whether most paragraphs open with a full stop and a dash behind words, and these begin with a person's name.

    What stands behind the name may then be said in any words: "Ilsa Varga (ESN), Frage nach dem Verfahren der „blauen Karte“. –".
    """
    if world.form != "stop-dash" or world.throughout < OFTEN or not all(hit.style == "stop-dash" for hit in case.hits):
        return False
    before, parting, _ = BRACKETED.sub(" ", without_honours(case.label)).partition(",")
    return bool(parting) and name_shaped(Case(fold(before), before), world)


@dataclass(frozen=True, slots=True)
class Rule:
    """One piece of evidence: its weight, its reason, and its test."""

    name: str
    weight: int
    reason: str
    holds: Callable[[Case, World], bool]


RULES: tuple[Rule, ...] = (
    Rule("markup", 20, "the file's markup names the speaker", lambda c, w: c.hits[0].style == "markup"),
    Rule(
        "asker",
        6,
        'a word for the asker ("Question", "Вопрос", "记者")',
        lambda c, w: c.key in lexicon.ASKERS and (c.key not in LETTERS or c.key in w.paired),
    ),
    Rule(
        "asker from",
        5,
        "a recurring asker with a place: “Question from the floor”",
        lambda c, w: len(c.hits) > 1 and asks_from(c.key),
    ),
    Rule(
        "outlet",
        4,
        "a news organisation",
        lambda c, w: c.key in lexicon.OUTLETS or c.key.endswith(OUTLET_TAIL),
    ),
    Rule(
        "answerer",
        6,
        '"A" or "Answer" in a text with "Q" or "Question"',
        lambda c, w: c.key in lexicon.ANSWERERS and w.asked and (c.key not in LETTERS or c.key in w.paired),
    ),
    Rule(
        "manager", 5, "a word for who runs or interprets a session", lambda c, w: c.key in lexicon.MANAGERS | lexicon.INTERPRETERS
    ),
    Rule("voice", 5, "an unnamed voice (Participant, Audience)", lambda c, w: is_voice(c.key)),
    Rule("honorific", 4, "Mr, Dr, Frau before a capitalised name", titled),
    Rule("name", 3, "two to six capitalised words", name_shaped),
    Rule("given name", 2, "contains a known given name", has_given_name),
    Rule("office", 2, "contains a word for an office", office),
    Rule("one word", 1, "one capitalised word may be a surname", lambda c, w: len(c.tokens) == 1 and c.tokens[0][:1].isupper()),
    Rule("capitals", 2, "labels are often in capitals, sentences never", lambda c, w: most(c, lambda h: h.caps)),
    Rule("recurs", 2, "speakers recur, phrases before a colon seldom do", lambda c, w: len(c.hits) > 1),
    Rule("recurs often", 2, "four times or more", lambda c, w: len(c.hits) > 3),
    Rule("recurs at length", 3, "eight or more words that recur are not a sentence", recurs_at_length),
    Rule("bold", 2, "bold up to the colon", lambda c, w: most(c, lambda h: h.bold)),
    Rule(
        "rare brackets",
        1,
        "brackets unusual in prose open the paragraph",
        lambda c, w: most(c, lambda h: h.style == "bracket"),
    ),
    Rule(
        "stop and dash",
        4,
        "a full stop and a dash follow the name",
        lambda c, w: most(c, lambda h: h.style == "stop-dash"),
    ),
    Rule("introduces", 4, "the speaker gives this name: “Kiran from the Tide Times”", introduces),
    Rule("no colon", -2, "no colon follows", lambda c, w: most(c, has_no_colon)),
    Rule("opens the text", 2, "a transcript often opens with a label", lambda c, w: c.hits[0].first == 0),
    Rule("name, office", 4, "a name, a comma and an office", name_comma_office),
    Rule("name before stop and dash", 12, "a name opens most paragraphs so; any words may say its part", named_before_stop),
    Rule("dated", 2, "a date in brackets follows the name", dated),
    Rule("sentence word", -8, "names contain no verbs or pronouns", sentence),
    Rule("lower case", -4, "a lower-case word other than a particle", lowercase),
    Rule("page word", -9, "heads a list, a note or a field of the page", page_word),
    Rule(
        "opener",
        -3,
        "begins like a sentence",
        opens_a_sentence,
    ),
    Rule(
        "long",
        -4,
        "too long for a name, or for a name and an office",
        lambda c, w: len(c.folded) > (LONGEST if name_comma_office(c, w) else LONG),
    ),
    Rule(
        "digits",
        -3,
        "names have no digits, except in brackets behind them",
        lambda c, w: (
            any(ch.isdecimal() for token in c.tokens for ch in token)
            and c.key not in lexicon.OUTLETS | lexicon.ASKERS | lexicon.ANSWERERS
            and not is_voice(c.key)
        ),
    ),
    Rule("punctuation", -4, "marks that end or quote a sentence", punctuated),
    Rule("runs on", -3, "the sentence continues in lower case", lambda c, w: most(c, runs_on)),
    Rule(
        "names follow",
        -7,
        "a list of names or a title follows",
        lambda c, w: sum(map(heads_a_list, c.hits)) * 2 >= len(c.hits) + (len(c.hits) > 1),
    ),
    Rule("salutation", -7, "a form of address", lambda c, w: c.key in lexicon.SALUTATIONS and len(c.hits) < 3),
)
CONTEXT_RULES: tuple[Rule, ...] = (
    Rule("same type", 1, "set like the other labels", lambda c, w: w.style is not None and c.hits[0].style == w.style),
    Rule(
        "no capitals",
        -3,
        "the other labels are in capitals",
        lambda c, w: w.caps is True and clashes(c, True, lambda h: h.caps) and c.key not in ASKING,
    ),
    Rule("not bold", -3, "the other labels are bold", lambda c, w: w.bold is True and clashes(c, True, lambda h: h.bold)),
    Rule(
        "not alone",
        -2,
        "the other labels stand alone on their line",
        lambda c, w: w.alone is True and clashes(c, True, lambda h: not h.rest),
    ),
    Rule("stray type", -4, "the other labels end with a colon", stray),
    Rule(
        "same shape",
        3,
        "brackets, bars or commas as in another label: “BRANDT (TIDE POST)”",
        lambda c, w: w.shapes[shape_of(c.label)] > (c.key in w.sure),
    ),
    Rule("named above", 3, "the name stands near the top, above its first turn", lambda c, w: c.key in w.above),
    Rule("surname above", 3, "the surname of a name printed above", lambda c, w: c.key in w.surnames_above),
    Rule(
        "announced",
        4,
        "a surname printed above, after an office or a given name",
        lambda c, w: c.key in w.announced and c.key not in w.surnames_above,
    ),
    Rule("listed above", 2, "in a list above the talk", lambda c, w: c.key in w.listed),
    Rule(
        "set throughout",
        3,
        "four of ten paragraphs begin with a few words before a colon",
        lambda c, w: set_throughout(c, w, 0.4),
    ),
    Rule("set so mostly", 1, "seven of ten do", lambda c, w: set_throughout(c, w, 0.7)),
    Rule("among labels", 1, "labels stand before and after it", lambda c, w: c.key in w.among),
    Rule("interrupts", 1, "the same speaker is before and after it", lambda c, w: c.key in w.between),
    Rule("asks", 2, "it asks a question, and a speaker's words follow", asks_before),
    Rule("answers", 5, "a person's name right after a labelled question", answers),
    Rule("named in the text", 2, "the name occurs elsewhere in the document", named_in_text),
    Rule(
        "surname known",
        2,
        "the surname occurs in another label or the title",
        lambda c, w: len(c.folded[-1]) > 2 and c.folded[-1] in w.surnames,
    ),
)
