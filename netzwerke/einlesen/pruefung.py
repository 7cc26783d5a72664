"""What a list would do: each line compared with what is there and with the lines above it. Nothing is written here."""

from collections import Counter
from dataclasses import dataclass, field

from kommunen.models import Kommune
from netzwerke import actions
from netzwerke.austausch import Bekanntes, EinrichtungResource, EinrichtungZeile, phasen_aus, teile
from netzwerke.einlesen.liste import Listenzeile
from netzwerke.models import Einrichtung, Einrichtungsart, Handlungsfeld
from netzwerke.namen import Bekannt, Verzeichnis, gemeinte_art, orte

NEU, WEG = "neu", "weg"
ERGAENZEN, ERSETZEN, WIE_OBEN = "e", "u", "z"  # with the key of an institution, or the number of a line, behind a colon
SPALTE = {name: feld.label for name, feld in EinrichtungZeile.base_fields.items()}
NICHT_VERGLICHEN = ("schluessel", "name", "weitere_namen", "oeffentlich")


@dataclass(frozen=True)
class Abweichung:
    """Both have something there, and not the same."""

    was: str
    im_portal: str
    in_der_liste: str


@dataclass
class Vorschlag:
    """A line of the list and what may become of it. `wahl` is empty where a person has to decide."""

    zeile: Listenzeile
    werte: dict[str, str]
    vorhandene: list[Einrichtung] = field(default_factory=list)
    fruehere: list[Listenzeile] = field(default_factory=list)
    abweichungen: list[Abweichung] = field(default_factory=list)
    fehler: dict[str, str] = field(default_factory=dict)
    hinweis: str = ""
    wahl: str = ""

    @property
    def name(self):
        return self.werte.get("name", "")

    @property
    def braucht_augen(self):
        return bool(self.fehler or self.vorhandene or self.fruehere or self.hinweis)

    @property
    def moeglichkeiten(self):
        """(value, words) of the choices."""
        for einrichtung in self.vorhandene:
            yield f"{ERGAENZEN}:{einrichtung.schluessel}", f"Das ist „{einrichtung}“, schon im Portal: nur leere Angaben ergänzen"
            if self.abweichungen:
                yield f"{ERSETZEN}:{einrichtung.schluessel}", f"Das ist „{einrichtung}“: die Angaben der Liste übernehmen"
        for zeile in self.fruehere:
            yield f"{WIE_OBEN}:{zeile.nummer}", f"Dieselbe wie in Zeile {zeile.nummer}: „{zeile.werte.get('name', '')}“"
        yield NEU, "Eine andere: neu anlegen" if self.vorhandene or self.fruehere else "Neu anlegen"
        yield WEG, "Diese Zeile auslassen"


@dataclass
class Pruefung:
    """`arten` are the words of the list for kinds, with how often and what they probably mean."""

    vorschlaege: list[Vorschlag]
    arten: list[tuple[str, int, str]]
    unbekannt: list[str]

    @property
    def offen(self):
        """Without a decision, or with something that does not fit."""
        return [v for v in self.vorschlaege if not v.wahl or (v.fehler and v.wahl != WEG)]

    @property
    def fraglich(self):
        """Those to look at, the ones without a decision first."""
        offen = {v.zeile.nummer for v in self.offen}
        return sorted((v for v in self.vorschlaege if v.braucht_augen), key=lambda v: v.zeile.nummer not in offen)

    @property
    def klare(self):
        return [v for v in self.vorschlaege if not v.braucht_augen]

    @property
    def zahlen(self):
        wie = Counter(v.wahl.partition(":")[0] for v in self.vorschlaege)
        return {"neu": wie[NEU], "vorhanden": wie[ERGAENZEN] + wie[ERSETZEN], "doppelt": wie[WIE_OBEN], "weg": wie[WEG]}


def pruefen(kommune: Kommune, zeilen: list[Listenzeile], antworten: dict[str, str], nutzer) -> Pruefung:
    """Look at every line. `antworten` are what a person has chosen or corrected so far (names of inputs -> values)."""
    namen_der_arten = [art.name for art in Einrichtungsart.objects.all()]
    felder = {feld.name.casefold(): feld.name for feld in Handlungsfeld.objects.all()}
    arten, unbekannt = _arten(zeilen, namen_der_arten, antworten), []
    bestand, in_der_liste = actions.verzeichnis(kommune, nutzer), Verzeichnis()
    eigene, bekannt = im_portal(kommune), Bekanntes.jetzt()
    nach_nummer = {zeile.nummer: zeile for zeile in zeilen}
    mehr_als_namen = any(len(zeile.werte) > 2 for zeile in zeilen)
    vorschlaege = []
    for zeile in zeilen:
        werte = _werte(zeile, antworten, arten, felder, unbekannt)
        wo = orte([werte.get("plz", ""), werte.get("ort", "")])
        vorschlag = Vorschlag(zeile, werte, fehler=_fehler(werte, bekannt), hinweis=_hinweis(zeile, mehr_als_namen))
        vermutet = _vergleichen(vorschlag, eigene, bestand, in_der_liste, nach_nummer, wo)
        gewaehlt = antworten.get(f"wahl-{zeile.nummer}", vermutet)
        vorschlag.wahl = gewaehlt if gewaehlt in dict(vorschlag.moeglichkeiten) else ""
        if vorschlag.wahl == NEU and not werte["art"]:
            werte["art"] = gemeinte_art(vorschlag.name, namen_der_arten)
        if vorschlag.name:
            in_der_liste.aufnehmen(Bekannt(zeile.nummer, (vorschlag.name,), wo))
        vorschlaege.append(vorschlag)
    return Pruefung(vorschlaege, arten, unbekannt)


