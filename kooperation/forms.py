"""What partners and the Koordination type about a Dialog."""

import hashlib
import json

from django import forms
from django.utils import timezone

from kern.formulare import Ankreuzen, KernFormular
from kern.gleichzeitig import GleichzeitigForm
from kommunen.redaktion.felder import KEINE_EINZELNEN, Text, mehrzeilig, tag
from kooperation.actions.vorschlag import Teilnahme
from kooperation.models import Dialog, Einschaetzung, Kooperationsblatt, Seite, Vereinbarung
from kooperation.models.blatt import STUFENWAHL
from netzwerke.forms.felder import OhneWiederholung
from netzwerke.models import Einrichtung


class EinschaetzungForm(GleichzeitigForm):
    """One Kriterium. The page counts its saves (`quelle`, `nummer`): one that was overtaken by a later one changes nothing."""

    beleg = Text(label="Woran merken Sie das?", max_length=500, required=False, widget=mehrzeilig(3))
    quelle = forms.CharField(max_length=36, required=False)
    nummer = forms.IntegerField(min_value=0, max_value=2_000_000_000, required=False)

    class Meta:
        model = Einschaetzung
        fields = ["wert", "beleg", "beleg_frei"]

    def _felder(self):
        return [(name, feld) for name, feld in super()._felder() if name not in ("quelle", "nummer")]

    @property
    def ueberholt(self):
        return self._von_dieser_seite and (self.cleaned_data["nummer"] or 0) <= self.instance.nummer

    @property
    def _von_dieser_seite(self):
        quelle = self.cleaned_data.get("quelle")
        return bool(quelle) and quelle == self.instance.quelle

    def _gelesener_anfang(self):
        """The page that saved last knows what is stored, also where its acknowledgement was lost on the way."""
        return self._stand() if self._von_dieser_seite else super()._gelesener_anfang()


def anfang(zeile: Einschaetzung) -> str:
    """What EinschaetzungForm begins with for this row, without making the form: the sheet shows eight."""
    stand = {"wert": zeile.wert, "beleg": zeile.beleg.replace("\r\n", "\n").strip(), "beleg_frei": str(zeile.beleg_frei)}
    return json.dumps(stand, ensure_ascii=False)


class EinrichtungWahl(forms.ModelChoiceField):
    def label_from_instance(self, einrichtung):
        return f"{einrichtung} ({einrichtung.kommune})" if einrichtung.kommune_id != self.kommune_id else str(einrichtung)


def _einrichtung(label):
    return EinrichtungWahl(
        Einrichtung.objects.none(), label=label, empty_label="Bitte wählen", error_messages={"required": "Bitte wählen Sie eine."}
    )


def _email(**angaben):
    fehler = {
        "required": "Bitte geben Sie die Adresse an.",
        "invalid": "Bitte geben Sie eine vollständige Adresse an, zum Beispiel kita@example.org.",
    }
    return forms.EmailField(error_messages=fehler, max_length=254, **angaben)


