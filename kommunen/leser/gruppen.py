"""The part "Beteiligte Akteur*innen": groups, each with its members, in lists or in one long sentence."""

import re
from dataclasses import dataclass, field, replace

from kommunen.leser.ergebnis import GeleseneGruppe, GelesenesMitglied, Zeile
from kommunen.leser.personen import person_abtrennen

STRICH = re.compile(r"^\s*[-–—•*·]\s+")
GRUPPENWORT = re.compile(
    r"(?:steuerungs?|steuer|lenkungs|planungs|umsetzungs|arbeits|projekt|kern|begleit)(?:gruppen?|kreise?|runde)\b(?:\(n\))?"
    r"|\bAG\b|\bAK\b|beirat\b|netzwerk\b|^beratend(?:e mitglieder)?\b|runder tisch",
    re.IGNORECASE,
)
ARTEN = (  # in this order: a "Kommunale Steuergruppe" steers, whatever else its name says
    ("steuerung", re.compile(r"steuer|lenkung", re.IGNORECASE)),
    ("planung", re.compile(r"planungs", re.IGNORECASE)),
    ("umsetzung", re.compile(r"umsetzung", re.IGNORECASE)),
    ("beratungsnetzwerk", re.compile(r"netzwerk", re.IGNORECASE)),
    ("beratend", re.compile(r"beratend|beirat|begleit", re.IGNORECASE)),
    ("arbeitsgruppe", re.compile(r"")),
)
BESTEHT = re.compile(
    r"\s*,?\s*(?:bestehend aus|besteht aus|setzt sich zusammen aus|mit folgenden mitgliedern)\s*:?\s*", re.IGNORECASE
)
KLAMMER = re.compile(r"\s+\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*:?\s*$")  # the last bracket; "(n)" clings to its word
PLANUNGSSTAND = re.compile(r"\bstand\b|planungsstand|vorläufig|im aufbau|folgt|geplant|vorbehalten", re.IGNORECASE)
NOCH_NICHT = re.compile(
    r"\b(?:im Aufbau|(?:er)?folg(?:t|en)\b.*(?:später|nach)|folgt|folgen|noch nicht|wird noch|werden noch|steht noch|noch offen"
    r"|in Planung)\b",
    re.IGNORECASE,
)
PERSONENWORT = r"(?:Expert|Vertret|Mitarbeit|Person|Fachkr|Kolleg|Mitglied|Leitung|Koordinat)\S*"
ZUSATZ = re.compile(rf"^(?P<vorne>\S.*?)\s*(?:\+\s*(?P<plus>\d+\s+\S.*)|\s(?P<ohne>\d+\s+{PERSONENWORT}.*))$")
ANZAHL = re.compile(r"^(?:\+\s*)?(?P<anzahl>\d{1,2}|eine?|zwei|drei|vier|fünf|sechs)\s+(?P<rest>[A-ZÄÖÜ].*)$")
ZAHLWORTE = {"ein": 1, "eine": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6}
MEHRERE = re.compile(
    r"[*:_/]-?innen\b|[a-zäöüß]Innen\b|\b(?:mehrere|einige|alle)\b|leitungen\b|stellen\b|^Koordinierende\b|^Mitarbeitende\b|"
    r"kräfte\b|^Vertretungen\b|^Vertretende\b|^Expert(?:en|innen)\b(?! aus)|^Eltern\b",
)


@dataclass
class _Satz:
    """A logical line: what was wrapped is joined again."""

    text: str
    ist_punkt: bool
    zeilen: list[int]


@dataclass
class _Gruppe:
    name: str
    aufgabe: str = ""
    planungsstand: list[str] = field(default_factory=list)
    mitglieder: list[GelesenesMitglied] = field(default_factory=list)
    wortlaut: str = ""

    def gruppe(self) -> GeleseneGruppe:
        art = next(art for art, muster in ARTEN if muster.search(self.name))
        stand = " – ".join(self.planungsstand)
        return GeleseneGruppe(art, self.name, self.aufgabe, stand, tuple(self.mitglieder), self.wortlaut)


def gruppen(zeilen: list[Zeile]) -> tuple[list[GeleseneGruppe], dict[int, str]]:
    """The groups of the section and where each line went; lines before the first group stay unplaced."""
    gefunden: list[_Gruppe] = []
    orte: dict[int, str] = {}
    saetze = _saetze(zeilen)
    for i, satz in enumerate(saetze):
        danach_punkt = i + 1 < len(saetze) and saetze[i + 1].ist_punkt
        neue = None if satz.ist_punkt else _kopf(satz.text, danach_punkt)
        if neue:
            gefunden.append(neue[0])
            _mitglieder_ablegen(gefunden[-1], neue[1], ist_punkt=False)
        elif gefunden:
            _mitglieder_ablegen(gefunden[-1], satz.text, satz.ist_punkt)
        else:
            continue
        orte |= dict.fromkeys(satz.zeilen, f"Gruppe {gefunden[-1].name}")
    return [gruppe.gruppe() for gruppe in gefunden], orte


