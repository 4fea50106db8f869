"""The archive's figures counted from its records, turns and mentions with no sums in between: slowly, and differently."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict

from archive.countries import COUNTED_LAYERS
from archive.models import Mention, Record, Speaker, Transcript, Turn


class Oracle:
    """All that is public, read once."""

    def __init__(self):
        self.transcripts = {one.pk: one for one in Transcript.objects.filter(state="published")}
        self.records = {one.pk: one for one in Record.objects.filter(transcript__in=self.transcripts)}
        turns = Turn.objects.filter(record__in=self.records, speaker__isnull=False)
        self.turns = [turn for turn in turns if turn.role != "question"]
        every = list(Mention.objects.filter(record__in=self.records, rejected=False))
        self.mentions = [mention for mention in every if mention.layer != "place"]
        self.places = [mention for mention in every if mention.layer == "place"]
        self.on = defaultdict(set)
        for mention in self.mentions:
            self.on[mention.code].add(mention.record_id)
        self.by = defaultdict(set)
        for turn in self.turns:
            self.by[turn.speaker_id].add(turn.record_id)
        self.people = Speaker.objects.in_bulk()

    def date(self, record):
        return self.transcripts[self.records[record].transcript_id].date

    def span(self, records):
        days = [self.date(record) for record in records if self.date(record)]
        return min(days, default=None), max(days, default=None)

    def years(self, records):
        found = Counter(self.date(record).year for record in records if self.date(record))
        return tuple((year, found[year]) for year in range(min(found), max(found) + 1)) if found else ()

    def newest(self, records):
        def late(key):
            record = self.records[key]
            day = self.date(key) or dt.date.min
            return (-day.toordinal(), -record.transcript_id, record.position)

        return tuple(sorted(records, key=late)[:6])

    def countries(self):
        return {code: len(records) for code, records in self.on.items()}

    def layers(self):
        return {code: min(mention.layer for mention in self.mentions if mention.code == code) for code in self.on}

    def places_only(self, code):
        return len({mention.record_id for mention in self.places if mention.code == code} - self.on.get(code, set()))

    def with_country(self):
        return len({mention.record_id for mention in self.mentions if mention.layer in COUNTED_LAYERS})

    def speakers(self):
        return {
            (self.people[key].slug, self.people[key].name, len(records), *self.span(records)) for key, records in self.by.items()
        }

    def country_speakers(self, code):
        rows = [
            (self.people[key].slug, self.people[key].name, len(records & self.on[code]))
            for key, records in self.by.items()
            if records & self.on[code]
        ]
        return sorted(rows, key=lambda row: (-row[2], row[1]))

    def words(self, code):
        found = defaultdict(set)
        for mention in self.mentions + self.places:
            if mention.code == code:
                found[mention.surface, mention.layer].add(mention.record_id)
        return {(*key, len(records)) for key, records in found.items()}

    def together(self, code):
        starts = {(mention.turn_id, mention.start) for mention in self.mentions if mention.code == code}
        found = defaultdict(set)
        for mention in self.mentions:
            apart = mention.code != code and (mention.turn_id, mention.start) not in starts
            if apart and mention.layer in COUNTED_LAYERS and mention.record_id in self.on[code]:
                found[mention.code].add(mention.record_id)
        return {other: len(records) for other, records in found.items()}

    def speaker_countries(self, speaker):
        both = {code: len(records & self.by[speaker]) for code, records in self.on.items()}
        return {code: number for code, number in both.items() if number}

    def offices(self, speaker):
        held = defaultdict(set)
        for turn in self.turns:
            if turn.speaker_id == speaker and turn.office:
                held[turn.office].add(turn.record_id)
        return {(office, *self.span(records), len(records)) for office, records in held.items()}
