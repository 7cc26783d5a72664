"""The users' handbook: from each page one click to the place that helps there."""

import re

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from praeventionsketten.handbuch import hilfe_zu, kapitel
from tests.test_access import GET

# addresses without a place in the handbook
OHNE_SEITE = {
    # files, pictures and what programs read
    "betrieb:bereit", "betrieb:lebt", "betrieb:sicherheitskontakt", "daten:api", "daten:api_gebiet", "daten:api_gebiete",
    "daten:api_indikator", "daten:api_indikatoren", "daten:api_unbekannt", "daten:api_zahlen", "daten:karte", "daten:katalog",
    "daten:openapi", "daten:paket", "daten:tabelle", "favicon", "gremien:anlage_datei", "gremien:oparl_bodies",
    "gremien:oparl_liste", "gremien:oparl_objekt", "gremien:oparl_system", "gremien:oparl_unbekannt", "kalender",
    "kalender_kommune", "kommunen:datei", "kommunen:download", "kommunen:feed", "kommunen:feed_kommune", "kommunen:foto",
    "kommunen:original", "kommunen:vorlage", "kommunen:zahlen_csv", "kommunen:zahlen_svg", "kommunen:zahlenblatt",
    "kommunen:zeilen_csv", "kooperation:bericht", "kooperation:erhebung_bild", "kooperation:erhebung_tabelle",
    "kooperation:kooperationsblatt", "kooperation:leerer_bogen", "kooperation:teilnahme_bericht", "netzwerke:adressen",
    "netzwerke:export", "netzwerke:kalendereintrag", "netzwerke:protokoll", "planung:listen_export", "planung:wirkung_pdf",
    # one button on a page that is explained
    "account_request_login_code", "anderswo_abmelden", "gremien:sachstand", "gremien:vorhaben_daraus", "kommunen:beenden",
    "kommunen:einladung_zuruecknehmen", "kommunen:stimmt_noch", "kommunen:textvorschau", "kommunen:verwerfen",
    "kooperation:bestaetigen", "kooperation:dienststelle", "kooperation:links", "kooperation:schliessen", "kooperation:stand",
    "kooperation:verlaengern", "kooperation:zuruecknehmen", "kooperation:zusage", "kooperation:zusage_anonym",
    "netzwerke:mitglied_ordnen", "planung:zahlen_loeschen", "planung:zeigen",
    # the help itself, and what says all there is to say
    "account_inactive", "account_logout", "erinnerung", "hilfe", "kapitel", "mfa_index", "mfa_view_recovery_codes",
}  # fmt: skip


def test_every_page_has_its_place_in_the_handbook():
    erklaert = {seite for eines in kapitel().values() for seite in eines.seiten}

    assert set(GET) - erklaert == OHNE_SEITE


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
