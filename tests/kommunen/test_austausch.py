"""Lists of Kommunen and contacts in and out of the admin: all or nothing, and every fault with its line."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from kern.tabelle import xlsx_schreiben
from kommunen.models import Fassung, Kommune, Kontakt
from kommunen.redaktion.stand import stand
from tests.factories import make_entwurf, make_gebiet, make_kommune, make_kontakt

KONTAKT_KOPF = "Schlüssel;Kommune;Funktion;Dienststelle;Straße;PLZ;Ort;Telefon;Telefax;E-Mail"
KOMMUNE_KOPF = "AGS;Name;Kurzname;Adresse;Obere Kommune;Veröffentlicht"


@pytest.fixture
def einlesen(login):
    """einlesen("kontakt", text) uploads and, where the preview is clean, confirms. Returns the last page's text."""
    client = login("fachadmin")

    def go(model, content, format_="0", confirm=True):
        url = reverse(f"admin:kommunen_{model}_import")
        data = content if isinstance(content, bytes) else content.encode()
        upload = SimpleUploadedFile("liste.csv" if format_ == "0" else "liste.xlsx", data)
        preview = client.post(url, {"format": format_, "import_file": upload})
        form = preview.context.get("confirm_form") if preview.context else None
        if not (confirm and form):
            return preview.content.decode()
        done = client.post(reverse(f"admin:kommunen_{model}_process_import"), form.initial, follow=True)
        return done.content.decode()

    return go


def test_new_contacts_come_in_and_stand_as_a_version(einlesen, kommune):
    einlesen(
        "kontakt",
        f"{KONTAKT_KOPF}\n;musterkreis;Koordination;Jugendamt;Am Markt 1;01067;Musterstadt;+49 351 1;;kette@example.org\n",
    )

    kontakt = Kontakt.objects.get()
    assert (kontakt.kommune, kontakt.plz, kontakt.telefon) == (kommune, "01067", "+49 351 1")
    fassung = stand(kommune, "kontakt").oeffentlich
    assert (fassung.anlass, fassung.als) == ("uebernommen", "Fachadministration")
    assert fassung.inhalt["kontakte"][0]["funktionen"] == "Koordination"


def test_a_contact_is_changed_by_its_key_and_a_draft_moves_on_top(einlesen, kommune):
    kontakt = make_kontakt(kommune, funktionen="Alt", ort="Ort")
    inhalt = stand(kommune, "kontakt").inhalt
    inhalt["kontakte"][0]["ort"] = "Ort im Entwurf"
    make_entwurf(kommune, "kontakt", **inhalt)

    einlesen("kontakt", f"{KONTAKT_KOPF}\n{kontakt.schluessel};musterkreis;Neu;;;;Ort;;;\n")

    kontakt.refresh_from_db()
    assert kontakt.funktionen == "Neu"
    draft = stand(kommune, "kontakt").entwurf.inhalt["kontakte"][0]
    assert (draft["funktionen"], draft["ort"]) == ("Neu", "Ort im Entwurf")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (";musterkreis;X;;;123;;;;", "Zeile 3, Spalte PLZ: Eine Postleitzahl hat fünf Ziffern."),
        (";nirgends;X;;;;;;;", "Zeile 3, Spalte Kommune: Eine Kommune mit der Adresse „nirgends“ gibt es nicht."),
        (";musterkreis;X;;;;;;;ohne-at", "Zeile 3, Spalte E-Mail: Das ist keine vollständige Adresse."),
        (";musterkreis;;;;;;;;", "Zeile 3, Spalte Funktion: Funktion oder Dienststelle muss angegeben sein."),
        ("abc;musterkreis;X;;;;;;;", "gibt es keinen Kontakt „abc“"),
        (";musterkreis;X;;;;;;", "Zeile 3 hat 9 statt 10 Werte."),
    ],
)
def test_one_wrong_line_stops_all_and_is_named(line, says, einlesen, kommune):
    page = einlesen("kontakt", f"{KONTAKT_KOPF}\n;musterkreis;Richtig;;;;;;;\n{line}\n")

    assert says in page
    assert not Kontakt.objects.exists()
    assert not Fassung.objects.exists()


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (KONTAKT_KOPF.replace("Telefon;", "Fon;"), "Es fehlt: Telefon. Unbekannt: Fon."),
        (f"{KONTAKT_KOPF};Person", "Unbekannt: Person."),
    ],
)
def test_a_misspelt_header_is_not_guessed(header, says, einlesen, kommune):
    page = einlesen("kontakt", f"{header}\n{';' * header.count(';')}x\n")

    assert says in page
    assert not Kontakt.objects.exists()


