"""From lines to a GeleseneVorlage: find the parts, read each, keep account of every line."""

import re
from collections import defaultdict
from dataclasses import replace
from typing import Any

from gremien.leser import beratung, zeiten
from gremien.leser.ergebnis import GeleseneBeratung, GeleseneVorlage
from gremien.leser.finanzen import finanzen
from gremien.leser.ueberschriften import KURZE, Teil, paare, ueberschrift
from kommunen.leser import texte
from kommunen.leser.eingabe import LeseFehler, pruefen
from kommunen.leser.ergebnis import Zeile
from kommunen.leser.personen import ist_person, person_abtrennen, vielleicht_person
from kommunen.leser.zeilen import LAENGSTE_ZEILE, glatt, ist_nummeriert, ist_punkt, ohne_punkt
from kommunen.leser.zeiten import stichtage

ARTEN = (
    ("beschluss", re.compile(r"beschluss-?vorlage(?: \(?(?:öffentlich|nichtöffentlich)\)?)?", re.IGNORECASE)),
    ("info", re.compile(r"(?:info(?:rmations)?|berichts)-?vorlage", re.IGNORECASE)),
    ("mitteilung", re.compile(r"mitteilungs-?vorlage|mitteilung", re.IGNORECASE)),
    ("", re.compile(r"(?:sitzungs)?-?vorlage", re.IGNORECASE)),
)
NEBEN = "Angaben nebeneinander"
KEINE = re.compile(r"(?:keine|entfällt|ohne|[-–./])?\.?", re.IGNORECASE)  # what stands below "Anlagen" where there is none
# "gez. Müller", "Im Auftrag": what stands below a text, and perhaps a name below that
UNTERSCHRIFT = re.compile(r"(?:gez\.?|i\. ?[av]\.|im auftrag|in vertretung)(?:\s+\S+){0,4}(?<![.:])", re.IGNORECASE)


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
    unterschrieben = False
    for zeile in zeilen:
        kurz = len(zeile.text) <= LAENGSTE_ZEILE
        nackt = zeile.text.strip()
        if UNTERSCHRIFT.fullmatch(nackt) or (unterschrieben and ist_person(nackt, am_anfang=True)):
            orte[zeile.nr] = str(Teil.PERSON)
            unterschrieben = True
            continue
        unterschrieben = unterschrieben and not nackt
        if kurz and (mehrere := paare(zeile.text)):
            for teil, wert in mehrere:
                teile[teil] += [Zeile(zeile.nr, wert)] if wert else []
            orte[zeile.nr] = NEBEN
            aktuell = None
            continue
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
    if (aktuell is Teil.BERATUNG or "\t" in zeile.text) and (gelesen := beratung.station(zeile.text)):
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
    if felder.pop("nicht_oeffentlich", False):
        felder["hinweise"].append("Die Vorlage ist als nicht öffentlich gekennzeichnet. Bitte machen Sie sie nicht öffentlich.")
    felder["beratungen"] = _beratungen(gefuellt, stationen, orte, felder["hinweise"])
    felder["sachverhalt"] = _text(teile.get(Teil.SACHVERHALT, []), orte)
    felder["beschlusspunkte"] = _punkte(teile.get(Teil.BESCHLUSS, []), Teil.BESCHLUSS, orte)
    anlagen = _punkte(teile.get(Teil.ANLAGEN, []), Teil.ANLAGEN, orte)
    felder["anlagen"] = tuple(titel for titel in anlagen if not KEINE.fullmatch(titel.strip()))
    felder["finanzen"], gefunden, offen = finanzen(gefuellt.get(Teil.FINANZEN, []))
    orte |= gefunden
    if offen:
        felder["hinweise"].append(
            "„Haushaltsrechtlich gesichert“: Ja und Nein sind nicht eindeutig angekreuzt, also „keine Angabe“."
        )
    felder["beteiligte"] = tuple(_stellen(gefuellt.get(Teil.BETEILIGTE, []), Teil.BETEILIGTE, orte))
    alles = "\n".join([felder["sachverhalt"], *felder["beschlusspunkte"]])
    felder["phasen"] = zeiten.phasen(alles)
    felder["berichtspflicht"] = zeiten.berichtspflicht(felder["sachverhalt"])
    felder["bezuege"] = zeiten.bezuege(alles)
    return felder


