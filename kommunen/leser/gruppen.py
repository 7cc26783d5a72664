"""The part "Beteiligte Akteur*innen": groups, each with its members, in lists or in one long sentence."""

import re
from dataclasses import dataclass, field, replace

from kommunen.leser.ergebnis import GeleseneGruppe, GelesenesMitglied, Zeile
from kommunen.leser.personen import person_abtrennen
from kommunen.leser.zeilen import ist_punkt, ohne_punkt, zusammengerueckt

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
STRATEGISCH = re.compile(r"\bsteuer|lenkung", re.IGNORECASE)
BESTEHT = re.compile(
    r"\s*,?\s*\b(?:bestehend aus|besteht aus|setzt sich zusammen aus|mit folgenden Personen)\s*:?\s*", re.IGNORECASE
)
KLAMMER = re.compile(r"\s+\(([^()]*(?:\([^()]*\)[^()]*)*)\)\s*:?\s*$")  # the last bracket; "(n)" clings to its word
PLANUNGSSTAND = re.compile(r"\bstand\b|planungsstand|vorläufig|im aufbau|folgt|folgen|geplant|vorbehalten", re.IGNORECASE)
NOCH_NICHT = re.compile(
    r"\b(?:im Aufbau|erfolg(?:t|en)\b(?=.{0,200}(?:später|nach))|folg(?:t|en)|noch nicht|wird noch|werden noch|steht noch"
    r"|noch offen|in Planung)\b",
    re.IGNORECASE,
)
PERSONENWORT = r"(?:Expert|Vertret|Fachkraft|Fachkräfte|Fachperson|Person|Mitglied)\S*"
ZUSATZ = re.compile(rf"^(?P<vorne>\S.*?)\s*(?:\+\s*(?P<plus>\d+\s+\S.*)|\s(?P<ohne>\d+\s+{PERSONENWORT}.*))$")
ANZAHL = re.compile(r"^(?:\+\s*)?(?P<anzahl>[1-9]\d?|eine?|zwei|drei|vier|fünf|sechs)\s+(?P<rest>[A-ZÄÖÜ].*)$")
ZAHLWORTE = {"ein": 1, "eine": 1, "zwei": 2, "drei": 3, "vier": 4, "fünf": 5, "sechs": 6}
MEHRERE = re.compile(
    r"[*:_/]-?innen\b|[a-zäöüß]Innen\b|\b(?:mehrere|einige|alle)\b|leitungen\b|stellen\b|^Koordinierende\b|^Mitarbeitende\b|"
    r"kräfte\b|^Vertretungen\b|^Vertretende\b|^Expert(?:en|innen)\b(?! aus)|^Eltern\b",
)
LEITUNG = re.compile(r"\s*,?\s*\b(?:unter (?:der )?leitung(?: von)?|leitung(?: von|:)?|um|mit|von)\s*$", re.IGNORECASE)
HOECHSTENS_WORTE = 14  # of a heading of a group


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
        """Names of persons leave the group's own texts; who leads it becomes a member, with her name inside."""
        texte, personen = [], []
        for text in (self.name, self.aufgabe, " – ".join(self.planungsstand)):
            person, rest = person_abtrennen(text)
            personen += [person] if person else []
            texte.append(LEITUNG.sub("", rest).strip() if person else text)
        leitung = [GelesenesMitglied("Leitung", person=", ".join(personen), wortlaut=", ".join(personen))] if personen else []
        name = texte[0] or "Gruppe"
        art = next(art for art, muster in ARTEN if muster.search(name))
        if art == "arbeitsgruppe" and STRATEGISCH.search(texte[1]):
            art = "steuerung"  # "AG Präventionsketten (strategische Steuerung)"
        return GeleseneGruppe(art, name, texte[1], texte[2], (*leitung, *self.mitglieder), self.wortlaut)


def gruppen(zeilen: list[Zeile]) -> tuple[list[GeleseneGruppe], dict[int, str]]:
    """The groups of the section and where each line went; lines before the first group stay unplaced."""
    gefunden: list[_Gruppe] = []
    stellen: dict[int, _Gruppe] = {}
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
        stellen |= dict.fromkeys(satz.zeilen, gefunden[-1])
    fertige = {id(gruppe): gruppe.gruppe() for gruppe in gefunden}
    return list(fertige.values()), {nr: f"Gruppe {fertige[id(gruppe)].name}" for nr, gruppe in stellen.items()}


def _saetze(zeilen: list[Zeile]) -> list[_Satz]:
    saetze: list[_Satz] = []
    for zeile in zeilen:
        punkt = ist_punkt(zeile.text)
        text = zusammengerueckt(ohne_punkt(zeile.text) if punkt else zeile.text)
        if saetze and not punkt and _geht_weiter(saetze[-1], text):
            saetze[-1].text = f"{saetze[-1].text} {text}".strip()
            saetze[-1].zeilen.append(zeile.nr)
        else:
            saetze.append(_Satz(text, punkt, [zeile.nr]))
    return saetze


