"""The stages of parsing: reader, labels, sections, turns; then speakers (assembly.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from archive.parsing import lexicon
from archive.parsing.assembly import assemble
from archive.parsing.cleaning import fold
from archive.parsing.confidence.document_evidence import Clues
from archive.parsing.footer import with_end_mark_parted
from archive.parsing.labels.candidates import Hit, part_mark
from archive.parsing.labels.implied_turns import (
    FEWEST,
    QuotedTalk,
    bare_questions,
    bold_questions,
    bold_questions_between,
    dashed_turns,
    is_sentence,
    quoted_talk,
)
from archive.parsing.labels.layouts.one_sided import unlabelled_questions
from archive.parsing.labels.layouts.split_answers import split_answers
from archive.parsing.labels.missed_labels import Suspect, find_suspects
from archive.parsing.labels.partings import PartedDocument, best_parting
from archive.parsing.labels.scoring import Labels
from archive.parsing.labels.topic_headings import are_parts_of_a_document, are_topics, mark_headings
from archive.parsing.lines import Line, Reading
from archive.parsing.metadata.collected import read_metadata
from archive.parsing.own_files import read_own
from archive.parsing.page_turns import Paged, without_page_turns, without_pull_quotes
from archive.parsing.parsed import ParsedTranscript, TranscriptError
from archive.parsing.parsed_parts import Talk
from archive.parsing.profile.profile_rules import Profile
from archive.parsing.profile.taught_parting import taught_parting, taught_turns, without_opening
from archive.parsing.profile.where_stated import with_places
from archive.parsing.readers.any_format import read_document
from archive.parsing.readers.typed_notes import without_notes
from archive.parsing.segments import Piece, pieces
from archive.parsing.speakers.offices.authority import Authority
from archive.parsing.speakers.offices.label_parts import part_office
from archive.parsing.turns import gather
from archive.parsing.unwrapping import with_indented_paragraphs

LANGUAGE_SAMPLE = 100_000
MANY_QUESTIONS = 4  # to one stray label
# A day of eight hours, hard-wrapped, has 12,000.
MOST_LINES = 200_000


def parse(data: bytes, name: str, today: dt.date, authority: Authority, profile: Profile | None = None) -> ParsedTranscript:
    """Read a file into a transcript. Raises TranscriptError if that fails."""
    if (own := read_own(data)) is not None:
        return own.reading
    return read_lines(*open_document(data, name), today, authority, profile)


def open_document(data: bytes, name: str) -> tuple[Reading, Paged]:
    """Return a document as its reader saw it, without notes, and its lines without page breaks."""
    reading = read_document(data, name)
    if len(reading.lines) > MOST_LINES:
        said = f"the file has {len(reading.lines):,} lines of text; Chancery reads up to {MOST_LINES:,}"
        raise TranscriptError(f"{said}: split it and import the parts")
    reading = without_notes(reading)
    paged = without_pull_quotes(without_page_turns(reading.lines))
    lines = with_end_mark_parted(paged.lines)
    return reading, replace(paged, lines=lines if reading.flowing else with_indented_paragraphs(lines))


def read_lines(
    reading: Reading, paged: Paged, today: dt.date, authority: Authority, profile: Profile | None = None
) -> ParsedTranscript:
    """Read an opened document into a transcript, with its source's profile if there is one."""
    taught = taught_parting(paged.lines, reading.flowing, paged.heads, profile) if profile else None
    reading = with_places(reading, paged.lines, profile) if profile else reading
    parting = taught.parting if taught else best_parting(paged.lines, reading.flowing, paged.heads)
    lines, wrap, labels = parting.lines, parting.wrap, _with_bold_questions(parting)
    quoted = None if taught else _quoted(lines, labels.hits)
    labels = replace(labels, hits=list(quoted.hits)) if quoted else labels
    labels = labels if labels.hits or taught else replace(labels, hits=bare_questions(lines))
    end = quoted.end if quoted else taught.end if taught else len(lines)
    if not taught and (are_topics(lines, labels.hits) or are_parts_of_a_document(lines, labels.hits)):
        labels = Labels([], [], labels.missed)
    lines = mark_headings(lines, labels.hits)
    names = frozenset(fold(part_office(hit.label).name or hit.label) for hit in labels.hits)
    found = _pieces(lines, labels.hits, names, end)
    turns, skipped = gather(
        lines, found, wrap, quoted=_is_quoted(lines, labels.hits) and not (profile and profile.has("unquoted"))
    )
    skipped += [*paged.skipped, *(taught.skipped if taught else ())]
    turns = split_answers(turns, lines)
    if profile:
        turns, above = without_opening(turns, paged.lines, profile)
        skipped += above
        taught_turns(turns, profile)
    around = [line for piece in found if not piece.spoken for line in lines[piece.start : piece.stop]]
    header = lines[: next((piece.first for piece in found if piece.spoken), len(lines))]
    meta = read_metadata(reading, around, header, " ".join(turn.text for turn in turns)[:LANGUAGE_SAMPLE], names, today)
    suspects = _suspects(lines, labels, found)
    clues = _clues(parting, suspects)
    return assemble(Talk(reading, labels, turns, meta, header, around, skipped, suspects, authority, clues))


