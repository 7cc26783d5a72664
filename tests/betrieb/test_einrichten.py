"""The first hour: set up, the first account, a test mail, settings that say what is wrong with them."""

import os
import re
import smtplib
import stat
from pathlib import Path

import pytest
import yaml
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from betrieb import pruefungen
from kern.models import Vermerk
from konten.models import Nutzer
from tests.conftest import angemeldet
from tests.factories import make_nutzer
from tests.portal.test_einstellungen import ask
from tests.server import free_port

pytestmark = pytest.mark.rein

WURZEL = django_settings.BASE_DIR
COMPOSE = yaml.safe_load((WURZEL / "docker-compose.yml").read_text())


def namen_in(datei) -> set[str]:
    return set(re.findall(r'(?:env\.\w+|text|liste|zahl|ja_nein|environ\.get)\(\s*"([A-Z0-9_]+)"', (WURZEL / datei).read_text()))


def test_one_command_makes_the_first_administrator(capsys):
    call_command("ersteinrichtung", "Chefin@Example.org", name="Ada")

    nutzer = Nutzer.objects.get()
    assert (nutzer.email, nutzer.is_staff, nutzer.has_usable_password()) == ("chefin@example.org", True, False)
    assert "1. Anmelden: http://127.0.0.1:8000/konto/anmelden/" in capsys.readouterr().out
    assert angemeldet(nutzer).get("/admin/").status_code == 200
    assert Vermerk.objects.get().was == f"Konto {nutzer.pk} auf dem Server zur Fachadministration gemacht"


def test_it_can_run_again_and_brings_a_lost_telephone_back(capsys):
    nutzer = make_nutzer(email="chefin@example.org", is_staff=True)
    Authenticator.objects.create(user=nutzer, type=Authenticator.Type.TOTP, data={})

    call_command("ersteinrichtung", "chefin@example.org", zweiter_faktor_neu=True)

    assert "gehört schon zur Fachadministration" in capsys.readouterr().out
    assert not Authenticator.objects.exists()


def test_an_address_that_is_none_makes_no_account():
    with pytest.raises(CommandError, match="„chefin“ ist keine E-Mail-Adresse"):
        call_command("ersteinrichtung", "chefin")
    assert not Nutzer.objects.exists()


@pytest.fixture
def postamt(settings):
    """A mail server on loopback that keeps what it gets."""
    angekommen = []

    class Merken(Message):
        def handle_message(self, message):
            angekommen.append(message)

    port = free_port()
    server = Controller(Merken(), hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS, settings.EMAIL_USE_SSL = "127.0.0.1", port, False, False
    yield angekommen
    server.stop()


def test_a_test_mail_leaves_and_says_so(postamt, capsys):
    call_command("mail_testen", "it@example.org")

    assert [brief["To"] for brief in postamt] == ["it@example.org"]
    assert "Die Testmail an it@example.org ist abgegeben." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("einstellung", "sagt"),
    [
        ({"EMAIL_PORT": 9}, "Dort nimmt niemand Mails an. Stimmen Host und Port in EMAIL_URL?"),
        ({"EMAIL_HOST": "gibt-es-nicht.invalid"}, "Der Mailserver ist nicht zu erreichen."),
        ({"EMAIL_USE_TLS": True}, "smtp+tls"),
        ({"EMAIL_HOST_USER": "ich", "EMAIL_HOST_PASSWORD": "geheim"}, "Der Mailserver kann nicht, was EMAIL_URL verlangt."),
    ],
    ids=["nobody there", "no such host", "no encryption offered", "no login offered"],
)
def test_a_test_mail_that_does_not_leave_says_why(postamt, settings, einstellung, sagt):
    for name, wert in einstellung.items():
        setattr(settings, name, wert)

    with pytest.raises(CommandError, match=re.escape(sagt)) as fehler:
        call_command("mail_testen", "it@example.org")

    assert "NICHT hinaus" in str(fehler.value)
    assert "geheim" not in str(fehler.value)
    assert isinstance(fehler.value.__cause__, OSError | smtplib.SMTPException)


def test_every_setting_is_explained_in_the_example_and_the_handbook():
    gelesen = namen_in("praeventionsketten/settings.py") | namen_in("gunicorn.conf.py")
    handbuch = (WURZEL / "docs" / "betrieb" / "einstellungen.md").read_text()

    assert gelesen - pruefungen.bekannte_namen() == set()
    assert {name for name in pruefungen.bekannte_namen() if f"`{name}`" not in handbuch} == set()
    assert pruefungen.bekannte_namen() - gelesen == {"DB_PASSWORT"}  # docker compose's own


