"""What coordinators type about groups and who sits in them."""

from django import forms
from django.core.exceptions import ValidationError

from kern.formulare import Ankreuzen, KernFormular, MailFeld, Wahl
from kommunen.leser.gruppen import ANZAHL, ZAHLWORTE
from kommunen.models import Kommune
from kommunen.redaktion.felder import KEINE_EINZELNEN, Text
from netzwerke.actions import verzeichnis
from netzwerke.forms.felder import NeuForm, ZeitpunktFeld
from netzwerke.models import Einrichtung, Gruppe, Mitgliedschaft


class GruppeForm(NeuForm):
    name = Text(
        label="Name der Gruppe", max_length=160, help_text="So, wie die Gruppe bei Ihnen heißt, zum Beispiel „Steuergruppe“.",
        error_messages={"required": "Bitte geben Sie an, wie die Gruppe heißt."},
    )  # fmt: skip
    aufgabe = Text(label="Aufgabe", max_length=300, required=False, help_text=f"In einem Satz. {KEINE_EINZELNEN}")
    stand_vom = ZeitpunktFeld("Stand vom")
    gegruendet = ZeitpunktFeld("Gegründet", "So genau wie bekannt.")
    beendet = ZeitpunktFeld(
        "Beendet",
        "Die Gruppe steht dann nicht mehr auf der Seite. Was war, bleibt nachzulesen; Namen der Mitglieder werden gelöscht.",
    )

    class Meta:
        model = Gruppe
        fields = [
            "name", "art", "aufgabe", "planungsstand", "stand_vom", "rhythmus", "gegruendet", "obere", "beteiligte", "is_public",
            "beendet",
        ]  # fmt: skip
        widgets = {"beteiligte": Ankreuzen}
        labels = {"is_public": "Öffentlich: Die Gruppe steht mit ihren Funktionen auf der Seite der Kommune"}
        help_texts = {"is_public": "Namen und E-Mail-Adressen stehen dort nie."}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        kommune = self.instance.kommune
        gruppen = Gruppe.objects.visible_to(user).im_netzwerk(kommune).exclude(pk=self.instance.pk)
        self.auswahl("obere", gruppen, "keiner anderen Gruppe")
        self.fields["art"].choices = [("", "bitte wählen"), *Gruppe.Art.choices]
        self.fields["art"].error_messages["required"] = "Bitte wählen Sie die Art der Gruppe."
        andere = Kommune.objects.editable_by(user).exclude(pk=kommune.pk)
        schon = self.instance.beteiligte.all() if self.instance.pk else Kommune.objects.none()
        # the Fachadministration may edit all; to choose from hundreds helps nobody
        nahe = andere.filter(pk__in=kommune.staedte.values("pk")) if user.is_staff else andere
        waehlbar = (nahe | andere.filter(pk__in=schon)).distinct()
        self.fremde = [k for k in schon if k not in set(waehlbar)]
        self.nur_mit_auswahl(beteiligte=waehlbar)

    def clean_obere(self):
        obere = hier = self.cleaned_data["obere"]
        gesehen = set()
        while hier and hier.pk not in gesehen:
            gesehen.add(hier.pk)
            if hier == self.instance:
                raise ValidationError("Diese Gruppe arbeitet selbst im Auftrag der Gruppe, die Sie hier bearbeiten.")
            hier = hier.obere
        return obere

    def clean_beteiligte(self):
        return [*self.cleaned_data["beteiligte"], *self.fremde]