def im_portal(kommune: Kommune) -> dict[str, tuple[Einrichtung, dict[str, str]]]:
    """The Kommune's own institutions with their values as the columns of a list have them, by key."""
    eigene = list(Einrichtung.objects.filter(kommune=kommune, aufgegangen_in=None).with_einordnung())
    werte = EinrichtungResource(kommune=kommune).export(eigene)
    return {e.schluessel: (e, dict(zip(SPALTE, map(str, zeile), strict=True))) for e, zeile in zip(eigene, werte, strict=True)}


def _werte(zeile, antworten, arten, felder, unbekannt):
    """The line's values with what was corrected; words for kinds, fields and phases as the portal calls them."""
    korrigiert = {feld: antworten.get(f"wert-{zeile.nummer}-{feld}") for feld in SPALTE}
    werte = dict(zeile.werte) | {feld: wert for feld, wert in korrigiert.items() if wert is not None}
    werte["art"] = next((art for wort, _, art in arten if wort == werte.get("art")), "")
    bekannte_felder = [(teil, felder.get(teil.casefold())) for teil in teile(werte.get("handlungsfelder", ""))]
    phasen = [(teil, phasen_aus(teil)) for teil in teile(werte.get("phasen", ""))]
    unbekannt += [f"Zeile {zeile.nummer}: „{teil}“" for teil, gefunden in (*bekannte_felder, *phasen) if not gefunden]
    werte["handlungsfelder"] = "; ".join(name for _, name in bekannte_felder if name)
    werte["phasen"] = "; ".join(str(phase) for phase in sorted({p for _, gefunden in phasen for p in gefunden}))
    return werte


def _vergleichen(vorschlag, eigene, bestand, in_der_liste, nach_nummer, wo) -> str:
    """Fill in what may be meant; returns the choice to begin with, "" where a person has to make it."""
    schluessel = vorschlag.zeile.werte.get("schluessel", "")
    if schluessel in eigene:
        vorschlag.vorhandene = [eigene[schluessel][0]]
        vorschlag.abweichungen = _abweichungen(vorschlag.werte, eigene[schluessel][1])
        return f"{ERSETZEN if vorschlag.abweichungen else ERGAENZEN}:{schluessel}"
    namen = [vorschlag.name, *teile(vorschlag.werte.get("weitere_namen", ""))]
    da, oben = bestand.suchen(namen, wo)[:4], in_der_liste.suchen(namen, wo)[:4]
    vorschlag.vorhandene, vorschlag.fruehere = [t.kennung for t in da], [nach_nummer[t.kennung] for t in oben]
    if da and da[0].kennung.schluessel in eigene:
        vorschlag.abweichungen = _abweichungen(vorschlag.werte, eigene[da[0].kennung.schluessel][1])
    gleiche = [t for t in da if t.gleich]
    if len(gleiche) == 1:
        return f"{ERGAENZEN}:{gleiche[0].kennung.schluessel}"
    if not gleiche and oben and oben[0].gleich:
        return f"{WIE_OBEN}:{oben[0].kennung}"
    return "" if da or oben else NEU if vorschlag.name and not vorschlag.hinweis.startswith("Summe") else WEG


def _abweichungen(werte: dict[str, str], portal: dict[str, str]) -> list[Abweichung]:
    verglichen = [name for name in SPALTE if name not in NICHT_VERGLICHEN]
    verschieden = [
        name for name in verglichen if werte.get(name) and portal[name] and _gleich(werte[name]) != _gleich(portal[name])
    ]
    return [Abweichung(SPALTE[name], portal[name], werte[name]) for name in verschieden]


def _gleich(text: str) -> list:
    """Lists of phases or fields are the same in any order and spelling."""
    return sorted((phasen_aus(teil) and str(phasen_aus(teil))) or teil.casefold() for teil in teile(text))


def _fehler(werte, bekannt):
    form = EinrichtungZeile(werte, bekannt=bekannt)
    fehler = {feld: " ".join(meldungen) for feld, meldungen in form.errors.items() if feld in SPALTE and feld != "schluessel"}
    if "email" in fehler and werte["email"].count("@") > 1:
        fehler["email"] = "Bitte nur eine Adresse."
    return fehler


def _hinweis(zeile: Listenzeile, mehr_als_namen: bool) -> str:
    """Lines that are perhaps no institution: a sum, or a heading between others."""
    name = zeile.werte.get("name", "")
    if name.casefold().startswith(("summe", "gesamt", "anzahl")) or (name and not any(zeichen.isalpha() for zeichen in name)):
        return "Summe oder Trennzeile? Sie wird ausgelassen, wenn Sie nichts anderes wählen."
    if set(zeile.werte) == {"name"} and mehr_als_namen:
        return "Hier steht nur ein Name. Ist das eine Einrichtung oder eine Zwischenüberschrift?"
    return ""


def _arten(zeilen, namen_der_arten, antworten):
    """Each word the list has for a kind, once, with the kind it probably is or somebody chose."""
    zahl = Counter(zeile.werte["art"] for zeile in zeilen if zeile.werte.get("art"))
    gefunden = []
    for i, (wort, anzahl) in enumerate(sorted(zahl.items())):
        gewaehlt = antworten.get(f"art-{i}", gemeinte_art(wort, namen_der_arten))
        gefunden.append((wort, anzahl, gewaehlt if gewaehlt in namen_der_arten else ""))
    return gefunden
