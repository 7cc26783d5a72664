from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from kommunen.leser import LeseFehler, lesen, text_aus_bytes
from kommunen.leser.eingabe import GROESSTE_EINGABE
from kommunen.models import Einlesung, Kommune
from kommunen.uebernahme import UebernahmeFehler
from praeventionsketten.actions import als_entwurf_uebernehmen
from statistik.models import Gebiet


class Command(BaseCommand):
    help = "Liest alte Profiltexte ein und legt je Datei einen Entwurf an. Veröffentlicht wird nichts."

    def add_arguments(self, parser):
        parser.add_argument("dateien", nargs="+", type=Path, metavar="DATEI")
        parser.add_argument("--nur-zeigen", action="store_true", help="nur zeigen, was erkannt wird; nichts speichern")

    def handle(self, *args, dateien, nur_zeigen, **options):
        gescheitert = 0
        for datei in dateien:
            self.stdout.write(self.style.MIGRATE_HEADING(f"\n{datei}"))
            try:
                self._datei(datei, nur_zeigen=nur_zeigen)
            except (LeseFehler, UebernahmeFehler, OSError) as fehler:
                gescheitert += 1
                grund = f"Die Datei lässt sich nicht öffnen: {fehler.strerror}." if isinstance(fehler, OSError) else str(fehler)
                self.stderr.write(self.style.ERROR(f"  {grund}"))
        if gescheitert:
            raise CommandError(f"{gescheitert} von {len(dateien)} Dateien nicht eingelesen.")

    def _datei(self, datei, *, nur_zeigen):
        with datei.open("rb") as offen:
            text = text_aus_bytes(offen.read(GROESSTE_EINGABE + 1))
        lesung = lesen(text)
        self._zeigen(lesung)
        if nur_zeigen:
            return
        gebiet = self._gebiet(lesung.name)
        einlesung = Einlesung.objects.create(text=text, herkunft=datei.name[:200])
        kommune = als_entwurf_uebernehmen(
            einlesung=einlesung,
            lesung=lesung,
            kommune=Kommune.objects.filter(gebiet=gebiet).first(),
            gebiet=gebiet,
        )
        self.stdout.write(self.style.SUCCESS(f"  Entwurf für {kommune} angelegt: {kommune.get_absolute_url()}"))

    def _gebiet(self, name):
        gebiete = list(Gebiet.objects.genannt(name)) if name else []
        if len(gebiete) != 1:
            moeglich = ", ".join(map(str, gebiete)) or "keins"
            raise UebernahmeFehler(
                f"„{name}“ lässt sich keinem Gebiet eindeutig zuordnen (möglich: {moeglich}). Bitte beginnen Sie den Text mit dem "
                "vollen Namen, zum Beispiel „Landkreis Lüneburg“, oder lesen Sie ihn im Portal unter /profil-einlesen/ ein."
            )
        return gebiete[0]

    def _zeigen(self, lesung):
        schreiben = self.stdout.write
        schreiben(f"  {lesung.name or 'ohne Namen'}: {len(lesung.orte)} Zeilen zugeordnet, {len(lesung.nicht_zugeordnet)} nicht")
        for figur in lesung.kennzahlen:
            wann, woher = figur.zeitangabe or "ohne Stichtag", figur.quelle or "ohne Quellenangabe"
            schreiben(f"    {figur.art}: {figur.naeherung} {figur.wert} {figur.einheit} ({wann}, {woher})".replace(":  ", ": "))
        for gruppe in lesung.gruppen:
            stand = f" ({gruppe.planungsstand})" if gruppe.planungsstand else ""
            schreiben(f"    {gruppe.name}: {len(gruppe.mitglieder)} Mitglieder{stand}")
        for zeile in lesung.nicht_zugeordnet:
            schreiben(self.style.WARNING(f"    nicht zugeordnet, Zeile {zeile.nr}: {zeile.text.strip()}"))
        for hinweis in lesung.hinweise:
            schreiben(f"    Hinweis: {hinweis}")
