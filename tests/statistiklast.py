"""Fills the portal's database with areas, and writes a delivery for all of them: for the benchmark and the kill test.

`python -m tests.statistiklast GEMEINDEN JAHRE FILE`
"""

import os
import random
import sys

import django


def fuellen(gemeinden: int) -> None:
    """A Land with 45 Kreise and so many Gemeinden, each with the keys of its level."""
    from statistik.models import Gebiet

    land = Gebiet.objects.create(ars="03", ags="03", name="Niedersachsen", anzeigename="Niedersachsen", typ="Land", ebene="land")
    Gebiet.objects.bulk_create(
        Gebiet(ars=nr, ags=nr, name=f"Kreis {nr}", anzeigename=f"Landkreis {nr}", typ="Landkreis", ebene="kreis", parent=land)
        for nr in (f"03{100 + i}" for i in range(45))
    )
    kreise = list(Gebiet.objects.kreise().order_by("pk"))
    Gebiet.objects.bulk_create(
        [
            Gebiet(
                ars=f"{kreise[i % 45].ars}{i // 45:07}", ags=f"{kreise[i % 45].ags}{i // 45:03}", name=f"Ort {i}",
                anzeigename=f"Gemeinde Ort {i}", typ="Gemeinde", ebene="gemeinde", parent=kreise[i % 45],
            )
            for i in range(gemeinden)
        ],
        batch_size=1000,
    )  # fmt: skip


def lieferung(jahre: int, samen: int = 1):
    """Lines of the portal's template: five Indikatoren for every Gemeinde and year, plausible and all different."""
    from statistik.models import Gebiet

    zufall = random.Random(samen)
    yield "ags;stichtag;indikator;wert;einheit;status;quelle;tabelle;stand"
    for ags in Gebiet.objects.filter(ebene="gemeinde").order_by("pk").values_list("ags", flat=True):
        einwohner = zufall.randint(1500, 60_000)
        for jahr in range(2022 - jahre, 2022):  # before the days of two censuses
            einwohner = int(einwohner * zufall.uniform(0.98, 1.02))
            u10, u15 = int(einwohner * 0.09), int(einwohner * 0.14)
            arm = int(u15 * zufall.uniform(0.115, 0.125)) + 10
            quote = f"{100 * arm / u15:.2f}".replace(".", ",")
            werte = (("einwohner", einwohner), ("kinder_u10", u10), ("kinder_u15", u15), ("sgb2_kinder_u15", arm))
            for kennung, wert in werte:
                yield f"{ags};31.12.{jahr};{kennung};{wert};Personen;endgültig;Landesamt;A100001G;2024-05-01"
            yield f"{ags};31.12.{jahr};sgb2_quote_u15;{quote};Prozent;endgültig;Landesamt;A100001G;2024-05-01"


def main(gemeinden: str, jahre: str, ziel: str) -> None:
    from django.core.management import call_command

    call_command("loaddata", "statistik", verbosity=0)
    fuellen(int(gemeinden))
    with open(ziel, "w", encoding="utf-8-sig", newline="") as datei:
        datei.writelines(f"{zeile}\r\n" for zeile in lieferung(int(jahre)))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "praeventionsketten.settings")
    django.setup()
    main(*sys.argv[1:])
