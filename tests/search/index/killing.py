"""What the processes of test_killing.py do: change transcripts and index them, for as long as they are let.

python -m tests.search.index.killing SEED
"""

from __future__ import annotations

import os
import random
import sys

import django


def change_for_ever(seed: int) -> None:
    """Publish, change, withdraw and delete transcripts one after the other, as an editor would."""
    from django.db import transaction

    from archive.models import Transcript
    from archive.signals import transcript_changed, transcript_removed
    from tests.world import MARCHETTI, said, talk

    chance = random.Random(seed)
    while True:
        known = list(Transcript.objects.all())
        one = chance.choice(known) if len(known) > 12 else None
        with transaction.atomic():
            if one is None:
                name = f"talks-{seed}-{chance.getrandbits(40)}"
                spoken = (f"Words number {chance.getrandbits(20)} about harbours." for _ in range(chance.randint(1, 6)))
                turns = (said(text, MARCHETTI) for text in spoken)
                talk(*turns, title=name, source_url=f"https://mea.maravia.example/{name}")
            elif chance.random() < 0.3:
                transcript_removed.send(sender=Transcript, transcript_id=one.pk, record_ids=[])
                one.turns.all().delete()
                one.records.all().delete()
                one.delete()
            else:
                one.state = chance.choice(("published", "published", "withdrawn"))
                one.title = f"Title {chance.getrandbits(20)}"
                one.save()
                transcript_changed.send(sender=Transcript, transcript_id=one.pk)
        sys.stdout.write("changed\n")
        sys.stdout.flush()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "archive.settings"
    django.setup()
    from django.core.management import call_command

    if sys.argv[1:]:
        change_for_ever(int(sys.argv[1]))
    else:
        call_command("index_pending", verbosity=0)
        call_command("check_index")
