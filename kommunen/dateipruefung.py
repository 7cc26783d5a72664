"""What an uploaded file is, by its content and not by its name. Runs in a limited process (kern/begrenzt.py); no Django here."""

import io
import json
import re
import zipfile
from typing import Any

from kern.archiv import ist_bombe
from kern.begrenzt import AblehnungFehler

ERLAUBT = "PDF, Word, Excel, PowerPoint, OpenDocument, PNG, JPEG oder WebP"
OFFICE = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
ODF = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
    b"application/vnd.oasis.opendocument.presentation": "odp",
}
MAKROS = "Dieses Dokument enthält Makros. Bitte speichern Sie es ohne Makros oder als PDF."
EINGEBETTET = (
    "In diesem Dokument steckt ein Objekt, das ein Programm sein kann, oder es holt eine Vorlage von anderswo. "
    "Bitte speichern Sie es als PDF."
)
BILD = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}
MEISTE_PUNKTE = 40_000_000  # pixels; a photo of a telephone has 12 million
LAENGSTE_SEITE = 2400  # pixels a stored picture keeps
NICHT_DURCHSUCHT = {"/Contents", "/Resources", "/StructTreeRoot", "/Parent", "/P", "/Dest", "/Dests", "/D", "/Metadata", "/AP"}


def im_kind(daten: bytes) -> bytes:
    """One line of JSON, {"typ": …, "hat_tags": …}, then the bytes to store. Raises AblehnungFehler."""
    typ, hat_tags, inhalt = pruefen(daten)
    return json.dumps({"typ": typ, "hat_tags": hat_tags}).encode() + b"\n" + inhalt


