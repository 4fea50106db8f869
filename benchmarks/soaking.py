"""The editor of benchmarks.soak: changes an archive endlessly, and reports each change before and after.

python -m benchmarks.soaking SEED

A line is `{"at": "begin" | "done", "what", "id", "sha256" | "state", ...}`. What was reported as done must never be lost; what
had only begun when the process was killed may be there or not.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import sys
from typing import Any

import django

from benchmarks.importing import MINISTERS, Words, transcript

FIRST = "Alda Bero Cira Dovan Elin Fenna Goran Hedda Ivo Jarla Kesk Lorin".split()
LAST = "Abrec Brundal Corvane Destrin Ermolt Falquist Gantor Hurvel".split()


def say(at: str, **what: Any) -> None:
    """Report a change. The line is flushed before anything else happens."""
    sys.stdout.write(json.dumps({"at": at, **what}) + "\n")
    sys.stdout.flush()


def text(words: Words, chance: random.Random, number: int) -> bytes:
    """Return a news conference of a minister out of a hundred."""
    name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    return transcript(words, number, chance.randint(2, 6)).replace(MINISTERS[number % len(MINISTERS)], name).encode()


def take(words: Words, chance: random.Random) -> None:
    """Import a new transcript."""
    from archive.importing.importer import import_transcript

    number = chance.getrandbits(40)
    data = text(words, chance, number)
    sha256 = hashlib.sha256(data).hexdigest()
    say("begin", what="import", sha256=sha256)
    made = import_transcript(data, f"{number}.txt", apart=True).transcript
    say("done", what="import", id=made.pk, sha256=sha256, state=made.state)


def edit(one: Any, words: Words) -> None:
    """Import a corrected version of a transcript."""
    from archive.importing.importer import import_transcript

    last = one.revisions.order_by("-number").first()
    data = bytes(last.original.data).rstrip() + f" {words.sentences(15)}\n".encode()
    sha256 = hashlib.sha256(data).hexdigest()
    say("begin", what="edit", id=one.pk, sha256=sha256)
    import_transcript(data, last.file_name, transcript=one)
    say("done", what="edit", id=one.pk, sha256=sha256)


def move(one: Any) -> None:
    """Withdraw a transcript, or publish it again."""
    from archive.importing.importer import set_state

    state = "published" if one.state == "withdrawn" else "withdrawn"
    say("begin", what="state", id=one.pk, state=state)
    set_state(one, state)
    say("done", what="state", id=one.pk, state=state)


def merge(chance: random.Random) -> None:
    """Make two speakers one."""
    from archive.models import Speaker
    from archive.speakers import registry

    known = list(Speaker.objects.order_by("pk"))
    if len(known) > 20:
        kept, gone = chance.sample(known, 2)
        say("begin", what="merge", kept=kept.slug, gone=gone.slug)
        registry.merge(kept, gone)
        say("done", what="merge", kept=kept.slug, gone=gone.slug)


def change_for_ever(seed: int) -> None:
    """Import, edit, withdraw and merge at random."""
    from archive.models import Transcript

    chance = random.Random(seed)
    words = Words(chance)
    while True:
        drawn, one = chance.random(), Transcript.objects.order_by("?").first()
        if one is None or drawn < 0.45:
            take(words, chance)
        elif drawn < 0.7:
            edit(one, words)
        elif drawn < 0.93:
            move(one)
        else:
            merge(chance)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    django.setup()
    change_for_ever(int(sys.argv[1]))
