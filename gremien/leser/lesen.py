"""From lines to a GeleseneVorlage: find the parts, read each, keep account of every line."""

import re
from collections import defaultdict
from dataclasses import replace
from typing import Any

from gremien.leser import beratung, zeiten
from gremien.leser.ergebnis import GeleseneBeratung, GeleseneVorlage
from gremien.leser.finanzen import finanzen
from gremien.leser.ueberschriften import KURZE, Teil, ueberschrift
from kommunen.leser import texte
from kommunen.leser.eingabe import LeseFehler, pruefen
from kommunen.leser.ergebnis import Zeile
from kommunen.leser.personen import ist_person, vielleicht_person
from kommunen.leser.zeilen import LAENGSTE_ZEILE, glatt, ist_nummeriert, ist_punkt, ohne_punkt
from kommunen.leser.zeiten import stichtage

ARTEN = (
    ("beschluss", re.compile(r"beschluss-?vorlage(?: \(?(?:öffentlich|nichtöffentlich)\)?)?", re.IGNORECASE)),
    ("info", re.compile(r"(?:info(?:rmations)?|berichts)-?vorlage", re.IGNORECASE)),
    ("mitteilung", re.compile(r"mitteilungs-?vorlage|mitteilung", re.IGNORECASE)),
    ("", re.compile(r"(?:sitzungs)?-?vorlage", re.IGNORECASE)),
)


def lesen(text: str) -> GeleseneVorlage:
    """Read a paper. Raises LeseFehler, in German, for an empty, oversized or binary text and for one that is no paper."""
    pruefen(text)
    zeilen = [Zeile(nr, glatt(inhalt)) for nr, inhalt in enumerate(text.splitlines(), start=1)]
    teile, stationen, orte = _gliedern(zeilen)
    if not (stationen or Teil.SACHVERHALT in teile or Teil.BESCHLUSS in teile):
        raise LeseFehler(
            "In diesem Text steht weder eine Beratungsfolge noch „Sachverhalt“ oder „Beschlussvorschlag“. Bitte kopieren Sie die "
            "ganze Seite der Vorlage aus dem Ratsinformationssystem."
        )
    felder = _felder(teile, stationen, orte)
    hinweise = [*felder.pop("hinweise"), *_hinweise(felder)]
    uebrig = tuple(Zeile(nr, inhalt) for nr, inhalt in enumerate(text.splitlines(), start=1) if inhalt.strip() and nr not in orte)
    return GeleseneVorlage(nicht_zugeordnet=uebrig, hinweise=tuple(hinweise), orte=orte, **felder)


def _gliedern(zeilen):
    """({part: its lines}, stations, places of headings and stations). None is the part before any heading."""
    teile: dict[Teil | None, list[Zeile]] = defaultdict(list)
    stationen: list[GeleseneBeratung] = []
    orte: dict[int, str] = {}
    aktuell: Teil | None = None
    for zeile in zeilen:
        kurz = len(zeile.text) <= LAENGSTE_ZEILE
        kopf = ueberschrift(zeile.text) if kurz else None
        if kopf:
            aktuell = kopf[0]
            if kopf[1]:
                teile[aktuell].append(Zeile(zeile.nr, kopf[1]))
            else:
                orte[zeile.nr] = f"Überschrift {aktuell}"
                teile[aktuell] = teile[aktuell]  # it is there, if empty
            continue
        if not zeile.text.strip() and aktuell in KURZE and teile[aktuell]:
            aktuell = None
        if aktuell in {None, Teil.BERATUNG} and zeile.text.strip():
            aktuell = _im_kopf(zeile, aktuell, stationen, orte)
        if kurz and zeile.nr not in orte:
            teile[aktuell].append(zeile)
    return dict(teile), stationen, orte


def _im_kopf(zeile, aktuell, stationen, orte):
    """Where this line belongs: a station is a row, what comes after the stations is the text itself."""
    if gelesen := beratung.station(zeile.text):
        stationen.append(gelesen)
        orte[zeile.nr] = str(Teil.BERATUNG)
        return Teil.BERATUNG
    if beratung.ist_tabellenkopf(zeile.text):
        orte[zeile.nr] = "Überschrift der Beratungsfolge"
        return Teil.BERATUNG
    return Teil.SACHVERHALT if aktuell is Teil.BERATUNG and stationen else aktuell


def _felder(teile, stationen, orte):
    gefuellt = {teil: [zeile for zeile in zeilen if zeile.text.strip()] for teil, zeilen in teile.items()}
    felder: dict[str, Any] = {"hinweise": []}
    felder |= _kopf(teile, gefuellt, orte)
    felder["beratungen"] = _beratungen(gefuellt, stationen, orte, felder["hinweise"])
    felder["sachverhalt"] = _text(teile.get(Teil.SACHVERHALT, []), orte)
    felder["beschlusspunkte"] = _punkte(teile.get(Teil.BESCHLUSS, []), Teil.BESCHLUSS, orte)
    felder["anlagen"] = _punkte(teile.get(Teil.ANLAGEN, []), Teil.ANLAGEN, orte)
    felder["finanzen"], gefunden, offen = finanzen(gefuellt.get(Teil.FINANZEN, []))
    orte |= gefunden
    if offen:
        felder["hinweise"].append("„Haushaltsrechtlich gesichert“: Weder Ja noch Nein ist angekreuzt, also „keine Angabe“.")
    felder["beteiligte"] = tuple(" ".join(zeile.text.split()) for zeile in gefuellt.get(Teil.BETEILIGTE, []))
    orte |= {zeile.nr: str(Teil.BETEILIGTE) for zeile in gefuellt.get(Teil.BETEILIGTE, [])}
    alles = "\n".join([felder["sachverhalt"], *felder["beschlusspunkte"]])
    felder["phasen"] = zeiten.phasen(alles)
    felder["berichtspflicht"] = zeiten.berichtspflicht(felder["sachverhalt"])
    felder["bezuege"] = zeiten.bezuege(alles)
    return felder


