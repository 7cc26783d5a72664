"""Forms for rows that several people may be editing: nobody's change is overwritten unseen.

The form carries the values it began with. On saving each field is compared three ways: what only the other changed is taken
over, what both changed is shown beside what was typed, and saving again decides. The row has to be fetched under a lock.
"""

import json
from datetime import date, time

from django import forms

from kern.formulare import KernFormular, Wahl
from kern.templatetags.schreibweise import ausgeschrieben


class GleichzeitigForm(KernFormular, forms.ModelForm):
    anfang = forms.CharField(required=False, widget=forms.HiddenInput)
    nennt_optionales = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for feld in self.fields.values():
            if isinstance(feld.widget, Wahl) and feld.required:
                feld.choices = [(wert, name) for wert, name in feld.choices if wert]  # a line of dashes is no choice
        self.inzwischen: dict[str, str] = {}  # field -> what somebody else saved there meanwhile
        if self.hat_bestand:
            self.initial["anfang"] = json.dumps(self._stand(), ensure_ascii=False)

    @property
    def hat_bestand(self) -> bool:
        """Somebody else may have changed it meanwhile."""
        return bool(self.instance.pk)

    def _stand(self):
        return {name: self._vergleichbar(name, self.get_initial_for_field(feld, name)) for name, feld in self._felder()}

    def _felder(self):
        return [(n, f) for n, f in self.fields.items() if n != "anfang" and not isinstance(f, forms.FileField)]

    def _vergleichbar(self, name, wert):
        wert = self.fields[name].prepare_value(wert)
        if wert in (None, "", [], ()):
            return ""
        if isinstance(wert, (list, tuple, set)):
            return sorted(str(self.fields[name].prepare_value(einer)) for einer in wert)
        text = wert.isoformat() if hasattr(wert, "isoformat") else str(wert)
        return text.replace("\r\n", "\n").strip()

    def clean(self):
        daten = super().clean()
        daten.pop("anfang", None)
        if not self.hat_bestand:
            return daten
        anfang = self._gelesener_anfang()
        jetzt = self._stand()
        naechster = jetzt | {name: anfang[name] for name in jetzt if name in anfang and name not in daten}  # unread: compared later
        neu = self.data.copy()
        for name, feld in self._felder():
            if name not in anfang or name not in daten or jetzt[name] == anfang[name]:
                continue
            meins = self._vergleichbar(name, daten[name])
            if meins == anfang[name]:  # only the other changed it
                wert = feld.prepare_value(self.get_initial_for_field(feld, name))
                daten[name] = self._bestand(name, wert)
                mehrere = isinstance(wert, (list, tuple, set))
                neu.setlist(self.add_prefix(name), list(wert) if mehrere else ["" if wert is None else wert])
            elif meins != jetzt[name]:
                self.inzwischen[name] = self._lesbar(name)
        for name in self.inzwischen:
            self.add_error(
                name,
                "Hier hat inzwischen jemand anderes etwas gespeichert. Bitte entscheiden Sie, was gilt, und speichern Sie dann.",
            )
        neu[self.add_prefix("anfang")] = json.dumps(naechster, ensure_ascii=False)
        self.data = neu
        return daten

    def _bestand(self, name, sonst):
        """What the row holds, also where it is no choice of this form; `sonst` for a field that is no column of it."""
        if name not in self._meta.fields:
            return sonst
        wert = getattr(self.instance, name)
        return list(wert.all()) if hasattr(wert, "all") else wert

    def _gelesener_anfang(self) -> dict:
        """What the form began with; without it every field counts as typed now."""
        try:
            anfang = json.loads(self.data.get(self.add_prefix("anfang")) or "{}")
        except (ValueError, RecursionError):
            return {}
        return anfang if isinstance(anfang, dict) else {}

    def _lesbar(self, name) -> str:
        feld = self.fields[name]
        wert = self.get_initial_for_field(feld, name)
        if isinstance(wert, date | time):
            return ausgeschrieben(wert)
        wert = feld.prepare_value(wert)
        if isinstance(feld, forms.BooleanField):
            return "ja" if wert else "nein"
        gewaehlt = {str(einer) for einer in (wert if isinstance(wert, (list, tuple)) else [wert])}
        if hasattr(feld, "choices"):
            return ", ".join(str(text) for schluessel, text in feld.choices if str(schluessel) in gewaehlt)
        return ausgeschrieben(wert)
