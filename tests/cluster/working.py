"""What the processes of a site do: serve pages, and publish transcripts.

python -m tests.cluster.working serve PORT | publish | begin NUMBER | bulk NUMBER | leave NUMBER | rebuild

`publish` goes on until it is killed, `begin` stops after so many, `bulk` has them indexed together at the end, `leave` does as a
process that serves, which with INDEX_IN_SERVER=false leaves indexing to another. `rebuild` builds the index anew, and stands
still in the middle until it is killed.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from typing import Any

import django

CHANCE = random.Random(os.urandom(8))
RECORDS = 3  # of every transcript; each says "harbours" once


def publish(number: int | None) -> None:
    """Publish so many transcripts, or without end, and change one now and then; tell when each is published and when found."""
    from django.db import transaction

    from archive.models import Transcript
    from archive.signals import transcript_changed
    from search.index.queue import waiting

    made = 0
    while number is None or made < number:
        publish_one()
        made += 1
        older = Transcript.objects.order_by("?").first()
        if older and CHANCE.random() < 0.3:
            with transaction.atomic():
                older.title = f"Title {CHANCE.getrandbits(20)}"
                older.save()
                transcript_changed.send(sender=Transcript, transcript_id=older.pk)
        if not is_behind(waiting):
            tell("found")  # and from here on it must be


def publish_one() -> None:
    """Publish a transcript of a few records."""
    from django.db import transaction

    from tests.world import MARCHETTI, said, talk

    with transaction.atomic():
        turns = (said(f"Words number {CHANCE.getrandbits(20)} about harbours.", MARCHETTI) for _ in range(RECORDS))
        name = f"harbours-{CHANCE.getrandbits(60)}"
        talk(*turns, title=name, source_url=f"https://m.example/{name}")
        tell("committing")  # from here on it may be found


def publish_together(number: int) -> None:
    """Publish so many, and have them indexed together at the end."""
    from archive.signals import bulk

    with bulk():
        for _ in range(number):
            publish_one()


def leave(number: int) -> None:
    """Publish so many as a process that serves."""
    from archive import signals

    signals._processes_serving.add(os.getpid())
    for _ in range(number):
        publish_one()


def rebuild(number: int | None) -> None:
    """Begin an index beside; after its first write, before the tasks of that are deleted, tell it and stand still."""
    from django.core.management import call_command

    from search.engines.opensearch.cluster_index import ClusterIndex
    from search.index import queue

    queue.BATCH = queue.BATCH_BESIDE = 20  # so that one write is never all
    replace = ClusterIndex.replace

    def replace_and_stand_still(index: ClusterIndex, *given: Any) -> None:
        replace(index, *given)
        if index is queue.engine().beside():
            tell("half")
            signal.pause()

    ClusterIndex.replace = replace_and_stand_still  # type: ignore[method-assign]
    call_command("rebuild_index", verbosity=0)


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


def main(what: str, *more: str) -> None:
    """Do one of these things."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    if what == "serve":
        serve(int(more[0]))
        return
    django.setup()
    works = {"publish": publish, "begin": publish, "bulk": publish_together, "leave": leave, "rebuild": rebuild}
    works[what](int(more[0]) if more else None)


if __name__ == "__main__":
    main(*sys.argv[1:])
