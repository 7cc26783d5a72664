"""What a review found: ways in which two people, odd input or odd orders broke editing. Each is mended and stays so."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from betrieb.erinnerungen import aufraeumen
from kommunen.models import Ansprechperson, Datei, Einladung, Fassung, Koordination, Termin
from kommunen.redaktion import actions
from kommunen.redaktion.stand import stand
from kommunen.redaktion.vergleich import vergleichen
from konten.models import Nutzer
from praeventionsketten.actions import neu
from tests.conftest import angemeldet
from tests.factories import make_datei, make_download, make_entwurf, make_kommune, make_kontakt, make_nutzer
from tests.kommunen.test_dateien import picture
from tests.kommunen.test_redaktion import fields, publish, seite, text

__all__ = ["seite"]


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


# ---------- Two at once ----------


@pytest.mark.parametrize(
    ("art", "before", "mine", "theirs"),
    [
        ("kennzahlen", {"stichtag": "2017"}, {"stichtag": "2018"}, {"stichtag": "Januar 2017"}),
        ("kennzahlen", {"art": "anteil_u10", "wert": "23,20"}, {"wert": "24,75"}, {"wert": "23,2"}),
        ("termine", {"beginn": "09:00", "ende": "15:00", "datum": "2030-01-01"}, {"beginn": "14:00"}, {"ende": "12:00"}),
    ],
    ids=["precision of a day", "places of a number", "beginning and end"],
)
def test_what_means_something_only_together_never_mixes(art, before, mine, theirs, seite):
    first, second = seite(art), seite(art, "zweite")

    def named(values):
        return {f"{art}-0-{name}": value for name, value in values.items()}

    first.send(first.form(), **named(before))
    at_once = first.form(), second.form()
    first.send(at_once[0], **named(theirs))

    response = second.send(at_once[1], **named(mine))

    assert response.status_code == 409
    assert "Inzwischen gespeichert" in text(response)


def test_two_files_for_one_entry_are_both_shown(seite, kommune):
    make_download(kommune, titel="Bericht")
    first, second = seite("downloads"), seite("downloads", "zweite")
    at_once = first.form(), second.form()
    first.send(at_once[0], **{"downloads-0-neue_datei": SimpleUploadedFile("a.png", picture("PNG"))})
    theirs = stand(kommune, "downloads").inhalt["downloads"][0]["datei"]

    response = second.send(at_once[1], **{"downloads-0-neue_datei": SimpleUploadedFile("b.png", picture("PNG", size=(9, 9)))})

    assert response.status_code == 409
    assert "Die andere Datei ansehen" in text(response)
    mine = fields(response)["downloads-0-datei"]
    assert mine not in ("", theirs)
    second.send(fields(response))
    assert stand(kommune, "downloads").inhalt["downloads"][0]["datei"] == mine


def test_a_file_and_a_link_from_two_people_do_not_both_stand(seite, kommune):
    make_download(kommune, titel="Bericht")
    first, second = seite("downloads"), seite("downloads", "zweite")
    at_once = first.form(), second.form()
    first.send(at_once[0], **{"downloads-0-neue_datei": SimpleUploadedFile("a.png", picture("PNG"))})

    assert second.send(at_once[1], **{"downloads-0-url": "https://example.org/"}).status_code == 409


def test_an_entry_the_other_one_removed_is_shown_not_an_error(seite, kommune):
    first, second = seite("kontakt"), seite("kontakt", "zweite")
    form = first.form()
    first.send(form, **{"kontakte-0-telefon": "1"})
    at_once = first.form(), second.form()
    first.send(at_once[0], taste=f"weg:{at_once[0]['kontakte-0-schluessel']}")

    response = second.send(at_once[1], **{"kontakte-0-telefon": "2"})

    assert response.status_code == 409
    assert "Dieser Eintrag wurde gleichzeitig entfernt" in text(response)


# ---------- Odd orders ----------


@pytest.mark.parametrize(
    ("art", "liste", "entries"),
    [
        ("termine", "termine", [{"titel": "B", "datum": "2031-01-01"}, {"titel": "A", "datum": "2030-01-01"}]),
        ("meldungen", "meldungen", [{"text": "alt", "datum": "2020-01-01"}, {"text": "neu", "datum": "2026-01-01"}]),
        ("ziele", "projektbausteine", [{"nummer": 2, "titel": "zwei"}, {"nummer": 1, "titel": "eins"}]),
    ],
)
def test_an_order_that_means_nothing_makes_no_version(art, liste, entries, kommune):
    make_entwurf(kommune, art, **{liste: [neu(art, **entry) for entry in entries]})
    actions.veroeffentlichen(kommune=kommune, nummern={art: 1})

    with transaction.atomic():
        actions.gesperrt(kommune, art)

    assert Fassung.objects.count() == 1


def test_a_secret_figure_is_published_with_its_reason(kommune, client):
    entry = neu("kennzahlen", art="sgb2_kinder_u10", status="secret", einheit="personen")
    make_entwurf(kommune, "kennzahlen", kennzahlen=[entry])

    actions.veroeffentlichen(kommune=kommune, nummern={"kennzahlen": 1})

    assert kommune.kennzahlen.get().status == "secret"
    assert "us Datenschutzgründen nicht veröffentlicht" in text(client.get(kommune.get_absolute_url()))


def test_an_entry_with_a_fault_can_be_removed(seite, kommune):
    termine = seite("termine")
    form = termine.form()

    termine.send(form, **{"termine-0-titel": "x", "termine-0-ende": "09:00", "taste": f"weg:{form['termine-0-schluessel']}"})

    assert stand(kommune, "termine").inhalt["termine"] == []


def test_a_hundred_entries_can_still_be_edited(seite, kommune):
    make_entwurf(kommune, "erfolge", erfolge=[neu("erfolge", text=f"Erfolg {i}") for i in range(100)])
    erfolge = seite("erfolge")

    erfolge.send(erfolge.form(), taste="neu:erfolge")
    assert len(stand(kommune, "erfolge").inhalt["erfolge"]) == 100
    form = erfolge.form()
    erfolge.send(form, taste=f"weg:{form['erfolge-0-schluessel']}")

    assert len(stand(kommune, "erfolge").inhalt["erfolge"]) == 99


# ---------- Odd input ----------


@pytest.mark.parametrize("char", ["\x00", "\x0b", "\x01", "\ufffe"])
def test_what_nobody_meant_to_type_is_dropped_everywhere(char, seite, kommune, client):
    meldungen = seite("meldungen")
    form = meldungen.form()
    meldungen.send(form, formular=f"a{char}b", **{"meldungen-0-titel": f"Neu{char}es", "meldungen-0-text": f"Wo{char}rt"})
    data = {"abschnitt": ["meldungen"], "fassung-meldungen": 1, "notiz": f"x{char}y"}
    meldungen.client.post(reverse("kommunen:veroeffentlichen", args=[kommune.slug]), data)

    assert kommune.meldungen.get().titel == "Neues"
    assert client.get(reverse("kommunen:feed")).status_code == 200
    assert meldungen.client.get(reverse("kommunen:fassungen", args=[kommune.slug]), {"q": f"x{char}y"}).status_code == 200


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_no_calendar_can_carry_is_asked_about(day, seite):
    termine = seite("termine")

    assert "Bitte prüfen Sie das Jahr." in text(termine.send(termine.form(), **{"termine-0-datum": day}))


def test_two_long_texts_without_a_common_line_are_compared_at_once():
    words = [f"wort{i % 50}" for i in range(3000)]
    alt, neu_ = " ".join(words), " ".join(reversed(words))

    (unterschied,) = vergleichen("grund", {"grund": alt}, {"grund": neu_})

    assert len(unterschied.alt) <= 2


# ---------- Names, files, accounts ----------


def test_a_photo_is_a_file_of_its_own_even_where_the_same_picture_is_a_document(seite, kommune):
    kontakte = [make_kontakt(kommune), make_kontakt(kommune)]
    downloads = seite("downloads")
    downloads.send(
        downloads.form(), **{"downloads-0-titel": "Plakat", "downloads-0-neue_datei": SimpleUploadedFile("x", picture("PNG"))}
    )
    consent = {"name": "P", "grundlage": "einwilligung", "seit": "2026-01-01", "umfang": "Foto"}
    urls = [reverse("kommunen:ansprechperson", args=[kommune.slug, kontakt.schluessel]) for kontakt in kontakte]
    for url in urls:
        downloads.client.post(url, consent | {"neues_foto": SimpleUploadedFile("x", picture("PNG"))})
    assert Datei.objects.count() == 3

    downloads.client.post(urls[0], {"taste": "entfernen"})

    assert stand(kommune, "downloads").inhalt["downloads"][0]["datei"] in Datei.objects.values_list("schluessel", flat=True)
    assert Ansprechperson.objects.get().foto is not None


def test_the_name_goes_with_its_contact(seite, kommune):
    make_kontakt(kommune, person={"name": "Petra", "grundlage": "amt"})
    kontakt = seite("kontakt")
    form = kontakt.form()
    kontakt.send(form, taste=f"weg:{form['kontakte-0-schluessel']}")
    assert Ansprechperson.objects.exists()  # a draft ends nothing

    publish(kontakt.client, kommune, "kontakt")

    assert not Ansprechperson.objects.exists()


def test_inviting_for_one_kommune_leaves_the_invitation_for_another(kommune, cast):
    other = make_kommune()
    einladung, _ = Einladung.neu(email="x@example.org", von=cast["fachadmin"])
    einladung.save()
    einladung.kommunen.set([kommune, other])

    data = {"email": "x@example.org", "funktion": "Koordination"}
    angemeldet(cast["koordination"]).post(reverse("kommunen:beteiligte", args=[kommune.slug]), data)

    assert list(einladung.kommunen.all()) == [other]


def test_who_lost_her_right_lets_nobody_in_any_more(kommune, cast):
    einladung, token = Einladung.neu(email="zweitadresse@example.org", von=cast["koordination"])
    einladung.save()
    einladung.kommunen.add(kommune)
    Koordination.objects.filter(nutzer=cast["koordination"]).delete()

    response = Client().post(reverse("kommunen:einladung", args=[token]))

    assert response.status_code == 410
    assert not Nutzer.objects.filter(email="zweitadresse@example.org").exists()


def test_nothing_that_names_the_person_survives_her_account(kommune, login):
    login("fachadmin").post(
        reverse("admin:konten_nutzer_add"), {"email": "gehende@example.org", "is_active": "on", "erinnern": "on"}
    )
    nutzer = Nutzer.objects.get(email="gehende@example.org")
    Koordination.objects.create(nutzer=nutzer, kommune=kommune)
    make_entwurf(kommune, "ziele", ziele="x", nutzer=nutzer)
    letter, _ = Einladung.neu(email="gehende@example.org")
    letter.save()

    angemeldet(nutzer).post(reverse("kommunen:abgeben", args=[kommune.slug]))

    from django.apps import apps

    tables = [model for model in apps.get_models() if model._meta.managed and model._meta.label != "sessions.Session"]
    assert not [model for model in tables if "gehende@" in str(list(model.objects.values()))]


def test_an_older_state_in_the_admin_is_no_way_around_a_right(login, kommune):
    termin = Termin.objects.create(kommune=kommune, titel="Vom Ort", datum="2030-01-01", is_published=True)
    url = reverse("admin:kommunen_termin_simple_history", args=[termin.pk, termin.history.get().pk])

    response = login("fachadmin").post(url, {"titel": "Überschrieben", "datum": "2030-01-01"})

    termin.refresh_from_db()
    assert (response.status_code, termin.titel) == (403, "Vom Ort")


def test_a_date_taken_back_tells_the_calendar_only_that_it_is_off(client):
    now = timezone.now()
    Termin.objects.create(
        titel="Doch geheim", text="Intern", ort="Raum 1", datum="2030-01-01", veroeffentlicht_am=now, geaendert_am=now
    )

    calendar = client.get(reverse("kalender")).content.decode()

    assert "STATUS:CANCELLED" in calendar
    assert "geheim" not in calendar
    assert "Raum 1" not in calendar


def test_a_missing_file_is_a_page_not_found_not_an_error(client, kommune):
    download = make_download(kommune, datei=make_datei(kommune))
    download.datei.datei.storage.delete(download.datei.datei.name)

    assert client.get(download.adresse).status_code == 404


def test_cleaning_up_leaves_where_things_stand(seite, kommune):
    first, second = seite("ziele"), seite("ziele", "zweite")
    form = first.form()
    first.send(form, ziele="Eins", taste="selbst")
    second.send(second.form(), schwerpunkt="Zwei", taste="selbst")
    first.send(form, ziele="Eins", taste="selbst")
    Fassung.objects.update(am=timezone.now() - timedelta(days=40))
    before = stand(kommune, "ziele").inhalt

    aufraeumen()

    assert stand(kommune, "ziele").inhalt == before
    assert "von selbst gesichert" in text(first.client.get(reverse("kommunen:fassungen", args=[kommune.slug])))


def test_texts_of_two_tabs_both_survive_an_expired_login(kommune, cast):
    client = Client()
    texts = {"ziele": "ä" * 60_000, "grund": "Zweiter Text"}
    for art, value in texts.items():
        client.post(reverse("kommunen:bearbeiten", args=[kommune.slug, art]), {art: value, "formular": art})
    client.force_login(cast["koordination"], backend="django.contrib.auth.backends.ModelBackend")

    assert fields(client.get(reverse("kommunen:bearbeiten", args=[kommune.slug, "grund"])))["grund"] == "Zweiter Text"
    assert "ä" * 1000 in text(client.get(reverse("kommunen:bearbeiten", args=[kommune.slug, "ziele"])))


@pytest.mark.parametrize("field", ["email"])
def test_an_address_longer_than_its_column_is_refused_with_words(field, login, kommune):
    long = f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 20}.org"

    page = text(login("koordination").post(reverse("kommunen:beteiligte", args=[kommune.slug]), {field: long, "funktion": "x"}))

    assert "Bitte prüfen Sie Ihre Angaben" in page
    assert not Einladung.objects.exists()


def test_the_name_of_a_form_is_only_ones_own(kommune):
    first, second = make_nutzer(coordinates=[kommune]), make_nutzer(coordinates=[kommune])
    inhalt = stand(kommune, "ziele").inhalt
    actions.speichern(kommune=kommune, art="ziele", inhalt=inhalt | {"ziele": "erste"}, nutzer=first, formular="f")

    result = actions.speichern(kommune=kommune, art="ziele", inhalt=inhalt | {"ziele": "zweite"}, nutzer=second, formular="f")

    assert result.streit
