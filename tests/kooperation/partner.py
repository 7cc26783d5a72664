"""A partner without an account: a browser that opened one or several links."""

import json

from django.test import Client

from kooperation.forms.bogen import anfang as beginn
from kooperation.models import Zugang


class Partner(Client):
    """`opened` are the sides whose links this browser has opened."""

    def __init__(self, *seiten, **kwargs):
        super().__init__(**kwargs)
        for seite in seiten:
            self.open(seite)

    def open(self, seite, taste="weiter", **daten):
        return self.post(f"/einladung/{Zugang.neu(seite)}/", {"taste": taste} | daten)

    def choose(self, seite, code, wert, anfang=None, **felder):
        """Save one Kriterium as the page does; `anfang` is what the page began with, by default what is stored."""
        zeile = seite.einschaetzungen.get(code=code)
        daten = {"wert": wert, "anfang": anfang if anfang is not None else beginn(zeile)} | felder
        return self.post(f"/bogen/{seite.schluessel}/", {"taste": "selbst"} | {f"{code}-{name}": w for name, w in daten.items()})


def began(**stand):
    """What a page began with: an untouched Kriterium unless said otherwise."""
    return json.dumps({"wert": "", "beleg": "", "beleg_frei": "False"} | stand)
