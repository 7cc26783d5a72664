from netzwerke.models import Einrichtung, Einrichtungsart, Handlungsfeld
from netzwerke.models.einrichtung import sortierung
from statistik.models import Gebiet


def einrichtung_anlegen(kommune, eintrag, obere=None):
    einrichtung = Einrichtung.objects.create(
        kommune=kommune,
        name=eintrag["name"],
        sortierung=sortierung(eintrag["name"]),
        weitere_namen="\n".join(eintrag.get("weitere_namen", [])),
        art=Einrichtungsart.objects.get(name=eintrag["art"]),
        traeger=eintrag.get("traeger", ""),
        obere=obere,
        gebiet=Gebiet.objects.gueltig().get(ars=eintrag["gebiet"]) if "gebiet" in eintrag else None,
        phasen=eintrag["phasen"],
        email=eintrag.get("email", ""),
        is_public=True,
    )
    einrichtung.handlungsfelder.set(Handlungsfeld.objects.filter(name__in=eintrag["felder"]))
    return einrichtung
