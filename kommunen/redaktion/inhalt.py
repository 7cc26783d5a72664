"""A section's content as plain values, as JSON keeps it, and back into rows.

{"ziele": "…", "projektbausteine": [{"schluessel": "3f0c…", "nummer": 1, "titel": "…"}]}; days and times in ISO form, decimal
numbers as text, another row by its key.
"""

from django.db import models

from kommunen import models as k
from kommunen.redaktion.plan import PLAN, Liste


def leer(art) -> dict:
    """The content of a section in which nothing stands yet."""
    plan = PLAN[art]
    felder = {feld: k.Profil._meta.get_field(feld).get_default() for feld in plan.felder}
    return felder | {liste.name: [] for liste in plan.listen}


def aus_bestand(kommune, art) -> dict:
    """What the rows of the public page hold; one query for each list."""
    plan = PLAN[art]
    profil = (plan.felder and k.Profil.objects.filter(kommune=kommune).first()) or k.Profil()
    felder = {feld: getattr(profil, feld) for feld in plan.felder}
    return felder | {liste.name: [als_werte(liste, zeile) for zeile in _bestand(kommune, liste)] for liste in plan.listen}


def _bestand(kommune, liste: Liste):
    zeilen = getattr(kommune, liste.name).select_related(*liste.verweise)
    return zeilen.filter(is_published=True) if liste.modell in (k.Termin, k.Meldung) else zeilen


def als_werte(liste: Liste, zeile) -> dict:
    werte = {"schluessel": zeile.schluessel}
    for name in liste.felder:
        wert = getattr(zeile, name)
        if name in liste.verweise:
            werte[name] = wert.schluessel if wert else None
        else:
            werte[name] = wert if wert is None or isinstance(wert, (bool, int, str)) else _geschrieben(liste.modell, name, wert)
    return werte


def _geschrieben(modell, name, wert):
    feld = modell._meta.get_field(name)
    if isinstance(feld, models.DecimalField):
        return f"{feld.to_python(wert):.{feld.decimal_places}f}"  # as a database would say it
    return feld.value_to_string(modell(**{name: wert}))


def zeilen(kommune, liste: Liste, eintraege: list[dict], ziele: dict[str, models.Model]) -> list[models.Model]:
    """Rows that are not saved, in their order. `ziele` are the rows that can be referred to, by key."""
    return [
        liste.modell(kommune=kommune, schluessel=eintrag["schluessel"], position=position, **felder(liste, eintrag, ziele))
        for position, eintrag in enumerate(eintraege)
    ]


def felder(liste: Liste, eintrag: dict, ziele: dict[str, models.Model]) -> dict:
    """The values of an entry as a model takes them. A key that leads nowhere is an empty reference."""
    werte = {}
    for name in liste.felder:
        feld = liste.modell._meta.get_field(name)
        if name not in eintrag:
            werte[name] = feld.get_default()
        elif name in liste.verweise:
            werte[name] = ziele.get(eintrag[name])
        else:
            werte[name] = feld.to_python(eintrag[name])
    return werte


def wortlaut(inhalt: dict) -> str:
    """All words of a content, one value a line, to be searched."""
    werte = []
    for wert in inhalt.values():
        teile = [teil for eintrag in wert for teil in list(eintrag.values())[1:]] if isinstance(wert, list) else [wert]
        werte += [teil for teil in teile if isinstance(teil, str) and teil]
    return "\n".join(werte)


def ohne_tote_verweise(inhalt: dict, bestand: dict) -> dict:
    """The same content as the rows can say it: a reference to a row that is gone, or not yet public, is empty there."""
    bereinigt = dict(inhalt)
    for name, eintraege in inhalt.items():
        if not isinstance(eintraege, list):
            continue
        zeilen_jetzt = {zeile["schluessel"]: zeile for zeile in bestand[name]}
        bereinigt[name] = [
            eintrag
            | {
                feld: None
                for feld in ("download", "datei")
                if feld in eintrag and zeilen_jetzt.get(eintrag["schluessel"], {}).get(feld) is None
            }
            for eintrag in eintraege
        ]
    return bereinigt


def geordnet(art, inhalt: dict) -> dict:
    """The content with lists whose order means nothing in the order of their keys, to be compared."""
    ohne_ordnung = {liste.name for liste in PLAN[art].listen if not liste.laesst_sich_ordnen}
    sortiert = {name: sorted(inhalt[name], key=lambda eintrag: eintrag["schluessel"]) for name in ohne_ordnung}
    return inhalt | sortiert
