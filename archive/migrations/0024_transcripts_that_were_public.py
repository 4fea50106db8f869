"""Keep which transcripts were ever public: harvesters are told of those that are no longer, and of no others."""

from django.db import migrations, models


def note(apps, schema_editor):
    """Take what is published or withdrawn for public once; which withdrawn ones never were is not known."""
    apps.get_model("archive", "Transcript").objects.exclude(state="draft").update(was_public=True)


class Migration(migrations.Migration):
    dependencies = [("archive", "0023_transcripts_by_change")]

    operations = [
        migrations.AddField(
            model_name="transcript",
            name="was_public",
            field=models.BooleanField(
                default=False, editable=False, help_text="Published now or at some time before"
            ),
        ),
        migrations.RunPython(note, migrations.RunPython.noop),
    ]
