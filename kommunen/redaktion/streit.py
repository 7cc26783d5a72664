"""Puts both texts of a dispute into the form: mine in the field, the other one beside it."""

from dataclasses import dataclass

from kommunen.redaktion.verschmelzen import Streit


@dataclass(frozen=True)
class Anderer:
    """What somebody else saved in the meantime. `wert` is what the field would take."""

    wert: str


def streit_zeigen(formular, streit: tuple[Streit, ...]) -> None:
    """Mark fields and entries of an Abschnittsformular; the marks are read by templates/redaktion."""
    orte = {eintrag.pfad: eintrag for eintrag in streit}
    if formular.felder:
        _felder(formular.felder, (), orte)
    for liste, formset in formular.listen:
        for form in formset.forms:
            schluessel = form.initial["schluessel"]
            _felder(form, (liste.name, schluessel), orte)
            if eintrag := orte.get((liste.name, schluessel)):
                form.entfernt_von = "mir" if eintrag.meine is None else "anderen"


def _felder(form, anfang, orte):
    ihre = {pfad[-1]: eintrag.ihre for pfad, eintrag in orte.items() if pfad[:-1] == anfang and len(pfad) == len(anfang) + 1}
    if not ihre:
        return
    anders = form.anfang(dict(form.vorher) | ihre) if hasattr(form, "anfang") else ihre
    for name in form.fields:
        if name in ihre and anders[name] != form.initial.get(name):  # of a pair only what differs
            wert = anders[name]
            form[name].streit = Anderer("" if wert is None else wert)