def _saetze(zeilen: list[Zeile]) -> list[_Satz]:
    saetze: list[_Satz] = []
    for zeile in zeilen:
        ist_punkt = bool(STRICH.match(zeile.text))
        text = " ".join(STRICH.sub("", zeile.text).split())
        if saetze and not ist_punkt and _geht_weiter(saetze[-1], text):
            saetze[-1].text += f" {text}"
            saetze[-1].zeilen.append(zeile.nr)
        else:
            saetze.append(_Satz(text, ist_punkt, [zeile.nr]))
    return saetze


def _geht_weiter(vorher: _Satz, text: str) -> bool:
    offen = vorher.text.count("(") > vorher.text.count(")")
    haengt = not vorher.ist_punkt and vorher.text.endswith((",", " und", "/"))
    return offen or haengt or (text[:1].islower() and not vorher.text.endswith((".", ":")))


def _kopf(text: str, danach_punkt: bool) -> tuple[_Gruppe, str] | None:
    """A new group and what else its line holds (members behind a colon); None if the line opens no group."""
    wort = GRUPPENWORT.search(text)
    if not wort:
        return None
    if NOCH_NICHT.search(text) and not text.endswith(":") and not KLAMMER.search(text):
        return _Gruppe(_name_aus_satz(text, wort), planungsstand=[text], wortlaut=text), ""
    kopf, doppelpunkt, rest = _am_doppelpunkt(text)
    if wort.end() > len(kopf) or len(kopf.split()) > 14:
        return None
    besteht = BESTEHT.search(kopf)
    if not (doppelpunkt or danach_punkt or besteht or KLAMMER.search(kopf) or wort.start() == 0):
        return None
    if besteht:
        kopf, rest = kopf[: besteht.start()], f"{kopf[besteht.end() :]} {rest}".strip()
    gruppe = _Gruppe(kopf.strip(), wortlaut=text)
    klammer = KLAMMER.search(kopf)
    if klammer:
        gruppe.name = kopf[: klammer.start()].strip()
        if PLANUNGSSTAND.search(klammer[1]):
            gruppe.planungsstand.append(klammer[1].strip())
        else:
            gruppe.aufgabe = klammer[1].strip()
    return gruppe, rest


def _am_doppelpunkt(text: str) -> tuple[str, str, str]:
    """Cut at the first colon that is no gender colon ("Koordinator:innen")."""
    stelle = re.search(r":(?=\s|$)", text)
    return (text[: stelle.start()], ":", text[stelle.end() :].strip()) if stelle else (text, "", "")


def _name_aus_satz(text: str, wort: re.Match) -> str:
    """ "Die Planungsgruppe befindet sich im Aufbau." names a Planungsgruppe."""
    return text[: wort.end()].rsplit(maxsplit=1)[-1] if " " not in wort[0] else wort[0]


def _mitglieder_ablegen(gruppe: _Gruppe, text: str, ist_punkt: bool) -> None:
    if not text.strip():
        return
    if NOCH_NICHT.search(text):
        gruppe.planungsstand.append(text)
        return
    teile = [text] if ist_punkt else _an_kommas(text)
    for teil in teile:
        gruppe.mitglieder += mitglieder(teil)


def _an_kommas(text: str) -> list[str]:
    teile, tiefe, anfang = [], 0, 0
    for i, zeichen in enumerate(text):
        tiefe += (zeichen == "(") - (zeichen == ")")
        if zeichen in ",;" and tiefe <= 0:
            teile.append(text[anfang:i])
            anfang = i + 1
    return [teil for teil in (*teile, text[anfang:]) if teil.strip()]


def mitglieder(text: str) -> list[GelesenesMitglied]:
    """One entry of a list: mostly one function, with "+ 1 Experte …" a second that comes on top of it."""
    text = text.strip().rstrip(",;").removesuffix(".").strip()
    zusatz = ZUSATZ.match(text)
    if not zusatz:
        return [_mitglied(text)]
    return [_mitglied(zusatz["vorne"]), replace(_mitglied(zusatz["plus"] or zusatz["ohne"]), begleitet=True)]


def _mitglied(text: str) -> GelesenesMitglied:
    wortlaut = text = text.strip()
    einheit = obereinheit = ""
    klammer = KLAMMER.search(text)
    if klammer:
        # "Stabsstelle … / Bereich 05": the second is the parent unit
        text = text[: klammer.start()]
        einheit, _, obereinheit = (teil.strip() for teil in klammer[1].partition(" / "))
    person, text = person_abtrennen(text)
    anzahl = ANZAHL.match(text)
    if anzahl:
        text = anzahl["rest"]
    mehrere = bool(MEHRERE.search(text)) and not anzahl
    return GelesenesMitglied(
        funktion=text or (einheit if person else wortlaut),
        einheit=einheit if text else "",
        obereinheit=obereinheit,
        anzahl=int(ZAHLWORTE.get(anzahl["anzahl"], 0) or anzahl["anzahl"]) if anzahl else None,
        mehrere=mehrere,
        person=person,
        wortlaut=wortlaut,
    )
