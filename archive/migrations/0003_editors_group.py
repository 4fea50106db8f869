"""Make the group Editors: what it takes to upload, correct, publish and withdraw, and no more."""

from django.db import migrations

EDITORS = "Editors"
ALLOWED = {
    "upload": ("view", "add", "change", "delete"),
    "transcript": ("view", "add", "change"),
    "revision": ("view",),
    "speaker": ("view", "add", "change", "delete"),
    "speakeralias": ("view", "add", "change", "delete"),
    "source": ("view", "add", "change"),
}
SPOKEN = {"speakeralias": "speaker alias"}


def permission(apps, model, verb):
    """Return a permission, made now if `migrate` (which makes them at its end) has not made it yet."""
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(app_label="archive", model=model)
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=f"{verb}_{model}", defaults={"name": f"Can {verb} {SPOKEN.get(model, model)}"}
    )
    return found


def make_group(apps, schema_editor):
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=EDITORS)
    group.permissions.add(*[permission(apps, model, verb) for model, verbs in ALLOWED.items() for verb in verbs])


def drop_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=EDITORS).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("archive", "0002_uploads_and_signatures"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_group, drop_group)]
