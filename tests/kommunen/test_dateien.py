"""Uploads: what a file is decides its content; what could harm is refused with a reason."""

import io
import struct
import zipfile
import zlib

import pypdf
import pytest
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import RequestFactory
from django.urls import resolve, reverse
from django.utils.datastructures import MultiValueDict
from PIL import Image

from kommunen.dateien import DateiFehler, datei_ablegen, datei_pruefen
from kommunen.models import Datei
from kommunen.redaktion.stand import stand
from tests.factories import (
    make_datei,
    make_download,
    make_gruppe,
    make_kommune,
    make_kontakt,
    make_nutzer,
    make_sitzung,
    make_vorlage,
)


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def pdf(*, tagged=False):
    writer = pypdf.PdfWriter()
    writer.add_blank_page(72, 72)
    if tagged:
        root = writer.root_object
        mark = pypdf.generic.DictionaryObject({pypdf.generic.NameObject("/Marked"): pypdf.generic.BooleanObject(value=True)})
        root[pypdf.generic.NameObject("/MarkInfo")] = mark
        root[pypdf.generic.NameObject("/StructTreeRoot")] = pypdf.generic.DictionaryObject()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def delivered(response):
    """The bytes of a delivered file. Closing the response would end the test's connection on PostgreSQL; its file is enough."""
    content = b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return content


def archive(*names, first=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zip_:
        if first:
            zip_.writestr("mimetype", first)
        for name in names:
            zip_.writestr(name, "x")
    return out.getvalue()


def picture(format_, *, size=(40, 30), **how):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, format_, **how)
    return out.getvalue()


