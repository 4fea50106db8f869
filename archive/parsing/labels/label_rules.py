"""The table of evidence for and against a candidate; every rule with its weight and reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from archive.parsing import lexicon
from archive.parsing.labels.asker_labels import asks_from
from archive.parsing.labels.candidates import is_voice, shape_of
from archive.parsing.labels.label_questions import (
    ASKING,
    LETTERS,
    LONG,
    LONGEST,
    OUTLET_TAIL,
    Case,
    World,
    asks_before,
    clashes,
    dated,
    given,
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


def answers(case: Case, world: World) -> bool:
    """Say whether a label of a script without capitals is a person's name and stands where an answer begins."""
    return case.key in world.answering and is_unspaced_name(case.label)


@dataclass(frozen=True, slots=True)
class Rule:
    """One piece of evidence: its weight, its reason, and its test."""

    name: str
    weight: int
    reason: str
    holds: Callable[[Case, World], bool]


RULES: tuple[Rule, ...] = (
    Rule("markup", 20, "the file's own markup names the speaker", lambda c, w: c.hits[0].style == "markup"),
    Rule(
        "asker",
        6,
        'a word for who asks ("Question", "Вопрос", "记者") is used for nothing else',
        lambda c, w: c.key in lexicon.ASKERS and (c.key not in LETTERS or c.key in w.paired),
    ),
    Rule(
        "asker from",
        5,
        "a word for who asks, and from where, that comes back: “Question from the floor”",
        lambda c, w: len(c.hits) > 1 and asks_from(c.key),
    ),
    Rule(
        "outlet",
        4,
        "news organisations ask in their own name",
        lambda c, w: c.key in lexicon.OUTLETS or c.key.endswith(OUTLET_TAIL),
    ),
    Rule(
        "answerer",
        6,
        '"A" and "Answer" mark turns where "Q" or "Question" does',
        lambda c, w: c.key in lexicon.ANSWERERS and w.asked and (c.key not in LETTERS or c.key in w.paired),
    ),
    Rule("manager", 5, "who runs a session is named by the task", lambda c, w: c.key in lexicon.MANAGERS | lexicon.INTERPRETERS),
    Rule("voice", 5, "a voice without a name (Participant, Audience)", lambda c, w: is_voice(c.key)),
    Rule("honorific", 4, "Mr, Dr, Frau before a capitalised name", titled),
    Rule("name", 3, "two to six capitalised words are the form of a name", name_shaped),
    Rule("given name", 2, "it contains a known given name", given),
    Rule("office", 2, "it contains a word for an office", office),
    Rule(
        "one word", 1, "a single capitalised word may be a surname", lambda c, w: len(c.tokens) == 1 and c.tokens[0][:1].isupper()
    ),
    Rule("capitals", 2, "labels are often set in capitals, sentences never", lambda c, w: most(c, lambda h: h.caps)),
    Rule("recurs", 2, "speakers come back, phrases before a colon seldom do", lambda c, w: len(c.hits) > 1),
    Rule("recurs often", 2, "four times or more", lambda c, w: len(c.hits) > 3),
    Rule("recurs at length", 3, "eight words or more before a colon are no sentence if they come back", recurs_at_length),
    Rule("bold", 2, "set in bold up to the colon", lambda c, w: most(c, lambda h: h.bold)),
    Rule(
        "rare brackets",
        1,
        "brackets that prose does not use, at the head of a paragraph",
        lambda c, w: most(c, lambda h: h.style == "bracket"),
    ),
    Rule(
        "stop and dash",
        4,
        "a full stop and a dash behind a name set off nothing else",
        lambda c, w: most(c, lambda h: h.style == "stop-dash"),
    ),
    Rule("introduces", 4, "what follows says the name as one's own: “Kiran from the Tide Times”", introduces),
    Rule("no colon", -2, "without a colon it needs more to be a label", lambda c, w: most(c, has_no_colon)),
    Rule("opens the text", 2, "the first words of a transcript are often its first label", lambda c, w: c.hits[0].first == 0),
    Rule("name, office", 4, "a name, a comma and an office", name_comma_office),
    Rule("dated", 2, "a day in brackets behind a name says when it was said", dated),
    Rule("sentence word", -8, "verbs and pronouns stand in no name", sentence),
    Rule("lower case", -4, "a lower-case word that is no particle", lowercase),
    Rule("page word", -9, "heads a list, a note or a field of the page", page_word),
    Rule(
        "opener",
        -3,
        "begins as sentences do",
        opens_a_sentence,
    ),
    Rule(
        "long",
        -4,
        "longer than a name; name, comma and office may be as long",
        lambda c, w: len(c.folded) > (LONGEST if name_comma_office(c, w) else LONG),
    ),
    Rule(
        "digits",
        -3,
        "names have no digits; what is in brackets behind them may have some",
        lambda c, w: (
            any(ch.isdecimal() for token in c.tokens for ch in token) and c.key not in lexicon.OUTLETS and not is_voice(c.key)
        ),
    ),
    Rule("punctuation", -4, "marks that end or quote a sentence", punctuated),
    Rule("runs on", -3, "what follows begins in lower case: the sentence goes on", lambda c, w: most(c, runs_on)),
    Rule(
        "names follow",
        -7,
        "a list of names or a title follows, not words",
        lambda c, w: sum(map(heads_a_list, c.hits)) * 2 >= len(c.hits) + (len(c.hits) > 1),
    ),
    Rule("salutation", -7, "a form of address to the hall", lambda c, w: c.key in lexicon.SALUTATIONS and len(c.hits) < 3),
)
CONTEXT_RULES: tuple[Rule, ...] = (
    Rule(
        "same type", 1, "set as the document's other labels are", lambda c, w: w.style is not None and c.hits[0].style == w.style
    ),
    Rule(
        "no capitals",
        -3,
        "the other labels are set in capitals",
        lambda c, w: w.caps is True and clashes(c, True, lambda h: h.caps) and c.key not in ASKING,
    ),
    Rule("not bold", -3, "the other labels are set in bold", lambda c, w: w.bold is True and clashes(c, True, lambda h: h.bold)),
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
        "brackets, bars or commas stand in it as in another label: “BRANDT (TIDE POST)”",
        lambda c, w: w.shapes[shape_of(c.label)] > (c.key in w.sure),
    ),
    Rule("named above", 3, "the name stands in the lines above its first turn, near the top", lambda c, w: c.key in w.above),
    Rule("surname above", 3, "the surname of a name that is printed above it", lambda c, w: c.key in w.surnames_above),
    Rule(
        "announced",
        4,
        "a surname that stands above behind an office or a given name, in whatever case",
        lambda c, w: c.key in w.announced and c.key not in w.surnames_above,
    ),
    Rule("listed above", 2, "the name stands in a list above the talk", lambda c, w: c.key in w.listed),
    Rule(
        "set throughout",
        3,
        "four of ten paragraphs of the talk begin so: with a few words before a colon",
        lambda c, w: set_throughout(c, w, 0.4),
    ),
    Rule("set so mostly", 1, "seven of ten paragraphs begin so", lambda c, w: set_throughout(c, w, 0.7)),
    Rule("among labels", 1, "labels stand before and after it", lambda c, w: c.key in w.among),
    Rule("interrupts", 1, "the same speaker is before and after it", lambda c, w: c.key in w.between),
    Rule("asks", 2, "what it says is a question, and a speaker's words follow", asks_before),
    Rule("answers", 5, "the name of a person stands right behind a question that has a label", answers),
    Rule("named in the text", 2, "the name occurs elsewhere in the document", named_in_text),
    Rule(
        "surname known",
        2,
        "the surname is another label's or the title's",
        lambda c, w: len(c.folded[-1]) > 2 and c.folded[-1] in w.surnames,
    ),
)
