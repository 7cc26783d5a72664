from django import forms

from kern.formulare import KernFormular
from statistik import eingang
from statistik.leser import deuten
from statistik.leser.rohtabelle import Rohtabelle
from statistik.models import Indikator, Lieferung

AUSLASSEN, SCHLUESSEL, NAME, ZEIT = "", "#schluessel", "#name", "#zeit"


class MehrereDateien(forms.ClearableFileInput):
    allow_multiple_selected = True


class DateienField(forms.FileField):
    """One or several files; a list either way."""

    widget = MehrereDateien

    def clean(self, data, initial=None):
        return [super(DateienField, self).clean(datei, initial) for datei in (data or [None] if isinstance(data, list) else [data])]


class DateienForm(KernFormular, forms.Form):
    nennt_optionales = False

    dateien = DateienField(
        label="Dateien",
        help_text="CSV, Excel (xlsx) oder ZIP, so wie die Quelle sie liefert; höchstens 60 MB. Mehrere auf einmal sind möglich.",
        error_messages={"required": "Bitte wählen Sie eine Datei.", "empty": "Die Datei ist leer."},
    )


class HerkunftForm(KernFormular, forms.ModelForm):
    """Where the figures come from; the file's own word is proposed."""

    nennt_optionales = False

    class Meta:
        model = Lieferung
        fields = ["quelle", "tabelle", "stand", "lizenz"]
        help_texts = {
            "quelle": "Zum Beispiel „Statistik der Bundesagentur für Arbeit“.",
            "stand": "So, wie die Quelle ihn angibt.",
            "lizenz": "Zum Beispiel „dl-de/by-2-0“.",
        }


class ZuordnungForm(KernFormular, forms.Form):
    """What each column of a file means: one choice for each, and the day where the file names none."""

    nennt_optionales = False

    def __init__(self, *args, lieferung: Lieferung, roh: Rohtabelle, gemerkt: deuten.Zuordnung, **kwargs):
        super().__init__(*args, **kwargs)
        self.roh, self.fremd = roh, roh.angaben.format == "fremd"
        self.reihen = deuten.reihen(roh)
        auswahl = self._auswahl()
        rollen = {gemerkt.schluessel: SCHLUESSEL, gemerkt.name: NAME, gemerkt.zeit: ZEIT}
        for nummer, reihe in enumerate(self.reihen):
            vorgabe = gemerkt.reihen.get(reihe.titel, "") or (rollen.get(reihe.titel, "") if self.fremd else "")
            feld = forms.ChoiceField(choices=auswahl, required=False, initial=vorgabe, label=reihe.titel)
            self.fields[f"reihe-{nummer}"] = feld
        if self.fremd or eingang.braucht_stichtag(roh, gemerkt):
            self.fields["stichtag"] = forms.DateField(
                label="Stichtag", required=False, initial=lieferung.stichtag, input_formats=["%d.%m.%Y", "%Y-%m-%d"],
                help_text="Nur, wenn keine Spalte den Stichtag nennt. Zum Beispiel 31.12.2019",
                error_messages={"invalid": "Bitte schreiben Sie den Tag so: 31.12.2019"},
            )  # fmt: skip

    def _auswahl(self):
        indikatoren = [(i.kennung, i.titel) for i in Indikator.objects.lieferbar()]
        rollen = [(SCHLUESSEL, "Gebietsschlüssel (AGS)"), (NAME, "Name des Gebiets"), (ZEIT, "Stichtag")] if self.fremd else []
        return [(AUSLASSEN, "auslassen"), *rollen, ("Indikatoren", indikatoren)]

    @property
    def spalten(self):
        return [(reihe, self[f"reihe-{nummer}"]) for nummer, reihe in enumerate(self.reihen)]

    def clean(self):
        gewaehlt = {reihe.titel: self.cleaned_data.get(f"reihe-{nummer}", "") for nummer, reihe in enumerate(self.reihen)}
        rollen = {rolle: [titel for titel, wahl in gewaehlt.items() if wahl == rolle] for rolle in (SCHLUESSEL, NAME, ZEIT)}
        if self.fremd and len(rollen[SCHLUESSEL]) != 1:
            self.add_error(None, "Bitte wählen Sie genau eine Spalte mit dem Gebietsschlüssel.")
        if len(rollen[ZEIT]) > 1 or len(rollen[NAME]) > 1:
            self.add_error(None, "Name und Stichtag kann je nur eine Spalte enthalten.")
        zahlen = {titel: wahl for titel, wahl in gewaehlt.items() if wahl and not wahl.startswith("#")}
        mehrfach = {
            wahl for wahl in zahlen.values() if sum(w == wahl for t, w in zahlen.items() if not deuten.ZEITZELLE.fullmatch(t)) > 1
        }
        for anteil in Indikator.objects.filter(kennung__in=mehrfach).exclude(art=Indikator.Art.ANZAHL):
            self.add_error(None, f"„{anteil}“ ist mehreren Spalten zugeordnet. Anteile lassen sich nicht zusammenzählen.")
        if not zahlen:
            self.add_error(None, "Bitte ordnen Sie mindestens einer Spalte einen Indikator zu.")
        self.zuordnung = deuten.Zuordnung(
            reihen={titel: "" if wahl.startswith("#") else wahl for titel, wahl in gewaehlt.items()},
            **{name: (rollen[rolle] or [""])[0] for name, rolle in (("schluessel", SCHLUESSEL), ("name", NAME), ("zeit", ZEIT))},
        )
        if "stichtag" in self.fields and "stichtag" not in self.errors:
            self._stichtag_pruefen()
        return self.cleaned_data

    def _stichtag_pruefen(self):
        braucht, hat = eingang.braucht_stichtag(self.roh, self.zuordnung), bool(self.cleaned_data.get("stichtag"))
        if braucht and not hat:
            self.add_error("stichtag", "Die Datei nennt keinen Stichtag. Bitte tragen Sie ihn ein oder wählen Sie die Spalte.")
        elif hat and not braucht:
            self.add_error(
                "stichtag", "Die Datei nennt ihre Stichtage selbst; dieser hier würde nicht gelten. Bitte leeren Sie das Feld."
            )
