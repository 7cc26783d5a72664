"""Figures on pages: a council member understands them, a journalist takes them away, without a script."""

import gzip
import re
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from kommunen.models import Kennzahl
from statistik.models import Gebiet, Indikator
from tests.factories import make_kommune
from tests.statistik.dateien import liefern, vorlage

GF = "03151"
JA = dict.fromkeys(("sprung", "zu_viele"), "uebernehmen") | {"grundlage": "zensus2011"}


@pytest.fixture
def gifhorn(zahlen):
    zeilen = [
        f"{GF};31.12.2022;einwohner;180232", f"{GF};31.12.2023;einwohner;180679", f"{GF};31.12.2024;einwohner;175943",
        "03;31.12.2022;einwohner;8140242", "03;31.12.2023;einwohner;8161981", "03;31.12.2024;einwohner;8004489",
        f"{GF};31.12.2022;sgb2_quote_u15;9,16", "03;31.12.2022;sgb2_quote_u15;14,1", "03355;31.12.2022;sgb2_quote_u15;12,3",
        f"{GF};31.12.2021;sgb2_quote_u15;*", f"{GF};31.12.2020;sgb2_quote_u15;9,7",
    ]  # fmt: skip
    liefern(vorlage(*zeilen), entscheidungen=JA)
    return make_kommune(name="Landkreis Gifhorn", slug="gifhorn", gebiet=Gebiet.objects.gueltig().get(ags=GF))


def seite(name, *args, **daten):
    return Client().get(reverse(name, args=args), daten).content.decode()


