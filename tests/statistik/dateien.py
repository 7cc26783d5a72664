"""Files of figures as they arrive, small ones made for the purpose: the shapes of the real ones, with figures one may cite.

`Fall`: what the file is, its bytes, and what has to come of it: values that stand afterwards, or words of the refusal.
"""

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from django.core.files.base import ContentFile
from openpyxl import Workbook

from kern.tabelle import xlsx_schreiben
from statistik import actions
from statistik.leser import deuten
from statistik.leser.zeit import stichtag
from statistik.models import Messwert

KOPF = "ags;stichtag;indikator;wert;einheit;status;quelle;tabelle;stand"


def vorlage(*zeilen, kopf=KOPF):
    """A file of the portal's template. Rows may be cut short after the value; source is filled in."""
    fertig = [
        ";".join([*[*zeile.split(";"), *[""] * 5][:6], "Landesamt", "T1", "2025"]) if zeile.count(";") < 8 else zeile
        for zeile in zeilen
    ]
    return "\r\n".join([kopf, *fertig]) + "\r\n"


def datei(inhalt, name="lieferung.csv"):
    return ContentFile(inhalt.encode() if isinstance(inhalt, str) else inhalt, name=name)


def annehmen(inhalt, *, name="lieferung.csv", entscheidungen=None, zuordnung=None, **mehr):
    """A Lieferung, checked; with decisions and, for a table nobody has seen, with what its columns mean."""
    lieferung = actions.annehmen(datei(inhalt, name), **mehr)
    if zuordnung is not None:
        tag = stichtag(zuordnung.stichtag) if zuordnung.stichtag else None
        lieferung = actions.zuordnen(lieferung, zuordnung, stichtag=tag)
    return actions.neu_pruefen(lieferung, entscheidungen=entscheidungen) if entscheidungen else lieferung


def liefern(inhalt, *, quelle="Landesamt", **mehr):
    lieferung = annehmen(inhalt, **mehr)
    return actions.uebernehmen(lieferung, herkunft={"quelle": lieferung.quelle or quelle})


def stand():
    """{(key of the area, Indikator, day): value or status} of all that stands."""
    zeilen = Messwert.objects.gueltig().values_list("gebiet__ags", "indikator__kennung", "stichtag", "wert", "status")
    return {(ags, kennung, f"{tag:%d.%m.%Y}"): status if wert is None else wert for ags, kennung, tag, wert, status in zeilen}


def arten(lieferung):
    """Kinds of what was noticed."""
    return {befund.art for befund in actions.pruefung(lieferung).befunde}


def xlsx(*zeilen, aendern=lambda buch: None):
    """With the types that Python gives: a number is a number, so a key loses its zero. `aendern` may touch the book."""
    buch = Workbook()
    for zeile in zeilen:
        buch.active.append(zeile)
    aendern(buch)
    ausgabe = io.BytesIO()
    buch.save(ausgabe)
    return ausgabe.getvalue()


def archiv(**dateien):
    ausgabe = io.BytesIO()
    with zipfile.ZipFile(ausgabe, "w", zipfile.ZIP_DEFLATED) as zip_datei:
        for name, inhalt in dateien.items():
            zip_datei.writestr(name.replace("_", "."), inhalt)
    return ausgabe.getvalue()


def _beispiel(name):
    return (Path(__file__).with_name("beispiele") / f"{name}.csv").read_text(encoding="utf-8")


GENESIS = _beispiel("genesis")
GENESIS_SPALTE = _beispiel("genesis_spalte")
FLACH_ALT = _beispiel("flach_alt")
FLACH_NEU = _beispiel("flach_neu")
SPALTEN_ZUORDNUNG = deuten.Zuordnung({"männlich | unter 3 Jahre": "kinder_u3", "weiblich | unter 3 Jahre": "kinder_u3"})
FLACH_ZUORDNUNG = deuten.Zuordnung({"Bevoelkerungsstand": "einwohner"})
FLACH_NEU_ZUORDNUNG = deuten.Zuordnung(
    {"Bevölkerungsstand | Geschlecht: Insgesamt": "einwohner", "Bevölkerungsstand | Geschlecht: männlich": ""}
)
FREMD = "Kinder im Leistungsbezug, 31.12.2019\n\nAGS,Kreis,unter 15 Jahre,Quote\n03101,Braunschweig,4.312,14.06\n03102,Salzgitter,*,23.98\n"
FREMD_ZUORDNUNG = deuten.Zuordnung(
    {"AGS": "", "Kreis": "", "unter 15 Jahre": "sgb2_kinder_u15", "Quote": "sgb2_quote_u15"},
    schluessel="AGS",
    name="Kreis",
    stichtag="31.12.2019",
)
NACH_2011 = {"grundlage": "zensus2011"}
BS, SZ, WOB = "03101", "03102", "03103"
TAG = "31.12.2019"


