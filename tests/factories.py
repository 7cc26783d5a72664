"""Rows for tests, made with what a test does not care about filled in. A name in a test says what matters there."""

from itertools import count

from kommunen.models import Kennzahl, Kommune, Kontakt, Koordination, Profil
from konten.models import Nutzer
from netzwerke.models import Gruppe, Mitgliedschaft
from statistik.models import Gebiet

nummern = count(1)


def make_gebiet(**felder):
    nummer = next(nummern)
    name = felder.pop("name", f"Testkreis {nummer}")
    ars = felder.pop("ars", f"039{nummer % 100:02}" if nummer < 100 else f"{10000 + nummer}")
    felder = {"ags": ars[:5] + ars[9:], "typ": "Landkreis", "ebene": Gebiet.Ebene.KREIS, "sortierung": name.lower()} | felder
    return Gebiet.objects.create(ars=ars, name=name, anzeigename=felder.pop("anzeigename", f"{felder['typ']} {name}"), **felder)


def make_kommune(*, profil=True, **felder):
    """A public Kommune with a published profile; `profil=False` leaves it out, a dict sets its fields."""
    nummer = next(nummern)
    name = felder.pop("name", f"Landkreis Test {nummer}")
    gebiet = felder.pop("gebiet", None) or make_gebiet()
    felder = {"is_published": True, "slug": f"test-{nummer}", "kurzname": name, "sortierung": name.lower()} | felder
    kommune = Kommune.objects.create(name=name, gebiet=gebiet, **felder)
    if profil:
        Profil.objects.create(kommune=kommune, **({"is_published": True} | (profil if isinstance(profil, dict) else {})))
    return kommune


def make_nutzer(*, coordinates=(), **felder):
    nutzer = Nutzer.objects.create_user(felder.pop("email", f"person{next(nummern)}@example.org"), **felder)
    for kommune in coordinates:
        Koordination.objects.create(nutzer=nutzer, kommune=kommune)
    return nutzer


def make_kennzahl(kommune, art, wert, **felder):
    einheit = "prozent" if art in ("sgb2_quote_u10", "anteil_u10") else "personen"
    return Kennzahl.objects.create(kommune=kommune, art=art, wert=wert, **({"einheit": einheit} | felder))


def make_kontakt(kommune, **felder):
    return Kontakt.objects.create(kommune=kommune, **({"funktionen": "Koordination"} | felder))


def make_gruppe(kommune, *funktionen, **felder):
    """A group with one membership for each function; a function may be a dict of fields."""
    gruppe = Gruppe.objects.create(kommune=kommune, **({"art": "steuerung", "name": "Steuerungsgruppe"} | felder))
    for position, funktion in enumerate(funktionen):
        angaben = funktion if isinstance(funktion, dict) else {"funktion": funktion}
        Mitgliedschaft.objects.create(gruppe=gruppe, position=position, **angaben)
    return gruppe
