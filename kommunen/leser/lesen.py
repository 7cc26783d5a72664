"""From lines to a Lesung: find the sections, read each, keep account of every line."""

import re
from collections import defaultdict
from typing import Any

from kommunen.leser import anhaenge, gruppen, kontakte, texte, zahlen
from kommunen.leser.eingabe import LeseFehler, pruefen
from kommunen.leser.ergebnis import Lesung, Zeile
from kommunen.leser.personen import vielleicht_person
from kommunen.leser.ueberschriften import Abschnitt, ueberschrift
from kommunen.leser.zeilen import LAENGSTE_ZEILE, glatt, kurze, zusammengerueckt

# What a web page's text brings along and no profile means.
BEIWERK = re.compile(r"\s*(?:pfeil zum scrollen|nach oben|zum seitenanfang|drucken|seite teilen|mehr anzeigen)\s*", re.IGNORECASE)
NAME = re.compile(r"^(?:Landkreis|Region|Hansestadt|Landeshauptstadt|Stadt|Samtgemeinde|Gemeinde|Flecken)\s+\S")
ART_IM_NAMEN = re.compile(r"^(?:Landkreis|Region|Hansestadt|Landeshauptstadt|Stadt|Samtgemeinde|Gemeinde|Flecken)\s+")


def lesen(text: str) -> Lesung:
    """Read a profile.

    Raises LeseFehler, with a message in German, for an empty, oversized or binary text and for one without any
    known heading.
    """
    pruefen(text)
    zeilen = [Zeile(nr, glatt(inhalt)) for nr, inhalt in enumerate(text.splitlines(), start=1)]
    vorspann, abschnitte, orte = _gliedern(zeilen)
    if not abschnitte:
        raise LeseFehler(
            "Im Text steht keine Überschrift, an der sich ein Profil erkennen lässt (zum Beispiel „Kontakt:“, „Einwohner:“, "
            "„Ziele:“). Bitte prüfen Sie, ob Sie den ganzen Text eingefügt haben."
        )
    name = _name(vorspann, orte)
    felder = _felder(abschnitte, ART_IM_NAMEN.sub("", name), orte)
    hinweise = [*felder.pop("hinweise"), *_hinweise(name, felder)]
    quelle = text.splitlines()
    uebrig = tuple(Zeile(nr, inhalt) for nr, inhalt in enumerate(quelle, start=1) if inhalt.strip() and nr not in orte)
    return Lesung(
        quelltext=text,
        name=name,
        nicht_zugeordnet=uebrig,
        hinweise=tuple(hinweise),
        orte=orte,
        **felder,
    )


def _gliedern(zeilen):
    """(lines before the first heading, {section: its lines}, places of the headings). Sections may come twice."""
    vorspann: list[Zeile] = []
    abschnitte: dict[Abschnitt, list[Zeile]] = defaultdict(list)
    orte: dict[int, str] = {}
    aktuell, in_zahlen, hat_zahl = vorspann, False, False
    for zeile in zeilen:
        kopf = ueberschrift(zeile.text) if len(zeile.text) <= LAENGSTE_ZEILE else None
        if kopf:
            abschnitt, rest = kopf
            aktuell, in_zahlen, hat_zahl = abschnitte[abschnitt], abschnitt in zahlen.ARTEN, bool(ZIFFER.search(rest))
            if aktuell:
                aktuell.append(Zeile(zeile.nr, ""))
            if rest:
                aktuell.append(Zeile(zeile.nr, rest))
            else:
                orte[zeile.nr] = f"Überschrift {abschnitt}"
        elif in_zahlen and _ende_der_zahlen(aktuell, zeile.text, hat_zahl):
            aktuell, in_zahlen = [], False  # a heading we do not know, or prose: no figures, and so without a place
        elif not BEIWERK.fullmatch(zeile.text):
            aktuell.append(zeile)
            hat_zahl = hat_zahl or bool(ZIFFER.search(zeile.text))
    return vorspann, dict(abschnitte), orte


ZIFFER = re.compile(r"\d")
GEHOERT_DAZU = re.compile(r"\d|quelle|stand\b|stichtag", re.IGNORECASE)


def _ende_der_zahlen(bisher, text, hat_zahl):
    """Does something else begin here? A section of figures ends with a line like "Motivation:", or with a line
    without digits that follows a gap after the first figure."""
    nach_luecke = bool(bisher) and not bisher[-1].text.strip()
    prosa = hat_zahl and nach_luecke and bool(text.strip()) and not GEHOERT_DAZU.search(text)
    return prosa or text.rstrip().endswith(":")


def _name(vorspann, orte):
    gefuellt = [zeile for zeile in vorspann if zeile.text.strip()]
    zeile = next((z for z in gefuellt if NAME.match(z.text.strip()) and len(z.text.split()) <= 6), None)
    if zeile is None:
        return ""
    orte[zeile.nr] = "Name der Kommune"
    return " ".join(zeile.text.split())


