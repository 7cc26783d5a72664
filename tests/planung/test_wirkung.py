"""From what is put in to what changes for children; and from a gap in the chain to a measure that a council decides."""

import io

import pytest
from django.core.management import call_command
from django.urls import reverse
from pypdf import PdfReader

from planung.auswertung import wirkungsmodell
from planung.models import Massnahme, Wirkungskarte
from statistik.models import Indikator
from tests.factories import make_angebot, make_gruppe, make_karte, make_kommune, make_vorlage


def url(kommune, name="wirkung", *args):
    return reverse(f"planung:{name}", args=[kommune.slug, *args])


def test_it_is_for_planning_until_the_kommune_shows_it_and_its_measures_stay_internal(login, kommune):
    make_karte(kommune, text="Alle Kinder gehen gern in die Kita")
    kommune.massnahmen.create(titel="Besuche nach der Geburt")

    assert login("anonym").get(url(kommune)).status_code == 404
    login("koordination").post(url(kommune, "zeigen"), {"was": "wirkung", "oeffentlich": "ja"})
    page = login("anonym").get(url(kommune)).content.decode()
    assert "gern in die Kita" in page
    assert "Besuche nach der Geburt" not in page
    assert "Besuche nach der Geburt" in login("koordination").get(url(kommune)).content.decode()


def test_an_internal_group_that_is_responsible_is_not_named_to_others(login, kommune):
    make_karte(kommune, gruppe=make_gruppe(kommune, name="Geheime Runde", is_public=False))
    login("koordination").post(url(kommune, "zeigen"), {"was": "wirkung", "oeffentlich": "ja"})

    assert "Geheime Runde" in login("koordination").get(url(kommune)).content.decode()
    assert "Geheime Runde" not in login("anonym").get(url(kommune)).content.decode()


def test_the_picture_and_the_list_say_the_same(login, kommune):
    ziel = make_karte(kommune, spalte="impact", text="Gelingend aufwachsen")
    make_karte(kommune, spalte="output", text="Besuche", zu=[ziel])
    modell = wirkungsmodell(kommune)

    assert [[karte.text for karte in karten] for _, karten in modell.spalten] == [[], ["Besuche"], [], [], ["Gelingend aufwachsen"]]
    assert len(modell.bild.wege) == 1
    assert "führt zu: Gelingend aufwachsen" in login("koordination").get(url(kommune)).content.decode()


def test_effect_leads_from_left_to_right(login, kommune):
    links = make_karte(kommune, spalte="input", text="Geld")
    sent = {"spalte": "output", "text": "Besuche", "fuehrt_zu": [links.pk]}
    page = login("koordination").post(url(kommune, "karte_neu"), sent).content.decode()

    assert "„Geld“ steht nicht rechts davon." in page
    assert Wirkungskarte.objects.count() == 1


def test_a_goal_names_its_indikator_and_leads_to_its_figures(login, kommune):
    call_command("loaddata", "statistik", verbosity=0)
    make_karte(kommune, indikator=Indikator.objects.get(kennung="einwohner"), zielwert="mehr", bis="2030")
    page = login("koordination").get(url(kommune)).content.decode()

    assert f"{reverse('kommunen:zahlen', args=[kommune.slug])}?indikator=einwohner" in page
    assert "Ziel: mehr bis 2030" in " ".join(page.split())


@pytest.mark.parametrize(
    ("name", "felder"),
    [("karte_neu", {"spalte": "input", "text": "Zeit"}), ("massnahme_neu", {"titel": "Besuche", "stand": "offen"})],
)
def test_a_second_click_makes_no_second(login, kommune, name, felder):
    for _ in range(2):
        login("koordination").post(url(kommune, name), felder | {"schluessel": "0123456789ab"})

    assert Wirkungskarte.objects.count() + Massnahme.objects.count() == 1


@pytest.mark.parametrize("name", ["karte", "massnahme"])
def test_what_is_anothers_is_out_of_reach(login, kommune, name):
    andere = make_kommune()
    fremd = make_karte(andere) if name == "karte" else andere.massnahmen.create(titel="Fremd")

    assert login("koordination").get(url(kommune, name, fremd.schluessel)).status_code == 404
    assert login("koordination").post(url(kommune, name, fremd.schluessel), {"taste": "loeschen"}).status_code == 404
    own = make_karte(kommune, spalte="input")
    sent = {"spalte": "input", "text": "Zeit", "fuehrt_zu": [make_karte(andere, spalte="impact").pk]}
    make_karte(kommune, spalte="impact")
    login("koordination").post(url(kommune, "karte", own.schluessel), sent)
    assert not own.fuehrt_zu.exists()


def test_the_model_needs_the_same_queries_for_one_card_and_for_thirty(kommune, django_assert_num_queries):
    ziel = make_karte(kommune, spalte="impact")
    make_karte(kommune, spalte="input", zu=[ziel])
    with django_assert_num_queries(3):
        wirkungsmodell(kommune)
    for _ in range(28):
        make_karte(kommune, spalte="output", zu=[ziel])
    with django_assert_num_queries(3):
        wirkungsmodell(kommune)


