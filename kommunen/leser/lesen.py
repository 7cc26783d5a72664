"""From lines to a Lesung: find the sections, read each, keep account of every line."""

import re
from collections import defaultdict
from typing import Any

from kommunen.leser import anhaenge, gruppen, kontakte, texte, zahlen
from kommunen.leser.eingabe import LeseFehler, pruefen
from kommunen.leser.ergebnis import Lesung, Zeile
from kommunen.leser.personen import nennt_vielleicht_person
from kommunen.leser.ueberschriften import Abschnitt, ueberschrift

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
    zeilen = [Zeile(nr, inhalt) for nr, inhalt in enumerate(text.splitlines(), start=1)]
    vorspann, abschnitte, orte = _gliedern(zeilen)
    if not abschnitte:
        raise LeseFehler(
            "Im Text steht keine Überschrift, an der sich ein Profil erkennen lässt (zum Beispiel „Kontakt:“, „Einwohner:“, "
            "„Ziele:“). Bitte prüfen Sie, ob Sie den ganzen Text eingefügt haben."
        )
    name = _name(vorspann, orte)
    felder = _felder(abschnitte, ART_IM_NAMEN.sub("", name), orte)
    uebrig = tuple(zeile for zeile in zeilen if zeile.text.strip() and zeile.nr not in orte)
    return Lesung(
        quelltext=text,
        name=name,
        nicht_zugeordnet=uebrig,
        hinweise=tuple(_hinweise(name, felder, zeilen, orte)),
        orte=orte,
        **felder,
    )


def _gliedern(zeilen):
    """(lines before the first heading, {section: its lines}, places of the headings). Sections may come twice."""
    vorspann: list[Zeile] = []
    abschnitte: dict[Abschnitt, list[Zeile]] = defaultdict(list)
    orte: dict[int, str] = {}
    aktuell = vorspann
    for zeile in zeilen:
        kopf = ueberschrift(zeile.text)
        if kopf:
            abschnitt, rest = kopf
            aktuell = abschnitte[abschnitt]
            if aktuell:
                aktuell.append(Zeile(zeile.nr, ""))
            if rest:
                aktuell.append(Zeile(zeile.nr, rest))
            else:
                orte[zeile.nr] = f"Überschrift {abschnitt}"
        elif not BEIWERK.fullmatch(zeile.text):
            aktuell.append(zeile)
    return vorspann, dict(abschnitte), orte


def _name(vorspann, orte):
    gefuellt = [zeile for zeile in vorspann if zeile.text.strip()]
    zeile = next((z for z in gefuellt if NAME.match(z.text.strip()) and len(z.text.split()) <= 6), None)
    if zeile is None:
        return ""
    orte[zeile.nr] = "Name der Kommune"
    return " ".join(zeile.text.split())


def _felder(abschnitte, kurzname, orte):
    """The fields of the Lesung; writes into `orte` where each line went."""
    gefuellt = {abschnitt: [z for z in zeilen if z.text.strip()] for abschnitt, zeilen in abschnitte.items()}
    felder: dict[str, Any] = {}
    felder["kontakte"], gefunden = kontakte.kontakte(gefuellt.get(Abschnitt.KONTAKT, []))
    orte |= gefunden
    felder["kennzahlen"] = _kennzahlen(gefuellt, orte)
    felder["gruppen"], gefunden = gruppen.gruppen(gefuellt.get(Abschnitt.AKTEURE, []))
    orte |= gefunden
    felder["downloads"], gefunden = anhaenge.downloads(gefuellt.get(Abschnitt.DOWNLOADS, []))
    orte |= gefunden
    felder |= _texte(abschnitte, orte)
    felder["termine"], felder["meldungen"] = _termine(abschnitte.get(Abschnitt.TERMINE, []), kurzname, orte)
    return {name: tuple(wert) if isinstance(wert, list) else wert for name, wert in felder.items()}


def _kennzahlen(gefuellt, orte):
    gefunden = []
    for abschnitt in zahlen.ARTEN:
        zeilen = gefuellt.get(abschnitt, [])
        neue = zahlen.kennzahlen(abschnitt, texte.verbunden(zeilen)) if zeilen else []
        if neue:
            orte |= {zeile.nr: f"Kennzahl {abschnitt}" for zeile in zeilen}
        gefunden += neue
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


def _hinweise(name, felder, zeilen, orte):
    """What a person should look at before taking the reading over."""
    if not name:
        yield "Am Anfang des Textes steht kein Name einer Kommune. Bitte wählen Sie die Kommune selbst."
    arten = [figur.art for figur in felder["kennzahlen"]]
    if len(arten) != len(set(arten)):
        yield "Zu einer Kennzahl stehen mehrere Werte im Text. Alle sind gelesen; bitte prüfen Sie, welcher gilt."
    for figur in felder["kennzahlen"]:
        if figur.naeherung == "gerundet":
            yield f"„{figur.wortlaut}“ sieht gerundet aus und ist so vermerkt."
    intern = ("Kontakt: Name", "Kontakt: persönliche")
    for zeile in zeilen:
        ort = orte.get(zeile.nr, "")
        if ort and not ort.startswith(intern) and not ort.startswith("Gruppe") and nennt_vielleicht_person(zeile.text):
            yield f"Zeile {zeile.nr} nennt vielleicht eine Person: bitte vor dem Veröffentlichen prüfen."
