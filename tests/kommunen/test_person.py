"""A person's name: public only with a Grundlage, gone everywhere when it ends."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from betrieb.erinnerungen import aufraeumen
from kommunen.models import Ansprechperson, Datei, Fassung
from tests.factories import make_datei, make_entwurf, make_kontakt
from tests.kommunen.test_dateien import delivered, pdf, picture

EINWILLIGUNG = {"name": "Petra Beispiel", "grundlage": "einwilligung", "seit": "2026-01-15", "umfang": "Name auf dieser Seite"}


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def kontakt(kommune):
    return make_kontakt(kommune, funktionen="Koordination")


@pytest.fixture
def url(kommune, kontakt):
    return reverse("kommunen:ansprechperson", args=[kommune.slug, kontakt.schluessel])


def text(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("grundlage", "public"),
    [({"grundlage": ""}, False), ({"grundlage": "amt"}, True), (EINWILLIGUNG, True)],
    ids=["none", "office", "consent"],
)
def test_a_name_is_public_only_with_a_grundlage(grundlage, public, login, kommune, url, client):
    login("koordination").post(url, {"name": "Petra Beispiel"} | grundlage)

    assert ("Petra Beispiel" in text(client.get(kommune.get_absolute_url()))) == public
    assert ("Petra Beispiel" in text(login("koordination").get(reverse("vorschau", args=[kommune.slug])))) == public


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"name": "P", "grundlage": "einwilligung", "umfang": "x"}, "wann die Person eingewilligt hat."),
        ({"name": "P", "grundlage": "einwilligung", "seit": "2026-01-15"}, "wofür die Einwilligung gilt."),
        ({"grundlage": "amt"}, "Bitte geben Sie den Namen an."),
        ({"name": "P", "grundlage": "amt", "neues_foto": True}, "Ein Foto braucht immer eine Einwilligung der Person."),
        (EINWILLIGUNG | {"neues_foto": "pdf"}, "Das ist kein Bild."),
    ],
)
def test_what_a_grundlage_needs_is_said(data, says, login, url):
    if foto := data.get("neues_foto"):
        data = data | {"neues_foto": SimpleUploadedFile("x", pdf() if foto == "pdf" else picture("PNG"))}

    assert says in text(login("koordination").post(url, data))
    assert not Ansprechperson.objects.exists()


@pytest.mark.parametrize(
    "felder",
    [
        {"name": "P", "grundlage": "einwilligung"},
        {"name": "P", "grundlage": "amt", "foto": True},
        {"name": "", "grundlage": "amt"},
    ],
    ids=["consent without date", "photo without consent", "grundlage without name"],
)
def test_the_database_says_the_same(felder, kommune, kontakt):
    if felder.get("foto"):
        felder = felder | {"foto": make_datei(kommune, typ="png")}
    with pytest.raises(IntegrityError), transaction.atomic():
        Ansprechperson.objects.create(kommune=kommune, kontakt=kontakt.schluessel, **felder)


def test_no_version_ever_holds_the_name_so_removing_it_is_one_step(login, kommune, kontakt, url, client, tmp_path):
    editor = login("koordination")
    editor.post(url, EINWILLIGUNG | {"neues_foto": SimpleUploadedFile("x.png", picture("PNG"))})
    foto = reverse("kommunen:foto", args=[Datei.objects.get().schluessel])
    make_entwurf(kommune, "kontakt")
    make_entwurf(kommune, "kontakt", kontakte=[{"schluessel": kontakt.schluessel, "funktionen": "Neu"}])
    assert delivered(client.get(foto))
    assert "Petra" not in str(Fassung.objects.values())

    editor.post(url, {"taste": "entfernen"})

    pages = [client.get(kommune.get_absolute_url()), editor.get(url), editor.get(reverse("vorschau", args=[kommune.slug]))]
    assert not any("Petra" in text(page) for page in pages)
    assert client.get(foto).status_code == 404
    assert not Ansprechperson.objects.exists()
    assert not Datei.objects.exists()


def test_the_photo_itself_is_deleted_from_the_disk(login, kommune, url, tmp_path, django_capture_on_commit_callbacks):
    editor = login("koordination")
    editor.post(url, EINWILLIGUNG | {"neues_foto": SimpleUploadedFile("x.png", picture("PNG"))})
    assert list(tmp_path.rglob("*.png"))

    with django_capture_on_commit_callbacks(execute=True):
        editor.post(url, {"taste": "entfernen"})

    assert not list(tmp_path.rglob("*.png"))


def test_a_consent_that_has_ended_shows_nothing_and_is_deleted(kommune, kontakt, client):
    yesterday = timezone.localdate() - timedelta(days=1)
    Ansprechperson.objects.create(kommune=kommune, kontakt=kontakt.schluessel, gilt_bis=yesterday, **EINWILLIGUNG)

    assert "Petra" not in text(client.get(kommune.get_absolute_url()))
    aufraeumen()
    assert not Ansprechperson.objects.exists()


@pytest.mark.parametrize(
    ("grundlage", "says"),
    [(EINWILLIGUNG, "Eine Einwilligung läuft ab"), ({"name": "Petra", "grundlage": "amt"}, "einer Person im Amt geht zu Ende")],
    ids=["consent", "office"],
)
def test_before_a_name_ends_whoever_keeps_the_page_is_asked(login, kommune, kontakt, grundlage, says):
    soon = timezone.localdate() + timedelta(days=5)
    Ansprechperson.objects.create(kommune=kommune, kontakt=kontakt.schluessel, gilt_bis=soon, **grundlage)

    page = text(login("koordination").get(f"/meine/{kommune.slug}/"))

    assert says in page
    assert "Danach löscht das Portal ihren Namen." in page


def test_without_consent_a_photo_goes_too(login, kommune, kontakt, url):
    editor = login("koordination")
    editor.post(url, EINWILLIGUNG | {"neues_foto": SimpleUploadedFile("x.png", picture("PNG"))})

    editor.post(url, {"name": "Petra Beispiel", "grundlage": "amt"})

    assert Ansprechperson.objects.get().foto is None
    assert not Datei.objects.exists()


def test_the_name_behind_a_foreign_contact_is_out_of_reach(login, url):
    assert login("fremde").get(url).status_code == 403
    assert login("fremde").post(url, EINWILLIGUNG).status_code == 403
    assert not Ansprechperson.objects.exists()
