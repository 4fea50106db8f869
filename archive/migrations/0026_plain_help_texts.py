"""Help texts and names of models in plain words. The tables stay as they are."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0025_originals_packed"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="signintry",
            options={"ordering": ["-at", "-pk"], "verbose_name": "sign-in attempt", "verbose_name_plural": "sign-in attempts"},
        ),
        migrations.AlterField(
            model_name="archiveversion",
            name="gazetteer",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Version of the country names by which all mentions were last found",
                max_length=16,
            ),
        ),
        migrations.AlterField(
            model_name="counted",
            name="way",
            field=models.PositiveSmallIntegerField(help_text="Version of the counting (archive/statistics/counters.py)"),
        ),
        migrations.AlterField(
            model_name="learntrule",
            name="seen",
            field=models.PositiveIntegerField(default=1, help_text="Number of places in the corrected files that show it"),
        ),
        migrations.AlterField(
            model_name="officeholder",
            name="checked",
            field=models.DateField(
                blank=True,
                help_text="Last day on which an open row was confirmed; empty if this table is kept up to date",
                null=True,
            ),
        ),
        migrations.AlterField(
            model_name="officeholder",
            name="end",
            field=models.DateField(
                blank=True, help_text="Last day in office; empty for the current holder", null=True, verbose_name="to"
            ),
        ),
        migrations.AlterField(
            model_name="original",
            name="kept",
            field=models.BinaryField(db_column="data", default=b"", help_text="Empty if they are in the object store"),
        ),
        migrations.AlterField(
            model_name="pendingfile",
            name="linked",
            field=models.TextField(blank=True, default="", help_text="Title of what it duplicates"),
        ),
        migrations.AlterField(
            model_name="pendingfile",
            name="url",
            field=models.CharField(blank=True, default="", help_text="Address of what it duplicates", max_length=500),
        ),
        migrations.AlterField(
            model_name="publication",
            name="against",
            field=models.CharField(
                blank=True, default="", help_text="The stored revision that the editor saw beside it", max_length=60
            ),
        ),
        migrations.AlterField(
            model_name="publication",
            name="claimed_at",
            field=models.DateTimeField(
                help_text="When the process publishing it last reported; empty if there is none", null=True
            ),
        ),
        migrations.AlterField(
            model_name="publication",
            name="done",
            field=models.PositiveIntegerField(default=0, help_text="Turns searched for countries"),
        ),
        migrations.AlterField(
            model_name="publication",
            name="edits",
            field=models.PositiveIntegerField(help_text="Number of changes made to the draft when it was to be published"),
        ),
        migrations.AlterField(
            model_name="publication",
            name="sparing",
            field=models.BooleanField(default=False, help_text="Published from the list, without opening it"),
        ),
        migrations.AlterField(
            model_name="publication",
            name="state",
            field=models.CharField(help_text="State of a new transcript", max_length=20),
        ),
        migrations.AlterField(
            model_name="publication",
            name="status",
            field=models.CharField(blank=True, default="", help_text="The outcome; empty until it is stored", max_length=20),
        ),
        migrations.AlterField(
            model_name="record",
            name="number",
            field=models.PositiveIntegerField(help_text="Permanent within the transcript; never reused"),
        ),
        migrations.AlterField(
            model_name="revision",
            name="created_by_name",
            field=models.CharField(
                blank=True, default="", help_text="User name of the editor, kept after the account is deleted", max_length=150
            ),
        ),
        migrations.AlterField(
            model_name="revision",
            name="restores",
            field=models.PositiveIntegerField(blank=True, help_text="Number of the revision that this one restored", null=True),
        ),
        migrations.AlterField(
            model_name="revision",
            name="standing",
            field=models.JSONField(
                blank=True,
                default=dict,
                help_text="Numbers, speakers and editors' marks when the next revision replaced it; empty for the latest",
            ),
        ),
        migrations.AlterField(
            model_name="signintry",
            name="account",
            field=models.CharField(help_text="Keyed hash of the typed name, which may have been a password", max_length=64),
        ),
        migrations.AlterField(
            model_name="signintry",
            name="browser",
            field=models.CharField(
                blank=True, help_text="Mark of a browser in which this account has signed in before", max_length=20
            ),
        ),
        migrations.AlterField(
            model_name="sourceprofile",
            name="corrections",
            field=models.PositiveIntegerField(default=0, help_text="Number of corrected files it was learnt from"),
        ),
        migrations.AlterField(
            model_name="sourceprofile",
            name="hindrance",
            field=models.TextField(
                blank=True,
                default="",
                help_text="Published transcripts that it would read worse; it is not used while there are any",
            ),
        ),
        migrations.AlterField(
            model_name="sourceprofile",
            name="is_used",
            field=models.BooleanField(
                default=True, help_text="Read the next files of this source with it", verbose_name="use what was learnt"
            ),
        ),
        migrations.AlterField(
            model_name="speaker",
            name="note",
            field=models.CharField(
                blank=True, help_text="Distinguishes this person from another of the same name", max_length=300
            ),
        ),
        migrations.AlterField(
            model_name="speakeralias",
            name="from_file",
            field=models.BooleanField(
                default=False, help_text="Read from a file; public only if a published transcript prints it"
            ),
        ),
        migrations.AlterField(
            model_name="transcript",
            name="confidence",
            field=models.FloatField(
                db_index=True, default=1.0, help_text="Confidence in the reading of the whole document, 0 to 1"
            ),
        ),
        migrations.AlterField(
            model_name="transcript",
            name="page_starts",
            field=models.JSONField(
                default=list,
                editable=False,
                help_text="Where its pages begin (archive/pages/page_breaks.py); empty for a single page",
            ),
        ),
        migrations.AlterField(
            model_name="transcript",
            name="was_public",
            field=models.BooleanField(default=False, editable=False, help_text="Published now or earlier"),
        ),
        migrations.AlterField(
            model_name="upload",
            name="confidence",
            field=models.FloatField(default=1.0, help_text="Confidence in the reading of the whole document, 0 to 1"),
        ),
        migrations.AlterField(
            model_name="upload",
            name="transcript",
            field=models.ForeignKey(
                blank=True,
                help_text="The stored transcript that this corrects; empty if the import decides",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="uploads",
                to="archive.transcript",
            ),
        ),
        migrations.AlterField(
            model_name="upload",
            name="user",
            field=models.ForeignKey(
                blank=True,
                help_text="Who uploaded it; empty if a command held it back for every editor",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="uploads",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AlterField(
            model_name="uploadbatch",
            name="claimed_at",
            field=models.DateTimeField(help_text="When the process reading it last reported; empty if there is none", null=True),
        ),
    ]
