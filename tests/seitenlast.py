"""Fills a database with Kommunen that each show a profile, a rich one (the demo's Lüneburg) among them, for the benchmark.

`python -m tests.seitenlast KOMMUNEN` prints the path of the rich one.
"""

import os
import sys
from io import StringIO

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "praeventionsketten.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 -- after Django is ready

from kommunen.models import Kommune, Profil  # noqa: E402
from statistik.models import Gebiet  # noqa: E402


def fuellen(kommunen: int, ab: int = 0) -> None:
    """So many Kommunen with a profile, spread over all Kreise, on top of what is there; numbered from `ab`."""
    kreise = list(Gebiet.objects.gueltig().kreise())
    orte = []
    for i in range(ab, ab + kommunen):
        kreis = kreise[i % len(kreise)]
        orte.append(
            Gebiet(
                ars=f"{kreis.ars}8{i:06}", ags=f"{kreis.ars}{i // len(kreise):03}", name=f"Ort {i}, Stadt", anzeigename=f"Ort {i}",
                typ="Stadt", ebene="gemeinde", parent=kreis,
            )
        )  # fmt: skip
    orte = Gebiet.objects.bulk_create(orte, batch_size=500)
    neue = Kommune.objects.bulk_create(
        [
            Kommune(
                name=f"Stadt Ort {i}", kurzname=f"Ort {i}", sortierung=f"ort {i:06}", slug=f"ort-{i}", gebiet=ort, is_published=True
            )
            for i, ort in enumerate(orte, ab)
        ],
        batch_size=500,
    )
    satz = "Alle Kinder wachsen gut auf, unabhängig vom Einkommen der Familie."
    Profil.objects.bulk_create([Profil(kommune=eine, is_published=True, kurztext=satz) for eine in neue], batch_size=500)


if __name__ == "__main__":
    call_command("loaddata", "gebiete", verbosity=0)
    call_command("demo", "--ohne-konten", stdout=StringIO())
    fuellen(int(sys.argv[1]) - Kommune.objects.count())
    sys.stdout.write(f"{Kommune.objects.get(slug='lueneburg').get_absolute_url()}\n")
