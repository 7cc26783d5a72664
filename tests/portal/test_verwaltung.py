"""The admin opens only to the Fachadministration, and only with a second factor shown in this session."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value, yield_hotp_counters_from_time
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.urls import reverse

from kern.models import Vermerk
from kommunen.beteiligte.actions import einladen
from kommunen.models import Download, Einladung, Kommune, Koordination, Meldung, Termin
from konten.models import Nutzer
from statistik.models import Lieferung
from tests.conftest import angemeldet
from tests.factories import make_nutzer
from tests.kommunen.test_dateien import pdf

INDEX = "/admin/"


@pytest.fixture
def fachadmin():
    return make_nutzer(email="fach@example.org", is_staff=True)


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def log_in(client, email):
    client.post(reverse("account_login"), {"login": email})
    code = re.search(r"lautet:\s+(\S+)", mail.outbox[-1].body)[1]
    return client.post(reverse("account_confirm_login_code"), {"code": code, "action": "confirm"})


def test_without_a_second_factor_it_leads_to_setting_one_up(fachadmin):
    client = angemeldet(fachadmin, zweiter_faktor=False)

    page = client.get(INDEX, follow=True)

    assert page.request["PATH_INFO"] == reverse("mfa_activate_totp")
    assert "Die Verwaltung braucht einen zweiten Faktor" in page.content.decode()


@pytest.mark.django_db(transaction=True)  # the mail goes out when the transaction ends
def test_setting_it_up_opens_the_admin(fachadmin):
    client = angemeldet(fachadmin, zweiter_faktor=False)
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r"<code>(\w+)</code>", page)[1]

    client.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})

    assert Authenticator.objects.filter(user=fachadmin, type="totp").exists()
    assert mail.outbox[-1].subject == "Zweiter Faktor eingerichtet"
    page = client.get(INDEX, follow=True)
    assert page.request["PATH_INFO"] == INDEX


def test_from_then_on_the_login_asks_for_it(fachadmin, client):
    secret = generate_totp_secret()
    TOTP.activate(fachadmin, secret)

    answer = log_in(client, fachadmin.email)
    assert answer.url == reverse("mfa_authenticate")
    assert client.get(INDEX).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})

    assert client.get(INDEX).status_code == 200


def test_a_code_of_the_app_lets_in_once(fachadmin):
    secret = generate_totp_secret()
    TOTP.activate(fachadmin, secret)
    code, doors = code_of(secret), []
    for _ in range(2):
        browser = Client()
        log_in(browser, fachadmin.email)
        browser.post(reverse("mfa_authenticate"), {"code": code})
        doors.append(browser.get(INDEX).status_code)

    assert doors == [200, 302]


def test_a_session_from_before_has_to_show_it_first(fachadmin):
    client = angemeldet(fachadmin, zweiter_faktor=False)
    secret = generate_totp_secret()
    TOTP.activate(fachadmin, secret)

    page = client.get(INDEX, follow=True)
    assert page.request["PATH_INFO"] == reverse("mfa_reauthenticate")
    client.post(reverse("mfa_reauthenticate"), {"code": code_of(secret), "next": INDEX})

    assert client.get(INDEX).status_code == 200


def test_where_the_admin_sends_one_next_is_never_elsewhere(fachadmin):
    client = angemeldet(fachadmin)

    assert client.get("/admin/login/?next=https://evil.example/").url == INDEX


def test_nobody_sees_the_secret_of_anothers_second_factor(login, cast):
    assert login("fachadmin").get("/admin/mfa/authenticator/").status_code == 404


def test_a_lost_telephone_is_helped_and_noted(login, cast):
    nutzer = make_nutzer(email="erika@example.org")
    TOTP.activate(nutzer, generate_totp_secret())

    login("fachadmin").post("/admin/konten/nutzer/", {"action": "zweiter_faktor_weg", "_selected_action": [nutzer.pk]})

    assert not Authenticator.objects.filter(user=nutzer).exists()
    assert Vermerk.objects.filter(was=f"Konto {nutzer.pk}: zweiter Faktor entfernt", nutzer=cast["fachadmin"]).exists()


def test_a_coordinator_with_a_second_factor_is_still_no_fachadmin(cast):
    TOTP.activate(cast["koordination"], generate_totp_secret())

    assert angemeldet(cast["koordination"]).get(INDEX, follow=True).status_code == 403


# ---------- Data maintenance ----------


def test_it_begins_with_what_is_often_needed(login):
    client = login("fachadmin")

    page = client.get(reverse("meine"), follow=True)

    assert page.request["PATH_INFO"] == INDEX
    section = re.search(r'<section class="aufgaben".*?</section>', page.content.decode(), re.DOTALL)[0]
    links = re.findall(r'href="([^"]+)"', section)
    assert links[0] == reverse("admin:statistik_lieferung_add")
    assert {link: client.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_every_model_has_a_list_with_search(login):
    for model, model_admin in admin.site._registry.items():
        if model is Lieferung:  # has pages of its own (tests/statistik/test_seiten.py)
            continue
        if model._meta.app_label in ("kommunen", "konten", "statistik"):
            assert model_admin.search_fields, model


def test_master_data_keep_their_history_with_the_person(login, cast, kommune):
    client = login("fachadmin")
    url = reverse("admin:kommunen_kommune_change", args=[kommune.pk])
    form = client.get(url).context["adminform"].form
    data = {name: form[name].value() or "" for name in form.fields} | {"name": "Landkreis Umbenannt", "is_published": "on"}
    for inline in client.get(url).context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}

    client.post(url, data)

    newest = Kommune.objects.get(pk=kommune.pk).history.first()
    assert (newest.name, newest.history_user) == ("Landkreis Umbenannt", cast["fachadmin"])
    page = client.get(reverse("admin:kommunen_kommune_history", args=[kommune.pk])).content.decode()
    assert "Landkreis Umbenannt" in page


def test_rows_of_a_profile_are_changed_in_the_portal_and_not_here(login, kommune):
    own = Termin.objects.create(kommune=kommune, titel="Vom Ort", datum="2030-01-01", is_published=True)
    client = login("fachadmin")
    url = reverse("admin:kommunen_termin_change", args=[own.pk])

    assert client.get(url).status_code == 200
    assert client.post(url, {"titel": "Überschrieben", "datum": "2030-01-01"}).status_code == 403
    assert "im Portal bearbeiten" in client.get(reverse("admin:kommunen_termin_changelist")).content.decode()


def test_a_date_of_the_programme_is_kept_here_and_counts_its_changes(login):
    client = login("fachadmin")
    data = {"titel": "Landestagung", "datum": "2030-01-01", "text": "", "ort": "", "zielgruppe": "", "is_published": "on"}
    client.post(reverse("admin:kommunen_termin_add"), data)
    termin = Termin.objects.get()
    assert (termin.kommune, termin.folge) == (None, 0)

    client.post(reverse("admin:kommunen_termin_change", args=[termin.pk]), data | {"ort": "Hannover"})

    termin.refresh_from_db()
    assert (termin.ort, termin.folge) == ("Hannover", 1)
    assert client.post(reverse("admin:kommunen_termin_delete", args=[termin.pk]), {"post": "yes"}).status_code == 403


@pytest.mark.parametrize(
    ("times", "says"),
    [
        ({"beginn": "11:00", "ende": "09:00"}, "Das Ende liegt nicht nach dem Beginn."),
        ({"ende": "09:00"}, "Zum Ende gehört ein Beginn."),
    ],
)
def test_a_date_of_the_programme_ends_after_it_begins(login, times, says):
    page = login("fachadmin").post(reverse("admin:kommunen_termin_add"), {"titel": "Tagung", "datum": "2030-01-01"} | times)

    assert says in page.content.decode()
    assert not Termin.objects.exists()


def test_a_document_of_the_programme_is_checked_like_any_other(login, settings, tmp_path, client):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.MEDIA_ROOT = tmp_path
    admin_client = login("fachadmin")
    url = reverse("admin:kommunen_download_add")
    bad = {"titel": "Leitfaden", "neue_datei": SimpleUploadedFile("x.pdf", b"<svg onload=alert(1)>")}
    assert "Web- oder SVG-Datei" in admin_client.post(url, bad).content.decode()

    admin_client.post(url, {"titel": "Leitfaden", "neue_datei": SimpleUploadedFile("x.pdf", pdf())})

    download = Download.objects.get()
    assert download.datei.typ == "pdf"
    page = client.get(reverse("kommunen:aktuelles")).content.decode()
    assert "Dokumente des Programms" in page
    assert download.adresse in page


def test_news_of_the_programme_are_written_here(login, client):
    login("fachadmin").post(
        reverse("admin:kommunen_meldung_add"), {"titel": "Förderaufruf", "text": "Jetzt.", "is_published": "on"}
    )

    assert Meldung.objects.get().kommune is None
    assert "Förderaufruf" in client.get(reverse("kommunen:aktuelles")).content.decode()


@pytest.fixture
def rights(login, kommune):
    """rights(line, ...) sends the Kommune's page of the admin with these lines of rights, each {field: value}."""
    client = login("fachadmin")
    url = reverse("admin:kommunen_kommune_change", args=[kommune.pk])

    def send(*lines):
        page = client.get(url)
        form = page.context["adminform"].form
        data = {name: form[name].value() or "" for name in form.fields} | {"is_published": "on"}
        for inline in page.context["inline_admin_formsets"]:
            data |= {f"{inline.formset.prefix}-TOTAL_FORMS": 0, f"{inline.formset.prefix}-INITIAL_FORMS": 0}
        data |= {"koordinationen-TOTAL_FORMS": len(lines), "koordinationen-INITIAL_FORMS": sum("id" in line for line in lines)}
        for i, line in enumerate(lines):
            data |= {f"koordinationen-{i}-{name}": value for name, value in (line | {"kommune": kommune.pk}).items()}
        return client.post(url, data)

    return send


