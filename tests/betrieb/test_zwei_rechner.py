"""The portal on two machines: whoever a request reaches knows what the other has done."""

import re
from contextlib import contextmanager
from pathlib import Path

import boto3
import pytest
import requests
from moto.server import ThreadedMotoServer

from tests.server import free_port, serve


class Besuch:
    """A browser whose every request reaches the other of two servers."""

    def __init__(self, *adressen):
        self.adressen, self.sitzung, self.nummer = adressen, requests.Session(), 0
        self.sitzung.trust_env = False

    def holen(self, pfad, **felder):
        self.nummer += 1
        adresse = self.adressen[self.nummer % 2] + pfad
        if not felder:
            return self.sitzung.get(adresse)
        felder["csrfmiddlewaretoken"] = self.sitzung.cookies.get("csrftoken", "")
        dateien = felder.pop("dateien", None)
        return self.sitzung.post(adresse, felder, files=dateien, allow_redirects=False)

    def anmelden(self, email, mails):
        self.holen("/konto/anmelden/")
        self.holen("/konto/anmelden/", login=email)
        neueste = max(Path(mails).iterdir(), key=lambda datei: datei.stat().st_mtime_ns)
        code = re.search(r"lautet:\s+(\S+)", neueste.read_text())[1]
        self.holen("/konto/anmelden/code/")
        return self.holen("/konto/anmelden/code/", code=code, action="confirm")


@contextmanager
def zwei(installation, **mehr):
    with serve(installation.umgebung | mehr) as eine, serve(installation.umgebung | mehr) as andere:
        yield Besuch(eine.url, andere.url)


def test_a_person_moves_between_them_and_notices_nothing(gefuellt):
    with zwei(gefuellt) as besuch:
        hinein = besuch.anmelden("koordination.gifhorn@example.org", gefuellt.umgebung["EMAIL_FILE_PATH"])
        seiten = [besuch.holen("/meine/gifhorn/") for _ in range(4)]
        formular = besuch.holen("/kommunen/gifhorn/bearbeiten/grund/").text
        basis = re.search(r'name="basis" value="(\d+)"', formular)[1]
        besuch.holen("/kommunen/gifhorn/bearbeiten/grund/", basis=basis, kurztext="Von zwei Rechnern aus.", taste="speichern")
        gespeichert = [besuch.holen("/kommunen/gifhorn/bearbeiten/grund/").text for _ in range(2)]

    assert hinein.status_code == 302
    assert [seite.status_code for seite in seiten] == [200] * 4
    assert all("Von zwei Rechnern aus." in text for text in gespeichert)


def test_guesses_are_counted_together(gefuellt):
    """Ten wrong codes are too many, five here and five there."""
    with zwei(gefuellt) as besuch:
        besuch.holen("/konto/anmelden/")
        antworten = [besuch.holen("/konto/anmelden/", login="niemand@example.org").status_code for _ in range(40)]

    gefuellt.sql("DELETE FROM zwischenspeicher")
    assert 429 in antworten
    erste = antworten.index(429)
    assert set(antworten[erste:]) == {429}  # here and there


@pytest.fixture
def speicher():
    """An S3-compatible store with one bucket. Gives its address for DATEIEN_URL, and a client."""
    port = free_port()
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    kunde = boto3.client(
        "s3",
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id="zugang",
        aws_secret_access_key="geheim",
        region_name="us-east-1",
    )
    kunde.create_bucket(Bucket="portal")
    yield f"s3+http://zugang:geheim@127.0.0.1:{port}/portal", kunde
    server.stop()


def test_a_store_without_its_bucket_is_an_error_in_words(installation, speicher):
    adresse, _ = speicher
    falsch = {"DATEIEN_URL": adresse.replace("/portal", "/gibtesnicht"), "AWS_DEFAULT_REGION": "us-east-1"}

    assert "E007" in installation.rufen("check", "--deploy", **falsch).stderr
    assert "E007" not in installation.rufen("check", "--deploy", **falsch | {"DATEIEN_URL": adresse}).stderr


def test_files_may_lie_in_a_store_that_both_reach_and_are_saved_with_the_rest(gefuellt, speicher, tmp_path):
    adresse, kunde = speicher
    s3 = {"DATEIEN_URL": adresse, "SICHERUNG_ORDNER": str(tmp_path / "s"), "AWS_DEFAULT_REGION": "us-east-1"}
    with zwei(gefuellt, **s3) as besuch:
        besuch.anmelden("koordination.gifhorn@example.org", gefuellt.umgebung["EMAIL_FILE_PATH"])
        besuch.holen("/kommunen/gifhorn/zahlen/lieferungen/neu/")
        eingereicht = besuch.holen(
            "/kommunen/gifhorn/zahlen/lieferungen/neu/",
            quelle="Landkreis",
            dateien={"dateien": ("zahlen.csv", b"ags;stichtag;indikator;wert\n03151;31.12.2023;einwohner;175920\n", "text/csv")},
        )
        assert eingereicht.status_code == 302
        original = eingereicht.headers["Location"] + "original/"
        geholt = [besuch.holen(original).content for _ in range(2)]
    dort = {teil["Key"] for teil in kunde.list_objects_v2(Bucket="portal")["Contents"]}
    gefuellt.manage("sichern", **s3)
    (sicherung,) = (tmp_path / "s").glob("portal-*")
    for name in dort:
        kunde.delete_object(Bucket="portal", Key=name)

    gefuellt.manage("wiederherstellen", str(sicherung), "--ja", **s3)

    assert geholt == [b"ags;stichtag;indikator;wert\n03151;31.12.2023;einwohner;175920\n"] * 2
    assert dort
    assert {teil["Key"] for teil in kunde.list_objects_v2(Bucket="portal")["Contents"]} == dort
