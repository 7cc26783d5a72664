"""One measured import, in a process of its own so that its memory can be told: `python -m tests.statistikbench FILE`.

Prints JSON: seconds of the whole way (read, check, preview, write), of bare writing of the same clean rows, and of the same
figures delivered again; peak of resident memory in megabytes, the reading process included.
"""

import json
import os
import shutil
import sys
import threading
import time
from pathlib import Path

import django


def speicher() -> float:
    """Resident megabytes of this process and its children together (proc(5), VmRSS)."""
    summe = 0
    for pid in ["self", *Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]:
        try:
            zeilen = Path(f"/proc/{pid}/status").read_text().splitlines()
        except OSError:
            continue
        summe += next((int(zeile.split()[1]) for zeile in zeilen if zeile.startswith("VmRSS")), 0)
    return summe / 1024


def hoechster_speicher(arbeit):
    """(what the work returns, peak of memory while it ran)."""
    ende, gemessen = threading.Event(), [0.0]

    def wachen():
        while not ende.wait(0.02):
            gemessen[0] = max(gemessen[0], speicher())

    wache = threading.Thread(target=wachen)
    wache.start()
    try:
        return arbeit(), gemessen[0]
    finally:
        ende.set()
        wache.join()


def einlesen(pfad):
    """Seconds from the file to figures that stand."""
    from django.core.files import File

    from statistik import actions

    beginn = time.perf_counter()
    with pfad.open("rb") as strom:
        lieferung = actions.annehmen(File(strom, name=pfad.name))
    actions.uebernehmen(lieferung)
    return time.perf_counter() - beginn


def blank():
    """Seconds to write the rows that stand now once more into the emptied table, ready as the database takes them."""
    from django.db import connection, transaction

    from statistik import schreiben
    from statistik.models import Messwert

    spalten = ", ".join(schreiben.SPALTEN)
    lesen = f"SELECT {spalten} FROM statistik_messwert ORDER BY id"  # noqa: S608 -- names of our own columns
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY ({lesen}) TO STDOUT") as strom:
                text = b"".join(bytes(stueck) for stueck in strom)
        else:
            cursor.execute(lesen)
            zeilen = cursor.fetchall()
    Messwert.objects.all().delete()
    beginn = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY statistik_messwert ({spalten}) FROM STDIN") as strom:
                strom.write(text)
        else:
            platz = ", ".join(["%s"] * len(schreiben.SPALTEN))
            cursor.executemany(f"INSERT INTO statistik_messwert ({spalten}) VALUES ({platz})", zeilen)  # noqa: S608
    return time.perf_counter() - beginn


def schlicht(anzahl=2000):
    """Seconds for each row of a plain django-import-export import, as the admin runs it: dry run, then the import."""
    import tablib
    from import_export import fields, resources, widgets

    from statistik.models import Gebiet, Herkunft, Indikator, Messwert

    class MesswertResource(resources.ModelResource):
        gebiet = fields.Field("gebiet", "gebiet", widgets.ForeignKeyWidget(Gebiet, "ags"))
        indikator = fields.Field("indikator", "indikator", widgets.ForeignKeyWidget(Indikator, "kennung"))
        herkunft = fields.Field("herkunft", "herkunft", widgets.ForeignKeyWidget(Herkunft))

        class Meta:
            model = Messwert
            import_id_fields = ("gebiet", "indikator", "stichtag")
            fields = ("gebiet", "indikator", "stichtag", "wert", "herkunft")

    herkunft = Herkunft.objects.first().pk
    ags = Gebiet.objects.filter(ebene="gemeinde").values_list("ags", flat=True)[:anzahl]
    kopf = ["gebiet", "indikator", "stichtag", "wert", "herkunft"]
    daten = tablib.Dataset(*((a, "kinder_u18", "2001-12-31", 5, herkunft) for a in ags), headers=kopf)
    beginn = time.perf_counter()
    for probe in (True, False):
        MesswertResource().import_data(daten, dry_run=probe, raise_errors=True)
    return (time.perf_counter() - beginn) / len(daten)


def main(pfad: Path) -> None:
    from statistik.models import Messwert

    ganz, megabyte = hoechster_speicher(lambda: einlesen(pfad))
    zeilen = Messwert.objects.count()
    nochmal = pfad.with_name("nochmal.csv")
    shutil.copy(pfad, nochmal)
    with nochmal.open("ab") as strom:
        strom.write(b"\r\n")  # the same figures as another file
    wieder, megabyte_wieder = hoechster_speicher(lambda: einlesen(nochmal))
    assert Messwert.objects.count() == zeilen
    je_zeile = schlicht()
    Messwert.objects.filter(indikator__kennung="kinder_u18").delete()
    zeiten = {"ganz": ganz, "blank": blank(), "wieder": wieder, "je_zeile": je_zeile}
    sys.stdout.write(json.dumps(zeiten | {"zeilen": zeilen, "megabyte": max(megabyte, megabyte_wieder)}))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "praeventionsketten.settings")
    django.setup()
    main(Path(sys.argv[1]))