def _kopf(teile, gefuellt, orte):
    """Kind, number, subject, date, who leads. Unlabelled blocks: the last is the subject, those before it name the office."""
    felder: dict[str, Any] = {"art": "", "nummer": "", "datum": None, "betreff": "", "federfuehrend": ""}
    for zeile in gefuellt.get(Teil.PERSON, []):
        orte.setdefault(zeile.nr, str(Teil.PERSON))
    felder["nummer"] = _worte(gefuellt.get(Teil.NUMMER, []), Teil.NUMMER, orte)
    felder["betreff"] = _worte(gefuellt.get(Teil.BETREFF, []), Teil.BETREFF, orte)
    felder["federfuehrend"] = " ".join(_stellen(gefuellt.get(Teil.FEDERFUEHREND, []), Teil.FEDERFUEHREND, orte))
    for zeile in gefuellt.get(Teil.DATUM, []):
        gefunden, rest = stichtage(zeile.text)
        if len(gefunden) == 1 and not rest and felder["datum"] is None:
            felder["datum"] = gefunden[0].datum
            orte.setdefault(zeile.nr, str(Teil.DATUM))
    for zeile in gefuellt.get(Teil.ART, []):
        if (art := _art(zeile)) is not None:
            felder["art"] = art or felder["art"]
            orte.setdefault(zeile.nr, str(Teil.ART))
    for zeile in gefuellt.get(Teil.STATUS, []):
        if zeile.text.strip().lower() in beratung.OEFFENTLICH:
            orte.setdefault(zeile.nr, str(Teil.STATUS))
            felder["nicht_oeffentlich"] = beratung.OEFFENTLICH[zeile.text.strip().lower()] == "nein"
    bloecke = []
    for block in _bloecke(teile.get(None, [])):
        for zeile in list(block):
            if (art := _art(zeile)) is not None:
                felder["art"] = art or felder["art"]
                orte[zeile.nr] = "Art der Vorlage"
                block.remove(zeile)
        bloecke += [block] if block else []
    if bloecke and not felder["betreff"]:
        felder["betreff"] = _worte(bloecke.pop(), Teil.BETREFF, orte)
    if bloecke and not felder["federfuehrend"]:
        felder["federfuehrend"] = " ".join(_stellen([z for block in bloecke for z in block], Teil.FEDERFUEHREND, orte))
    return felder


def _art(zeile):
    """Kind of the paper; "" where the line says only that it is one, None where it says something else."""
    return next((name for name, muster in ARTEN if muster.fullmatch(zeile.text.strip())), None)


def _bloecke(zeilen):
    bloecke: list[list[Zeile]] = [[]]
    for zeile in zeilen:
        if zeile.text.strip():
            bloecke[-1].append(zeile)
        elif bloecke[-1]:
            bloecke.append([])
    return [block for block in bloecke if block]


def _worte(zeilen, teil, orte):
    """The lines as one, without those that are a name and nothing else."""
    orte |= {zeile.nr: str(Teil.PERSON if ist_person(zeile.text) else teil) for zeile in zeilen if orte.get(zeile.nr) != NEBEN}
    return " ".join(" ".join(zeile.text for zeile in zeilen if not ist_person(zeile.text)).split())


def _stellen(zeilen, teil, orte):
    """An office for each line, without the clerks that stand beside it or in a line of their own."""
    for zeile in zeilen:
        namen, rest = ("ja", "") if ist_person(zeile.text, am_anfang=True) else person_abtrennen(" ".join(zeile.text.split()))
        if orte.get(zeile.nr) != NEBEN:
            orte[zeile.nr] = str(teil) if not namen else f"Ohne Namen: {teil}" if rest else str(Teil.PERSON)
        if rest:
            yield rest


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
        davor = bloecke[-1][-1].text.strip() if bloecke else "."
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
    for wo, text in (
        ("Der Betreff", felder["betreff"]),
        ("Die Federführung", felder["federfuehrend"]),
        ("Der Sachverhalt", felder["sachverhalt"]),
        ("Ein Beschlusspunkt", " · ".join(felder["beschlusspunkte"])),
        ("Eine Anlage", " · ".join(felder["anlagen"])),
        ("Eine beteiligte Stelle", " · ".join(felder["beteiligte"])),
        ("Ein abweichender Beschluss", " · ".join(eine.abweichend for eine in felder["beratungen"])),
    ):
        if person := vielleicht_person(text):
            yield f"{wo} nennt vielleicht eine Person („{person}“): bitte vor dem Veröffentlichen prüfen."
