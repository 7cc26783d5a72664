import json
from pathlib import Path

from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from statistik import actions, eingang
from statistik.bericht import bericht, worte

SCHRITTE = {"lesen": "liest", "prüfen": "prüft", "vergleichen": "vergleicht", "schreiben": "schreibt"}


class Command(BaseCommand):
    help = (
        "Liest Statistikdateien ein: GENESIS, Regionaldatenbank, Vorlage des Portals, bekannte Tabellen. "
        "Jede Datei ganz oder gar nicht. "
        "Was ein Mensch entscheiden muss, bleibt zur Prüfung in der Verwaltung liegen."
    )

    def add_arguments(self, parser):
        parser.add_argument("dateien", nargs="+", type=Path, metavar="DATEI")
        parser.add_argument("--probe", action="store_true", help="nur prüfen und berichten, nichts schreiben")
        parser.add_argument("--json", action="store_true", help="den Bericht als JSON ausgeben")

    def handle(self, *args, dateien, probe, **options):
        berichte = []
        with tqdm(total=len(dateien) * len(SCHRITTE), unit=" Schritte", file=self.stderr, leave=False) as balken:
            for datei in dateien:
                balken.set_description(datei.name[:40])
                berichte.append(self._eine(datei, probe, balken))
                balken.n = len(berichte) * len(SCHRITTE)
                balken.refresh()
        if options["json"]:
            self.stdout.write(json.dumps(berichte, ensure_ascii=False, indent=1))
        else:
            for einer in berichte:
                self.stdout.write(worte(einer))
        offen = [einer["datei"] for einer in berichte if einer["ergebnis"] in ("abgelehnt", "offen")]
        if offen:
            raise CommandError(f"Nicht übernommen: {', '.join(offen)}.")

    def _eine(self, datei, probe, balken):
        def schritt(name):
            balken.set_postfix_str(SCHRITTE[name])
            balken.update()

        try:
            with datei.open("rb") as strom:
                return self._lesen(File(strom, name=datei.name), probe, schritt)
        except OSError as fehler:
            return {"datei": datei.name, "ergebnis": "abgelehnt", "grund": f"Die Datei lässt sich nicht öffnen: {fehler.strerror}."}
        except eingang.LieferungFehler as fehler:
            return {"datei": datei.name, "ergebnis": "abgelehnt", "grund": str(fehler)}

    def _lesen(self, datei, probe, schritt):
        if probe:
            lieferung, pruefung = actions.probe(datei, schritt=schritt)
            return bericht(lieferung, pruefung) | {"ergebnis": "probe"}
        lieferung = eingang.schon_da(datei)
        if lieferung and not lieferung.ist_offen:
            return bericht(lieferung, None) | {"ergebnis": "schon da"}
        # one that is there: an earlier run was interrupted, or somebody has decided meanwhile
        weiter = actions.neu_pruefen(lieferung) if lieferung else actions.annehmen(datei, als="Kommandozeile", schritt=schritt)
        return self._uebernehmen(weiter, schritt)

    def _uebernehmen(self, lieferung, schritt):
        ergebnis = bericht(lieferung, actions.pruefung(lieferung) if lieferung.pruefung else None)
        if not lieferung.pruefung or lieferung.summen["abgelehnt"]:
            return ergebnis | {"ergebnis": "offen"}
        try:
            actions.uebernehmen(lieferung, schritt=schritt)
        except eingang.LieferungFehler as fehler:
            return ergebnis | {"ergebnis": "offen", "grund": str(fehler)}
        return ergebnis | {"ergebnis": "uebernommen"}
