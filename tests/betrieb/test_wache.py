"""The administrator hears of what stays broken, once a day, and when it is well again."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from betrieb import wache
from betrieb.models import Auftrag, Stoerung
from betrieb.zustand import Stand, zustand


@pytest.fixture(autouse=True)
def _alles_gut(settings, tmp_path):
    """An installation in which nothing is wrong: the service runs, there is a backup."""
    settings.SICHERUNG_ORDNER, settings.MEDIA_ROOT = tmp_path / "s", str(tmp_path / "d")
    settings.ADMIN_MAIL = ["it@example.org"]
    settings.SICHERUNG_ORDNER.mkdir()
    sichern(settings)
    jetzt = timezone.now()
    Auftrag.objects.create(name="wachen", faellig=jetzt + timedelta(minutes=5), begonnen=jetzt, beendet=jetzt, gelungen_am=jetzt)


def sichern(settings):
    (settings.SICHERUNG_ORDNER / f"portal-{timezone.now():%Y-%m-%dT%H%M%S}Z.tar.gz").write_bytes(b"x")


def verlieren(settings):
    for pfad in settings.SICHERUNG_ORDNER.iterdir():
        pfad.unlink()


def spaeter(**dauer):
    """As if this time had passed since something broke and since it was told."""
    vorher = timedelta(**dauer)
    for stoerung in Stoerung.objects.all():
        stoerung.seit -= vorher
        stoerung.gemeldet_am = stoerung.gemeldet_am and stoerung.gemeldet_am - vorher
        stoerung.save()


def test_nothing_is_written_while_all_is_well():
    assert wache.wachen() == "alles in Ordnung"
    assert mail.outbox == []


def test_what_is_over_soon_needs_nobody(settings):
    verlieren(settings)
    wache.wachen()
    sichern(settings)
    spaeter(minutes=30)

    wache.wachen()

    assert mail.outbox == []
    assert not Stoerung.objects.exists()


def test_what_lasts_is_told_once_a_day_with_what_to_do(settings):
    verlieren(settings)
    wache.wachen()
    assert mail.outbox == []
    spaeter(minutes=21)
    wache.wachen()
    spaeter(hours=5)
    wache.wachen()
    assert len(mail.outbox) == 1

    spaeter(hours=19)
    wache.wachen()

    assert len(mail.outbox) == 2
    erste = mail.outbox[0]
    assert erste.to == ["it@example.org"]
    assert erste.subject == "Präventionsketten-Portal: Sicherung gestört"
    assert "Legen Sie eine an: „portal sichern“." in erste.body


def test_when_it_is_well_again_that_is_told_too(settings):
    verlieren(settings)
    wache.wachen()
    spaeter(minutes=21)
    wache.wachen()
    sichern(settings)

    wache.wachen()
    wache.wachen()

    assert [brief.subject for brief in mail.outbox][1:] == ["Präventionsketten-Portal: wieder in Ordnung"]
    assert "Sicherung, gestört seit" in mail.outbox[1].body


def test_a_mail_that_could_not_leave_is_tried_again(settings):
    verlieren(settings)
    wache.wachen()
    spaeter(minutes=21)
    gut, settings.EMAIL_BACKEND = settings.EMAIL_BACKEND, "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    assert "die Mail ging nicht hinaus" in wache.wachen()
    settings.EMAIL_BACKEND = gut

    wache.wachen()

    assert len(mail.outbox) == 1


def test_the_page_names_all_that_is_looked_at():
    befunde = {befund.was: befund for befund in zustand()}

    assert {"fassung", "datenbank", "dienst", "mails", "sicherung", "fehler", "lieferungen", "einstellungen"} <= set(befunde)
    assert [was for was, befund in befunde.items() if befund.stand == "gestoert"] == []


def test_a_service_that_does_not_run_is_seen():
    Auftrag.objects.update(faellig=timezone.now() - timedelta(hours=1))

    befund = next(befund for befund in zustand() if befund.was == "dienst")

    assert befund.stand == "gestoert"
    assert "ist nichts mehr gelaufen" in befund.text


def test_what_cannot_be_looked_at_is_said_and_hides_nothing_else(monkeypatch):
    def verboten(*args):
        raise PermissionError(13, "Permission denied", "/sicherungen")

    monkeypatch.setattr("betrieb.sicherung.ablage.alle", verboten)

    befunde = {befund.was: befund for befund in zustand()}

    assert befunde["sicherung"].stand == Stand.GESTOERT
    assert "/sicherungen" in befunde["sicherung"].text
    assert {"fassung", "mails", "fehler"} <= set(befunde)


def test_a_disk_that_is_full_is_seen(monkeypatch):
    monkeypatch.setattr("shutil.disk_usage", lambda ort: (1000, 990, 10))

    befund = next(befund for befund in zustand() if befund.was == "platz-sicherungen")

    assert (befund.stand, befund.text) == ("gestoert", "10 Byte frei (1 %)")


def test_a_mail_server_that_is_away_is_seen(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    befund = next(befund for befund in zustand() if befund.was == "mails")

    assert (befund.stand, "mail_testen" in befund.tun) == ("gestoert", True)
