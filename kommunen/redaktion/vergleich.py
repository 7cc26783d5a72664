"""What changed between two contents, word by word, for people who may not see colours."""

import difflib
import re
from dataclasses import dataclass

from kern.templatetags.schreibweise import ausgeschrieben
from kommunen import models as k
from kommunen.redaktion.plan import PLAN, Liste

ABSATZ = re.compile(r"[^\n]*\n*")
MEISTE_PAARE = 1_000_000
WORT = re.compile(r"\S+\s*|\s+")


@dataclass(frozen=True)
class Stueck:
    """A run of text; `art` is "gleich", "weg" (only in the older) or "neu" (only in the newer)."""

    art: str
    text: str


@dataclass(frozen=True)
class Unterschied:
    """A field whose value differs: its name, and both texts cut into pieces."""

    feld: str
    alt: tuple[Stueck, ...]
    neu: tuple[Stueck, ...]

    @property
    def zusammenfassung(self) -> str:
        """ "3 Wörter neu, 1 Wort entfernt" """
        zahlen = [(sum(len(s.text.split()) for s in seite if s.art != "gleich")) for seite in (self.neu, self.alt)]
        teile = [f"{n} {'Wort' if n == 1 else 'Wörter'} {was}" for n, was in zip(zahlen, ("neu", "entfernt"), strict=True) if n]
        return ", ".join(teile) or "nur Leerzeichen oder Absätze"


def vergleichen(art, alt: dict, neu: dict) -> list[Unterschied]:
    """The fields that differ, in the order of the page; entries of lists by their key."""
    plan = PLAN[art]
    paare = [
        (k.Profil._meta.get_field(feld).verbose_name, ausgeschrieben(alt.get(feld)), ausgeschrieben(neu.get(feld)))
        for feld in plan.felder
    ]
    for liste in plan.listen:
        paare += _paare_der_liste(liste, alt.get(liste.name, []), neu.get(liste.name, []))
    return [Unterschied(name, *_stuecke(a, b)) for name, a, b in paare if a != b]


def vorlesen(art, inhalt: dict) -> list[tuple[str, str]]:
    """(name, text) of everything a version holds, in the order of the page."""
    plan = PLAN[art]
    teile = [(k.Profil._meta.get_field(feld).verbose_name, ausgeschrieben(inhalt.get(feld))) for feld in plan.felder]
    teile += [(_name(liste, eintrag), _ganz(liste, eintrag)) for liste in plan.listen for eintrag in inhalt.get(liste.name, [])]
    return [(name, text) for name, text in teile if text]


def _paare_der_liste(liste: Liste, alt, neu):
    a, b = ({eintrag["schluessel"]: eintrag for eintrag in seite} for seite in (alt, neu))
    for schluessel in dict.fromkeys([*b, *a]):
        vorher, nachher = a.get(schluessel), b.get(schluessel)
        name = _name(liste, nachher or vorher)
        if vorher and nachher:
            for feld in liste.felder:
                beschriftung = liste.modell._meta.get_field(feld).verbose_name
                yield f"{name}: {beschriftung}", _wert(liste, feld, vorher), _wert(liste, feld, nachher)
        else:
            yield name, _ganz(liste, vorher), _ganz(liste, nachher)


def _name(liste, eintrag):
    titel = eintrag.get("titel") or next((zeile for zeile in str(eintrag.get("funktionen") or "").splitlines()), "")
    if liste.name == "kennzahlen":
        titel = _wert(liste, "art", eintrag)
    return f"{liste.einzahl} „{titel}“" if titel else liste.einzahl


def _ganz(liste, eintrag):
    if eintrag is None:
        return ""
    zeilen = [(liste.modell._meta.get_field(feld).verbose_name, _wert(liste, feld, eintrag)) for feld in liste.felder]
    return "\n".join(f"{name}: {wert}" for name, wert in zeilen if wert)


def _wert(liste, feld, eintrag) -> str:
    wert = eintrag.get(feld)
    modellfeld = liste.modell._meta.get_field(feld)
    if modellfeld.choices:
        return str(dict(modellfeld.flatchoices).get(wert, wert or ""))
    if feld in liste.verweise:
        return "ja" if wert else ""
    return ausgeschrieben(modellfeld.to_python(wert) if wert not in (None, "") else wert)


def _stuecke(alt: str, neu: str) -> tuple[tuple[Stueck, ...], tuple[Stueck, ...]]:
    a, b = WORT.findall(alt), WORT.findall(neu)
    if len(a) * len(b) > MEISTE_PAARE:  # comparing word by word would take seconds: whole paragraphs, then
        a, b = ABSATZ.findall(alt), ABSATZ.findall(neu)
    if len(a) * len(b) > MEISTE_PAARE:
        a, b = [alt], [neu]
    links, rechts = [], []
    for was, a1, a2, b1, b2 in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        for seite, worte, art in ((links, a[a1:a2], "weg"), (rechts, b[b1:b2], "neu")):
            if worte:
                seite.append(Stueck("gleich" if was == "equal" else art, "".join(worte)))
    return tuple(links), tuple(rechts)
