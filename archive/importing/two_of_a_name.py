"""Two persons of one name, told apart by office and country. They stay two until an editor decides otherwise."""

from __future__ import annotations

from archive.models import Transcript
from archive.parsing import ParsedTranscript
from archive.speakers import namesakes
from archive.speakers.authority_table import known_to_authority
from archive.speakers.splitting import Cast, keep_two


def two_of_a_name(transcript: Transcript, scene: Cast, reading: ParsedTranscript) -> list[dict[str, object]]:
    """Keep two persons of one name apart, and return one warning a name.

    None for names an editor has just assigned, or for persons in the authority table, who follow each other in high offices.
    """
    turns = list(scene.told(reading.turns))
    told = namesakes.doubts(turns, transcript.source.name, transcript.source, transcript.pk)
    known = known_to_authority(told) | reading.full_names.keys()
    told = {name: message for name, message in told.items() if name not in known}
    for name in told:
        offices = [office for printed, office, _ in turns if printed == name and office]
        old = next(speaker for printed, _, speaker in turns if printed == name)
        keep_two(name, scene.scope, old, transcript.source, offices)
    return [{"code": namesakes.CODE, "message": message, "line": None} for message in told.values()]