def test_a_mistyped_setting_is_noticed_with_what_was_meant(tmp_path):
    datei = tmp_path / ".env"
    datei.write_text("SECRET_KEY=x\nSITE_UR=https://portal.example.org\n#MAIL_ABSENDR=egal\n")

    (befund,) = pruefungen.vertippte_namen(None, env_datei=datei)

    assert befund.msg == "SITE_UR steht in .env, das Portal kennt es aber nicht."
    assert befund.hint == "Meinten Sie SITE_URL?"


@pytest.mark.parametrize(
    ("umgebung", "sagt"),
    [
        ({"DATABASE_URL": "portal:passwort@host"}, "DATABASE_URL nennt keine Datenbank"),
        ({"STATISTIK_MINDESTZAHL": "zehn"}, "STATISTIK_MINDESTZAHL ist „zehn“. Erwartet wird eine ganze Zahl ab 1"),
        ({"SICHERUNG_TAGE": "0"}, "SICHERUNG_TAGE ist „0“"),
        ({"DATEIEN_URL": "https://s3.example.org/eimer"}, "DATEIEN_URL hat nicht die Form s3://"),
    ],
)
def test_a_setting_of_the_wrong_form_is_explained(umgebung, sagt):
    lauf = ask("1", **umgebung)

    assert lauf.returncode != 0
    assert sagt in lauf.stderr


@pytest.mark.parametrize(
    ("einstellung", "kennung"),
    [
        ({"SECRET_KEY": "kurz"}, "W002"),
        ({"BETREIBER_NAME": ""}, "W003"),
        ({"HTTPS": False}, "W004"),
        ({"HTTPS": True, "HINTER_PROXY": False}, "W005"),
        ({"ADMIN_MAIL": []}, "W006"),
        ({"SICHERUNG_SCHLUESSEL": []}, "W007"),
        ({"SQLITE": True}, "W008"),
        ({"SICHERUNG_SCHLUESSEL": ["AGE-SECRET-KEY-1ABC"]}, "E003"),
        ({"SICHERUNG_SCHLUESSEL": ["age1falsch"]}, "E003"),
    ],
)
def test_each_mistake_in_production_is_explained_by_its_check(settings, einstellung, kennung):
    for name, wert in einstellung.items():
        setattr(settings, name, wert)
    alle = [
        befund
        for pruefung in (
            pruefungen.geheimnis, pruefungen.betreiber, pruefungen.verschluesselung, pruefungen.meldungen,
            pruefungen.sicherungsschluessel, pruefungen.sicherungen, pruefungen.datenbank,
        )
        for befund in pruefung(None)
    ]  # fmt: skip

    gefunden = {befund.id.removeprefix("betrieb."): befund for befund in alle}
    assert kennung in gefunden
    assert gefunden[kennung].hint


def test_a_line_left_blank_in_the_settings_says_nothing():
    asked = "BETREIBER_MAIL SICHERUNG_TAGE MEDIA_ROOT ADMIN_MAIL SITE_URL"
    said = ask(
        f"[str(getattr(settings, name)) for name in '{asked}'.split()]",
        MAIL_ABSENDER="portal@stadt.example", BETREIBER_MAIL="", SICHERUNG_TAGE=" ", MEDIA_ROOT="", ADMIN_MAIL="a@b.de, c@d.de",
        SITE_URL="",
    )  # fmt: skip
    folder = str(django_settings.BASE_DIR / "var" / "dateien")

    assert said.stdout.strip() == str(["portal@stadt.example", "30", folder, "['a@b.de', 'c@d.de']", "http://127.0.0.1:8000"])


def test_whoever_collects_the_files_of_the_pages_the_portal_can_read_them(tmp_path, settings):
    """root collects them, another user serves them; what people upload is for that user only."""
    settings.STATIC_ROOT = tmp_path / "static"
    earlier = os.umask(0o022)
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
    finally:
        os.umask(earlier)

    modes = {stat.S_IMODE(path.stat().st_mode) & (0o005 if path.is_dir() else 0o004) for path in settings.STATIC_ROOT.rglob("*")}
    assert modes == {0o005, 0o004}
    name = default_storage.save("probe", ContentFile(b"x"))
    assert stat.S_IMODE(Path(default_storage.path(name)).stat().st_mode) == 0o600


