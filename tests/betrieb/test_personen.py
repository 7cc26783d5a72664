"""Data about persons: each field is in the register, everybody is told what there is of her, and gone when she asks for it."""

import json

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import models
from django.test import Client

from betrieb.personen import loeschung, register
from betrieb.personen.suche import als_text
from betrieb.zustand import zustand
from kern.models import Vermerk
from kommunen.models import Ansprechperson, Einladung, Fassung, Koordination, Profil
from kommunen.redaktion.actions import veroeffentlichen
from konten.models import Nutzer
from kooperation import post
from kooperation.models import Brief, Zugang
from netzwerke.models import Gruppe, Mitgliedsperson
from tests.conftest import angemeldet
from tests.factories import (
    make_datei,
    make_dialog,
    make_download,
    make_entwurf,
    make_erhebung,
    make_gruppe,
    make_kontakt,
    make_nutzer,
)

EMAIL, NAME = "erika.muster@example.com", "Erika Muster"


@pytest.fixture(autouse=True)
def _ordner(settings, tmp_path):
    settings.SICHERUNG_ORDNER = tmp_path / "s"


def test_every_field_that_could_hold_something_about_a_person_is_in_the_register():
    assert register.fehlende() == []


def test_the_register_names_nothing_that_is_not_there():
    assert register.ueberzaehlige() == []


def test_what_is_about_persons_says_whose_it_is_why_and_until_when():
    ohne = [e.tabelle for e in register.register().values() if e.person and not (e.wer and e.wozu and e.grundlage and e.frist)]

    assert ohne == []


@pytest.mark.parametrize(
    "feld",
    [models.DateField(), models.CharField(max_length=5), models.JSONField(), models.GenericIPAddressField(), models.FileField()],
)
def test_a_new_field_fails_until_somebody_sorts_it(monkeypatch, feld):
    """A birthday, a name, an address of a computer: nothing slips in under another type."""
    feld.set_attributes_from_name("neu")
    meta = apps.get_model("kommunen.Kommune")._meta
    monkeypatch.setattr(meta, "concrete_fields", (*meta.concrete_fields, feld))

    assert register.fehlende() == ["kommunen.Kommune.neu"]


def test_a_new_table_fails_until_somebody_sorts_it(monkeypatch):
    eintraege = dict(register.register())
    del eintraege["netzwerke.Standort"]
    monkeypatch.setattr(register, "register", lambda: eintraege)

    assert "netzwerke.Standort.name" in register.fehlende()


@pytest.fixture
def ueberall(kommune, django_capture_on_commit_callbacks):
    """Somebody who is in the portal in every way there is."""
    nutzer = make_nutzer(email=EMAIL, name=NAME, coordinates=[kommune])
    angemeldet(nutzer)
    foto = make_datei(kommune, b"x", typ="png")
    grundlage = {"grundlage": "einwilligung", "seit": "2026-01-01", "umfang": "Foto"}
    make_kontakt(kommune, person={"name": NAME, "email": EMAIL, "foto": foto, **grundlage})
    gruppe = make_gruppe(kommune, "Leitung")
    Mitgliedsperson.objects.create(mitgliedschaft=gruppe.mitgliedschaften.get(), name=NAME, email=EMAIL)
    gruppe.aufgabe = f"Leitung: {NAME}"
    gruppe.save()
    gruppe.aufgabe = "Leitung"
    gruppe.save()  # her name is in the history only
    einladung, _ = Einladung.neu(email=EMAIL, von=nutzer)
    einladung.save()
    make_entwurf(kommune, "grund", grund=f"Fragen an Erika\n Muster ({EMAIL.upper()}).")
    veroeffentlichen(kommune=kommune, nummern={"grund": Fassung.objects.get(abschnitt__art="grund").nummer}, nutzer=nutzer)
    Fassung.objects.update(von=nutzer, als="Koordination")
    seite = make_dialog(kommune, stand="laeuft").paar[0]
    type(seite).objects.filter(pk=seite.pk).update(email=EMAIL)
    teilnahme = make_erhebung(kommune, boegen=["12345123"] * 3).teilnahmen.first()
    type(teilnahme).objects.filter(pk=teilnahme.pk).update(email=EMAIL)
    for wer, art in ((seite, Brief.Art.ERINNERUNG), (teilnahme, Brief.Art.ERINNERUNG)):
        post.schreiben([wer], art)
        Zugang.neu(wer)
    make_download(kommune, titel="Konzept", datei=make_datei(kommune, pdf_mit(NAME)))
    return {"nutzer": nutzer, "seite": seite, "teilnahme": teilnahme, "gruppe": gruppe, "foto": foto}


