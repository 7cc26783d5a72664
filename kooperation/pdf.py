"""What is printed: the Kooperationsblatt, one's own answers, and the sheet to fill in by hand."""

from kern.pdf import setzen
from kern.templatetags.schreibweise import zahlwort
from kooperation.auswertung.dialog import NICHT_BEANTWORTET, gegenueberstellung
from kooperation.auswertung.erhebung import Auswertung
from kooperation.auswertung.fragen import fragen
from kooperation.auswertung.mass import GENUG_ANTWORTEN
from kooperation.models import Dialog, Instrument, Seite
from kooperation.vorlage import OHNE_STUFE

TAG = "%d.%m.%Y"
MEISTE_RUNDEN = 5  # side by side on a page
FREIWILLIG = "Die Teilnahme ist freiwillig und ohne Folgen für Förderung, Verträge oder Aufsicht."


def _kopf(dialog: Dialog) -> dict:
    tag = dialog.fest_am or dialog.begonnen_am or dialog.vorgeschlagen_am
    return {"art": f"Dialog: {dialog.anlass} · {tag:{TAG}}", "wo": str(dialog.kommune)}


def kooperationsblatt(seite: Seite) -> bytes:
    """One A4 page to sign or pin up; nothing of what only one side may read."""
    dialog, blatt, vorlage = seite.dialog, seite.dialog.blatt, seite.dialog.instrument.vorlage
    paar = dialog.paar
    mit_stufen = not dialog.nur_gespraech
    mitten = ["", ""]
    if mit_stufen:
        blick = gegenueberstellung(dialog, seite)
        wenige = f"weniger als {zahlwort(GENUG_ANTWORTEN)} Stufen"
        mitten = [f"mittlere Stufe {mitte}" if mitte else wenige for mitte in (blick.mitte_a, blick.mitte_b)]
    ist, ziel = (vorlage.stufe(n) if n else "noch offen" for n in (blatt.ist, blatt.ziel))
    frei = ["Stufen"] * (blatt.stufen_frei and mit_stufen) + ["Vereinbarungen"] * blatt.vereinbarungen_frei
    daten = _kopf(dialog) | {
        "seiten": [
            {"zeichen": s.zeichen, "name": str(s), "funktionen": s.funktionen, "mitte": m}
            for s, m in zip(paar, mitten, strict=True)
        ],
        "mit_stufen": mit_stufen,
        "stufen": vorlage.stufen,
        "ist": blatt.ist,
        "ziel": blatt.ziel,
        "alt": f"Gemeinsame Stufe heute: {ist}. Zielstufe: {ziel}.",
        "satz": f"Heute {ist}. Ziel {ziel}.",
        "begruendung": blatt.begruendung,
        "gut": blatt.gut,
        "hakt": blatt.hakt,
        "vereinbarungen": [
            {"was": v.was, "wer": v.wer, "bis": f"{v.bis:{TAG}}", "woran": v.woran, "stand": v.get_stand_display()}
            for v in dialog.vereinbarungen.all()
        ],
        "naechster": f"{blatt.naechster:{TAG}}" if blatt.naechster else "noch offen",
        "frei": f"{', '.join(frei)} und das Datum des nächsten Dialogs" if frei else "",
        "fest": f"Von beiden Seiten im Portal bestätigt am {dialog.fest_am:{TAG}}." if dialog.fest_am else "",
        "nummer": blatt.nummer,
        "fuss": f"Keine Stufe ist an sich besser. {vorlage.fassung}, {vorlage.herkunft}. {FREIWILLIG}",
    }
    return setzen("kooperationsblatt", daten)


def antworten(seite: Seite) -> bytes:
    """One side's own sheet, with all its evidence."""
    vorlage = seite.dialog.instrument.vorlage
    zeilen = {zeile.code: zeile for zeile in seite.einschaetzungen.all()}
    daten = _kopf(seite.dialog) | {
        "wer": str(seite),
        "mit": str(seite.andere),
        "leitsatz": vorlage.leitsatz,
        "fuss": f"{vorlage.fassung}, {vorlage.herkunft}.",
        "antworten": [_antwort(vorlage, kriterium, zeilen.get(kriterium.code)) for kriterium in vorlage.kriterien],
    }
    return setzen("antworten", daten)


