"""The form of a section: fields of the profile and lists of entries, read from a content and written back into one.

Keys of entries come from us alone: one we do not know becomes a new entry.
"""

import hashlib

from django import forms

from kommunen import models as k
from kommunen.models.eintrag import neuer_schluessel
from kommunen.redaktion import inhalt as inhalte
from kommunen.redaktion.felder import EINTRAG_FORM, FELDER_FORM
from kommunen.redaktion.plan import PLAN, Art, Liste

HOECHSTENS = 100  # entries of a list


class Abschnittsformular:
    """All of one section: `felder` is a form or None, `listen` are (Liste, formset) pairs.

    `stand` is the content shown; `bekannte` are further contents whose entries' keys are ours (older versions); `weg` is the
    key of an entry that is being removed, whatever stands in it.
    """

    def __init__(self, *, kommune, art, stand, bekannte=(), data=None, files=None, weg=""):
        self.kommune, self.art, self.stand, self.weg = kommune, art, stand, weg
        self.bekannt = _eintraege([*bekannte, stand])
        plan = PLAN[art]
        felder = {feld: stand[feld] for feld in plan.felder}
        self.felder = FELDER_FORM[art](data, initial=felder) if plan.felder else None
        self.listen = [(liste, self._formset(liste, data, files)) for liste in plan.listen]

    def _formset(self, liste: Liste, data, files):
        klasse = EINTRAG_FORM[liste.name]
        eintraege = self.stand[liste.name] or [{"schluessel": neuer_schluessel()}]
        anfang = [{"schluessel": eintrag["schluessel"]} | klasse.anfang(eintrag) for eintrag in eintraege]
        machen = forms.formset_factory(klasse, extra=0, max_num=HOECHSTENS, absolute_max=max(HOECHSTENS, len(eintraege)) + 1)
        formset = machen(data, files, initial=anfang, prefix=liste.name)
        for form in formset.forms:
            form.vorher = self.bekannt.get(form["schluessel"].value(), {})
            if liste.name == "erfolge":
                form.fields["download"].choices = [("", "kein Dokument"), *self._dokumente()]
        return formset

    def _dokumente(self):
        if not hasattr(self, "_downloads"):
            abschnitt = k.Abschnitt.objects.filter(kommune=self.kommune, art=Art.DOWNLOADS)
            abschnitt = abschnitt.select_related("entwurf", "oeffentlich").first()
            neueste = abschnitt and abschnitt.neueste
            stand = neueste.inhalt if neueste else inhalte.aus_bestand(self.kommune, Art.DOWNLOADS)
            self._downloads = [(eintrag["schluessel"], eintrag["titel"]) for eintrag in stand["downloads"] if eintrag.get("titel")]
        return self._downloads

    @property
    def teile(self):
        """The single forms, in the order of the page."""
        return [*([self.felder] if self.felder else []), *(form for _, formset in self.listen for form in self._bleibende(formset))]

    def _bleibende(self, formset):
        return [form for form in formset.forms if not self.weg or form["schluessel"].value() != self.weg]

    @property
    def fehler(self):
        """(id of the field, words) for the summary on top of the page."""
        gefunden = []
        for name, form in self._benannt():
            gefunden += [("", f"{name}{text}") for text in form.non_field_errors()]
            for feld in form:
                ziel = feld.id_for_label or feld.auto_id
                gefunden += [(ziel, f"{name}{feld.label}: {text}") for text in feld.errors]
        for _, formset in self.listen:
            gefunden += [("", text) for text in formset.non_form_errors()]
        return gefunden

    def _benannt(self):
        if self.felder:
            yield "", self.felder
        for liste, formset in self.listen:
            for nummer, form in enumerate(formset.forms, start=1):
                yield f"{liste.einzahl} {nummer}, ", form

    def is_valid(self):
        gueltig = [form.is_valid() for form in self.teile]
        return all(gueltig) and all(formset.management_form.is_valid() for _, formset in self.listen)

    def dateien_ablegen(self, nutzer) -> bool:
        """Store what was uploaded, after everything else proved readable. False where a file is refused."""
        mit_datei = [form for form in self.teile if form.cleaned_data.get("neue_datei")]
        for form in mit_datei:
            form.ablegen(self.kommune, nutzer)
        return not any(form.errors for form in mit_datei)

    def inhalt(self, nutzer) -> dict:
        """The content as typed. Only after is_valid()."""
        ergebnis = dict(self.felder.cleaned_data) if self.felder else {}
        for liste, formset in self.listen:
            ergebnis[liste.name] = [self._eintrag(liste, form, nutzer) for form in self._bleibende(formset)]
        return ergebnis

    def _eintrag(self, liste, form, nutzer):
        genannt = form.cleaned_data["schluessel"]
        vorher = self.bekannt.get(genannt)
        if vorher is None:
            vorher = neuer_eintrag(liste, self._eigener_schluessel(genannt))
        return vorher | form.werte(self.kommune, nutzer)

    def _eigener_schluessel(self, genannt):
        """The same unknown key is the same new entry, but never an entry of somebody else."""
        return hashlib.sha256(f"{self.kommune.pk}:{self.art}:{genannt}".encode()).hexdigest()[:12]


def neuer_eintrag(liste: Liste, schluessel=None) -> dict:
    leer = inhalte.als_werte(liste, liste.modell())
    return leer | {"schluessel": schluessel or neuer_schluessel()}


def _eintraege(inhalt_liste) -> dict[str, dict]:
    """All entries by key; of several states of one the last counts."""
    return {
        eintrag["schluessel"]: eintrag
        for inhalt in inhalt_liste
        for wert in inhalt.values()
        if isinstance(wert, list)
        for eintrag in wert
    }
