"""Inviting, accepting, leaving; and what of a person remains."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kern.models import Vermerk
from kommunen.beteiligte import actions
from kommunen.models import Einladung, Fassung, Koordination
from konten.models import Nutzer
from tests.conftest import angemeldet
from tests.factories import make_entwurf, make_kommune, make_nutzer


def invite(client, kommune, email="neu@example.org", **data):
    return client.post(reverse("kommunen:beteiligte", args=[kommune.slug]), {"email": email, "funktion": "Koordination"} | data)


def link():
    return re.search(r"http://127.0.0.1:8000(/konto/einladung/\S+)", mail.outbox[-1].body)[1]


def text(response):
    return response.content.decode()


def test_a_second_click_sends_no_second_invitation(login, kommune):
    client = login("koordination")
    for _ in range(2):
        invite(client, kommune)

    assert (Einladung.objects.count(), len(mail.outbox)) == (1, 1)
    invite(client, kommune, funktion="Vertretung")
    assert (Einladung.objects.count(), len(mail.outbox)) == (1, 2), "another task is another invitation, and replaces the first"


def test_leaving_twice_is_noted_once(login, kommune, cast):
    for nutzer in [Nutzer.objects.get(pk=cast["koordination"].pk) for _ in range(2)]:
        actions.abgeben(nutzer=nutzer, kommune=kommune)

    assert Vermerk.objects.filter(was__contains="betreut").count() == 1


def test_the_mail_names_who_for_what_and_until_when(login, kommune):
    invite(login("koordination"), kommune)

    (sent,) = mail.outbox
    assert sent.to == ["neu@example.org"]
    assert "Landkreis Musterkreis" in sent.subject
    assert f"Eingeladen hat Sie: {Nutzer.objects.get(koordinationen__kommune=kommune).email} (Koordination)." in sent.body
    assert f"bis zum {timezone.localdate() + timedelta(days=14):%d.%m.%Y}" in sent.body


def test_the_database_holds_no_token(login, kommune):
    invite(login("koordination"), kommune)

    token = link().rstrip("/").rpartition("/")[2]
    assert token not in str(Einladung.objects.values())


def test_looking_at_the_link_consumes_nothing_the_button_does(login, kommune, client):
    invite(login("koordination"), kommune)
    for _ in range(2):
        assert "Sie sind eingeladen" in text(client.get(link()))
    assert not Nutzer.objects.filter(email="neu@example.org").exists()

    page = client.post(link(), follow=True)

    nutzer = Nutzer.objects.get(email="neu@example.org")
    assert page.wsgi_request.user == nutzer
    assert page.request["PATH_INFO"] == reverse("meine_kommune", args=[kommune.slug])
    assert Client().post(link()).status_code == 410


def test_who_invited_whom_and_when_stays_visible_also_after_the_inviter_has_gone(login, kommune, cast, client):
    cast["koordination"].name = "Erika Beispiel"
    cast["koordination"].save()
    invite(login("koordination"), kommune)
    client.post(link())
    page = text(client.get(reverse("kommunen:beteiligte", args=[kommune.slug])))
    assert "Erika Beispiel" in page

    login("koordination").post(reverse("kommunen:abgeben", args=[kommune.slug]))

    page = text(client.get(reverse("kommunen:beteiligte", args=[kommune.slug])))
    assert "Erika Beispiel" not in page
    koordination = Koordination.objects.get(nutzer__email="neu@example.org")
    assert (koordination.eingeladen_von, koordination.eingeladen_als) == (None, "Koordination")


def test_somebody_with_an_account_gets_the_right_but_logs_in_herself(login, kommune, client):
    known = make_nutzer(email="bekannt@example.org")
    invite(login("koordination"), kommune, "Bekannt@example.org")

    page = client.post(link(), follow=True)

    assert not page.wsgi_request.user.is_authenticated
    assert Koordination.objects.filter(nutzer=known, kommune=kommune).exists()


def test_a_link_never_lets_anybody_into_the_fachadministration(login, kommune, cast, client):
    invite(login("koordination"), kommune, cast["fachadmin"].email)

    page = client.post(link(), follow=True)

    assert not page.wsgi_request.user.is_authenticated


@pytest.mark.parametrize("end", ["expired", "withdrawn", "replaced", "inviter gone", "locked"])
def test_an_invitation_that_is_over_says_so(end, login, kommune, cast, client):
    invite(login("koordination"), kommune)
    url = link()
    if end == "expired":
        Einladung.objects.update(gueltig_bis=timezone.now() - timedelta(minutes=1))
    elif end == "withdrawn":
        pk = Einladung.objects.get().pk
        login("koordination").post(reverse("kommunen:einladung_zuruecknehmen", args=[kommune.slug, pk]))
    elif end == "replaced":
        Einladung.objects.update(gueltig_bis=F("gueltig_bis") - timedelta(minutes=2))  # no second click: some time has gone by
        invite(login("koordination"), kommune)
    elif end == "inviter gone":
        login("koordination").post(reverse("kommunen:abgeben", args=[kommune.slug]))
    else:
        make_nutzer(email="neu@example.org", is_active=False)

    response = client.post(url)

    assert response.status_code == 410
    assert "Diese Einladung gilt nicht mehr" in text(response)
    assert not Koordination.objects.filter(nutzer__email="neu@example.org").exists()


def test_one_is_invited_for_several_kommunen_but_only_those_the_inviter_keeps(kommune):
    town, foreign = make_kommune(obere=kommune), make_kommune()
    host = angemeldet(make_nutzer(coordinates=[kommune, town]))

    refused = invite(host, kommune, kommunen=[town.pk, foreign.pk])
    assert "Diese Kommune betreuen Sie nicht." in text(refused)
    invite(host, kommune, kommunen=[kommune.pk, town.pk])
    Client().post(link())

    assert set(Koordination.objects.filter(nutzer__email="neu@example.org").values_list("kommune", flat=True)) == {
        kommune.pk,
        town.pk,
    }


def test_an_invitation_for_a_foreign_kommune_is_not_withdrawn(login, kommune):
    foreign = make_kommune()
    einladung, _ = Einladung.neu(email="x@example.org")
    einladung.save()
    einladung.kommunen.set([kommune, foreign])

    response = login("koordination").post(reverse("kommunen:einladung_zuruecknehmen", args=[kommune.slug, einladung.pk]))

    assert response.status_code == 404
    assert Einladung.objects.exists()


def test_a_mail_that_cannot_be_sent_leaves_no_invitation_and_keeps_what_was_typed(login, kommune, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there

    page = text(invite(login("koordination"), kommune))

    assert "Die E-Mail konnte gerade nicht gesendet werden" in page
    assert "neu@example.org" in page
    assert not Einladung.objects.exists()


def test_leaving_the_last_kommune_ends_the_account_and_keeps_the_function(login, kommune, cast):
    make_entwurf(kommune, "ziele", ziele="Bleibt", nutzer=cast["koordination"])
    client = login("koordination")
    assert "Außer Ihnen betreut niemand diese Kommune" in text(client.get(reverse("kommunen:abgeben", args=[kommune.slug])))

    client.post(reverse("kommunen:abgeben", args=[kommune.slug]))

    assert not Nutzer.objects.filter(pk=cast["koordination"].pk).exists()
    fassung = Fassung.objects.get()
    assert (fassung.von, fassung.als, fassung.inhalt["ziele"]) == (None, "Koordination", "Bleibt")
    assert client.get(reverse("meine")).status_code == 302


def test_leaving_one_of_two_keeps_the_account(kommune):
    other = make_kommune()
    nutzer = make_nutzer(coordinates=[kommune, other])
    client = angemeldet(nutzer)

    client.post(reverse("kommunen:abgeben", args=[kommune.slug]))

    assert client.get(reverse("meine_kommune", args=[kommune.slug])).status_code == 403
    assert client.get(reverse("meine_kommune", args=[other.slug])).status_code == 200


def test_the_fachadministration_ends_the_rights_of_who_left_without_saying_so(login, kommune, cast):
    right = Koordination.objects.get(nutzer=cast["koordination"])
    url = reverse("kommunen:beenden", args=[kommune.slug, right.pk])
    assert url in text(login("fachadmin").get(reverse("kommunen:beteiligte", args=[kommune.slug])))
    assert url not in text(login("koordination").get(reverse("kommunen:beteiligte", args=[kommune.slug])))
    foreign = make_kommune()
    assert login("fachadmin").post(reverse("kommunen:beenden", args=[foreign.slug, right.pk])).status_code == 404

    login("fachadmin").post(url)

    assert not Nutzer.objects.filter(pk=cast["koordination"].pk).exists()


def test_rights_taken_away_end_at_once(login, kommune, cast):
    client = login("koordination")
    Koordination.objects.all().delete()

    assert client.get(reverse("kommunen:bearbeiten", args=[kommune.slug, "ziele"])).status_code == 403


def test_the_handover_sheet_says_what_is_open(login, kommune):
    make_entwurf(kommune, "ziele", ziele="Unfertig")
    invite(login("koordination"), kommune)

    page = text(login("koordination").get(reverse("uebergabe", args=[kommune.slug])))

    for part in (
        "neu@example.org",
        "Ein Entwurf ist noch nicht öffentlich",
        "Ziele und Projektbausteine",
        "„Kontakt“ ist noch leer",
    ):
        assert part in page


def test_an_invitation_that_has_run_out_is_not_listed_as_open(login, kommune):
    client = login("koordination")
    invite(client, kommune)
    page = reverse("kommunen:beteiligte", args=[kommune.slug])
    assert "neu@example.org" in text(client.get(page))
    Einladung.objects.update(gueltig_bis=timezone.now() - timedelta(minutes=1))

    assert "neu@example.org" not in text(client.get(page))
