"""What can be read from the figures: series, breaks, shares of our own, where a value stands, who is alike."""

from datetime import date

import pytest

from statistik.auswertung.gebietsblatt import blatt
from statistik.auswertung.indikatorblatt import indikatorblatt
from statistik.auswertung.umfeld import aehnliche, gleiche_ebene
from statistik.auswertung.zahlen import laden
from statistik.models import Gebiet, Indikator
from tests.statistik.dateien import liefern, vorlage

pytestmark = pytest.mark.usefixtures("zahlen")

GF = "03151"


def gebiet(ags=GF):
    return Gebiet.objects.gueltig().get(ags=ags)


def indikator(kennung):
    return Indikator.objects.select_related("nenner", "zaehler").get(kennung=kennung)


def bringen(*zeilen, **mehr):
    """Rows "key;year;Indikator;value" for the end of the year."""
    mehr.setdefault("entscheidungen", {"grundlage": "zensus2011"} | dict.fromkeys(("sprung", "zu_viele", "klein"), "uebernehmen"))
    fertig = [f"{a};31.12.{jahr};{i};{w}" for a, jahr, i, w in (zeile.split(";") for zeile in zeilen)]
    return liefern(vorlage(*fertig), **mehr)


def reihe(kennung, ags=GF):
    return laden([indikator(kennung)]).reihe(indikator(kennung), gebiet(ags).pk)


def test_a_series_is_in_order_of_time():
    bringen(f"{GF};2019;einwohner;176523", f"{GF};2016;einwohner;174205", f"{GF};2018;einwohner;175920")

    assert [(z.tag.year, z.text) for z in reihe("einwohner").zahlen] == [(2016, "174.205"), (2018, "175.920"), (2019, "176.523")]


def test_a_change_of_census_is_a_break():
    bringen(f"{GF};2022;einwohner;180232", f"{GF};2023;einwohner;180679", f"{GF};2024;einwohner;175943")

    assert [(z.tag.year, z.grundlagenwort) for z in reihe("einwohner").brueche] == [(2024, "Zensus 2022")]


def test_a_count_of_people_in_need_has_no_break():
    bringen(f"{GF};2021;sgb2_kinder_u15;2400", f"{GF};2024;sgb2_kinder_u15;2300")

    assert reihe("sgb2_kinder_u15").brueche == ()


def test_a_share_of_our_own_is_computed_from_both_sides_of_the_same_day():
    bringen(f"{GF};2019;sgb2_kinder_u15;2400", f"{GF};2019;kinder_u15;26000", f"{GF};2018;sgb2_kinder_u15;2500")
    zahlen = laden([indikator("sgb2_quote_u15_eigen")])
    eigene = zahlen.reihe(indikator("sgb2_quote_u15_eigen"), gebiet().pk).zahlen

    assert [(z.tag.year, z.text) for z in eigene] == [(2019, "9,2\u202f%")]  # for 2018 one side is missing
    assert zahlen.quelle(eigene[0]).startswith("Eigene Berechnung aus: ")
    assert zahlen.ist_eigene(eigene[0])


@pytest.mark.parametrize(
    ("zaehler", "nenner", "status"),
    [
        ("*", "26000", "secret"),
        ("2400", "*", "secret"),
        ("x", "26000", "not_meaningful"),
        ("…", "*", "secret"),
        ("0", "0", "not_meaningful"),
    ],
)
def test_a_share_of_what_is_not_known_is_not_known_either(zaehler, nenner, status):
    bringen(f"{GF};2019;sgb2_kinder_u15;{zaehler}", f"{GF};2019;kinder_u15;{nenner}")

    (zahl,) = reihe("sgb2_quote_u15_eigen").zahlen

    assert (zahl.wert, zahl.status) == (None, status)


def test_a_share_is_as_certain_as_its_less_certain_side():
    bringen(f"{GF};2019;sgb2_kinder_u15;2400p", f"{GF};2019;kinder_u15;26000r")

    assert reihe("sgb2_quote_u15_eigen").zahlen[0].statuswort == "vorläufig"


