"""Fifty clicks at once have one effect; two who save at once lose nothing. On PostgreSQL, with threads of their own connection."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection
from django.urls import reverse

from betrieb.erinnerungen import erinnern
from kommunen.beteiligte.actions import EinladungFehler, abgeben, annehmen
from kommunen.models import Abschnitt, Einladung, Einlesung, Fassung, Kommune, Koordination
from kommunen.redaktion import actions
from kommunen.redaktion.inhalt import leer
from kommunen.redaktion.stand import stand
from konten.models import Nutzer
from netzwerke.models import Gruppe
from tests.conftest import angemeldet
from tests.factories import make_entwurf, make_gebiet, make_nutzer

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(work, count=50, workers=10):
    """Run work(i) in threads that start together; returns what each gave or raised."""
    gate = Barrier(workers)

    def run(i):
        try:
            if i < workers:
                gate.wait(timeout=20)
            return work(i)
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(workers) as pool:
        return list(pool.map(run, range(count)))


def test_fifty_identical_saves_make_one_version(kommune):
    inhalt = leer("ziele") | {"ziele": "Nur einmal"}

    results = at_once(lambda i: actions.speichern(kommune=kommune, art="ziele", inhalt=inhalt, formular="f"))

    assert not [result for result in results if isinstance(result, Exception)]
    assert Fassung.objects.count() == 1


def test_different_fields_saved_at_once_are_all_there(kommune):
    names = ("ziele", "schwerpunkt")

    at_once(lambda i: actions.speichern(kommune=kommune, art="ziele", inhalt=leer("ziele") | {names[i]: "da"}), count=2, workers=2)

    inhalt = stand(kommune, "ziele").inhalt
    assert [inhalt[name] for name in names] == ["da", "da"]


def test_ten_who_write_the_same_field_at_once_all_find_their_sentence(kommune):
    def save(i):
        inhalt = leer("ziele") | {"ziele": f"Satz {i}"}
        return actions.speichern(kommune=kommune, art="ziele", inhalt=inhalt, formular=f"formular-{i}")

    results = at_once(save, count=10)

    assert sum(not result.streit for result in results) == 1
    kept = {fassung.inhalt["ziele"] for fassung in Fassung.objects.all()}
    assert kept == {f"Satz {i}" for i in range(10)}


def test_fifty_clicks_on_publish_publish_once(kommune):
    client_of = make_nutzer(coordinates=[kommune])
    make_entwurf(kommune, "ziele", ziele="Einmal")
    data = {"abschnitt": ["ziele"], "fassung-ziele": 1}

    results = at_once(
        lambda i: angemeldet(client_of).post(reverse("kommunen:veroeffentlichen", args=[kommune.slug]), data).status_code
    )

    assert set(results) == {302}
    assert Fassung.objects.filter(veroeffentlicht_am__isnull=False).count() == 1


def test_an_invitation_is_accepted_once(kommune):
    einladung, token = Einladung.neu(email="neu@example.org", von=make_nutzer(coordinates=[kommune]))
    einladung.save()
    einladung.kommunen.add(kommune)

    results = at_once(lambda i: annehmen(token=token))

    assert sum(isinstance(result, EinladungFehler) for result in results) == 49
    assert (Nutzer.objects.count(), Koordination.objects.count()) == (2, 2)


def test_two_runs_of_the_reminder_write_one_mail(kommune):
    nutzer = make_nutzer(coordinates=[kommune])
    make_entwurf(kommune, "ziele", ziele="Alt")
    actions.veroeffentlichen(kommune=kommune, nummern={"ziele": 1})
    Abschnitt.objects.update(geprueft_am="2020-01-01")

    at_once(lambda i: erinnern(), count=10)

    assert [m.to for m in mail.outbox] == [[nutzer.email]]


def test_the_same_reading_taken_over_at_once_makes_one_kommune(kommune):
    gebiet = make_gebiet(name="Neuland", ars="03998")
    nutzer = make_nutzer(is_staff=True)
    text = "Landkreis Neuland\n\nKontakt:\nJugendamt\n\nZiele:\nEins\n\nBeteiligte Akteure:\nSteuergruppe\n- Leitung Jugendamt"
    einlesung = Einlesung.objects.create(text=text, von=nutzer)
    url = reverse("einlesung", args=[einlesung.pk])

    results = at_once(lambda i: angemeldet(nutzer).post(url, {"kommune": ""}).status_code)

    assert set(results) <= {200, 302}
    assert Kommune.objects.filter(gebiet=gebiet).count() == 1
    assert Fassung.objects.filter(abschnitt__art__in=["ziele", "kontakt"]).count() == 2
    assert Gruppe.objects.count() == 1


def test_leaving_both_kommunen_at_once_takes_the_account_along(kommune):
    other = Kommune.objects.create(name="Andere", kurzname="Andere", slug="andere", gebiet=make_gebiet())
    nutzer = make_nutzer(coordinates=[kommune, other])

    gone = at_once(lambda i: abgeben(nutzer=Nutzer.objects.get(pk=nutzer.pk), kommune=[kommune, other][i]), count=2, workers=2)

    assert sorted(gone, key=str) == [False, True]
    assert not Nutzer.objects.filter(pk=nutzer.pk).exists()
