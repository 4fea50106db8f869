"""Tell names that were read from files from those that editors wrote: of old ones, the log of changes knows the latter."""

import json

from django.db import migrations, models


def tell_apart(apps, schema_editor):
    SpeakerAlias = apps.get_model("archive", "SpeakerAlias")
    LogEntry = apps.get_model("admin", "LogEntry")
    written = set()
    log = LogEntry.objects.filter(content_type__app_label="archive", content_type__model="speaker")
    for message in log.values_list("change_message", flat=True).iterator():
        try:
            changes = json.loads(message)
        except ValueError:  # a message in words, of a merger
            continue
        for change in changes if isinstance(changes, list) else ():
            for done in change.values() if isinstance(change, dict) else ():
                if isinstance(done, dict) and done.get("name") == "speaker alias":
                    written.add(str(done.get("object")))
    SpeakerAlias.objects.exclude(name__in=written).update(from_file=True)


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0012_batches_of_uploads"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.AddField(
            model_name="speakeralias",
            name="from_file",
            field=models.BooleanField(
                default=False, help_text="Read from a file; the public is told it only where a published transcript prints it"
            ),
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
    ]