def test_files_of_the_pages_that_are_missing_are_an_error_in_words(tmp_path, settings):
    settings.TESTING, settings.STATIC_ROOT = False, tmp_path
    (tmp_path / "staticfiles.json").write_text('{"paths": {"a.css": "a.123.css"}}')
    (befund,) = pruefungen.gesammelte_dateien(None)
    assert befund.id == "betrieb.E005"

    (tmp_path / "a.123.css").write_text("")
    assert pruefungen.gesammelte_dateien(None) == []


def test_a_wrong_folder_does_not_silence_what_would_tell_of_it(installation):
    installation.manage("aktualisieren")
    (installation.ordner / "datei").write_text("")
    kaputt = {"SICHERUNG_ORDNER": str(installation.ordner / "datei" / "sicherungen")}

    lauf = installation.rufen("zustand", **kaputt)

    assert "Fassung: " in lauf.stdout
    assert "kann das Portal nicht schreiben" in lauf.stdout
    assert "Gestört" in lauf.stderr
    assert "fällige Aufträge" in installation.manage("dienst", "--einmal", **kaputt)


def test_a_mistyped_address_makes_no_account_where_a_telephone_was_lost():
    with pytest.raises(CommandError, match="gibt es nicht"):
        call_command("ersteinrichtung", "fahcadmin@example.org", zweiter_faktor_neu=True)

    assert not Nutzer.objects.exists()


def test_backups_do_not_lie_among_the_files_they_save(settings, tmp_path):
    settings.MEDIA_ROOT, settings.SICHERUNG_ORDNER = str(tmp_path), tmp_path / "sicherungen"

    assert [befund.id for befund in pruefungen.ordner(None)] == ["betrieb.E002"]


@pytest.mark.parametrize(
    ("version", "erlaubt"),
    [((3, 40, 1), False), ((3, 44, 6), True), ((3, 50, 6), False), ((3, 50, 7), True), ((3, 51, 2), False), ((3, 51, 3), True)],
)
def test_sqlite_writes_ahead_only_where_that_is_free_of_its_error(version, erlaubt):
    frage = "[settings.SQLITE_WAL, settings.DATABASES['default']['OPTIONS']['init_command']]"
    lauf = ask(frage, vorher=f"import sqlite3; sqlite3.sqlite_version_info = {version}")

    assert lauf.stdout.strip() == str([erlaubt, f"PRAGMA journal_mode={'WAL' if erlaubt else 'DELETE'}"])


def test_containers_have_no_password_of_their_own_and_cannot_write_where_they_need_not():
    for name in ("web", "dienst", "aktualisieren"):
        dienst = COMPOSE["services"][name]
        assert dienst["read_only"] is True
        assert dienst["cap_drop"] == ["ALL"]
        assert "no-new-privileges:true" in dienst["security_opt"]
    assert COMPOSE["services"]["datenbank"]["environment"]["POSTGRES_PASSWORD"].startswith("${DB_PASSWORT:?")
    assert COMPOSE["networks"]["innen"] == {"internal": True}
    assert COMPOSE["services"]["datenbank"]["networks"] == ["innen"]
    assert [name for name, dienst in COMPOSE["services"].items() if "ports" in dienst] == ["proxy"]


def test_every_running_container_has_a_limit_on_its_memory():
    ohne = [name for name, dienst in COMPOSE["services"].items() if "deploy" not in dienst and name != "aktualisieren"]

    assert ohne == []


def test_the_image_runs_as_nobody_in_particular_and_holds_no_secret():
    befehle = (WURZEL / "Dockerfile").read_text()
    ausgelassen = (WURZEL / ".dockerignore").read_text().splitlines()

    assert "\nUSER 10001\n" in befehle
    assert "HEALTHCHECK" in befehle
    assert "*" in ausgelassen
    assert not {"!.env", "!tests", "!var", "!db.sqlite3", "!.git"} & set(ausgelassen)


def test_the_units_call_what_there_is():
    for name, befehl in {"web": "gunicorn praeventionsketten.wsgi", "dienst": "python manage.py dienst"}.items():
        einheit = (WURZEL / "einrichtung" / "systemd" / f"praeventionsketten-{name}.service").read_text()
        assert f"ExecStart=/srv/praeventionsketten/.venv/bin/{befehl}\n" in einheit
        assert "NoNewPrivileges=true" in einheit
