"""Names are compared by new letters: ə is a, ў u (Aliyev, Bykau), ѓ gj, ќ kj; the vowel signs of Indian scripts count."""

from django.db import migrations

from archive.speakers.names import fold, spellings


def fold_anew(apps, schema_editor):
    alias_model, parting = apps.get_model("archive", "SpeakerAlias"), apps.get_model("archive", "Parting")
    for alias in alias_model.objects.iterator():
        was, now = alias.folded, new_key(alias)
        if was == now or alias_model.objects.filter(folded=now).exists():
            continue
        alias.folded = now
        alias.save(update_fields=["folded"])
        parting.objects.filter(folded=was).update(folded=now)


def new_key(alias):
    """Return the key by which an alias is found now; a surname's ends with its source, behind " @"."""
    key, at, scope = alias.folded.partition(" @")
    length = 170 if at else 300
    if alias.name.isascii() or key in {form[:length] for form in spellings(alias.name)}:
        return alias.folded
    return f"{fold(alias.name)[:length]}{at}{scope}"


class Migration(migrations.Migration):
    dependencies = [("archive", "0017_publications")]
    operations = [migrations.RunPython(fold_anew, migrations.RunPython.noop)]
