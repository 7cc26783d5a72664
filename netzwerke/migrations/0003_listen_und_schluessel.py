"""Keys for what was there before, names of persons apart, and the two lists every network begins with."""

import secrets

from django.db import migrations

# name, life phases along which a network usually needs it, why
ARTEN = (
    ("Fachbereich, Amt oder Stabsstelle", "", ""),
    ("Gesundheitsamt", "123456", "Es sieht jedes Kind vor der Schule und kennt die Gesundheit im ganzen Gebiet."),
    ("Jugendamt", "123456", "Es plant und finanziert Hilfen in jeder Lebensphase; ohne es bleiben Absprachen unverbindlich."),
    ("Jobcenter", "123456", "Es erreicht Familien mit wenig Geld, auch solche, die sonst niemand kennt."),
    ("Frühe Hilfen", "12", "Sie begleiten Familien von der Schwangerschaft an und führen sie in die Kette hinein."),
    ("Beratungsstelle", "123456", "Zu ihr kommen Familien von sich aus, oft bevor ein Amt von ihnen weiß."),
    ("Hebamme oder Geburtsklinik", "1", "Sie sind oft die Ersten, denen Eltern vertrauen."),
    ("Praxis", "234", "Zu den Vorsorgeuntersuchungen kommen fast alle Kinder."),
    ("Klinik", "", ""),
    ("Kita oder Kindertagespflege", "23", "Sie sieht Kinder jeden Tag und Eltern zweimal am Tag."),
    ("Grundschule", "4", "Sie erreicht alle Kinder eines Jahrgangs; hier gelingt der Übergang aus der Kita oder nicht."),
    ("Weiterführende Schule", "56", "Hier entscheidet sich, ob der Weg in den Beruf offen bleibt."),
    ("Familienzentrum oder Familienbildung", "123", "Dorthin gehen Familien, ohne ein Problem haben zu müssen."),
    ("Träger der freien Jugendhilfe", "", ""),
    ("Verein oder Initiative", "45", "Sport, Musik und Treffpunkte sind für viele Kinder der Ort, an dem sie dazugehören."),
    ("Politik", "", ""),
    ("Land oder Verband", "", ""),
    ("Sonstige", "", ""),
)
HANDLUNGSFELDER = (
    "Gesundheit", "Frühe Hilfen", "Bildung und Betreuung", "Beratung und Familie", "Materielle Sicherung",
    "Freizeit und Teilhabe", "Sprache und Integration", "Wohnen und Quartier", "Planung und Steuerung",
)  # fmt: skip


def vorwaerts(apps, schema_editor):
    for name in ("Gruppe", "Mitgliedschaft"):
        for zeile in apps.get_model("netzwerke", name).objects.all():
            zeile.schluessel = secrets.token_hex(6)
            zeile.save(update_fields=["schluessel"])
    Mitgliedsperson = apps.get_model("netzwerke", "Mitgliedsperson")
    for mitgliedschaft in apps.get_model("netzwerke", "Mitgliedschaft").objects.exclude(alter_name=""):
        Mitgliedsperson.objects.create(mitgliedschaft=mitgliedschaft, name=mitgliedschaft.alter_name)
    Einrichtungsart = apps.get_model("netzwerke", "Einrichtungsart")
    for position, (name, phasen, warum) in enumerate(ARTEN):
        Einrichtungsart.objects.create(name=name, position=position, phasen=phasen, warum=warum)
    for position, name in enumerate(HANDLUNGSFELDER):
        apps.get_model("netzwerke", "Handlungsfeld").objects.create(name=name, position=position)


class Migration(migrations.Migration):
    dependencies = [("netzwerke", "0002_netzwerk")]
    operations = [migrations.RunPython(vorwaerts, migrations.RunPython.noop)]