def _clues(parting: PartedDocument, suspects: Sequence[Suspect]) -> Clues:
    strong = sum(suspect.strong for suspect in suspects)
    return Clues(parting.way, parting.ahead, parting.rivals, strong, len(suspects) - strong)


def _pieces(lines: Sequence[Line], hits: Sequence[Hit], names: frozenset[str], end: int) -> list[Piece]:
    """Return the sections of a document. Text below a known end of the talk is skipped."""
    if end >= len(lines):
        return pieces(lines, hits, names)
    found = pieces(lines[:end], hits, names)
    return [*found, Piece(end, len(lines), spoken=False, section=found[-1].section if found else 0)]


def _quoted(lines: Sequence[Line], hits: Sequence[Hit]) -> QuotedTalk | None:
    """Return the turns told by quotation marks if no label stands among them."""
    talk = quoted_talk(lines) if len(hits) < FEWEST else None
    if talk is None or any(talk.hits[0].first < hit.first < talk.end for hit in hits if hit.label):
        return None
    return talk


def _suspects(lines: Sequence[Line], accepted: Labels, found: Sequence[Piece]) -> list[Suspect]:
    """Return possible labels among the words; among all lines if no speech was found."""
    spoken = [piece for piece in found if piece.spoken]
    said = {lines[index].number for piece in spoken for index in range(piece.start, piece.stop)}
    labels = [index for hit in accepted.hits for index in range(hit.first, hit.last + 1)]
    missed = [Suspect(hit.label, hit.line, strong=False) for hit in accepted.missed]
    return [suspect for suspect in [*find_suspects(lines, labels), *missed] if not spoken or suspect.line in said]


def _with_bold_questions(parting: PartedDocument) -> Labels:
    """Return the labels of a document with questions set in bold; where it has none, dashes at each turn may stand for them."""
    labels, lines = parting.labels, parting.lines
    asked = bold_questions(lines)
    dashed = [Hit(i, i, "", word, (), said, "dash", False, lines[i].number) for i, word, said in dashed_turns(lines)]
    begun = asked or [hit.first for hit in dashed]
    if labels.hits and not _stands_alone(begun, labels.hits):
        between = bold_questions_between(lines, [(hit.first, hit.last) for hit in labels.hits])
        more = [Hit(i, i, "", "question", (), lines[i].text, "bold", True, lines[i].number) for i in between]
        more = more or unlabelled_questions(lines, labels.hits)
        return replace(labels, hits=sorted([*labels.hits, *more], key=lambda hit: hit.first)) if more else labels
    bold = [Hit(i, i, "", "question", (), _without_number(lines[i].text), "bold", True, lines[i].number) for i in asked]
    opening = [hit for hit in labels.hits if bold and hit.last < asked[0] and _says_sentences(lines, hit, asked)]
    return Labels([*opening, *(bold or dashed)], [], labels.missed)


def _stands_alone(asked: Sequence[int], hits: Sequence[Hit]) -> bool:
    """Tell whether questions in bold, or turns with dashes, make up the talk: hardly a label is among them, none for who asks."""
    among = [hit for hit in hits if asked and asked[0] <= hit.last and hit.first <= asked[-1]]
    below = [hit for hit in hits if asked and hit.first > asked[-1]]
    few = (len(among) + len(below)) * MANY_QUESTIONS <= len(asked)
    return bool(asked) and few and all(hit.key not in lexicon.SPOKEN for hit in (*among, *below))


def _without_number(text: str) -> str:
    """Return a question without the number that a list gives it."""
    length, note = part_mark(text)
    return text[length:] if note and note.isdecimal() else text


def _says_sentences(lines: Sequence[Line], hit: Hit, asked: Sequence[int]) -> bool:
    """Tell whether a label above questions in bold is followed by speech; a headline with a colon is not."""
    return is_sentence(lines[asked[0] - 1].text if asked[0] - 1 > hit.last else hit.rest)


def _is_quoted(lines: Sequence[Line], hits: Sequence[Hit]) -> bool:
    """Tell whether the talk is quoted in prose: every label is in quoted lines, and so are other lines."""
    quoted = sum(line.kind == "quoted" for line in lines)
    return bool(hits) and all(lines[hit.first].kind == "quoted" for hit in hits) and quoted > len(hits)