def huge_png(side):
    """A whole PNG of side × side pixels of one bit, written row by row: nobody holds the picture, not even to make it."""
    packer = zlib.compressobj()
    row = bytes(1 + (side + 7) // 8)
    data = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)), (b"IDAT", data), (b"IEND", b""))
    packed = (struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


@pytest.mark.parametrize(
    ("content", "typ"),
    [
        (pdf(), "pdf"),
        (archive("[Content_Types].xml", "word/document.xml"), "docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
        (archive("[Content_Types].xml", "ppt/presentation.xml"), "pptx"),
        (archive("content.xml", first="application/vnd.oasis.opendocument.text"), "odt"),
        (picture("PNG"), "png"),
        (picture("JPEG"), "jpg"),
        (picture("WEBP"), "webp"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_content_decides_what_a_file_is(content, typ):
    assert datei_pruefen(content)[0] == typ


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "Die Datei ist leer"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "Web- oder SVG-Datei"),
        (b"<?xml version='1.0'?><svg/>", "Web- oder SVG-Datei"),
        (b"\xef\xbb\xbf  <!DOCTYPE html><script>", "Web- oder SVG-Datei"),
        (b"MZ\x90\x00", "Das ist ein Programm"),
        (b"#!/bin/sh\nrm -rf /", "Das ist ein Programm"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "im alten Office-Format"),
        (archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "enthält Makros"),
        (archive("rechnung.exe"), "Das ist ein Archiv"),
        (b"PK\x03\x04kaputt", "beschädigt"),
        (b"%PDF-1.7 kaputt", "lässt sich nicht öffnen"),
        (picture("PNG")[:60], "beschädigt"),
        (picture("GIF"), "Diese Art von Datei nehmen wir nicht"),
        (b"nur Text", "Diese Art von Datei nehmen wir nicht"),
    ],
)
def test_what_is_refused_is_refused_with_a_reason(content, says):
    with pytest.raises(DateiFehler, match=says):
        datei_pruefen(content)


def test_a_huge_picture_in_a_small_file_costs_a_refusal_and_nothing_else():
    assert datei_pruefen(huge_png(100))[0] == "png"  # whole, so that only its size can be what is refused
    content = huge_png(30_000)
    assert len(content) < 3_000_000

    with pytest.raises(DateiFehler, match="40 Millionen Bildpunkte"):
        datei_pruefen(content)


def test_a_small_archive_that_unpacks_to_gigabytes_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zip_:
        zip_.writestr("[Content_Types].xml", "x")
        zip_.writestr("word/document.xml", b"0" * (310 * 1024 * 1024))

    with pytest.raises(DateiFehler, match="ausgepackt zu groß"):
        datei_pruefen(out.getvalue())


def test_a_picture_is_written_anew_without_what_the_camera_knew():
    exif = Image.Exif()
    exif[0x010E] = "Spielplatz am Kirchweg"  # ImageDescription
    exif[0x0112] = 6  # turned by 90 degrees
    content = picture("JPEG", exif=exif, comment=b"Im Garten der Familie")
    assert b"Kirchweg" in content

    _, _, clean = datei_pruefen(content)

    assert b"Kirchweg" not in clean
    assert b"Garten" not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert not image.getexif()
        assert image.size == (30, 40)  # upright


@pytest.mark.parametrize("tagged", [True, False])
def test_a_pdf_without_tags_is_known_as_such(tagged, kommune, client):
    datei = datei_ablegen(kommune=kommune, hochgeladen=SimpleUploadedFile("x.pdf", pdf(tagged=tagged)), nutzer=None)
    make_download(kommune, datei=datei)

    assert datei.hat_tags == tagged
    assert ("Nicht barrierefrei" in client.get(kommune.get_absolute_url()).content.decode()) != tagged


def test_a_file_of_more_than_20_megabytes_is_refused(kommune):
    with pytest.raises(DateiFehler, match="Diese Datei hat 21 MB, möglich sind 20 MB"):
        datei_ablegen(kommune=kommune, hochgeladen=SimpleUploadedFile("x.pdf", b"%PDF-" + b"0" * 21_000_000), nutzer=None)


def test_nothing_of_the_name_reaches_the_disk_and_the_same_file_is_kept_once(kommune, tmp_path):
    first, second = (
        datei_ablegen(kommune=kommune, hochgeladen=SimpleUploadedFile("../../etc/passwd\x00.pdf", pdf()), nutzer=None)
        for _ in range(2)
    )

    assert first == second
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [f"{first.schluessel}.pdf"]


def test_a_replaced_file_keeps_its_address(login, kommune, client):
    download = make_download(kommune, titel="Bericht", datei=make_datei(kommune, b"alt"))
    url = reverse("kommunen:bearbeiten", args=[kommune.slug, "downloads"])
    data = {
        "basis": 0, "formular": "f", "downloads-TOTAL_FORMS": 1, "downloads-INITIAL_FORMS": 1, "taste": "speichern",
        "downloads-0-schluessel": download.schluessel, "downloads-0-titel": "Bericht",
        "downloads-0-neue_datei": SimpleUploadedFile("neu.pdf", pdf()),
    }  # fmt: skip
    editor = login("koordination")
    assert editor.post(url, data).status_code == 302
    assert delivered(client.get(download.adresse)) == b"alt"  # a draft changes nothing in public

    data = {"abschnitt": ["downloads"], "fassung-downloads": stand(kommune, "downloads").nummer}
    editor.post(reverse("kommunen:veroeffentlichen", args=[kommune.slug]), data)
    after = client.get(download.adresse)

    assert delivered(after) == pdf()
    assert after["Content-Disposition"] == 'attachment; filename="Bericht.pdf"'
    assert after["X-Content-Type-Options"] == "nosniff"


def test_a_refused_file_is_an_error_of_its_field_and_the_rest_stays(login, kommune):
    url = reverse("kommunen:bearbeiten", args=[kommune.slug, "downloads"])
    data = {
        "basis": 0, "formular": "f", "downloads-TOTAL_FORMS": 1, "downloads-INITIAL_FORMS": 1, "taste": "speichern",
        "downloads-0-schluessel": "neu", "downloads-0-titel": "Schöner Bericht",
        "downloads-0-neue_datei": SimpleUploadedFile("harmlos.pdf", b"<svg onload=alert(1)>"),
    }  # fmt: skip

    page = login("koordination").post(url, data).content.decode()

    assert "Web- oder SVG-Datei" in page
    assert "Schöner Bericht" in page
    assert not Datei.objects.exists()


def test_the_file_of_a_foreign_draft_is_not_delivered(login, kommune):
    foreign = make_datei(make_kommune())

    assert login("koordination").get(foreign.get_absolute_url()).status_code == 404


class Watched(SimpleUploadedFile):
    """An upload that remembers whether a transaction was open when it was read."""

    locked = None

    def read(self, *args):
        self.locked = connection.in_atomic_block
        return super().read(*args)


def place_of_meeting(kommune):
    sitzung = make_sitzung(make_gruppe(kommune))
    return reverse("netzwerke:sitzung_bearbeiten", args=[kommune.slug, sitzung.gruppe.schluessel, sitzung.schluessel]), "neue_datei"


def place_of_annex(kommune):
    anlage = make_vorlage(kommune).anlagen.create(titel="Konzept")
    return reverse("gremien:anlage", args=[kommune.slug, anlage.vorlage.schluessel, anlage.schluessel]), "neue_datei"


def place_of_photo(kommune):
    return reverse("kommunen:ansprechperson", args=[kommune.slug, make_kontakt(kommune).schluessel]), "neues_foto"


@pytest.mark.django_db(transaction=True)  # else one is always open
@pytest.mark.parametrize("place", [place_of_meeting, place_of_annex, place_of_photo])
def test_nobody_waits_while_a_document_is_checked(kommune, place):
    url, field = place(kommune)
    request = RequestFactory().post(url, {"titel": "Konzept"})
    upload = Watched("x.pdf", pdf())
    request._load_post_and_files()
    request._files = MultiValueDict({field: [upload]})
    request.user, request.session = make_nutzer(coordinates=[kommune]), {}
    request._messages = CookieStorage(request)
    view, args, kwargs = resolve(url)

    view(request, *args, **kwargs)

    assert upload.locked is False