def pdf_mit(text):
    """A page that says so."""
    strom = f"BT /F1 12 Tf 20 20 Td ({text}) Tj ET".encode()
    teile = [
        b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(strom), strom), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]  # fmt: skip
    pdf, orte = b"%PDF-1.4\n", []
    for nummer, teil in enumerate(teile, 1):
        orte.append(len(pdf))
        pdf += b"%d 0 obj%s endobj\n" % (nummer, teil)
    verzeichnis = b"".join(b"%010d 00000 n \n" % ort for ort in orte)
    return pdf + b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        verzeichnis,
        len(pdf),
    )


def alles_geschriebene():
    """Every word in every table."""
    for modell in apps.get_models(include_auto_created=True):
        for werte in modell._base_manager.values_list():
            yield from ((modell._meta.label, als_text(wert)) for wert in werte)


def nennungen():
    return sorted({label for label, text in alles_geschriebene() if "erika" in text.lower()})


def test_she_is_told_everything_with_why_and_how_long(ueberall, capsys):
    call_command("auskunft", email=EMAIL, name=NAME)

    brief = capsys.readouterr().out
    for art in ("Nutzer*in", "Koordination", "Ansprechperson", "Person (intern)", "Einladung", "Seite", "Teilnahme", "Fassung"):
        assert f"\n{art}\n  Wozu: " in brief, art
    assert "Texte, in denen Sie genannt sind: " in brief
    assert "\n  Konzept" in brief  # the PDF names her
    assert Nutzer.objects.get(email=EMAIL).password not in brief
    assert Vermerk.objects.filter(art="export", was__startswith="Auskunft über eine Person").exists()


def test_she_can_take_it_with_her(ueberall, capsys):
    call_command("auskunft", email=EMAIL, json=True)

    daten = json.loads(capsys.readouterr().out)
    assert {"konten.Nutzer", "kooperation.Seite", "kooperation.Teilnahme"} <= {eintrag["tabelle"] for eintrag in daten["eintraege"]}


def test_nothing_names_her_any_more_in_any_table_or_file(ueberall, capsys, django_capture_on_commit_callbacks):
    vorher = nennungen()
    with django_capture_on_commit_callbacks(execute=True):
        call_command("person_loeschen", email=EMAIL, name=NAME, ja=True)

    assert len(vorher) >= 9
    assert nennungen() == []
    assert not ueberall["foto"].datei.storage.exists(ueberall["foto"].datei.name)
    assert "Bitte selbst ersetzen, die Person ist darin genannt: Konzept" in capsys.readouterr().out


def test_what_others_rely_on_stays(ueberall, kommune):
    call_command("person_loeschen", email=EMAIL, name=NAME, ja=True)

    assert Profil.objects.get(kommune=kommune).grund == "Fragen an [gelöscht] ([gelöscht])."
    assert Fassung.objects.filter(abschnitt__art="grund", von=None).exists()
    assert Gruppe.objects.get(pk=ueberall["gruppe"].pk).mitgliedschaften.count() == 1
    for wer in ("seite", "teilnahme"):
        ueberall[wer].refresh_from_db()
        assert ueberall[wer].einrichtung_id


def test_her_session_her_links_and_the_mails_to_her_end_at_once(ueberall):
    browser = angemeldet(ueberall["nutzer"])
    assert browser.get("/meine/").status_code != 302 or "anmelden" not in browser.get("/meine/").url

    call_command("person_loeschen", email=EMAIL, ja=True)

    assert "/konto/anmelden/" in browser.get("/meine/").url
    assert not Brief.objects.filter(seite=ueberall["seite"]).exists()
    assert not Zugang.objects.filter(seite=ueberall["seite"]).exists()
    assert not Zugang.objects.filter(teilnahme=ueberall["teilnahme"]).exists()


