"""Two papers, told anew after real ones: a report that goes through four stations, and a decision with its costs and phases.

A third is an example, and says so: what a paper looks like that decides a measure.
"""

from django.conf import settings

from gremien.actions import vorlage_uebernehmen
from gremien.leser import lesen
from gremien.models import Vorlage
from kommunen.models import Kommune

VORLAGEN = {
    "luechow-dannenberg": ("luechow-dannenberg_2018-053.txt", {"bericht_an": "die Gremien", "bericht_rhythmus": "regelmäßig"}),
    "lueneburg": ("lueneburg_2019-03-20.txt", {}),
    "gifhorn": ("gifhorn_beispiel.txt", {"bericht_an": "Jugendhilfeausschuss", "bericht_rhythmus": "einmal im Jahr"}),
}


def gremien_laden() -> None:
    """What is there stays as it is."""
    for slug, (datei, dazu) in VORLAGEN.items():
        kommune = Kommune.objects.get(slug=slug)
        if kommune.vorlagen.exists():
            continue
        text = (settings.BASE_DIR / "fixtures" / "demo" / "vorlagen" / datei).read_text(encoding="utf-8")
        vorlage = vorlage_uebernehmen(kommune=kommune, gelesen=lesen(text), kennung=f"demo-{slug}")
        Vorlage.objects.filter(pk=vorlage.pk).update(is_public=True, **dazu)
