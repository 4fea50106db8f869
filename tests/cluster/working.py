"""What the processes of test_killing_nodes.py do: serve pages, and publish transcripts for as long as they are let.

python -m tests.cluster.working serve PORT | publish | begin NUMBER
"""

from __future__ import annotations

import os
import random
import sys

import django

RECORDS = 3  # of every transcript; each says "harbours" once


def publish(number: int | None) -> None:
    """Publish so many transcripts, or without end, and change one now and then; tell when each is published and when found."""
    from django.db import transaction

    from archive.models import Transcript
    from archive.signals import transcript_changed
    from search.index.queue import waiting
    from tests.rows import record, speaker, statement, transcript

    chance, made = random.Random(os.getpid()), 0
    while number is None or made < number:
        with transaction.atomic():
            one = transcript(slug=f"harbours-{chance.getrandbits(60)}", source_url=f"https://m.example/{chance.getrandbits(60)}")
            for _ in range(RECORDS):
                record(one, statement(f"Words number {chance.getrandbits(20)} about harbours.", speaker()))
            tell("committing")  # from here on it may be found
            transcript_changed.send(sender=Transcript, transcript_id=one.pk)
        made += 1
        older = Transcript.objects.order_by("?").first()
        if older and chance.random() < 0.3:
            with transaction.atomic():
                older.title = f"Title {chance.getrandbits(20)}"
                older.save()
                transcript_changed.send(sender=Transcript, transcript_id=older.pk)
        if not is_behind(waiting):
            tell("found")  # and from here on it must be


def is_behind(waiting) -> bool:
    """Tell whether something waits; what cannot be known is taken for that."""
    from search.engines.base import EngineFault

    try:
        return waiting() > 0
    except EngineFault:
        return True


def tell(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def serve(port: int) -> None:
    """Serve pages as one machine does, with the thread that follows what others change."""
    import waitress

    from archive.wsgi import application

    waitress.serve(application, host="127.0.0.1", port=port, threads=8)


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    what, *more = sys.argv[1:]
    if what == "serve":
        serve(int(more[0]))
    else:
        django.setup()
        publish(int(more[0]) if what == "begin" else None)
