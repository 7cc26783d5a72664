"""Fills a database for the benchmark of the figures: a share for 11,000 areas, with the Kreise and the Land. A module of its own.

Prints the queries of the page, counted in this process.
"""

import json
import sys
from datetime import date

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from statistik.models import Gebiet, Herkunft, Indikator, Lieferung, Messwert  # noqa: E402
from tests.statistiklast import fuellen  # noqa: E402

TAGE = [date(jahr, 12, 31) for jahr in range(2017, 2021)]


def main(gemeinden: str) -> None:
    call_command("loaddata", "statistik", verbosity=0)
    fuellen(int(gemeinden))
    lieferung = Lieferung.objects.create(dateiname="x", groesse=1, sha256="x", zustand="uebernommen", lizenz="dl-de/by-2-0")
    herkunft = Herkunft.objects.create(lieferung=lieferung, quelle="Landesamt")
    indikator = Indikator.objects.get(kennung="sgb2_quote_u15")
    gebiete = Gebiet.objects.gueltig().values_list("pk", flat=True)
    werte = (
        Messwert(indikator=indikator, gebiet_id=pk, stichtag=tag, wert=5 + (pk * 7 + tag.year) % 200 / 10, herkunft=herkunft)
        for tag in TAGE
        for pk in gebiete
    )
    Messwert.objects.bulk_create(werte, batch_size=5000)
    client = Client(headers={"host": "127.0.0.1"})
    client.get("/daten/sgb2_quote_u15/")
    with CaptureQueriesContext(connection) as gezaehlt:
        client.get("/daten/sgb2_quote_u15/")
    sys.stdout.write(json.dumps({"abfragen": len(gezaehlt), "werte": Messwert.objects.count()}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
