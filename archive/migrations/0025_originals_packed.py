from django.db import migrations, models


class Migration(migrations.Migration):
    """No row is rewritten: originals stay as they are until `compress_originals` packs them one by one."""

    dependencies = [
        ("archive", "0024_transcripts_that_were_public"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField("original", "data", "kept"),
                migrations.AlterField(
                    "original",
                    "kept",
                    models.BinaryField(db_column="data", default=b"", help_text="Empty where they are in the object store"),
                ),
            ],
        ),
        migrations.AddField(
            "original",
            "packing",
            models.PositiveSmallIntegerField(
                choices=[
                    (1, "As they came, in the database"),
                    (2, "Deflated, in the database"),
                    (3, "As they came, in the object store"),
                    (4, "Deflated, in the object store"),
                ],
                editable=False,
                null=True,
            ),
        ),
    ]
