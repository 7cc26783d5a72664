"""Every entry gets a key of its own; files and names of persons move to where they belong now."""

import hashlib
import secrets

from django.db import migrations

LISTEN = ("download", "erfolg", "kennzahl", "kontakt", "meldung", "projektbaustein", "termin")


def vorwaerts(apps, schema_editor):
    for name in LISTEN:
        for zeile in apps.get_model("kommunen", name).objects.all():
            zeile.schluessel = secrets.token_hex(6)
            zeile.save(update_fields=["schluessel"])
    Datei = apps.get_model("kommunen", "Datei")
    for download in apps.get_model("kommunen", "Download").objects.exclude(alte_datei=""):
        inhalt = download.alte_datei.read()
        download.datei, _ = Datei.objects.get_or_create(
            kommune=download.kommune,
            sha256=hashlib.sha256(inhalt).hexdigest(),
            defaults={
                "schluessel": secrets.token_hex(6),
                "datei": download.alte_datei.name,
                "typ": (download.typ or download.alte_datei.name.rpartition(".")[2])[:5].lower(),
                "groesse": len(inhalt),
            },
        )
        download.save(update_fields=["datei"])
    Ansprechperson = apps.get_model("kommunen", "Ansprechperson")
    for kontakt in apps.get_model("kommunen", "Kontakt").objects.all():
        if kontakt.person or kontakt.person_email:
            Ansprechperson.objects.create(
                kommune=kontakt.kommune, kontakt=kontakt.schluessel, name=kontakt.person, email=kontakt.person_email
            )
    Termin = apps.get_model("kommunen", "Termin")
    for termin in Termin.objects.filter(is_published=True):
        from django.utils import timezone

        termin.veroeffentlicht_am = termin.geaendert_am = timezone.now()
        termin.save(update_fields=["veroeffentlicht_am", "geaendert_am"])


class Migration(migrations.Migration):
    dependencies = [("kommunen", "0002_redaktion")]
    operations = [migrations.RunPython(vorwaerts, migrations.RunPython.noop)]
