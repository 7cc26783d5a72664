"""A round, and who is asked."""

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import timedelta

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from kern.formulare import KernFormular, MailFeld
from kommunen.redaktion.felder import KEINE_EINZELNEN, Schluesselfeld, Text, tag
from kooperation.actions.erhebung import Eingeladen, ErhebungFehler, Plan, pruefen
from kooperation.models import Erhebung, Instrument
from netzwerke.models import Einrichtung, Gruppe

DAUER = timedelta(weeks=3)
LAENGSTENS = timedelta(days=92)
SPAETESTENS = timedelta(days=92)  # until then its Einrichtungen are not free for anybody else
TRENNER = re.compile(r"[\s,;]+")
ADRESSE = "Bitte geben Sie die Adresse an, zum Beispiel kita@example.org. Mehrere trennen Sie mit einem Komma."


@dataclass(frozen=True)
class Zeile:
    """One Einrichtung in the list: asked or not, at which addresses, and what is wrong with them. `belegt`: why not now."""

    einrichtung: Einrichtung
    belegt: str
    gefragt: bool
    adressen: str
    fehler: list[str]


def adressen_lesen(text: str) -> list[str]:
    """One or several addresses. Raises ValidationError."""
    adressen = [stueck for stueck in TRENNER.split(text) if stueck]
    if not adressen:
        raise ValidationError(ADRESSE)
    for adresse in adressen:
        try:
            MailFeld().clean(adresse)
        except ValidationError as fehler:
            raise ValidationError(f"„{adresse[:60]}“ ist keine vollständige Adresse. {ADRESSE}") from fehler
    return adressen


class EingeladeneForm(KernFormular, forms.Form):
    """Which Einrichtungen are asked, each at one address or several."""

    nennt_optionales = False
    wer = forms.ModelMultipleChoiceField(
        Einrichtung.objects.none(), label="Einrichtungen", error_messages={"required": "Bitte wählen Sie, wer gefragt wird."}
    )

    def __init__(self, *args, kommune, einrichtungen, belegt, **kwargs):
        super().__init__(*args, **kwargs)
        self.kommune, self.belegt = kommune, belegt
        self.initial["wer"] = [pk for pk in self.initial.get("wer", ()) if pk not in belegt]
        self.fields["wer"].queryset = einrichtungen
        self.einrichtungen = list(einrichtungen)
        for einrichtung in self.einrichtungen:
            self.fields[f"email_{einrichtung.pk}"] = forms.CharField(
                label=f"Adresse von {einrichtung}", max_length=2000, required=False, initial=einrichtung.email
            )

    def zeilen(self) -> list[Zeile]:
        gefragt = {str(wert) for wert in self["wer"].value() or []}
        felder = [(einrichtung, self[f"email_{einrichtung.pk}"]) for einrichtung in self.einrichtungen]
        return [Zeile(e, self.belegt.get(e.pk, ""), str(e.pk) in gefragt, feld.value() or "", feld.errors) for e, feld in felder]

    def clean(self):
        daten = super().clean()
        self.eingeladene = []
        self._vergessene(daten)
        for einrichtung in daten.get("wer", ()):
            name = f"email_{einrichtung.pk}"
            try:
                adressen = adressen_lesen(daten.get(name, ""))
                self.eingeladene += [Eingeladen(einrichtung, adresse) for adresse in adressen]
            except ValidationError as fehler:
                self.add_error(name, fehler)
        return daten

    def _vergessene(self, daten):
        """An address that was typed, and no tick beside it."""
        gefragt = {einrichtung.pk for einrichtung in daten.get("wer", ())}
        for einrichtung in self.einrichtungen:
            name = f"email_{einrichtung.pk}"
            if einrichtung.pk not in gefragt and daten.get(name) and daten[name] != einrichtung.email:
                self.add_error(name, "Hier steht eine Adresse, aber kein Häkchen. Bitte ankreuzen oder leeren.")