def text(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_series_stands_beside_the_lands_with_sources_and_a_break_mark(gifhorn):
    html = seite("kommunen:zahlen", "gifhorn", indikator="einwohner")

    assert "linien__bruch" in html
    assert "Seit dem 31.12.2024 beruht die Bevölkerungszahl auf einer anderen Grundlage (Zensus 2022)" in text(html)
    assert "180.679" in html
    assert "8.161.981" in html
    assert "Landesamt, T1, Stand 2025" in html


def test_a_secret_value_leaves_a_gap_and_says_why(gifhorn):
    html = seite("kommunen:zahlen", "gifhorn", indikator="sgb2_quote_u15")

    assert "nicht veröffentlicht" in text(html)
    assert "× = kein Wert" in text(html)


def test_published_profile_figures_stay_as_they_are_beside_the_statistics(gifhorn):
    Kennzahl.objects.create(
        kommune=gifhorn,
        schluessel="k",
        art="einwohner",
        wert=174000,
        einheit="personen",
        status="as_published",
        naeherung="gerundet",
    )

    html = text(seite("kommunen:zahlen", "gifhorn"))

    assert "174.000" in html
    assert "Gerundet veröffentlicht" in html
    assert Kennzahl.objects.get().wert == 174000


def test_similar_kommunen_are_offered_and_can_be_chosen_without_a_script(gifhorn):
    html = seite("kommunen:zahlen", "gifhorn", indikator="sgb2_quote_u15", mit="03355")

    assert re.search(r'value="03355"\s+checked', html)
    assert "12,3" in html
    assert "<script" not in html


def test_without_figures_the_page_says_what_will_be_here(zahlen):
    make_kommune(slug="leer", gebiet=Gebiet.objects.gueltig().get(ags="03352"))

    assert "Noch keine Zahlen aus der amtlichen Statistik" in seite("kommunen:zahlen", "leer")


def test_more_than_three_to_compare_with_are_not_dropped_without_a_word(gifhorn):
    html = seite("kommunen:zahlen", "gifhorn", mit=["03355", "03351", "03352", "03353"])

    assert "Zum Vergleich passen drei Gebiete ins Bild" in html
    assert len(re.findall(r'name="mit"\s+value="\d+"\s+checked', html)) <= 3


def test_where_everything_is_secret_the_page_says_so_and_not_that_there_is_nothing(zahlen):
    liefern(vorlage("03352;31.12.2019;sgb2_kinder_u15;*"))
    make_kommune(slug="geheim", gebiet=Gebiet.objects.gueltig().get(ags="03352"))
    html = seite("kommunen:zahlen", "geheim")

    assert "nicht veröffentlicht" in html
    assert "Noch keine Zahlen" not in html


def test_without_any_figure_there_is_no_sheet(zahlen):
    make_kommune(slug="leer", gebiet=Gebiet.objects.gueltig().get(ags="03352"))

    assert Client().get(reverse("kommunen:zahlenblatt", args=["leer"])).status_code == 404


def test_the_map_switches_indikator_and_day_by_a_form(gifhorn):
    antwort = Client().get(reverse("daten:uebersicht"), {"indikator": "einwohner", "stichtag": "2022-12-31"}, follow=True)

    assert antwort.redirect_chain[0][0] == reverse("daten:indikator", args=["einwohner"]) + "?stichtag=2022-12-31"
    assert "180.232" in antwort.content.decode()
    assert "<script" not in antwort.content.decode()


def test_a_day_the_other_indikator_does_not_have_is_said(gifhorn):
    html = text(seite("daten:indikator", "sgb2_quote_u15", stichtag="2024-12-31"))

    assert "Für den gewählten Stichtag gibt es hier keine Werte. Sie sehen den neuesten: 31.12.2022" in html


@pytest.mark.parametrize(
    "daten", [{"stichtag": "x"}, {"stichtag": "2022-13-45"}, {"kreis": "\x00"}, {"kreis": "99999"}, {"mit": "\x00"}]
)
def test_nonsense_in_an_address_is_passed_over(gifhorn, daten):
    assert Client().get(reverse("daten:indikator", args=["einwohner"]), daten).status_code == 200
    assert Client().get(reverse("kommunen:zahlen", args=["gifhorn"]), daten).status_code == 200


def test_the_journalist_gets_the_file_with_one_click_and_the_words_to_cite_it(gifhorn):
    html = seite("daten:indikator", "einwohner")
    zitat = text(html[html.index("So zitieren Sie") :])

    assert reverse("daten:tabelle", args=["einwohner", "csv"]) in html
    assert "Einwohnerinnen und Einwohner, 31.12.2024. Landesamt, T1, Stand 2025" in zitat
    assert "Bevölkerung nach: Zensus 2022" in zitat
    assert "http://127.0.0.1:8000/daten/einwohner/?stichtag=2024-12-31" in zitat


def test_pictures_have_a_title_words_and_the_values_as_a_table(gifhorn):
    for html in (seite("kommunen:zahlen", "gifhorn"), seite("daten:indikator", "sgb2_quote_u15")):
        bilder = re.findall(r"<svg[^>]*aria-labelledby.*?</svg>", html, re.DOTALL)
        assert bilder
        assert all("<title" in bild and "<desc" in bild for bild in bilder)
        assert "<table" in html


@pytest.mark.parametrize("kennung", ["einwohner", "sgb2_quote_u15"])
def test_the_map_alone_is_small(gifhorn, kennung):
    bild = Client().get(reverse("daten:karte", args=[kennung]))

    assert bild["Content-Type"] == "image/svg+xml"
    assert len(gzip.compress(bild.content)) < 15_000
    assert "Quelle: " in text(bild.content.decode())


def test_the_sheet_is_one_accessible_page_with_sources_and_break(gifhorn, tmp_path):
    pdf = tmp_path / "blatt.pdf"
    pdf.write_bytes(Client().get(reverse("kommunen:zahlenblatt", args=["gifhorn"]), {"indikator": "einwohner"}).content)
    gelesen = PdfReader(pdf)
    worte = gelesen.pages[0].extract_text()

    assert len(gelesen.pages) == 1
    assert gelesen.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert "175.943" in worte
    assert "Zensus 2022" in worte
    assert "Landesamt, T1, Stand 2025" in worte


def test_the_sheet_stays_one_page_when_everything_is_known(gifhorn):
    alle = [i for i in Indikator.objects.lieferbar() if i.kennung != "einwohner"]
    liefern(
        vorlage(*(f"{GF};31.12.2019;{i.kennung};{20 + n}" for n, i in enumerate(alle))),
        entscheidungen=JA | {"quote_anders": "uebernehmen"},
    )
    antwort = Client().get(reverse("kommunen:zahlenblatt", args=["gifhorn"]), {"mit": ["03355", "03351", "03352"]})
    assert len(PdfReader(BytesIO(antwort.content)).pages) == 1


@pytest.mark.parametrize("kreise", [1, 40])
def test_pages_cost_the_same_number_of_queries_for_few_and_many_areas(gifhorn, kreise, django_assert_num_queries):
    andere = Gebiet.objects.gueltig().kreise().exclude(ags__in=[GF, "03355"])[:kreise]
    liefern(vorlage(*(f"{g.ags};31.12.2022;sgb2_quote_u15;{n}" for n, g in enumerate(andere))), entscheidungen=JA)

    with django_assert_num_queries(11):
        seite("kommunen:zahlen", "gifhorn")
    with django_assert_num_queries(8):
        seite("daten:indikator", "sgb2_quote_u15")
    with django_assert_num_queries(5):
        seite("daten:tabelle", "sgb2_quote_u15", "csv")


def test_every_kommunes_tabs_lead_to_its_figures(gifhorn):
    assert reverse("kommunen:zahlen", args=["gifhorn"]) in seite("kommune", "gifhorn")