def _antwort(vorlage, kriterium, zeile):
    return {
        "name": kriterium.name,
        "frage": kriterium.frage,
        "stufe": str(zeile.stufe) if zeile and zeile.stufe else "–",
        "wortlaut": (zeile and vorlage.wortlaut(kriterium.code, zeile.wert)) or NICHT_BEANTWORTET,
        "beleg": zeile.beleg if zeile else "",
        "frei": "darf die andere Seite lesen" if zeile and zeile.beleg_frei else "nur für uns",
    }


def leerer_bogen(instrument: Instrument, wo: str) -> bytes:
    """The sheet on paper: to think alone or with colleagues, before somebody types it in."""
    vorlage = instrument.vorlage
    daten = {
        "titel": vorlage.titel,
        "art": "Bogen zum Ausfüllen",
        "wo": wo,
        "leitsatz": vorlage.leitsatz,
        "stufen": vorlage.stufen,
        "kriterien": [{"name": k.name, "frage": k.frage, "stufen": k.stufen} for k in vorlage.kriterien],
        "ohne": [vorlage.ohne_stufe[name] for name in OHNE_STUFE],
        "fuss": f"{vorlage.fassung}, {vorlage.herkunft}. {FREIWILLIG}",
    }
    return setzen("bogen", daten)


def bericht(ergebnis: Auswertung) -> bytes:
    """Two A4 pages for the papers of a meeting: where the network stands, what moved, what to ask. No sentences of anybody."""
    erhebung, vorlage = ergebnis.erhebung, ergebnis.vorlage
    daten = {
        "titel": erhebung.titel,
        "art": f"Anonyme Erhebung · {erhebung.geschlossen_am:{TAG}}",
        "wo": str(erhebung.kommune),
        "eckdaten": _eckdaten(erhebung),
        "genug": zahlwort(GENUG_ANTWORTEN),
        "stufen": vorlage.stufen,
        "hoechste": ergebnis.hoechste,
        "verteilungen": [_verteilung(v) for v in ergebnis.verteilungen],
        "ohne": [*(vorlage.ohne_stufe[name] for name in OHNE_STUFE), "ohne Antwort"],
        "runden": [
            (_monat(r.erhebung), f"{r.erhebung.boegen} von {r.erhebung.eingeladen}") for r in ergebnis.runden[-MEISTE_RUNDEN:]
        ],
        "verlaeufe": [_verlauf(v) for v in ergebnis.verlaeufe],
        "brueche": [f"Zwischen {_monat(vorher)} und {_monat(nachher)}" for vorher, nachher in ergebnis.bruchstellen],
        "fragen": [(f"{frage.kriterium.name}: {frage.anlass}", frage.frage) for frage in fragen(ergebnis)],
        "fuss": f"Keine Stufe ist an sich besser. {vorlage.fassung}, {vorlage.herkunft}.",
    }
    return setzen("bericht", daten)


def _verteilung(v):
    return {
        "name": v.kriterium.name,
        "stufen": v.stufen,
        "mitte": v.mitte.mitte if v.mitte else None,
        "haelfte": v.mitte.haelfte if v.mitte else "",
        "hinweis": v.kurzer_hinweis,
        "ohne": v.ohne_zahlen,
    }


def _verlauf(v):
    mitten = [mitte.mitte if mitte else None for mitte in v.mitten[-MEISTE_RUNDEN:]]
    return {"name": v.kriterium.name, "mitten": mitten, "worte": v.worte}


def _monat(erhebung):
    return f"{erhebung.geschlossen_am:%m/%Y}"


def _eckdaten(erhebung):
    wer = f"Gefragt war: {erhebung.gruppe}. " if erhebung.gruppe and erhebung.gruppe.is_public else ""
    wie_viele = f"{erhebung.boegen} von {erhebung.eingeladen} haben geantwortet"
    return f"{wer}{wie_viele}, {erhebung.oeffnet:{TAG}} bis {erhebung.geschlossen_am:{TAG}}."
