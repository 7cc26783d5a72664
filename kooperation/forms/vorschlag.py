"""Which two are to talk, and about what."""

import hashlib
import json

from django import forms

from kern.formulare import Ankreuzen, KernFormular, MailFeld
from kommunen.redaktion.felder import KEINE_EINZELNEN, Schluesselfeld, Text
from kooperation.actions.vorschlag import Partei
from netzwerke.models import Einrichtung


class EinrichtungWahl(forms.ModelChoiceField):
    def label_from_instance(self, einrichtung):
        return f"{einrichtung} ({einrichtung.kommune})" if einrichtung.kommune_id != self.kommune_id else str(einrichtung)


def _einrichtung():
    return EinrichtungWahl(Einrichtung.objects.none(), label="Einrichtung", empty_label="Bitte wählen")


def _email():
    return MailFeld(label="E-Mail-Adresse", error_messages={"required": "Bitte geben Sie die Adresse an."})


class PaarForm(KernFormular, forms.Form):
    """Which two, and why."""

    nennt_optionales = False
    welche = {"a": "die erste", "b": "die zweite"}  # both fields have the same label; a message has to say which one it means
    anlass = Text(
        label="Anlass",
        max_length=160,
        help_text=f"Worum geht es bei dieser Zusammenarbeit? Zum Beispiel „Eingewöhnung“. {KEINE_EINZELNEN}",
        error_messages={"required": "Bitte nennen Sie den Anlass."},
    )
    einrichtung_a = _einrichtung()
    standort_a = Text(label="Standort", max_length=160, required=False)
    email_a = _email()
    einrichtung_b = _einrichtung()
    standort_b = Text(label="Standort", max_length=160, required=False)
    email_b = _email()
    schluessel = Schluesselfeld()

    def __init__(self, *args, kommune, einrichtungen, **kwargs):
        super().__init__(*args, **kwargs)
        for x, welche in self.welche.items():
            feld = self.fields[f"einrichtung_{x}"]
            feld.queryset = einrichtungen.select_related("kommune")
            feld.kommune_id = kommune.pk
            feld.error_messages["required"] = f"Bitte wählen Sie {welche}."

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
        return tuple(Partei(daten[f"einrichtung_{x}"], daten[f"standort_{x}"], daten.get(f"email_{x}", "")) for x in "ab")


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
                    self.add_error(f"email_{x}", f"Bitte geben Sie die Adresse an; bei „{einrichtung}“ steht keine.")
        return super().clean()


class AnfrageForm(PaarForm):
    """An Einrichtung proposes, without an account; the Koordination adds the other address."""

    welche = {"a": "Ihre eigene", "b": "die andere"}
    email_b = None

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email_a"].help_text = "Dorthin geht später Ihr persönlicher Link."


class AdresseForm(KernFormular, forms.Form):
    nennt_optionales = False
    email = _email()


class AnlassForm(KernFormular, forms.Form):
    """The next Dialog of the same pair."""

    anlass = Text(label="Anlass", max_length=160, required=False)
