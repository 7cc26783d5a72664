"""What is not public never reaches the public: everything anonymous people and programs can fetch is fetched and searched."""

import io
import json
import re
import zipfile
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader

from gremien.oparl.bestand import abgleichen
from planung.models import Planungsseite
from tests.factories import make_datei, make_gruppe, make_karte, make_untersuchung, make_vorhaben, make_vorlage

SECRET = "Zebrafink"
LINK = re.compile(r'(?:href|src|action)="([^"#]+)|"(https?://[^"\s]+)"')
BEGIN = (
    "/",
    "/termine.ics",
    "/aktuelles/feed/",
    "/oparl/v1.1/system",
    "/oparl/v1.1/body",
    "/kommunen/?q=Zebra",
    "/termine/",
    "/daten/",
)
HERE = urlsplit(settings.SITE_URL).netloc


def readable(response):
    """All words of an answer, whatever its type."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    kind = response.get("Content-Type", "")
    if "pdf" in kind and b"%%EOF" in content:  # an uploaded file of the factories is none
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    if "openxml" in kind:
        archive = zipfile.ZipFile(io.BytesIO(content))
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    text = content.decode("utf-8", "replace")
    return json.dumps(json.loads(text), ensure_ascii=False) if "json" in kind and text else text.replace("\r\n ", "")


def crawl(most=600):
    """address -> its words; everything that can be reached without logging in."""
    client, todo, seen = Client(), list(BEGIN), {}
    while todo and len(seen) < most:
        address = todo.pop(0)
        if address in seen:
            continue
        response = client.get(address)
        seen[address] = f"{dict(response.headers)}\n{readable(response)}"
        for one in LINK.findall(seen[address].replace("\\/", "/")):
            target = urlsplit((one[0] or one[1]).replace("&amp;", "&"))
            if (
                target.netloc in ("", HERE)
                and target.path.startswith("/")
                and not target.path.startswith(("/static/", "/admin", "/konto"))
            ):
                todo.append(f"{target.path}?{target.query}" if target.query else target.path)
    assert len(seen) < most, "the portal of this test is larger than the crawl"
    return seen


@pytest.fixture
def stage(kommune, settings, tmp_path):
    """A public paper with hidden stations, and all that is internal, each with the secret in every text it has."""
    settings.MEDIA_ROOT = tmp_path
    soon = timezone.localdate() + timedelta(days=10)
    hidden = {"top": SECRET[:19], "abweichend": SECRET, "rolle": "entscheidung", "ergebnis": "abgelehnt", "ja": 4711}
    paper = make_vorlage(
        kommune, nummer="2026/17", betreff="Familienzentren", url="https://example.org/ris",
        beratungen=[
            {"name": "Kreistag", "datum": soon, "rolle": "vorberatung"},
            {"name": "Kreisausschuss", "datum": soon} | hidden,
            {"name": "Jugendhilfeausschuss", "datum": date(2019, 1, 1), "oeffentlich": "nein"} | hidden,
            {"name": "Sozialausschuss", "datum": date(2019, 1, 2), "oeffentlich": ""} | hidden,
        ],
    )  # fmt: skip
    paper.beschlusspunkte.create(text="Bauen", anmerkung=SECRET, massnahme=kommune.massnahmen.create(titel=SECRET))
    secret = make_vorlage(
        kommune, betreff=SECRET, sachverhalt=SECRET, is_public=False, beratungen=[{"datum": soon, "top": SECRET}], bezuege="2026/17"
    )
    secret.anlagen.create(titel=SECRET, datei=make_datei(kommune))
    make_vorhaben(kommune, titel=SECRET, is_public=False)
    make_vorhaben(kommune, titel="Offenes Vorhaben")
    make_untersuchung(kommune, titel=SECRET, is_public=False)
    make_karte(kommune, text="Alle Kinder", gruppe=make_gruppe(kommune, name=SECRET, is_public=False))
    room = kommune.sozialraeume.create(name=SECRET)
    room.zahlen.create(was=SECRET, einheit="anzahl", stichtag="2019-12-31", wert=3, quelle=SECRET)
    Planungsseite.objects.create(kommune=kommune, wirkung_oeffentlich=True, kette_oeffentlich=True, bausteine_oeffentlich=True)
    abgleichen()
    return paper


def test_nothing_internal_is_in_anything_the_public_can_fetch(stage):
    seen = crawl()

    leaks = {address for address, words in seen.items() if SECRET in words or "4711" in words}
    assert leaks == {"/kommunen/?q=Zebra"} & set(seen) or leaks == set()
    # the crawl came to all the places in which something could have been
    for place in (
        stage.get_absolute_url(), "/termine.ics", "/kommunen/musterkreis/planung/wirkung/modell.pdf",
        "/kommunen/musterkreis/planung/kette/", f"/oparl/v1.1/paper/{stage.schluessel}",
    ):  # fmt: skip
        assert place in seen, place
    assert sum(address.startswith("/oparl/v1.1/consultation/") for address in seen) == 4


def test_the_crawl_would_find_it(stage):
    """The guard of the guard: what becomes public is found on its page, in the calendar and in the interface."""
    stage.beratungen.filter(name="Sozialausschuss").update(oeffentlich="ja")
    type(stage).objects.filter(betreff=SECRET).update(is_public=True)
    abgleichen()
    leaks = {address for address, words in crawl().items() if SECRET in words}

    assert stage.get_absolute_url() in leaks
    assert "/termine.ics" in leaks
    assert any(address.startswith("/oparl/v1.1/agendaitem/") for address in leaks)
