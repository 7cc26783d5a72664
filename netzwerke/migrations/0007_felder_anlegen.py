"""Fields of work that reach past childhood, where a Kommune's chain does.

Apart from the column: PostgreSQL alters no table that has pending events, going back.
"""

from django.db import migrations

FELDER = ("Senior*innen", "Ehrenamt", "Stadtentwicklung", "Zweite Chance")


def anlegen(apps, schema_editor):
    Handlungsfeld = apps.get_model("netzwerke", "Handlungsfeld")
    for position, name in enumerate(FELDER, start=100):
        Handlungsfeld.objects.get_or_create(name=name, defaults={"position": position, "darueber_hinaus": True})


def wegnehmen(apps, schema_editor):
    apps.get_model("netzwerke", "Handlungsfeld").objects.filter(darueber_hinaus=True).delete()


class Migration(migrations.Migration):
    dependencies = [("netzwerke", "0006_felder_darueber_hinaus")]
    operations = [migrations.RunPython(anlegen, wegnehmen)]
