from pathlib import Path

import yaml
from django.db import migrations
from django.utils import timezone

DATEI = Path(__file__).resolve().parents[2] / "fixtures" / "instrument" / "portalfassung-1.0.yaml"


def laden(apps, schema_editor):
    """The portal's own version is there from the start; published versions never change, so neither does the file."""
    inhalt = yaml.safe_load(DATEI.read_text(encoding="utf-8"))
    apps.get_model("kooperation", "Instrument").objects.get_or_create(
        kennung=inhalt["kennung"],
        defaults={"fassung": inhalt["fassung"], "inhalt": inhalt, "veroeffentlicht_am": timezone.now()},
    )


class Migration(migrations.Migration):
    dependencies = [("kooperation", "0001_initial")]

    operations = [migrations.RunPython(laden, migrations.RunPython.noop)]
