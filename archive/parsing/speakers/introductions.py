"""The people a document introduces: with an office in the first words, as moderators, or by name alone in its head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archive.parsing import lexicon
from archive.parsing.cleaning import fold
from archive.parsing.layout_patterns import INTRODUCES
from archive.parsing.speakers.named import Named, named_in
from archive.parsing.speakers.names.name_parts import without_honours
from archive.parsing.speakers.names.short_names import NAME_PARTICLE, NAME_WORD, SMALL
from archive.parsing.speakers.offices.label_parts import is_full_name, part_office
from archive.parsing.speakers.offices.office_matching import changes_office, spelt_out

_POSSESSIVE = re.compile(r"['’]s?$")
_NO_NAME = lexicon.OPENERS | lexicon.EVENTS | lexicon.PARTICLES | lexicon.HEADINGS
FIRST_TURNS, FIRST_WORDS = 6, 1500
FIRST_OF_LABEL, OPENING = 2, 400  # turns of a label, and characters, in which somebody says the own name
HEAD_TEXT = 300  # characters of a line of the head
_SENTENCE = re.compile(r"(?<=[.!?…。！？])\s+")
_NAME = rf"{NAME_WORD}(?:[ \t]+(?:{NAME_PARTICLE}[ \t]+){{0,2}}{NAME_WORD}){{1,5}}"
_SAID_OF_ONESELF = """\
    my name is | this is | soy | me llamo | mi nombre es | eu sou | sou | o meu nome é | je suis | mein name ist | ich bin
    | sono | mi chiamo | меня зовут | я | мене звати | мене звуть | nazywam się | jmenuji se | volám sa | zovem se |
    numele meu este | sunt | a nevem | ben | adım | jag heter | jeg heter | jeg hedder | nimeni on | olen | mijn naam is |
    ik ben | nama saya | saya | tên tôi là | tôi là | με λένε | είμαι ο | είμαι η | jina langu ni"""
_I_AM = re.compile(
    r"(?<!\w)(?i:i\s?['’]?\s?a?m|je m['’]appelle|" + "|".join(map(str.strip, _SAID_OF_ONESELF.split("|"))) + r")[ \t]+"
    rf"(?:(?i:mr|mrs|ms|dr|prof)\.?\s+)?({_NAME})"
)
_RUN = re.compile(rf"(?<![\w.]){_NAME}")
# Words by which a head names a moderator or interviewer; those of one group are synonyms.
_RUNNERS = (
    ("chair", "chairman", "chairwoman", "chairperson", "chaired by", "presiding", "presiding officer"),
    ("moderator", "moderated by", "modérateur", "modératrice", "moderador", "moderadora", "модератор", "moderation"),
    ("host", "presenter", "anchor", "hosted by", "presented by", "ведущий", "ведущая", "moderatorin"),
    ("interviewer", "interviewed by", "interview by", "entrevistador", "entrevistadora", "intervistatore", "интервьюер"),
)
_BEHIND_WORD = r"[\s:–—-]{1,4}(?:(?i:mr|mrs|ms|dr|prof|amb|sir|dame|h\.e)\.?\s+){0,3}"


def introduced_in(turns: Sequence[tuple[str | None, str]]) -> list[tuple[str, Named]]:
    """Return who is introduced with an office in the first turns (label, words), each with the label of the introducer."""
    return [(label, one) for label, sentence in introductions_in(turns) for one in named_in([sentence]) if one.office]


def introductions_in(turns: Sequence[tuple[str | None, str]]) -> list[tuple[str, str]]:
    """Return the sentences of the first turns (label, words) that introduce somebody, each with the label of the introducer."""
    first = [(label or "", sentence) for label, text in turns[:FIRST_TURNS] for sentence in _SENTENCE.split(text[:FIRST_WORDS])]
    return [(label, sentence) for label, sentence in first if INTRODUCES.search(sentence)]


def self_named_in(turns: Sequence[tuple[str | None, str]]) -> dict[str, str]:
    """Return by label the full name by which its speaker opens: "I'm Ana Lima, spokesperson of ...", "soy Ana Lima"."""
    found: dict[str, str] = {}
    seen: dict[str, int] = {}
    for label, text in turns:
        key = fold(label or "")
        seen[key] = seen.get(key, 0) + 1
        if not key or key in found or seen[key] > FIRST_OF_LABEL:
            continue
        for said in _I_AM.finditer(text[:OPENING]):
            name = part_office(without_honours(said.group(1))).name or ""
            if is_full_name(name) and not name.isupper():
                found[key] = name
                break
    return found


def full_names_in(lines: Iterable[str]) -> list[str]:
    """Return full names in the lines of a head, without offices and honorifics before them."""
    return list(dict.fromkeys(name for line in lines for name in _names_of(line[:HEAD_TEXT])))


def _names_of(line: str) -> Iterator[str]:
    for found in _RUN.finditer(line):
        for tokens in _pieces(found.group().split()):
            name = part_office(without_honours(" ".join(tokens))).name if tokens else None
            if name and is_full_name(name) and not name.isupper():
                yield name


def _pieces(tokens: Sequence[str]) -> Iterator[list[str]]:
    """Split a run of capitalised words at words of a headline and behind possessives, without openers before each piece."""
    piece: list[str] = []
    for token in tokens:
        word = fold(token)
        if word in lexicon.HEADLINES or (word in _NO_NAME and not piece):
            yield piece
            piece = []
        elif token.endswith(("’s", "'s")):
            yield [*piece, token[:-2]]
            piece = []
        else:
            piece.append(token)
    yield piece


def named_as(word: str, lines: Sequence[str]) -> str | None:
    """Return the chair, moderator, host or interviewer named in the head: "Aled Prosser (Chair)", "Host: Ana Lima"."""
    own = fold(word).removeprefix("the ")
    group = next((words for words in _RUNNERS if own in words), ())
    names = {name for line in lines for name in _named_as(group, line[:HEAD_TEXT])}
    return names.pop() if len(names) == 1 else None


def _named_as(group: Sequence[str], line: str) -> Iterator[str]:
    for word in group:
        if word.split()[0] not in line.casefold():
            continue
        behind = re.search(rf"\b(?i:{word}){_BEHIND_WORD}({_NAME})", line)
        before = re.search(rf"({_NAME})(?:,[^,;()\n]{{2,40}})?\s*[(,]\s*(?i:{word})\s*(?:[),;.]|$)", line)
        for found in (behind, before):
            name = part_office(without_honours(found.group(1))).name if found else None
            if name and is_full_name(name) and fold(name) not in lexicon.OUTLETS:
                yield name


def surname_behind(office: str, text: str) -> str | None:
    """Return the surname behind an office (folded) in a text: "Remarks by President Varga"."""
    words = "|".join(r"\W+".join(map(re.escape, one.split())) for one in sorted(spelt_out(office))) if office else ""
    name = rf"[^\W\d_{SMALL}][\w'’.-]*"
    said = re.finditer(rf"(?:([\w-]+) )?\b(?i:{words}) ({name}(?: {name}){{0,3}})", text) if words else ()
    found = next((one for one in said if not changes_office(one.group(1) or "")), None)
    return _trim(found.group(2).split()) if found else None


def _trim(tokens: Sequence[str]) -> str | None:
    """Remove what follows a name in a title: event words and the like."""
    kept: list[str] = []
    for token in tokens:
        if fold(token) in lexicon.OFFICES | lexicon.OPENERS | lexicon.PARTICLES | lexicon.EVENTS:
            break
        kept.append(_POSSESSIVE.sub("", token))
        if kept[-1] != token:
            break
    return " ".join(kept) or None
