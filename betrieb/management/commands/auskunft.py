import json

from django.core.management.base import BaseCommand, CommandError

from betrieb.personen.register import register
from betrieb.personen.suche import Fund, Gesucht, SucheFehler, suchen, titel_von
from kern.models import Vermerk, vermerken


class Command(BaseCommand):
    help = "Auskunft nach Art. 15 DSGVO: alles, was das Portal über einen Menschen weiß, zum Weitergeben."

    def add_arguments(self, parser):
        parser.add_argument("--email", default="", help="E-Mail-Adresse")
        parser.add_argument("--name", default="", help="Vor- und Nachname")
        parser.add_argument("--json", action="store_true", help="maschinenlesbar (Art. 20 DSGVO)")

    def handle(self, *args, email, name, **options):
        try:
            fund = suchen(Gesucht(email.strip().lower(), " ".join(name.split())))
        except SucheFehler as fehler:
            raise CommandError(str(fehler)) from fehler
        vermerken(Vermerk.Art.EXPORT, f"Auskunft über eine Person, {len(fund.zeilen)} Einträge")
        self.stdout.write(
            json.dumps(als_daten(fund), ensure_ascii=False, indent=2, default=str) if options["json"] else als_brief(fund)
        )


def als_daten(fund: Fund) -> dict:
    return {
        "eintraege": [{"tabelle": zeile.tabelle, **zeile.angaben} for zeile in fund.zeilen],
        "texte": [
            {"tabelle": stelle.objekt._meta.label, "nummer": stelle.objekt.pk, "feld": stelle.spalte, "stelle": stelle.ausschnitt}
            for stelle in fund.stellen
        ],
        "dateien": [titel_von(datei) for datei in fund.dateien],
        "nicht_durchsucht": [titel_von(datei) for datei in fund.undurchsucht],
    }


def als_brief(fund: Fund) -> str:
    zeilen = ["Was das Portal über Sie gespeichert hat", ""]
    for zeile in fund.zeilen:
        eintrag = register()[zeile.tabelle]
        zeilen += [
            f"{zeile.objekt._meta.verbose_name}",
            f"  Wozu: {eintrag.wozu}",
            f"  Grundlage: {eintrag.grundlage}",
            f"  Wie lange: {eintrag.frist}",
        ]
        for name, wert in zeile.angaben.items():
            feld = next(feld for feld in zeile.objekt._meta.concrete_fields if feld.attname == name)
            zeilen.append(f"  {feld.verbose_name}: {wert}")
        zeilen.append("")
    zeilen += [f"Texte, in denen Sie genannt sind: {len(fund.stellen) or 'keine'}"]
    zeilen += [
        f"  {stelle.objekt._meta.verbose_name} {stelle.objekt.pk}, {stelle.spalte}: … {stelle.ausschnitt} …"
        for stelle in fund.stellen
    ]
    zeilen += ["", f"Dokumente, in denen Sie genannt sind: {len(fund.dateien) or 'keine'}"]
    zeilen += [f"  {titel_von(datei)}" for datei in fund.dateien]
    if fund.undurchsucht:
        zeilen += ["", f"Bilder und Dateien, die sich nicht durchsuchen lassen, bitte selbst ansehen: {len(fund.undurchsucht)}"]
        zeilen += [f"  {titel_von(datei)}" for datei in fund.undurchsucht]
    return "\n".join(zeilen)