def test_a_share_rests_on_the_census_of_its_population():
    for jahr, wert in ((2023, 17000), (2024, 16000)):
        bringen(f"{GF};{jahr};kinder_u15;{wert}", f"{GF};{jahr};sgb2_kinder_u15;2000")

    assert [z.tag.year for z in reihe("sgb2_quote_u15_eigen").brueche] == [2024]


def test_two_counts_of_different_censuses_are_not_divided():
    bringen(f"{GF};2023;einwohner;180679")
    bringen(f"{GF};2023;kinder_u10;17000", entscheidungen={"grundlage": "zensus2022"})

    (zahl,) = reihe("anteil_kinder_u10_eigen").zahlen

    assert (zahl.wert, zahl.status) == (None, "not_meaningful")


def test_a_share_is_rounded_once_half_up_for_page_and_file():
    bringen(f"{GF};2019;sgb2_kinder_u15;2870", f"{GF};2019;kinder_u15;20000")  # 14.35

    (zahl,) = reihe("sgb2_quote_u15_eigen").zahlen

    assert (zahl.text, zahl.gerundet) == ("14,4\u202f%", 14.4)


def test_the_newest_figure_is_shown_also_when_it_is_secret():
    bringen(f"{GF};2018;sgb2_kinder_u15;500", f"{GF};2019;sgb2_kinder_u15;*")

    (_, zahl, _, _) = blatt(gebiet()).neueste[0]

    assert (zahl.tag.year, zahl.text) == (2019, "nicht veröffentlicht")


def test_published_digits_stay_and_our_own_have_one_place():
    bringen(f"{GF};2019;sgb2_quote_u15;9,16", "03152;2019;sgb2_quote_u15;22,00")

    assert reihe("sgb2_quote_u15").zahlen[0].text == "9,16\u202f%"


def test_sums_the_portal_formed_say_so():
    bringen(*(f"{GF};2019;{k};{w}" for k, w in (("kinder_u3", 5000), ("kinder_3_6", 5100), ("kinder_6_10", 6700))))
    zahlen = laden([indikator("kinder_u10")])

    assert zahlen.quelle(zahlen.zahl(indikator("kinder_u10"), gebiet().pk, date(2019, 12, 31))).startswith(
        "Eigene Berechnung, Summe aus Teilen: "
    )


def test_what_a_kommune_counts_itself_stands_apart():
    bringen(f"{GF};2019;einwohner;176523")
    bringen(f"{GF};2019;einwohner;176700", gebiet=gebiet(), entscheidungen=None)

    seite = blatt(gebiet())

    assert [r.letzte.text for r in seite.reihen] == ["176.523"]
    assert [r.letzte.text for r in seite.eigene] == ["176.700"]


