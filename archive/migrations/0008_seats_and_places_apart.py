from django.db import migrations, models
from django.db.models import Q

SEATS = ("capital", "seat", "Salisbury")  # rules that found a seat of government; all others found places


def part(apps, schema_editor):
    """Part what was `implied` by the rule that found it. What an editor added goes on counting for its country."""
    implied = apps.get_model("archive", "Mention").objects.filter(layer="implied")
    implied.filter(Q(by_editor=True) | Q(rule__in=SEATS)).update(layer="seat")
    implied.update(layer="place")


def join(apps, schema_editor):
    apps.get_model("archive", "Mention").objects.filter(layer__in=("seat", "place")).update(layer="implied")


class Migration(migrations.Migration):

    dependencies = [
        ("archive", "0007_partings"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="mention", name="mention_layer_known"),
        migrations.RunPython(part, join),
        migrations.AddConstraint(
            model_name="mention",
            constraint=models.CheckConstraint(
                condition=Q(layer__in=["named", "seat", "place", "historic", "disputed", "organisation"]),
                name="mention_layer_known",
            ),
        ),
        migrations.AddField(
            model_name="archiveversion",
            name="gazetteer",
            field=models.CharField(
                blank=True, default="", max_length=16, help_text="With which names of countries all mentions were last found"
            ),
        ),
    ]