def pruefen(daten: bytes) -> tuple[str, bool | None, bytes]:
    """(type as a file ending, PDF with tags or None, bytes to store)."""
    if not daten:
        raise AblehnungFehler("Die Datei ist leer. Bitte wählen Sie sie noch einmal aus.")
    if daten.startswith(b"%PDF-"):
        return "pdf", _hat_tags(daten), daten
    if daten.startswith(b"PK\x03\x04"):
        return _office(daten), None, daten
    if daten.startswith(b"\xd0\xcf\x11\xe0"):
        raise AblehnungFehler(
            "Das ist ein Dokument im alten Office-Format, das Makros enthalten kann. "
            "Bitte speichern Sie es als docx, xlsx, pptx oder als PDF."
        )
    if bild := _bild(daten):
        return bild[0], None, bild[1]
    anfang = daten[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if anfang.startswith((b"<svg", b"<?xml", b"<!doctype", b"<html", b"<script")) or b"<svg" in anfang or b"<html" in anfang:
        raise AblehnungFehler(
            "Das ist eine Web- oder SVG-Datei, wie auch immer sie heißt. Solche Dateien können Schadprogramme enthalten. "
            f"Möglich sind {ERLAUBT}. "
            "Eine Grafik können Sie als PNG speichern."
        )
    if daten.startswith((b"MZ", b"\x7fELF", b"#!")):
        raise AblehnungFehler(f"Das ist ein Programm, kein Dokument. Wir nehmen {ERLAUBT}.")
    raise AblehnungFehler(f"Diese Art von Datei nehmen wir nicht. Möglich sind {ERLAUBT}.")


def _hat_tags(daten: bytes) -> bool:
    """Does the PDF say that it is tagged (ISO 32000-1, 14.7: /MarkInfo /Marked and a structure tree)?"""
    import pypdf

    if zipfile.is_zipfile(io.BytesIO(daten)) or len(daten.rpartition(b"%%EOF")[2]) > 1024:
        raise AblehnungFehler(
            "Hinter dem Ende dieser PDF-Datei steht noch etwas anderes. Bitte erzeugen Sie sie noch einmal, ohne Anhänge."
        )
    try:
        leser = pypdf.PdfReader(io.BytesIO(daten))
        if leser.is_encrypted and not leser.decrypt(""):
            raise AblehnungFehler("Diese PDF-Datei öffnet sich nur mit einem Kennwort. Bitte speichern Sie sie ohne Kennwort.")
        wurzel: Any = leser.trailer["/Root"].get_object()
        leser.pages[0]  # a PDF without a page is none
        _nur_zum_lesen(wurzel)
        markiert: Any = wurzel.get("/MarkInfo")
        markiert = markiert.get_object() if markiert is not None else None
        marked = markiert.get("/Marked") if isinstance(markiert, dict) else None
        return getattr(marked, "value", None) is True and "/StructTreeRoot" in wurzel
    except AblehnungFehler:
        raise
    except Exception as fehler:
        raise AblehnungFehler(
            "Diese PDF-Datei lässt sich nicht öffnen, vielleicht ist sie unvollständig. Bitte erzeugen Sie sie noch einmal."
        ) from fehler


def _nur_zum_lesen(wurzel: Any) -> None:
    """Raises AblehnungFehler where a PDF does something when it is opened or clicked, or brings another file.

    Actions and attachments hang on the catalog, on pages and what lies on them (ISO 32000-1, 7.11.4 and 12.6); what a page
    shows and how it is structured is not walked through.
    """
    offen, gesehen = [wurzel], set()
    while offen:
        objekt = offen.pop()
        if verweis := getattr(objekt, "indirect_reference", None):
            if verweis.idnum in gesehen:
                continue
            gesehen.add(verweis.idnum)
        if isinstance(objekt, dict):
            if "/JS" in objekt or objekt.get("/S") in ("/JavaScript", "/Launch", "/ImportData"):
                raise AblehnungFehler(
                    "Dieses PDF enthält ein Programm oder startet eines. Bitte erzeugen Sie es neu, etwa mit „Als PDF drucken“."
                )
            if "/EF" in objekt:
                raise AblehnungFehler(
                    "In diesem PDF steckt eine weitere Datei. Bitte laden Sie diese einzeln hoch und das PDF ohne Anhang."
                )
            offen += [wert.get_object() for name, wert in objekt.items() if name not in NICHT_DURCHSUCHT]
        elif isinstance(objekt, list):
            offen += [eines.get_object() for eines in objekt if hasattr(eines, "get_object")]


def _office(daten: bytes) -> str:
    try:
        archiv = zipfile.ZipFile(io.BytesIO(daten))
        namen = archiv.namelist()
        if ist_bombe(archiv):
            raise AblehnungFehler("Dieses Dokument ist ausgepackt zu groß. Bitte verkleinern Sie die Bilder darin.")
        if any("vbaproject" in name.lower() or name.startswith(("Basic/", "Scripts/")) for name in namen):
            raise AblehnungFehler(MAKROS)
        if any("activex/" in name.lower() or "oleobject" in name.lower() for name in namen) or _holt_fremdes(archiv):
            raise AblehnungFehler(EINGEBETTET)
        if "[Content_Types].xml" in namen:
            with archiv.open("[Content_Types].xml") as datei:
                if re.search(b"macroEnabled|vbaProject", datei.read(1_000_000), re.IGNORECASE):
                    raise AblehnungFehler(MAKROS)
            typ = next((typ for ordner, typ in OFFICE.items() if any(name.startswith(ordner) for name in namen)), None)
        elif namen and namen[0] == "mimetype":
            with archiv.open("mimetype") as datei:
                typ = ODF.get(datei.read(200).strip())
        else:
            typ = None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as fehler:
        raise AblehnungFehler("Dieses Dokument ist beschädigt. Bitte speichern Sie es noch einmal.") from fehler
    if typ is None:
        raise AblehnungFehler(f"Das ist ein Archiv und kein Dokument. Bitte laden Sie die Dateien einzeln hoch: {ERLAUBT}.")
    return typ


def _holt_fremdes(archiv: zipfile.ZipFile) -> bool:
    """Does a part declare entities of its own, or a relation name a template elsewhere? No office program writes the former."""
    for name in archiv.namelist():
        if name.endswith((".xml", ".rels")):
            with archiv.open(name) as teil:
                anfang = teil.read(100_000 if name.endswith(".rels") else 1_000)
            if b"<!DOCTYPE" in anfang or (b"attachedTemplate" in anfang and b'"External"' in anfang):
                return True
    return False


def _bild(daten: bytes) -> tuple[str, bytes] | None:
    """The picture written anew: no metadata, no place where it was taken, turned upright, at most LAENGSTE_SEITE wide."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    Image.MAX_IMAGE_PIXELS = None  # we say it ourselves, in German
    try:
        with Image.open(io.BytesIO(daten), formats=list(BILD)) as bild:
            if bild.width * bild.height > MEISTE_PUNKTE:
                raise AblehnungFehler("Dieses Bild hat mehr als 40 Millionen Bildpunkte. Bitte verkleinern Sie es.")
            art = bild.format or ""
            aufrecht = ImageOps.exif_transpose(bild)
            aufrecht.thumbnail((LAENGSTE_SEITE, LAENGSTE_SEITE))
            sauber = aufrecht.convert("RGB") if art == "JPEG" else aufrecht.convert("RGBA")
            neu = io.BytesIO()
            frisch = Image.new(sauber.mode, sauber.size)
            frisch.paste(sauber)
            frisch.save(neu, art, **({} if art == "PNG" else {"quality": 85}))
    except UnidentifiedImageError:
        return None
    except (OSError, ValueError, SyntaxError) as fehler:
        raise AblehnungFehler("Dieses Bild ist beschädigt oder unvollständig. Bitte speichern Sie es noch einmal.") from fehler
    return BILD[art], neu.getvalue()