def test_who_gives_a_right_in_the_admin_stands_beside_it(rights, cast):
    neu = make_nutzer()

    rights({"nutzer": neu.pk, "funktion": "Planung"})

    koordination = Koordination.objects.get(nutzer=neu)
    assert (koordination.eingeladen_von, koordination.eingeladen_als) == (cast["fachadmin"], "Fachadministration")


def test_a_right_taken_in_the_admin_ends_what_it_carried(rights, cast, kommune):
    person, key = cast["koordination"], Koordination.objects.get(nutzer=cast["koordination"]).pk
    einladen(nutzer=person, email="neu@example.org", funktion="Koordination", kommunen=[kommune])

    rights({"id": key, "nutzer": person.pk, "funktion": "Koordination", "DELETE": "on"})

    assert not Nutzer.objects.filter(pk=person.pk).exists(), "an account without a right"
    assert not Einladung.objects.exists(), "an invitation of somebody who may not invite any more"
    assert Vermerk.objects.filter(was__contains=f"Konto {person.pk} betreut {kommune} nicht mehr").count() == 1


def test_a_right_is_not_moved_to_somebody_else(rights, cast):
    right = Koordination.objects.get(nutzer=cast["koordination"])

    rights({"id": right.pk, "nutzer": make_nutzer().pk, "funktion": "Vertretung"})

    right.refresh_from_db()
    assert (right.nutzer, right.funktion) == (cast["koordination"], "Vertretung")


def test_nobody_else_gets_in_with_another_persons_second_factor(fachadmin, client):
    """The proof in a session belongs to the person who gave it."""
    other = make_nutzer(is_staff=True)
    client = angemeldet(fachadmin)
    client.force_login(other, backend="django.contrib.auth.backends.ModelBackend")

    assert client.get(INDEX).status_code == 302
    assert Client().get(INDEX).status_code == 302