class PaarForm(KernFormular, forms.Form):
    """Which two, and why."""

    nennt_optionales = False
    anlass = Text(
        label="Anlass",
        max_length=160,
        help_text=f"Worum geht es bei dieser Zusammenarbeit? Zum Beispiel „Eingewöhnung“. {KEINE_EINZELNEN}",
        error_messages={"required": "Bitte nennen Sie den Anlass."},
    )
    einrichtung_a = _einrichtung("Einrichtung")
    standort_a = Text(label="Standort", max_length=160, required=False)
    email_a = _email(label="E-Mail-Adresse")
    einrichtung_b = _einrichtung("Einrichtung")
    standort_b = Text(label="Standort", max_length=160, required=False)
    email_b = _email(label="E-Mail-Adresse")
    schluessel = forms.RegexField("^[0-9a-f]{12}$", widget=forms.HiddenInput)  # a second click finds what the first one made

    def __init__(self, *args, kommune, einrichtungen, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("einrichtung_a", "einrichtung_b"):
            self.fields[name].queryset = einrichtungen.select_related("kommune")
            self.fields[name].kommune_id = kommune.pk

    def seite_a(self):
        return [self[name] for name in ("einrichtung_a", "standort_a", "email_a")]

    def seite_b(self):
        return [self[name] for name in ("einrichtung_b", "standort_b", "email_b") if name in self.fields]

    @property
    def stempel(self) -> str:
        """The same for the same proposal: what was previewed is what is sent."""
        inhalt = [self.cleaned_data["anlass"], *((t.einrichtung.pk, t.standort, t.email) for t in self.seiten)]
        return hashlib.sha256(json.dumps(inhalt).encode()).hexdigest()

    @property
    def seiten(self):
        daten = self.cleaned_data
        return tuple(Teilnahme(daten[f"einrichtung_{x}"], daten[f"standort_{x}"], daten.get(f"email_{x}", "")) for x in "ab")


class VorschlagForm(PaarForm):
    """The Koordination proposes; what belongs to her own Dienststelle is accompanied by somebody else."""

    eigene = forms.MultipleChoiceField(
        label="Gehören Sie selbst zu einer der beiden?",
        choices=[("a", "ja, zur ersten"), ("b", "ja, zur zweiten")],
        required=False,
        widget=Ankreuzen,
        help_text="Dann sind Sie in diesem Dialog nur Partner*in und sehen ihn in der Übersicht nicht.",
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("email_a", "email_b"):
            self.fields[name].required = False
            self.fields[name].help_text = "Kann leer bleiben, wenn die Adresse schon bei der Einrichtung steht."

    def clean(self):
        for x in "ab":
            einrichtung = self.cleaned_data.get(f"einrichtung_{x}")
            if einrichtung and not self.cleaned_data.get(f"email_{x}") and f"email_{x}" not in self.errors:
                self.cleaned_data[f"email_{x}"] = einrichtung.email
                if not einrichtung.email:
                    self.add_error(f"email_{x}", "Bitte geben Sie die Adresse an; bei dieser Einrichtung steht keine.")
        return super().clean()


class AnfrageForm(PaarForm):
    """An Einrichtung proposes, without an account; the Koordination adds the other address."""

    email_b = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email_a"].help_text = "Dorthin geht später Ihr persönlicher Link."


class AdresseForm(KernFormular, forms.Form):
    nennt_optionales = False
    email = _email(label="E-Mail-Adresse")


class BlattForm(GleichzeitigForm):
    """The pair's sheet; without Stufen where they only talk."""

    begruendung = Text(
        label="Warum",
        max_length=600,
        required=False,
        widget=mehrzeilig(3),
        help_text="Was spricht für diese Stufe, was für das Ziel?",
    )
    gut = Text(label="Was gut läuft", max_length=1000, required=False, widget=mehrzeilig(4), help_text=KEINE_EINZELNEN)
    hakt = Text(label="Wo es hakt", max_length=1000, required=False, widget=mehrzeilig(4), help_text=KEINE_EINZELNEN)
    naechster = tag("Nächster Dialog")

    class Meta:
        model = Kooperationsblatt
        fields = ["ist", "ziel", "begruendung", "gut", "hakt", "naechster", "stufen_frei", "vereinbarungen_frei"]
        help_texts = {"vereinbarungen_frei": "Kriterien, Antworten und Sätze aus den Bögen sieht sie in keinem Fall."}

    def clean_naechster(self):
        return kommend(self.cleaned_data["naechster"], self.initial.get("naechster"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        dialog = self.instance.dialog
        if dialog.nur_gespraech:
            for name in ("ist", "ziel", "begruendung", "stufen_frei"):
                del self.fields[name]
            return
        stufen = [(n, dialog.instrument.vorlage.stufe(n)) for n, _ in STUFENWAHL]
        for name in ("ist", "ziel"):
            self.fields[name].choices = [("", "noch offen"), *stufen]
            self.fields[name].widget.choices = self.fields[name].choices


def kommend(tag, bisher):
    """A day that has passed is no plan; one that stood there before may stay."""
    if tag and tag < timezone.localdate() and tag != bisher:
        raise forms.ValidationError("Der Tag liegt schon zurück. Bitte nennen Sie einen, der noch kommt.")
    return tag


class SprechendeForm(GleichzeitigForm):
    """Who spoke for one side."""

    funktionen = Text(label="", max_length=200, required=False, help_text="Funktionen, keine Namen")

    class Meta:
        model = Seite
        fields = ["funktionen"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["funktionen"].label = f"Wer für {self.instance} gesprochen hat"


class AnlassForm(KernFormular, forms.Form):
    """The next Dialog of the same pair."""

    anlass = Text(label="Anlass", max_length=160, required=False)


class VereinbarungForm(GleichzeitigForm):
    was = Text(label="Was", max_length=300, error_messages={"required": "Bitte sagen Sie, was Sie vereinbaren."})
    wer = Text(
        label="Wer",
        max_length=160,
        help_text="Funktionen, keine Namen",
        error_messages={"required": "Bitte sagen Sie, wer es tut."},
    )
    bis = tag("Bis wann")
    woran = Text(label="Woran erkennen Sie, dass es getan ist?", max_length=300, required=False)

    class Meta:
        model = Vereinbarung
        fields = ["was", "wer", "bis", "woran"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["bis"].required = True
        self.fields["bis"].error_messages["required"] = "Bitte nennen Sie einen Tag. Er darf weit weg sein."

    def clean_bis(self):
        return kommend(self.cleaned_data["bis"], self.initial.get("bis"))


VereinbarungenFormSet = forms.inlineformset_factory(
    Dialog,
    Vereinbarung,
    form=VereinbarungForm,
    formset=OhneWiederholung,
    extra=2,
    can_delete=True,
    can_delete_extra=False,
    max_num=20,
    absolute_max=25,
)


class StandForm(KernFormular, forms.Form):
    """gesagt – getan"""

    nennt_optionales = False
    stand = forms.ChoiceField(
        label="Stand",
        choices=Vereinbarung.Stand.choices,
        error_messages={"required": "Bitte wählen Sie, wie es steht.", "invalid_choice": "Bitte wählen Sie, wie es steht."},
    )
    grund = Text(label="Warum nicht?", max_length=300, required=False, help_text="Nur bei „verworfen“.")

    def clean(self):
        daten = super().clean()
        if daten.get("stand") == Vereinbarung.Stand.VERWORFEN and not daten.get("grund"):
            self.add_error("grund", "Bitte sagen Sie in einem Satz, warum Sie das verworfen haben.")
        return daten