class TestVergleich:
    def test_a_share_is_shown_beside_the_land(self):
        bringen(f"{GF};2018;sgb2_quote_u15;9,4", f"{GF};2019;sgb2_quote_u15;9,2", "03;2019;sgb2_quote_u15;14,1")

        seite = blatt(gebiet())

        assert [str(g) for g in seite.vergleich.gebiete] == ["Landkreis Gifhorn", "Niedersachsen"]
        assert seite.vergleich.basis is None

    def test_a_town_is_shown_beside_its_kreis_and_the_land(self):
        bringen("03355022;2019;kinder_u15;9500")  # without it, the share of a town stays hidden
        bringen(*(f"{a};2019;sgb2_quote_u15;{w}" for a, w in (("03355022", "16,5"), ("03355", "12,3"), ("03", "14,1"))))

        seite = blatt(gebiet("03355022"))

        assert [str(g) for g in seite.vergleich.gebiete] == ["Hansestadt Lüneburg", "Landkreis Lüneburg", "Niedersachsen"]

    def test_counts_of_areas_of_different_size_become_an_index(self):
        bringen(
            f"{GF};2018;einwohner;100000", f"{GF};2019;einwohner;102000", "03;2018;einwohner;8000000", "03;2019;einwohner;8080000"
        )
        vergleich = blatt(gebiet(), kennung="einwohner").vergleich

        assert vergleich.basis == date(2018, 12, 31)
        assert vergleich.bild.teilung[0][0] == 100
        assert [z.text for z in vergleich.tafel[0][1]] == ["102.000", "8.080.000"]  # the table shows the counts

    def test_an_index_ends_at_a_break(self):
        jahre = {2022: 100000, 2023: 101000, 2024: 97000}
        bringen(*(f"{a};{j};einwohner;{w * m}" for a, m in ((GF, 1), ("03", 80)) for j, w in jahre.items()))
        vergleich = blatt(gebiet(), kennung="einwohner").vergleich

        assert len(vergleich.bild.linien[0].punkte) == 2
        assert len(vergleich.bild.brueche) == 1
        assert vergleich.worte.startswith(
            "Landkreis Gifhorn: 100.000 am 31.12.2022, 101.000 am 31.12.2023 (Zensus 2011); 97.000 am 31.12.2024 (Zensus 2022)."
        )

    def test_a_year_nobody_delivered_is_a_hole_and_is_named(self):
        bringen(f"{GF};2018;einwohner;175920", f"{GF};2020;einwohner;176523", f"{GF};2021;einwohner;177000")
        vergleich = blatt(gebiet()).vergleich

        assert vergleich.ohne_lieferung == [date(2019, 12, 31)]
        assert len(vergleich.bild.linien[0].strecken) == 1
        assert vergleich.bild.linien[0].luecken == ()

    def test_one_whose_figures_are_secret_stays_in_the_table(self):
        bringen(f"{GF};2019;sgb2_quote_u15;9,2", "03355;2019;sgb2_quote_u15;*")

        seite = blatt(gebiet(), dazu=["03355"])

        assert [z.text for z in seite.vergleich.tafel[0][1]] == ["9,2\u202f%", "nicht veröffentlicht"]

    def test_others_are_chosen_by_key_and_what_is_unknown_is_passed_over(self):
        bringen(f"{GF};2019;sgb2_quote_u15;9,2", "03355;2019;sgb2_quote_u15;12,3")

        seite = blatt(gebiet(), dazu=["03355", "99999", "'; DROP", GF])

        assert [str(g) for g in seite.vergleich.gebiete] == ["Landkreis Gifhorn", "Landkreis Lüneburg"]

    def test_the_table_names_the_break(self):
        bringen(f"{GF};2023;einwohner;180679", f"{GF};2024;einwohner;175943")

        assert [(tag.year, neu) for tag, _, neu in blatt(gebiet()).vergleich.tafel] == [(2024, "Zensus 2022"), (2023, "")]


class TestUmfeld:
    def test_alike_are_those_of_the_same_kind_near_in_size_and_quota(self):
        quoten = {"03151": "9,0", "03355": "9,5", "03351": "9,1", "03352": "19,0", "03101": "9,0"}
        bringen(*(f"{a};2019;sgb2_quote_u15;{w}" for a, w in quoten.items()))
        zahlen = laden([indikator("sgb2_quote_u15")])
        nach_gebiet = {zahl.gebiet: zahl for zahl in zahlen.werte.values()}

        nahe = [a.gebiet.ags for a in aehnliche(gebiet(), list(gleiche_ebene(gebiet())), nach_gebiet)]

        assert set(nahe[:2]) == {"03355", "03351"}
        assert "03352" in nahe[2:]  # as large, but another quota
        assert "03101" not in nahe  # a town without a Kreis

    def test_the_one_region_is_a_kreis_among_kreise(self):
        assert aehnliche(gebiet("03241"), list(gleiche_ebene(gebiet("03241"))), {})

    def test_where_a_value_stands_is_said_with_its_neighbours_and_not_as_a_league(self):
        bringen(
            *(
                f"03{nummer};2019;sgb2_quote_u15;{wert}"
                for nummer, wert in zip(range(151, 159), range(5, 13), strict=True)
                if nummer not in (152, 156)
            )
        )
        steht = blatt(gebiet("03154")).stellung

        assert (steht.niedriger, steht.gleich, steht.hoeher) == (2, 0, 3)
        assert [g.ags for g, _ in steht.nachbarn] == ["03157", "03155", "03154", "03153", "03151"]

    def test_what_rests_on_another_census_is_not_compared(self):
        bringen(f"{GF};2023;sgb2_quote_u15;9,0", "03153;2023;sgb2_quote_u15;9,2")
        bringen("03154;2023;sgb2_quote_u15;9,1", entscheidungen={"grundlage": "zensus2022"})
        steht = blatt(gebiet()).stellung

        assert (steht.niedriger, steht.hoeher, steht.ohne) == (0, 1, 43)

    def test_what_is_secret_takes_no_place(self):
        bringen(f"{GF};2019;sgb2_quote_u15;9,0", "03153;2019;sgb2_quote_u15;8,0", "03154;2019;sgb2_quote_u15;*")
        steht = blatt(gebiet()).stellung

        assert (steht.niedriger, steht.hoeher) == (1, 0)
        assert steht.ohne == 43  # one secret, 42 without a figure