class MitgliedschaftForm(NeuForm):
    funktion = Text(
        label="Funktion", max_length=240, required=False,
        help_text="Zum Beispiel „Leitung des Jugendamts“. Der Name einer Person gehört in das Feld unten.",
    )  # fmt: skip
    einrichtung_name = Text(
        label="Einrichtung", max_length=200, required=False, help_text="Eine neue wird angelegt, zunächst nicht öffentlich.",
        widget=forms.TextInput(attrs={"list": "einrichtungen", "autocomplete": "off"}),
    )  # fmt: skip
    trotzdem = forms.BooleanField(label="Es ist eine andere; bitte neu anlegen", required=False)
    einheit = Text(label="Dienststelle, wie sie im alten Profil stand", max_length=240, required=False)
    obereinheit = Text(label="Darüber, wie es im alten Profil stand", max_length=240, required=False)
    anzahl = forms.IntegerField(
        label="Anzahl", required=False, min_value=1, max_value=999, help_text="Nur wenn sie feststeht: „1 Expertin“, „2 Eltern“.",
        widget=forms.TextInput(attrs={"inputmode": "numeric"}), error_messages={"invalid": "Bitte geben Sie eine ganze Zahl an."},
    )  # fmt: skip
    von = ZeitpunktFeld("Dabei seit")
    bis = ZeitpunktFeld(
        "Dabei bis", "Ein Ende in der Vergangenheit löscht Name und E-Mail-Adresse; die Funktion bleibt nachzulesen."
    )
    person_name = Text(label="Name (intern)", max_length=120, required=False)
    person_email = MailFeld(
        label="E-Mail-Adresse (intern)",
        required=False,
        help_text="Beides sehen nur die, die diese Kommune betreuen. Mit dem Ende der Mitgliedschaft wird es gelöscht.",
    )

    class Meta:
        model = Mitgliedschaft
        fields = ["funktion", "einheit", "obereinheit", "rolle", "entsandt_von", "anzahl", "mehrere", "begleitet", "von", "bis"]
        widgets = {"rolle": Wahl}

    WICHTIG = ("funktion", "einrichtung_name", "trotzdem", "rolle", "von", "bis", "person_name", "person_email")

    def __init__(self, *args, user, **kwargs):
        mitglied = kwargs["instance"]
        person = getattr(mitglied, "person", None) if mitglied.pk else None
        kwargs["initial"] = {
            "einrichtung_name": mitglied.einrichtung.name if mitglied.einrichtung else "",
            "person_name": person.name if person else "",
            "person_email": person.email if person else "",
        }
        super().__init__(*args, **kwargs)
        self.user, self.kommune = user, mitglied.gruppe.kommune
        self.vorschlaege = []
        for feld in ("einheit", "obereinheit"):
            if not self.initial.get(feld):
                del self.fields[feld]
        geschwister = Mitgliedschaft.objects.filter(gruppe=mitglied.gruppe, begleitet=None).select_related("einrichtung")
        self.fields["begleitet"].queryset = geschwister.exclude(pk=mitglied.pk)
        self.fields["begleitet"].empty_label = "steht für sich"
        if mitglied.pk and mitglied.begleitung.exists():  # it has company itself
            del self.fields["begleitet"]

    def clean(self):
        daten = super().clean()
        if not daten.get("anzahl") and (gezaehlt := ANZAHL.match(daten.get("funktion", ""))):  # "2 Fachkräfte aus der Kita"
            daten["anzahl"] = int(ZAHLWORTE.get(gezaehlt["anzahl"], 0) or gezaehlt["anzahl"])
            daten["funktion"] = gezaehlt["rest"]
        if daten.get("anzahl") and daten.get("mehrere"):
            self.add_error("mehrere", "Bitte entweder eine Anzahl angeben oder „mehrere Personen“ ankreuzen.")
        if daten.get("von") and daten.get("bis") and daten["bis"] < daten["von"][: len(daten["bis"])]:
            self.add_error("bis", "Das Ende liegt vor dem Beginn.")
        if daten.get("entsandt_von") and daten.get("rolle") == Mitgliedschaft.Rolle.MITGLIED:
            daten["rolle"] = Mitgliedschaft.Rolle.ENTSANDT
        name = " ".join(daten.get("einrichtung_name", "").split())
        if not name and not daten.get("funktion"):
            self.add_error("funktion", "Bitte geben Sie eine Funktion oder eine Einrichtung an.")
        self._einrichtung_suchen(name, daten.get("trotzdem"))
        return daten

    def _einrichtung_suchen(self, name, trotzdem):
        """The one of this name, or several that may be meant: the portal points them out and never decides."""
        bisher = self.instance.einrichtung
        if not name:
            self.instance.einrichtung = None
        if not name or (bisher and bisher.name.casefold() == name.casefold()):
            return
        treffer = verzeichnis(self.kommune, self.user).suchen([name])
        genau = [t.kennung for t in treffer if t.kennung.name.casefold() == name.casefold()]
        genau = genau or [t.kennung for t in treffer if t.gleich]
        if len(genau) > 1:
            self.add_error(
                "einrichtung_name",
                f"Es gibt {len(genau)} Einrichtungen mit diesem Namen. Bitte geben Sie ihnen verschiedene Namen.",
            )
        elif genau:
            self.instance.einrichtung = genau[0]
        elif treffer and not trotzdem:
            self.vorschlaege = [t.kennung for t in treffer]
            moeglich = " oder ".join(f"„{einrichtung}“" for einrichtung in self.vorschlaege[:3])
            self.add_error("einrichtung_name", f"Meinen Sie {moeglich}? Dann übernehmen Sie bitte diesen Namen.")
        else:
            self.instance.einrichtung = Einrichtung(kommune=self.kommune, name=name)  # saved with the form

    def validate_constraints(self):
        """clean() says the same, at the field where it can be mended."""

    @property
    def wichtige(self):
        """What nearly every entry has; the question whether it is another one only where it arose."""
        gefragt = self.vorschlaege or self["trotzdem"].value()
        return [self[name] for name in self.WICHTIG if name != "trotzdem" or gefragt]

    @property
    def weitere(self):
        return [feld for feld in self.visible_fields() if feld.name not in self.WICHTIG]

    @property
    def weitere_offen(self):
        return any(feld.errors or feld.value() for feld in self.weitere)


class TextForm(KernFormular, forms.Form):
    """Groups as an old text lists them."""

    nennt_optionales = False

    text = forms.CharField(
        label="Text", strip=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 14}),
        help_text="Zum Beispiel der Teil „Beteiligte Akteur*innen“ eines Profils: je Gruppe eine Überschrift, darunter eine Liste "
        "oder ein Satz mit Kommas.",
        error_messages={"required": "Bitte fügen Sie einen Text ein.", "max_length": "Höchstens 20.000 Zeichen auf einmal."},
    )  # fmt: skip
