"""The public pages: what stands on them, what must never stand on them, and what they cost."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from kommunen.models import Download, Kommune, Meldung, Termin
from tests.factories import make_datei, make_download, make_gebiet, make_gruppe, make_kennzahl, make_kommune, make_kontakt

PUBLIC = ["start", "kommunen:liste", "impressum", "datenschutz", "barrierefreiheit", "hilfe", "rueckmeldung", "account_login"]


def text(response):
    return response.content.decode()


def fill(kommune):
    """A Kommune with something in every corner of its page."""
    make_kontakt(kommune, person={"name": "Petra Geheim", "email": "geheim@example.org"}, email="kette@example.org")
    make_kennzahl(kommune, "einwohner", 75097)
    make_kennzahl(kommune, "kinder_u10", 6839)
    make_gruppe(kommune, {"funktion": "Leitung Jugendamt", "person": "Rita Verborgen"})
    download = Download.objects.create(kommune=kommune, titel="Bericht")
    kommune.erfolge.create(text="Gelungen.", download=download)
    kommune.projektbausteine.create(nummer=1, titel="Prüfen")
    kommune.teilnahmen.create(programm="Programm")
    Termin.objects.create(kommune=kommune, titel="Treffen", datum=date(2030, 1, 1), is_published=True)
    Meldung.objects.create(kommune=kommune, text="Neues", is_published=True)
    return kommune


# ---------- What it costs ----------


@pytest.mark.parametrize("count", [1, 3])
def test_the_start_page_needs_the_same_queries_for_one_and_for_three(count, client, django_assert_num_queries):
    for _ in range(count):
        fill(make_kommune())

    with django_assert_num_queries(5):
        client.get(reverse("start"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_needs_the_same_queries_for_one_and_for_three(count, client, django_assert_num_queries):
    for _ in range(count):
        fill(make_kommune())

    with django_assert_num_queries(4):
        client.get(reverse("kommunen:liste"))


@pytest.mark.parametrize("count", [1, 3])
def test_a_portrait_needs_the_same_queries_for_one_town_and_for_three(count, client, kommune, django_assert_num_queries):
    fill(kommune)
    for _ in range(count):
        fill(make_kommune(obere=kommune))
        make_gruppe(kommune, "eins", "zwei")
        make_kontakt(kommune)

    with django_assert_num_queries(13 if connection.vendor == "sqlite" else 4):  # PostgreSQL gets its lists in two goes
        client.get(kommune.get_absolute_url())


@pytest.mark.parametrize("name", ["impressum", "datenschutz", "barrierefreiheit", "hilfe", "rueckmeldung", "account_login"])
def test_a_page_of_text_needs_no_query(name, client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse(name))


# ---------- What must never stand there ----------


def test_names_of_persons_are_on_no_public_page(client, kommune):
    fill(kommune)
    pages = [text(client.get(reverse(name))) for name in PUBLIC] + [text(client.get(kommune.get_absolute_url()))]

    assert "kette@example.org" in pages[-1]
    assert "Leitung Jugendamt" in pages[-1]
    for page in pages:
        assert "Geheim" not in page
        assert "geheim@" not in page
        assert "Verborgen" not in page


def test_internal_groups_and_unpublished_dates_are_not_public(client, login, kommune):
    make_gruppe(kommune, "Wer auch immer", name="Interne Runde", is_public=False)
    Termin.objects.create(kommune=kommune, titel="Noch geheim", datum=date(2030, 1, 1))

    page = text(client.get(kommune.get_absolute_url()))

    assert "Interne Runde" not in page
    assert "Noch geheim" not in page
    assert "Interne Runde" in text(login("koordination").get(kommune.get_absolute_url()))
    assert "Noch geheim" not in text(client.get(reverse("start")))


def test_the_text_of_a_draft_is_not_found_by_searching(client, kommune):
    kommune.profil.is_published = False
    kommune.profil.ziele = "Lückenlos"
    kommune.profil.save()
    Download.objects.create(kommune=kommune, titel="Lückenliste")

    assert "0 Kommunen" in text(client.get(reverse("kommunen:liste"), {"q": "Lücken"}))

    kommune.profil.is_published = True
    kommune.profil.save()
    assert "1 Kommune" in text(client.get(reverse("kommunen:liste"), {"q": "Lücken"}))


def test_a_visitor_gets_no_cookie_and_nothing_comes_from_elsewhere(client, kommune):
    for url in [kommune.get_absolute_url(), *[reverse(name) for name in PUBLIC if name not in {"rueckmeldung", "account_login"}]]:
        response = client.get(url)
        assert not response.cookies
        for part in text(response).split('src="')[1:] + text(response).split("<link ")[1:]:
            assert "//" not in part.split(">")[0].replace("http://www.w3.org", "")


@pytest.mark.parametrize("name", PUBLIC)
def test_pages_allow_no_inline_script_no_frame_and_no_third_party(name, client):
    response = client.get(reverse(name))

    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert (response["X-Content-Type-Options"], response["Referrer-Policy"]) == ("nosniff", "same-origin")
    page = text(response)
    assert " style=" not in page
    assert "<script>" not in page


# ---------- Start page ----------


def test_the_map_lights_what_takes_part_and_the_list_says_the_same(client, gebiete):
    from statistik.models import Gebiet

    region = make_kommune(name="Region Hannover", gebiet=Gebiet.objects.get(ars="03241"))
    make_kommune(name="Stadt Garbsen", kurzname="Garbsen", obere=region, gebiet=Gebiet.objects.get(ags="03241005"))
    page = text(client.get(reverse("start")))

    assert page.count(f'href="{region.get_absolute_url()}"') == 2  # on the map and in the list
    assert "mit Garbsen" in page
    assert page.count("nicht beteiligt") == 44
    assert "1 von 45 Kreisen" in page


def test_two_kommunen_in_one_kreis_lead_to_both(client, gebiete):
    from statistik.models import Gebiet

    kreis = Gebiet.objects.get(ars="03355")
    county = make_kommune(name="Landkreis Lüneburg", gebiet=kreis)
    town = make_kommune(name="Hansestadt Lüneburg", gebiet=Gebiet.objects.get(ags="03355022"))
    assert "2 beteiligte Kommunen" in text(client.get(reverse("start")))

    page = text(client.get(reverse("kommunen:liste"), {"kreis": "03355"}))

    assert county.get_absolute_url() in page
    assert town.get_absolute_url() in page
    assert "2 Kommunen" in page


def test_the_next_dates_come_first_and_past_ones_are_a_look_back(client, kommune):
    today = timezone.localdate()
    Termin.objects.create(kommune=kommune, titel="Gestern war es", datum=today - timedelta(days=1), is_published=True)
    assert "Rückblick" in text(client.get(reverse("start")))

    Termin.objects.create(titel="Morgen ist es", datum=today + timedelta(days=1), is_published=True)
    page = text(client.get(reverse("start")))

    assert "Morgen ist es" in page
    assert "programmweit" in page
    assert "Gestern war es" not in page


def test_an_empty_portal_says_what_will_be_here(client):
    page = text(client.get(reverse("start")))

    assert "Noch ist keine Kommune eingetragen" in page
    assert "Hier stehen Termine, sobald" in page


# ---------- List ----------


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("muster", True),
        ("übergänge", True),
        ("Übergänge", True),
        ("ÜBERGÄNGE", True),
        ("Kreisbericht", True),
        ("Entenhausen", False),
    ],
)
def test_names_texts_and_documents_are_searched(query, found, client, kommune):
    kommune.profil.ziele = "Gute Übergänge für alle"
    kommune.profil.save()
    Download.objects.create(kommune=kommune, titel="Kreisbericht")

    assert (kommune.get_absolute_url() in text(client.get(reverse("kommunen:liste"), {"q": query}))) == found


def test_filters_narrow_by_kind_and_part_of_the_land(client, gebiete):
    from statistik.models import Gebiet

    county = make_kommune(name="Landkreis Gifhorn", gebiet=Gebiet.objects.get(ars="03151"))
    town = make_kommune(name="Hansestadt Lüneburg", gebiet=Gebiet.objects.get(ags="03355022"))

    def found(**query):
        page = text(client.get(reverse("kommunen:liste"), query))
        return [k.name for k in (county, town) if k.get_absolute_url() in page]

    assert found(art="kreis") == ["Landkreis Gifhorn"]
    assert found(art="gemeinde") == ["Hansestadt Lüneburg"]
    assert found(teil="033") == ["Hansestadt Lüneburg"]
    assert found(teil="033", art="kreis") == []


def test_a_dissolved_kreis_leads_to_its_successor(client, gebiete):
    page = text(client.get(reverse("kommunen:liste"), {"kreis": "03156"}))

    assert "Landkreis Osterode am Harz (bis 31.10.2016) ist im Landkreis Göttingen aufgegangen" in page
    assert "Hier ist noch keine Kommune beteiligt" in page


@pytest.mark.parametrize(
    "query", [{"art": "quatsch"}, {"teil": "999"}, {"kreis": "x"}, {"seite": "x"}, {"seite": "999"}, {"q": "x" * 500}]
)
def test_nonsense_in_the_address_breaks_nothing(query, client, kommune):
    assert client.get(reverse("kommunen:liste"), query).status_code == 200


def test_a_long_list_has_pages(client):
    kreis = make_gebiet(ars="03995")
    for i in range(51):
        ars = f"03995{i:04}{i:03}"
        gebiet = make_gebiet(ars=ars, ags=ars[:5] + ars[9:], ebene="gemeinde", typ="Gemeinde", parent=kreis)
        make_kommune(gebiet=gebiet, name=f"Gemeinde {i:03}", profil=False)
    assert Kommune.objects.count() == 51

    first, second = (text(client.get(reverse("kommunen:liste"), {"q": "Gemeinde", "seite": n})) for n in (1, 2))

    assert ("Gemeinde 000" in first, "Gemeinde 050" in first, "Gemeinde 050" in second) == (True, False, True)
    assert "q=Gemeinde&amp;seite=2" in first


# ---------- Portrait ----------


def test_a_portrait_without_profile_says_that_it_follows(client):
    kommune = make_kommune(profil=False)

    assert "Das Profil folgt" in text(client.get(kommune.get_absolute_url()))


def test_a_region_shows_its_towns_and_a_town_its_region(client, kommune):
    town = make_kommune(name="Stadt Unten", obere=kommune, profil={"kurztext": "Klein, aber oho."})
    hidden = make_kommune(name="Stadt Verdeckt", obere=kommune, is_published=False)

    above = text(client.get(kommune.get_absolute_url()))
    below = text(client.get(town.get_absolute_url()))

    assert "Stadt Unten" in above
    assert "Klein, aber oho." in above
    assert hidden.name not in above
    assert kommune.get_absolute_url() in below


def test_a_document_without_file_is_named_and_not_linked(client, kommune):
    Download.objects.create(kommune=kommune, titel="Alter Bericht", typ="pdf")

    page = text(client.get(kommune.get_absolute_url()))

    assert ">Datei liegt nicht vor<" in page
    assert ">Alter Bericht</a>" not in page


def test_a_delivered_file_is_an_attachment_and_nothing_else(client, kommune, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    eintrag = make_download(kommune, titel="Übersicht", datei=make_datei(kommune, b"<script>alert(1)</script>", typ="html"))

    response = client.get(eintrag.adresse)

    assert b"".join(response.streaming_content) == b"<script>alert(1)</script>"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    response.close()


# ---------- Errors ----------


def test_an_unknown_address_gets_a_page_that_helps(client):
    response = client.get("/gibt-es-nicht/")

    assert response.status_code == 404
    assert "Diese Seite gibt es nicht" in text(response)
    assert reverse("start") in text(response)


def test_an_error_of_ours_gets_a_page_without_details(client, monkeypatch):
    from praeventionsketten import views

    def broken(*args):
        raise RuntimeError("Interna")

    monkeypatch.setattr(views, "kartenbild", broken)
    client.raise_request_exception = False
    response = client.get(reverse("start"))

    assert response.status_code == 500
    assert "Hier ist etwas schiefgegangen" in text(response)
    assert "Interna" not in text(response)


def test_without_its_database_the_portal_says_so_and_when_to_come_again(client, monkeypatch):
    from django.db import OperationalError

    from praeventionsketten import views

    def away(*args):
        raise OperationalError("connection refused")

    monkeypatch.setattr(views, "kartenbild", away)
    client.raise_request_exception = False
    response = client.get(reverse("start"))

    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert "erreicht gerade seine Datenbank nicht" in text(response)


def test_an_expired_form_says_what_to_do():
    from django.test import Client

    response = Client(enforce_csrf_checks=True).post(reverse("rueckmeldung"), {"nachricht": "Hallo"})

    assert response.status_code == 403
    assert "Das Formular ist abgelaufen" in text(response)


# ---------- What must not be seen yet, any more or at all ----------


def test_nothing_unpublished_stands_on_the_pages_everybody_reads(client, kommune):
    """Each of these words belongs to something that is not public; `kommune` shows what is."""
    heute = timezone.localdate()
    fill(kommune)
    kommune.termine.all().delete()  # a date to come would keep the past ones off the start page
    make_kommune(name="Stadt Unsichtbar", obere=kommune, is_published=False)
    make_kommune(name="Stadt Entwurf", obere=kommune, profil={"is_published": False, "kurztext": "Satz im Entwurf"})
    Meldung.objects.create(kommune=kommune, text="Meldung im Entwurf", is_published=False)
    for tage in (-3, 3):
        Termin.objects.create(kommune=kommune, titel="Termin im Entwurf", datum=heute + timedelta(days=tage), is_published=False)
    make_gruppe(
        kommune,
        {"funktion": "Vorbei", "bis": (heute - timedelta(days=1)).isoformat()},
        {"funktion": "Kommt noch", "von": (heute + timedelta(days=1)).isoformat()},
        {"funktion": "Da"},
        name="Runde",
    )
    make_gruppe(kommune, "Innen", name="Interne Runde", is_public=False)
    pages = "".join(text(client.get(path)) for path in ("/", "/kommunen/", kommune.get_absolute_url()))

    hidden = ("Unsichtbar", "im Entwurf", "Vorbei", "Kommt noch", "Innen", "Interne Runde")
    assert [word for word in hidden if word in pages] == []
    assert [word for word in ("Stadt Entwurf", "Da", "Runde", "Neues") if word not in pages] == []


def test_who_keeps_a_region_sees_its_towns_before_they_are_published(login, kommune, cast):
    make_kommune(name="Stadt Unsichtbar", obere=kommune, is_published=False)

    assert "Stadt Unsichtbar" not in text(login("koordination").get(kommune.get_absolute_url()))
    cast["koordination"].koordinationen.create(kommune=Kommune.objects.get(name="Stadt Unsichtbar"))
    page = text(login("koordination").get(kommune.get_absolute_url()))
    assert "Stadt Unsichtbar" in page
    assert "Noch nicht" in text(login("koordination").get("/kommunen/"))


def test_the_map_numbers_kommunen_in_the_order_of_the_list_with_their_sentence(client):
    make_kommune(name="Landkreis B", sortierung="b", gebiet=make_gebiet(ars="03151"), profil={"kurztext": "Satz von B."})
    make_kommune(name="Landkreis A", sortierung="a", gebiet=make_gebiet(ars="03241"), profil={"is_published": False})
    entries = re.findall(r'class="nr">(\d)</span><span><strong>([^<]*)</strong> <small\s*>([^<]*)', text(client.get("/")))

    assert entries == [("1", "Landkreis A", "Profil folgt"), ("2", "Landkreis B", "Satz von B.")]
    assert re.findall(r'<dd class="wert">(\d+)</dd>', text(client.get("/"))) == ["2", "1"]  # Kommunen, and those with a profile


def test_the_last_dates_stand_with_the_newest_first_where_none_is_to_come(client, kommune):
    for tage in (30, 10, 20):
        datum = timezone.localdate() - timedelta(days=tage)
        Termin.objects.create(kommune=kommune, titel=f"Vor {tage} Tagen", datum=datum, is_published=True)

    assert re.findall(r"Vor \d+ Tagen", text(client.get("/"))) == ["Vor 10 Tagen", "Vor 20 Tagen", "Vor 30 Tagen"]


# ---------- Where one is ----------


@pytest.mark.parametrize(
    ("path", "marked"),
    [
        ("/", None),
        ("/kommunen/", ("Kommunen", "page")),
        ("/kommunen/musterkreis/", ("Kommunen", "true")),
        ("/kommunen/musterkreis/netzwerk/", ("Kommunen", "true")),
        ("/daten/", ("Zahlen", "page")),
        ("/hilfe/anmelden/", ("Hilfe", "true")),
        ("/konto/anmelden/", ("Anmelden", "page")),
        ("/impressum/", None),
    ],
)
def test_the_header_says_in_which_part_of_the_portal_a_page_lies(path, marked, client, kommune):
    header = re.search(r'aria-label="Hauptnavigation">(.*?)</nav>', text(client.get(path)), re.DOTALL)[1]

    found = [(name.strip(), value) for value, name in re.findall(r'aria-current="(\w+)"[^>]*>([^<]*)', header)]

    assert found == ([marked] if marked else [])


def test_the_header_offers_an_account_its_own_links_and_nobody_elses(login, client):
    client.get("/impressum/")
    mine, nobodys = (text(browser.get("/impressum/")) for browser in (login("koordination"), client))

    assert [name in mine for name in ("Meine Kommune", "Abmelden", "Anmelden")] == [True, True, False]
    assert [name in nobodys for name in ("Meine Kommune", "Abmelden", "Anmelden")] == [False, False, True]