@dataclass(frozen=True)
class Fall:
    name: str
    inhalt: bytes | str
    werte: dict = field(default_factory=dict)
    ablehnung: str = ""
    mehr: dict = field(default_factory=dict)


def _e(**werte):
    return {(ags.removeprefix("g"), "einwohner", TAG): wert for ags, wert in werte.items()}


def _wert(text, kennung="einwohner"):
    return vorlage(f"03101;31.12.2019;{kennung};{text}")


EIN = vorlage("03101;31.12.2019;einwohner;249406")
GELESEN = _e(g03101=249406)
NICHTS: dict = {}
FAELLE = [
    # the portal's template in all its clothes
    Fall("Vorlage mit BOM", b"\xef\xbb\xbf" + EIN.encode(), GELESEN),
    Fall("Vorlage ohne BOM, Zeilen nur mit LF", EIN.replace("\r\n", "\n"), GELESEN),
    Fall("Vorlage, Zeilen nur mit CR", EIN.replace("\r\n", "\r"), GELESEN),
    Fall("Vorlage in Windows-1252", vorlage("03101;31.12.2019;einwohner;249406;Personen;geschätzt").encode("cp1252"), GELESEN),
    Fall("Vorlage mit Komma getrennt", EIN.replace(";", ","), GELESEN),
    Fall("Vorlage mit Tabulator getrennt", EIN.replace(";", "\t"), GELESEN),
    Fall("Vorlage mit leeren Spalten am Ende", EIN.replace("\r\n", ";;;\r\n"), GELESEN),
    Fall("Vorlage mit Leerzeilen dazwischen", EIN.replace("\r\n", "\r\n\r\n;;;;;;;;\r\n"), GELESEN),
    Fall("Vorlage, Spalten vertauscht und weniger", "wert;indikator;stichtag;ags;quelle\n249406;einwohner;2019;03101;Landesamt\n", GELESEN),
    Fall("Vorlage als Excel, Schlüssel als Text", xlsx_schreiben(KOPF.split(";"), [("03101", TAG, "einwohner", 249406, "Personen", "", "LSN", "", "")]), GELESEN),
    Fall("Vorlage als ZIP", archiv(lieferung_csv=EIN), GELESEN),
    Fall("Vorlage ohne Komma-Dezimale, aber mit Komma getrennt", "ags,stichtag,indikator,wert\n03101,31.12.2019,sgb2_quote_u15,14,1\n", ablehnung=r"Zeile 2: 5 Werte.*4 Spalten.*Trennzeichen"),
    Fall("Überschrift falsch geschrieben", EIN.replace("indikator", "indikatr", 1), ablehnung=r"„indikatr“ kennt die Vorlage nicht; gemeint ist vermutlich „indikator“"),
    Fall("Überschrift doppelt", EIN.replace("einheit", "wert", 1), ablehnung="nennt doppelt: wert"),
    Fall("Zeile zu kurz", KOPF + "\n03101;31.12.2019;einwohner;1\n", ablehnung=r"Zeile 2: 4 Werte.*9 Spalten"),
    Fall("Zeile zu lang", EIN.replace("Landesamt", "Landes;amt"), ablehnung=r"Zeile 2: 10 Werte"),
    # files that are none
    Fall("leer", "", ablehnung="Die Datei ist leer"),
    Fall("nur Leerraum", " \n\n", ablehnung="Die Datei ist leer"),
    Fall("nur Überschriften", KOPF + "\n", ablehnung="steht keine Zeile"),
    Fall("Internetseite", "\n <!DOCTYPE html><html><body>Bitte anmelden</body></html>", ablehnung="Internetseite"),
    Fall("PDF", b"%PDF-1.7\n", ablehnung="Das ist ein PDF"),
    Fall("JSON", '{"03101": 249406}', ablehnung="JSON"),
    Fall("altes Excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ablehnung="alten Form"),
    Fall("UTF-16", EIN.encode("utf-16"), ablehnung="UTF-16"),
    Fall("Nullzeichen", EIN.replace("249406", "249\x00406"), ablehnung="keine Textdatei"),
    Fall("UTF-8 als Windows-1252 gespeichert", EIN.replace("Landesamt", "Landesämter").encode().decode("cp1252").encode(), ablehnung="falsch gespeicherten Umlauten"),
    Fall("Umlaute aus DOS", EIN.replace("Landesamt", "Landesämter").encode("cp850"), ablehnung="Umlauten|weder UTF-8 noch"),
    Fall("offenes Anführungszeichen", EIN.replace("Landesamt", '"Landesamt'), ablehnung="Ab Zeile 2.*Anführungszeichen"),
    Fall("eine Spalte", "einwohner\n249406\n", ablehnung="nur eine Spalte"),
    Fall("ZIP mit zwei Dateien", archiv(a_csv=EIN, b_csv=EIN), ablehnung="enthält 2 Dateien"),
    Fall("ZIP im ZIP", archiv(a_zip=archiv(b_csv=EIN)), ablehnung="noch ein Archiv"),
    Fall("ZIP beschädigt", archiv(a_csv=EIN)[:-30], ablehnung="beschädigt"),
    Fall("Excel mit Formel", xlsx(KOPF.split(";"), ["03101", TAG, "einwohner", "=1+1"]), ablehnung="Zelle D2 enthält eine Formel"),
    # numbers: the point is decided for the column, not for the cell
    Fall("1.234 in einer Anzahl", _wert("1.234"), _e(g03101=1234)),
    Fall("1 587 mit Leerzeichen", _wert("1 587"), _e(g03101=1587)),
    Fall("1 587 mit schmalem Leerzeichen", _wert("1\u202f587"), _e(g03101=1587)),
    Fall("7.5 in einer Anzahl", _wert("7.5"), NICHTS),
    Fall("1,234 in einer Anzahl", _wert("1,234"), NICHTS),
    Fall("24 % in einer Anzahl", _wert("24 %"), NICHTS),
    Fall("minus 23 in einer Anzahl", _wert("-  23"), NICHTS),
    Fall("7,5 in einem Anteil", _wert("7,5", "sgb2_quote_u15"), {(BS, "sgb2_quote_u15", TAG): 7.5}),
    Fall("7.5 in einem Anteil", _wert("7.5", "sgb2_quote_u15"), {(BS, "sgb2_quote_u15", TAG): 7.5}),
    Fall("1.234 in einem Anteil", _wert("1.234", "sgb2_quote_u15"), {(BS, "sgb2_quote_u15", TAG): 1.234}),
    Fall("24 % in einem Anteil", _wert("24 %", "sgb2_quote_u15"), {(BS, "sgb2_quote_u15", TAG): 24}),
    Fall("Anteil über 100", _wert("123", "sgb2_quote_u15"), NICHTS),
    Fall("vorläufig, mit p", _wert("249406p"), GELESEN),
    # signs
    Fall(
        "Zeichen der Statistikämter",
        vorlage(*(f"{ags};31.12.2019;sgb2_kinder_u15;{z}" for ags, z in ((BS, "."), (SZ, "*"), (WOB, "x"), ("03151", "..."), ("03153", "/"), ("03154", "-"), ("03155", "geheim"), ("03157", "")))),
        {(a, "sgb2_kinder_u15", TAG): s for a, s in ((BS, "secret"), (SZ, "secret"), (WOB, "not_meaningful"), ("03151", "follows"), ("03153", "unknown"), ("03154", "unknown"), ("03155", "secret"))},
    ),
    Fall("Strich als null, so entschieden", _wert("-"), _e(g03101=0), mehr={"entscheidungen": {"strich": "null"}}),
    Fall("geheim und doch ein Wert", vorlage("03101;31.12.2019;einwohner;5000;Personen;geheim"), NICHTS),
    # keys and days
    Fall("verlorene Null, ergänzt", vorlage("3101;31.12.2019;einwohner;249406"), GELESEN, mehr={"entscheidungen": {"nullen": "ergaenzen"}}),
    Fall("verlorene Null in Excel, ausgelassen", xlsx(KOPF.split(";"), [3101, TAG, "einwohner", 249406, "", "", "LSN", "", ""]), NICHTS, mehr={"entscheidungen": {"nullen": "auslassen"}}),
    Fall("Jobcenter", vorlage("t03102;31.12.2019;einwohner;1"), NICHTS),
    Fall("unbekanntes Gebiet", vorlage("03999;31.12.2019;einwohner;1"), NICHTS),
    Fall("anderes Land", vorlage("16077;31.12.2019;einwohner;90118"), NICHTS),
    Fall("aufgelöster Kreis", vorlage("03152;31.12.2019;einwohner;250000"), NICHTS),
    Fall("aufgelöster Kreis, damals", vorlage("03152;31.12.2015;einwohner;250000"), {("03152", "einwohner", "31.12.2015"): 250000}),
    Fall("Stichtag in der Zukunft", vorlage("03101;31.12.2099;einwohner;1"), NICHTS),
    Fall("Stichtag, den es nicht gibt", vorlage("03101;31.02.2019;einwohner;1"), NICHTS),
    Fall("unbekannter Indikator", vorlage("03101;31.12.2019;einwoner;1"), NICHTS),
    Fall("doppelt mit gleichem Wert", vorlage(*["03101;31.12.2019;einwohner;249406"] * 2), GELESEN),
    Fall("doppelt mit verschiedenem Wert", vorlage("03101;31.12.2019;einwohner;1000", "03101;31.12.2019;einwohner;1001"), NICHTS),
    Fall("12-stelliger Schlüssel", vorlage("032410001001;31.12.2019;einwohner;536925"), _e(g03241001=536925)),
    # tables of the offices
    Fall(
        "GENESIS, Stichtage im Kopf", GENESIS.encode("cp1252"),
        {("03", "einwohner", "31.12.2018"): 7982448, (BS, "einwohner", "31.12.2018"): 248292, ("03241", "einwohner", "31.12.2018"): 1157624, ("03241001", "einwohner", "31.12.2018"): 538068},
    ),
    Fall("GENESIS, in Excel geöffnet und gespeichert", GENESIS_SPALTE.replace("\n", "\r\n").replace(";031", ";31"), {}, mehr={"entscheidungen": {"nullen": "auslassen"}, "zuordnung": SPALTEN_ZUORDNUNG}),
    Fall("GENESIS, abgeschnitten", GENESIS[: GENESIS.index("DG;")], ablehnung="keine Zeile mit Gebietsschlüssel"),
    Fall("GENESIS, zwei Dateien hintereinander", GENESIS + "03102;Salzgitter;104948;1;1\n", ablehnung="Nach dem Ende der Tabelle"),
    Fall("flach, ältere Form", FLACH_ALT, {(BS, "einwohner", "31.12.2022"): 251804, (SZ, "einwohner", "31.12.2022"): "unknown"}, mehr={"zuordnung": FLACH_ZUORDNUNG, "entscheidungen": NACH_2011}),
    Fall(
        "flach, neue Form", b"\xef\xbb\xbf" + FLACH_NEU.encode(),
        {(SZ, "einwohner", "31.12.2022"): 104548, ("03", "einwohner", "31.12.2022"): 8140242, (BS, "einwohner", "31.12.2022"): 251804},
        mehr={"zuordnung": FLACH_NEU_ZUORDNUNG, "entscheidungen": NACH_2011},
    ),
    Fall("flach ohne Gebiete", FLACH_NEU.replace("KREISE", "ALTER").replace("DLAND", "ALTER"), ablehnung="nennt keine Gebiete"),
    Fall(
        "andere Tabelle", FREMD,
        {(BS, "sgb2_kinder_u15", TAG): 4312, (SZ, "sgb2_kinder_u15", TAG): "secret", (BS, "sgb2_quote_u15", TAG): 14.06, (SZ, "sgb2_quote_u15", TAG): 23.98},
        mehr={"zuordnung": FREMD_ZUORDNUNG},
    ),
    Fall("andere Tabelle ohne Schlüssel", "Kreis,unter 15 Jahre\nBraunschweig,4312\nSalzgitter,3100\n", ablehnung="amtliche Gebietsschlüssel"),
    Fall("andere Tabelle, Überschrift doppelt", "AGS,Wert,Wert\n03101,1,2\n", ablehnung="nennt doppelt"),
]  # fmt: skip
