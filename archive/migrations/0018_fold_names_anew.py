"""Names are compared by new letters: ə is a, ў u (Aliyev, Bykau), ѓ gj, ќ kj; the vowel signs of Indian scripts count."""

from django.db import migrations

from archive.speakers.names import fold, spellings


def fold_anew(apps, schema_editor):
    alias_model, parting = apps.get_model("archive", "SpeakerAlias"), apps.get_model("archive", "Parting")
    for alias in alias_model.objects.iterator():
        was, now = alias.folded, fold(alias.name)[:300]
        known = alias.name.isascii() or was in {form[:300] for form in spellings(alias.name)}
        if known or alias_model.objects.filter(folded=now).exists():
            continue
        alias.folded = now
        alias.save(update_fields=["folded"])
        parting.objects.filter(folded=was).update(folded=now)


class Migration(migrations.Migration):
    dependencies = [("archive", "0017_publications")]
    operations = [migrations.RunPython(fold_anew, migrations.RunPython.noop)]
