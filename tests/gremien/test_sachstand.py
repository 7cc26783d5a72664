"""The annex to a paper: one accessible PDF of what the chain has reached, and nothing that is not for the council."""

import io

import pytest
from docx import Document
from pypdf import PdfReader

from kooperation.models import Kooperationsblatt
from planung.models import Bausteinstand, Planungsseite
from tests.factories import make_dialog, make_einrichtung, make_erhebung, make_gruppe, make_kennzahl, make_vorhaben, make_vorlage


@pytest.fixture
def vorlage(kommune):
    return make_vorlage(kommune, nummer="2026/17")


def pdf(login, vorlage, role="koordination"):
    response = login(role).get(f"{vorlage.get_absolute_url()}sachstand.pdf")
    assert response["Content-Type"] == "application/pdf"
    return PdfReader(io.BytesIO(response.content))


def text(reader):
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_it_gathers_what_a_council_needs_to_know(login, kommune, vorlage):
    kommune.profil.ziele = "Jedes Kind geht gern in die Kita."
    kommune.profil.save()
    make_kennzahl(kommune, "einwohner", 75097, quelle="Melderegister")
    make_gruppe(kommune, "Leitung Jugendamt", name="Steuergruppe", is_public=True)
    make_vorhaben(kommune, titel="Familienzentren", leitsatz="Nah dran", phasen=[{"titel": "Aufbau", "bis": "2027"}])
    Planungsseite.objects.create(kommune=kommune, bausteine_oeffentlich=True)
    Bausteinstand.objects.create(kommune=kommune, baustein="netzwerk", stand="erreicht", beleg="Die Gruppe trifft sich")
    make_erhebung(kommune, boegen=["12345123"] * 3 + ["23451234"] * 3, stand="geschlossen")
    reader = pdf(login, vorlage)

    said = text(reader)
    for words in (
        "Anlage zur Beschlussvorlage 2026/17", "75.097", "Melderegister", "Jedes Kind geht gern in die Kita.", "Leitung Jugendamt",
        "Nah dran", "bis 2027", "Aufbau", "Die Gruppe trifft sich", "Wie das Netzwerk sich selbst einschätzt", "6 Bögen",
    ):  # fmt: skip
        assert words in said, words
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert reader.metadata.title == "Sachstand der Präventionskette: Landkreis Musterkreis"


def test_what_is_not_for_the_council_is_not_in_it(login, kommune, vorlage):
    make_gruppe(kommune, "Geheimrat", name="Stille Runde", is_public=False)
    make_vorhaben(kommune, titel="Noch vertraulich", is_public=False)
    kommune.massnahmen.create(titel="Nur gedacht")
    Bausteinstand.objects.create(kommune=kommune, baustein="netzwerk", stand="laeuft", beleg="Nur intern")
    make_dialog(kommune, stand="fest")  # released nothing
    said = text(pdf(login, vorlage))

    for words in ("Stille Runde", "Geheimrat", "Noch vertraulich", "Nur gedacht", "Nur intern", "Einrichtungen zusammenarbeiten"):
        assert words not in said, words


def test_an_einrichtung_that_is_not_public_has_no_name_in_it(login, kommune, vorlage):
    haus = make_einrichtung(kommune, "Frauenhaus", is_public=False)
    seats = [{"einrichtung": haus}, {"einrichtung": make_einrichtung(kommune, "Kita Nord"), "anzahl": 2}]
    make_gruppe(kommune, *seats, name="Steuergruppe", is_public=True)
    said = text(pdf(login, vorlage))

    assert "Frauenhaus" not in said
    assert "Weiteres Mitglied, 2 Kita Nord" in said


def test_the_fachadministration_prints_it_without_what_networks_say_of_themselves(login, kommune, vorlage):
    make_erhebung(kommune, boegen=["12345123"] * 3 + ["23451234"] * 3, stand="geschlossen")

    assert "selbst einschätzt" in text(pdf(login, vorlage))
    assert "selbst einschätzt" not in text(pdf(login, vorlage, "fachadmin"))


def test_an_empty_portal_prints_a_page_that_says_so(login, kommune, vorlage):
    assert "noch nichts veröffentlicht" in text(pdf(login, vorlage))


def test_it_says_how_far_the_decision_is_and_what_goals_are_measured_by(login, kommune, vorlage):
    vorlage.beschlusspunkte.create(text="Besuche planen", stand="laeuft", bis="2027", anmerkung="nur für uns")
    kommune.wirkungskarten.create(
        spalte="impact", text="Kein Kind ist arm", woran="Kinder im SGB II", zielwert="unter 8 %", bis="2030"
    )
    kommune.wirkungskarten.create(spalte="input", text="Geld", woran="Haushalt")
    Planungsseite.objects.create(kommune=kommune, wirkung_oeffentlich=True)
    said = text(pdf(login, vorlage))

    for words in ("Besuche planen", "wird umgesetzt", "2027", "Kein Kind ist arm", "Kinder im SGB II", "unter 8 % bis 2030"):
        assert words in said, words
    assert "nur für uns" not in said
    assert "Haushalt" not in said, "what is put in is no goal"
    Planungsseite.objects.update(wirkung_oeffentlich=False)
    assert "Kein Kind ist arm" not in text(pdf(login, vorlage))


def test_released_pairs_stand_in_it(login, kommune, vorlage):
    dialog = make_dialog(kommune, stand="fest")
    assert "Einrichtungen zusammenarbeiten" not in text(pdf(login, vorlage))
    Kooperationsblatt.objects.filter(dialog=dialog).update(stufen_frei=True, ist=2, ziel=4)
    said = text(pdf(login, vorlage))

    assert "Wie gut Einrichtungen zusammenarbeiten" in said
    assert all(str(side.einrichtung) in said for side in dialog.paar)


def test_as_a_document_to_edit_it_says_the_same(login, kommune, vorlage):
    vorlage.beschlusspunkte.create(text="Besuche planen")
    response = login("koordination").get(f"{vorlage.get_absolute_url()}sachstand.docx")

    assert response["Content-Disposition"].startswith("attachment")
    table = Document(io.BytesIO(response.content)).tables[0]
    assert table.cell(1, 0).text == "Besuche planen"
