"""One side's sheet."""

import json

from django import forms

from kern.gleichzeitig import GleichzeitigForm
from kommunen.redaktion.felder import Text, mehrzeilig
from kooperation.models import Einschaetzung


class EinschaetzungForm(GleichzeitigForm):
    """One Kriterium. The page counts its saves (`quelle`, `nummer`): one that was overtaken by a later one changes nothing."""

    beleg = Text(label="Woran merken Sie das?", max_length=500, required=False, widget=mehrzeilig(3))
    quelle = forms.CharField(max_length=36, required=False)
    nummer = forms.IntegerField(min_value=0, max_value=2_000_000_000, required=False)

    class Meta:
        model = Einschaetzung
        fields = ["wert", "beleg", "beleg_frei"]

    @property
    def hat_bestand(self):
        """Also for an answer in a sealed envelope, which is no row."""
        return True

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