def test_from_a_gap_to_a_measure_to_its_goal_to_the_decision_and_back(login, kommune):
    client = login("koordination")
    make_angebot(kommune, phasen=(1,), reichweite="selektiv", felder=["Gesundheit"])
    ziel = make_karte(kommune, text="Familien finden früh Hilfe")
    chain = client.get(url(kommune, "kette")).content.decode()
    gap = next(line for line in chain.split('href="') if "massnahmen/neu/?warum=Schwangerschaft" in line).split('"')[0]

    form = client.get(gap).context["form"]
    assert form.initial["anlass"] == "Schwangerschaft und Geburt: Kein Angebot richtet sich an alle Familien."
    client.post(gap, {"titel": "Willkommensbesuche", "anlass": form.initial["anlass"], "karte": ziel.pk, "stand": "offen"})
    massnahme = Massnahme.objects.get()
    vorlage = make_vorlage(kommune, is_public=False)
    sent = {"text": "Der Rat stimmt den Besuchen zu.", "stand": "offen", "massnahme": massnahme.pk}
    client.post(reverse("gremien:beschlusspunkt_neu", args=[kommune.slug, vorlage.schluessel]), sent)

    assert url(kommune, "massnahme", massnahme.schluessel) in client.get(vorlage.get_absolute_url()).content.decode()
    assert vorlage.get_absolute_url() in client.get(url(kommune, "massnahme", massnahme.schluessel)).content.decode()
    assert "Familien finden früh Hilfe" in client.get(url(kommune)).content.decode()


def test_as_a_pdf_it_says_what_the_page_says(login, kommune):
    goal = make_karte(
        kommune, spalte="impact", text="Kein Kind ist arm", woran="Kinder im SGB II", zielwert="unter 8 %", bis="2030"
    )
    secret = make_gruppe(kommune, name="Geheime Runde", is_public=False)
    make_karte(kommune, spalte="output", text="Elterncafé in jedem Ort", zu=[goal], gruppe=secret)
    kommune.massnahmen.create(titel="Nur gedacht")
    login("koordination").post(url(kommune, "zeigen"), {"was": "wirkung", "oeffentlich": "ja"})

    def said(role):
        reader = PdfReader(io.BytesIO(login(role).get(url(kommune, "wirkung_pdf")).content))
        assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]
        return " ".join(" ".join(page.extract_text() for page in reader.pages).split())

    for words in ("Was wir tun", "Elterncafé in jedem Ort", "Kein Kind ist arm", "Kinder im SGB II, unter 8 % bis 2030"):
        assert words in said("anonym"), words
    assert "Geheime Runde" not in said("anonym")
    assert "Geheime Runde" in said("koordination")
    assert "Nur gedacht" not in said("koordination")


def test_a_measure_names_the_indikator_its_goal_leads_to(login, kommune):
    call_command("loaddata", "statistik", verbosity=0)
    indikator = Indikator.objects.get(kennung="einwohner")
    far = make_karte(kommune, spalte="impact", text="Alle gut", indikator=indikator)
    near = make_karte(kommune, text="Hilfe früh", zu=[far])
    kommune.massnahmen.create(titel="Besuche", karte=near)
    page = login("koordination").get(url(kommune)).content.decode()

    measures = page[page.index('id="massnahmen"') :]
    assert "?indikator=einwohner" in measures
    assert indikator.titel in measures


def test_a_card_is_not_moved_to_the_left_of_what_leads_to_it(login, kommune):
    goal = make_karte(kommune, spalte="outcome1", text="Struktur")
    make_karte(kommune, spalte="output", text="Tun", zu=[goal])
    page = (
        login("koordination")
        .post(url(kommune, "karte", goal.schluessel), {"spalte": "output", "text": "Struktur"})
        .content.decode()
    )

    assert "„Tun“ führt hierher und stünde dann nicht mehr links davon." in page
    goal.refresh_from_db()
    assert goal.spalte == "outcome1"


def test_a_group_that_has_ended_stays_to_be_chosen_where_it_stands(login, kommune):
    ended = make_gruppe(kommune, name="Alte Runde", beendet="2020")
    card = make_karte(kommune, gruppe=ended)
    client = login("koordination")

    assert "Alte Runde" in client.get(url(kommune, "karte", card.schluessel)).content.decode()
    assert "Alte Runde" not in client.get(url(kommune, "karte_neu")).content.decode()
    client.post(url(kommune, "karte", card.schluessel), {"spalte": card.spalte, "text": card.text, "gruppe": ""})
    card.refresh_from_db()
    assert card.gruppe is None


def test_from_a_measure_one_comes_to_a_new_paper_about_it(login, kommune):
    measure = kommune.massnahmen.create(titel="Besuche & mehr")
    client = login("koordination")
    page = client.get(url(kommune, "massnahme", measure.schluessel)).content.decode()
    address = reverse("gremien:vorlage_neu", args=[kommune.slug])

    assert f"{address}?betreff=Besuche%20%26%20mehr" in page
    assert 'value="Besuche &amp; mehr"' in client.get(address, {"betreff": "Besuche & mehr"}).content.decode()