def _geht_weiter(vorher: _Satz, text: str) -> bool:
    """Is this the wrapped rest of the line before? At most four lines make one."""
    if len(vorher.zeilen) > 3:
        return False
    offen = vorher.text.count("(") > vorher.text.count(")")
    haengt = not vorher.ist_punkt and vorher.text.endswith((",", " und", "/"))
    klein = text[:1].islower() and not vorher.text.endswith((".", ":"))
    return not vorher.text or offen or haengt or klein  # a marker alone on its line waits for its text


def _kopf(text: str, danach_punkt: bool) -> tuple[_Gruppe, str] | None:
    """A new group and what else its line holds (members behind a colon); None if the line opens no group."""
    wort = GRUPPENWORT.search(text)
    if wort and NOCH_NICHT.search(text) and not text.endswith(":") and not KLAMMER.search(text):
        return _Gruppe(_name_aus_satz(text, wort), planungsstand=[text], wortlaut=text), ""
    kopf, doppelpunkt, rest = _am_doppelpunkt(text)
    if not wort or wort.end() > len(kopf):
        # "Kernteam:" is a group too, whatever it is called; a colon with text behind it is a sentence
        ist_kopf = bool(doppelpunkt) and not rest and len(kopf.split()) <= 6
        return (_Gruppe(kopf.strip(), wortlaut=text), "") if ist_kopf else None
    besteht, klammer = BESTEHT.search(kopf), KLAMMER.search(kopf)
    if len(kopf.split()) > HOECHSTENS_WORTE or ("," in KLAMMER.sub("", kopf) and not (doppelpunkt or besteht)):
        return None
    if not (doppelpunkt or danach_punkt or besteht or klammer or wort.start() == 0):
        return None
    if besteht:
        kopf, rest = kopf[: besteht.start()], f"{kopf[besteht.end() :]} {rest}".strip()
        klammer = KLAMMER.search(kopf)
    gruppe = _Gruppe(kopf.strip(), wortlaut=text)
    if klammer:
        gruppe.name = kopf[: klammer.start()].strip()
        if PLANUNGSSTAND.search(klammer[1]):
            gruppe.planungsstand.append(klammer[1].strip())
        else:
            gruppe.aufgabe = klammer[1].strip()
    return gruppe, rest


def _am_doppelpunkt(text: str) -> tuple[str, str, str]:
    """Cut at the first colon outside brackets that is no gender colon ("Koordinator:innen")."""
    tiefe = 0
    for i, zeichen in enumerate(text):
        tiefe += (zeichen == "(") - (zeichen == ")")
        if zeichen == ":" and tiefe <= 0 and (i + 1 == len(text) or text[i + 1].isspace()):
            return text[:i], ":", text[i + 1 :].strip()
    return text, "", ""


def _name_aus_satz(text: str, wort: re.Match) -> str:
    """ "Die Planungsgruppe befindet sich im Aufbau." names a Planungsgruppe."""
    return text[: wort.end()].rsplit(maxsplit=1)[-1] if " " not in wort[0] else wort[0]


def _mitglieder_ablegen(gruppe: _Gruppe, text: str, ist_punkt: bool) -> None:
    if not text.strip():
        return
    if NOCH_NICHT.search(text):
        gruppe.planungsstand.append(text)
        return
    for teil in [text] if ist_punkt else _an_kommas(text):
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
        return [_mitglied(text)] if text else []
    return [_mitglied(zusatz["vorne"]), replace(_mitglied(zusatz["plus"] or zusatz["ohne"]), begleitet=True)]


def _mitglied(text: str) -> GelesenesMitglied:
    wortlaut = text = text.strip()
    person, text = person_abtrennen(text)
    einheit = obereinheit = ""
    klammer = KLAMMER.search(f" {text}")
    if klammer:
        # "Stabsstelle … / Bereich 05": the second is the parent unit
        text = f" {text}"[: klammer.start()].strip()
        einheit, _, obereinheit = (teil.strip() for teil in klammer[1].partition(" / "))
    if not text:
        text, einheit = einheit, ""
    anzahl = ANZAHL.match(text)
    if anzahl:
        text = anzahl["rest"]
    return GelesenesMitglied(
        funktion=text or "Mitglied",  # nothing but a name was there
        einheit=einheit,
        obereinheit=obereinheit,
        anzahl=int(ZAHLWORTE.get(anzahl["anzahl"], 0) or anzahl["anzahl"]) if anzahl else None,
        mehrere=bool(MEHRERE.search(text)) and not anzahl,
        person=person,
        wortlaut=wortlaut,
    )
