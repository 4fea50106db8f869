from django.conf import settings
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def keep_names(apps, schema_editor):
    """Note the names of the accounts that are still there."""
    Revision = apps.get_model("archive", "Revision")
    User = apps.get_model(settings.AUTH_USER_MODEL)
    names = User.objects.filter(pk=OuterRef("created_by_id")).values("username")[:1]
    Revision.objects.filter(created_by__isnull=False).update(created_by_name=Subquery(names))


class Migration(migrations.Migration):

    dependencies = [
        ('archive', '0013_names_read_from_files'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='revision',
            name='created_by_name',
            field=models.CharField(blank=True, default='', help_text='User name of the editor, kept when the account is gone', max_length=150),
        ),
        migrations.RunPython(keep_names, migrations.RunPython.noop),
    ]
