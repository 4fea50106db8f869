"""Why a record mentions a country: the sentences that say so, with the words marked, and the layer and rule of each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from archive.models import Mention, Record, Turn
from archive.paragraphs import Paragraph
from archive.sentences import edges, sentence_between

LAYER_WORDS = {
    "named": "named",
    "implied": "implied",
    "historic": "historic state",
    "disputed": "disputed place",
    "organisation": "organisation",
}
RULE_WORDS = {
    "name": "by its name",
    "former": "by a former name",
    "abbreviation": "by an abbreviation",
    "demonym": "by its people or things",
    "capital": "by a capital",
    "city": "by a city",
    "region": "by a region",
    "seat": "by a seat of power",
    "historic": "by its name",
    "disputed": "by the table of disputed places",
    "organisation": "by its name",
    "confirmed": "by a name that counts where others confirm it",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Words that were read as a country: how, by which rule, and whether an editor said so."""

    surface: str
    layer: str
    rule: str
    by_editor: bool

    @property
    def how(self) -> str:
        """Return layer and rule in words."""
        rule = "added by an editor" if self.by_editor else RULE_WORDS.get(self.rule, f"by the rule “{self.rule}”")
        return f"{LAYER_WORDS.get(self.layer, self.layer)}: {rule}"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that mentions a country, as safe HTML with <mark>; `number` is its paragraph's (0 where it has none)."""

    turn: Turn
    number: int
    html: SafeString
    reasons: tuple[Reason, ...]


def sentences(record: Record, code: str, limit: int = 0) -> Iterator[Sentence]:
    """Yield the sentences in which a record mentions this, in order; its turns and mentions should be prefetched.

    `limit` cuts long sentences around the words to about so many characters; 0 leaves them whole.
    """
    found = sorted((mention for mention in record.mentions.all() if mention.code == code), key=lambda mention: mention.start)
    for turn in record.turns.all():
        mentions = [mention for mention in found if mention.turn_id == turn.pk]
        for paragraph in numbered(turn) if mentions else ():
            yield from in_paragraph(turn, paragraph, mentions, limit)


def numbered(turn: Turn) -> Sequence[Paragraph]:
    """Return a turn's paragraphs; where they have no numbers, the whole text as one."""
    return turn.numbered_paragraphs() or [Paragraph(turn.text, 0)]


def in_paragraph(turn: Turn, paragraph: Paragraph, mentions: Iterable[Mention], limit: int) -> Iterator[Sentence]:
    """Yield the sentences of one paragraph that have mentions in them."""
    text, begins = paragraph.text, list(edges(paragraph.text))
    by_sentence: dict[tuple[int, int], list[Mention]] = {}
    for mention in mentions:
        start, end = mention.start - paragraph.start, mention.end - paragraph.start
        if start >= 0 and end <= len(text):
            by_sentence.setdefault(sentence_between(text, begins, start, end), []).append(mention)
    for (first, last), group in by_sentence.items():
        places = [(mention.start - paragraph.start, mention.end - paragraph.start) for mention in group]
        start, end = clipped(text, first, last, places[0], limit)
        dots = ("… " if start > first else ""), (" …" if end < last else "")
        yield Sentence(turn, paragraph.number, marked(text, start, end, places, dots), tuple(map(reason, group)))


def reason(mention: Mention) -> Reason:
    """Return what decided a mention."""
    return Reason(mention.surface, mention.layer, mention.rule, mention.by_editor)


def clipped(text: str, first: int, last: int, place: tuple[int, int], limit: int) -> tuple[int, int]:
    """Return the piece of a sentence to show: all of it, or what stands around its first mention, cut between words."""
    if not limit or last - first <= limit:
        return first, last
    start = max(first, place[0] - limit // 2)
    start = first if start == first else text.find(" ", start, place[0]) + 1 or place[0]
    end = min(last, max(start + limit, place[1]))
    return start, last if end == last else max(text.rfind(" ", place[1], end), place[1])


def marked(text: str, start: int, end: int, places: Iterable[tuple[int, int]], around: tuple[str, str]) -> SafeString:
    """Return `text[start:end]` as safe HTML with <mark> at these places, between what is written `around` it."""
    pieces, at = [escape(around[0])], start
    for first, last in places:
        if at <= first and last <= end:
            pieces += [escape(text[at:first]), format_html("<mark>{}</mark>", text[first:last])]
            at = last
    return mark_safe("".join([*pieces, escape(text[at:end]), escape(around[1])]))