def test_the_key_of_a_foreign_contact_is_not_moved(einlesen, kommune):
    foreign = make_kontakt(make_kommune())

    page = einlesen("kontakt", f"{KONTAKT_KOPF}\n{foreign.schluessel};musterkreis;X;;;;;;;\n")

    assert "gibt es keinen Kontakt" in page
    assert Kontakt.objects.get().kommune == foreign.kommune


def test_looking_at_the_preview_changes_nothing(einlesen, kommune):
    page = einlesen("kontakt", f"{KONTAKT_KOPF}\n;musterkreis;X;;;;;;;\n", confirm=False)

    assert "musterkreis" in page
    assert not Kontakt.objects.exists()


def test_kommunen_come_in_by_their_area_with_zeros_and_parents(einlesen, kommune):
    make_gebiet(name="Neuland", ars="03998", ags="03998")

    einlesen("kommune", f"{KOMMUNE_KOPF}\n03998;Landkreis Neuland;Neuland;neuland;musterkreis;ja\n")

    neu = Kommune.objects.get(slug="neuland")
    assert (neu.gebiet.ags, neu.obere, neu.is_published, neu.sortierung) == ("03998", kommune, True, "neuland")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("3998;N;N;n;;ja", "Zeile 2, Spalte AGS: Fünf oder acht Ziffern, führende Nullen gehören dazu."),
        ("99999;N;N;n;;ja", "Diesen Schlüssel kennt das Portal nicht."),
        ("03998;N;N;musterkreis;;ja", "gehört schon einer anderen Kommune"),
        ("03998;N;N;n;nirgends;ja", "gibt es nicht"),
        ("03998;N;N;n;;vielleicht", "Bitte „ja“ oder „nein“."),
    ],
)
def test_a_wrong_kommune_is_refused(line, says, einlesen, kommune):
    make_gebiet(name="Neuland", ars="03998", ags="03998")

    assert says in einlesen("kommune", f"{KOMMUNE_KOPF}\n{line}\n")
    assert Kommune.objects.filter(gebiet__ars="03998").count() == 0


def test_the_same_area_twice_in_a_file_is_refused(einlesen, kommune):
    make_gebiet(name="Neuland", ars="03998", ags="03998")

    page = einlesen("kommune", f"{KOMMUNE_KOPF}\n03998;A;A;a;;ja\n03998;B;B;b;;ja\n")

    assert "Zeile 3: AGS „03998“ steht schon in Zeile 2." in page


def test_an_xlsx_comes_in_through_the_limited_reader(einlesen, kommune):
    content = xlsx_schreiben(KONTAKT_KOPF.split(";"), [["", "musterkreis", "Koordination", *[""] * 7]])

    einlesen("kontakt", content, format_="1")

    assert Kontakt.objects.get().funktionen == "Koordination"


@pytest.mark.parametrize("format_", ["0", "1"])
def test_what_goes_out_comes_back_in_unchanged(format_, login, einlesen, kommune):
    make_kontakt(kommune, funktionen="=Leitung\nzweite Zeile", telefon="+49 4131 309", plz="01067")
    client = login("fachadmin")
    data = {"format": format_, **{f"kontaktresource_{name}": "on" for name in ("kommune", "schluessel")}}
    page = client.get(reverse("admin:kommunen_kontakt_export"))
    data |= {name: "on" for name in page.context["form"].fields if name not in ("format", "resource", "export_items")}
    exported = client.post(reverse("admin:kommunen_kontakt_export"), data)
    before = Kontakt.objects.values().get()

    page = einlesen("kontakt", exported.content, format_=format_)

    assert Kontakt.objects.values().get() == before
    assert io.BytesIO(exported.content).getbuffer().nbytes > 100