def test_others_with_a_name_like_hers_stay(kommune):
    make_gruppe(kommune, "Leitung")
    make_kontakt(kommune, person={"name": "Erika Musterfrau"})
    make_nutzer(email="erika.muster@example.com.de", coordinates=[kommune])

    call_command("person_loeschen", email=EMAIL, name=NAME, ja=True)

    assert Ansprechperson.objects.get().name == "Erika Musterfrau"
    assert Koordination.objects.get().nutzer.email == "erika.muster@example.com.de"


def test_one_word_alone_is_refused():
    with pytest.raises(CommandError, match="Vor- und Nachnamen"):
        call_command("person_loeschen", name="Muster", ja=True)


def test_the_last_of_the_fachadministration_is_not_deleted():
    make_nutzer(email=EMAIL, is_staff=True)

    with pytest.raises(CommandError, match="das letzte Konto der Fachadministration"):
        call_command("person_loeschen", email=EMAIL, ja=True)

    assert Nutzer.objects.filter(email=EMAIL).exists()


def test_a_deletion_has_a_number_that_names_nobody_and_outlives_a_restored_backup(
    ueberall, django_capture_on_commit_callbacks, capsys
):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("person_loeschen", email=EMAIL, name=NAME, ja=True)

    (nummer,) = loeschung.seit("2026-01-01T00:00:00+00:00")
    assert nummer in capsys.readouterr().out
    assert loeschung.seit("2099-01-01T00:00:00+00:00") == []
    assert Vermerk.objects.filter(art="geloescht", was__contains=nummer).exists()
    assert Client().get("/").status_code == 200


def test_after_a_restored_backup_the_state_names_what_to_delete_again_until_it_is_done(
    ueberall, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        call_command("person_loeschen", email=EMAIL, name=NAME, ja=True)
    assert loeschung.offene() == []
    (nummer,) = loeschung.seit("2026-01-01T00:00:00+00:00")
    Vermerk.objects.all().delete()  # as in a database from before

    assert nummer in {befund.was: befund.text for befund in zustand()}["loeschungen"]
    with pytest.raises(CommandError, match="nicht offen"):
        call_command("person_loeschen", email=EMAIL, name=NAME, ja=True, nummer="ffffffff")
    with django_capture_on_commit_callbacks(execute=True):
        call_command("person_loeschen", email=EMAIL, name=NAME, ja=True, nummer=nummer)

    assert loeschung.offene() == []
    assert loeschung.seit("2026-01-01T00:00:00+00:00") == [nummer]
    assert "loeschungen" not in {befund.was for befund in zustand()}


def test_what_two_say_to_each_other_and_who_has_handed_in_is_not_told_by_the_way(ueberall, capsys):
    seite, teilnahme = ueberall["seite"], ueberall["teilnahme"]
    seite.einschaetzungen.create(code="Z9", beleg=f"{NAME} ruft immer zurück.")
    type(teilnahme).objects.filter(pk=teilnahme.pk).update(abgegeben_am="2026-03-02")

    call_command("auskunft", email=EMAIL, name=NAME)

    brief = capsys.readouterr().out
    assert "(vertraulich: was zwei Einrichtungen einander sagen)" in brief
    assert "ruft immer" not in brief
    assert "2026-03-02" not in brief


def test_the_fachadministration_finds_hands_over_and_deletes_in_the_browser(ueberall, login):
    browser, wer = login("fachadmin"), {"email": EMAIL, "name": NAME}

    gefunden = browser.post("/admin/person/", wer | {"taste": "suchen"}).content.decode()
    datei = browser.post("/admin/person/", wer | {"taste": "auskunft"})
    vorschnell = browser.post("/admin/person/", wer | {"taste": "loeschen", "wort": "ja"}).content.decode()
    assert Nutzer.objects.filter(email=EMAIL).exists()
    geloescht = browser.post("/admin/person/", wer | {"taste": "loeschen", "wort": "löschen"}, follow=True).content.decode()

    assert "Konzept. Bitte selbst ersetzen" in gefunden
    assert datei["Content-Disposition"] == 'attachment; filename="auskunft.txt"'
    assert "Was das Portal über Sie gespeichert hat" in datei.content.decode()
    assert "Gelöscht ist nichts." in vorschnell
    assert "bitte auf dem Antrag notieren" in geloescht
    assert nennungen() == []


def test_the_page_says_where_a_word_is_too_little(login):
    page = login("fachadmin").post("/admin/person/", {"name": "Muster", "taste": "suchen"}).content.decode()

    assert "Bitte geben Sie Vor- und Nachnamen an" in page