def _felder(abschnitte, kurzname, orte):
    """The fields of the Lesung; writes into `orte` where each line went."""
    gefuellt = {abschnitt: kurze(zeilen) for abschnitt, zeilen in abschnitte.items()}
    felder: dict[str, Any] = {"hinweise": []}
    felder["kontakte"], gefunden = kontakte.kontakte(gefuellt.get(Abschnitt.KONTAKT, []), kurzname)
    orte |= gefunden
    felder["kennzahlen"] = _kennzahlen(gefuellt, orte, felder["hinweise"])
    felder["gruppen"], gefunden = gruppen.gruppen(gefuellt.get(Abschnitt.AKTEURE, []))
    orte |= gefunden
    felder["downloads"], gefunden = anhaenge.downloads(gefuellt.get(Abschnitt.DOWNLOADS, []))
    orte |= gefunden
    felder |= _texte(abschnitte, orte)
    felder["termine"], felder["meldungen"] = _termine(abschnitte.get(Abschnitt.TERMINE, []), kurzname, orte)
    return {name: tuple(wert) if isinstance(wert, list) else wert for name, wert in felder.items()}


def _kennzahlen(gefuellt, orte, hinweise):
    gefunden = []
    for abschnitt in zahlen.ARTEN:
        zeilen = gefuellt.get(abschnitt, [])
        # Lines and table cells stay apart: two numbers below each other are not one.
        text = "\n".join(zusammengerueckt(teil) for zeile in zeilen for teil in zeile.text.split("\t"))
        neue, dazu = zahlen.kennzahlen(abschnitt, text)
        if neue:
            orte |= {zeile.nr: f"Kennzahl {abschnitt}" for zeile in zeilen}
        gefunden += neue
        hinweise += dazu
    return gefunden


def _texte(abschnitte, orte):
    def bloecke(abschnitt):
        gefunden = texte.absaetze(abschnitte.get(abschnitt, []))
        _ablegen(orte, gefunden, abschnitt)
        return gefunden

    bausteine, ziele = texte.bausteine(bloecke(Abschnitt.ZIELE))
    schwerpunkt, ziele = texte.schwerpunkt(ziele)
    schwerpunkt += bloecke(Abschnitt.SCHWERPUNKT)
    _ablegen(orte, schwerpunkt, Abschnitt.SCHWERPUNKT)
    schwerpunkt_text = texte.markdown(schwerpunkt)
    return {
        "grund": texte.markdown(bloecke(Abschnitt.GRUND)),
        "ziele": texte.markdown(ziele),
        "bausteine": bausteine,
        "schwerpunkt": schwerpunkt_text,
        "schwerpunkt_offen": texte.ist_offen(schwerpunkt_text),
        "besonderheiten": texte.markdown(bloecke(Abschnitt.BESONDERHEITEN)),
        "erfolge": texte.erfolge(bloecke(Abschnitt.ERFOLGE)),
    }


def _termine(zeilen, kurzname, orte):
    bloecke = anhaenge.absaetze(zeilen)
    _ablegen(orte, bloecke, Abschnitt.TERMINE)
    return anhaenge.termine_und_meldungen([texte.verbunden(block) for block in bloecke], kurzname)


def _ablegen(orte, bloecke, ort):
    orte |= {zeile.nr: str(ort) for block in bloecke for zeile in block}


def _hinweise(name, felder):
    """What a person should look at before taking the reading over."""
    if not name:
        yield "Am Anfang des Textes steht kein Name einer Kommune. Bitte wählen Sie die Kommune selbst."
    arten = [figur.art for figur in felder["kennzahlen"]]
    if len(arten) != len(set(arten)):
        yield "Zu einer Kennzahl stehen mehrere Werte im Text. Alle sind gelesen; bitte prüfen Sie, welcher gilt."
    for figur in felder["kennzahlen"]:
        if figur.naeherung == "gerundet":
            yield f"„{figur.wortlaut}“ sieht gerundet aus und ist so vermerkt."
    for wo, text in _oeffentliche_texte(felder):
        person = vielleicht_person(text)
        if person:
            yield f"{wo} nennt vielleicht eine Person („{person}“): bitte vor dem Veröffentlichen prüfen."


def _oeffentliche_texte(felder):
    """Whatever would stand on the public page, with the name of its place."""
    for feld in ("grund", "ziele", "schwerpunkt", "besonderheiten"):
        yield Abschnitt[feld.upper()], felder[feld]
    for kontakt in felder["kontakte"]:
        yield Abschnitt.KONTAKT, " · ".join([*kontakt.funktionen, *kontakt.dienststelle, kontakt.strasse])
    for figur in felder["kennzahlen"]:
        yield "Eine Quelle", f"{figur.quelle} · {figur.definition}"
    for gruppe in felder["gruppen"]:
        plaetze = [text for m in gruppe.mitglieder for text in (m.funktion, m.einheit, m.obereinheit)]
        yield gruppe.name, " · ".join([gruppe.name, gruppe.aufgabe, gruppe.planungsstand, *plaetze])
    for eintrag in (*felder["erfolge"], *felder["meldungen"], *felder["termine"], *felder["bausteine"]):
        yield "Ein Eintrag", eintrag.text
    for download in felder["downloads"]:
        yield "Ein Download", download.titel.replace("_", " ")
