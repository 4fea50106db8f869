from django.db import migrations, models
from django.db.models import Count, Q, Sum
from django.db.models.functions import Length

from archive.pages.page_breaks import RECORDS, ROOM, TURN, PagedTurn, starts_of


def lay_out_long_ones(apps, schema_editor):
    """Keep where the pages of those transcripts begin that may need more than one."""
    Turn, Transcript = apps.get_model("archive", "Turn"), apps.get_model("archive", "Transcript")
    sizes = Turn.objects.order_by().values("transcript").annotate(
        records=Count("record", distinct=True), room=Sum(Length("text")) * 10 + Count("pk") * TURN
    )
    for key in list(sizes.filter(Q(records__gt=RECORDS) | Q(room__gt=ROOM)).values_list("transcript", flat=True)):
        turns = Turn.objects.filter(transcript=key).order_by("position").values_list("record__position", "position", "text")
        starts = starts_of(PagedTurn(*row) for row in turns.iterator(chunk_size=2000))
        Transcript.objects.filter(pk=key).update(page_starts=starts)


class Migration(migrations.Migration):
    dependencies = [("archive", "0014_editors_names_kept")]

    operations = [
        migrations.AddField(
            model_name="transcript",
            name="page_starts",
            field=models.JSONField(
                default=list, editable=False, help_text="Where its pages begin (archive/pages/page_breaks.py); empty for one"
            ),
        ),
        migrations.RunPython(lay_out_long_ones, migrations.RunPython.noop),
    ]