class ErhebungForm(EingeladeneForm):
    titel = Text(
        label="Titel",
        max_length=120,
        help_text=f"So heißt die Erhebung in den Mails und im Bericht. {KEINE_EINZELNEN}",
        error_messages={"required": "Bitte geben Sie der Erhebung einen Titel."},
    )
    oeffnet = tag("Erster Tag")
    schliesst = tag("Letzter Tag", "Drei Wochen sind ein gutes Maß.")
    instrument = forms.ModelChoiceField(Instrument.objects.none(), label="Fassung des Instruments", empty_label=None)
    setzt_fort = forms.ModelChoiceField(
        Erhebung.objects.none(), label="Knüpft an", required=False, empty_label="keine frühere Erhebung",
        help_text="Das Ergebnis zeigt dann auch, was sich seit dieser Erhebung verändert hat.",
    )  # fmt: skip
    gruppe = forms.ModelChoiceField(Gruppe.objects.none(), required=False, widget=forms.HiddenInput)
    schluessel = Schluesselfeld()

    def __init__(self, *args, gruppen, **kwargs):
        super().__init__(*args, **kwargs)
        fassungen = Instrument.objects.veroeffentlicht()
        fruehere = Erhebung.objects.fortsetzbar().filter(kommune=self.kommune)
        for name, zeilen in (("instrument", fassungen), ("setzt_fort", fruehere), ("gruppe", gruppen)):
            self.fields[name].queryset = zeilen
        for name in ("oeffnet", "schliesst"):
            self.fields[name].required = True
            self.fields[name].error_messages["required"] = "Bitte nennen Sie den Tag."
        self.fields["instrument"].initial = Instrument.objects.geltend()
        if len(fassungen) == 1:
            self.fields["instrument"].widget = forms.HiddenInput()
        if not fruehere:
            del self.fields["setzt_fort"]

    def clean_titel(self):
        return " ".join(self.cleaned_data["titel"].split())

    def clean_oeffnet(self):
        heute = timezone.localdate()
        if self.cleaned_data["oeffnet"] < heute:
            raise ValidationError("Der Tag liegt schon zurück. Bitte nennen Sie heute oder einen, der noch kommt.")
        if self.cleaned_data["oeffnet"] > heute + SPAETESTENS:
            raise ValidationError("Bitte nennen Sie einen Tag in den nächsten drei Monaten.")
        return self.cleaned_data["oeffnet"]

    def clean(self):
        daten = super().clean()
        von, bis = daten.get("oeffnet"), daten.get("schliesst")
        if von and bis and not von + timedelta(days=2) <= bis <= von + LAENGSTENS:
            self.add_error("schliesst", "Bitte geben Sie wenigstens drei Tage Zeit und höchstens drei Monate.")
        if not self.errors:
            try:
                pruefen(self.kommune, self.eingeladene)
            except ErhebungFehler as fehler:
                self.add_error("wer", str(fehler))
        return daten

    @property
    def plan(self) -> Plan:
        d = self.cleaned_data
        return Plan(
            d["titel"], d["instrument"], d["oeffnet"], d["schliesst"], tuple(self.eingeladene), d["gruppe"], d.get("setzt_fort")
        )

    @property
    def stempel(self) -> str:
        """The same for the same plan: what was previewed is what is sent."""
        plan = self.plan
        kern = [plan.titel, plan.instrument.pk, str(plan.oeffnet), str(plan.schliesst), plan.setzt_fort and plan.setzt_fort.pk]
        return hashlib.sha256(json.dumps([*kern, *((e.einrichtung.pk, e.email) for e in self.eingeladene)]).encode()).hexdigest()


class VerlaengernForm(KernFormular, forms.Form):
    """A later last day."""

    nennt_optionales = False
    bis = tag("Neuer letzter Tag")

    def __init__(self, *args, erhebung, **kwargs):
        super().__init__(*args, **kwargs)
        self.erhebung = erhebung
        self.fields["bis"].required = True
        self.fields["bis"].error_messages["required"] = "Bitte nennen Sie den Tag."

    def clean_bis(self):
        bis, erhebung = self.cleaned_data["bis"], self.erhebung
        if not max(erhebung.schliesst, timezone.localdate() - timedelta(days=1)) < bis <= erhebung.oeffnet + LAENGSTENS:
            raise ValidationError("Bitte nennen Sie einen späteren Tag, höchstens drei Monate nach dem Beginn.")
        return bis