def _kopf(teile, gefuellt, orte):
    """Kind, number, subject, date, who leads. Unlabelled blocks: the last is the subject, those before it name the office."""
    felder: dict[str, Any] = {"art": "", "nummer": "", "datum": None, "betreff": "", "federfuehrend": ""}
    for zeile in gefuellt.get(Teil.PERSON, []):
        orte[zeile.nr] = str(Teil.PERSON)
    for teil, feld in ((Teil.NUMMER, "nummer"), (Teil.BETREFF, "betreff"), (Teil.FEDERFUEHREND, "federfuehrend")):
        felder[feld] = _ohne_personen(gefuellt.get(teil, []), teil, orte)
    for zeile in gefuellt.get(Teil.DATUM, []):
        gefunden, rest = stichtage(zeile.text)
        if len(gefunden) == 1 and not rest and felder["datum"] is None:
            felder["datum"] = gefunden[0].datum
            orte[zeile.nr] = str(Teil.DATUM)
    bloecke = []
    for block in _bloecke(teile.get(None, [])):
        for zeile in list(block):
            art = next((name for name, muster in ARTEN if muster.fullmatch(zeile.text.strip())), None)
            if art is not None:
                felder["art"] = art or felder["art"]
                orte[zeile.nr] = "Art der Vorlage"
                block.remove(zeile)
        bloecke += [block] if block else []
    if bloecke and not felder["betreff"]:
        felder["betreff"] = _ohne_personen(bloecke.pop(), Teil.BETREFF, orte)
    if bloecke and not felder["federfuehrend"]:
        felder["federfuehrend"] = _ohne_personen([z for block in bloecke for z in block], Teil.FEDERFUEHREND, orte)
    return felder


def _bloecke(zeilen):
    bloecke: list[list[Zeile]] = [[]]
    for zeile in zeilen:
        if zeile.text.strip():
            bloecke[-1].append(zeile)
        elif bloecke[-1]:
            bloecke.append([])
    return [block for block in bloecke if block]


def _ohne_personen(zeilen, teil, orte):
    """The lines as one, without those that are the name of a clerk."""
    worte = []
    for zeile in zeilen:
        if teil is not Teil.BETREFF and ist_person(zeile.text, am_anfang=True):
            orte[zeile.nr] = str(Teil.PERSON)
        else:
            orte[zeile.nr] = str(teil)
            worte.append(zeile.text)
    return " ".join(" ".join(worte).split())


def _beratungen(gefuellt, stationen, orte, hinweise):
    entscheidet = " ".join(" ".join(zeile.text for zeile in gefuellt.get(Teil.BESCHLIESSEND, [])).split())
    orte |= {zeile.nr: str(Teil.BESCHLIESSEND) for zeile in gefuellt.get(Teil.BESCHLIESSEND, [])}
    neu = [
        replace(eine, rolle="entscheidung") if entscheidet and eine.gremium == entscheidet and not eine.rolle else eine
        for eine in stationen
    ]
    if entscheidet and not any(eine.gremium == entscheidet for eine in neu):
        neu.append(GeleseneBeratung(gremium=entscheidet, rolle="entscheidung"))
    neu, gefunden, ausgelassen = beratung.mit_ergebnissen(neu, gefuellt.get(Teil.ERGEBNIS, []))
    orte |= gefunden
    if ausgelassen:
        hinweise.append("Unterschriften unter den Ergebnissen werden nicht übernommen.")
    return tuple(neu)


def _text(zeilen, orte):
    """Markdown; a sentence that a page break cut in two is one again."""
    bloecke: list[list[Zeile]] = []
    for block in texte.absaetze(zeilen):
        davor = texte.verbunden(bloecke[-1]) if bloecke else "."
        geht_weiter = block[0].text.strip()[:1].islower() and not ist_punkt(block[0].text) and davor[-1:] not in ".:!?"
        if geht_weiter and not ist_punkt(bloecke[-1][0].text):
            bloecke[-1] += block
        else:
            bloecke.append(block)
    orte |= {zeile.nr: str(Teil.SACHVERHALT) for block in bloecke for zeile in block}
    return texte.markdown(bloecke)


def _punkte(zeilen, teil, orte):
    """Numbered points, else paragraphs."""
    bloecke = texte.absaetze(zeilen)
    orte |= {zeile.nr: str(teil) for block in bloecke for zeile in block}
    punkte = (texte.verbunden(block) for block in bloecke)
    return tuple(ohne_punkt(punkt) if ist_nummeriert(punkt) or ist_punkt(punkt) else punkt for punkt in punkte)


def _hinweise(felder):
    """What a person should look at before taking the reading over."""
    if not felder["art"]:
        yield "Die Art der Vorlage (Beschluss-, Info- oder Mitteilungsvorlage) steht nicht im Text."
    if not felder["betreff"]:
        yield "Einen Betreff haben wir nicht erkannt. Bitte tragen Sie ihn ein."
    for eine in felder["beratungen"]:
        if eine.datum is None:
            yield f"{eine.gremium}: ohne Datum."
        if not eine.oeffentlich:
            yield f"{eine.gremium}: Ob die Sitzung öffentlich ist, steht nicht da. Gezeigt werden dann nur Gremium und Datum."
    for wo, text in (("Der Sachverhalt", felder["sachverhalt"]), ("Ein Beschlusspunkt", " · ".join(felder["beschlusspunkte"]))):
        if person := vielleicht_person(text):
            yield f"{wo} nennt vielleicht eine Person („{person}“): bitte vor dem Veröffentlichen prüfen."
