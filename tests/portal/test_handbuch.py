"""The users' handbook: from each page one click to the place that helps there."""

import re

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from praeventionsketten.handbuch import hilfe_zu, kapitel
from tests.test_access import GET

# addresses that show no page of their own: files, feeds, pictures, what only redirects, and help itself
OHNE_SEITE = re.compile(
    r"favicon|feed|kalender|csv|svg|download|datei$|foto|blatt$|openapi|katalog|paket|:api|tabelle|karte|export|adressen|protokoll|"
    r"betrieb:|vorlage|original|leerer_bogen|bericht|bild$|antworten|hilfe|kapitel|logout|inactive|mfa_index|anderswo_abmelden|vorhaben_daraus|planung:zeigen|sachstand|request_login|erinnerung|"
    r"dienststelle|schliessen|bestaetigen|zusage|verlaengern|links|ordnen|stimmt_noch|verwerfen|textvorschau|zuruecknehmen|stand$|beenden|oparl|wirkung_pdf|zahlen_loeschen|"
    r"view_recovery|veroeffentlichen|kooperationsblatt|getan|absagen|entfernen|einladungen"
)


def test_every_page_has_its_place_in_the_handbook():
    erklaert = {seite for eines in kapitel().values() for seite in eines.seiten}

    assert {name for name in GET if name not in erklaert and not OHNE_SEITE.search(name)} == set()


def test_the_handbook_explains_no_page_that_is_gone():
    erklaert = {seite for eines in kapitel().values() for seite in eines.seiten}

    assert erklaert - set(GET) == set()


def test_the_link_in_the_header_leads_to_what_is_being_done(login, kommune):
    page = login("koordination").get(reverse("kommunen:bearbeiten", args=[kommune.slug, "ziele"])).content.decode()

    assert 'href="/hilfe/koordination/#einen-abschnitt-schreiben"' in page


def test_where_nothing_is_said_it_leads_to_the_beginning(client):
    assert hilfe_zu("gibt-es-nicht") == "/hilfe/"
    assert 'href="/hilfe/"' in client.get("/gibt-es-nicht/").content.decode()


@pytest.mark.parametrize("thema", kapitel())
def test_each_chapter_has_its_places_and_pictures_with_words(client, thema):
    page = client.get(f"/hilfe/{thema}/").content.decode()

    for anker, _ in kapitel()[thema].abschnitte:
        assert f'<h2 id="{anker}">' in page
    for bild in re.findall(r"<img [^>]*>", kapitel()[thema].html):
        assert re.search(r'alt="[^"]{10,}"', bild)
        name = re.search(r'src="bilder/([^"]+)"', bild)[1]
        assert (django_settings.BASE_DIR / "docs" / "handbuch" / "bilder" / name).is_file()
    assert "seiten:" not in page


def test_there_is_no_other_chapter(client):
    assert client.get("/hilfe/gibt-es-nicht/").status_code == 404