class TestIndikatorblatt:
    def test_the_map_has_a_class_for_a_share_and_a_disc_for_a_count(self):
        bringen(f"{GF};2019;sgb2_quote_u15;9,0", "03153;2019;sgb2_quote_u15;18,0", f"{GF};2019;einwohner;176523")

        anteil, anzahl = (indikatorblatt(indikator(k)) for k in ("sgb2_quote_u15", "einwohner"))

        assert {f.form.ags: f.stufe for f in anteil.flaechen if f.stufe} == {GF: 1, "03153": 2}
        assert not any(f.radius for f in anteil.flaechen)
        assert [f.form.ags for f in anzahl.flaechen if f.radius] == [GF]
        assert anzahl.legende == []

    def test_classes_are_the_same_for_all_days(self):
        bringen(
            *(
                f"{a};{j};sgb2_quote_u15;{w}"
                for a, j, w in ((GF, 2018, 5), ("03153", 2018, 10), (GF, 2019, 15), ("03153", 2019, 20))
            )
        )

        frueher, spaeter = (indikatorblatt(indikator("sgb2_quote_u15"), tag=date(j, 12, 31)) for j in (2018, 2019))

        assert frueher.klassen == spaeter.klassen
        assert {f.stufe for f in frueher.flaechen} != {f.stufe for f in spaeter.flaechen}

    def test_a_day_without_figures_gives_the_newest(self):
        bringen(f"{GF};2019;einwohner;176523")

        assert indikatorblatt(indikator("einwohner"), tag=date(2001, 1, 1)).tag == date(2019, 12, 31)

    def test_a_kreis_that_existed_then_stands_in_the_table_of_then(self):
        bringen("03152;2015;einwohner;250000", "03159;2019;einwohner;328000")

        namen = [[g.ags for g, z in indikatorblatt(indikator("einwohner"), tag=date(j, 12, 31)).zeilen if z] for j in (2015, 2019)]

        assert namen == [["03152"], ["03159"]]

    def test_gemeinden_of_one_kreis_where_there_are_figures_for_them(self):
        bringen("03241001;2019;einwohner;536925", "03241;2019;einwohner;1157115")
        seite = indikatorblatt(indikator("einwohner"), kreis="03241")

        assert seite.mit_gemeinden == {"03241"}
        assert {g.ags for g, z in seite.zeilen if z} == {"03241001"}

    def test_reasons_for_white_areas_are_counted(self):
        bringen(f"{GF};2019;einwohner;176523", "03153;2019;einwohner;*")

        assert indikatorblatt(indikator("einwohner")).ohne == [("nicht geliefert", 43), ("nicht veröffentlicht", 1)]


@pytest.mark.parametrize("kreise", [3, 40])
def test_pages_cost_the_same_number_of_queries_for_few_and_many_areas(kreise, django_assert_num_queries):
    alle = Gebiet.objects.gueltig(on=date(2019, 12, 31)).kreise().exclude(ags=GF)[:kreise]
    bringen(f"{GF};2019;sgb2_quote_u15;9", *(f"{g.ags};2019;sgb2_quote_u15;{i + 5}" for i, g in enumerate(alle)))
    kreis, gewaehlt = gebiet(), indikator("sgb2_quote_u15")

    with django_assert_num_queries(8):
        blatt(kreis)
    with django_assert_num_queries(4):
        indikatorblatt(gewaehlt)
