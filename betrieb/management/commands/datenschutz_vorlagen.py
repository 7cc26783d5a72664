from pathlib import Path

from django.core.management.base import BaseCommand
from django.template.loader import render_to_string

from betrieb.personen.register import Eintrag, register


class Command(BaseCommand):
    help = "Schreibt Löschkonzept und Verzeichnis der Verarbeitungstätigkeiten, als Vorlagen, aus dem Register der Felder."

    def add_arguments(self, parser):
        parser.add_argument("ordner", type=Path, nargs="?", default=Path("docs/betrieb/vorlagen"), help="wohin")

    def handle(self, *args, ordner, **options):
        ordner.mkdir(parents=True, exist_ok=True)
        eintraege = [eintrag for eintrag in register().values() if eintrag.person]
        zeilen = [{"was": e.was or e.modell._meta.verbose_name_plural, "eintrag": e, "felder": _titel(e)} for e in eintraege]
        for name in ("loeschkonzept", "verarbeitungsverzeichnis"):
            text = render_to_string(f"betrieb/{name}.md", {"zeilen": zeilen})
            (ordner / f"{name}.md").write_text(text, encoding="utf-8")
            self.stdout.write(f"Geschrieben: {ordner / f'{name}.md'}")


def _titel(eintrag: Eintrag) -> str:
    felder = {feld.attname: str(feld.verbose_name) for feld in eintrag.modell._meta.concrete_fields}
    return ", ".join(felder[name] for name in eintrag.person)
